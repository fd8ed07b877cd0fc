/* Where everybody stands in a run that is quiet: what he is about to do, and what is in his memory. Two
 * standings that are the same have the same future, as far as their objects are the same, too. */
#ifndef SCHEDULE_STANDING_H
#define SCHEDULE_STANDING_H

#include "runtime/run.h"

struct standing {
	uint32_t process;
	uint64_t what; /* hash; 0 = its memory has no fingerprint, and is like nothing */
	bool able;     /* it can take a step */
};

/* Written to `standing`, which has room for as many. Returns how many. */
uint32_t standing_of(const struct parked *parked, uint32_t count, struct standing *standing);
bool standing_same(const struct standing *one, uint32_t ones, const struct standing *other, uint32_t others);

#endif
