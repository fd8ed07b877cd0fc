#include "tui/layout.h"

#include <string.h>

#include "tui/frame.h"
#include "tui/view.h"

/* Rows between the header and the hint bar that are no panel's inside: borders. */
#define FULL_BORDERS 6
#define COMPACT_BORDERS 4
#define BARS 2 /* header, hint bar */

/* A panel's share of the rows: at least `least`, as many as it wants if there are enough. */
struct share {
	int least, want, rows;
};

/* First everybody's least, then what they want, the first first; what is left is the last one's. */
static void divide(struct share *shares, int count, int rows)
{
	for (int i = 0; i < count; i++) {
		shares[i].rows = shares[i].least;
		rows -= shares[i].least;
	}
	for (int i = 0; i < count; i++) {
		int more = shares[i].want - shares[i].rows;

		more = more < 0 ? 0 : more > rows ? rows : more;
		shares[i].rows += more;
		rows -= more;
	}
	shares[count - 1].rows += rows;
}

/* The lesson has the say while it is read or asks for a prediction, else the run has. */
static bool lesson_first(const struct scene *scene)
{
	return scene->focus == PANEL_LESSON || (scene_prediction(scene) && scene_choice(scene) < 0);
}

static int limit(int value, int low, int high)
{
	return value < low ? low : value > high ? high : value;
}

/* The layout must not jump with every process that starts, so a table wants room in steps. */
static int in_steps(int count)
{
	return count <= 4 ? 4 : count <= 6 ? 6 : count <= 9 ? 9 : count <= 13 ? 13 : count < 20 ? count : 20;
}

static void place_full(const struct scene *scene, int rows, int columns, struct place *places)
{
	int left = (columns - 3) * 53 / 100, right = columns - 3 - left, row = 2, both;
	int processes = in_steps(view_lines(scene, PANEL_PROCESSES, left) - 1) + 1;
	int objects = in_steps(view_lines(scene, PANEL_OBJECTS, left) - 1) + 1;
	int lesson = limit(view_lines(scene, PANEL_LESSON, right), 7, 14);
	int least = limit(view_lesson_least(scene, right), 6, 8);
	enum { TOP, TIME, MIDDLE, BOTTOM, EVENTS, BANDS };
	struct share bands[BANDS] = {
		[TOP] = {5, processes, 0}, [TIME] = {4, processes, 0}, [MIDDLE] = {4, objects, 0},
		[BOTTOM] = {lesson_first(scene) ? lesson : least, lesson, 0}, [EVENTS] = {1, 6, 0},
	};

	/* Table and timeline have the same rows: where there is no room for all of both, each gets half. */
	rows -= BARS + FULL_BORDERS;
	both = rows - bands[MIDDLE].least - bands[BOTTOM].least - bands[EVENTS].least;
	if (2 * processes > both) {
		bands[TOP].want = limit((both + 1) / 2, bands[TOP].least, processes);
		bands[TIME].want = limit(both / 2, bands[TIME].least, processes);
	}
	divide(bands, BANDS, rows);
	places[PANEL_PROCESSES] = (struct place){row, 1, bands[TOP].rows, left};
	places[PANEL_GRAPH] = (struct place){row, left + 2, bands[TOP].rows + 1 + bands[MIDDLE].rows, right};
	row += bands[TOP].rows + 1;
	places[PANEL_OBJECTS] = (struct place){row, 1, bands[MIDDLE].rows, left};
	row += bands[MIDDLE].rows + 1;
	places[PANEL_TIMELINE] = (struct place){row, 1, bands[TIME].rows, columns - 2};
	row += bands[TIME].rows + 1;
	places[PANEL_SOURCE] = (struct place){row, 1, bands[BOTTOM].rows, left};
	places[PANEL_LESSON] = (struct place){row, left + 2, bands[BOTTOM].rows, right};
	row += bands[BOTTOM].rows + 1;
	places[PANEL_EVENTS] = (struct place){row, 1, bands[EVENTS].rows, columns - 2};
}

static void place_compact(const struct scene *scene, int rows, int columns, struct place *places)
{
	int processes = view_lines(scene, PANEL_PROCESSES, columns - 2),
	    lesson = view_lines(scene, PANEL_LESSON, columns - 2),
	    least = view_lesson_least(scene, columns - 2);
	bool first = lesson_first(scene);
	enum { TABLE, TEXT, PANE, BANDS };
	struct share bands[BANDS] = {
		[TABLE] = {4, in_steps(processes - 1) + 1, 0},
		[TEXT] = {first ? limit(lesson, 3, 10) : limit(least, 3, 5), limit(lesson, 4, 8), 0},
		/* The same whatever it shows: another pane must not move the others. It also gets what
		 * nobody wants. */
		[PANE] = {first ? 4 : 6, 6, 0},
	};

	divide(bands, BANDS, rows - BARS - COMPACT_BORDERS);
	places[PANEL_PROCESSES] = (struct place){2, 1, bands[TABLE].rows, columns - 2};
	places[scene->pane] = (struct place){3 + bands[TABLE].rows, 1, bands[PANE].rows, columns - 2};
	places[PANEL_LESSON] =
		(struct place){4 + bands[TABLE].rows + bands[PANE].rows, 1, bands[TEXT].rows, columns - 2};
}

struct layout layout_compute(const struct scene *scene, int rows, int columns)
{
	struct layout layout = {.kind = LAYOUT_TOO_SMALL};
	enum panel one = scene->help ? PANEL_HELP : scene->lesson ? scene->focus : PANEL_CATALOGUE;

	if (rows < LAYOUT_LEAST_ROWS || columns < LAYOUT_LEAST_COLUMNS)
		return layout;
	if (scene->help || !scene->lesson || scene->zoom || rows < 24 || columns < 80) {
		layout.kind = LAYOUT_ONE;
		layout.places[one] = (struct place){2, 1, rows - BARS - 2, columns - 2};
	} else if (rows < 36 || columns < 120) {
		layout.kind = LAYOUT_COMPACT;
		place_compact(scene, rows, columns, layout.places);
	} else {
		layout.kind = LAYOUT_FULL;
		place_full(scene, rows, columns, layout.places);
	}
	return layout;
}

static void draw_scene(const struct scene *scene, struct grid *grid)
{
	struct layout layout = layout_compute(scene, grid->rows, grid->columns);
	int hidden[PANELS_ALL] = {0};

	grid_clear(grid);
	if (layout.kind == LAYOUT_TOO_SMALL) {
		frame_too_small(grid);
		return;
	}
	frame_header(scene, grid);
	for (int panel = 0; panel < PANELS_ALL; panel++) {
		const struct place *place = &layout.places[panel];
		struct area area = {grid, place->row, place->column, place->rows, place->columns};

		if (!place->rows)
			continue;
		frame_box(grid, place);
		hidden[panel] = view_draw(scene, (enum panel)panel, &area);
	}
	for (int panel = 0; panel < PANELS_ALL; panel++)
		if (layout.places[panel].rows)
			frame_title(scene, &layout, (enum panel)panel, hidden[panel], grid);
	frame_bottom(scene, &layout, grid);
	frame_hints(scene, grid);
}

void layout_keep(const struct layout *layout, unsigned panels, const struct grid *before, struct grid *grid)
{
	if (before->rows != grid->rows || before->columns != grid->columns)
		return;
	for (int panel = 0; panel < PANELS; panel++) {
		const struct place *place = &layout->places[panel];

		for (int row = place->row; (panels >> panel & 1) && row < place->row + place->rows; row++)
			memcpy(grid_cell(grid, row, place->column), grid_cell(before, row, place->column),
			       (size_t)place->columns * sizeof *grid->cells);
	}
}

void layout_draw(const struct scene *scene, struct grid *grid)
{
	draw_scene(scene, grid);
	if (grid->ascii)
		grid_ascii(grid);
}
