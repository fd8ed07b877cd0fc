#include "schedule/shape.h"

#include <string.h>

#include "base/grow.h"

struct shapes {
	const struct knowledge *knowledge;
	struct shape *shapes;
	uint32_t count, room;
	bool timed;
};

struct shapes *shapes_create(const struct knowledge *knowledge)
{
	struct shapes *shapes = calloc(1, sizeof *shapes);

	if (shapes)
		shapes->knowledge = knowledge;
	return shapes;
}

void shapes_keep_times(struct shapes *shapes)
{
	shapes->timed = true;
}

static void drop(struct shape *shape)
{
	free(shape->instances);
	free(shape->objects);
	free(shape->offsets);
}

void shapes_destroy(struct shapes *shapes)
{
	for (uint32_t i = 0; shapes && i < shapes->count; i++)
		drop(&shapes->shapes[i]);
	if (shapes)
		free(shapes->shapes);
	free(shapes);
}

const struct shape *shapes_get(const struct shapes *shapes, uint32_t shape)
{
	return &shapes->shapes[shape];
}

uint32_t shape_state_bytes(unsigned primitive)
{
	return (primitive_get(primitive)->size + 7u) & ~7u;
}

static uint32_t lists(unsigned primitive)
{
	switch (primitive) {
	case PRIMITIVE_QUEUE:
	case PRIMITIVE_SIMPLEQUEUE:
	case PRIMITIVE_JOINABLE:
	case PRIMITIVE_PIPE:
	case PRIMITIVE_ARRAY:
		return 1;
	case PRIMITIVE_POOL:
		return 2;
	default:
		return 0;
	}
}

uint32_t shape_object_bytes(unsigned primitive)
{
	return shape_state_bytes(primitive) + lists(primitive) * (uint32_t)sizeof(uint64_t);
}

/* Objects are few, and asked for often: those of a shape are found by bisection. */
uint32_t shape_find(const struct shape *shape, uint32_t id)
{
	uint32_t low = 0, high = shape->object_count;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (shape->objects[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < shape->object_count && shape->objects[low] == id ? low : UINT32_MAX;
}

static bool same(const struct shape *one, const struct shape *other)
{
	return one->instance_count == other->instance_count && one->object_count == other->object_count &&
	       !memcmp(one->instances, other->instances, one->instance_count * sizeof *one->instances) &&
	       !memcmp(one->objects, other->objects, one->object_count * sizeof *one->objects);
}

/* Keep the shape, whose arrays are then ours. */
static uint32_t keep(struct shapes *shapes, struct shape *shape)
{
	for (uint32_t i = shapes->count; i-- > 0;)
		if (same(&shapes->shapes[i], shape)) {
			drop(shape);
			return i;
		}
	shape->offsets = malloc((shape->object_count + 1) * sizeof *shape->offsets);
	if (!shape->offsets || !grow(&shapes->shapes, &shapes->room, shapes->count + 1, sizeof *shape)) {
		drop(shape);
		return UINT32_MAX;
	}
	shape->size = (uint32_t)(sizeof(uint32_t) * (1 + shape->instance_count) + 7u) & ~7u;
	shape->times = shapes->timed ? shape->size : 0;
	if (shapes->timed)
		shape->size += (uint32_t)sizeof(uint64_t) * shape->instance_count;
	for (uint32_t i = 0; i < shape->object_count; i++) {
		shape->offsets[i] = shape->size;
		shape->size += shape_object_bytes(
			knowledge_object(shapes->knowledge, shape->objects[i])->primitive);
	}
	shapes->shapes[shapes->count] = *shape;
	return shapes->count++;
}

/* A copy with `count` numbers more from `first` on, in order. */
static uint32_t *with(const uint32_t *numbers, uint32_t *length, uint32_t first, uint32_t count)
{
	uint32_t *copy = malloc((*length + count + 1) * sizeof *copy);
	uint32_t before = 0;

	if (!copy)
		return NULL;
	while (before < *length && numbers[before] < first)
		before++;
	if (*length) {
		memcpy(copy, numbers, before * sizeof *copy);
		memcpy(copy + before + count, numbers + before, (*length - before) * sizeof *copy);
	}
	for (uint32_t i = 0; i < count; i++)
		copy[before + i] = first + i;
	*length += count;
	return copy;
}

static uint32_t extend(struct shapes *shapes, struct shape shape, uint32_t instance, uint32_t instances,
		       uint32_t object, uint32_t objects)
{
	shape.instances = with(shape.instances, &shape.instance_count, instance, instances);
	shape.objects = with(shape.objects, &shape.object_count, object, objects);
	shape.offsets = NULL;
	if (!shape.instances || !shape.objects) {
		drop(&shape);
		return UINT32_MAX;
	}
	return keep(shapes, &shape);
}

uint32_t shapes_first(struct shapes *shapes)
{
	return extend(shapes, (struct shape){0}, 0, 1, knowledge_instance(shapes->knowledge, 0)->object, 1);
}

uint32_t shapes_with_objects(struct shapes *shapes, uint32_t shape, uint32_t first, uint32_t count)
{
	return extend(shapes, shapes->shapes[shape], 0, 0, first, count);
}

uint32_t shapes_with_instance(struct shapes *shapes, uint32_t shape, uint32_t instance)
{
	return extend(shapes, shapes->shapes[shape], instance, 1,
		      knowledge_instance(shapes->knowledge, instance)->object, 1);
}
