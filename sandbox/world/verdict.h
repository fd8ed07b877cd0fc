/* Who is stuck, and why: the verdict over a wait-for graph.
 *
 * A process is stuck when no process that can still move, or that could be freed by one that can, is able
 * to make its guard true. Computed by reduction (Holt, Some deadlock properties of computer systems,
 * Computing Surveys 4(3), 1972): start from those that can move (not waiting, or waiting with a timeout),
 * add whoever they could free, until nothing is added; the rest is stuck.
 *
 * Who could free a waiter: of a lock, its owner (anyone, once a stranger has released that lock in this
 * run, and for a process that waits for a lock it owns itself); of a join, the process joined; of a pipe,
 * whoever holds its other end; of a semaphore, event or queue, anyone who can move. Where only processes that
 * never used the object are left to free a waiter, it is "stalled": not certain, and not called a deadlock.
 */
#ifndef WORLD_VERDICT_H
#define WORLD_VERDICT_H

#include "world/world.h"

enum verdict_kind {
	VERDICT_NONE,
	VERDICT_STALLED,  /* somebody waits and probably for ever, but it is not certain */
	VERDICT_DEADLOCK, /* certain */
};

struct verdict {
	enum verdict_kind kind;
	bool whole;            /* nobody can move any more (else some processes go on) */
	uint32_t *stuck;       /* numbers of the stuck processes, in order of number */
	uint32_t stuck_count;
	/* A cycle among them: ring[0] waits for ring[1] … waits for ring[0]; starts at its lowest number. */
	uint32_t *ring;
	uint32_t ring_count;   /* 0 = no cycle (everybody waits for something that nobody left will do) */
	int64_t since;         /* ns: when the last of the stuck began to wait */
	uint64_t seq;          /* event that closed it */
};

/* Judge the world as it is. The verdict's arrays are the caller's: verdict_finish. Returns 0 or -ENOMEM. */
int verdict_judge(const struct world *world, struct verdict *verdict);
void verdict_finish(struct verdict *verdict);

/* Can the event have made somebody stuck? Most cannot, so a caller whose last verdict was VERDICT_NONE
 * judges only after those that can. Any other verdict is to be judged again after every event. */
bool verdict_may_change(const struct trace_event *event);

/* A stall younger than this is not worth a word: somebody may only be slow to start. ns. */
int64_t verdict_patience(const struct world *world);

/* One sentence without a newline: "deadlock: P1 holds fork0 and waits for fork1 (line 14), P2 holds fork1
 * and waits for fork0 (line 14)". Writes at most size bytes with the NUL; returns the length it would have.
 * `file` is prefixed to line numbers ("philosophers.lua:14"). */
size_t verdict_sentence(const struct world *world, const struct verdict *verdict, const char *file,
			char *text, size_t size);

#endif
