/* Where everybody stands in a run that is quiet: what he is about to do, and what is in his memory. Two
 * standings that are the same have the same future, as far as their objects are the same, too. */
#ifndef SCHEDULE_STANDING_H
#define SCHEDULE_STANDING_H

#include "runtime/run.h"

struct standing {
	uint32_t process;
	uint64_t what; /* hash */
	bool told;     /* its memory has a fingerprint, and what has it in it */
	bool able;     /* it can take a step */
};

/* Written to `standing`, which has room for as many. Returns how many. */
uint32_t standing_of(const struct parked *parked, uint32_t count, struct standing *standing);
/* Is everything the same before and after these steps? Whoever takes none of them needs no fingerprint. */
bool standing_same(const struct standing *before, uint32_t befores, const struct standing *after,
		   uint32_t afters, const struct grant *steps, uint32_t count);

#endif
