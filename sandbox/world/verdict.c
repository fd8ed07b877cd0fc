/* Who is stuck: reduction of the wait-for graph.
 *
 * For the certain verdict, whoever can move at all is trusted to free what anyone may free (semaphores,
 * events, queues, locks that strangers release). What is left are waiters whose one possible helper is
 * itself stuck: each has one edge, to that helper, so one walk over the edges colours everybody.
 *
 * For the uncertain one ("stalled"), only those are trusted who have used the object before. */
#include "world/verdict.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum mark { UNKNOWN, ASKED /* on the walk that is under way */, DEAD, MOVES, STUCK };

#define FEW 512 /* processes whose marks fit on the stack */

static bool waits_for_ever(const struct world *world, const struct world_process *process)
{
	return process->life == LIFE_ALIVE && process->doing == DOING_WAITING && process->deadline == 0 &&
	       !process->doomed && !world_may_proceed(world, process);
}

/* The one process that can free this waiter, as a holder; 0 = anyone may. */
static holder_t only_helper(const struct world *world, const struct world_process *waiter)
{
	const struct world_object *object = world_object(world, waiter->target);
	holder_t owner = world_owner(world, waiter->target);

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

/* Follow the helpers from `start` to somebody who is decided; the whole way then has the same mark. A way
 * that bites its own tail is stuck. */
static void walk(const struct world *world, uint8_t *marks, uint32_t start)
{
	uint32_t at = start;
	uint8_t mark = STUCK;

	while (marks[at] == UNKNOWN) {
		holder_t helper = only_helper(world, &world->processes[at]);
		marks[at] = ASKED;
		if (!helper || helper > world->process_count) {
			mark = MOVES; /* anyone may free it, and this is only asked while somebody moves */
			break;
		}
		at = helper - 1;
	}
	if (marks[at] == MOVES)
		mark = MOVES;
	for (at = start; marks[at] == ASKED;) {
		holder_t helper = only_helper(world, &world->processes[at]);
		marks[at] = mark;
		if (!helper || helper > world->process_count)
			break;
		at = helper - 1;
	}
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

/* Add whoever is freed by those who move, until nobody is added. Returns how many are left. */
static uint32_t reduce_stalled(const struct world *world, uint8_t *marks, uint32_t waiters)
{
	for (bool added = true; added && waiters;) {
		added = false;
		for (uint32_t i = 0; i < world->process_count; i++) {
			if (marks[i] != UNKNOWN)
				continue;
			const struct world_process *process = &world->processes[i];
			holder_t helper = only_helper(world, process);
			bool freed =
				helper ? helper > world->process_count || marks[helper - 1] == MOVES :
					 has_moving_user(world, marks, world_object(world, process->target));
			if (!freed)
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

static uint32_t reduce_certain(const struct world *world, uint8_t *marks, uint32_t movers)
{
	uint32_t stuck = 0;

	for (uint32_t i = 0; i < world->process_count; i++) {
		if (movers == 0 && marks[i] == UNKNOWN)
			marks[i] = STUCK;
		else if (marks[i] == UNKNOWN)
			walk(world, marks, i);
		stuck += marks[i] == STUCK;
	}
	return stuck;
}

/* The owner of what a stuck process waits for, if that one is stuck as well. */
static holder_t next_in_ring(const struct world *world, const uint8_t *marks, uint32_t number)
{
	holder_t owner = world_owner(world, world->processes[number].target);

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
	stuck = reduce_certain(world, marks, movers);
	if (stuck) {
		verdict->kind = VERDICT_DEADLOCK;
		verdict->whole = stuck == world->alive;
	} else {
		mark_movers(world, marks, &movers);
		stuck = reduce_stalled(world, marks, waiters);
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
