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

bool world_may_proceed(const struct world *world, const struct world_process *process)
{
	const struct world_object *object = world_object(world, process->target);

	if (!object)
		return true;
	const struct primitive *primitive = primitive_get(object->primitive);
	if (process->action >= primitive->action_count || !primitive->actions[process->action].guard)
		return true;
	bool (*guard)(const union state *, const struct request *) =
		primitive->actions[process->action].guard;
	struct request request = {.process = process->number, .action = process->action};
	union state state = object->state;
	if (guard(&state, &request))
		return true;
	holder_t owner = primitive->owner ? primitive->owner(&state) : 0;
	const struct world_process *holder = owner ? world_process(world, owner - 1) : NULL;
	return holder && holder->life != LIFE_ALIVE && primitive->abandon &&
	       primitive->abandon(&state, holder->number) && guard(&state, &request);
}
