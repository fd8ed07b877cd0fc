#include "tui/frame.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "tui/glyph.h"
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
		snprintf(text, size, step->goal && *step->goal ? tr("%s: %s") : "%s", view_task(step->task),
			 step->goal);
}

/* A piece of the header's right half; they are put from the right. */
struct piece {
	unsigned ink;
	char text[64];
};

/* "[PLAY 2x]", " RECORDING 57/159 " */
static struct piece recording_piece(const struct scene *scene)
{
	struct piece piece = {.ink = INK_ACCENT | INK_BOLD | INK_REVERSE};

	if (scene->run == RUN_LIVE) {
		snprintf(piece.text, sizeof piece.text, tr("[PLAY %s] %" PRIu64 "/%" PRIu64),
			 scene->tempo, scene->at, scene->count);
		piece.ink = INK_RUN | INK_BOLD;
	} else
		snprintf(piece.text, sizeof piece.text, tr(" RECORDING %" PRIu64 "/%" PRIu64 " "), scene->at,
			 scene->count);
	return piece;
}

/* " STEP 3 ", " STEP 3/9 ", " PAST: STEP 3/9 " */
static struct piece hand_piece(const struct scene_hand *hand)
{
	struct piece piece = {.ink = INK_ACCENT | INK_BOLD | INK_REVERSE};

	if (hand->step < hand->taken) {
		snprintf(piece.text, sizeof piece.text, tr(" PAST: STEP %" PRIu32 "/%" PRIu32 " "),
			 hand->step, hand->known);
		piece.ink = INK_WAIT | INK_BOLD | INK_REVERSE;
	} else if (hand->step < hand->known) {
		snprintf(piece.text, sizeof piece.text, tr(" STEP %" PRIu32 "/%" PRIu32 " "), hand->step,
			 hand->known);
	} else {
		snprintf(piece.text, sizeof piece.text, tr(" STEP %" PRIu32 " "), hand->step);
	}
	return piece;
}

/* What becomes of a run by hand, as far as it is known. */
static struct piece fate_piece(const struct outlook *outlook)
{
	static const unsigned inks[] = {[FATE_SAFE] = INK_RUN, [FATE_AVOIDABLE] = INK_WAIT,
					[FATE_DOOMED] = INK_STUCK};
	struct piece piece = {.ink = INK_PLAIN};

	if (!outlook)
		return piece;
	piece.ink = inks[outlook->fate] | INK_BOLD;
	snprintf(piece.text, sizeof piece.text, "%s",
		 outlook->fate == FATE_SAFE	 ? tr("SAFE") :
		 outlook->fate == FATE_AVOIDABLE ? tr("AVOIDABLE") :
						   tr("DOOMED"));
	return piece;
}

/* What free runs make of the scenario in which a failure was found. */
static struct piece free_piece(const struct scene *scene, int columns)
{
	const struct apart_free *free = scene->explore && scene->hand ? &scene->explore->free : NULL;
	struct piece piece = {.ink = INK_PLAIN};

	if (free && free->runs)
		snprintf(piece.text, sizeof piece.text,
			 columns >= 100 ? tr("%" PRIu32 " of %" PRIu32 " free runs failed") :
					  tr("free: %" PRIu32 "/%" PRIu32),
			 free->failed, free->runs);
	return piece;
}

static struct piece run_piece(const struct scene *scene)
{
	struct piece piece = {.ink = INK_PLAIN};

	if (scene->hand && scene->run != RUN_LOST)
		return hand_piece(scene->hand);
	if (scene->recording)
		return recording_piece(scene);
	if (scene->at < scene->count && scene->run != RUN_LIVE) {
		snprintf(piece.text, sizeof piece.text, tr(" PAST %" PRIu64 "/%" PRIu64 " "),
			 scene->at, scene->count);
		piece.ink = INK_WAIT | INK_BOLD | INK_REVERSE;
		return piece;
	}
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
	struct piece pieces[] = {free_piece(scene, grid->columns),
				 run_piece(scene),
				 {.ink = scene->run == RUN_PAUSED ? INK_FAINT : INK_PLAIN},
				 verdict_piece(scene)};
	const int count = sizeof pieces / sizeof *pieces;
	int width = 0;
	struct pen pen;

	if (!scene->hand)
		snprintf(pieces[2].text, sizeof pieces[2].text, "t=%.2fs", (double)scene->now / 1e9);
	else if (scene->run == RUN_FINISHED && scene->at == scene->count)
		snprintf(pieces[2].text, sizeof pieces[2].text, "%s", tr("[FINISHED]"));
	else if (scene->verdict->kind != VERDICT_DEADLOCK)
		pieces[2] = fate_piece(scene->explore ? scene->explore->outlook : NULL);
	for (int i = 0; i < count; i++)
		width += *pieces[i].text ? text_columns(pieces[i].text) + 1 : 0;
	pen = pen_at(&area, 0, grid->columns - width);
	for (int i = 0; i < count; i++) {
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

/* The task and its goal at the right end of the lesson's border. The title of the step gives way to it: of
 * " 6 Lesson 1/6  Two forks " then only the first half is left. */
static void put_goal(const struct scene *scene, const struct area *area, char *title)
{
	char goal[256];
	int columns, title_columns = text_columns(title), start;

	goal_text(scene, goal, sizeof goal);
	if (!*goal)
		return;
	columns = text_columns(goal) + 2;
	if (title_columns + 1 + columns > area->columns && strstr(title, "  ")) {
		strcpy(strstr(title, "  "), " ");
		title_columns = text_columns(title);
	}
	start = area->columns - columns > title_columns ? area->columns - columns : title_columns + 1;
	columns = area->columns - start;
	area_put(area, 0, start, columns, TEXT_LEFT, INK_ACCENT, "");
	area_put(area, 0, start + 1, columns - 2, TEXT_LEFT, INK_ACCENT, goal);
}

/* Where one panel has the whole screen, how to get to the others. */
static void put_way_out(const struct scene *scene, const struct area *area, int title)
{
	const char *text = scene->zoom ? tr(" z all panels ") : tr(" 1-7 other panels ");
	int columns = text_columns(text);

	if (title + columns + 2 < area->columns && scene->focus != PANEL_LESSON)
		area_put(area, 0, area->columns - columns, columns, TEXT_LEFT, INK_FAINT, text);
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
	if (panel == PANEL_LESSON && grid->columns < GOAL_COLUMNS)
		put_goal(scene, &area, text);
	columns = text_columns(text);
	if (layout->kind == LAYOUT_ONE && panel < PANELS)
		put_way_out(scene, &area, columns);
	area_put(&area, 0, 0, columns < area.columns ? columns : area.columns, TEXT_LEFT,
		 focused ? INK_ACCENT | INK_BOLD | (panel < PANELS ? INK_REVERSE : 0) : INK_ACCENT, text);
}

static void knob_text(const struct scene_knob *knob, char *text, size_t size)
{
	snprintf(text, size, knob->next == knob->value ? " %s %lld " : tr(" %s %lld→%lld: press r "),
		 knob->name, (long long)knob->value, (long long)knob->next);
}

/* Which knobs there is room for: the one that [ and ] turn, and its neighbours. Returns their columns. */
static int choose_knobs(const struct scene *scene, int room, uint32_t *first, uint32_t *end)
{
	char text[96];
	int width = 0;

	*first = *end = scene->knob;
	for (bool right = true; *first > 0 || *end < scene->knob_count; right = !right) {
		int columns;

		right = *end < scene->knob_count && (right || *first == 0);
		knob_text(&scene->knobs[right ? *end : *first - 1], text, sizeof text);
		columns = text_columns(text) + 1;
		if (width + columns > room)
			break;
		width += columns;
		*end += right;
		*first -= !right;
	}
	return width;
}

/* "philosophers 5→3: press r  meals 3" at the right end of the last border, in at most `room` columns.
 * Returns the column where it starts. */
static int put_knobs(const struct scene *scene, struct grid *grid, int room)
{
	struct area area = row_of(grid, grid->rows - 2);
	char label[64], text[96];
	uint32_t first, end;
	struct pen pen;
	int width;

	snprintf(label, sizeof label, " %s ", tr("[ ] knob"));
	width = choose_knobs(scene, room - text_columns(label), &first, &end);
	if (end - first < scene->knob_count) {
		snprintf(label, sizeof label, tr(" v %u knobs  [ ] "), scene->knob_count);
		width = choose_knobs(scene, room - text_columns(label), &first, &end);
	}
	if (first == end)
		return grid->columns - 1;
	width += text_columns(label);
	pen = pen_at(&area, 0, grid->columns - 1 - width);
	pen_put(&pen, INK_FAINT, label);
	for (uint32_t i = first; i < end; i++) {
		bool changed = scene->knobs[i].next != scene->knobs[i].value, here = i == scene->knob;

		knob_text(&scene->knobs[i], text, sizeof text);
		pen_put(&pen,
			INK_ACCENT | (here ? INK_BOLD : 0) |
				(changed || (here && scene->knob_count > 1) ? INK_REVERSE : 0),
			text);
		pen_to(&pen, pen.column + 1);
	}
	return grid->columns - 1 - width;
}

/* "2", "2!"; the critical step is "[2]". */
static void step_text(const struct scene *scene, uint32_t step, char *text, size_t size)
{
	bool critical = scene->explore && scene->explore->critical == step + 1;
	struct buffer grant = {0};

	schedule_print(&grant, &scene->hand->schedule[step], 1);
	snprintf(text, size, critical ? "[%s]" : "%s", buffer_text(&grant));
	buffer_finish(&grant);
}

/* By hand: who took the steps, and faintly who is planned to take the next ones. Of many the last ones. */
static void put_schedule(const struct scene *scene, struct pen *pen)
{
	const struct scene_hand *hand = scene->hand;
	int room = pen->end - pen->column - text_columns(tr("Schedule")) - 5;
	uint32_t first = hand->step;
	char text[40];

	if (hand->step < hand->known)
		room = room * 2 / 3;
	while (first > 0) {
		step_text(scene, first - 1, text, sizeof text);
		room -= text_columns(text) + 1;
		if (room < 0)
			break;
		first--;
	}
	pen_print(pen, INK_FAINT, " %s %s", tr("Schedule"), first ? GLYPH_ELLIPSIS " " : "");
	for (uint32_t i = first; i < hand->known && pen->column < pen->end - 1; i++) {
		bool critical = scene->explore && scene->explore->critical == i + 1;

		if (i == hand->step)
			pen_put(pen, INK_ACCENT | INK_BOLD, GLYPH_SELECTED);
		step_text(scene, i, text, sizeof text);
		if (pen->column + text_columns(text) + 1 > pen->end)
			break;
		pen_print(pen, critical ? INK_STUCK | INK_BOLD :
			       i < hand->step ? INK_ACCENT | INK_BOLD : INK_FAINT, "%s ", text);
	}
}

/* The last border carries the knobs, and in the small layouts the last event, or the goal where no other
 * place has it. */
void frame_bottom(const struct scene *scene, const struct layout *layout, struct grid *grid)
{
	const struct history_line *last = history_line(scene->history, (int64_t)scene->history->total - 1);
	struct area area = row_of(grid, grid->rows - 2);
	char goal[256] = "", text[300];
	struct pen pen = pen_at(&area, 0, 2);

	if (!scene->lesson || scene->help)
		return;
	if (grid->columns < GOAL_COLUMNS && !layout->places[PANEL_LESSON].rows)
		goal_text(scene, goal, sizeof goal);
	if (*goal && !scene->hand) {
		pen.end = put_knobs(scene, grid, grid->columns - text_columns(goal) - 6) - 1;
		snprintf(text, sizeof text, " %s ", goal);
		pen_put(&pen, INK_ACCENT, text);
		return;
	}
	pen.end = put_knobs(scene, grid, grid->columns * (scene->hand ? 1 : 2) / (scene->hand ? 2 : 3)) - 1;
	if (scene->hand) {
		put_schedule(scene, &pen);
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
	if (scene->recording)
		return KEYS_IN_RECORDING;
	return (scene->hand ? KEYS_BY_HAND : KEYS_IN_LESSON) |
	       (scene_prediction(scene) && scene_choice(scene) < 0 ? KEYS_IN_PREDICTION : 0);
}

/* What is too long for the last line begins in the one above. */
static void put_notice(const char *notice, struct grid *grid)
{
	int columns = grid->columns - 2, row = grid->rows - 1;
	size_t next = 0, bytes = text_wrap(notice, columns, &next);
	struct area area = row_of(grid, row - 1);
	char line[512];

	if (notice[next]) {
		snprintf(line, sizeof line, "%.*s", (int)bytes, notice);
		area_put(&area, 0, 0, grid->columns, TEXT_LEFT, 0, "");
		area_put(&area, 0, 1, columns, TEXT_LEFT, INK_ACCENT | INK_BOLD, line);
		notice += next;
	}
	area = row_of(grid, row);
	area_put(&area, 0, 1, columns, TEXT_LEFT, INK_ACCENT | INK_BOLD, notice);
}

static void progress_text(const struct scene_explore *explore, char *text, size_t size)
{
	const struct exploration *told = explore->told;

	if (told->samples)
		snprintf(text, size,
			 tr("E Esc stop  Exploring: %s, %" PRIu32 " random schedules, none failed"),
			 tr(told->stage), told->samples);
	else
		snprintf(text, size,
			 tr("E Esc stop  Exploring: %s, depth %" PRIu32 ", %" PRIu32 " states, %" PRIu32
			    " to go, %" PRIu32 " runs, %.0f states/s"),
			 tr(told->stage), told->figures.depth, told->figures.states, told->figures.frontier,
			 told->executions,
			 told->figures.states / (explore->seconds > 0.01 ? explore->seconds : 0.01));
}

void frame_hints(const struct scene *scene, struct grid *grid)
{
	struct area area = row_of(grid, grid->rows - 1);
	char text[512];

	if (scene->notice[0]) {
		put_notice(scene->notice, grid);
		return;
	}
	if (scene->explore && scene->explore->going) {
		progress_text(scene->explore, text, sizeof text);
		area_put(&area, 0, 1, grid->columns - 2, TEXT_LEFT, INK_ACCENT | INK_BOLD, text);
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
