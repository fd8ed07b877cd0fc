/* The list of lessons, where the program starts. */
#include <stdio.h>

#include "tui/glyph.h"
#include "tui/tr.h"
#include "tui/view.h"

#define NUMBER_WIDTH 4

static int count_of(const struct scene *scene)
{
	return scene->catalogue ? (int)scene->catalogue->count : 0;
}

/* "3/6" steps of it, or a mark that it is done; "" = it was not begun. */
static void progress_of(const struct scene *scene, const struct catalogue_entry *entry, char *text,
			size_t size)
{
	int seen = scene->study && !entry->error ? study_steps_seen(scene->study, entry->id) : 0;

	text[0] = '\0';
	if (seen && seen >= entry->steps)
		snprintf(text, size, "%s", GLYPH_SAFE);
	else if (seen)
		snprintf(text, size, "%d/%d", seen, entry->steps);
}

static int progress_columns(const struct scene *scene)
{
	char text[24];
	int longest = 0;

	for (int i = 0; i < count_of(scene); i++) {
		progress_of(scene, &scene->catalogue->entries[i], text, sizeof text);
		longest = text_columns(text) > longest ? text_columns(text) : longest;
	}
	return longest;
}

static int title_columns(const struct scene *scene, int width)
{
	int longest = 0, most = width / 2 - NUMBER_WIDTH;

	for (int i = 0; i < count_of(scene); i++) {
		int columns = text_columns(scene->catalogue->entries[i].title);

		longest = columns > longest ? columns : longest;
	}
	return longest < most ? longest : most;
}

static void draw_entry(const struct scene *scene, const struct area *area, int row, int index, int titles)
{
	const struct catalogue_entry *entry = &scene->catalogue->entries[index];
	bool selected = index == (int)scene->entry;
	int progress = progress_columns(scene), rest = 3 + NUMBER_WIDTH + titles + 2;
	char number[16] = "", text[24];

	if (entry->number)
		snprintf(number, sizeof number, "%02d", entry->number);
	area_put(area, row, 1, 1, TEXT_LEFT, INK_ACCENT | INK_BOLD,
		 selected     ? GLYPH_SELECTED :
		 entry->error ? "!" :
				" ");
	area_put(area, row, 3, NUMBER_WIDTH, TEXT_LEFT, INK_ACCENT, number);
	area_put(area, row, 3 + NUMBER_WIDTH, titles, TEXT_LEFT, selected ? INK_BOLD | INK_REVERSE : INK_BOLD,
		 entry->title);
	if (progress) {
		progress_of(scene, entry, text, sizeof text);
		area_put(area, row, rest, progress, TEXT_RIGHT, INK_RUN, text);
		rest += progress + 2;
	}
	area_put(area, row, rest, area->columns - rest - 1, TEXT_LEFT, entry->error ? INK_STUCK : INK_PLAIN,
		 entry->error ? entry->error : entry->summary);
}

static int draw(const struct scene *scene, const struct area *area)
{
	int count = count_of(scene), rows = area->rows - 3, titles = title_columns(scene, area->columns);
	int first = view_first_around((int)scene->entry, count, rows);

	if (!count) {
		view_empty(
			area,
			tr("There are no lessons here. SANDBOX_LESSONS names the folder that holds them."));
		return 0;
	}
	area_put(area, 0, 3, area->columns - 4, TEXT_LEFT, INK_FAINT,
		 tr("Every process you will see is real. Pick a lesson: Enter opens it and runs it."));
	for (int i = 0; i < rows && first + i < count; i++)
		draw_entry(scene, area, i + 2, first + i, titles);
	return count - first - rows;
}

static int lines(const struct scene *scene, int columns)
{
	(void)columns;
	return count_of(scene) + 3;
}

static bool move(struct scene *scene, enum key_request request, int rows, int columns)
{
	int page = rows > 4 ? rows - 4 : 1, last = count_of(scene) - 1, wish = (int)scene->entry;

	(void)columns;
	switch (request) {
	case REQUEST_UP: wish--; break;
	case REQUEST_DOWN: wish++; break;
	case REQUEST_PAGE_UP: wish -= page; break;
	case REQUEST_PAGE_DOWN: wish += page; break;
	case REQUEST_FIRST: wish = 0; break;
	case REQUEST_LAST: wish = last; break;
	default: return false;
	}
	wish = wish > last ? last : wish;
	wish = wish < 0 ? 0 : wish;
	if ((size_t)wish == scene->entry)
		return false;
	scene->entry = (size_t)wish;
	return true;
}

static void title(const struct scene *scene, char *text, size_t size)
{
	snprintf(text, size, "%s (%d)", tr("Lessons"), count_of(scene));
}

const struct view view_catalogue = {
	.name = "Lessons",
	.short_name = "Lessons",
	.title = title,
	.draw = draw,
	.lines = lines,
	.move = move,
};
