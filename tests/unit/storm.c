/* Kill storms: SIGKILL at random instants over every primitive.
 *
 * main keeps a crew of workers busy on one kind of object and replaces whoever dies; the front end kills a
 * random worker every few hundred microseconds and reads every event. After each storm the workers are told
 * to stop, and it must hold that
 *   - nobody hangs,
 *   - event numbers have no gap, and each object's versions neither (nothing torn, lost or doubled),
 *   - counts are conserved: permits, items, and what a lock guards.
 * KILLS in the environment sets the number of kills a storm (SOAK=1: 20 000).
 */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "runtime/array.h"
#include "runtime/arena.h"
#include "runtime/process.h"
#include "runtime/run.h"
#include "world/world.h"

#define WORKERS 6
#define OBJECTS_SEEN 1000000
#define HANG_SECONDS 20

struct storm { /* in shared memory */
	int (*worker)(struct self *, void *);
	void (*prepare)(struct self *, struct storm *);
	void (*born)(struct self *, struct storm *, struct handle); /* main, for each worker */
	void (*tend)(struct self *,
		     struct storm *); /* main, while it goes on: give back what the dead took with them */
	void (*settle)(struct self *,
		       struct storm *); /* main, once all workers have ended: count what is left */
	struct handle object, second, lock;
	_Atomic int over;
};

static void say(struct self *self, const char *name, int64_t number)
{
	char text[80];
	int length = snprintf(text, sizeof text, "%s %lld", name, (long long)number);

	process_say(self, text, (size_t)length);
}

static enum outcome act(struct self *self, struct handle object, int action, int64_t a, int64_t timeout)
{
	struct request request = {.action = (uint8_t)action, .a = a};

	return operate(self, object, &request, timeout);
}

static int64_t value_read(struct self *self, struct handle object)
{
	struct request request = {.action = VALUE_READ};

	operate(self, object, &request, WAIT_FOREVER);
	return request.a;
}

/* Lock: what it guards is two numbers that must be equal whenever nobody is inside. The heir of one who died
 * inside repairs them, as the sandbox teaches: "abandoned" says that it must look. */
static int lock_worker(struct self *self, void *context)
{
	struct storm *storm = context;

	while (!atomic_load(&storm->over)) {
		enum outcome outcome = act(self, storm->object, LOCK_ACQUIRE, 0, WAIT_FOREVER);
		int64_t count = value_read(self, storm->second);

		if (outcome == OUTCOME_ABANDONED)
			count &= ~INT64_C(1);
		if (count & 1) {
			say(self, "BROKEN: two inside, count", count);
			return 1;
		}
		act(self, storm->second, VALUE_WRITE, count + 1, WAIT_FOREVER);
		act(self, storm->second, VALUE_WRITE, count + 2, WAIT_FOREVER);
		if (act(self, storm->object, LOCK_RELEASE, 0, WAIT_FOREVER) != OUTCOME_OK) {
			say(self, "BROKEN: not the owner, count", count);
			return 1;
		}
	}
	return 0;
}

static void lock_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_LOCK, 0, 0, "lock");
	storm->second = object_create(self, PRIMITIVE_VALUE, 'q', 0, "guarded");
}

static void lock_settle(struct self *self, struct storm *storm)
{
	act(self, storm->object, LOCK_ACQUIRE, 0, WAIT_FOREVER);
	act(self, storm->object, LOCK_RELEASE, 0, WAIT_FOREVER);
}

/* Semaphore: permits. A worker that dies inside keeps its permit; main gives it back when none is left. */
static int semaphore_worker(struct self *self, void *context)
{
	struct storm *storm = context;

	while (!atomic_load(&storm->over)) {
		if (act(self, storm->object, SEMAPHORE_ACQUIRE, 0, 5000000) == OUTCOME_OK)
			act(self, storm->object, SEMAPHORE_RELEASE, 1, WAIT_FOREVER);
	}
	return 0;
}

static void semaphore_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_SEMAPHORE, 3, 0, "permits");
}

static void semaphore_tend(struct self *self, struct storm *storm)
{
	union state state;

	object_peek(self, storm->object, &state);
	if (state.semaphore.value == 0)
		act(self, storm->object, SEMAPHORE_RELEASE, 1, WAIT_FOREVER);
}

/* Event: waiting, setting, clearing. */
static int event_worker(struct self *self, void *context)
{
	struct storm *storm = context;

	for (unsigned turn = self->number; !atomic_load(&storm->over); turn++) {
		if (turn % 3 == 0)
			act(self, storm->object, EVENT_CLEAR, 0, WAIT_FOREVER);
		else if (turn % 3 == 1)
			act(self, storm->object, EVENT_SET, 0, WAIT_FOREVER);
		else
			act(self, storm->object, EVENT_WAIT, 0, 2000000);
	}
	return 0;
}

static void event_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_EVENT, 0, 0, "flag");
}

/* Queue: items of all sizes, each of which proves itself. Half of the workers put, half get. */
struct item {
	uint32_t length, process;
	uint64_t serial;
	unsigned char filler[];
};

static size_t item_make(struct item *item, uint32_t process, uint64_t serial)
{
	static const uint32_t sizes[] = {sizeof *item, 64, 700, 1024, 1025, 9000, 40000};
	uint32_t length = sizes[serial % 7];

	*item = (struct item){.length = length, .process = process, .serial = serial};
	memset(item->filler, (int)(process * 31 + serial), length - sizeof *item);
	return length;
}

static bool item_is_whole(const struct buffer *bytes)
{
	const struct item *item = (const struct item *)bytes->bytes;

	if (bytes->length < sizeof *item || bytes->length != item->length)
		return false;
	for (size_t i = 0; i < item->length - sizeof *item; i++)
		if (item->filler[i] != (unsigned char)(item->process * 31 + item->serial))
			return false;
	return true;
}

static int queue_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	struct item *item = malloc(40000);
	struct buffer bytes = {0};

	for (uint64_t serial = 1; !atomic_load(&storm->over); serial++) {
		if (self->number % 2) {
			size_t length = item_make(item, self->number, serial);

			queue_put(self, storm->object, item, length, "item", 5000000);
		} else if (queue_get(self, storm->object, &bytes, 5000000) == OUTCOME_OK &&
			   !item_is_whole(&bytes)) {
			say(self, "BROKEN: a torn item of bytes", (int64_t)bytes.length);
			return 1;
		}
	}
	free(item);
	buffer_finish(&bytes);
	return 0;
}

static void queue_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_QUEUE, 5, 0, "items");
}

static void queue_settle(struct self *self, struct storm *storm)
{
	struct buffer bytes = {0};
	int64_t drained = 0;

	while (queue_get(self, storm->object, &bytes, WAIT_NOT) == OUTCOME_OK) {
		if (!item_is_whole(&bytes))
			say(self, "BROKEN: a torn item was left, bytes", (int64_t)bytes.length);
		drained++;
	}
	if (drained > 5)
		say(self, "BROKEN: more than fit, items", drained);
	buffer_finish(&bytes);
}

/* Array: single elements, and two ranges that are only written as a whole, each element of which is the same.
 * An element proves itself: four times the same 16 bits. That a read gives what the last write before it
 * wrote is checked with the events. */
#define SINGLE 16u /* elements 1.. that are written one by one */
#define RANGE 3000u

static int64_t element_make(uint64_t serial)
{
	return (int64_t)((serial & 0xffff) * UINT64_C(0x0001000100010001));
}

static bool element_is_whole(int64_t bits)
{
	return bits == element_make((uint64_t)bits);
}

static bool range_is_whole(const int64_t *elements)
{
	for (uint32_t i = 1; i < RANGE; i++)
		if (elements[i] != elements[0])
			return false;
	return element_is_whole(elements[0]);
}

static void check_array(struct self *self, struct storm *storm)
{
	static int64_t elements[RANGE];
	int64_t bits;

	for (uint32_t range = 0; range < 2; range++) {
		array_slice(self, storm->object, SINGLE + range * RANGE + 1, RANGE, elements);
		if (!range_is_whole(elements))
			say(self, "BROKEN: a torn range", range);
	}
	for (uint32_t i = 1; i <= SINGLE; i++)
		if (array_read(self, storm->object, i, &bits) != OUTCOME_OK || !element_is_whole(bits))
			say(self, "BROKEN: a torn element", bits);
}

static int array_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	int64_t elements[RANGE];

	for (uint64_t serial = self->number * 7919; !atomic_load(&storm->over); serial++) {
		for (uint32_t i = 0; i < RANGE; i++)
			elements[i] = element_make(serial);
		array_assign(self, storm->object, SINGLE + serial % 2 * RANGE + 1, RANGE, elements);
		array_assign(self, storm->object, 1, 3, elements);
		array_write(self, storm->object, 1 + (uint32_t)serial % SINGLE, elements[0]);
		if (serial % 4 == 0)
			check_array(self, storm);
	}
	return 0;
}

static void array_prepare(struct self *self, struct storm *storm)
{
	storm->object = array_create(self, 'q', SINGLE + 2 * RANGE, NULL, "elements");
}

/* Pipe: the same items. Some look with operate_any before they receive. */
static int pipe_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	struct item *item = malloc(40000);
	struct buffer bytes = {0};

	for (uint64_t serial = 1; !atomic_load(&storm->over); serial++) {
		struct watched both[2] = {{.handle = storm->second, .action = QUEUE_GET},
					  {.handle = storm->object, .action = PIPE_POLL}};

		if (self->number % 2) {
			size_t length = item_make(item, self->number, serial);

			queue_put(self, storm->object, item, length, "item", 5000000);
			continue;
		}
		if (self->number % 4 == 0 && operate_any(self, both, 2, 5000000) != OUTCOME_OK)
			continue;
		if (pipe_get(self, storm->object, &bytes, SIZE_MAX, 5000000) == OUTCOME_OK &&
		    !item_is_whole(&bytes)) {
			say(self, "BROKEN: a torn message of bytes", (int64_t)bytes.length);
			return 1;
		}
	}
	free(item);
	buffer_finish(&bytes);
	return 0;
}

static void pipe_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_PIPE, self->number, 0, "messages");
	storm->second = object_create(self, PRIMITIVE_QUEUE, 0, 0, "never");
}

static void pipe_settle(struct self *self, struct storm *storm)
{
	struct buffer bytes = {0};

	while (pipe_get(self, storm->object, &bytes, SIZE_MAX, WAIT_NOT) == OUTCOME_OK)
		if (!item_is_whole(&bytes))
			say(self, "BROKEN: a torn message was left, bytes", (int64_t)bytes.length);
	buffer_finish(&bytes);
}

/* The end of a pipe: each worker makes one and a child that sends into it, and receives until the end, which
 * must come, whoever is killed; what it receives has no gap. */
static int end_sender(struct self *self, void *context)
{
	const struct handle *pipe = context;
	struct item *item = malloc(40000);

	pipe_close(self, *pipe, PIPE_READS);
	for (uint64_t serial = 1; serial <= 20; serial++)
		if (queue_put(self, *pipe, item, item_make(item, 1, serial), "item", WAIT_FOREVER) !=
		    OUTCOME_OK)
			break;
	free(item);
	return 0;
}

static int end_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	struct buffer bytes = {0};
	struct handle child;
	int code;

	while (!atomic_load(&storm->over)) {
		struct handle pipe = object_create(self, PRIMITIVE_PIPE, self->number, 0, "way");
		uint64_t serial = 0;
		enum outcome outcome;

		if (!pipe.index || process_spawn(self, &child, NULL, false, end_sender, &pipe) < 0)
			return 0;
		pipe_close(self, pipe, PIPE_WRITES);
		while ((outcome = pipe_get(self, pipe, &bytes, SIZE_MAX, WAIT_FOREVER)) == OUTCOME_OK)
			if (!item_is_whole(&bytes) || ((struct item *)bytes.bytes)->serial != ++serial)
				say(self, "BROKEN: not the message that was sent after", (int64_t)serial);
		if (outcome != OUTCOME_EOF)
			say(self, "BROKEN: no end but outcome", outcome);
		process_join(self, child, WAIT_FOREVER, &code);
		if (code == 0 && serial != 20)
			say(self, "BROKEN: messages were lost, received", (int64_t)serial);
		pipe_close(self, pipe, PIPE_READS);
	}
	buffer_finish(&bytes);
	return 0;
}

static void end_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_EVENT, 0, 0, "unused");
}

/* Joinable queue: what the dead had got is lost, all else is done. */
static int joinable_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	struct buffer bytes = {0};

	while (!atomic_load(&storm->over)) {
		if (self->number % 2)
			queue_put(self, storm->object, "item", 4, "item", 5000000);
		else if (queue_get(self, storm->object, &bytes, 5000000) == OUTCOME_OK)
			act(self, storm->object, JOINABLE_TASK_DONE, 0, WAIT_FOREVER);
		else
			act(self, storm->object, JOINABLE_JOIN, 0, 1000000);
	}
	buffer_finish(&bytes);
	return 0;
}

static void joinable_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_JOINABLE, 5, 0, "tasks");
}

static void joinable_settle(struct self *self, struct storm *storm)
{
	struct buffer bytes = {0};
	union state state;

	while (queue_get(self, storm->object, &bytes, WAIT_NOT) == OUTCOME_OK)
		act(self, storm->object, JOINABLE_TASK_DONE, 0, WAIT_FOREVER);
	object_peek(self, storm->object, &state);
	if (act(self, storm->object, JOINABLE_JOIN, 0, 1000000000) == OUTCOME_TIMED_OUT)
		say(self, "BROKEN: unfinished but not lost",
		    (int64_t)(state.joinable.unfinished - state.joinable.lost));
	buffer_finish(&bytes);
}

#include "unit/storm_sync.h"
#include "unit/storm_pool.h"

static int storm_main(struct self *self, void *context)
{
	struct storm *storm = context;
	struct handle crew[WORKERS] = {0};
	struct process_info info;
	int code;

	storm->prepare(self, storm);
	while (!atomic_load(&storm->over)) {
		for (int i = 0; i < WORKERS; i++) {
			if (crew[i].index && process_info(self, crew[i], &info) && !info.ended)
				continue;
			if (crew[i].index)
				process_join(self, crew[i], WAIT_FOREVER, &code);
			if (process_spawn(self, &crew[i], NULL, false, storm->worker, storm) < 0)
				return 7;
			if (storm->born)
				storm->born(self, storm, crew[i]);
		}
		if (storm->tend)
			storm->tend(self, storm);
		process_sleep(self, 100000);
	}
	for (int i = 0; i < WORKERS; i++)
		process_join(self, crew[i], WAIT_FOREVER, &code);
	if (storm->settle)
		storm->settle(self, storm);
	return 0;
}

/* What the front end knows from the events alone. */
struct ledger {
	struct world *world;
	uint64_t seq, voids, kills;
	uint32_t *versions; /* by object number */
	uint32_t alive[1024], alive_count;
	int main_code;
	bool finished;
	/* The storm's object. */
	uint32_t object;
	uint32_t owner; /* process + 1 */
	int64_t permits, put, got, bytes;
	int64_t deepest;
	int64_t elements[SINGLE];
};

/* What is read is what was written last: neither a write without its event nor an event without its write. */
static void check_element(struct ledger *ledger, const struct trace_event *event)
{
	if (event->a > SINGLE)
		return;
	if (event->action == ARRAY_READ)
		assert_int_equal(event->b, ledger->elements[event->a - 1]);
	else if (event->action == ARRAY_WRITE)
		ledger->elements[event->a - 1] = event->b;
	else if (event->action == ARRAY_ASSIGN)
		memcpy(&ledger->elements[event->a - 1], event->text, event->length);
}

static void check_object(struct ledger *ledger, const struct trace_event *event)
{
	if (event->primitive == PRIMITIVE_LOCK && event->kind == TRACE_DID && event->action == LOCK_ACQUIRE) {
		assert_int_equal(ledger->owner, 0);
		ledger->owner = event->process + 1;
	} else if (event->primitive == PRIMITIVE_LOCK) { /* released, or abandoned by the dead owner */
		assert_int_equal(ledger->owner, event->process + 1);
		ledger->owner = 0;
	} else if (event->primitive == PRIMITIVE_SEMAPHORE) {
		ledger->permits += event->action == SEMAPHORE_ACQUIRE ? -1 : event->a;
		assert_true(ledger->permits >= 0);
	} else if (event->primitive == PRIMITIVE_ARRAY) {
		check_element(ledger, event);
	} else if (event->primitive == PRIMITIVE_PIPE && event->kind == TRACE_DID &&
		   event->action <= PIPE_RECV) {
		int64_t *count = event->action == PIPE_SEND ? &ledger->put : &ledger->got;

		assert_int_equal(event->outcome, OUTCOME_OK);
		assert_int_equal(event->a, ++*count);
		ledger->bytes += event->action == PIPE_SEND ? event->b : -event->b;
		assert_true(ledger->got <= ledger->put && ledger->bytes >= 0);
		assert_true(ledger->bytes <= PIPE_CAPACITY || ledger->put - ledger->got == 1);
	} else if (event->primitive == PRIMITIVE_QUEUE && event->action == QUEUE_PUT) {
		assert_int_equal(event->a, ++ledger->put);
		assert_string_equal(event->text, "item");
		assert_true(ledger->put - ledger->got <= 5);
	} else if (event->primitive == PRIMITIVE_QUEUE) {
		assert_int_equal(event->a, ++ledger->got);
		assert_true(ledger->got <= ledger->put);
	}
}

static void check(struct ledger *ledger, const struct trace_event *event)
{
	assert_int_equal(event->seq, ledger->seq + 1);
	world_apply(ledger->world, event);
	if (ledger->world->inconsistent)
		fail_msg("event %llu: %s", (unsigned long long)event->seq, ledger->world->inconsistent);
	ledger->seq = event->seq;
	if (event->version) {
		assert_true(event->object < OBJECTS_SEEN);
		assert_int_equal(event->version, ledger->versions[event->object] + 1);
		ledger->versions[event->object] = event->version;
		if (event->object == ledger->object)
			check_object(ledger, event);
	}
	switch (event->kind) {
	case TRACE_VOID:
		ledger->voids++;
		break;
	case TRACE_CREATED:
		if (event->primitive != PRIMITIVE_PROCESS && !ledger->object) {
			ledger->object = event->object;
			ledger->permits = event->a;
		}
		break;
	case TRACE_BORN:
		if (event->b >= 0)
			ledger->alive[ledger->alive_count++] = event->process;
		break;
	case TRACE_KILLED:
		ledger->kills++; /* fall through */
	case TRACE_EXITED:
		for (uint32_t i = 0; i < ledger->alive_count; i++)
			if (ledger->alive[i] == event->process)
				ledger->alive[i] = ledger->alive[--ledger->alive_count];
		if (event->process == 0)
			ledger->main_code = event->kind == TRACE_KILLED ? -(int)event->a : (int)event->a;
		break;
	case TRACE_SAID:
	case TRACE_ERROR:
		fail_msg("%s", event->text);
		break;
	case TRACE_FINISHED:
		ledger->finished = true;
		break;
	}
}

static int kills_wanted(void)
{
	const char *kills = getenv("KILLS");

	return kills ? atoi(kills) : getenv("SOAK") ? 20000 : 1300;
}

/* Read what there is; false when the run is over. */
static bool drain(struct run *run, struct ledger *ledger)
{
	struct trace_event event;

	for (int i = 0; i < 2000 && !ledger->finished; i++) {
		int got = run_read(run, &event);

		assert_true(got >= 0);
		if (!got)
			break;
		check(ledger, &event);
	}
	return !ledger->finished;
}

static void blow(struct storm *storm)
{
	struct run_options options = {.body = storm_main, .context = storm};
	struct ledger ledger = {.world = world_create(), .versions = calloc(OBJECTS_SEEN, sizeof(uint32_t))};
	int wanted = kills_wanted();
	int64_t news = clock_now(), next = news;
	struct run *run;

	assert_int_equal(run_start(&run, &options), 0);
	while (drain(run, &ledger)) {
		int64_t now = clock_now();
		struct pollfd pollfd = {.fd = run_fd(run), .events = POLLIN};

		if (poll(&pollfd, 1, 1) > 0)
			news = now;
		if (now - news > (int64_t)HANG_SECONDS * 1000000000)
			fail_msg("hang after %llu kills and %llu events", (unsigned long long)ledger.kills,
				 (unsigned long long)ledger.seq);
		if (ledger.kills >= (uint64_t)wanted)
			atomic_store(&storm->over, 1);
		else if (now >= next && ledger.alive_count) {
			run_signal(run, ledger.alive[(size_t)rand() % ledger.alive_count], SIGKILL);
			next = now + rand() % 400000;
		}
	}
	run_finish(run);
	print_message("# %llu kills, %llu events, %llu void\n", (unsigned long long)ledger.kills,
		      (unsigned long long)ledger.seq, (unsigned long long)ledger.voids);
	assert_true(ledger.kills >= (uint64_t)wanted);
	assert_int_equal(ledger.main_code, 0);
	assert_int_equal(ledger.put, ledger.got);
	assert_int_equal(ledger.owner, 0);
	free(ledger.versions);
	world_destroy(ledger.world);
}

static struct storm *storm_new(int (*worker)(struct self *, void *),
			       void (*prepare)(struct self *, struct storm *))
{
	struct storm *storm =
		mmap(NULL, sizeof *storm, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(storm != MAP_FAILED);
	storm->worker = worker;
	storm->prepare = prepare;
	return storm;
}

static void locks_survive(void **state)
{
	struct storm *storm = storm_new(lock_worker, lock_prepare);

	(void)state;
	storm->settle = lock_settle;
	blow(storm);
}

static void semaphores_survive(void **state)
{
	struct storm *storm = storm_new(semaphore_worker, semaphore_prepare);

	(void)state;
	storm->tend = semaphore_tend;
	blow(storm);
}

static void events_survive(void **state)
{
	(void)state;
	blow(storm_new(event_worker, event_prepare));
}

static void queues_survive(void **state)
{
	struct storm *storm = storm_new(queue_worker, queue_prepare);

	(void)state;
	storm->settle = queue_settle;
	blow(storm);
}

static void arrays_survive(void **state)
{
	struct storm *storm = storm_new(array_worker, array_prepare);

	(void)state;
	storm->settle = check_array;
	blow(storm);
}

static void pipes_survive(void **state)
{
	struct storm *storm = storm_new(pipe_worker, pipe_prepare);

	(void)state;
	storm->settle = pipe_settle;
	blow(storm);
}

static void ends_of_pipes_come(void **state)
{
	(void)state;
	blow(storm_new(end_worker, end_prepare));
}

static void joinable_queues_survive(void **state)
{
	struct storm *storm = storm_new(joinable_worker, joinable_prepare);

	(void)state;
	storm->settle = joinable_settle;
	blow(storm);
}

static void pools_survive(void **state)
{
	struct storm *storm = storm_new(pool_worker, pool_prepare);

	(void)state;
	storm->born = pool_born;
	storm->tend = pool_tend;
	storm->settle = pool_settle;
	blow(storm);
}

static void rlocks_survive(void **state)
{
	struct storm *storm = storm_new(rlock_worker, rlock_prepare);

	(void)state;
	storm->settle = rlock_settle;
	blow(storm);
}

static void fair_locks_survive(void **state)
{
	struct storm *storm = storm_new(rlock_worker, fair_prepare);

	(void)state;
	storm->settle = fair_settle;
	blow(storm);
}

static void conditions_survive(void **state)
{
	struct storm *storm = storm_new(condition_worker, condition_prepare);

	(void)state;
	storm->settle = condition_settle;
	blow(storm);
}

static void barriers_survive(void **state)
{
	struct storm *storm = storm_new(barrier_worker, barrier_prepare);

	(void)state;
	storm->settle = barrier_settle;
	blow(storm);
}

static void permits_come_back(void **state)
{
	struct storm *storm = storm_new(semaphore_worker, permits_prepare);

	(void)state;
	storm->settle = permits_settle;
	blow(storm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(locks_survive),
		cmocka_unit_test(semaphores_survive),
		cmocka_unit_test(events_survive),
		cmocka_unit_test(rlocks_survive),
		cmocka_unit_test(fair_locks_survive),
		cmocka_unit_test(conditions_survive),
		cmocka_unit_test(barriers_survive),
		cmocka_unit_test(permits_come_back),
		cmocka_unit_test(queues_survive),
		cmocka_unit_test(pipes_survive),
		cmocka_unit_test(ends_of_pipes_come),
		cmocka_unit_test(joinable_queues_survive),
		cmocka_unit_test(arrays_survive),
		cmocka_unit_test(pools_survive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
