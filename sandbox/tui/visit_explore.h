/* Exploring from the screen: every schedule of the scenario, with the knobs as they are set, in a process
 * beside the screen; and what is found is loaded as a run by hand. */
#ifndef TUI_VISIT_EXPLORE_H
#define TUI_VISIT_EXPLORE_H

#include "tui/visit.h"

void explore_toggle(struct screen *screen);  /* begin; while it goes on: stop */
bool explore_stop(struct screen *screen);    /* says how far it came; false: none goes on */
void explore_forget(struct screen *screen);  /* at once, without a word */
int explore_fd(const struct screen *screen); /* -1 = there is nothing to read from */
/* Returns what has to be drawn, as session_read. */
unsigned explore_read(struct screen *screen);
/* A run is about to begin with these knobs: what is known of others is forgotten. */
void explore_keep(struct screen *screen, const struct lesson_knob *knobs, size_t count);
void explore_compose(struct screen *screen);
void explore_hint(struct screen *screen); /* how far the failure is from here */

#endif
