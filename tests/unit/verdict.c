/* Verdicts: who is stuck, for certain or probably, and how it is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>

#include "unit/events.h"
#include "world/verdict.h"

struct bench {
	struct world *world;
	struct verdict verdict;
};

static int open_bench(void **state)
{
	struct bench *bench = calloc(1, sizeof *bench);

	at_line = 0;
	if (!bench || !(bench->world = world_create()))
		return -1;
	*state = bench;
	return 0;
}

static int close_bench(void **state)
{
	struct bench *bench = *state;

	assert_null(bench->world->inconsistent);
	verdict_finish(&bench->verdict);
	world_destroy(bench->world);
	free(bench);
	return 0;
}

static enum verdict_kind judge(struct bench *bench)
{
	verdict_finish(&bench->verdict);
	assert_int_equal(verdict_judge(bench->world, &bench->verdict), 0);
	return bench->verdict.kind;
}

static void expect_sentence(struct bench *bench, const char *file, const char *expected)
{
	char text[1024];
	size_t length = verdict_sentence(bench->world, &bench->verdict, file, text, sizeof text);

	assert_string_equal(text, expected);
	assert_int_equal(length, strlen(expected));
}

static void two_locks_in_two_orders(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), left = made_lock(world, "left"),
		 right = made_lock(world, "right");
	uint32_t p1 = born(world, "P1", main), p2 = born(world, "P2", main);

	at_line = 7;
	did(world, p1, left, LOCK_ACQUIRE);
	did(world, p2, right, LOCK_ACQUIRE);
	at_line = 8;
	waits(world, p2, left, LOCK_ACQUIRE);
	assert_int_equal(judge(bench), VERDICT_NONE);
	waits(world, p1, right, LOCK_ACQUIRE);
	assert_true(verdict_may_change(&told));
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_false(bench->verdict.whole); /* main still goes on */
	assert_int_equal(bench->verdict.ring_count, 2);
	assert_int_equal(bench->verdict.ring[0], p1);
	assert_int_equal(bench->verdict.ring[1], p2);
	assert_int_equal(bench->verdict.stuck_count, 2);
	assert_int_equal(bench->verdict.seq, world->seq);
	assert_int_equal(bench->verdict.since, world->time);
	expect_sentence(bench, "two.lua", "deadlock: P1 holds left and waits for right (two.lua:8), "
					  "P2 holds right and waits for left (two.lua:8)");
	expect_sentence(bench, NULL, "deadlock: P1 holds left and waits for right (line 8), "
				     "P2 holds right and waits for left (line 8)");
}

static void five_philosophers_and_main_behind_them(void **state)
{
	struct bench *bench = *state;
	uint32_t ring[] = {1, 2, 3, 4, 5};

	philosophers(bench->world, 5);
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_false(bench->verdict.whole);
	assert_int_equal(bench->verdict.ring_count, 5);
	assert_memory_equal(bench->verdict.ring, ring, sizeof ring);
	assert_int_equal(bench->verdict.stuck_count, 5);
	joins(bench->world, 0, 3);
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_true(bench->verdict.whole);
	assert_int_equal(bench->verdict.stuck_count, 6);
	assert_int_equal(bench->verdict.ring_count, 5);
	assert_true(bench->verdict.seq < bench->world->seq); /* the ring was closed before main joined */
}

static void the_ring_starts_at_its_lowest_number(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main), p2 = born(world, "P2", main),
		 p3 = born(world, "P3", main), p4 = born(world, "P4", main);
	uint32_t a = made_lock(world, "a"), b = made_lock(world, "b"), c = made_lock(world, "c");

	/* main waits for p1; p1 -> p4 -> p2 -> p4: the ring is p2, p4 */
	did(world, p4, a, LOCK_ACQUIRE);
	did(world, p2, b, LOCK_ACQUIRE);
	did(world, p3, c, LOCK_ACQUIRE);
	waits(world, p1, a, LOCK_ACQUIRE);
	waits(world, p4, b, LOCK_ACQUIRE);
	waits(world, p2, a, LOCK_ACQUIRE);
	joins(world, main, p1);
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_int_equal(bench->verdict.ring_count, 2);
	assert_int_equal(bench->verdict.ring[0], p2);
	assert_int_equal(bench->verdict.ring[1], p4);
	assert_int_equal(bench->verdict.stuck_count, 4); /* not p3 */
	expect_sentence(bench, NULL, "deadlock: P2 holds b and waits for a, P4 holds a and waits for b; "
				     "main, P1 wait behind them");
}

static void a_wait_with_a_deadline_is_no_deadlock(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main);
	uint32_t a = made_lock(world, "a"), b = made_lock(world, "b");

	did(world, main, a, LOCK_ACQUIRE);
	did(world, p1, b, LOCK_ACQUIRE);
	waits(world, main, b, LOCK_ACQUIRE);
	waits_until(world, p1, a, LOCK_ACQUIRE, world->time + 1000000000);
	assert_int_equal(judge(bench), VERDICT_NONE);
	assert_false(verdict_may_change(&told));
}

static void whoever_sleeps_works_or_is_stopped_can_move(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main),
		 lock = made_lock(world, "lock");

	did(world, p1, lock, LOCK_ACQUIRE);
	waits(world, main, lock, LOCK_ACQUIRE);
	sleeps(world, p1, 1000000000);
	assert_int_equal(judge(bench), VERDICT_NONE);
	happens(world, TRACE_WORKS, p1, 1, "");
	assert_int_equal(judge(bench), VERDICT_NONE);
	happens(world, TRACE_STOPPED, p1, 0, "");
	assert_int_equal(judge(bench), VERDICT_NONE);
	wants(world, p1, lock, LOCK_RELEASE);
	assert_int_equal(judge(bench), VERDICT_NONE);
}

static void a_process_that_takes_its_own_lock_again(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), lock = made_lock(world, "lock");

	at_line = 3;
	did(world, main, lock, LOCK_ACQUIRE);
	at_line = 4;
	waits(world, main, lock, LOCK_ACQUIRE);
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_true(bench->verdict.whole);
	assert_int_equal(bench->verdict.ring_count, 1);
	expect_sentence(bench, "x.lua",
			"deadlock: main holds lock and waits for lock, which it holds itself (x.lua:4)");
}

/* Anyone may release a plain lock, so with somebody else about it is not certain. */
static void ones_own_lock_while_others_go_on(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main),
		 lock = made_lock(world, "lock");

	did(world, p1, lock, LOCK_ACQUIRE);
	waits(world, p1, lock, LOCK_ACQUIRE);
	assert_int_equal(judge(bench), VERDICT_NONE); /* main made it: it may release it */
	(void)main;
}

static void a_lock_that_strangers_release(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main), p2 = born(world, "P2", main);
	uint32_t a = made_lock(world, "a"), b = made_lock(world, "b");

	did(world, p1, a, LOCK_ACQUIRE);
	did(world, main, a, LOCK_RELEASE);
	did(world, p1, a, LOCK_ACQUIRE);
	did(world, p2, b, LOCK_ACQUIRE);
	waits(world, p1, b, LOCK_ACQUIRE);
	waits(world, p2, a, LOCK_ACQUIRE);
	assert_int_equal(judge(bench), VERDICT_NONE);
	joins(world, main, p1); /* now nobody is left to release it */
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_int_equal(bench->verdict.stuck_count, 3);
}

static void everybody_waits_and_nobody_is_left_to_put(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), jobs = made_queue(world, "jobs", 3),
		 child = born(world, "Process-1", main);

	at_line = 7;
	waits(world, child, jobs, QUEUE_GET);
	assert_int_equal(judge(bench), VERDICT_NONE);
	at_line = 20;
	joins(world, main, child);
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_true(bench->verdict.whole);
	assert_int_equal(bench->verdict.ring_count, 0);
	expect_sentence(
		bench, NULL,
		"deadlock: main waits for Process-1 to end (line 20), Process-1 waits to get from jobs, "
		"which is empty (line 7), and nobody is left who could put");
}

/* The last producer ends: its death closes it. */
static void a_death_takes_the_last_hope_away(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), ready = made_event(world, "ready"),
		 child = born(world, "P1", main);

	did(world, child, ready, EVENT_CLEAR);
	waits(world, main, ready, EVENT_WAIT);
	assert_int_equal(judge(bench), VERDICT_NONE);
	exited(world, child, 0);
	assert_true(verdict_may_change(&told));
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_int_equal(bench->verdict.seq, world->seq);
	expect_sentence(bench, NULL,
			"deadlock: main waits for ready to be set, and nobody is left who could set it");
}

static void only_those_who_never_used_it_are_left(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), jobs = made_queue(world, "jobs", 3);
	uint32_t consumer = born(world, "consumer", main), other = born(world, "other", main);

	waits(world, consumer, jobs, QUEUE_GET);
	assert_int_equal(judge(bench), VERDICT_NONE); /* main made the queue */
	joins(world, main, consumer);
	assert_int_equal(judge(bench), VERDICT_STALLED);
	assert_int_equal(bench->verdict.stuck_count, 2);
	expect_sentence(bench, NULL,
			"stalled: main waits for consumer to end, consumer waits to get from jobs, "
			"which is empty, and nobody who ever used it is left to put");
	put(world, other, jobs, "1"); /* so it knew the queue after all */
	assert_int_equal(judge(bench), VERDICT_NONE);
}

/* What is certain goes before what is not. */
static void a_ring_beside_a_stall(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t first = philosophers(world, 2), jobs;
	uint32_t other = born(world, "other", 0), consumer = born(world, "consumer", other);

	(void)first;
	jobs = made_queue(world, "jobs", 0);
	waits(world, consumer, jobs, QUEUE_GET);
	joins(world, 0, 1);
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_int_equal(bench->verdict.stuck_count, 3); /* the philosophers and main, not the consumer */
	assert_false(bench->verdict.whole);
}

static void killing_one_of_the_ring_frees_the_others(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t fork0 = philosophers(world, 2);

	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	signals(world, TRACE_SANDBOX, 1, SIGKILL);
	assert_int_equal(judge(bench), VERDICT_NONE); /* it is as good as dead */
	abandoned(world, 1, fork0);
	assert_int_equal(judge(bench), VERDICT_NONE);
	killed(world, 1, SIGKILL);
	assert_int_equal(judge(bench), VERDICT_NONE);
}

/* A death may be told before what it left behind is handed on. */
static void a_dead_owner_is_not_waited_for(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t fork0 = philosophers(world, 2);

	killed(world, 1, SIGKILL);
	assert_int_equal(judge(bench), VERDICT_NONE);
	abandoned(world, 1, fork0);
	assert_int_equal(judge(bench), VERDICT_NONE);
}

/* p:terminate(); p:join(): between the signal and the death, nobody is stuck. */
static void joining_a_process_that_was_signalled(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), never = made_event(world, "never"),
		 child = born(world, "P1", main);

	waits(world, child, never, EVENT_WAIT);
	signals(world, main, child, SIGTERM);
	joins(world, main, child);
	assert_int_equal(judge(bench), VERDICT_NONE);
}

/* It was freed and has not run yet. */
static void a_waiter_whose_guard_holds_is_not_stuck(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main),
		 lock = made_lock(world, "lock");

	did(world, main, lock, LOCK_ACQUIRE);
	waits(world, p1, lock, LOCK_ACQUIRE);
	did(world, main, lock, LOCK_RELEASE);
	joins(world, main, p1);
	assert_int_equal(judge(bench), VERDICT_NONE);
}

static void joining_a_child_that_ended(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main);

	exited(world, p1, 0);
	joins(world, main, p1);
	assert_int_equal(judge(bench), VERDICT_NONE);
}

/* Two processes that join each other, and one that joins itself. */
static void joins_in_a_circle(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main);

	joins(world, p1, p1);
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_int_equal(bench->verdict.ring_count, 1);
	joins(world, main, p1);
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_int_equal(bench->verdict.ring_count, 1);
	assert_int_equal(bench->verdict.stuck_count, 2);
}

static void two_rings_name_the_lower(void **state)
{
	struct bench *bench = *state;
	struct world *world = bench->world;
	uint32_t main = born(world, "main", -1), p[5], lock[5];
	char name[16];

	for (int i = 1; i < 5; i++) {
		snprintf(name, sizeof name, "P%d", i);
		p[i] = born(world, name, main);
		lock[i] = made_lock(world, name);
		did(world, p[i], lock[i], LOCK_ACQUIRE);
	}
	waits(world, p[3], lock[4], LOCK_ACQUIRE);
	waits(world, p[4], lock[3], LOCK_ACQUIRE);
	waits(world, p[1], lock[2], LOCK_ACQUIRE);
	waits(world, p[2], lock[1], LOCK_ACQUIRE);
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_int_equal(bench->verdict.stuck_count, 4);
	assert_int_equal(bench->verdict.ring_count, 2);
	assert_int_equal(bench->verdict.ring[0], p[1]);
}

/* More processes than fit on the stack of the judge. */
static void a_ring_of_a_thousand(void **state)
{
	struct bench *bench = *state;

	philosophers(bench->world, 1000);
	assert_int_equal(judge(bench), VERDICT_DEADLOCK);
	assert_int_equal(bench->verdict.ring_count, 1000);
	assert_int_equal(bench->verdict.ring[0], 1);
	assert_int_equal(bench->verdict.ring[999], 1000);
}

static void a_sentence_that_does_not_fit_is_cut(void **state)
{
	struct bench *bench = *state;
	char small[32], large[512];

	philosophers(bench->world, 3);
	judge(bench);
	size_t length = verdict_sentence(bench->world, &bench->verdict, NULL, large, sizeof large);
	assert_int_equal(length, strlen(large));
	assert_int_equal(verdict_sentence(bench->world, &bench->verdict, NULL, small, sizeof small), length);
	assert_int_equal(strlen(small), sizeof small - 1);
	assert_memory_equal(small, large, sizeof small - 1);
	assert_int_equal(verdict_sentence(bench->world, &bench->verdict, NULL, NULL, 0), length);
}

int main(void)
{
#define VERDICT(test) cmocka_unit_test_setup_teardown(test, open_bench, close_bench)
	const struct CMUnitTest tests[] = {
		VERDICT(two_locks_in_two_orders),
		VERDICT(five_philosophers_and_main_behind_them),
		VERDICT(the_ring_starts_at_its_lowest_number),
		VERDICT(a_wait_with_a_deadline_is_no_deadlock),
		VERDICT(whoever_sleeps_works_or_is_stopped_can_move),
		VERDICT(a_process_that_takes_its_own_lock_again),
		VERDICT(ones_own_lock_while_others_go_on),
		VERDICT(a_lock_that_strangers_release),
		VERDICT(everybody_waits_and_nobody_is_left_to_put),
		VERDICT(a_death_takes_the_last_hope_away),
		VERDICT(only_those_who_never_used_it_are_left),
		VERDICT(a_ring_beside_a_stall),
		VERDICT(killing_one_of_the_ring_frees_the_others),
		VERDICT(a_dead_owner_is_not_waited_for),
		VERDICT(joining_a_process_that_was_signalled),
		VERDICT(a_waiter_whose_guard_holds_is_not_stuck),
		VERDICT(joining_a_child_that_ended),
		VERDICT(joins_in_a_circle),
		VERDICT(two_rings_name_the_lower),
		VERDICT(a_ring_of_a_thousand),
		VERDICT(a_sentence_that_does_not_fit_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
