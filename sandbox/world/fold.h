/* Inside the fold: what world.c and object.c share. Nobody else includes this. */
#ifndef WORLD_FOLD_H
#define WORLD_FOLD_H

#include "world/world.h"

/* Objects and processes are numbered from 0 or 1 upwards and never reused; a run ends before it gets this
 * far. */
#define FOLD_NUMBERS (1u << 17)

/* What did not fit, remembered once: the first is the cause. */
void fold_inconsistent(struct world *world, const struct trace_event *event, const char *what);
/* Room for `count` elements in *array, zeroing the new ones. False without memory, and the world says so. */
bool fold_reserve(struct world *world, void *array, uint32_t *room, uint32_t count, size_t element);

/* The object's part of an event. */
void object_created(struct world *world, const struct trace_event *event);
void object_did(struct world *world, const struct trace_event *event);
void object_used(struct world *world, uint32_t number, uint32_t process); /* now one of its users */
void object_abandoned(struct world *world, const struct trace_event *event);
void object_ended(struct world *world, const struct trace_event *event,
		  int32_t exit_code); /* a process object */
void object_finish(struct world_object *object);

static inline struct world_process *fold_process(struct world *world, uint32_t number)
{
	return number < world->process_count && world->processes[number].life != LIFE_ABSENT ?
		       &world->processes[number] :
		       NULL;
}

static inline struct world_object *fold_object(struct world *world, uint32_t number)
{
	return number - 1 < world->object_count && world->objects[number - 1].number ?
		       &world->objects[number - 1] :
		       NULL;
}

#endif
