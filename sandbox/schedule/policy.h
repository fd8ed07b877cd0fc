/* A policy: who is to take the next step. One small file each. */
#ifndef SCHEDULE_POLICY_H
#define SCHEDULE_POLICY_H

#include "runtime/run.h"

struct policy {
	const char *name;
	/* An execution begins. May be NULL. */
	void (*begin)(struct policy *policy);
	/* Choose among those that are parked; at least one can take a step. False: stop here. */
	bool (*choose)(struct policy *policy, const struct parked *parked, uint32_t count,
		       struct grant *next);
	/* Release what it holds besides itself. May be NULL. */
	void (*finish)(struct policy *policy);
};

/* The first of those that can, in order of number, and it goes on as long as it can: few switches. */
struct policy *policy_first(void);

/* Evenly among all that can: a random walk. The same seed, the same choices. */
struct policy *policy_random(uint64_t seed);

/* Few and well placed switches: finds a failure of that depth (1, 2, …) with a probability of 1 /
 * (processes
 * · steps^(depth - 1)) or more a run. steps: about how many a run has. */
struct policy *policy_pct(uint64_t seed, uint32_t depth, uint32_t steps);

/* Of what the other one, which it owns from then on, could choose, only what fits times that run out in
 * order, and only where nobody can go on. NULL without memory, also for a NULL. */
struct policy *policy_lazy(struct policy *inner);

void policy_destroy(struct policy *policy); /* NULL is harmless */

/* What a process that can take a step would do, all else equal: go on where it can, else let its time run
 * out; the choice `which` of an OFFER_CHOOSE. */
uint32_t policy_decision(const struct parked *parked, uint32_t which);

#endif
