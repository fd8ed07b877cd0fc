/* Objects: each kind in the words that teach it. A lock has an owner; a semaphore is a count and those who
 * hold permits; a queue is slots with items in them. Process objects are in the Processes panel.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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

static struct columns place_columns(const struct world *world, int width)
{
	struct columns c = {.name_width = 6, .kind_width = 9};
	int rest, most = width < 100 ? 14 : 28;

	for (uint32_t i = 0; i < world->object_count; i++) {
		int columns = is_shown(&world->objects[i]) ? text_columns(world->objects[i].name) : 0;

		if (columns > c.name_width)
			c.name_width = columns < most ? columns : most;
	}
	c.kind = 2 + c.name_width + 1;
	c.value = c.kind + c.kind_width + 1;
	rest = width - c.value - 1;
	c.waiters_width = rest * 2 / 5;
	c.value_width = rest - c.waiters_width;
	c.waiters = c.value + c.value_width + 1;
	return c;
}

static void lock_text(const struct world *world, const struct world_object *object, char *text, size_t size)
{
	const struct lock_state *lock = &object->state.lock;

	if (lock->abandoned == LOCK_STALLED)
		snprintf(text, size, tr("%s, which died with it"), view_process_name(world, lock->owner - 1));
	else if (lock->abandoned == LOCK_NOT_RECOVERABLE)
		snprintf(text, size, "%s", tr("not recoverable"));
	else if (lock->depth > 1)
		snprintf(text, size, tr("%s, depth %u"), view_process_name(world, lock->owner - 1),
			 lock->depth);
	else if (lock->owner)
		snprintf(text, size, "%s", view_process_name(world, lock->owner - 1));
	else if (object->dead_owner)
		snprintf(text, size, tr("free; %s died with it"),
			 view_process_name(world, object->dead_owner - 1));
	else
		snprintf(text, size, "%s", tr("free"));
}

static void semaphore_text(const struct world *world, const struct world_object *object, char *text,
			   size_t size)
{
	char holders[96];

	view_holders(world, object->number, holders, sizeof holders);
	snprintf(text, size, *holders ? tr("%" PRId64 " free: %s") : tr("%" PRId64 " free"),
		 object->state.semaphore.value, holders);
}

/* "[7|8|·] 2 of 3": slots if they fit, else the first items. */
static void queue_text(const struct world_object *object, int columns, char *text, size_t size)
{
	uint64_t length = object->state.queue.put - object->state.queue.got,
		 maxsize = object->state.queue.maxsize;
	uint64_t slots = maxsize && maxsize <= 16 ? maxsize : length;
	char tail[48], item[16];

	if (maxsize)
		snprintf(tail, sizeof tail, tr(" %" PRIu64 " of %" PRIu64), length, maxsize);
	else
		snprintf(tail, sizeof tail, " %" PRIu64, length);
	columns -= text_columns(tail) + 2;
	snprintf(text, size, "[");
	for (uint64_t i = 0; i < slots; i++) {
		const char *preview = i >= length ? "·" : i < object->item_count ? object->items[i] : "?";

		snprintf(item, sizeof item, "%s", *preview ? preview : "?");
		columns -= text_columns(item) + 1;
		if (columns < (i + 1 < slots ? 2 : 0)) {
			view_append(text, size, i ? "|" : "", "…");
			break;
		}
		view_append(text, size, i ? "|" : "", item);
	}
	view_append(text, size, "", "]");
	view_append(text, size, "", tail);
}

/* "[0 7 3 …] of 1000": as many of the first elements as fit. */
static void array_text(const struct world_object *object, int columns, char *text, size_t size)
{
	const struct array_state *array = &object->state.array;
	union state element = {.value = {.typecode = array->typecode}};
	char tail[24], item[32];

	snprintf(tail, sizeof tail, tr(" of %u"), array->size);
	columns -= text_columns(tail) + 2;
	snprintf(text, size, "[");
	for (uint32_t i = 0; i < array->size; i++) {
		element.value.as.integer = i < ARRAY_PREVIEW ? object->elements[i] : 0;
		primitive_get(PRIMITIVE_VALUE)->describe(&element, item, sizeof item);
		columns -= text_columns(item) + 1;
		if (i == ARRAY_PREVIEW || columns < (i + 1 < array->size ? 2 : 0)) {
			view_append(text, size, i ? " " : "", "…");
			break;
		}
		view_append(text, size, i ? " " : "", item);
	}
	view_append(text, size, "", "]");
	view_append(text, size, "", tail);
}

/* "main P1 ▶ [7|8] 2 ▶ P2": who can send, what is inside, who can receive. */
static void pipe_text(const struct world *world, const struct world_object *object, int columns, char *text,
		      size_t size)
{
	const struct lineup *holders = &object->state.pipe.holders;
	char ends[2][64] = {"", ""}, items[96];

	for (uint32_t i = 0; i < holders->count; i++)
		for (int end = 0; end < 2; end++)
			if (holders->places[i].mark & (end ? PIPE_READS : PIPE_WRITES))
				view_append(ends[end], sizeof ends[end], *ends[end] ? " " : "",
					    view_process_name(world, holders->places[i].process - 1));
	for (int end = 0; end < 2; end++)
		if (!*ends[end])
			snprintf(ends[end], sizeof ends[end], "%s", tr("nobody"));
	queue_text(object, columns - text_columns(ends[0]) - text_columns(ends[1]) - 6, items, sizeof items);
	snprintf(text, size, "%s ▶ %s ▶ %s", ends[0], items, ends[1]);
}

/* "[7|8] 2; 3 unfinished" */
static void joinable_text(const struct world_object *object, int columns, char *text, size_t size)
{
	const struct joinable_state *queue = &object->state.joinable;
	char tail[64];

	if (queue->lost)
		snprintf(tail, sizeof tail, tr("; %" PRIu64 " unfinished, %" PRIu64 " lost"),
			 queue->unfinished, queue->lost);
	else
		snprintf(tail, sizeof tail, tr("; %" PRIu64 " unfinished"), queue->unfinished);
	queue_text(object, columns - text_columns(tail), text, size);
	view_append(text, size, "", tail);
}

/* "2 waiting, 3 running, 10 done; closed" */
static void pool_text(const struct world_object *object, char *text, size_t size)
{
	const struct pool_state *pool = &object->state.pool;
	uint64_t waiting = pool->closed > 1 ? 0 : pool->put - pool->taken;
	unsigned running = 0;

	for (uint32_t i = 0; i < pool->count; i++)
		running += pool->workers[i].task && !pool->workers[i].gone;
	snprintf(text, size, tr("%" PRIu64 " waiting, %u running, %" PRIu64 " done"), waiting, running,
		 pool->done);
	if (pool->closed)
		view_append(text, size, "", pool->closed > 1 ? tr("; terminated") : tr("; closed"));
}

static void value_text(const struct world *world, const struct world_object *object, int columns, char *text,
		       size_t size)
{
	switch (object->primitive) {
	case PRIMITIVE_LOCK:
	case PRIMITIVE_RLOCK:
	case PRIMITIVE_FAIR_LOCK:
		lock_text(world, object, text, size);
		break;
	case PRIMITIVE_SEMAPHORE:
	case PRIMITIVE_PERMITS:
		semaphore_text(world, object, text, size);
		break;
	case PRIMITIVE_POOL:
		pool_text(object, text, size);
		break;
	case PRIMITIVE_PIPE:
		pipe_text(world, object, columns, text, size);
		break;
	case PRIMITIVE_JOINABLE:
		joinable_text(object, columns, text, size);
		break;
	case PRIMITIVE_QUEUE:
	case PRIMITIVE_SIMPLEQUEUE:
		queue_text(object, columns, text, size);
		break;
	case PRIMITIVE_ARRAY:
		array_text(object, columns, text, size);
		break;
	case PRIMITIVE_EVENT:
		snprintf(text, size, "%s", object->state.event.set ? tr("set") : tr("not set"));
		break;
	default:
		primitive_get(object->primitive)->describe(&object->state, text, size);
	}
}

static void waiters_text(const struct world *world, uint32_t object, char *text, size_t size)
{
	uint32_t numbers[32], count = world_waiters(world, object, numbers, 32);

	*text = '\0';
	for (uint32_t i = 0; i < count && i < 32; i++)
		view_append(text, size, " ", view_process_name(world, numbers[i]));
	if (!count)
		snprintf(text, size, "-");
}

static bool is_stuck(const struct scene *scene, uint32_t object)
{
	for (uint32_t i = 0; i < scene->verdict->stuck_count; i++) {
		const struct world_process *process = world_process(scene->world, scene->verdict->stuck[i]);

		if (process && process->target == object && view_is_stuck(scene, process->number))
			return true;
	}
	return false;
}

static void draw_row(const struct scene *scene, const struct world_object *object, const struct area *area,
		     int row, const struct columns *c)
{
	bool stuck = is_stuck(scene, object->number);
	unsigned ink = stuck ? INK_STUCK : INK_PLAIN;
	char text[256];

	area_put(area, row, 1, 1, TEXT_LEFT, ink | INK_BOLD, stuck ? "!" : " ");
	area_put(area, row, 2, c->name_width, TEXT_LEFT, ink, object->name);
	area_put(area, row, c->kind, c->kind_width, TEXT_LEFT, INK_FAINT,
		 tr(primitive_get(object->primitive)->kind));
	value_text(scene->world, object, c->value_width, text, sizeof text);
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
