/* Source: the scenario, with the processes that are at a line beside it. It follows the selected process. */
#include <stdio.h>
#include <string.h>

#include "tui/glyph.h"
#include "tui/tr.h"
#include "tui/view.h"

static int line_count(const struct lesson *lesson)
{
	int count = 0;

	for (size_t i = 0; i < lesson->source_length; i++)
		count += lesson->source[i] == '\n';
	return count + (lesson->source_length && lesson->source[lesson->source_length - 1] != '\n');
}

/* The lines are found from the start each time: a scenario is a page or two. */
static void copy_line(const struct lesson *lesson, int number, char *text, size_t size)
{
	const char *at = lesson->source, *end = at + lesson->source_length;
	size_t length = 0;

	for (int line = 1; at < end && line < number; at++)
		line += *at == '\n';
	for (; at < end && *at != '\n' && length + 3 < size; at++) {
		if (*at == '\t')
			text[length++] = ' ';
		text[length++] = *at == '\t' || !*at ? ' ' : *at;
	}
	text[length] = '\0';
}

/* Where it is, or where it was last: whoever was killed is looked for there. */
static int selected_line(const struct scene *scene)
{
	const struct world_process *process = world_process(scene->world, scene->selected);

	return process ? (int)process->line : 0;
}

static int first_line(const struct scene *scene, int count, int rows)
{
	int wish = scene->scroll[PANEL_SOURCE];

	if (wish == SCROLL_FOLLOW) {
		int line = selected_line(scene);

		/* Stay as long as the line is seen; a text that moves with every step cannot be read. */
		wish = scene->source_first;
		if (line && (line <= wish || line > wish + rows))
			wish = line - 1 - rows / 2;
	}
	return view_first(wish, count, rows);
}

void view_source_settle(struct scene *scene, int rows)
{
	if (scene->lesson && rows > 0)
		scene->source_first = first_line(scene, line_count(scene->lesson), rows);
}

/* "P1" → "1": what tells names apart, when there is no room for all of them. */
static const char *short_name(const char *name)
{
	const char *tail = name + strlen(name);

	while (tail > name && tail[-1] >= '0' && tail[-1] <= '9')
		tail--;
	return *tail ? tail : name;
}

/* Of the dead only the selected one is shown, or they would pile up at the last lines. */
static bool is_at(const struct scene *scene, const struct world_process *process, int line)
{
	return (process->life == LIFE_ALIVE || process->number == scene->selected) &&
	       (int)process->line == line;
}

/* "P1", "1", and of a dead one "xP1". */
static void here_name(const struct scene *scene, const struct world_process *process, bool brief, char *name,
		      size_t size)
{
	const char *mark = process->life == LIFE_ALIVE ? "" : view_mark(scene, process);

	snprintf(name, size, "%s%s", mark, brief ? short_name(process->name) : process->name);
}

/* Who is at the line, in at most so many columns: names, else their numbers, else as many as fit and "+2". */
static unsigned here_text(const struct scene *scene, int line, int columns, char *text, size_t size)
{
	const struct world *world = scene->world;
	unsigned ink = INK_PLAIN;
	int left_out = 0;

	for (int brief = 0; brief < 3; brief++) { /* names; numbers; numbers and how many were left out */
		*text = '\0';
		left_out = 0;
		for (uint32_t i = 0; i < world->process_count; i++) {
			const struct world_process *process = &world->processes[i];
			char name[128];

			if (!is_at(scene, process, line))
				continue;
			here_name(scene, process, brief, name, sizeof name);
			if (view_is_stuck(scene, i) || process->exit_code < 0 || process->failed)
				ink = INK_STUCK;
			else if (view_waits(process) && ink != INK_STUCK)
				ink = INK_WAIT;
			if (text_columns(text) + (*text != 0) + text_columns(name) >
			    columns - (brief == 2 ? 3 : 0))
				left_out++;
			else
				view_append(text, size, " ", name);
		}
		if (!left_out)
			return ink;
	}
	snprintf(text + strlen(text), size - strlen(text), "+%d", left_out);
	return ink;
}

/* Where a comment starts, or the line's end. Quotes are respected as far as one line goes. */
static size_t comment_at(const char *text)
{
	char quote = 0;

	for (size_t i = 0; text[i]; i++) {
		if (quote)
			quote = text[i] == quote ? 0 : quote;
		else if (text[i] == '"' || text[i] == '\'')
			quote = text[i];
		else if (text[i] == '-' && text[i + 1] == '-')
			return i;
	}
	return strlen(text);
}

static void draw_line(const struct scene *scene, const struct area *area, int row, int line, int gutter)
{
	bool selected = selected_line(scene) == line;
	char text[512], here[64], code[512];
	unsigned ink = here_text(scene, line, gutter - 1, here, sizeof here);
	struct pen pen = pen_at(area, row, gutter + 1);
	size_t comment;

	area_put(area, row, 0, 1, TEXT_LEFT, ink, selected ? GLYPH_HERE : *here ? GLYPH_SELECTED : " ");
	area_put(area, row, 1, gutter, TEXT_LEFT, ink, here);
	pen_print(&pen, INK_FAINT, "%3d  ", line);
	copy_line(scene->lesson, line, text, sizeof text);
	comment = comment_at(text);
	snprintf(code, sizeof code, "%.*s", (int)comment, text);
	pen_put(&pen, selected ? INK_BOLD : INK_PLAIN, code);
	pen_put(&pen, INK_FAINT, text + comment);
}

static int draw(const struct scene *scene, const struct area *area)
{
	int count, first, gutter = area->columns < 50 ? 8 : 11;

	if (!scene->lesson || !scene->lesson->source_length) {
		view_empty(area, scene->recording ? tr(scene->recording->no_source) :
						    tr("This lesson has no scenario to show."));
		return 0;
	}
	count = line_count(scene->lesson);
	first = first_line(scene, count, area->rows);
	for (int row = 0; row < area->rows && first + row < count; row++)
		draw_line(scene, area, row, first + row + 1, gutter);
	return count - first - area->rows;
}

static int lines(const struct scene *scene, int columns)
{
	(void)columns;
	return scene->lesson ? line_count(scene->lesson) : 1;
}

static bool move(struct scene *scene, enum key_request request, int rows, int columns)
{
	int count = lines(scene, columns), first = first_line(scene, count, rows);

	if (request == REQUEST_LAST && scene->scroll[PANEL_SOURCE] != SCROLL_FOLLOW) {
		scene->scroll[PANEL_SOURCE] = SCROLL_FOLLOW;
		return true;
	}
	if (!view_scroll(&first, request, count, rows))
		return false;
	scene->scroll[PANEL_SOURCE] = first;
	return true;
}

static void title(const struct scene *scene, char *text, size_t size)
{
	const char *path = scene->lesson && scene->lesson->scenario_path ? scene->lesson->scenario_path : "";
	const char *slash = strrchr(path, '/');

	snprintf(text, size, "%s  %s", tr("Source"), slash ? slash + 1 : path);
}

const struct view view_source = {
	.name = "Source", .short_name = "Source", .title = title, .draw = draw, .lines = lines, .move = move,
};
