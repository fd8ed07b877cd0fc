/* How fairly locks and semaphores were shared: measured over the events of a run, beside the world.
 *
 * Who competed for an object: whoever waited for it, and whoever held a unit of it while somebody began to
 * wait. Counted is how often each of them took it while all of them competed: from the moment the last of
 * them came in until the first of them took it for the last time. What one does alone, before the others come
 * or after they are done, says nothing about fairness; in a program where each does the same amount of work,
 * the counts at the end of the run are equal however long somebody starved.
 *
 * The index is Jain's (base/statistics.h): 1 = each took it as often as every other, 1/n = one of n alone
 * did.
 */
#ifndef WORLD_FAIRNESS_H
#define WORLD_FAIRNESS_H

#include "world/world.h"

/* Zeroed is empty. */
struct fairness {
	struct contest *contests; /* [number of the object - 1] */
	uint32_t count, room;
	bool out_of_memory; /* it has not seen everything: there is no index */
};

/* The world is the one after the event. */
void fairness_apply(struct fairness *fairness, const struct world *world, const struct trace_event *event);

/* The index of the object that was shared least fairly, and its number. NAN when there was no contest worth a
 * number: fewer than two who competed, or fewer takes than two for each of them. */
double fairness_index(const struct fairness *fairness, uint32_t *object);

void fairness_finish(struct fairness *fairness);

#endif
