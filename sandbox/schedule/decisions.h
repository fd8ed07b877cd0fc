/* What can be decided in a state, for one process after the other. */
#ifndef SCHEDULE_DECISIONS_H
#define SCHEDULE_DECISIONS_H

#include "schedule/model.h"

/* The choice-th thing (0, 1, …) that may be decided for the process at that place; DECISION_NONE: there
 * is no such. lazy: a time runs out only where nobody can go on, and only the one that runs out first
 * (of several at the same moment, any). */
uint32_t decision_at(const struct model *model, const void *state, uint32_t place, uint32_t choice,
		     bool lazy);

#endif
