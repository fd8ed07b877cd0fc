/* The failing schedule with the fewest switches of processes, and of those one with the fewest steps: often
 * the one that is understood soonest, and the measure that systematic testing goes by (Musuvathi, Qadeer,
 * Iterative context bounding for systematic testing of multithreaded programs, PLDI 2007).
 *
 * A search over pairs of a state and who went last, in which a step of the same process costs nothing and a
 * step of another one a switch (0-1 breadth first search), and within as many switches by steps.
 */
#ifndef SCHEDULE_SWITCHES_H
#define SCHEDULE_SWITCHES_H

#include "schedule/search.h"

struct switches;

/* Of the options: lazy, states_max (pairs) and bytes_max. main's first node must be known. NULL without
 * memory. */
struct switches *switches_create(struct knowledge *knowledge, struct model *model,
				 const struct search_options *options);
void switches_destroy(struct switches *switches);

/* Go on for so many pairs. As search_run; SEARCH_FOUND once. */
enum search_end switches_run(struct switches *switches, uint32_t pairs);
/* After SEARCH_NEEDS: the execution that is needed. After SEARCH_FOUND: the schedule, and how it fails. As
 * search_need and search_path. */
uint32_t switches_need(struct switches *switches, struct grant **grants, uint32_t *room);
uint32_t switches_path(struct switches *switches, struct grant **grants, uint32_t *room,
		       struct judgement *judgement);
/* states: pairs; depth: switches so far. */
struct search_figures switches_figures(const struct switches *switches);

#endif
