/* Kill storms over Semaphore, BoundedSemaphore and the semaphore that recovers its permits. */
#include "unit/storm.h"

#define PERMITS 3

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
	storm->permits = PERMITS;
	storm->object = object_create(self, PRIMITIVE_SEMAPHORE, PERMITS, 0, "permits");
}

static void bounded_prepare(struct self *self, struct storm *storm)
{
	storm->permits = PERMITS;
	storm->object = object_create(self, PRIMITIVE_SEMAPHORE, PERMITS, 1, "bounded");
}

static void permits_prepare(struct self *self, struct storm *storm)
{
	storm->permits = PERMITS;
	storm->object = object_create(self, PRIMITIVE_PERMITS, PERMITS, 1, "permits");
}

/* A worker that dies inside keeps its permit; main gives it back when none is left. */
static void semaphore_tend(struct self *self, struct storm *storm)
{
	union state state;

	object_peek(self, storm->object, &state);
	if (state.semaphore.value == 0)
		act(self, storm->object, SEMAPHORE_RELEASE, 1, WAIT_FOREVER);
}

/* Permits that come back: at the end all are there, though nobody has given back what the dead took. */
static void permits_settle(struct self *self, struct storm *storm)
{
	union state state;

	object_peek(self, storm->object, &state);
	if (state.permits.semaphore.value != PERMITS)
		say(self, "BROKEN: of 3 permits there are", state.permits.semaphore.value);
	if (state.permits.count)
		say(self, "BROKEN: so many hold permits:", state.permits.count);
}

/* Never fewer than none. With a bound, never more than it; a ledger's abandonments give back. */
static void semaphore_check(struct storm *storm, const struct trace_event *event)
{
	if (event->kind == TRACE_ABANDONED)
		storm->permits++; /* a worker holds one at most */
	else
		storm->permits += event->action == SEMAPHORE_ACQUIRE ? -1 : event->a;
	assert_true(storm->permits >= 0);
	if (storm->policy)
		assert_true(storm->permits <= PERMITS);
}

static void semaphores_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = semaphore_worker,
				   .prepare = semaphore_prepare,
				   .tend = semaphore_tend,
				   .check = semaphore_check});
}

static void bounded_semaphores_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = semaphore_worker,
				   .prepare = bounded_prepare,
				   .tend = semaphore_tend,
				   .check = semaphore_check,
				   .policy = 1});
}

static void permits_come_back(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = semaphore_worker,
				   .prepare = permits_prepare,
				   .settle = permits_settle,
				   .check = semaphore_check,
				   .policy = 1});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(semaphores_survive),
		cmocka_unit_test(bounded_semaphores_survive),
		cmocka_unit_test(permits_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
