/* Each kind of object in the words that teach it. A lock has an owner; a semaphore is a count and those who
 * hold permits; a queue is slots with items in them; a pipe has two ends, and who holds them.
 */
#include "tui/object_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tui/tr.h"
#include "tui/view.h"

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

/* "abc···" of 1000: bytes, a dot for each NUL. */
static void bytes_text(const struct world_object *object, char *text, size_t size)
{
	uint32_t length = object->state.array.size;
	char tail[24], character[8];

	snprintf(text, size, "\"");
	for (uint32_t i = 0; i < length && i < ARRAY_PREVIEW; i++) {
		int byte = (unsigned char)object->elements[i];

		snprintf(character, sizeof character,
			 byte >= 32 && byte < 127 ? "%c" : byte ? "?" : "·", byte);
		view_append(text, size, "", character);
	}
	view_append(text, size, "", length > ARRAY_PREVIEW ? "…\"" : "\"");
	snprintf(tail, sizeof tail, tr(" of %u"), length);
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

/* "main P1 +2": those who hold an end, as many names as fit. */
static void end_text(const struct world *world, const struct world_object *object, int end, int columns,
		     char *text, size_t size)
{
	const struct lineup *holders = &object->state.pipe.holders;
	uint32_t left = 0;
	char more[16];

	*text = '\0';
	for (uint32_t i = 0; i < holders->count; i++) {
		const char *name = view_process_name(world, holders->places[i].process - 1);

		if (!(holders->places[i].mark & end))
			continue;
		if (left || (*text && text_columns(text) + 1 + text_columns(name) > columns))
			left++;
		else
			view_append(text, size, " ", name);
	}
	snprintf(more, sizeof more, "+%" PRIu32, left);
	if (left)
		view_append(text, size, " ", more);
	if (!*text)
		snprintf(text, size, "%s", object->state.pipe.travelling[end == PIPE_WRITES] ?
						   tr("(in a message)") : tr("nobody"));
}

/* "main P1 ▶ [7|8] 2 ▶ P2": who can send, what is inside, who can receive. */
static void pipe_text(const struct world *world, const struct world_object *object, int columns, char *text,
		      size_t size)
{
	char writers[64], readers[64], items[96];
	int each = (columns - 14) / 2;

	end_text(world, object, PIPE_WRITES, each, writers, sizeof writers);
	end_text(world, object, PIPE_READS, each, readers, sizeof readers);
	queue_text(object, columns - text_columns(writers) - text_columns(readers) - 6, items, sizeof items);
	snprintf(text, size, "%s ▶ %s ▶ %s", writers, items, readers);
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
		running += pool->workers[i].gone ? 0 : pool->workers[i].count;
	snprintf(text, size, tr("%" PRIu64 " waiting, %u running, %" PRIu64 " done"), waiting, running,
		 pool->done);
	if (pool->closed)
		view_append(text, size, "", pool->closed > 1 ? tr("; terminated") : tr("; closed"));
}

/* ", 3 updates lost" */
static void add_lost(const struct world_object *object, char *text, size_t size)
{
	char lost[48];

	if (!world_has_lost(object))
		return;
	snprintf(lost, sizeof lost,
		 !object->updates_lost	   ? tr("; updates may be lost") :
		 object->updates_lost == 1 ? tr("; %" PRId64 " update lost") :
					     tr("; %" PRId64 " updates lost"),
		 object->updates_lost);
	view_append(text, size, "", lost);
}

/* "3 of 4 have come" */
static void barrier_text(const struct scene *scene, const struct world_object *object, char *text,
			 size_t size)
{
	const struct barrier_state *barrier = &object->state.barrier;

	if (barrier->broken)
		snprintf(text, size, "%s", tr("broken"));
	else
		snprintf(text, size,
			 view_missing_parties(scene, object) ? tr("%u of %u; nobody else comes") :
							       tr("%u of %u have come"),
			 lineup_count(&barrier->line, LINEUP_WAITS), barrier->parties);
}

static void condition_text(const struct world_object *object, char *text, size_t size)
{
	uint32_t waiting = lineup_count(&object->state.condition.line, LINEUP_WAITS);

	if (waiting)
		snprintf(text, size, tr("%u to be notified"), waiting);
	else
		snprintf(text, size, "%s", tr("nobody waits"));
}

void object_text(const struct scene *scene, const struct world_object *object, int columns, char *text,
		 size_t size)
{
	const struct world *world = scene->world;

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
	case PRIMITIVE_BARRIER:
		barrier_text(scene, object, text, size);
		break;
	case PRIMITIVE_CONDITION:
		condition_text(object, text, size);
		break;
	case PRIMITIVE_ARRAY:
		if (object->state.array.typecode == 'c')
			bytes_text(object, text, size);
		else
			array_text(object, columns, text, size);
		add_lost(object, text, size);
		break;
	case PRIMITIVE_VALUE:
		primitive_get(object->primitive)->describe(&object->state, text, size);
		add_lost(object, text, size);
		break;
	case PRIMITIVE_EVENT:
		snprintf(text, size, "%s", object->state.event.set ? tr("set") : tr("not set"));
		break;
	default:
		primitive_get(object->primitive)->describe(&object->state, text, size);
	}
}
