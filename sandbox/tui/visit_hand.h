/* A run that is stepped by hand: the person grants each step, goes back, and goes on from there. */
#ifndef TUI_VISIT_HAND_H
#define TUI_VISIT_HAND_H

#include "tui/visit.h"

/* Run the scenario again, by hand; and if it is so already, freely. */
void hand_toggle(struct screen *screen);
/* Run it by hand with these steps planned. */
void hand_begin(struct screen *screen, const struct grant *plan, uint32_t steps);

/* Let the selected process take its next step from where the view is (DECISION_GO), let the time of its wait
 * run out, or kill it. Says why where it cannot. */
void hand_step(struct screen *screen, uint32_t decision);
void hand_view(struct screen *screen,
	       int64_t step); /* go to the moment after so many steps: the view at once */
void hand_back(struct screen *screen, int64_t steps); /* the same, from where it is */
void hand_here(
	struct screen *screen); /* the processes come to where the view is, and the rest is forgotten */
void hand_play(struct screen *screen);

/* Bring the scene up to date. */
void hand_compose(struct screen *screen);
/* The run was read. */
void hand_seen(struct screen *screen);

#endif
