/* Events in plain English. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/sentence.h"
#include "base/utf8.h"
#include "tui/tr.h"
#include "unit/events.h"
#include "world/words.h"

static struct world *world;
static uint32_t main_process, p1, p2;

static int open_world(void **state)
{
	(void)state;
	at_line = 0;
	world = world_create();
	if (!world)
		return -1;
	main_process = born(world, "main", -1);
	p1 = born(world, "P1", main_process);
	p2 = born(world, "P2", main_process);
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	world_destroy(world);
	return 0;
}

/* A piece of a sentence in Chinese; it must be there, unless there are no words in it ("%s", ", "). */
static const char *into_chinese(const char *english)
{
	const char *chinese = tr(english);
	bool words = false;

	for (const char *at = english; *at; at++) {
		if (*at == '%')
			at += strcspn(at, "cdsfu");
		else if (*at >= 'a' && *at <= 'z')
			words = true;
		if (!*at)
			break;
	}
	if (words && !strcmp(chinese, english))
		fail_msg("words_zh.c has no \"%s\"", english);
	return chinese;
}

/* What is said of the last event. The screen says it in Chinese, too, if it tells of such events at all. */
static void expect(const char *words)
{
	char text[1200];
	size_t length = words_event(world, &told, NULL, text, sizeof text);

	assert_string_equal(text, words);
	assert_int_equal(length, strlen(words));
	tr_language("zh");
	if (told.kind != TRACE_WANTS && told.kind != TRACE_KNOB && told.kind != TRACE_TEMPO &&
	    told.kind != TRACE_LABEL)
		words_event(world, &told, into_chinese, text, sizeof text);
	tr_language("en");
}

static void locks(void **state)
{
	uint32_t fork0 = made_lock(world, "fork0");

	(void)state;
	expect("made lock fork0");
	wants(world, p1, fork0, LOCK_ACQUIRE);
	expect("wants fork0");
	told_step = 310000000;
	did(world, p1, fork0, LOCK_ACQUIRE);
	told_step = 1000000;
	expect("took fork0");
	waits(world, p2, fork0, LOCK_ACQUIRE);
	expect("waits for fork0, held by P1 since 0.318s");
	waits_until(world, main_process, fork0, LOCK_ACQUIRE, world->time + 1000000 + 1500000000);
	expect("waits for fork0, held by P1 since 0.318s, for 1.50s at most");
	timed_out(world, main_process, fork0, LOCK_ACQUIRE);
	expect("gave up waiting for fork0: timeout");
	refused(world, main_process, fork0, LOCK_ACQUIRE, OUTCOME_BUSY);
	expect("asked for fork0: busy");
	did(world, p1, fork0, LOCK_RELEASE);
	expect("released fork0");
	refused(world, p1, fork0, LOCK_RELEASE, OUTCOME_MISUSE);
	expect("may not release fork0");
	did(world, p2, fork0, LOCK_ACQUIRE);
	did(world, p1, fork0, LOCK_RELEASE);
	expect("released fork0, which P2 had taken");
	did(world, p2, fork0, LOCK_ACQUIRE);
	waits(world, p2, fork0, LOCK_ACQUIRE);
	expect("waits for fork0, which it holds itself");
	abandoned(world, p2, fork0);
	expect("left fork0 locked when it died: abandoned");
	killed(world, p2, SIGKILL);
	expect("was killed (SIGKILL)");
	did(world, p1, fork0, LOCK_ACQUIRE);
	expect("took fork0, abandoned by its last owner");
}

static void semaphores(void **state)
{
	uint32_t printers = made_semaphore(world, "printers", 1);

	(void)state;
	expect("made semaphore printers with 1 permit");
	did(world, p1, printers, SEMAPHORE_ACQUIRE);
	expect("took a permit of printers, 0 left");
	waits(world, p2, printers, SEMAPHORE_ACQUIRE);
	expect("waits for a permit of printers");
	did(world, p1, printers, SEMAPHORE_RELEASE);
	expect("gave a permit back to printers, 1 left");
	did_with(world, p1, printers, SEMAPHORE_RELEASE, 3, "");
	expect("gave 3 permits to printers, 4 left");
}

static void pools(void **state)
{
	uint32_t pool = made(world, PRIMITIVE_POOL, main_process, 0, "pool");

	(void)state;
	did_with(world, main_process, pool, POOL_HIRE, p1, "");
	did_with(world, main_process, pool, POOL_SUBMIT, 4, "");
	expect("gave 4 tasks to pool");
	did_with(world, p1, pool, POOL_TAKE, 2, "");
	expect("took 2 tasks from pool");
	did_with(world, p1, pool, POOL_FINISH, 1, "");
	expect("finished a task of pool");
	did_with(world, p1, pool, POOL_RETURN, 1, "");
	expect("put a task back into pool");
	did_with(world, p1, pool, POOL_TAKE, 1, "");
	expect("took a task from pool");
	did_with(world, p1, pool, POOL_FINISH, 1, "");
	did_with(world, main_process, pool, POOL_COLLECT, 2, "");
	expect("heard of 2 results from pool");
	assert_null(world->inconsistent);
}

static void queues(void **state)
{
	uint32_t jobs = made_queue(world, "jobs", 3);

	(void)state;
	expect("made queue jobs, room for 3 items");
	wants(world, p1, jobs, QUEUE_GET);
	expect("wants to get an item from jobs");
	waits(world, p1, jobs, QUEUE_GET);
	expect("waits to get from jobs, which is empty");
	refused(world, p1, jobs, QUEUE_GET, OUTCOME_EMPTY);
	expect("found jobs empty");
	put(world, p2, jobs, "7");
	expect("put item 1 (7) into jobs");
	waits(world, p2, jobs, QUEUE_PUT);
	expect("waits to put into jobs, which is full");
	did(world, p1, jobs, QUEUE_GET);
	expect("got item 1 (7) from jobs");
}

static void events_and_values(void **state)
{
	uint32_t ready = made_event(world, "ready"), counter = made_value(world, "counter", 'i', 4);
	union state half = {.value.as.number = 0.5};

	(void)state;
	expect("made value counter = 4");
	waits(world, p1, ready, EVENT_WAIT);
	expect("waits for ready to be set");
	did_with(world, p2, ready, EVENT_IS_SET, 0, "");
	expect("saw that ready is not set");
	did(world, p2, ready, EVENT_SET);
	expect("set ready");
	did(world, p1, ready, EVENT_WAIT);
	expect("saw that ready is set");
	did(world, p1, counter, VALUE_READ);
	expect("read counter: 4");
	did_with(world, p1, counter, VALUE_WRITE, -5, "");
	expect("wrote counter: -5");
	uint32_t ratio = made_value(world, "ratio", 'd', 0);
	did_with(world, p1, ratio, VALUE_WRITE, half.value.as.integer, "");
	expect("wrote ratio: 0.5");
}

static void births_and_deaths(void **state)
{
	uint32_t p3;

	(void)state;
	p3 = born(world, "P3", p1);
	expect("started by P1, pid 1003");
	joins(world, p1, p3);
	expect("waits for P3 to end");
	exited(world, p3, 3);
	expect("ended, exit code 3");
	did(world, p1, world_process(world, p3)->object, PROCESS_JOIN);
	expect("joined P3: exit code 3");
	happens(world, TRACE_REAPED, p3, 0, "");
	expect("");
	signals(world, TRACE_SANDBOX, p2, SIGTERM);
	expect("sent SIGTERM to P2");
	killed(world, p2, SIGTERM);
	did(world, p1, world_process(world, p2)->object, PROCESS_JOIN);
	expect("joined P2: killed by SIGTERM");
}

static void what_a_process_does_alone(void **state)
{
	(void)state;
	sleeps(world, p1, 250000000);
	expect("sleeps 0.25s");
	happens(world, TRACE_WOKE, p1, 0, "");
	expect("");
	happens(world, TRACE_WORKS, p1, 1000000000, "");
	expect("works 1.00s of processor time");
	labels(world, p1, "eating");
	expect("is eating");
	labels(world, p1, "");
	expect("");
	said(world, p1, "hello\tworld\n");
	expect("says: hello world");
	fails(world, p1, ERROR_PLAIN, "x.lua:3: nope\nstack traceback:\n\t[C]: in ?");
	expect("failed: x.lua:3: nope");
	fails(world, p1, ERROR_ASSERT, "x.lua:4: one too many");
	expect("failed an assertion: x.lua:4: one too many");
	happens(world, TRACE_KNOB, p1, 5, "eaters\t2\t12\thow many");
	expect("knob eaters = 5 (2 to 12)");
}

static void the_run(void **state)
{
	(void)state;
	happens(world, TRACE_PAUSED, TRACE_SANDBOX, 0, "");
	expect("paused");
	happens(world, TRACE_TEMPO, TRACE_SANDBOX, 300000, "");
	expect("tempo: 0.30s an operation");
	happens(world, TRACE_FINISHED, TRACE_SANDBOX, 0, "");
	expect("every process has ended");
}

/* Whatever a process prints, one line of text comes of it. */
static void strange_bytes_do_no_harm(void **state)
{
	(void)state;
	said(world, p1, "\x1b[2J\xff 锁 \xc3");
	expect("says: ?[2J? 锁 ?");
}

static void stuck_ones_say_where(void **state)
{
	char text[256];

	(void)state;
	world_destroy(world);
	world = world_create();
	philosophers(world, 2);
	words_stuck(world, 1, "p.lua", text, sizeof text);
	assert_string_equal(text, "P1 holds fork0 (p.lua:13) and waits for fork1 (p.lua:14), which P2 holds");
	words_whereabouts(world, 0, "p.lua", text, sizeof text);
	assert_string_equal(text, "main runs");
	at_line = 21;
	labels(world, 0, "counting");
	words_whereabouts(world, 0, NULL, text, sizeof text);
	assert_string_equal(text, "main runs (counting) (line 21)");
}

/* A process that holds several units of several things. */
static void what_is_held_is_summed_up(void **state)
{
	uint32_t printers = made_semaphore(world, "printers", 5), lock = made_lock(world, "lock");
	char text[256];

	(void)state;
	did(world, p1, printers, SEMAPHORE_ACQUIRE);
	did(world, p1, lock, LOCK_ACQUIRE);
	did(world, p1, printers, SEMAPHORE_ACQUIRE);
	joins(world, p1, p2);
	words_stuck(world, p1, NULL, text, sizeof text);
	assert_string_equal(text, "P1 holds 2 permits of printers, lock and waits for P2 to end");
}

static void a_cut_never_splits_a_character(void **state)
{
	char text[8];

	(void)state;
	for (size_t size = 1; size <= sizeof text; size++) {
		struct sentence sentence = sentence_in(text, size);
		sentence_add(&sentence, "a锁b锁");
		assert_int_equal(sentence_end(&sentence), 8);
		assert_string_equal(text, size < 2 ? "" : size < 5 ? "a" : size < 6 ? "a锁" : "a锁b");
	}
}

static void utf8_is_checked(void **state)
{
	static const char *const wrong[] = {
		"\x80", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8", "\xe4\xbd"};
	uint32_t code;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(utf8_decode(wrong[i], strlen(wrong[i]), &code), 0);
	assert_int_equal(utf8_decode("\xf0\x9f\x94\x92", 4, &code), 4);
	assert_int_equal(code, 0x1f512);
}

int main(void)
{
#define WORDS(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)
	const struct CMUnitTest tests[] = {
		WORDS(locks),
		WORDS(pools),
		WORDS(semaphores),
		WORDS(queues),
		WORDS(events_and_values),
		WORDS(births_and_deaths),
		WORDS(what_a_process_does_alone),
		WORDS(the_run),
		WORDS(strange_bytes_do_no_harm),
		WORDS(stuck_ones_say_where),
		WORDS(what_is_held_is_summed_up),
		cmocka_unit_test(a_cut_never_splits_a_character),
		cmocka_unit_test(utf8_is_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
