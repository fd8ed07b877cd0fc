/* Times run out in order, and only where nobody can go on: of what another policy would choose from, it
 * sees the rest. Steps take no time. Runs must be its own from the beginning. */
#include <stdlib.h>
#include <string.h>

#include "schedule/policy.h"

#define PROCESSES 256
#define NEVER	  INT64_MAX

struct lazy {
	struct policy policy;
	struct policy *inner;	      /* owned */
	int64_t now;		      /* ns since the beginning */
	int64_t deadlines[PROCESSES]; /* by number */
	bool waits[PROCESSES];	      /* since before: its deadline stands */
	struct parked shown[PROCESSES];
};

static void begin(struct policy *policy)
{
	struct lazy *lazy = (struct lazy *)policy;

	lazy->now = 0;
	memset(lazy->waits, 0, sizeof lazy->waits);
	if (lazy->inner->begin)
		lazy->inner->begin(lazy->inner);
}

static bool can_go(const struct parked *parked)
{
	return parked->can & CAN_GO;
}

/* When each one's time runs out. Returns the first of those that can only wait for it. */
static int64_t set_deadlines(struct lazy *lazy, const struct parked *parked, uint32_t count)
{
	int64_t first = NEVER;

	for (uint32_t i = 0; i < count; i++) {
		int64_t *deadline = &lazy->deadlines[parked[i].process];

		if (!lazy->waits[parked[i].process])
			*deadline = lazy->now + parked[i].offer->timeout;
		lazy->waits[parked[i].process] = true;
		if (parked[i].can == CAN_TIME_OUT && *deadline < first)
			first = *deadline;
	}
	return first;
}

static bool choose(struct policy *policy, const struct parked *parked, uint32_t count, struct grant *next)
{
	struct lazy *lazy = (struct lazy *)policy;
	bool anybody = false;

	for (uint32_t i = 0; i < count; i++) {
		if (parked[i].process >= PROCESSES)
			return false;
		anybody = anybody || can_go(&parked[i]);
	}
	int64_t first = set_deadlines(lazy, parked, count);
	for (uint32_t i = 0; i < count; i++) {
		lazy->shown[i] = parked[i];
		if (!can_go(&parked[i]) && (anybody || lazy->deadlines[parked[i].process] > first))
			lazy->shown[i].can = 0;
	}
	if (!lazy->inner->choose(lazy->inner, lazy->shown, count, next))
		return false;
	lazy->waits[next->process] = false;
	if (next->decision == DECISION_TIMEOUT)
		lazy->now = lazy->deadlines[next->process];
	return true;
}

static void finish(struct policy *policy)
{
	policy_destroy(((struct lazy *)policy)->inner);
}

struct policy *policy_lazy(struct policy *inner)
{
	struct lazy *lazy = inner ? calloc(1, sizeof *lazy) : NULL;

	if (!lazy) {
		policy_destroy(inner);
		return NULL;
	}
	lazy->policy =
		(struct policy){.name = inner->name, .begin = begin, .choose = choose, .finish = finish};
	lazy->inner = inner;
	return &lazy->policy;
}
