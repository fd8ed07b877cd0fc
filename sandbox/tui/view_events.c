/* Events: the run in words, oldest first. Time runs down the rows, then on to the next column. As the
 * timeline, it does not slide: when it is full, it goes on by half. */
#include <stdio.h>

#include "tui/stepped.h"
#include "tui/tr.h"
#include "tui/view.h"

#define COLUMN_WIDTH 56 /* what most events take: half a sentence says less than none */
#define TIME_WIDTH 7

/* A tall panel is a list; a flat one has columns side by side, or it would show next to nothing. */
static int columns_of(int rows, int columns)
{
	int fit = columns / COLUMN_WIDTH;

	return rows > 6 || fit < 1 ? 1 : fit;
}

static int64_t first_of(const struct scene *scene, int rows, int across)
{
	int64_t total = (int64_t)scene->history->total, slots = (int64_t)rows * across;
	int64_t step = across > 1 ? rows : rows / 2 > 0 ? rows / 2 : 1;
	int64_t newest = total <= slots ? 0 : (total - slots + step - 1) / step * step;
	int64_t wish = scene->scroll[PANEL_EVENTS], oldest = total - HISTORY_LINES;

	if (wish < 0 || wish > newest)
		return newest;
	return wish < oldest ? oldest : wish;
}

static void draw_line(const struct scene *scene, const struct area *area, int row, int column, int width,
		      const struct history_line *line, int digits)
{
	char time[32];

	while (digits && line->time >= (digits == 4 ? 10 : digits == 3 ? 100 : 1000) * (int64_t)1000000000)
		digits--;
	if (scene->hand)
		snprintf(time, sizeof time, "%d", stepped_step(line->time));
	else
		snprintf(time, sizeof time, "%.*fs", digits, (double)line->time / 1e9);
	area_put(area, row, column, TIME_WIDTH, TEXT_RIGHT, INK_FAINT, time);
	area_put(area, row, column + TIME_WIDTH, width - TIME_WIDTH, TEXT_LEFT, line->ink, "");
	area_put(area, row, column + TIME_WIDTH + 1, width - TIME_WIDTH - 1, TEXT_LEFT, line->ink,
		 line->text);
}

static int draw(const struct scene *scene, const struct area *area)
{
	int across = columns_of(area->rows, area->columns), width = area->columns / across;
	int64_t first = first_of(scene, area->rows, across);

	if (!scene->history->total) {
		view_empty(area, tr("What happens will be told here, a line an event."));
		return 0;
	}
	for (int slot = 0; slot < area->rows * across; slot++) {
		const struct history_line *line = history_line(scene->history, first + slot);

		if (line)
			draw_line(scene, area, slot % area->rows, slot / area->rows * width, width - 1, line,
				  scene->unhurried ? 2 : 4);
	}
	return 0;
}

static int lines(const struct scene *scene, int columns)
{
	(void)columns;
	return scene->history->total < HISTORY_LINES ? (int)scene->history->total : HISTORY_LINES;
}

static bool move(struct scene *scene, enum key_request request, int rows, int columns)
{
	int across = columns_of(rows, columns), slots = rows * across, total = (int)scene->history->total;
	int first = (int)first_of(scene, rows, across), newest;

	scene->scroll[PANEL_EVENTS] = SCROLL_FOLLOW;
	newest = (int)first_of(scene, rows, across);
	if (!view_scroll(&first, request, total, slots)) {
		scene->scroll[PANEL_EVENTS] = first < newest ? first : SCROLL_FOLLOW;
		return false;
	}
	scene->scroll[PANEL_EVENTS] = first < newest ? first : SCROLL_FOLLOW;
	return true;
}

static void title(const struct scene *scene, char *text, size_t size)
{
	snprintf(text, size, "%s%s", tr("Events"),
		 scene->scroll[PANEL_EVENTS] == SCROLL_FOLLOW ? "" : tr("  (older ones: G for the newest)"));
}

const struct view view_events = {
	.name = "Events", .short_name = "Events", .title = title, .draw = draw, .lines = lines, .move = move,
};
