/* Kill storms over RLock, fair locks, Condition, Barrier and the semaphore that recovers its permits:
 * workers and what must hold. Part of storm.c. That guards held, that effects came to what the events say,
 * and that a fair lock goes to the first in line is checked there, by folding every event into a world. */
#include "runtime/steps.h"

/* Inside the lock: as in lock_worker, two numbers that must be equal whenever nobody is inside. */
static bool inside(struct self *self, struct storm *storm, bool heir)
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

/* An RLock, taken twice and given back one by one or at once. */
static int rlock_worker(struct self *self, void *context)
{
	struct storm *storm = context;

	for (unsigned turn = 0; !atomic_load(&storm->over); turn++) {
		enum outcome outcome =
			lock_take(self, storm->object, 1 + turn % 2, turn % 3 ? WAIT_FOREVER : 1000000);

		if (outcome == OUTCOME_TIMED_OUT)
			continue;
		if (turn % 2 == 0)
			lock_take(self, storm->object, 1, WAIT_FOREVER);
		if (!inside(self, storm, outcome == OUTCOME_ABANDONED))
			return 1;
		if (turn % 5 == 0) {
			act(self, storm->object, LOCK_RELEASE_ALL, 0, WAIT_FOREVER);
		} else if (act(self, storm->object, LOCK_RELEASE, 0, WAIT_FOREVER) != OUTCOME_OK ||
			   act(self, storm->object, LOCK_RELEASE, 0, WAIT_FOREVER) != OUTCOME_OK) {
			say(self, "BROKEN: not as deep as it was taken, turn", turn);
			return 1;
		}
	}
	return 0;
}

static void rlock_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_RLOCK, 0, 0, "rlock");
	storm->second = object_create(self, PRIMITIVE_VALUE, 'q', 0, "guarded");
}

static void fair_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_FAIR_LOCK, 0, 1, "fair");
	storm->second = object_create(self, PRIMITIVE_VALUE, 'q', 0, "guarded");
}

/* Locks: nobody owns it, nobody stands in its line. */
static void rlock_settle(struct self *self, struct storm *storm)
{
	union state state;

	object_peek(self, storm->object, &state);
	if (state.lock.owner)
		say(self, "BROKEN: it is owned by", state.lock.owner);
}

static void fair_settle(struct self *self, struct storm *storm)
{
	union state state;

	rlock_settle(self, storm);
	object_peek(self, storm->object, &state);
	if (state.fair_lock.line.count)
		say(self, "BROKEN: so many are still in line:", state.fair_lock.line.count);
}

/* Condition: some wait, some notify, all with its lock. */
static int condition_worker(struct self *self, void *context)
{
	struct storm *storm = context;

	for (unsigned turn = self->number; !atomic_load(&storm->over); turn++) {
		enum outcome taken = lock_take(self, storm->lock, 1, WAIT_FOREVER);

		if (turn % 2)
			act(self, storm->object, CONDITION_NOTIFY, turn % 4 == 1 ? 1 : 100, WAIT_FOREVER);
		else
			condition_await(self, storm->object, storm->lock, turn % 3 ? 2000000 : 50000, &taken);
		if (!inside(self, storm, true))
			return 1;
		if (act(self, storm->lock, LOCK_RELEASE, 0, WAIT_FOREVER) != OUTCOME_OK) {
			say(self, "BROKEN: not the owner after a wait, turn", turn);
			return 1;
		}
	}
	return 0;
}

static void condition_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_CONDITION, 0, 0, "condition");
	storm->lock = object_create(self, PRIMITIVE_RLOCK, 0, 0, "its lock");
	storm->second = object_create(self, PRIMITIVE_VALUE, 'q', 0, "guarded");
}

static void condition_settle(struct self *self, struct storm *storm)
{
	union state state;

	object_peek(self, storm->object, &state);
	if (state.condition.line.count)
		say(self, "BROKEN: so many are still in line:", state.condition.line.count);
}

/* Barrier: whoever finds it broken resets it. */
static int barrier_worker(struct self *self, void *context)
{
	struct storm *storm = context;

	while (!atomic_load(&storm->over)) {
		struct request arrive = {.action = BARRIER_ARRIVE};
		enum outcome outcome = operate(self, storm->object, &arrive, 2000000);
		int64_t why;

		if (outcome == OUTCOME_OK && (arrive.a < 0 || arrive.a >= 3)) {
			say(self, "BROKEN: an index of", arrive.a);
			return 1;
		}
		if (outcome == OUTCOME_OK && arrive.b)
			act(self, storm->object, BARRIER_OPEN, 0, WAIT_FOREVER);
		else if (outcome == OUTCOME_OK)
			outcome = barrier_await(self, storm->object, 2000000, &why);
		if (outcome == OUTCOME_BROKEN)
			act(self, storm->object, BARRIER_RESET, 0, WAIT_FOREVER);
	}
	return 0;
}

static void barrier_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_BARRIER, 3, 1, "barrier");
}

static void barrier_settle(struct self *self, struct storm *storm)
{
	union state state;

	object_peek(self, storm->object, &state);
	if (state.barrier.line.count)
		say(self, "BROKEN: so many are still in line:", state.barrier.line.count);
}

/* Permits that come back: at the end all are there, though nobody has given back what the dead took. */
static void permits_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_PERMITS, 3, 1, "permits");
}

static void permits_settle(struct self *self, struct storm *storm)
{
	union state state;

	object_peek(self, storm->object, &state);
	if (state.permits.semaphore.value != 3)
		say(self, "BROKEN: of 3 permits there are", state.permits.semaphore.value);
	if (state.permits.count)
		say(self, "BROKEN: so many hold permits:", state.permits.count);
}
