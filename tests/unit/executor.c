/* Executions under a schedule: how each can end, what is left after it, and the policies. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/proc.h"
#include "schedule/executor.h"
#include "script/script.h"

#define START "local mp = require 'multiprocessing'\n"

/* Two who take two locks crosswise: stuck if both take their first one first. */
static const char crossed[] =
	START "local a, b = mp.Lock(), mp.Lock()\n"
	      "local function eat(x, y) x:acquire() y:acquire() y:release() x:release() end\n"
	      "mp.Process{target = eat, args = {a, b}}:start()\n"
	      "mp.Process{target = eat, args = {b, a}}:start()\n";

static struct scenario scenario;
static struct run_options options;
static pid_t pids[16]; /* of the processes of the last execution */
static unsigned killed, errors;

static void see(void *context, const struct trace_event *event)
{
	(void)context;
	if (event->kind == TRACE_BORN && event->process < 16)
		pids[event->process] = (pid_t)event->a;
	killed += event->kind == TRACE_KILLED;
	errors += event->kind == TRACE_ERROR;
}

static const struct watcher watcher = {.see = see};

static struct executor *executor_of(const char *source)
{
	struct executor *executor;

	scenario = (struct scenario){.path = "test.lua", .source = source, .length = strlen(source)};
	options = (struct run_options){.seed = 1};
	script_prepare(&scenario, &options);
	assert_int_equal(executor_create(&executor, &options, INT64_C(120000000000)), 0);
	return executor;
}

static struct execution execution;

static enum ending run_steps_of(struct executor *executor, const struct grant *prefix, uint32_t count,
				struct policy *policy, uint32_t most)
{
	killed = errors = 0;
	memset(pids, 0, sizeof pids);
	assert_int_equal(executor_run(executor, prefix, count, policy, most, &watcher, &execution), 0);
	return execution.ending;
}

static const struct grant to_deadlock[] = {
	{0, DECISION_GO}, {0, DECISION_GO}, {1, DECISION_GO}, {2, DECISION_GO}};

static void test_endings(void **state)
{
	struct executor *executor = executor_of(crossed);
	struct policy *first = policy_first();
	struct grant wrong[] = {
		{0, DECISION_GO}, {0, DECISION_GO}, {1, DECISION_GO}, {1, DECISION_GO}, {2, DECISION_GO}};

	(void)state;
	assert_int_equal(run_steps_of(executor, NULL, 0, first, 0), ENDING_FINISHED);
	assert_int_equal(execution.parked_count, 0);
	assert_int_equal(run_steps_of(executor, to_deadlock, 4, first, 0), ENDING_STUCK);
	assert_int_equal(execution.parked_count, 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(execution.parked[i].can, 0);
	assert_int_equal(run_steps_of(executor, to_deadlock, 3, NULL, 0), ENDING_STOPPED);
	assert_int_equal(execution.granted, 3);
	assert_int_equal(run_steps_of(executor, NULL, 0, first, 2), ENDING_STOPPED);
	assert_int_equal(execution.granted, 2);
	/* The step that is refused is not taken, and one sees where everybody stands. */
	assert_int_equal(run_steps_of(executor, wrong, 5, first, 0), ENDING_REFUSED);
	assert_int_equal(execution.granted, 4);
	assert_int_equal(execution.parked_count, 3);
	assert_int_equal(execution.parked[2].can, 0);
	policy_destroy(first);
	executor_destroy(executor);
}

/* Killed where it is parked, by the schedule: its lock is abandoned, and the other one goes on. */
static void test_kill(void **state)
{
	struct executor *executor = executor_of(crossed);
	struct policy *first = policy_first();
	const struct grant prefix[] = {
		{0, DECISION_GO}, {0, DECISION_GO}, {1, DECISION_GO}, {2, DECISION_GO}, {1, DECISION_KILL}};

	(void)state;
	assert_int_equal(run_steps_of(executor, prefix, 5, first, 0), ENDING_FINISHED);
	assert_int_equal(killed, 1);
	policy_destroy(first);
	executor_destroy(executor);
}

/* From outside, while it is parked: a policy that does so once. */
static bool kill_first(struct policy *policy, const struct parked *parked, uint32_t count, struct grant *next)
{
	if (pids[1] && parked[count - 1].process == 2)
		kill(pids[1], SIGKILL);
	pids[1] = parked[count - 1].process == 2 ? 0 : pids[1];
	(void)policy;
	for (uint32_t i = 0; i < count; i++)
		if (parked[i].can) {
			*next = (struct grant){parked[i].process, DECISION_GO};
			return true;
		}
	return false;
}

static void test_kill_from_outside(void **state)
{
	struct executor *executor = executor_of(crossed);
	struct policy policy = {.name = "killer", .choose = kill_first};

	(void)state;
	for (int i = 0; i < 20; i++) {
		enum ending ending = run_steps_of(executor, to_deadlock, 2, &policy, 0);

		assert_true(ending == ENDING_FINISHED || ending == ENDING_STUCK);
		assert_int_equal(killed, 1);
	}
	executor_destroy(executor);
}

static void test_endless(void **state)
{
	struct executor *executor =
		executor_of(START "local l = mp.Lock()\n"
				  "local function spin() l:acquire() while true do end end\n"
				  "local p = mp.Process{target = spin} p:start() p:join()\n");
	struct policy *first = policy_first();

	(void)state;
	assert_int_equal(run_steps_of(executor, NULL, 0, first, 0), ENDING_SPUN);
	assert_int_equal(errors, 1); /* it said so itself */
	assert_int_equal(execution.parked_count, 1);
	/* And it is gone when the next one begins. */
	pid_t spinner = pids[1];
	assert_int_equal(run_steps_of(executor, NULL, 0, NULL, 0), ENDING_STOPPED);
	assert_int_equal(proc_state(spinner), 0);
	policy_destroy(first);
	executor_destroy(executor);
}

static void test_full(void **state)
{
	struct executor *executor =
		executor_of(START "local l = mp.Lock()\nwhile true do l:acquire() l:release() end\n");
	struct policy *first = policy_first();

	(void)state;
	assert_int_equal(run_steps_of(executor, NULL, 0, first, 0), ENDING_FULL);
	policy_destroy(first);
	executor_destroy(executor);
}

/* The workers of a pool, seen under pids that are not the kernel's, are not taken for dead. */
static void test_pool(void **state)
{
	struct executor *executor =
		executor_of(START "local pool = mp.Pool(2)\n"
				  "local squares = pool:map(function(n) return n * n end, {1, 2, 3})\n"
				  "assert(squares[3] == 9) pool:close() pool:join()\n");

	(void)state;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct policy *walk = policy_random(seed);

		assert_int_equal(run_steps_of(executor, NULL, 0, walk, 0), ENDING_FINISHED);
		assert_int_equal(errors, 0);
		assert_int_equal(pids[3], 0); /* nobody was hired in place of one */
		policy_destroy(walk);
	}
	executor_destroy(executor);
}

/* The same seed, the same schedule; and the deadlock, which takes two constraints, as often as PCT says: once
 * in n · k = 3 processes · 16 steps, or more. */
static void test_pct(void **state)
{
	struct executor *executor = executor_of(crossed);
	unsigned stuck = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 480; seed++) {
		struct policy *pct = policy_pct(seed, 2, 16);

		stuck += run_steps_of(executor, NULL, 0, pct, 0) == ENDING_STUCK;
		policy_destroy(pct);
		if (seed > 5)
			continue;
		struct grant kept[64];
		uint32_t count = execution.granted;

		assert_true(count <= 64);
		memcpy(kept, execution.grants, count * sizeof *kept);
		pct = policy_pct(seed, 2, 16);
		run_steps_of(executor, NULL, 0, pct, 0);
		assert_int_equal(execution.granted, count);
		assert_memory_equal(execution.grants, kept, count * sizeof *kept);
		policy_destroy(pct);
	}
	assert_true(stuck >= 10);
	executor_destroy(executor);
	printf("# PCT, depth 2: %u of 480 runs stuck; promised 10\n", stuck);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_endings),
		cmocka_unit_test(test_kill),
		cmocka_unit_test(test_kill_from_outside),
		cmocka_unit_test(test_endless),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_pool),
		cmocka_unit_test(test_pct),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
