#include "tui/frame.h"

#include <stdio.h>
#include <string.h>

#include "tui/tr.h"
#include "tui/view.h"

static struct area row_of(struct grid *grid, int row)
{
	return (struct area){grid, row, 0, 1, grid->columns};
}

/* From here on the goal is in the header; in narrower screens it is in a border. */
#define GOAL_COLUMNS 100

/* "BREAK IT: make it deadlock" */
static void goal_text(const struct scene *scene, char *text, size_t size)
{
	const struct lesson_step *step = scene_step(scene);

	*text = '\0';
	if (step)
		snprintf(text, size, step->goal && *step->goal ? "%s: %s" : "%s", view_task(step->task),
			 step->goal);
}

/* A piece of the header's right half; they are put from the right. */
struct piece {
	unsigned ink;
	char text[64];
};

static struct piece run_piece(const struct scene *scene)
{
	struct piece piece = {.ink = INK_PLAIN};

	switch (scene->run) {
	case RUN_LIVE:
		snprintf(piece.text, sizeof piece.text, tr("[RUN %s]"), scene->tempo);
		piece.ink = INK_RUN | INK_BOLD;
		break;
	case RUN_PAUSED:
		snprintf(piece.text, sizeof piece.text, "%s", tr(" PAUSED: processes frozen "));
		piece.ink = INK_WAIT | INK_BOLD | INK_REVERSE;
		break;
	case RUN_FINISHED:
		snprintf(piece.text, sizeof piece.text, "%s", tr("[FINISHED]"));
		break;
	case RUN_LOST:
		snprintf(piece.text, sizeof piece.text, "%s", tr("[LOST]"));
		piece.ink = INK_STUCK | INK_BOLD;
		break;
	default:
		snprintf(piece.text, sizeof piece.text, "%s", tr("[NO RUN]"));
	}
	return piece;
}

static struct piece verdict_piece(const struct scene *scene)
{
	const struct verdict *verdict = scene->verdict;
	struct piece piece = {.ink = INK_STUCK | INK_BOLD | INK_REVERSE};

	if (verdict->kind == VERDICT_DEADLOCK)
		snprintf(piece.text, sizeof piece.text, tr(" ! DEADLOCK (%u) "), verdict->stuck_count);
	else if (scene->world->errors)
		snprintf(piece.text, sizeof piece.text, tr(" ! ERROR (%u) "), scene->world->errors);
	else if (verdict->kind == VERDICT_STALLED)
		snprintf(piece.text, sizeof piece.text, tr(" ? STALLED (%u) "), verdict->stuck_count);
	return piece;
}

/* Returns the column where the state starts. */
static int put_state(const struct scene *scene, struct grid *grid)
{
	struct area area = row_of(grid, 0);
	struct piece pieces[3] = {run_piece(scene), {.ink = scene->run == RUN_PAUSED ? INK_FAINT : INK_PLAIN},
				  verdict_piece(scene)};
	int width = 0;
	struct pen pen;

	snprintf(pieces[1].text, sizeof pieces[1].text, "t=%.2fs", (double)scene->now / 1e9);
	for (int i = 0; i < 3; i++)
		width += *pieces[i].text ? text_columns(pieces[i].text) + 1 : 0;
	pen = pen_at(&area, 0, grid->columns - width);
	for (int i = 0; i < 3; i++) {
		if (!*pieces[i].text)
			continue;
		pen_put(&pen, pieces[i].ink, pieces[i].text);
		pen_to(&pen, pen.column + 1);
	}
	return grid->columns - width;
}

/* " SANDBOX  14 Deadlock  BREAK IT: make it deadlock" and at the right the state of the run. The title
 * gives way before the task does. */
void frame_header(const struct scene *scene, struct grid *grid)
{
	const struct lesson_step *step = scene_step(scene);
	struct area area = row_of(grid, 0);
	struct pen pen = pen_at(&area, 0, 1);
	char task[256] = "";
	int room;

	if (!scene->lesson || scene->help) {
		pen_put(&pen, INK_ACCENT | INK_BOLD, "SANDBOX");
		pen_put(&pen, INK_FAINT, tr("  multiprocess programming, with real processes"));
		return;
	}
	pen.end = put_state(scene, grid) - 1;
	if (grid->columns >= GOAL_COLUMNS)
		pen_put(&pen, INK_ACCENT | INK_BOLD, "SANDBOX  ");
	if (grid->columns >= GOAL_COLUMNS)
		goal_text(scene, task, sizeof task);
	else if (step)
		snprintf(task, sizeof task, "%s", view_task(step->task));
	if (scene->lesson->number)
		pen_print(&pen, INK_ACCENT | INK_BOLD, "%02d ", scene->lesson->number);
	room = pen.end - pen.column - text_columns(view_task(step ? step->task : TASK_READ)) - 2;
	if (room > 4) {
		int columns = text_columns(scene->lesson->title);

		columns = columns < room ? columns : room;
		area_put(&area, 0, pen.column, columns, TEXT_LEFT, INK_BOLD, scene->lesson->title);
		pen_to(&pen, pen.column + columns + 2);
	}
	pen_put(&pen, INK_ACCENT, task);
}

void frame_box(struct grid *grid, const struct place *place)
{
	int top = place->row - 1, bottom = place->row + place->rows;
	int left = place->column - 1, right = place->column + place->columns;

	grid_line_across(grid, top, left, right);
	grid_line_across(grid, bottom, left, right);
	grid_line_down(grid, left, top, bottom);
	grid_line_down(grid, right, top, bottom);
}

/* The pane's border is a row of tabs: "[2 Graph]  3 Objects  4 Time …". */
static void put_tabs(const struct scene *scene, const struct place *place, struct grid *grid)
{
	struct area area = row_of(grid, place->row - 1);
	struct pen pen = pen_at(&area, 0, place->column + 1);

	pen.end = place->column + place->columns - 1;
	for (int panel = 0; panel < PANELS; panel++) {
		bool shown = panel == (int)scene->pane;
		unsigned ink =
			shown ? INK_BOLD | INK_ACCENT | (panel == (int)scene->focus ? INK_REVERSE : 0) :
				INK_FAINT;

		if (panel == PANEL_PROCESSES || panel == PANEL_LESSON)
			continue;
		pen_print(&pen, ink, shown ? "[%d %s]" : " %d %s ", panel + 1,
			  tr(view_get((enum panel)panel)->short_name));
	}
	pen_put(&pen, INK_FAINT, tr("  Tab next "));
}

/* The task and its goal at the right end of the lesson's border. Returns how many of the title's columns are
 * left. */
static int put_goal(const struct scene *scene, const struct area *area, int title)
{
	char goal[256];
	int columns, room;

	goal_text(scene, goal, sizeof goal);
	columns = text_columns(goal) + 2;
	room = area->columns - 2 > columns ? area->columns - 2 - columns : 0;
	if (!*goal)
		return title;
	if (title > room)
		title = room > 20 ? room : 20;
	area_put(area, 0, area->columns - columns > title ? area->columns - columns : title + 1, 1, TEXT_LEFT,
		 0, " ");
	area_put(area, 0, (area->columns - columns > title ? area->columns - columns : title + 1) + 1,
		 columns - 1, TEXT_LEFT, INK_ACCENT, goal);
	return title;
}

/* "+3 more" at the right end of a border, if anything is hidden. Returns the columns it took. */
static int put_hidden(const struct area *area, int hidden)
{
	char text[32];
	int columns;

	if (hidden <= 0)
		return 0;
	snprintf(text, sizeof text, tr(" +%d more "), hidden);
	columns = text_columns(text);
	area_put(area, 0, area->columns - columns, columns, TEXT_LEFT, INK_ACCENT, text);
	return columns + 1;
}

void frame_title(const struct scene *scene, const struct layout *layout, enum panel panel, int hidden,
		 struct grid *grid)
{
	const struct place *place = &layout->places[panel];
	struct area area = {grid, place->row - 1, place->column + 1, 1, place->columns - 2};
	bool focused = panel == scene->focus || panel >= PANELS;
	char name[256], text[280];
	int columns;

	area.columns -= put_hidden(&area, hidden);
	if (layout->kind == LAYOUT_COMPACT && panel == scene->pane) {
		put_tabs(scene, place, grid);
		return;
	}
	view_title(scene, panel, name, sizeof name);
	if (panel < PANELS)
		snprintf(text, sizeof text, " %d %s ", panel + 1, name);
	else
		snprintf(text, sizeof text, " %s ", name);
	columns = text_columns(text);
	if (panel == PANEL_LESSON && grid->columns < GOAL_COLUMNS)
		columns = put_goal(scene, &area, columns);
	area_put(&area, 0, 0, columns < area.columns ? columns : area.columns, TEXT_LEFT,
		 focused ? INK_ACCENT | INK_BOLD | (panel < PANELS ? INK_REVERSE : 0) : INK_ACCENT, text);
}

/* "philosophers 5→3 (r)  meals 3" at the right end of the last border. Returns the column where it starts. */
static int put_knobs(const struct scene *scene, struct grid *grid)
{
	struct area area = row_of(grid, grid->rows - 2);
	int width = 0, count = 0, room = grid->columns / 2;
	char text[SCENE_KNOBS][96];
	struct pen pen;

	for (uint32_t i = 0; i < scene->knob_count; i++) {
		const struct scene_knob *knob = &scene->knobs[i];

		snprintf(text[i], sizeof text[i],
			 knob->next == knob->value ? " %s %lld " : tr(" %s %lld→%lld: press r "), knob->name,
			 (long long)knob->value, (long long)knob->next);
		if (width + text_columns(text[i]) + 1 > room)
			break;
		width += text_columns(text[i]) + 1;
		count++;
	}
	if (!count)
		return grid->columns - 1;
	width += text_columns(tr("[ ] knob"));
	pen = pen_at(&area, 0, grid->columns - 3 - width);
	pen_print(&pen, INK_FAINT, " %s ", tr("[ ] knob"));
	for (int i = 0; i < count; i++) {
		bool changed = scene->knobs[i].next != scene->knobs[i].value,
		     here = (uint32_t)i == scene->knob;

		pen_put(&pen,
			INK_ACCENT | (here ? INK_BOLD : 0) |
				(changed || (here && count > 1) ? INK_REVERSE : 0),
			text[i]);
		pen_to(&pen, pen.column + 1);
	}
	return grid->columns - 3 - width;
}

/* The last border carries the knobs, and in the small layouts the last event. */
void frame_bottom(const struct scene *scene, const struct layout *layout, struct grid *grid)
{
	const struct history_line *last = history_line(scene->history, (int64_t)scene->history->total - 1);
	struct area area = row_of(grid, grid->rows - 2);
	char text[200];
	struct pen pen = pen_at(&area, 0, 2);

	if (!scene->lesson || scene->help)
		return;
	pen.end = put_knobs(scene, grid) - 1;
	if (grid->columns < GOAL_COLUMNS && !layout->places[PANEL_LESSON].rows) {
		pen_put(&pen, INK_ACCENT, " ");
		goal_text(scene, text, sizeof text);
		pen_put(&pen, INK_ACCENT, text);
		pen_put(&pen, INK_ACCENT, " ");
		return;
	}
	if (!last || layout->places[PANEL_EVENTS].rows)
		return;
	snprintf(text, sizeof text, " %.2fs %s ", (double)last->time / 1e9, last->text);
	pen_put(&pen, last->ink, text);
}

static unsigned where_of(const struct scene *scene)
{
	if (!scene->lesson)
		return KEYS_IN_CATALOGUE;
	return KEYS_IN_LESSON | (scene_prediction(scene) && scene_choice(scene) < 0 ? KEYS_IN_PREDICTION : 0);
}

void frame_hints(const struct scene *scene, struct grid *grid)
{
	struct area area = row_of(grid, grid->rows - 1);
	char text[512];

	if (scene->notice[0]) {
		area_put(&area, 0, 1, grid->columns - 2, TEXT_LEFT, INK_ACCENT | INK_BOLD, scene->notice);
		return;
	}
	keymap_hints(where_of(scene), grid->columns - 2, text, sizeof text);
	area_put(&area, 0, 1, grid->columns - 2, TEXT_LEFT, INK_FAINT, text);
}

void frame_too_small(struct grid *grid)
{
	struct area area = {grid, 0, 0, grid->rows, grid->columns};
	struct page page = {.area = &area, .columns = grid->columns};
	char text[128];

	snprintf(text, sizeof text, tr("Too small: this screen has %dx%d, it needs %dx%d."), grid->columns,
		 grid->rows, LAYOUT_LEAST_COLUMNS, LAYOUT_LEAST_ROWS);
	page_text(&page, 0, INK_BOLD, text);
	page_text(&page, 0, INK_PLAIN, tr("Make it larger, or press q."));
}
