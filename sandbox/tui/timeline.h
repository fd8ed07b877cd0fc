/* The timeline: what every process did when, in ticks.
 *
 * A fold over events, like the world, but it keeps the past. A tick holds the most severe thing that
 * happened in it, so a short wait never vanishes. Memory is bounded: when the ticks of a run no longer
 * fit, each becomes twice as long.
 */
#ifndef TUI_TIMELINE_H
#define TUI_TIMELINE_H

#include <stdint.h>

#include "world/verdict.h"
#include "world/world.h"

/* In order of severity. */
enum moment {
	MOMENT_NONE, /* not there yet, or gone */
	MOMENT_SLEEPS,
	MOMENT_RUNS,
	MOMENT_STOPPED,
	MOMENT_WAITS,
	MOMENT_STUCK,
	MOMENT_ENDED, /* the tick in which it ended by itself */
	MOMENT_DIED,  /* the tick in which it was killed, or failed */
};

#define TIMELINE_TICKS 8192
#define TIMELINE_FIRST_TICK 1000000 /* ns */

struct timeline_row {
	uint8_t *ticks; /* enum moment; `count` of them are filled */
	uint32_t count, room;
	uint8_t now;    /* what goes on since the last of them */
};

struct timeline {
	struct timeline_row *rows; /* by process number */
	uint32_t row_count;
	int64_t tick;   /* ns */
	int64_t closed; /* when the deadlock's ring closed, -1 = there is none */
};

void timeline_init(struct timeline *timeline);
void timeline_finish(struct timeline *timeline);
bool timeline_copy(struct timeline *copy, const struct timeline *timeline); /* false without memory */
size_t timeline_size(const struct timeline *timeline); /* bytes */

/* After world_apply of the same event. */
void timeline_apply(struct timeline *timeline, const struct world *world, const struct trace_event *event);
/* After a new verdict. */
void timeline_judge(struct timeline *timeline, const struct verdict *verdict, int64_t time);

/* The most severe moment of a process from `from` (ns) until before `to`, seen at time `now`. */
enum moment timeline_moment(const struct timeline *timeline, uint32_t process, int64_t from, int64_t to,
			    int64_t now);

#endif
