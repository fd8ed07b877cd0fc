/* The wait-for graph, asked edge by edge: who waits for an object, who holds it, who could free its
 * waiters. */
#include "world/world.h"

const struct world_process *world_process(const struct world *world, uint32_t number)
{
	if (number >= world->process_count || world->processes[number].life == LIFE_ABSENT)
		return NULL;
	return &world->processes[number];
}

const struct world_object *world_object(const struct world *world, uint32_t number)
{
	if (number - 1 >= world->object_count || world->objects[number - 1].number == 0)
		return NULL;
	return &world->objects[number - 1];
}

bool world_has_items(const struct world_object *object)
{
	return object->primitive == PRIMITIVE_QUEUE || object->primitive == PRIMITIVE_SIMPLEQUEUE ||
	       object->primitive == PRIMITIVE_JOINABLE || object->primitive == PRIMITIVE_PIPE;
}

bool world_has_lost(const struct world_object *object)
{
	return object->updates_lost > 0 || object->unwatched;
}

/* First come first: the numbers are kept sorted while they are found. When there is no room for all, the
 * latest are left out. */
uint32_t world_waiters(const struct world *world, uint32_t object, uint32_t *numbers, uint32_t room)
{
	uint32_t count = 0;

	for (uint32_t i = 0; object && i < world->process_count; i++) {
		const struct world_process *process = &world->processes[i];
		if (process->life != LIFE_ALIVE || process->doing != DOING_WAITING ||
		    process->target != object)
			continue;
		uint32_t at = count < room ? count : room;
		while (at > 0 && world->processes[numbers[at - 1]].waits_seq > process->waits_seq) {
			if (at < room)
				numbers[at] = numbers[at - 1];
			at--;
		}
		if (at < room)
			numbers[at] = i;
		count++;
	}
	return count;
}

holder_t world_owner(const struct world *world, uint32_t object)
{
	const struct world_object *known = world_object(world, object);
	const struct primitive *primitive = known ? primitive_get(known->primitive) : NULL;

	return primitive && primitive->owner ? primitive->owner(&known->state) : 0;
}

uint32_t world_holders(const struct world *world, uint32_t object, uint32_t *numbers, uint32_t *units,
		       uint32_t room)
{
	const struct world_object *known = world_object(world, object);
	uint32_t count = 0, last = 0;

	/* The ledger is in order of taking; go through it once for each holder, from the lowest number up. */
	while (known) {
		uint32_t next = UINT32_MAX, held = 0;
		for (uint32_t i = 0; i < known->taker_count; i++) {
			uint32_t process = known->takers[i].process;
			if (process < next && (count == 0 || process > last)) {
				next = process;
				held = 0;
			}
			held += process == next;
		}
		if (held == 0)
			break;
		if (count < room) {
			numbers[count] = next;
			if (units)
				units[count] = held;
		}
		last = next;
		count++;
	}
	return count;
}

bool world_target(const struct world_process *process, uint32_t nth, struct world_target *target)
{
	if (nth > process->other_count)
		return false;
	*target = nth ? process->others[nth - 1] :
			(struct world_target){.object = process->target, .action = process->action};
	return true;
}

uint32_t world_other_ends(const struct world *world, struct world_target target, uint32_t *numbers,
			  uint32_t room)
{
	const struct world_object *object = world_object(world, target.object);
	uint32_t count = 0;

	if (!object || object->primitive != PRIMITIVE_PIPE)
		return UINT32_MAX;
	const struct lineup *holders = &object->state.pipe.holders;
	for (uint32_t i = 0; i < holders->count; i++) {
		if (!(holders->places[i].mark & (target.action == PIPE_SEND ? PIPE_READS : PIPE_WRITES)))
			continue;
		if (count < room)
			numbers[count] = holders->places[i].process - 1;
		count++;
	}
	return count;
}

static bool may_do(const struct world *world, const struct world_process *process, struct world_target target)
{
	const struct world_object *object = world_object(world, target.object);

	if (!object)
		return true;
	const struct primitive *primitive = primitive_get(object->primitive);
	if (target.action >= primitive->action_count || !primitive->actions[target.action].guard)
		return true;
	bool (*guard)(const union state *, const struct request *) =
		primitive->actions[target.action].guard;
	struct request request = {.process = process->number, .action = target.action, .b = process->operand};
	if (guard(&object->state, &request))
		return true;
	holder_t owner = primitive->owner ? primitive->owner(&object->state) : 0;
	const struct world_process *holder = owner ? world_process(world, owner - 1) : NULL;
	if (!holder || holder->life == LIFE_ALIVE || !primitive->abandon)
		return false;
	union state state;
	state_copy(primitive, &state, &object->state);
	return primitive->abandon(&state, holder->number) && guard(&state, &request);
}

/* The owner of a pool looks up from any wait when there is news in it, and what it does then may free anyone.
 */
static bool has_news(const struct world *world, const struct world_process *process)
{
	struct request request = {.process = process->number, .action = POOL_COLLECT};

	for (uint32_t i = 0; world->pools && i < world->object_count; i++) {
		const struct world_object *object = &world->objects[i];

		if (object->primitive == PRIMITIVE_POOL && object->state.pool.owner == process->number + 1 &&
		    object->state.pool.closed < 2 &&
		    primitive_get(PRIMITIVE_POOL)->actions[POOL_COLLECT].guard(&object->state, &request))
			return true;
	}
	return false;
}

bool world_may_proceed(const struct world *world, const struct world_process *process)
{
	struct world_target target;

	if (has_news(world, process))
		return true;

	for (uint32_t i = 0; world_target(process, i, &target); i++)
		if (may_do(world, process, target))
			return true;
	return process->others_cut; /* not certain */
}
