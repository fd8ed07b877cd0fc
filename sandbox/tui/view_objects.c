/* Objects, a row each. Process objects are in the Processes panel. */
#include <stdio.h>
#include <string.h>

#include "tui/object_text.h"
#include "tui/tr.h"
#include "tui/view.h"

struct columns {
	int name_width, kind, kind_width, value, value_width, waiters, waiters_width;
};

static bool is_shown(const struct world_object *object)
{
	return object->primitive != PRIMITIVE_NONE && object->primitive != PRIMITIVE_PROCESS;
}

static int shown_count(const struct world *world)
{
	int count = 0;

	for (uint32_t i = 0; i < world->object_count; i++)
		count += is_shown(&world->objects[i]);
	return count;
}

/* Where the object itself keeps a line, that is the order in which they will get it. */
static const struct lineup *line_of(const struct world_object *object)
{
	return object->primitive == PRIMITIVE_FAIR_LOCK ? &object->state.fair_lock.line :
	       object->primitive == PRIMITIVE_CONDITION ? &object->state.condition.line :
							  NULL;
}

static void line_text(const struct world *world, const struct world_object *object, const struct lineup *line,
		      char *text, size_t size)
{
	for (uint32_t i = 0; i < line->count; i++) {
		const struct world_process *process = world_process(world, line->places[i].process - 1);

		if (process && view_waits(process) && process->target == object->number)
			view_append(text, size, " ", process->name);
	}
}

static void waiters_text(const struct world *world, uint32_t object, char *text, size_t size)
{
	uint32_t numbers[32], count = world_waiters(world, object, numbers, 32);
	const struct lineup *line = line_of(world_object(world, object));

	*text = '\0';
	if (line && count) {
		line_text(world, world_object(world, object), line, text, size);
		return;
	}
	for (uint32_t i = 0; i < count && i < 32; i++)
		view_append(text, size, " ", view_process_name(world, numbers[i]));
	if (!count)
		snprintf(text, size, "-");
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

/* Those who wait come and go: their column changes in strides, so that the others seldom move. */
#define WAITERS_STRIDE 10

static struct columns place_columns(const struct world *world, int width)
{
	struct columns c = {.name_width = 6, .kind_width = 4};
	int rest, most = width < 100 ? 14 : 28, waiters = WAITERS_STRIDE;
	char text[256];

	for (uint32_t i = 0; i < world->object_count; i++) {
		const struct world_object *object = &world->objects[i];

		if (!is_shown(object))
			continue;
		c.name_width = larger(c.name_width, text_columns(object->name));
		c.kind_width = larger(c.kind_width, text_columns(tr(primitive_get(object->primitive)->kind)));
		waiters_text(world, object->number, text, sizeof text);
		waiters = larger(waiters, text_columns(text));
	}
	c.name_width = c.name_width < most ? c.name_width : most;
	c.kind = 2 + c.name_width + 1;
	c.value = c.kind + c.kind_width + 1;
	rest = width - c.value - 1;
	waiters = (waiters + WAITERS_STRIDE - 1) / WAITERS_STRIDE * WAITERS_STRIDE;
	c.waiters_width = waiters < rest * 2 / 5 ? waiters : rest * 2 / 5;
	c.value_width = rest - c.waiters_width;
	c.waiters = c.value + c.value_width + 1;
	return c;
}

static void draw_row(const struct scene *scene, const struct world_object *object, const struct area *area,
		     int row, const struct columns *c)
{
	bool stuck = view_is_waited_for_ever(scene, object->number);
	unsigned ink = stuck ? INK_STUCK : INK_PLAIN;
	char text[256];

	area_put(area, row, 1, 1, TEXT_LEFT, ink | INK_BOLD, stuck ? "!" : " ");
	area_put(area, row, 2, c->name_width, TEXT_LEFT, ink, object->name);
	area_put(area, row, c->kind, c->kind_width, TEXT_LEFT, INK_FAINT,
		 tr(primitive_get(object->primitive)->kind));
	object_text(scene, object, c->value_width, text, sizeof text);
	area_put(area, row, c->value, c->value_width, TEXT_LEFT, ink, text);
	waiters_text(scene->world, object->number, text, sizeof text);
	area_put(area, row, c->waiters, c->waiters_width, TEXT_LEFT,
		 stuck	      ? INK_STUCK :
		 *text == '-' ? INK_PLAIN :
				INK_WAIT,
		 text);
}

static int draw(const struct scene *scene, const struct area *area)
{
	const struct world *world = scene->world;
	struct columns c = place_columns(world, area->columns);
	int count = shown_count(world), rows = area->rows - 1, index = 0;
	int first = view_first(scene->scroll[PANEL_OBJECTS], count, rows);

	if (!count) {
		view_empty(area, tr("No locks, semaphores, events, queues or values yet."));
		return 0;
	}
	area_put(area, 0, 2, c.name_width, TEXT_LEFT, INK_FAINT, tr("OBJECT"));
	area_put(area, 0, c.kind, c.kind_width, TEXT_LEFT, INK_FAINT, tr("KIND"));
	area_put(area, 0, c.value, c.value_width, TEXT_LEFT, INK_FAINT, tr("OWNER / VALUE"));
	area_put(area, 0, c.waiters, c.waiters_width, TEXT_LEFT, INK_FAINT, tr("WAITERS"));
	for (uint32_t i = 0; i < world->object_count; i++)
		if (is_shown(&world->objects[i]) && index++ >= first && index - first <= rows)
			draw_row(scene, &world->objects[i], area, index - first, &c);
	return count - first - rows;
}

static void title(const struct scene *scene, char *text, size_t size)
{
	int count = shown_count(scene->world);

	if (count)
		snprintf(text, size, "%s (%d)", tr("Locks, semaphores, queues"), count);
	else
		snprintf(text, size, "%s", tr("Locks, semaphores, queues"));
}

static int lines(const struct scene *scene, int columns)
{
	(void)columns;
	return shown_count(scene->world) + 1;
}

static bool move(struct scene *scene, enum key_request request, int rows, int columns)
{
	(void)columns;
	return view_scroll(&scene->scroll[PANEL_OBJECTS], request, shown_count(scene->world), rows - 1);
}

const struct view view_objects = {
	.name = "Locks, semaphores, queues",
	.short_name = "Objects",
	.title = title,
	.draw = draw,
	.lines = lines,
	.move = move,
};
