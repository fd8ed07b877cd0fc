/* Where a session's events come from: a run of real processes, one that is stepped by hand, or a recording.
 * What the screen does with them is the same. */
#ifndef TUI_SOURCE_H
#define TUI_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/run.h"
#include "trace/tape.h"

/* How fast an operation is to go: it is held numerator / denominator of the normal time; 0 / 1 = as fast as
 * it goes. */
struct tempo {
	int64_t numerator, denominator;
};

struct source {
	const struct source_kind *kind;
};

struct source_kind {
	bool recorded; /* the events are on the session's tape already, and no process lives */
	bool stepped;  /* its processes take their steps one by one (stepped.h) */
	/* Readable when there may be an event; -1: not now. */
	int (*fd)(const struct source *source);
	/* The event at this place, if it is there, or due, already: 1, else 0; -EPIPE when no more can come
	 * although the run has not finished. */
	int (*next)(struct source *source, uint64_t place, struct trace_event *event);
	void (*pause)(struct source *source, bool paused);
	void (*tempo)(struct source *source, struct tempo tempo);
	/* The person went to this place: go on from there. NULL = it goes on from where it is. */
	void (*seek)(struct source *source, uint64_t place);
	/* To a process. NULL = there is nobody. */
	void (*signal)(struct source *source, uint32_t process, int signal);
	int64_t (*time)(const struct source *source); /* ns of run time now */
	void (*destroy)(struct source *source);
};

/* Start a run. normal: microseconds an operation is held at tempo 1/1. Returns 0 and *source, or -errno of
 * run_start. */
int source_live(struct source **source, const struct run_options *options, int64_t normal);

/* Play a tape, which lives as long as the source; paused at first. A recording that was made at a tempo for
 * people plays with its own times, one of a run at full speed ten events a second. NULL without memory. */
struct source *source_recorded(const struct tape *tape);

/* Are its events so far apart that a person could have watched them? */
bool source_is_slow(const struct tape *tape);

#endif
