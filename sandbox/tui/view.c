#include "tui/view.h"

#include <stdio.h>
#include <string.h>

#include "tui/glyph.h"
#include "tui/stepped.h"
#include "tui/tr.h"

static const struct view *const views[PANELS_ALL] = {
	[PANEL_PROCESSES] = &view_processes, [PANEL_GRAPH] = &view_graph, [PANEL_OBJECTS] = &view_objects,
	[PANEL_TIMELINE] = &view_timeline, [PANEL_SOURCE] = &view_source, [PANEL_LESSON] = &view_lesson,
	[PANEL_EVENTS] = &view_events, [PANEL_CATALOGUE] = &view_catalogue, [PANEL_HELP] = &view_help,
};

const struct view *view_get(enum panel panel)
{
	return views[panel < PANELS_ALL ? panel : PANEL_HELP];
}

void view_title(const struct scene *scene, enum panel panel, char *text, size_t size)
{
	const struct view *view = view_get(panel);

	if (view->title)
		view->title(scene, text, size);
	else
		snprintf(text, size, "%s", tr(view->name));
}

int view_lines(const struct scene *scene, enum panel panel, int columns)
{
	const struct view *view = view_get(panel);
	struct page page = {.columns = columns};

	if (!view->write)
		return view->lines(scene, columns);
	view->write(scene, &page);
	return page.lines;
}

int view_draw(const struct scene *scene, enum panel panel, const struct area *area)
{
	const struct view *view = view_get(panel);
	struct page page = {.area = area, .columns = area->columns};
	int lines;

	if (area->rows <= 0 || area->columns <= 0)
		return 0;
	if (!view->write)
		return view->draw(scene, area);
	lines = view_lines(scene, panel, area->columns);
	page.first = view_first(scene->scroll[panel], lines, area->rows);
	view->write(scene, &page);
	return lines - page.first - area->rows;
}

bool view_move(struct scene *scene, enum panel panel, enum key_request request, int rows, int columns)
{
	const struct view *view = view_get(panel);

	if (view->move)
		return view->move(scene, request, rows, columns);
	return view_scroll(&scene->scroll[panel], request, view_lines(scene, panel, columns), rows);
}

int view_first(int wish, int lines, int rows)
{
	int last = lines > rows ? lines - rows : 0;

	return wish < 0 ? 0 : wish > last ? last : wish;
}

bool view_scroll(int *first, enum key_request request, int lines, int rows)
{
	int page = rows > 1 ? rows - 1 : 1, old = view_first(*first, lines, rows), wish = old;

	switch (request) {
	case REQUEST_UP: wish -= 1; break;
	case REQUEST_DOWN: wish += 1; break;
	case REQUEST_PAGE_UP: wish -= page; break;
	case REQUEST_PAGE_DOWN: wish += page; break;
	case REQUEST_FIRST: wish = 0; break;
	case REQUEST_LAST: wish = lines; break;
	default: return false;
	}
	*first = view_first(wish, lines, rows);
	return *first != old;
}

/* Half a page at a time, so that the table does not slide with every key. */
int view_first_around(int selected, int count, int rows)
{
	int half = rows / 2 > 0 ? rows / 2 : 1, first = 0;

	while (selected >= first + rows)
		first += half;
	return view_first(first, count, rows);
}

void view_empty(const struct area *area, const char *text)
{
	struct page page = {.area = area, .columns = area->columns};

	page_text(&page, 1, INK_FAINT, text);
}

struct pen page_line(struct page *page)
{
	int row = page->lines++ - page->first;

	if (!page->area)
		return (struct pen){0};
	return pen_at(page->area, row, 0);
}

void page_text(struct page *page, int indent, unsigned ink, const char *text)
{
	int columns = page->columns - indent > 2 ? page->columns - indent : 2;
	char line[1024];
	size_t next;

	do {
		size_t bytes = text_wrap(text, columns, &next);
		struct pen pen = page_line(page);

		snprintf(line, sizeof line, "%.*s", (int)bytes, text);
		pen_to(&pen, indent);
		pen_put(&pen, ink, line);
		text += next;
	} while (*text);
}

void view_when(const struct scene *scene, int64_t time, int digits, char *text, size_t size)
{
	if (scene->hand)
		snprintf(text, size, tr("step %d"), stepped_step(time));
	else
		snprintf(text, size, "%.*fs", digits, (double)time / 1e9);
}

void view_duration(int64_t nanoseconds, char text[16])
{
	int64_t tenths = nanoseconds / 100000000, seconds = tenths / 10;

	if (tenths < 0)
		tenths = seconds = 0;
	if (seconds < 10)
		snprintf(text, 16, "%d.%ds", (int)seconds, (int)(tenths % 10));
	else if (seconds < 100)
		snprintf(text, 16, "%ds", (int)seconds);
	else if (seconds < 6000)
		snprintf(text, 16, "%dm%02d", (int)(seconds / 60), (int)(seconds % 60));
	else
		snprintf(text, 16, "%dh", (int)(seconds / 3600));
}

const char *view_moment(enum moment moment)
{
	static const char *const glyphs[] = {
		[MOMENT_NONE] = " ", [MOMENT_SLEEPS] = GLYPH_SLEEP, [MOMENT_RUNS] = GLYPH_RUN,
		[MOMENT_STOPPED] = GLYPH_STOPPED, [MOMENT_WAITS] = GLYPH_WAIT, [MOMENT_STUCK] = GLYPH_STUCK,
		[MOMENT_ENDED] = GLYPH_ENDED, [MOMENT_DIED] = GLYPH_DIED,
	};

	return glyphs[moment];
}

bool view_is_stuck(const struct scene *scene, uint32_t process)
{
	const struct verdict *verdict = scene->verdict;

	for (uint32_t i = 0; verdict->kind == VERDICT_DEADLOCK && i < verdict->stuck_count; i++)
		if (verdict->stuck[i] == process)
			return true;
	return false;
}

bool view_is_waited_for_ever(const struct scene *scene, uint32_t object)
{
	for (uint32_t i = 0; i < scene->verdict->stuck_count; i++) {
		const struct world_process *process = world_process(scene->world, scene->verdict->stuck[i]);

		if (process && process->target == object && view_is_stuck(scene, process->number))
			return true;
	}
	return false;
}

uint32_t view_missing_parties(const struct scene *scene, const struct world_object *object)
{
	uint32_t come;

	if (object->primitive != PRIMITIVE_BARRIER || !view_is_waited_for_ever(scene, object->number))
		return 0;
	come = lineup_count(&object->state.barrier.line, LINEUP_WAITS);
	return object->state.barrier.parties > come ? object->state.barrier.parties - come : 0;
}

bool view_waits(const struct world_process *process)
{
	return process->life == LIFE_ALIVE && process->doing == DOING_WAITING;
}

/* What the next step of a process makes of the run, where it makes a difference; else FATE_AVOIDABLE. */
static enum fate step_fate(const struct scene *scene, uint32_t process)
{
	const struct outlook *outlook = scene->explore ? scene->explore->outlook : NULL;

	for (uint32_t i = 0; outlook && outlook->fate == FATE_AVOIDABLE && i < outlook->count; i++)
		if (outlook->next[i].grant.process == process)
			return outlook->next[i].fate;
	return FATE_AVOIDABLE;
}

const char *view_mark(const struct scene *scene, const struct world_process *process)
{
	if (process->life != LIFE_ALIVE)
		return process->exit_code < 0 || process->failed ? GLYPH_DIED : GLYPH_ENDED;
	if (view_is_stuck(scene, process->number))
		return "!";
	if (process->stopped || process->doing == DOING_WAITING)
		return process->stopped ? GLYPH_STOPPED : GLYPH_WAIT;
	switch (step_fate(scene, process->number)) {
	case FATE_SAFE: return GLYPH_SAFE;
	case FATE_DOOMED: return GLYPH_DOOM;
	default: return " ";
	}
}

const char *view_why(const struct world_object *object, unsigned action)
{
	const struct primitive *primitive = primitive_get(object->primitive);
	const char *stuck = action < primitive->action_count ? primitive->actions[action].stuck : NULL;

	return stuck ? tr(stuck) : "";
}

unsigned view_ink(const struct scene *scene, const struct world_process *process)
{
	if (view_is_stuck(scene, process->number) || process->failed)
		return INK_STUCK;
	if (process->life != LIFE_ALIVE)
		return INK_FAINT;
	if (view_waits(process) || process->stopped)
		return INK_WAIT;
	switch (step_fate(scene, process->number)) {
	case FATE_SAFE: return INK_RUN;
	case FATE_DOOMED: return INK_STUCK;
	default: return INK_PLAIN;
	}
}

const char *view_process_name(const struct world *world, uint32_t process)
{
	const struct world_process *found = world_process(world, process);

	return found ? found->name : "?";
}

int view_name_columns(const struct world *world, int least, int most)
{
	int longest = least;

	for (uint32_t i = 0; i < world->process_count; i++) {
		int columns = text_columns(world->processes[i].name);

		if (columns > longest)
			longest = columns;
	}
	return longest < most ? longest : most;
}

void view_short_name(const char *name, int columns, char *text, size_t size)
{
	const char *number = name + strlen(name);
	struct text_fit fit;

	while (number > name && number[-1] >= '0' && number[-1] <= '9')
		number--;
	if (text_columns(name) <= columns || !*number || text_columns(number) + 2 > columns) {
		snprintf(text, size, "%s", name);
		return;
	}
	fit = text_fit(name, columns - text_columns(number), TEXT_LEFT);
	snprintf(text, size, "%.*s" GLYPH_ELLIPSIS "%s", (int)fit.bytes, name, number);
}

void view_append(char *text, size_t size, const char *separator, const char *more)
{
	size_t length = strlen(text);

	snprintf(text + length, size - length, "%s%s", length ? separator : "", more);
}

void view_holders(const struct world *world, uint32_t object, char *text, size_t size)
{
	uint32_t numbers[16], units[16], count = world_holders(world, object, numbers, units, 16);
	holder_t owner = world_owner(world, object);
	char more[64];

	*text = '\0';
	if (primitive_get(world_object(world, object)->primitive) == primitive_get(PRIMITIVE_POOL))
		return; /* its owner and its workers hold nothing that the others wait for */
	if (owner) {
		snprintf(text, size, "%s", view_process_name(world, owner - 1));
		return;
	}
	for (uint32_t i = 0; i < count && i < 16; i++) {
		snprintf(more, sizeof more, units[i] > 1 ? "%s×%u" : "%s",
			 view_process_name(world, numbers[i]), units[i]);
		view_append(text, size, " ", more);
	}
}
