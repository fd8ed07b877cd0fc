/* The fold, objects: the primitives' own effects on the world's copy of their state, and the ledger of who
 * holds what. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "world/fold.h"
#include "world/lost.h"

/* Previews are kept for so many items of a queue; a person can look at a few dozen. */
#define ITEMS_KEPT 4096

void object_finish(struct world_object *object)
{
	free(object->users);
	free(object->takers);
	free(object->item_memory);
}

/* The bits of some elements of an array, those at the beginning of which are kept. */
static void set_elements(struct world_object *object, int64_t first, const char *bits, size_t bytes)
{
	if (first >= 1 && first <= ARRAY_PREVIEW &&
	    bytes <= (size_t)(ARRAY_PREVIEW + 1 - first) * sizeof *object->elements)
		memcpy(&object->elements[first - 1], bits, bytes);
}

void object_created(struct world *world, const struct trace_event *event)
{
	if (event->object == 0 || event->object > FOLD_NUMBERS || event->primitive == PRIMITIVE_NONE ||
	    event->primitive >= PRIMITIVES) {
		fold_inconsistent(world, event, "an object of an unknown kind or with an impossible number");
		return;
	}
	if (!fold_reserve(world, &world->objects, &world->object_room, event->object, sizeof *world->objects))
		return;
	struct world_object *object = &world->objects[event->object - 1];
	if (object->number) {
		fold_inconsistent(world, event, "an object was made twice");
		return;
	}
	if (event->object > world->object_count)
		world->object_count = event->object;
	object->number = event->object;
	object->creator = event->process;
	object->last_user = event->process;
	object->line = event->line;
	object->primitive = event->primitive;
	size_t text = event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX;
	size_t name = strnlen(event->text, text);
	utf8_clean(object->name, sizeof object->name, event->text, name);
	if (event->primitive == PRIMITIVE_ARRAY && name < text)
		set_elements(object, 1, event->text + name + 1, text - name - 1);
	world->pools += event->primitive == PRIMITIVE_POOL;
	const struct primitive *primitive = primitive_get(event->primitive);
	if (primitive->init)
		primitive->init(&object->state, event->a, event->b);
}

/* The object of an event that changed it, with its new version. */
static struct world_object *changed(struct world *world, const struct trace_event *event)
{
	struct world_object *object = fold_object(world, event->object);

	if (!object) {
		fold_inconsistent(world, event, "something was done to an object that does not exist");
		return NULL;
	}
	if (event->version != object->version + 1)
		fold_inconsistent(world, event, "an object skipped a version");
	object->version = event->version;
	return object;
}

void object_used(struct world *world, uint32_t number, uint32_t process)
{
	struct world_object *object = fold_object(world, number);

	if (!object)
		return;
	for (uint32_t i = object->user_count; i-- > 0;)
		if (object->users[i] == process)
			return;
	if (fold_reserve(world, &object->users, &object->user_room, object->user_count + 1,
			 sizeof *object->users))
		object->users[object->user_count++] = process;
}

static void take(struct world *world, struct world_object *object, struct world_process *process,
		 const struct trace_event *event)
{
	object->dead_owner = 0;
	if (!fold_reserve(world, &process->held, &process->held_room, process->held_count + 1,
			  sizeof *process->held) ||
	    !fold_reserve(world, &object->takers, &object->taker_room, object->taker_count + 1,
			  sizeof *object->takers))
		return;
	process->held[process->held_count++] = object->number;
	object->takers[object->taker_count++] =
		(struct world_taker){.process = process->number, .line = event->line, .since = event->time};
}

/* Strike one unit off the ledger: takers[index], and the latest one of its process. */
static void strike(struct world *world, struct world_object *object, uint32_t index)
{
	struct world_process *process = fold_process(world, object->takers[index].process);
	struct world_taker *at = &object->takers[index];

	memmove(at, at + 1, (--object->taker_count - index) * sizeof *at);
	for (uint32_t i = process ? process->held_count : 0; i-- > 0;) {
		if (process->held[i] != object->number)
			continue;
		memmove(&process->held[i], &process->held[i + 1],
			(--process->held_count - i) * sizeof *process->held);
		return;
	}
}

static void give_back(struct world *world, struct world_object *object, uint32_t process)
{
	uint32_t i = object->taker_count;

	while (i > 0 && object->takers[i - 1].process != process)
		i--;
	if (i > 0) {
		strike(world, object, i - 1);
		return;
	}
	object->stranger_freed = true;
	if (object->taker_count == 0)
		return;
	object->freed_from = object->takers[0].process + 1;
	strike(world, object, 0);
}

/* The previews move through a window in their memory: amortised, an item costs a copy or two. */
static void put_item(struct world *world, struct world_object *object, const struct trace_event *event)
{
	uint64_t length = object->state.queue.put - object->state.queue.got;
	uint32_t offset = object->items ? (uint32_t)(object->items - object->item_memory) : 0;

	/* Where a preview is missing, those behind it would be shown in the wrong place. */
	if (length != object->item_count + 1 || object->item_count >= ITEMS_KEPT)
		return;
	if (offset + object->item_count == object->item_room && offset > object->item_room / 2) {
		memmove(object->item_memory, object->items, object->item_count * sizeof *object->items);
		offset = 0;
	}
	uint32_t count = offset + object->item_count;
	if (!fold_reserve(world, &object->item_memory, &object->item_room, count + 1, sizeof *object->items))
		return;
	object->items = object->item_memory + offset;
	utf8_clean(object->items[object->item_count++], sizeof *object->items, event->text,
		   event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX);
}

static void got_item(struct world_object *object)
{
	object->last_item[0] = '\0';
	if (object->item_count == 0)
		return;
	memcpy(object->last_item, object->items[0], sizeof object->last_item);
	object->items++;
	if (--object->item_count == 0)
		object->items = object->item_memory;
}

/* Who holds units now. */
static void account(struct world *world, struct world_object *object, const struct action *action,
		    const struct trace_event *event)
{
	struct world_process *process = fold_process(world, event->process);
	int64_t units = action->counts ? event->a : 1;

	if (action->takes > 0) {
		for (; units > 0; units--)
			take(world, object, process, event);
		return;
	}
	object->freed_from = 0;
	if (units <= 0)
		return;
	if (object->taker_count == 0)
		object->stranger_freed = true;
	for (; units > 0 && object->taker_count > 0; units--)
		give_back(world, object, event->process);
}

void object_did(struct world *world, const struct trace_event *event)
{
	struct world_object *object = changed(world, event);

	if (!object)
		return;
	const struct primitive *primitive = primitive_get(object->primitive);
	if (event->action >= primitive->action_count || event->primitive != object->primitive) {
		fold_inconsistent(world, event, "an action that this kind of object does not have");
		return;
	}
	const struct action *action = &primitive->actions[event->action];
	struct request request = {
		.process = event->process, .action = event->action, .a = event->a, .b = event->b};
	if (action->guard && !action->guard(&object->state, &request)) {
		fold_inconsistent(world, event, "an action took effect though its guard did not hold");
		return;
	}
	enum outcome outcome = action->effect ? action->effect(&object->state, &request) : OUTCOME_OK;
	if (outcome != event->outcome || request.a != event->a || request.b != event->b)
		fold_inconsistent(world, event, "an action came to something else than its event says");
	object->last_user = event->process;
	object_used(world, object->number, event->process);
	if (outcome == OUTCOME_MISUSE)
		return;
	if (action->takes && (outcome == OUTCOME_OK || outcome == OUTCOME_ABANDONED))
		account(world, object, action, event);
	if (object->primitive == PRIMITIVE_VALUE || object->primitive == PRIMITIVE_ARRAY)
		lost_watch(world, object, event);
	if (object->primitive == PRIMITIVE_ARRAY && event->action == ARRAY_WRITE)
		set_elements(object, event->a, (const char *)&event->b, sizeof event->b);
	else if (object->primitive == PRIMITIVE_ARRAY && event->action == ARRAY_ASSIGN)
		set_elements(object, event->a, event->text, event->length);
	if (world_has_items(object) && outcome == OUTCOME_OK) {
		if (event->action == QUEUE_PUT)
			put_item(world, object, event);
		else if (event->action == QUEUE_GET)
			got_item(object);
		else if (object->state.queue.put == object->state.queue.got)
			object->item_count = 0; /* a pipe was closed with messages in it */
	}
}

void object_abandoned(struct world *world, const struct trace_event *event)
{
	struct world_object *object = changed(world, event);

	if (!object)
		return;
	const struct primitive *primitive = primitive_get(object->primitive);
	holder_t dead = event->process + 1;
	bool owned = primitive->owner && primitive->owner(&object->state) == dead;
	if (!primitive->abandon || !primitive->abandon(&object->state, event->process)) {
		fold_inconsistent(world, event, "an object was abandoned by somebody who did not hold it");
		return;
	}
	object->last_user = TRACE_SANDBOX;
	if (world_has_items(object) && object->state.queue.put == object->state.queue.got)
		object->item_count = 0;
	if (owned)
		object->dead_owner = dead;
	if (primitive->owner && primitive->owner(&object->state) == dead)
		return; /* as in Python, it stays locked */
	for (uint32_t i = object->taker_count; i-- > 0;)
		if (object->takers[i].process == event->process)
			strike(world, object, i);
}

void object_ended(struct world *world, const struct trace_event *event, int32_t exit_code)
{
	struct world_object *object = changed(world, event);
	struct request request = {.process = event->process, .action = PROCESS_END, .a = exit_code};

	if (!object)
		return;
	if (object->primitive != PRIMITIVE_PROCESS) {
		fold_inconsistent(world, event, "the end of a process was told of another object");
		return;
	}
	primitive_get(PRIMITIVE_PROCESS)->actions[PROCESS_END].effect(&object->state, &request);
	object->last_user = TRACE_SANDBOX;
}
