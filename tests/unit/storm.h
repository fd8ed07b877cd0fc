/* Kill storms: SIGKILL at random instants. What storm_*.c have in common, each of which is about one kind of
 * object.
 *
 * main keeps a crew of workers busy on one object and replaces whoever dies; the front end kills a random
 * worker every few hundred microseconds and reads every event. After each storm the workers are told to stop,
 * and it must hold that
 *   - nobody hangs,
 *   - event numbers have no gap, each object's versions neither, and every event fits the world that was
 *     folded from those before it (nothing torn, lost or doubled),
 *   - counts are conserved: permits, items, turns, and what a lock guards: each storm says how.
 * KILLS in the environment sets the number of kills a storm (SOAK=1: 20 000).
 */
#ifndef TESTS_UNIT_STORM_H
#define TESTS_UNIT_STORM_H

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "base/clock.h"
#include "runtime/process.h"
#include "runtime/run.h"
#include "world/world.h"

#define WORKERS	     6
#define OBJECTS_SEEN 1000000
#define HANG_SECONDS 100
#define STORMS	     __attribute__((unused)) static

struct storm { /* in shared memory */
	int (*worker)(struct self *, void *);
	void (*prepare)(struct self *, struct storm *);
	void (*born)(struct self *, struct storm *, struct handle); /* main, for each worker */
	void (*tend)(struct self *, struct storm *);   /* main, while it goes on: undo what the dead did */
	void (*settle)(struct self *, struct storm *); /* main, once all workers have ended: what is left */
	/* The front end: events that changed the first object that was made. */
	void (*check)(struct storm *, const struct trace_event *);
	struct handle object, second, lock;
	uint32_t policy;    /* of the lock: enum on_death */
	uint32_t primitive; /* of the object, where a storm is about several */
	int64_t owner, permits, put, got,
		bytes; /* what `check` counts; put and got are the same in the end */
	_Atomic int over;
};

static inline void say(struct self *self, const char *name, int64_t number)
{
	char text[80];
	int length = snprintf(text, sizeof text, "%s %lld", name, (long long)number);

	process_say(self, text, (size_t)length);
}

static inline enum outcome act(struct self *self, struct handle object, int action, int64_t a,
			       int64_t timeout)
{
	struct request request = {.action = (uint8_t)action, .a = a};

	return operate(self, object, &request, timeout);
}

static inline int64_t value_read(struct self *self, struct handle object)
{
	struct request request = {.action = VALUE_READ};

	operate(self, object, &request, WAIT_FOREVER);
	return request.a;
}

/* What a lock guards: a count that is even whenever nobody is inside. The heir of one who died inside makes
 * it even again, as the sandbox teaches: "abandoned" says that it must look. */
STORMS bool inside(struct self *self, struct storm *storm, bool heir)
{
	int64_t count = value_read(self, storm->second);

	if (heir)
		count &= ~INT64_C(1);
	if (count & 1) {
		say(self, "BROKEN: two inside, count", count);
		return false;
	}
	act(self, storm->second, VALUE_WRITE, count + 1, WAIT_FOREVER);
	act(self, storm->second, VALUE_WRITE, count + 2, WAIT_FOREVER);
	return true;
}

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
		while (process_join(self, crew[i], 1000000, &code) == OUTCOME_TIMED_OUT)
			if (storm->tend)
				storm->tend(self, storm);
	if (storm->settle)
		storm->settle(self, storm);
	return 0;
}

/* What the front end knows from the events alone. */
struct ledger {
	struct storm *storm;
	struct world *world;
	uint64_t seq, voids, kills;
	uint32_t *versions; /* by object number */
	uint32_t alive[1024], alive_count;
	uint32_t object; /* number of the first that was made */
	int main_code;
	bool finished;
};

static void check_version(struct ledger *ledger, const struct trace_event *event)
{
	assert_true(event->object < OBJECTS_SEEN);
	assert_int_equal(event->version, ledger->versions[event->object] + 1);
	ledger->versions[event->object] = event->version;
	if (event->object == ledger->object && ledger->storm->check)
		ledger->storm->check(ledger->storm, event);
}

static void check(struct ledger *ledger, const struct trace_event *event)
{
	assert_int_equal(event->seq, ledger->seq + 1);
	world_apply(ledger->world, event);
	if (ledger->world->inconsistent)
		fail_msg("event %llu: %s", (unsigned long long)event->seq, ledger->world->inconsistent);
	ledger->seq = event->seq;
	if (event->version)
		check_version(ledger, event);
	switch (event->kind) {
	case TRACE_VOID:
		ledger->voids++;
		break;
	case TRACE_CREATED:
		if (event->primitive != PRIMITIVE_PROCESS && !ledger->object)
			ledger->object = event->object;
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

	return kills ? atoi(kills) : getenv("SOAK") ? 20000 : 1000;
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
	struct ledger ledger = {
		.storm = storm, .world = world_create(), .versions = calloc(OBJECTS_SEEN, sizeof(uint32_t))};
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
	assert_int_equal(storm->put, storm->got);
	free(ledger.versions);
	world_destroy(ledger.world);
}

/* A storm like this one. */
static void storm_blow(const struct storm *like)
{
	struct storm *storm =
		mmap(NULL, sizeof *storm, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(storm != MAP_FAILED);
	*storm = *like;
	blow(storm);
	munmap(storm, sizeof *storm);
}

#endif
