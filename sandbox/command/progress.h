/* How far something is, on a line of its own that is written over again and again. */
#ifndef COMMAND_PROGRESS_H
#define COMMAND_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool on;      /* there is somebody to see it */
	int64_t next; /* CLOCK_MONOTONIC ns: not to be drawn again before; INT64_MAX when it is off */
	int64_t began;
};

/* On where it is wanted and stderr is a terminal. */
void progress_begin(struct progress *progress, bool wanted);
/* Draw it, if it is time to. */
void progress_draw(struct progress *progress, uint64_t done, uint64_t total, uint64_t failed);
/* Take it away. */
void progress_end(struct progress *progress);

#endif
