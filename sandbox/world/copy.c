/* Everything that a world owns is copied here, and nothing else: whoever adds a pointer to world.h adds it
 * here, too. */
#include "world/copy.h"

#include <stdlib.h>
#include <string.h>

#include "world/lost.h"

/* A copy of `count` elements in memory for as many: they grow as any (fold_reserve). */
static bool copy_array(void *to, const void *from, uint32_t count, uint32_t *room, size_t element)
{
	void **memory = to;

	*room = count;
	*memory = NULL;
	if (!count)
		return true;
	*memory = malloc(count * element);
	if (!*memory) {
		*room = 0;
		return false;
	}
	memcpy(*memory, from, count * element);
	return true;
}

static bool copy_text(struct trace_text **to, const struct trace_text *from)
{
	*to = NULL;
	if (!from)
		return true;
	*to = malloc(sizeof **to + from->length + 1);
	if (!*to)
		return false;
	memcpy(*to, from, sizeof **to + from->length + 1);
	return true;
}

static bool copy_process(struct world_process *to, const struct world_process *from)
{
	*to = *from;
	bool others =
		copy_array(&to->others, from->others, from->other_count, &to->other_room, sizeof *to->others);
	bool held = copy_array(&to->held, from->held, from->held_count, &to->held_room, sizeof *to->held);

	return copy_text(&to->error, from->error) && others && held;
}

static bool copy_object(struct world_object *to, const struct world_object *from)
{
	*to = *from;
	bool users = copy_array(&to->users, from->users, from->user_count, &to->user_room, sizeof *to->users);
	bool takers =
		copy_array(&to->takers, from->takers, from->taker_count, &to->taker_room, sizeof *to->takers);
	bool items = copy_array(&to->item_memory, from->items, from->item_count, &to->item_room,
				sizeof *to->items);

	to->items = to->item_memory;
	return users && takers && items;
}

static bool copy_processes(struct world *to, const struct world *from)
{
	bool fine = copy_array(&to->processes, from->processes, from->process_count, &to->process_room,
			       sizeof *to->processes);

	to->process_count = to->process_room;
	for (uint32_t i = 0; i < to->process_count; i++)
		fine = copy_process(&to->processes[i], &from->processes[i]) && fine;
	return fine;
}

static bool copy_objects(struct world *to, const struct world *from)
{
	bool fine = copy_array(&to->objects, from->objects, from->object_count, &to->object_room,
			       sizeof *to->objects);

	to->object_count = to->object_room;
	for (uint32_t i = 0; i < to->object_count; i++)
		fine = copy_object(&to->objects[i], &from->objects[i]) && fine;
	return fine;
}

struct world *world_copy(const struct world *world)
{
	struct world *copy = world_create();
	bool fine;

	if (!copy)
		return NULL;
	*copy = *world;
	/* All of it, even when some of it fails: then what could not be copied is empty, and can be
	 * destroyed. */
	fine = copy_processes(copy, world);
	fine = copy_objects(copy, world) && fine;
	fine = copy_text(&copy->load_error, world->load_error) && fine;
	copy->lost = lost_copy(world->lost);
	if (fine && (copy->lost || !world->lost))
		return copy;
	world_destroy(copy);
	return NULL;
}

size_t world_size(const struct world *world)
{
	size_t size = sizeof *world + world->process_count * sizeof *world->processes +
		      world->object_count * sizeof *world->objects + lost_size(world->lost);

	for (uint32_t i = 0; i < world->object_count; i++)
		size += world->objects[i].item_count * sizeof *world->objects[i].items;
	return size;
}
