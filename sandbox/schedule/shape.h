/* The shape of a state: which processes and objects it has, and where their bytes are. Each shape is kept
 * once. */
#ifndef SCHEDULE_SHAPE_H
#define SCHEDULE_SHAPE_H

#include "schedule/knowledge.h"

struct shape {
	uint32_t *instances, instance_count; /* in order */
	uint32_t *objects, object_count;     /* ids in order */
	uint32_t *offsets; /* of each object's state, in bytes from the start of the state */
	uint32_t times; /* of what is left to each process of the time that it waits, in ns; 0 = not kept */
	uint32_t size;	   /* of a state */
};

struct shapes;

struct shapes *shapes_create(const struct knowledge *knowledge);
void shapes_destroy(struct shapes *shapes);
/* States keep times, too. Before the first shape. */
void shapes_keep_times(struct shapes *shapes);

/* Valid until the next shape is made. */
const struct shape *shapes_get(const struct shapes *shapes, uint32_t shape);
/* main and its process object. UINT32_MAX without memory, here and below. */
uint32_t shapes_first(struct shapes *shapes);
/* With `count` objects more, from id `first` on. */
uint32_t shapes_with_objects(struct shapes *shapes, uint32_t shape, uint32_t first, uint32_t count);
/* With a process more, and its process object. */
uint32_t shapes_with_instance(struct shapes *shapes, uint32_t shape, uint32_t instance);

/* Index of an object in the shape, UINT32_MAX if it is not there. */
uint32_t shape_find(const struct shape *shape, uint32_t id);

/* Bytes of an object: its state, and the numbers of the lists behind it. */
uint32_t shape_state_bytes(unsigned primitive);
uint32_t shape_object_bytes(unsigned primitive);

#endif
