/* Kill storms over Lock, RLock and fair locks, with every policy for a dead owner.
 *
 * Two are never inside. Where nobody is told that the owner died (stall), or nobody gets the lock (error),
 * main puts in order what the lock guards, and recovers it. */
#include "unit/storm.h"

#include "runtime/steps.h"

static int lock_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	bool deep = storm->primitive == PRIMITIVE_RLOCK;

	for (unsigned turn = 0; !atomic_load(&storm->over); turn++) {
		int64_t timeout = turn % 3 && storm->policy != ON_DEATH_STALL ? WAIT_FOREVER : 1000000;
		enum outcome outcome = lock_take(self, storm->object, deep ? 1 + turn % 2 : 1, timeout);

		if (outcome == OUTCOME_NOT_RECOVERABLE)
			process_sleep(self, 100000);
		if (outcome != OUTCOME_OK && outcome != OUTCOME_ABANDONED)
			continue;
		if (deep && turn % 2 == 0)
			lock_take(self, storm->object, 1, WAIT_FOREVER);
		if (!inside(self, storm, outcome == OUTCOME_ABANDONED))
			return 1;
		if (turn % 5 == 0) {
			act(self, storm->object, LOCK_RELEASE_ALL, 0, WAIT_FOREVER);
		} else if (act(self, storm->object, LOCK_RELEASE, 0, WAIT_FOREVER) != OUTCOME_OK ||
			   (deep && act(self, storm->object, LOCK_RELEASE, 0, WAIT_FOREVER) != OUTCOME_OK)) {
			say(self, "BROKEN: not as deep as it was taken, turn", turn);
			return 1;
		}
	}
	return 0;
}

static void lock_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, storm->primitive, storm->policy, 0, "lock");
	storm->second = object_create(self, PRIMITIVE_VALUE, 'q', 0, "guarded");
}

static void fair_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_FAIR_LOCK, storm->policy,
				      storm->primitive == PRIMITIVE_RLOCK, "fair");
	storm->second = object_create(self, PRIMITIVE_VALUE, 'q', 0, "guarded");
}

/* Only main recovers, so nobody is inside until it has. */
static void lock_tend(struct self *self, struct storm *storm)
{
	union state state;

	object_peek(self, storm->object, &state);
	if (state.lock.abandoned != LOCK_STALLED && state.lock.abandoned != LOCK_NOT_RECOVERABLE)
		return;
	act(self, storm->second, VALUE_WRITE, value_read(self, storm->second) & ~INT64_C(1), WAIT_FOREVER);
	act(self, storm->object, LOCK_RECOVER, 0, WAIT_FOREVER);
}

/* Nobody owns it, nobody stands in its line. */
static void lock_settle(struct self *self, struct storm *storm)
{
	union state state;

	lock_tend(self, storm);
	object_peek(self, storm->object, &state);
	if (state.lock.owner)
		say(self, "BROKEN: it is owned by", state.lock.owner);
	if (object_primitive(self, storm->object) == PRIMITIVE_FAIR_LOCK && state.fair_lock.line.count)
		say(self, "BROKEN: so many are still in line:", state.fair_lock.line.count);
}

/* Of a Lock: it has one owner at a time, and only that one releases it or leaves it behind. */
static void lock_check(struct storm *storm, const struct trace_event *event)
{
	bool taken = event->kind == TRACE_DID && event->action == LOCK_ACQUIRE;

	if (taken && event->outcome == OUTCOME_NOT_RECOVERABLE)
		return;
	if (taken) {
		assert_int_equal(storm->owner, 0);
		storm->owner = event->process + 1;
	} else if (event->action == LOCK_RECOVER && event->kind == TRACE_DID) {
		storm->owner = 0;
	} else {
		assert_int_equal(storm->owner, event->process + 1);
		if (event->kind == TRACE_DID || storm->policy != ON_DEATH_STALL)
			storm->owner = 0;
	}
}

static void blow_over(uint32_t primitive, uint32_t policy, bool fair)
{
	storm_blow(&(struct storm){.worker = lock_worker,
				   .prepare = fair ? fair_prepare : lock_prepare,
				   .tend = lock_tend,
				   .settle = lock_settle,
				   .check = fair || primitive != PRIMITIVE_LOCK ? NULL : lock_check,
				   .primitive = primitive,
				   .policy = policy});
}

static void locks_survive(void **state)
{
	(void)state;
	blow_over(PRIMITIVE_LOCK, ON_DEATH_RECOVER, false);
}

static void locks_that_stall_survive(void **state)
{
	(void)state;
	blow_over(PRIMITIVE_LOCK, ON_DEATH_STALL, false);
}

static void locks_that_are_not_recoverable_survive(void **state)
{
	(void)state;
	blow_over(PRIMITIVE_LOCK, ON_DEATH_ERROR, false);
}

static void rlocks_survive(void **state)
{
	(void)state;
	blow_over(PRIMITIVE_RLOCK, ON_DEATH_RECOVER, false);
}

static void rlocks_that_stall_survive(void **state)
{
	(void)state;
	blow_over(PRIMITIVE_RLOCK, ON_DEATH_STALL, false);
}

static void fair_locks_survive(void **state)
{
	(void)state;
	blow_over(PRIMITIVE_LOCK, ON_DEATH_RECOVER, true);
}

static void fair_locks_that_are_not_recoverable_survive(void **state)
{
	(void)state;
	blow_over(PRIMITIVE_LOCK, ON_DEATH_ERROR, true);
}

static void fair_rlocks_that_stall_survive(void **state)
{
	(void)state;
	blow_over(PRIMITIVE_RLOCK, ON_DEATH_STALL, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(locks_survive),
		cmocka_unit_test(locks_that_stall_survive),
		cmocka_unit_test(locks_that_are_not_recoverable_survive),
		cmocka_unit_test(rlocks_survive),
		cmocka_unit_test(rlocks_that_stall_survive),
		cmocka_unit_test(fair_locks_survive),
		cmocka_unit_test(fair_locks_that_are_not_recoverable_survive),
		cmocka_unit_test(fair_rlocks_that_stall_survive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
