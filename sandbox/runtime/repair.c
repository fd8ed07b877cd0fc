#include "runtime/repair.h"

#include <limits.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/futex.h"
#include "base/proc.h"
#include "runtime/array.h"
#include "runtime/batch.h"
#include "runtime/lives.h"
#include "runtime/monitor.h"
#include "runtime/operate.h"
#include "runtime/spawn.h"
#include "runtime/storage.h"

static void copy_now(struct self *self, uint32_t index, union state *state)
{
	object_peek(self, (struct handle){.index = index}, state);
}

/* The event that the dead process was about to publish: true if its commit happened. */
static bool came_true(struct arena *arena, const struct slot *dead, const struct event *event)
{
	uint32_t index = atomic_load(&dead->entered);

	if (event->kind != TRACE_DID)
		return true;
	const struct object *object = arena_object(arena, index);
	return index && object->number == event->object && atomic_load(&object->version) == event->version;
}

static void finish_event(struct arena *arena, struct slot *dead)
{
	struct ring *ring = slot_ring(arena, dead->index);
	uint64_t claim = atomic_load(&ring->claim);
	struct event *event = ring_cell(ring, atomic_load(&ring->head));

	if (claim && claim != RING_CLAIMING && event->seq == claim && came_true(arena, dead, event))
		ring_publish(&arena->trace, ring, event);
	/* Whatever it was, no more of it will come; a number that was drawn for nothing is void. */
	atomic_store(&ring->claim, 0);
	/* It may have disarmed the doorbell and not rung it. */
	atomic_store(&arena->trace.armed, 1);
	trace_ring_doorbell(&arena->trace);
}

/* The monitor in which it died is ours to leave. */
static void free_monitor(struct arena *arena, struct slot *dead)
{
	uint32_t index = atomic_load(&dead->entered);
	struct object *object = arena_object(arena, index);

	if (!index)
		return;
	if ((atomic_load(&object->monitor) & ~MONITOR_CONTENDED) == dead->index + 1) {
		if (storage_has(object->primitive))
			storage_sweep(arena, index);
		else if (object->primitive == PRIMITIVE_ARRAY)
			array_settle(arena, index);
		atomic_store(&object->monitor, 0);
	}
	/* It may have been woken to take the monitor, and that wake died with it. */
	futex_wake(&object->monitor, INT_MAX);
}

static bool is_dead(const struct slot *slot)
{
	char state = proc_state(atomic_load(&slot->pid));

	return state == 0 || state == 'Z' || state == 'X';
}

/* Take a monitor. Its holder may be dead too, and its own repair still to come: then that much of it comes
 * first, or we would wait for ourselves. */
static void enter(struct self *self, uint32_t index)
{
	struct object *object = arena_object(self->arena, index);

	atomic_store(&self->slot->entered, index);
	while (!monitor_try(object, self->slot->index)) {
		uint32_t holder = atomic_load(&object->monitor) & ~MONITOR_CONTENDED;

		if (holder && holder <= SLOTS && is_dead(&self->arena->slots[holder - 1])) {
			finish_event(self->arena, &self->arena->slots[holder - 1]);
			free_monitor(self->arena, &self->arena->slots[holder - 1]);
		}
	}
}

static void leave(struct self *self, uint32_t index)
{
	uint64_t chosen[SLOT_WORDS];
	bool wake = operate_choose(self->arena, index, chosen);

	monitor_leave(arena_object(self->arena, index));
	if (wake)
		operate_wake(self->arena, chosen);
	atomic_store(&self->slot->entered, 0);
}

void repair_stuck(struct self *self)
{
	struct arena *arena = self->arena;

	if (getppid() != arena->front) {
		kill_group(arena);
		_exit(1);
	}
	for (uint32_t i = 0; i < slots_used(arena); i++) {
		struct slot *slot = &arena->slots[i];

		if (atomic_load(&slot_ring(arena, i)->claim) && slot_state(slot) == SLOT_ALIVE &&
		    is_dead(slot))
			finish_event(arena, slot);
	}
}

void repair_wake(struct self *self, uint32_t index)
{
	enter(self, index);
	leave(self, index);
}

/* The dead may have said to some of the waiters that they are awake, and not to the kernel. */
static void rouse_waiters(struct arena *arena, uint32_t index)
{
	const struct object *object = arena_object(arena, index);

	for (uint32_t i = 0; i < SLOT_WORDS; i++)
		for (uint64_t bits = atomic_load(&object->waiters[i]); bits; bits &= bits - 1)
			futex_wake(&arena->slots[i * 64 + (uint32_t)__builtin_ctzll(bits)].wake, 1);
}

static void unqueue_from(struct self *self, const struct slot *dead, uint32_t index)
{
	enter(self, index);
	object_remove_waiter(arena_object(self->arena, index), dead->index);
	leave(self, index);
}

static void unqueue(struct self *self, struct slot *dead)
{
	uint32_t index = atomic_load(&dead->waiting_on);

	if (index)
		unqueue_from(self, dead, index);
	atomic_store(&dead->waiting_on, 0);
	if (!atomic_load(&dead->watches))
		return;
	for (index = 1; index < OBJECTS && index < atomic_load(&self->arena->object_count); index++)
		if (atomic_load(&arena_object(self->arena, index)->waiters[dead->index / 64]) >>
			    dead->index % 64 &
		    1)
			unqueue_from(self, dead, index);
	atomic_store(&dead->watches, 0);
}

/* With the monitor held: the commit of operate.c, for a transition of the sandbox's own. */
static void commit(struct self *self, uint32_t index, enum event_kind kind, const struct request *request,
		   const union state *next)
{
	struct object *object = arena_object(self->arena, index);
	uint32_t version = atomic_load(&object->version);
	struct event *event = ring_draw(&self->arena->trace, self->ring);

	state_copy(primitive_get(object->primitive), object_state(self->arena, object, version + 1), next);
	event->kind = (uint8_t)kind;
	event->process = request->process;
	event->object = object->number;
	event->primitive = object->primitive;
	event->version = version + 1;
	event->action = request->action;
	event->outcome = OUTCOME_OK;
	event->line = 0;
	event->a = request->a;
	event->b = request->b;
	ring_seal(self->ring, event);
	atomic_store(&object->version, version + 1);
	ring_publish(&self->arena->trace, self->ring, event);
}

/* A worker died, perhaps while it was about to call the owner for its last result, or in the middle of it. */
static void call_owner(struct arena *arena, const union state *state)
{
	const struct action *collect = &primitive_get(PRIMITIVE_POOL)->actions[POOL_COLLECT];

	if (!collect->guard(state, &(struct request){.action = POOL_COLLECT}))
		return;
	attention_call(arena, state->pool.owner_slot, state->pool.owner);
	futex_wake(&arena->slots[state->pool.owner_slot].wake, 1);
}

/* A worker died with a batch of tasks: what it would have done before it waited is done in its name. */
static void salvage(struct self *self, uint32_t index, uint32_t dead)
{
	static const uint8_t actions[] = {POOL_FINISH, POOL_RETURN};
	union state state;

	for (size_t i = 0; i < sizeof actions; i++) {
		struct request request = {.process = dead, .action = actions[i]};

		trace_reserve(self, 4);
		enter(self, index);
		copy_now(self, index, &state);
		if (batch_salvage(self, index, &state, &request))
			commit(self, index, TRACE_DID, &request, &state);
		leave(self, index);
	}
}

static bool works_for(const struct pool_state *pool, uint32_t process)
{
	for (uint32_t i = 0; i < pool->count; i++)
		if (pool->workers[i].process == process + 1)
			return true;
	return false;
}

static void abandon(struct self *self, struct slot *dead, uint32_t index, bool killed)
{
	const struct primitive *primitive = primitive_get(arena_object(self->arena, index)->primitive);
	struct request end = {.process = dead->number, .action = PROCESS_END};
	union state state;

	if (!primitive->abandon || (primitive->killed_only && !killed))
		return;
	if (!atomic_load(&arena_object(self->arena, index)->announced))
		return; /* its maker died while it made it: nobody else knows it, nor will */
	copy_now(self, index, &state);
	if (primitive == primitive_get(PRIMITIVE_POOL) && works_for(&state.pool, dead->number)) {
		call_owner(self->arena, &state);
		salvage(self, index, dead->number);
		copy_now(self, index, &state);
	}
	if (!primitive->abandon(&state, dead->number))
		return; /* nobody but the dead could make it otherwise, so a look from outside is enough */
	trace_reserve(self, 4);
	enter(self, index);
	copy_now(self, index, &state);
	if (primitive->abandon(&state, dead->number))
		commit(self, index, TRACE_ABANDONED, &end, &state);
	if (primitive == primitive_get(PRIMITIVE_POOL))
		attention_call(self->arena, state.pool.owner_slot, state.pool.owner);
	if (primitive == primitive_get(PRIMITIVE_PIPE) && !state.pipe.holders.count)
		storage_sweep(self->arena, index);
	leave(self, index);
}

/* A step of the sandbox's own, in the name of the child: it holds the ends of this pipe that its parent
 * holds. */
static void inherit(struct self *self, const struct slot *child, uint32_t index)
{
	const struct action *action = &primitive_get(PRIMITIVE_PIPE)->actions[PIPE_INHERIT];
	struct request request = {
		.process = child->number, .action = PIPE_INHERIT, .a = child->parent_number};
	union state state;

	copy_now(self, index, &state);
	if (action->effect(&state, &request) != OUTCOME_OK)
		return;
	trace_reserve(self, 4);
	enter(self, index);
	copy_now(self, index, &state);
	if (action->effect(&state, &request) == OUTCOME_OK)
		commit(self, index, TRACE_DID, &request, &state);
	leave(self, index);
}

void repair_inherit(struct self *self, const struct slot *child)
{
	struct arena *arena = self->arena;
	uint32_t objects = atomic_load(&arena->object_count);

	if (child->parent_number < 0 || !atomic_load(&arena->kind_counts[PRIMITIVE_PIPE]))
		return;
	for (uint32_t index = SLOTS + 1; index < objects && index < OBJECTS; index++)
		if (atomic_load(&arena_object(arena, index)
					 ->announced) && /* else it is half made, by somebody else */
		    arena_object(arena, index)->primitive == PRIMITIVE_PIPE)
			inherit(self, child, index);
}

static void announce_end(struct self *self, struct slot *dead, int status)
{
	uint32_t index = slot_object(dead->index);
	union state state;

	trace_reserve(self, 4);
	enter(self, index);
	copy_now(self, index, &state);
	if (!state.process.ended) {
		struct request request = {.process = dead->number, .action = PROCESS_END, .a = status};

		primitive_get(PRIMITIVE_PROCESS)->actions[PROCESS_END].effect(&state, &request);
		request.a = status < 0 ? -status : status;
		commit(self, index, status < 0 ? TRACE_KILLED : TRACE_EXITED, &request, &state);
	}
	atomic_store(&dead->state, SLOT_ENDED);
	leave(self, index);
}

void repair(struct self *self, struct slot *dead, int status)
{
	struct arena *arena = self->arena;
	uint32_t entered = atomic_load(&dead->entered);
	uint32_t objects = atomic_load(&arena->object_count);

	if (status < 0) /* else it came to its end with nothing half done */
		finish_event(arena, dead);
	free_monitor(arena, dead);
	unqueue(self, dead);
	if (entered) {
		repair_wake(self, entered);
		rouse_waiters(arena, entered);
	}
	atomic_store(&dead->entered, 0);
	for (uint32_t index = SLOTS + 1; index < objects && index < OBJECTS; index++)
		abandon(self, dead, index, status < 0);
	arena_pages_give_all(arena, dead->index + 1);
	announce_end(self, dead, status);
}

void repair_reap(struct self *self, struct slot *slot)
{
	if (!lives_on(self->arena, slot))
		waitpid(atomic_load(&slot->pid), NULL, 0);
	trace_plain(self, TRACE_REAPED, slot->number, 0, 0, slot_object(slot->index), NULL, 0);
	slot_release(self->arena, slot);
}

void repair_adopt(struct self *self, uint32_t parent_slot, int32_t parent_number)
{
	for (uint32_t i = 0; i < slots_used(self->arena); i++) {
		struct slot *slot = &self->arena->slots[i];

		if (slot->parent_slot != parent_slot || slot->parent_number != parent_number)
			continue;
		slot->joined_by_sandbox = true;
		if (slot_state(slot) == SLOT_ENDED)
			repair_reap(self, slot);
	}
}
