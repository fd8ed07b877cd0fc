/* What a schedule's step or an event came to, and how to say so. */
#ifndef COMMAND_STEPS_WORDS_H
#define COMMAND_STEPS_WORDS_H

#include "command/steps.h"

bool steps_may_take(const struct parked *parked, uint32_t count, struct grant grant);

/* Sets steps->divergence: the next step of the schedule cannot be taken. */
void steps_refuse(struct steps *steps, const struct parked *parked, uint32_t count);

/* All but times and the kernel's number of a process. */
bool steps_is_same(const struct trace_event *a, const struct trace_event *b);

/* Sets steps->divergence: theirs was recorded, ours came instead; NULL = there is none. Before ours is
 * folded. */
void steps_differ(struct steps *steps, const struct trace_event *theirs, const struct trace_event *ours);

#endif
