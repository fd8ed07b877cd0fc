/* Timeline: one row a process, one glyph a tick. It does not slide: when the newest tick reaches the right
 * edge, the page moves by half its width. A sliding timeline is redrawn from end to end all the time, and
 * nobody can read it. */
#include <stdio.h>

#include "tui/stepped.h"
#include "tui/tr.h"
#include "tui/view.h"

#define MILLISECOND 1000000

static const int64_t zooms[] = {
	MILLISECOND, 2 * MILLISECOND, 5 * MILLISECOND, 10 * MILLISECOND, 20 * MILLISECOND, 50 * MILLISECOND,
	100 * MILLISECOND, 200 * MILLISECOND, 500 * MILLISECOND, 1000 * MILLISECOND, 2000 * MILLISECOND,
	5000 * (int64_t)MILLISECOND, 10000 * (int64_t)MILLISECOND, 60000 * (int64_t)MILLISECOND,
};
#define ZOOMS ((int)(sizeof zooms / sizeof *zooms))

/* At a tempo for people the newest ticks are drawn by the handful: each drawing costs a cursor movement
 * and a colour in every row, however many ticks it brings. */
#define HANDFUL (400 * MILLISECOND)

struct window {
	int names;      /* columns of the names at the left */
	int columns;    /* of ticks */
	int64_t tick;   /* ns a column */
	int64_t half;   /* ns: by this it moves */
	int64_t newest; /* number of the half that shows the newest tick at its right */
	int64_t page;   /* the half that is shown at the left */
	int64_t now;    /* as far as ticks are drawn */
};

/* At a tempo for people 50 ms; a free run is over in milliseconds: there the finest that shows it all. */
static int64_t choose_tick(const struct scene *scene, int columns)
{
	if (scene->tick)
		return scene->tick;
	if (scene->hand)
		return STEPPED_STEP;
	if (scene->unhurried)
		return 50 * MILLISECOND;
	/* Of a recording the end is known: its scale need not change on the way. */
	int64_t span = scene->recording ? scene->recording->time : scene->now;

	for (int i = 0; i < ZOOMS; i++)
		if (span <= zooms[i] * columns)
			return zooms[i];
	return zooms[ZOOMS - 1];
}

/* Once nobody can move any more nothing new will ever be drawn: stay where the ring closed. */
static int64_t newest_page(const struct scene *scene, int64_t span, int64_t half)
{
	int64_t now = scene->now, closed = scene->timeline->closed;

	if (closed >= 0 && scene->verdict->whole && now > closed + span / 3)
		now = closed + span / 3;
	return now < span ? 0 : (now - span) / half + 1;
}

/* Columns between two times on the axis. */
static int label_step(int64_t tick)
{
	return tick % (5 * MILLISECOND) ? 20 : 10;
}

/* About half a page, but a whole number of steps: then the times on the axis stay round. */
static int half_columns(int columns, int64_t tick)
{
	int step = label_step(tick), half = (columns + step) / 2 / step * step;

	return half && half < columns ? half : columns / 2;
}

static struct window place_window(const struct scene *scene, int width)
{
	struct window w = {.names = view_name_columns(scene->world, 4, 10) + 3};
	int64_t span;

	w.now = scene->now;
	if (scene->unhurried && scene->run == RUN_LIVE && scene->verdict->kind != VERDICT_DEADLOCK)
		w.now = scene->now / HANDFUL * HANDFUL;
	w.columns = width - w.names - 1;
	if (w.columns < 10)
		w.columns = 10;
	w.tick = choose_tick(scene, w.columns);
	if (w.tick < scene->timeline->tick)
		w.tick = scene->timeline->tick;
	w.half = half_columns(w.columns, w.tick) * w.tick;
	span = w.columns * w.tick;
	w.newest = newest_page(scene, span, w.half);
	w.page = scene->scroll[PANEL_TIMELINE];
	if (w.page < 0 || w.page > w.newest)
		w.page = w.newest;
	return w;
}

static unsigned moment_ink(enum moment moment)
{
	switch (moment) {
	case MOMENT_RUNS: return INK_RUN;
	case MOMENT_WAITS: return INK_WAIT;
	case MOMENT_STUCK:
	case MOMENT_DIED: return INK_STUCK;
	case MOMENT_SLEEPS: return INK_FAINT;
	default: return INK_PLAIN;
	}
}

static void draw_row(const struct scene *scene, const struct world_process *process, const struct area *area,
		     int row, const struct window *w)
{
	unsigned ink = view_is_stuck(scene, process->number) ? INK_STUCK : INK_PLAIN;
	int64_t origin = w->page * w->half;
	struct pen pen = pen_at(area, row, w->names);
	char name[128];

	view_short_name(process->name, w->names - 3, name, sizeof name);
	area_put(area, row, 2, w->names - 3, TEXT_LEFT, ink, name);
	for (int i = 0; i < w->columns; i++) {
		enum moment moment = timeline_moment(scene->timeline, process->number, origin + i * w->tick,
						     origin + (i + 1) * w->tick, w->now);

		pen_put(&pen, moment_ink(moment), view_moment(moment));
	}
}

static const char *legend(const struct scene *scene)
{
	return scene->world->controlled ? tr("█ steps ░ waits ▒ stuck · parked x died") :
					  tr("█ runs ░ waits ▒ stuck · sleeps x died");
}

static void draw_legend(const struct scene *scene, const struct area *area, int row)
{
	int columns = text_columns(legend(scene));

	area_put(area, row, area->columns - columns, columns, TEXT_LEFT, INK_FAINT, legend(scene));
}

static void time_text(const struct scene *scene, int64_t time, int64_t tick, char *text, size_t size)
{
	int digits = tick >= 100 * MILLISECOND ? 0 : tick >= 10 * MILLISECOND ? 1 : 3;

	if (scene->hand)
		snprintf(text, size, "%d", stepped_step(time));
	else
		snprintf(text, size, "%.*fs", digits, (double)time / 1e9);
}

/* The times, every ten columns or so, and where the ring closed. */
static void draw_axis(const struct scene *scene, const struct area *area, int row, const struct window *w)
{
	int64_t origin = w->page * w->half, closed = scene->timeline->closed;
	int mark = closed >= origin ? (int)((closed - origin) / w->tick) : -1,
	    step = label_step(w->tick);
	int end = area->columns - text_columns(legend(scene)) - 2, marked = 0;
	char label[64], text[64], when[32];

	if (mark >= 0 && mark < w->columns) {
		view_when(scene, closed, 2, when, sizeof when);
		snprintf(label, sizeof label,
			 scene->verdict->ring_count ? tr("^%s ring closed") : tr("^%s deadlock"), when);
		marked = text_columns(label);
		if (w->names + mark + marked >= end) { /* no room for words */
			snprintf(label, sizeof label, "^");
			marked = 1;
		}
		area_put(area, row, w->names + mark, marked, TEXT_LEFT, INK_STUCK | INK_BOLD, label);
	}
	for (int column = 0; column < w->columns; column += step) {
		int width;

		time_text(scene, origin + column * w->tick, w->tick, text, sizeof text);
		width = text_columns(text);
		if (w->names + column + width > end)
			break;
		if (!marked || column + width < mark || column > mark + marked)
			area_put(area, row, w->names + column, width, TEXT_LEFT, INK_FAINT, text);
	}
}

static int draw(const struct scene *scene, const struct area *area)
{
	int count = (int)scene->world->process_count, rows = area->rows - 1;
	int first = view_first_around((int)scene->selected, count, rows);
	struct window w = place_window(scene, area->columns);

	if (!count) {
		view_empty(area, tr("What each process does will be drawn here, a glyph a moment."));
		return 0;
	}
	for (int i = 0; i < rows && first + i < count; i++)
		draw_row(scene, &scene->world->processes[first + i], area, i, &w);
	draw_axis(scene, area, area->rows - 1, &w);
	draw_legend(scene, area, area->rows - 1);
	return count - first - rows;
}

static void title(const struct scene *scene, char *text, size_t size)
{
	/* The title does not know the width of the area; what it says of the tick holds for any. */
	int64_t tick = choose_tick(scene, 100);
	const char *hint = scene->scroll[PANEL_TIMELINE] == SCROLL_FOLLOW ? tr("h l past  < > scale") :
									    tr("the past: G for now");

	if (tick < scene->timeline->tick)
		tick = scene->timeline->tick;
	if (scene->hand && tick == STEPPED_STEP)
		snprintf(text, size, tr("Timeline  1 column = 1 step  %s"), hint);
	else
		snprintf(text, size, tr("Timeline  1 column = %g ms  %s"), (double)tick / MILLISECOND, hint);
}

static int lines(const struct scene *scene, int columns)
{
	(void)columns;
	return (int)scene->world->process_count + 1;
}

static bool zoom(struct scene *scene, const struct window *w, int by)
{
	for (int i = 0; i < ZOOMS; i++) {
		if (zooms[i] < w->tick)
			continue;
		if (i + by < 0 || i + by >= ZOOMS || zooms[i + by] < scene->timeline->tick)
			return false;
		scene->tick = zooms[i + by];
		scene->scroll[PANEL_TIMELINE] = SCROLL_FOLLOW;
		return true;
	}
	return false;
}

static bool move(struct scene *scene, enum key_request request, int rows, int columns)
{
	struct window w = place_window(scene, columns);
	int64_t wish = w.page;

	switch (request) {
	case REQUEST_WIDER_TICK: return zoom(scene, &w, 1);
	case REQUEST_FINER_TICK: return zoom(scene, &w, -1);
	case REQUEST_LEFT:
	case REQUEST_PAGE_UP: wish--; break;
	case REQUEST_RIGHT:
	case REQUEST_PAGE_DOWN: wish++; break;
	case REQUEST_FIRST: wish = 0; break;
	case REQUEST_LAST: wish = w.newest; break;
	default: return view_processes.move(scene, request, rows, columns);
	}
	if (wish < 0 || wish > w.newest)
		return false;
	scene->scroll[PANEL_TIMELINE] = wish == w.newest ? SCROLL_FOLLOW : (int)wish;
	return true;
}

const struct view view_timeline = {
	.name = "Timeline", .short_name = "Time", .title = title, .draw = draw, .lines = lines, .move = move,
};
