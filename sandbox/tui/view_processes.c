/* Processes: one row each, in order of birth. What the kernel says stands beside what the events say. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tui/glyph.h"
#include "tui/stepped.h"
#include "tui/tr.h"
#include "tui/verb.h"
#include "tui/view.h"

/* Where the columns are, and how wide. */
struct columns {
	int name, pid, kernel, holds, waits, since, at, last;
	int name_width, kernel_width, holds_width, waits_width, last_width;
};

#define PID_WIDTH 6
#define SINCE_WIDTH 5
#define AT_WIDTH 5

/* The longest name of something that can be held; what it is does not change with every frame. */
static int held_columns(const struct world *world)
{
	int longest = 0;

	for (uint32_t i = 0; i < world->object_count; i++) {
		const struct world_object *object = &world->objects[i];
		int columns = text_columns(object->name);

		if (columns > longest && primitive_get(object->primitive)->actions &&
		    primitive_get(object->primitive)->actions[0].takes > 0)
			longest = columns;
	}
	return longest;
}

static struct columns place_columns(const struct scene *scene, int width)
{
	struct columns c = {.name = 2};
	int rest, held = held_columns(scene->world);

	c.name_width = view_name_columns(scene->world, 4, width < 70 ? 9 : width < 100 ? 12 : 24);
	c.pid = c.name + c.name_width + 1;
	c.kernel = c.pid + PID_WIDTH + 1;
	c.kernel_width = width < 60 ? 9 : width < 100 ? 12 : 18;
	c.last_width = width < 76 ? 0 : 12;
	c.holds = c.kernel + c.kernel_width + 1;
	rest = width - c.holds - SINCE_WIDTH - AT_WIDTH - 1 - (c.last_width ? c.last_width + 1 : 0);
	c.holds_width = rest * 3 / 10;
	if (held > c.holds_width)
		c.holds_width = held < rest * 2 / 5 ? held : rest * 2 / 5;
	c.waits = c.holds + c.holds_width + 1;
	c.waits_width = rest - c.holds_width - 1;
	c.since = c.waits + c.waits_width;
	c.at = c.since + SINCE_WIDTH + 1;
	c.last = c.at + AT_WIDTH;
	return c;
}

static void draw_head(const struct scene *scene, const struct area *area, const struct columns *c)
{
	unsigned ink = INK_FAINT;

	area_put(area, 0, c->name, c->name_width, TEXT_LEFT, ink, tr("NAME"));
	area_put(area, 0, c->pid, PID_WIDTH, TEXT_LEFT, ink, "PID");
	area_put(area, 0, c->kernel, c->kernel_width, TEXT_LEFT, ink, tr("KERNEL"));
	area_put(area, 0, c->holds, c->holds_width, TEXT_LEFT, ink, tr("HOLDS"));
	area_put(area, 0, c->waits, c->waits_width, TEXT_LEFT, ink,
		 scene->hand ? tr("NEXT/WAITS FOR") : tr("WAITS FOR/DOES"));
	area_put(area, 0, c->since, SINCE_WIDTH, TEXT_RIGHT, ink, scene->hand ? tr("STEPS") : tr("FOR"));
	area_put(area, 0, c->at, AT_WIDTH - 1, TEXT_LEFT, ink, tr("AT"));
	area_put(area, 0, c->last, c->last_width, TEXT_LEFT, ink,
		 scene->hand ? tr("LAST STEPS") : tr("LAST 3 s"));
}

static const char *state_word(char state)
{
	switch (state) {
	case 'R': return tr("running");
	case 'S': return tr("sleeping");
	case 'D': return tr("disk");
	case 'T': return tr("stopped");
	case 't': return tr("traced");
	case 'Z': return tr("zombie");
	case '-': return tr("gone");
	default: return "";
	}
}

static void kernel_text(const struct kernel_row *row, char *text, size_t size)
{
	if (!row)
		snprintf(text, size, "-");
	else
		snprintf(text, size, "%s%c %s", kernel_disagrees(row) ? GLYPH_DISAGREE : "", row->state,
			 row->where[0] ? row->where : state_word(row->state));
}

/* The bytes of a name before its number: 4 of "fork1". */
static size_t stem(const char *name)
{
	size_t length = strlen(name);

	while (length && name[length - 1] >= '0' && name[length - 1] <= '9')
		length--;
	return length;
}

/* Units of the object that it holds, 0 if they were counted at an earlier place of the list. */
static uint32_t units_at(const struct world_process *process, uint32_t place)
{
	uint32_t units = 0;

	for (uint32_t i = 0; i < process->held_count; i++) {
		if (i < place && process->held[i] == process->held[place])
			return 0;
		units += process->held[i] == process->held[place];
	}
	return units;
}

/* "fork1,2 room permits×3" */
static void holds_text(const struct world *world, const struct world_process *process, char *text,
		       size_t size)
{
	const char *before = "";

	*text = '\0';
	for (uint32_t i = 0; i < process->held_count; i++) {
		const struct world_object *object = world_object(world, process->held[i]);
		const char *name = object ? object->name : "?";
		size_t length = stem(name);
		uint32_t units = units_at(process, i);
		char times[16];

		if (!units)
			continue;
		if (length && name[length] && length == stem(before) && !strncmp(name, before, length))
			view_append(text, size, ",", name + length);
		else
			view_append(text, size, " ", name);
		snprintf(times, sizeof times, "×%" PRIu32, units);
		if (units > 1)
			view_append(text, size, "", times);
		before = name;
	}
	if (!*text)
		snprintf(text, size, "-");
}

static void ended_text(const struct world_process *process, char *text, size_t size)
{
	if (process->exit_code < 0)
		snprintf(text, size, tr("killed: SIG%s"), sigabbrev_np(-process->exit_code) ?: "?");
	else if (process->failed)
		snprintf(text, size, "%s", tr("ended by an error"));
	else
		snprintf(text, size, tr("ended, code %d"), process->exit_code);
}

/* What it waits for, and as much of why as there is room for: half of it says nothing. */
void view_waiting(const struct world *world, const struct world_process *process, int columns, char *text,
		  size_t size)
{
	const struct world_object *target = world_object(world, process->target);
	char whole[192], holders[64] = "";

	if (!target) {
		snprintf(text, size, "?");
		return;
	}
	if (target->primitive == PRIMITIVE_PROCESS) {
		snprintf(text, size, tr("end of %s"), target->name);
		return;
	}
	view_holders(world, target->number, holders, sizeof holders);
	if (*holders)
		snprintf(whole, sizeof whole, "%s (%s)", target->name, holders);
	else
		snprintf(whole, sizeof whole, "%s %s", target->name, view_why(target, process->action));
	snprintf(text, size, "%s", *holders || text_columns(whole) <= columns ? whole : target->name);
}

/* It stands before an action that it has not yet asked for. */
static void wants_text(const struct world_object *target, unsigned action, char *text, size_t size)
{
	const struct primitive *primitive = primitive_get(target->primitive);
	const char *verb = verb_of(target->primitive, action);

	if (target->primitive == PRIMITIVE_PROCESS && action == PROCESS_JOIN)
		snprintf(text, size, tr("will join %s"), target->name);
	else if (verb)
		snprintf(text, size, "%s %s", tr(verb), target->name);
	else /* as the source has it: that is true of any primitive, and in every language */
		snprintf(text, size, "%s:%s", target->name,
			 action < primitive->action_count ? primitive->actions[action].name : "?");
}

/* The same for a step that is no action of an object. */
static void step_text(const struct world *world, const struct world_process *process, char *text, size_t size)
{
	const struct world_object *target = world_object(world, process->target);

	switch (process->action - TRACE_STEP) {
	case OFFER_START:
		snprintf(text, size, "%s", tr("starts a process"));
		break;
	case OFFER_EXIT:
		snprintf(text, size, "%s", tr("ends"));
		break;
	case OFFER_LOOK:
		snprintf(text, size, "%s %s", tr("looks at"), target ? target->name : "?");
		break;
	case OFFER_SIGNAL:
		snprintf(text, size, tr("sends SIG%s"), sigabbrev_np((int)process->operand) ?: "?");
		break;
	default:
		snprintf(text, size, "%s", tr("goes on"));
	}
}

/* Its parent has ended: nobody will join it. */
static bool is_orphan(const struct world *world, const struct world_process *process)
{
	const struct world_process *parent =
		process->parent >= 0 ? world_process(world, (uint32_t)process->parent) : NULL;

	return process->life == LIFE_ALIVE && parent && parent->life != LIFE_ALIVE;
}

static void does_text(const struct world *world, const struct world_process *process, int columns, char *text,
		      size_t size)
{
	const struct world_object *target = world_object(world, process->target);

	*text = '\0';
	if (is_orphan(world, process)) {
		int length = snprintf(text, size, "%s", tr("orphan: "));
		text += length;
		size -= (size_t)length;
		columns -= text_columns(tr("orphan: "));
	}
	if (process->life != LIFE_ALIVE)
		ended_text(process, text, size);
	else if (process->stopped)
		snprintf(text, size, "%s", tr("is stopped"));
	else if (process->doing == DOING_WAITING)
		view_waiting(world, process, columns, text, size);
	else if (process->doing == DOING_WANTS && process->action >= TRACE_STEP)
		step_text(world, process, text, size);
	else if (process->doing == DOING_WANTS && target)
		wants_text(target, process->action, text, size);
	else if (process->label[0])
		snprintf(text, size, "%s", process->label);
	else
		snprintf(text, size, "%s",
			 process->doing == DOING_SLEEPING ? tr("sleeps") :
			 process->doing == DOING_WORKING  ? tr("works") :
							    tr("runs"));
}

/* The last three seconds. It turns over every three, like the timeline: a strip that slides is redrawn all
 * the time. */
static void draw_last(const struct scene *scene, const struct world_process *process, const struct area *area,
		      int row, const struct columns *c)
{
	const int64_t tick = scene->hand ? STEPPED_STEP : 250000000,
		      page = 6 * tick; /* twelve columns, turned over by half */
	int64_t origin = scene->now < 2 * page ? 0 : (scene->now / page - 1) * page;
	struct pen pen = pen_at(area, row, c->last);

	for (int i = 0; i < c->last_width; i++)
		pen_put(&pen, view_ink(scene, process),
			view_moment(timeline_moment(scene->timeline, process->number, origin + i * tick,
						    origin + (i + 1) * tick, scene->now)));
}

static void draw_row(const struct scene *scene, const struct world_process *process, const struct area *area,
		     int row, const struct columns *c)
{
	bool waits = view_waits(process), selected = process->number == scene->selected;
	unsigned ink = view_ink(scene, process);
	const struct kernel_row *kernel = kernel_row(scene->kernel, process->number);
	char text[192], does[192];

	area_put(area, row, 0, 1, TEXT_LEFT, INK_ACCENT | INK_BOLD, selected ? GLYPH_SELECTED : " ");
	area_put(area, row, 1, 1, TEXT_LEFT, ink, view_mark(scene, process));
	view_short_name(process->name, c->name_width, text, sizeof text);
	area_put(area, row, c->name, c->name_width, TEXT_LEFT, ink | (selected ? INK_REVERSE : 0), text);
	snprintf(text, sizeof text, "%d", (int)process->pid);
	area_put(area, row, c->pid, PID_WIDTH, TEXT_LEFT, INK_FAINT, text);
	kernel_text(kernel, text, sizeof text);
	area_put(area, row, c->kernel, c->kernel_width, TEXT_LEFT,
		 kernel && kernel_disagrees(kernel) ? INK_STUCK | INK_REVERSE : INK_FAINT, text);
	/* One ink from here on, gaps included: every change of colour costs a dozen bytes in every frame. */
	area_put(area, row, c->holds, c->last - c->holds, TEXT_LEFT, ink, "");
	holds_text(scene->world, process, text, sizeof text);
	area_put(area, row, c->holds, c->holds_width, TEXT_LEFT, ink, text);
	does_text(scene->world, process, c->waits_width, text, sizeof text);
	view_short_name(text, c->waits_width, does, sizeof does);
	area_put(area, row, c->waits, c->waits_width, TEXT_LEFT, ink, does);
	if (scene->hand)
		snprintf(text, sizeof text, "%" PRId64, (scene->now - process->since) / STEPPED_STEP);
	else
		view_duration(scene->now - process->since, text);
	area_put(area, row, c->since, SINCE_WIDTH, TEXT_RIGHT, ink, waits ? text : "-");
	snprintf(text, sizeof text, process->line && process->life == LIFE_ALIVE ? ":%u" : "-",
		 process->line);
	area_put(area, row, c->at, AT_WIDTH - 1, TEXT_LEFT, ink, text);
	draw_last(scene, process, area, row, c);
}

static int draw(const struct scene *scene, const struct area *area)
{
	int count = (int)scene->world->process_count, rows = area->rows - 1;
	int first = view_first_around((int)scene->selected, count, rows);
	struct columns c = place_columns(scene, area->columns);

	if (!count) {
		view_empty(area, scene->run == RUN_NONE ? tr("No run yet. Press r to start it.") :
				 scene->run == RUN_PAUSED ? tr("The first process stands at the start.") :
							    tr("The first process is about to start."));
		return 0;
	}
	draw_head(scene, area, &c);
	for (int i = 0; i < rows && first + i < count; i++)
		draw_row(scene, &scene->world->processes[first + i], area, i + 1, &c);
	return count - first - rows;
}

static void title(const struct scene *scene, char *text, size_t size)
{
	uint32_t alive = scene->world->alive, count = scene->world->process_count;

	if (alive == count)
		snprintf(text, size, "%s (%u)", tr("Processes"), count);
	else
		snprintf(text, size, tr("Processes (%u of %u alive)"), alive, count);
}

static int lines(const struct scene *scene, int columns)
{
	(void)columns;
	return (int)scene->world->process_count + 1;
}

static bool move(struct scene *scene, enum key_request request, int rows, int columns)
{
	int last = (int)scene->world->process_count - 1, wish = (int)scene->selected;

	(void)columns;
	switch (request) {
	case REQUEST_UP: wish--; break;
	case REQUEST_DOWN: wish++; break;
	case REQUEST_PAGE_UP: wish -= rows > 2 ? rows - 2 : 1; break;
	case REQUEST_PAGE_DOWN: wish += rows > 2 ? rows - 2 : 1; break;
	case REQUEST_FIRST: wish = 0; break;
	case REQUEST_LAST: wish = last; break;
	default: return false;
	}
	wish = wish > last ? last : wish;
	wish = wish < 0 ? 0 : wish;
	if ((uint32_t)wish == scene->selected)
		return false;
	scene->selected = (uint32_t)wish;
	scene->picked = true;
	scene->scroll[PANEL_SOURCE] = SCROLL_FOLLOW;
	return true;
}

const struct view view_processes = {
	.name = "Processes",
	.short_name = "Processes",
	.title = title,
	.draw = draw,
	.lines = lines,
	.move = move,
};
