#include "runtime/primitive.h"

extern const struct primitive primitive_process, primitive_lock, primitive_semaphore, primitive_event,
	primitive_queue, primitive_value, primitive_rlock, primitive_condition, primitive_barrier,
	primitive_array, primitive_pool, primitive_fair_lock, primitive_permits, primitive_simplequeue,
	primitive_joinable, primitive_pipe;

static const struct primitive none = {.kind = "none"};

const struct primitive *const primitive_table[PRIMITIVES] = {
	[PRIMITIVE_NONE] = &none,
	[PRIMITIVE_PROCESS] = &primitive_process,
	[PRIMITIVE_LOCK] = &primitive_lock,
	[PRIMITIVE_SEMAPHORE] = &primitive_semaphore,
	[PRIMITIVE_EVENT] = &primitive_event,
	[PRIMITIVE_QUEUE] = &primitive_queue,
	[PRIMITIVE_VALUE] = &primitive_value,
	[PRIMITIVE_RLOCK] = &primitive_rlock,
	[PRIMITIVE_CONDITION] = &primitive_condition,
	[PRIMITIVE_BARRIER] = &primitive_barrier,
	[PRIMITIVE_FAIR_LOCK] = &primitive_fair_lock,
	[PRIMITIVE_PERMITS] = &primitive_permits,
	[PRIMITIVE_ARRAY] = &primitive_array,
	[PRIMITIVE_POOL] = &primitive_pool,
	[PRIMITIVE_SIMPLEQUEUE] = &primitive_simplequeue,
	[PRIMITIVE_JOINABLE] = &primitive_joinable,
	[PRIMITIVE_PIPE] = &primitive_pipe,
};

const char *primitive_word(unsigned id, unsigned action)
{
	const struct primitive *primitive = primitive_get(id);

	if (id >= PRIMITIVES)
		return NULL;
	if (action == UINT32_MAX)
		return primitive->kind;
	if (action >= primitive->action_count)
		return NULL;
	return primitive->actions[action].name ? primitive->actions[action].name : "";
}
