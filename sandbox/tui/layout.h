/* Where everything is on the screen, and the drawing of it: a scene goes in, a grid comes out.
 *
 *   120x36 and more   all seven panels
 *   80x24 and more    processes and lesson, and between them a pane that shows one of the others
 *   60x16 and more    one panel
 *   less              what it needs and what it has
 */
#ifndef TUI_LAYOUT_H
#define TUI_LAYOUT_H

#include "tui/scene.h"

enum layout_kind { LAYOUT_TOO_SMALL, LAYOUT_ONE, LAYOUT_COMPACT, LAYOUT_FULL };

enum { LAYOUT_LEAST_COLUMNS = 60, LAYOUT_LEAST_ROWS = 16 };

/* The inside of a panel, in cells of the screen. rows is 0 if it is not shown. */
struct place {
	int row, column, rows, columns;
};

struct layout {
	enum layout_kind kind;
	struct place places[PANELS_ALL];
};

struct layout layout_compute(const struct scene *scene, int rows, int columns);
void layout_draw(const struct scene *scene, struct grid *grid);

/* The insides of these panels (bits by enum panel) are taken from the frame before, if that had the same
 * layout. */
void layout_keep(const struct layout *layout, unsigned panels, const struct grid *before, struct grid *grid);

#endif
