/* What is around the panels: the header with the state of the run, borders and titles, the hint bar. */
#ifndef TUI_FRAME_H
#define TUI_FRAME_H

#include "tui/layout.h"

void frame_header(const struct scene *scene, struct grid *grid);
void frame_box(struct grid *grid, const struct place *place);
void frame_title(const struct scene *scene, const struct layout *layout, enum panel panel, int hidden,
		 struct grid *grid);
void frame_bottom(const struct scene *scene, const struct layout *layout,
		  struct grid *grid); /* knobs, last event */
void frame_hints(const struct scene *scene, struct grid *grid);
void frame_too_small(struct grid *grid);

#endif
