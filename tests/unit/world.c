/* The fold: what the events say is true now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>

#include "unit/events.h"

static int open_world(void **state)
{
	at_line = 0;
	*state = world_create();
	return *state ? 0 : -1;
}

static int close_world(void **state)
{
	world_destroy(*state);
	return 0;
}

static void a_process_lives_and_dies(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), child = born(world, "P1", main);
	const struct world_process *process = world_process(world, child);

	assert_int_equal(process->life, LIFE_ALIVE);
	assert_int_equal(process->parent, main);
	assert_int_equal(process->pid, 1001);
	assert_string_equal(process->name, "P1");
	assert_int_equal(world->alive, 2);
	killed(world, child, SIGKILL);
	assert_int_equal(process->life, LIFE_ZOMBIE);
	assert_int_equal(process->exit_code, -SIGKILL);
	assert_int_equal(world->alive, 1);
	assert_int_equal(world_object(world, process->object)->state.process.exit_code, -SIGKILL);
	did_with(world, main, process->object, PROCESS_JOIN, 0, "");
	happens(world, TRACE_REAPED, child, 0, "");
	assert_int_equal(process->life, LIFE_GONE);
	assert_null(world->inconsistent);
}

static void a_lock_is_taken_waited_for_and_released(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main), p2 = born(world, "P2", main);
	uint32_t lock = made_lock(world, "lock");
	uint32_t numbers[4], units[4];

	at_line = 7;
	did(world, main, lock, LOCK_ACQUIRE);
	at_line = 9;
	waits(world, p2, lock, LOCK_ACQUIRE);
	waits(world, p1, lock, LOCK_ACQUIRE);
	assert_int_equal(world_owner(world, lock), main + 1);
	assert_int_equal(world_waiters(world, lock, numbers, 4), 2);
	assert_int_equal(numbers[0], p2); /* who came first */
	assert_int_equal(numbers[1], p1);
	assert_int_equal(world_waiters(world, lock, numbers, 1), 2);
	assert_int_equal(numbers[0], p2);
	assert_int_equal(world_holders(world, lock, numbers, units, 4), 1);
	assert_int_equal(numbers[0], main);
	assert_int_equal(world_object(world, lock)->takers[0].line, 7);
	assert_int_equal(world_process(world, p2)->line, 9);
	assert_int_equal(world_process(world, p2)->target, lock);
	did(world, main, lock, LOCK_RELEASE);
	did(world, p2, lock, LOCK_ACQUIRE);
	assert_int_equal(world_owner(world, lock), p2 + 1);
	assert_int_equal(world_process(world, p2)->doing, DOING_RUNNING);
	assert_int_equal(world_process(world, main)->held_count, 0);
	assert_int_equal(world_process(world, p2)->held[0], lock);
	assert_false(world_object(world, lock)->stranger_freed);
	assert_null(world->inconsistent);
}

static void a_wait_that_is_told_twice_keeps_its_place(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main), p2 = born(world, "P2", main);
	uint32_t lock = made_lock(world, "lock"), numbers[2];

	did(world, main, lock, LOCK_ACQUIRE);
	waits(world, p1, lock, LOCK_ACQUIRE);
	int64_t since = world->time;
	waits(world, p2, lock, LOCK_ACQUIRE);
	waits(world, p1, lock, LOCK_ACQUIRE);
	world_waiters(world, lock, numbers, 2);
	assert_int_equal(numbers[0], p1);
	assert_int_equal(world_process(world, p1)->since, since);
}

static void a_stranger_releases_a_lock(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main);
	uint32_t lock = made_lock(world, "lock");

	did(world, p1, lock, LOCK_ACQUIRE);
	did(world, main, lock, LOCK_RELEASE);
	assert_true(world_object(world, lock)->stranger_freed);
	assert_int_equal(world_object(world, lock)->freed_from, p1 + 1);
	assert_int_equal(world_process(world, p1)->held_count, 0);
}

static void a_dead_owners_lock_is_abandoned(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main);
	uint32_t lock = made_lock(world, "lock");

	did(world, p1, lock, LOCK_ACQUIRE);
	abandoned(world, p1, lock);
	killed(world, p1, SIGKILL);
	assert_int_equal(world_owner(world, lock), 0);
	assert_int_equal(world_object(world, lock)->dead_owner, p1 + 1);
	assert_int_equal(world_process(world, p1)->held_count, 0);
	did(world, main, lock, LOCK_ACQUIRE);
	assert_int_equal(told.outcome, OUTCOME_ABANDONED);
	assert_int_equal(world_object(world, lock)->dead_owner, 0);
	assert_null(world->inconsistent);
}

static void permits_are_in_a_ledger(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main), p2 = born(world, "P2", main);
	uint32_t semaphore = made_semaphore(world, "printers", 3);
	uint32_t numbers[4], units[4];

	did(world, p2, semaphore, SEMAPHORE_ACQUIRE);
	did(world, p1, semaphore, SEMAPHORE_ACQUIRE);
	did(world, p2, semaphore, SEMAPHORE_ACQUIRE);
	assert_int_equal(world_object(world, semaphore)->state.semaphore.value, 0);
	assert_int_equal(world_holders(world, semaphore, numbers, units, 4), 2);
	assert_int_equal(numbers[0], p1);
	assert_int_equal(units[0], 1);
	assert_int_equal(numbers[1], p2);
	assert_int_equal(units[1], 2);
	did(world, p1, semaphore, SEMAPHORE_RELEASE);
	assert_int_equal(world_process(world, p1)->held_count, 0);
	/* a stranger's release is struck from whoever has held longest */
	did(world, main, semaphore, SEMAPHORE_RELEASE);
	assert_int_equal(world_process(world, p2)->held_count, 1);
	/* and what nobody holds comes on top */
	did_with(world, main, semaphore, SEMAPHORE_RELEASE, 2, "");
	assert_int_equal(world_process(world, p2)->held_count, 0);
	assert_int_equal(world_object(world, semaphore)->state.semaphore.value, 4);
	assert_null(world->inconsistent);
}

static void a_queue_shows_what_is_in_it(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), queue = made_queue(world, "jobs", 0);
	const struct world_object *jobs = world_object(world, queue);

	put(world, main, queue, "one");
	put(world, main, queue, "t\two");
	put(world, main, queue, "3");
	assert_int_equal(jobs->item_count, 3);
	assert_string_equal(jobs->items[1], "t wo");
	did(world, main, queue, QUEUE_GET);
	assert_int_equal(jobs->item_count, 2);
	assert_string_equal(jobs->items[0], "t wo");
	assert_string_equal(jobs->last_item, "one");
	assert_null(world->inconsistent);
}

/* The first elements: what the array was made with, what was written one by one, and ranges as far as they
 * reach in. */
static void an_array_shows_its_first_elements(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), number = world->object_count + 1;
	int64_t first[ARRAY_PREVIEW] = {1, 2, 3, 4, 5, 6, 7, 8}, range[2] = {70, 80};

	told_clear();
	told.primitive = PRIMITIVE_ARRAY;
	told.a = 1000;
	told.b = 'i';
	told_text("a");
	memcpy(told.text + 2, first, sizeof first);
	told.length = 2 + sizeof first;
	tell(world, TRACE_CREATED, main, number);

	told_clear();
	told.action = ARRAY_WRITE;
	told.version = 1;
	told.a = 2;
	told.b = -20;
	tell(world, TRACE_DID, main, number);

	told_clear();
	told.action = ARRAY_ASSIGN;
	told.version = 2;
	told.a = 7;
	told.b = 500;
	memcpy(told.text, range, sizeof range);
	told.length = sizeof range;
	tell(world, TRACE_DID, main, number);

	const struct world_object *array = world_object(world, number);
	first[1] = -20;
	memcpy(&first[6], range, sizeof range);
	assert_string_equal(array->name, "a");
	assert_int_equal(array->state.array.size, 1000);
	assert_memory_equal(array->elements, first, sizeof first);
	assert_null(world->inconsistent);

	told.version = 3;
	told.a = 1000; /* there is no such range */
	tell(world, TRACE_DID, main, number);
	assert_non_null(world->inconsistent);
}

/* More items than previews are kept for: what is shown is still the front of the queue. */
static void a_long_queue_shows_its_front(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), queue = made_queue(world, "jobs", 0);
	const struct world_object *jobs = world_object(world, queue);
	char preview[12];
	int put_so_far = 0, got_so_far = 0;

	for (int wave = 1; wave <= 40; wave++) {
		for (int i = 0; i < wave * 20; i++) {
			snprintf(preview, sizeof preview, "%d", ++put_so_far);
			put(world, main, queue, preview);
		}
		for (int i = 0; i < wave * 19; i++) {
			did(world, main, queue, QUEUE_GET);
			got_so_far++;
		}
		for (uint32_t i = 0; i < jobs->item_count; i++)
			assert_int_equal(atoi(jobs->items[i]), got_so_far + 1 + (int)i);
		assert_true(jobs->item_count >= 1);
	}
	assert_null(world->inconsistent);
}

static void users_are_those_who_acted_or_waited(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main),
		 queue = made_queue(world, "jobs", 0);
	const struct world_object *jobs = world_object(world, queue);

	put(world, main, queue, "1");
	put(world, main, queue, "2");
	waits(world, p1, queue, QUEUE_GET);
	assert_int_equal(jobs->user_count, 2);
	assert_int_equal(jobs->users[0], main);
	assert_int_equal(jobs->users[1], p1);
}

static void sleep_work_stop_and_label(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1);
	const struct world_process *process = world_process(world, main);

	sleeps(world, main, 5000000);
	assert_int_equal(process->doing, DOING_SLEEPING);
	assert_int_equal(process->deadline, world->time + 5000000);
	happens(world, TRACE_WOKE, main, 0, "");
	assert_int_equal(process->doing, DOING_RUNNING);
	happens(world, TRACE_WORKS, main, 1000, "");
	assert_int_equal(process->doing, DOING_WORKING);
	happens(world, TRACE_STOPPED, main, 0, "");
	assert_true(process->stopped);
	happens(world, TRACE_CONTINUED, main, 0, "");
	assert_false(process->stopped);
	labels(world, main, "eating");
	assert_string_equal(process->label, "eating");
}

static void errors_are_kept_whole(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1);
	const struct world_process *process = world_process(world, main);

	told_clear();
	told_text("x.lua:3: no");
	told.more = 1;
	tell(world, TRACE_ERROR, main, 0);
	fails(world, main, ERROR_PLAIN, "pe\nstack traceback:");
	assert_true(process->failed);
	assert_int_equal(world->errors, 1);
	assert_string_equal(process->error->bytes, "x.lua:3: nope\nstack traceback:");
	fails(world, TRACE_SANDBOX, ERROR_USAGE, "no such knob");
	assert_int_equal(world->errors, 2);
	assert_string_equal(world->load_error->bytes, "no such knob");
}

static void a_knob_has_a_range(void **state)
{
	struct world *world = *state;

	happens(world, TRACE_KNOB, TRACE_SANDBOX, 5, "philosophers\t2\t12\thow many sit down");
	happens(world, TRACE_KNOB, TRACE_SANDBOX, 6, "philosophers\t2\t12\thow many sit down");
	assert_int_equal(world->knob_count, 1);
	assert_string_equal(world->knobs[0].name, "philosophers");
	assert_int_equal(world->knobs[0].value, 6);
	assert_int_equal(world->knobs[0].min, 2);
	assert_int_equal(world->knobs[0].max, 12);
	assert_string_equal(world->knobs[0].help, "how many sit down");
}

static void the_run_as_a_whole(void **state)
{
	struct world *world = *state;

	happens(world, TRACE_TEMPO, TRACE_SANDBOX, 300000, "");
	happens(world, TRACE_PAUSED, TRACE_SANDBOX, 0, "");
	assert_int_equal(world->tempo, 300000);
	assert_true(world->paused);
	happens(world, TRACE_RESUMED, TRACE_SANDBOX, 0, "");
	happens(world, TRACE_FINISHED, TRACE_SANDBOX, 0, "");
	assert_false(world->paused);
	assert_true(world->finished);
	assert_int_equal(world->events, 4);
}

static void a_void_number_is_no_gap(void **state)
{
	struct world *world = *state;

	born(world, "main", -1);
	happens(world, TRACE_VOID, 0, 0, "");
	said(world, 0, "hello");
	assert_null(world->inconsistent);
	assert_int_equal(world->events, 3);
}

static void gaps_are_noticed(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), lock = made_lock(world, "lock");

	said(world, main, "in time");
	told.seq += 2;
	world_apply(world, &told);
	assert_string_equal(world->inconsistent, "events are missing or out of order");
	assert_int_equal(world->inconsistent_seq, world->seq);
	world->inconsistent = NULL;
	told_clear();
	told.version = 2;
	tell(world, TRACE_DID, main, lock);
	assert_string_equal(world->inconsistent, "an object skipped a version");
}

static void an_effect_that_cannot_have_been_is_noticed(void **state)
{
	struct world *world = *state;
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main),
		 lock = made_lock(world, "lock");

	did(world, main, lock, LOCK_ACQUIRE);
	did(world, p1, lock, LOCK_ACQUIRE);
	assert_string_equal(world->inconsistent, "an action took effect though its guard did not hold");
	assert_int_equal(world_owner(world, lock), main + 1);
}

/* Whatever a dying process scribbles, the fold holds. */
static void garbage_never_crashes(void **state)
{
	struct world *world = *state;
	static const int64_t odd[] = {0, 1, -1, 2, 9, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, 65536};
	uint32_t main = born(world, "main", -1);

	srandom(1);
	made_lock(world, "lock");
	made_semaphore(world, "semaphore", INT64_MIN);
	made_queue(world, "queue", 2);
	made_value(world, "value", 'd', -1);
	for (int i = 0; i < 200000; i++) {
		for (size_t byte = 0; byte < sizeof told; byte += byte < 80 ? 1 : 37)
			((char *)&told)[byte] = (char)random();
		told.process = random() % 8 ? (uint32_t)random() % 6 : (uint32_t)random() * 3;
		told.object = random() % 8 ? (uint32_t)random() % 12 : (uint32_t)odd[random() % 10];
		told.primitive %= PRIMITIVES + 1;
		told.action %= 5;
		told.outcome %= OUTCOMES + 1;
		told.a = random() % 4 ? random() % 8 : odd[random() % 10];
		told.b = random() % 4 ? random() % 8 : odd[random() % 10];
		told.kind = (uint8_t)(random() % (TRACE_KINDS + 1));
		if (random() % 4) {
			const struct world_object *object = world_object(world, told.object);
			told.version = object ? object->version + 1 : 1;
			told.primitive = object ? object->primitive : told.primitive;
			told.length %= TRACE_TEXT_MAX;
			told.text[TRACE_TEXT_MAX] = '\0';
		}
		told.seq = world->seq + 1;
		world_apply(world, &told);
	}
	assert_non_null(world->inconsistent);
	assert_non_null(world_process(world, main));
}

#ifndef __SANITIZE_ADDRESS__ /* which has an allocator of its own */
/* So many allocations succeed from now on, and all after them fail. */
static int allowed = INT32_MAX;
static bool refused_one;

void *__libc_realloc(void *memory, size_t size);
void *__libc_calloc(size_t count, size_t size);
void *realloc(void *memory, size_t size);
void *calloc(size_t count, size_t size);

static bool fails_now(void)
{
	if (allowed-- > 0)
		return false;
	allowed = 0;
	return refused_one = true;
}

void *realloc(void *memory, size_t size)
{
	return fails_now() ? NULL : __libc_realloc(memory, size);
}

void *calloc(size_t count, size_t size)
{
	return fails_now() ? NULL : __libc_calloc(count, size);
}

static void a_day(struct world *world)
{
	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main);
	uint32_t queue = made_queue(world, "queue", 0), semaphore = made_semaphore(world, "semaphore", 9);

	if (!world_process(world, p1) || !world_object(world, semaphore))
		return; /* nobody to tell of */
	for (int i = 0; i < 9; i++) {
		put(world, main, queue, "x");
		did(world, p1, semaphore, SEMAPHORE_ACQUIRE);
		waits(world, main, semaphore, SEMAPHORE_ACQUIRE);
	}
	for (int i = 0; i < 9; i++) {
		did(world, main, queue, QUEUE_GET);
		did(world, p1, semaphore, SEMAPHORE_RELEASE);
	}
	fails(world, p1, ERROR_PLAIN, "no");
}

static void every_allocation_may_fail(void **state)
{
	(void)state;
	refused_one = true;
	for (int n = 0; refused_one; n++) {
		struct world *world = world_create();
		refused_one = false;
		allowed = n;
		a_day(world);
		allowed = INT32_MAX;
		assert_int_equal(world->out_of_memory, refused_one);
		world_destroy(world);
	}
}
#endif

int main(void)
{
#define FOLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)
	const struct CMUnitTest tests[] = {
		FOLD(a_process_lives_and_dies),
		FOLD(a_lock_is_taken_waited_for_and_released),
		FOLD(a_wait_that_is_told_twice_keeps_its_place),
		FOLD(a_stranger_releases_a_lock),
		FOLD(a_dead_owners_lock_is_abandoned),
		FOLD(permits_are_in_a_ledger),
		FOLD(a_queue_shows_what_is_in_it),
		FOLD(a_long_queue_shows_its_front),
		FOLD(an_array_shows_its_first_elements),
		FOLD(users_are_those_who_acted_or_waited),
		FOLD(sleep_work_stop_and_label),
		FOLD(errors_are_kept_whole),
		FOLD(a_knob_has_a_range),
		FOLD(the_run_as_a_whole),
		FOLD(a_void_number_is_no_gap),
		FOLD(gaps_are_noticed),
		FOLD(an_effect_that_cannot_have_been_is_noticed),
		FOLD(garbage_never_crashes),
#ifndef __SANITIZE_ADDRESS__
		cmocka_unit_test(every_allocation_may_fail),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
