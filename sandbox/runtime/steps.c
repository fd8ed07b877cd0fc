#include "runtime/steps.h"

/* A step that does not wait: its result a. */
static int64_t step(struct self *self, struct handle handle, unsigned action, int64_t a)
{
	struct request request = {.action = (uint8_t)action, .a = a};

	operate(self, handle, &request, WAIT_FOREVER);
	return request.a;
}

/* The same, as a part of the step before. */
static int64_t fused(struct self *self, struct handle handle, unsigned action, int64_t a)
{
	self->urgent = true;
	return step(self, handle, action, a);
}

/* In order of arrival: line up, wait for one's turn, and leave the line when the time is up. */
static enum outcome take_fairly(struct self *self, struct handle lock, uint32_t depth, int64_t timeout)
{
	struct request arrive = {.action = LOCK_ARRIVE, .a = depth},
		       take = {.action = LOCK_ACQUIRE, .a = depth};
	enum outcome outcome;

	if (timeout == WAIT_NOT)
		return operate(self, lock, &take, WAIT_NOT);
	outcome = operate(self, lock, &arrive, WAIT_FOREVER);
	if (outcome != OUTCOME_OK || arrive.a)
		return outcome;
	outcome = operate(self, lock, &take, timeout);
	if (outcome == OUTCOME_TIMED_OUT || outcome == OUTCOME_INTERRUPTED)
		fused(self, lock, LOCK_LEAVE, 0);
	return outcome;
}

enum outcome lock_take(struct self *self, struct handle lock, uint32_t depth, int64_t timeout)
{
	struct request request = {.action = LOCK_ACQUIRE, .a = depth};

	if (object_primitive(self, lock) == PRIMITIVE_FAIR_LOCK)
		return take_fairly(self, lock, depth, timeout);
	return operate(self, lock, &request, timeout);
}

enum outcome condition_await(struct self *self, struct handle condition, struct handle lock, int64_t timeout,
			     enum outcome *taken)
{
	struct request wait = {.action = CONDITION_WAIT}, give = {.action = LOCK_RELEASE_ALL, .a = 1};
	enum outcome outcome;

	step(self, condition, CONDITION_ENQUEUE, 0);
	self->urgent = true;
	operate(self, lock, &give, WAIT_FOREVER);
	outcome = operate(self, condition, &wait, timeout);
	if (outcome != OUTCOME_OK && fused(self, condition, CONDITION_LEAVE, 0)) {
		/* It was notified just before it gave up. Who is interrupted will not act on it, so it is
		 * for the next in line. */
		if (outcome == OUTCOME_INTERRUPTED)
			fused(self, condition, CONDITION_NOTIFY, 1);
		else
			outcome = OUTCOME_OK;
	}
	while ((*taken = lock_take(self, lock, (uint32_t)give.a, WAIT_FOREVER)) == OUTCOME_INTERRUPTED)
		outcome = OUTCOME_INTERRUPTED;
	return outcome;
}

enum outcome barrier_await(struct self *self, struct handle barrier, int64_t timeout, int64_t *why)
{
	struct request wait = {.action = BARRIER_WAIT},
		       broken = {.action = BARRIER_BREAK, .b = BARRIER_TIMED_OUT};
	enum outcome outcome = operate(self, barrier, &wait, timeout);

	*why = wait.a;
	if (outcome == OUTCOME_OK || outcome == OUTCOME_BROKEN)
		return outcome;
	if (outcome == OUTCOME_INTERRUPTED)
		broken.b = BARRIER_ABORTED;
	self->urgent = true;
	enum outcome late = operate(self, barrier, &broken, WAIT_FOREVER);
	*why = broken.a;
	return outcome == OUTCOME_INTERRUPTED ? outcome : late;
}
