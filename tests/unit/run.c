/* A run seen from the front end: it starts, stands still, ends, and leaves nothing behind however it ends. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/proc.h"
#include "runtime/arena.h"
#include "runtime/array.h"
#include "runtime/process.h"
#include "runtime/run.h"

#define SECOND INT64_C(1000000000)

static char mark[16]; /* every process of this test carries it in its name: survivors are found by it */

static int alive_with_mark(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int count = 0;

	while ((entry = readdir(proc))) {
		char path[300], name[64] = "";

		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		snprintf(path, sizeof path, "/proc/%s/comm", entry->d_name);
		FILE *file = fopen(path, "r");
		if (!file)
			continue;
		if (fgets(name, sizeof name, file) && strncmp(name, mark, strlen(mark)) == 0)
			count += proc_state(atoi(entry->d_name)) != 'Z';
		fclose(file);
	}
	closedir(proc);
	return count;
}

static bool gone_within(int64_t limit)
{
	int64_t until = clock_now() + limit;

	while (alive_with_mark())
		if (clock_now() > until)
			return false;
	return true;
}

/* The next event of a kind; everything before it is skipped. Fails after a minute. */
static struct trace_event await(struct run *run, enum event_kind kind)
{
	int64_t until = clock_now() + 60 * SECOND;
	struct trace_event event;

	while (clock_now() < until) {
		struct pollfd pollfd = {.fd = run_fd(run), .events = POLLIN};
		int got = run_read(run, &event);

		assert_true(got >= 0);
		if (got && event.kind == kind)
			return event;
		assert_false(got && event.kind == TRACE_FINISHED);
		if (!got)
			poll(&pollfd, 1, 100);
	}
	fail_msg("no %s within a minute", event_kind_name(kind));
	return event;
}

static struct run *start(int (*body)(struct self *, void *), void *context)
{
	struct run_options options = {.body = body, .context = context};
	struct run *run;

	assert_int_equal(run_start(&run, &options), 0);
	return run;
}

/* The members of the family below say that they are there by a permit each. */
static void arrive(struct self *self, const void *context)
{
	struct request request = {.action = SEMAPHORE_RELEASE, .a = 1};

	operate(self, *(const struct handle *)context, &request, WAIT_FOREVER);
}

static _Noreturn int spin(struct self *self, void *context)
{
	arrive(self, context);
	for (;;)
		__asm__ volatile("");
}

static int wait_for_ever(struct self *self, void *context)
{
	struct handle event = object_create(self, PRIMITIVE_EVENT, 0, 0, "never");
	struct request request = {.action = EVENT_WAIT};

	if (context)
		arrive(self, context);
	operate(self, event, &request, WAIT_FOREVER);
	return 0;
}

static int grandparent(struct self *self, void *context)
{
	struct handle child;

	process_spawn(self, &child, mark, false, spin, context);
	return wait_for_ever(self, context);
}

/* One spins, one waits, one has a child of its own that spins; then main says that all are there, and waits.
 */
static int family(struct self *self, void *context)
{
	struct handle child[4], here = object_create(self, PRIMITIVE_SEMAPHORE, 0, 0, "here");
	int (*bodies[4])(struct self *, void *) = {spin, wait_for_ever, grandparent, wait_for_ever};

	(void)context;
	for (int i = 0; i < 4; i++)
		process_spawn(self, &child[i], mark, false, bodies[i], &here);
	for (int i = 0; i < 5; i++)
		operate(self, here, &(struct request){.action = SEMAPHORE_ACQUIRE}, WAIT_FOREVER);
	process_say(self, "ready", 5);
	return wait_for_ever(self, NULL);
}

/* A front end of its own, in a process of its own, that runs the family with some of them stopped. Returns
 * its pid. */
static pid_t start_front(pid_t *supervisor)
{
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	pid_t front = fork();

	if (front == 0) {
		struct run *run = start(family, NULL);
		struct trace_event said,
			born = await(run, TRACE_BORN); /* main: its parent is the supervisor */
		char path[64], text[512];

		said = await(run, TRACE_SAID);
		(void)said;
		run_signal(run, 1, SIGSTOP);
		await(run, TRACE_STOPPED);
		run_signal(run, 4, SIGSTOP);
		await(run, TRACE_STOPPED);
		snprintf(path, sizeof path, "/proc/%d/stat", (int)born.a);
		FILE *stat = fopen(path, "r");
		pid_t parent = 0;
		if (fgets(text, sizeof text, stat))
			parent = atoi(strrchr(text, ')') + 4);
		(void)!write(ends[1], &parent, sizeof parent);
		for (;;)
			pause();
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], supervisor, sizeof *supervisor), sizeof *supervisor);
	close(ends[0]);
	assert_true(alive_with_mark() >= 5);
	return front;
}

static void reap(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void nothing_outlives_the_front_end(void **state)
{
	pid_t supervisor, front = start_front(&supervisor);

	(void)state;
	reap(front);
	assert_true(gone_within(10 * SECOND));
}

static void nothing_outlives_the_supervisor(void **state)
{
	pid_t supervisor, front = start_front(&supervisor);

	(void)state;
	kill(supervisor, SIGKILL);
	assert_true(gone_within(10 * SECOND));
	reap(front);
}

static void nothing_outlives_both(void **state)
{
	pid_t supervisor, front = start_front(&supervisor);

	(void)state;
	kill(front, SIGSTOP); /* so that it cannot help */
	kill(supervisor, SIGKILL);
	kill(front, SIGKILL);
	reap(front);
	assert_true(gone_within(10 * SECOND));
}

static void the_front_end_learns_that_the_supervisor_died(void **state)
{
	struct run *run = start(family, NULL);
	struct trace_event event, born = await(run, TRACE_BORN);
	char path[64], text[512];
	int got;

	(void)state;
	await(run, TRACE_SAID);
	snprintf(path, sizeof path, "/proc/%d/stat", (int)born.a);
	FILE *stat = fopen(path, "r");
	assert_non_null(fgets(text, sizeof text, stat));
	fclose(stat);
	kill(atoi(strrchr(text, ')') + 4), SIGKILL);
	while ((got = run_read(run, &event)) >= 0) {
		struct pollfd pollfd = {.fd = run_fd(run), .events = POLLIN};

		if (!got)
			assert_true(poll(&pollfd, 1, 60000) > 0);
	}
	assert_int_equal(got, -EPIPE);
	run_finish(run);
	assert_true(gone_within(10 * SECOND));
}

static void finish_ends_everybody(void **state)
{
	struct run *run = start(family, NULL);

	(void)state;
	await(run, TRACE_SAID);
	run_signal(run, 1, SIGSTOP);
	await(run, TRACE_STOPPED);
	run_finish(run);
	assert_int_equal(alive_with_mark(), 0);
}

static _Noreturn int count_for_ever(struct self *self, void *context)
{
	_Atomic uint64_t *count = context;

	(void)self;
	for (;;)
		atomic_fetch_add(count, 1);
}

/* It is nearly always asleep. Says whether it slept as long as it should, in run time. */
static _Noreturn int pausable(struct self *self, void *context)
{
	struct handle child;

	process_spawn(self, &child, mark, false, count_for_ever, context);
	for (;;) {
		int64_t began = process_time(self);

		process_sleep(self, SECOND / 10);
		if (process_time(self) - began >= SECOND / 10)
			process_say(self, "slept", 5);
		else
			process_say(self, "slept too short", 15);
	}
}

static void a_pause_stops_computation_sleep_and_time(void **state)
{
	_Atomic uint64_t *count = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int64_t began = clock_now();
	struct run *run = start(pausable, (void *)count);
	struct pollfd nothing = {.fd = run_fd(run), .events = POLLIN};
	struct trace_event event;

	(void)state;
	assert_string_equal(await(run, TRACE_SAID).text, "slept");
	run_pause(run, true);
	await(run, TRACE_PAUSED);
	for (int i = 0; i < 100 && poll(&nothing, 1, 100) > 0; i++) /* what was still under way */
		run_read(run, &event);
	uint64_t before = *count;
	int64_t time = run_time(run), paused = clock_now();
	assert_int_equal(poll(&nothing, 1, 300), 0); /* no event, although a sleep would have ended */
	assert_int_equal(*count, before);
	assert_int_equal(run_time(run), time);
	paused = clock_now() - paused;
	run_pause(run, false);
	event = await(run, TRACE_SAID);
	assert_string_equal(event.text, "slept");
	/* The clock of the events has not gone on meanwhile. */
	assert_true(event.time <= clock_now() - began - paused);
	while (*count == before)
		sched_yield();
	run_finish(run);
	munmap((void *)count, 4096);
}

static int chatter(struct self *self, void *context)
{
	struct handle lock = *(struct handle *)context;
	struct request request;

	for (int i = 0; i < 200; i++) {
		request = (struct request){.action = LOCK_ACQUIRE};
		operate(self, lock, &request, WAIT_FOREVER);
		request = (struct request){.action = LOCK_RELEASE};
		operate(self, lock, &request, WAIT_FOREVER);
	}
	return (int)(self->number % 100);
}

static int crowd(struct self *self, void *context)
{
	struct handle lock = object_create(self, PRIMITIVE_LOCK, 0, 0, "lock"), child[64];
	int code;

	(void)context;
	for (int i = 0; i < 64; i++)
		if (process_spawn(self, &child[i], NULL, false, chatter, &lock))
			return 1;
	for (int i = 0; i < 64; i++)
		if (process_join(self, child[i], WAIT_FOREVER, &code) || code != (i + 1) % 100)
			return 2;
	return 42;
}

static void no_event_is_lost_with_64_processes(void **state)
{
	struct run *run = start(crowd, NULL);
	struct trace_event event = {0};
	uint64_t seq = 0, taken = 0;
	int64_t code = -1, pauses = 0;

	(void)state;
	while (event.kind != TRACE_FINISHED) {
		struct pollfd pollfd = {.fd = run_fd(run), .events = POLLIN};

		if (!run_read(run, &event)) {
			assert_true(poll(&pollfd, 1, 60000) > 0);
			continue;
		}
		assert_int_equal(event.seq, ++seq);
		taken += event.kind == TRACE_DID && event.primitive == PRIMITIVE_LOCK &&
			 event.action == LOCK_ACQUIRE;
		if (event.kind == TRACE_EXITED && event.process == 0)
			code = event.a;
		if (seq % 4096 == 0 && pauses++ < 5)
			poll(NULL, 0, 20); /* a slow reader: the writers wait */
	}
	assert_int_equal(taken, 64 * 200);
	assert_int_equal(code, 42);
	run_finish(run);
}

static int too_many(struct self *self, void *context)
{
	struct handle child;
	int count = 0, error;

	(void)context;
	while (!(error = process_spawn(self, &child, mark, true, wait_for_ever, NULL)))
		count++;
	process_say(self, "full", 4);
	return error == -EMFILE ? count : 0;
}

static void the_limit_on_processes_is_kept_and_all_can_die_at_once(void **state)
{
	struct run_options options = {.body = too_many, .process_limit = 100};
	struct run *run;
	struct trace_event event = {0};

	(void)state;
	assert_int_equal(run_start(&run, &options), 0);
	await(run, TRACE_SAID);
	/* main ends: 99 daemons are terminated and joined. */
	do
		event = await(run, TRACE_EXITED);
	while (event.process != 0);
	assert_int_equal(event.a, 99);
	await(run, TRACE_FINISHED);
	run_finish(run);
	assert_int_equal(alive_with_mark(), 0);
}

static int say_much(struct self *self, void *context)
{
	char text[5000];

	(void)context;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)('a' + i % 26);
	process_say(self, text, sizeof text);
	return 0;
}

static void a_long_print_arrives_whole(void **state)
{
	struct run *run = start(say_much, NULL);
	struct trace_event event;
	size_t length = 0;

	(void)state;
	do {
		event = await(run, TRACE_SAID);
		for (size_t i = 0; i < event.length; i++)
			assert_int_equal(event.text[i], 'a' + (length + i) % 26);
		length += event.length;
	} while (event.more);
	assert_int_equal(length, 5000);
	run_finish(run);
}

/* Another process has come so far that it sleeps for that object. */
static void until_it_waits(struct self *self, struct handle process, struct handle object)
{
	const struct slot *slot = &self->arena->slots[process.index - 1];

	while (atomic_load(&slot->waiting_on) != object.index)
		sched_yield();
}

static void until_it_is_stopped(struct self *self, struct handle process)
{
	const struct slot *slot = &self->arena->slots[process.index - 1];

	while (!atomic_load(&slot->frozen))
		sched_yield();
}

static int hold_then_die(struct self *self, void *context)
{
	struct request request = {.action = LOCK_ACQUIRE};

	operate(self, *(struct handle *)context, &request, WAIT_FOREVER);
	return wait_for_ever(self, NULL);
}

static int heir(struct self *self, void *context)
{
	struct handle lock = object_create(self, PRIMITIVE_LOCK, 0, 0, "lock"), child;
	struct request request = {.action = LOCK_ACQUIRE};
	union state state;
	int code;

	(void)context;
	process_spawn(self, &child, "owner", false, hold_then_die, &lock);
	do
		object_peek(self, lock, &state);
	while (!state.lock.owner);
	process_say(self, "waiting", 7);
	enum outcome outcome = operate(self, lock, &request, WAIT_FOREVER);
	process_join(self, child, WAIT_FOREVER, &code);
	return outcome == OUTCOME_ABANDONED && code == -SIGKILL ? 0 : 1;
}

static void killing_the_owner_hands_its_lock_on(void **state)
{
	struct run *run = start(heir, NULL);
	struct trace_event event;

	(void)state;
	await(run, TRACE_SAID);
	run_signal(run, 1, SIGKILL);
	event = await(run, TRACE_ABANDONED);
	assert_int_equal(event.process, 1);
	do
		event = await(run, TRACE_EXITED);
	while (event.process != 0);
	assert_int_equal(event.a, 0);
	run_finish(run);
}

static int take_and_say(struct self *self, void *context)
{
	struct request request = {.action = LOCK_ACQUIRE};

	operate(self, *(struct handle *)context, &request, WAIT_FOREVER);
	process_say(self, "mine", 4);
	request = (struct request){.action = LOCK_RELEASE};
	operate(self, *(struct handle *)context, &request, WAIT_FOREVER);
	return 0;
}

static int queue_up(struct self *self, void *context)
{
	struct handle lock = object_create(self, PRIMITIVE_LOCK, 0, 0, "lock"), child[2];
	struct request request = {.action = LOCK_ACQUIRE};
	int code;

	(void)context;
	operate(self, lock, &request, WAIT_FOREVER);
	for (int i = 0; i < 2; i++) {
		process_spawn(self, &child[i], NULL, false, take_and_say, &lock);
		until_it_waits(self, child[i], lock);
	}
	process_say(self, "queued", 6);
	until_it_is_stopped(self, child[0]);
	request = (struct request){.action = LOCK_RELEASE};
	operate(self, lock, &request, WAIT_FOREVER);
	for (int i = 0; i < 2; i++)
		process_join(self, child[i], WAIT_FOREVER, &code);
	return 0;
}

static void a_stopped_waiter_is_passed_over_until_it_goes_on(void **state)
{
	struct run *run = start(queue_up, NULL);

	(void)state;
	await(run, TRACE_SAID);
	run_signal(run, 1, SIGSTOP);
	await(run, TRACE_STOPPED);
	assert_int_equal(await(run, TRACE_SAID).process, 2);
	run_signal(run, 1, SIGCONT);
	assert_int_equal(await(run, TRACE_SAID).process, 1);
	await(run, TRACE_FINISHED);
	run_finish(run);
}

static int leave_a_page(struct self *self, void *context)
{
	struct handle queue = object_create(self, PRIMITIVE_QUEUE, 0, 0, "untidy");
	struct handle array = array_create(self, 'd', 100000, NULL, NULL);

	assert_true(array.index && queue_put(self, queue, "left inside", 11, NULL, WAIT_NOT) == OUTCOME_OK);
	if (context)
		arena_pages_take(self->arena, 2, OWNER_OBJECT | queue.index);
	return 0;
}

static void the_end_of_a_run_finds_memory_that_belongs_to_nothing(void **state)
{
	char text[200] = "";

	(void)state;
	struct run *run = start(leave_a_page, NULL);
	await(run, TRACE_FINISHED);
	assert_int_equal(run_audit(run, text, sizeof text), 0);
	run_finish(run);

	run = start(leave_a_page, "and leave one");
	await(run, TRACE_FINISHED);
	assert_int_equal(run_audit(run, text, sizeof text), -EUCLEAN);
	assert_non_null(strstr(text, "but 2 pages of shared memory, last used by untidy, are taken"));
	run_finish(run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_outlives_the_front_end),
		cmocka_unit_test(nothing_outlives_the_supervisor),
		cmocka_unit_test(nothing_outlives_both),
		cmocka_unit_test(the_front_end_learns_that_the_supervisor_died),
		cmocka_unit_test(finish_ends_everybody),
		cmocka_unit_test(a_pause_stops_computation_sleep_and_time),
		cmocka_unit_test(no_event_is_lost_with_64_processes),
		cmocka_unit_test(the_limit_on_processes_is_kept_and_all_can_die_at_once),
		cmocka_unit_test(a_long_print_arrives_whole),
		cmocka_unit_test(killing_the_owner_hands_its_lock_on),
		cmocka_unit_test(a_stopped_waiter_is_passed_over_until_it_goes_on),
		cmocka_unit_test(the_end_of_a_run_finds_memory_that_belongs_to_nothing),
	};

	snprintf(mark, sizeof mark, "sbx%d", (int)getpid());
	return cmocka_run_group_tests(tests, NULL, NULL);
}
