/* Who is stuck: reduction of the wait-for graph.
 *
 * For the certain verdict, whoever can move at all is trusted to free what anyone may free (semaphores,
 * events, queues, locks that strangers release). What is left are waiters whose possible helpers are all
 * stuck: the owner of a lock, who is joined, who holds the other end of a pipe.
 *
 * For the uncertain one ("stalled"), only those are trusted who have used the object before. */
#include "world/verdict.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum mark { UNKNOWN, DEAD, MOVES, STUCK };

#define FEW 512 /* processes whose marks fit on the stack */

static bool waits_for_ever(const struct world *world, const struct world_process *process)
{
	return process->life == LIFE_ALIVE && process->doing == DOING_WAITING && process->deadline == 0 &&
	       !process->doomed && !world_may_proceed(world, process);
}

/* The one process that can free a waiter of an object, as a holder; 0 = anyone may. */
static holder_t only_helper(const struct world *world, const struct world_process *waiter, uint32_t number)
{
	const struct world_object *object = world_object(world, number);
	holder_t owner = world_owner(world, number);

	if (object->primitive != PRIMITIVE_PROCESS && (object->stranger_freed || owner == waiter->number + 1))
		return 0;
	return owner;
}

/* Mark who can move at once, who is dead, and waiters as UNKNOWN. Returns the number of waiters; *movers:
 * of the others. */
static uint32_t mark_movers(const struct world *world, uint8_t *marks, uint32_t *movers)
{
	uint32_t waiters = 0;

	*movers = 0;
	for (uint32_t i = 0; i < world->process_count; i++) {
		const struct world_process *process = &world->processes[i];
		bool waits = waits_for_ever(world, process);
		marks[i] = waits ? UNKNOWN : process->life == LIFE_ALIVE ? MOVES : DEAD;
		waiters += waits;
		*movers += marks[i] == MOVES;
	}
	return waiters;
}

/* Somebody who moves has used the object (or made it), and so may well use it again. */
static bool has_moving_user(const struct world *world, const uint8_t *marks,
			    const struct world_object *object)
{
	for (uint32_t i = 0; i < object->user_count; i++)
		if (marks[object->users[i]] == MOVES)
			return true;
	return object->creator < world->process_count && marks[object->creator] == MOVES;
}

/* Who waits to receive is freed by whoever holds a writing end, who waits to send by whoever holds a reading
 * one. */
static bool is_other_end_moving(const struct world *world, const uint8_t *marks, struct world_target target)
{
	uint32_t holders[256], count = world_other_ends(world, target, holders, 256);

	if (world_object(world, target.object)->state.pipe.travelling[target.action != PIPE_SEND] &&
	    memchr(marks, MOVES, world->process_count))
		return true; /* whoever gets the message */
	for (uint32_t i = 0; i < count && i < 256; i++)
		if (holders[i] >= world->process_count || marks[holders[i]] == MOVES)
			return true;
	return false;
}

/* Could somebody who moves free this waiter? certain: whoever moves is trusted to do what anyone may. */
static bool may_be_freed(const struct world *world, const uint8_t *marks, const struct world_process *process,
			 bool certain)
{
	struct world_target target;

	for (uint32_t i = 0; world_target(process, i, &target); i++) {
		const struct world_object *object = world_object(world, target.object);
		holder_t helper = only_helper(world, process, target.object);
		bool freed = object->primitive == PRIMITIVE_PIPE ? is_other_end_moving(world, marks, target) :
			     helper ? helper > world->process_count || marks[helper - 1] == MOVES :
				      certain || has_moving_user(world, marks, object);
		if (freed)
			return true;
	}
	return false;
}

/* Add whoever is freed by those who move, until nobody is added. Returns how many are left. */
static uint32_t reduce(const struct world *world, uint8_t *marks, uint32_t waiters, bool certain)
{
	for (bool added = true; added && waiters;) {
		added = false;
		for (uint32_t i = 0; i < world->process_count; i++) {
			if (marks[i] != UNKNOWN)
				continue;
			if (!may_be_freed(world, marks, &world->processes[i], certain))
				continue;
			marks[i] = MOVES;
			added = true;
			waiters--;
		}
	}
	for (uint32_t i = 0; waiters && i < world->process_count; i++)
		if (marks[i] == UNKNOWN)
			marks[i] = STUCK;
	return waiters;
}

/* Any worker of a pool that has a task could free its owner: the first one stands for them. */
static holder_t first_busy(const struct world *world, uint32_t number, holder_t otherwise)
{
	const struct world_object *object = world_object(world, world->processes[number].target);

	if (!object || object->primitive != PRIMITIVE_POOL || otherwise != number + 1)
		return otherwise;
	for (uint32_t i = 0; i < object->state.pool.count; i++)
		if (object->state.pool.workers[i].count)
			return object->state.pool.workers[i].process;
	return 0;
}

/* The one process that could free a stuck one, if that is stuck as well. */
static holder_t next_in_ring(const struct world *world, const uint8_t *marks, uint32_t number)
{
	const struct world_process *process = &world->processes[number];
	holder_t owner = first_busy(world, number, world_owner(world, process->target));
	uint32_t holders[3], others = 0;
	struct world_target target = {.object = process->target, .action = process->action};
	uint32_t count = world_other_ends(world, target, holders, 3);

	if (process->other_count)
		return 0;
	for (uint32_t i = 0; count != UINT32_MAX && i < count && i < 3; i++)
		if (holders[i] != number) {
			owner = holders[i] + 1;
			others++;
		}
	if (count != UINT32_MAX && others != 1)
		return 0;
	return owner && owner <= world->process_count && marks[owner - 1] >= STUCK ? owner : 0;
}

/* Find a cycle among the stuck. Walks leave their number behind (from `trail` on), so that no process is
 * visited twice. */
static void find_ring(const struct world *world, uint8_t *marks, struct verdict *verdict)
{
	enum { VISITED = STUCK + 1, TRAIL };

	for (uint32_t i = 0; i < verdict->stuck_count; i++) {
		uint32_t start = verdict->stuck[i], at = start;
		holder_t next = at + 1;
		while (next && marks[next - 1] == STUCK) {
			at = next - 1;
			marks[at] = TRAIL;
			next = next_in_ring(world, marks, at);
		}
		if (next && marks[next - 1] == TRAIL) {
			uint32_t first = next - 1, lowest = first;
			for (at = next_in_ring(world, marks, first) - 1; at != first;
			     at = next_in_ring(world, marks, at) - 1)
				lowest = at < lowest ? at : lowest;
			at = lowest;
			do {
				verdict->ring[verdict->ring_count++] = at;
				at = next_in_ring(world, marks, at) - 1;
			} while (at != lowest);
			return;
		}
		for (next = start + 1; next && marks[next - 1] == TRAIL;
		     next = next_in_ring(world, marks, next - 1))
			marks[next - 1] = VISITED;
	}
}

static void collect(const struct world *world, uint8_t *marks, struct verdict *verdict)
{
	uint64_t last_wait = 0, ring_wait = 0;

	for (uint32_t i = 0; i < world->process_count; i++) {
		const struct world_process *process = &world->processes[i];
		if (marks[i] != STUCK)
			continue;
		verdict->stuck[verdict->stuck_count++] = i;
		verdict->since = process->since > verdict->since ? process->since : verdict->since;
		last_wait = process->waits_seq > last_wait ? process->waits_seq : last_wait;
	}
	if (verdict->kind == VERDICT_DEADLOCK)
		find_ring(world, marks, verdict);
	for (uint32_t i = 0; i < verdict->ring_count; i++) {
		uint64_t seq = world->processes[verdict->ring[i]].waits_seq;
		ring_wait = seq > ring_wait ? seq : ring_wait;
	}
	/* Without a ring it may be a death that took the last hope away. */
	verdict->seq = ring_wait ? ring_wait : last_wait > world->death_seq ? last_wait : world->death_seq;
}

static int judge(const struct world *world, uint8_t *marks, struct verdict *verdict)
{
	uint32_t movers, waiters = mark_movers(world, marks, &movers), stuck;

	if (waiters == 0)
		return 0;
	stuck = reduce(world, marks, waiters, movers > 0);
	if (stuck) {
		verdict->kind = VERDICT_DEADLOCK;
		verdict->whole = stuck == world->alive;
	} else {
		mark_movers(world, marks, &movers);
		stuck = reduce(world, marks, waiters, false);
		if (!stuck)
			return 0;
		verdict->kind = VERDICT_STALLED;
	}
	verdict->stuck = calloc(stuck, sizeof *verdict->stuck);
	verdict->ring = calloc(stuck, sizeof *verdict->ring);
	if (!verdict->stuck || !verdict->ring) {
		verdict_finish(verdict);
		return -ENOMEM;
	}
	collect(world, marks, verdict);
	return 0;
}

int verdict_judge(const struct world *world, struct verdict *verdict)
{
	uint8_t few[FEW], *marks = few;

	*verdict = (struct verdict){.kind = VERDICT_NONE};
	if (world->process_count > FEW)
		marks = malloc(world->process_count);
	if (!marks)
		return -ENOMEM;
	int error = judge(world, marks, verdict);
	if (marks != few)
		free(marks);
	return error;
}

void verdict_finish(struct verdict *verdict)
{
	free(verdict->stuck);
	free(verdict->ring);
	*verdict = (struct verdict){.kind = VERDICT_NONE};
}

bool verdict_may_change(const struct trace_event *event)
{
	switch (event->kind) {
	case TRACE_WAITS:
		return event->a <= 0;
	case TRACE_WANTS: /* in controlled mode it may be a wait */
	case TRACE_EXITED:
	case TRACE_KILLED:
	case TRACE_FINISHED:
		return true;
	default:
		return false;
	}
}

int64_t verdict_patience(const struct world *world)
{
	return 1000000000 + 10 * world->tempo * 1000;
}
