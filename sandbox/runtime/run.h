/* A run, seen by the front end: start it, read its events, steer it, end it.
 *
 * run_start forks the supervisor, which forks the scenario's main process. The front end never runs scenario
 * code. However a run ends, after run_finish none of its processes exists.
 *
 * Interface:
 * - run_start; then poll run_fd for input, and call run_read until it returns 0.
 * - run_pause, run_tempo, run_signal steer; what came of it arrives as events.
 * - run_finish always, also after TRACE_FINISHED.
 */
#ifndef RUNTIME_RUN_H
#define RUNTIME_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "trace/event.h"

struct run;
struct self; /* a process seen from inside (process.h) */

struct run_options {
	/* Called once in the supervisor before anything else: load the scenario. Returns 0, or -errno with a
	 * TRACE_ERROR already emitted. May be NULL. */
	int (*load)(struct self *supervisor, void *context);
	/* The body of main. Returns its exit code. */
	int (*body)(struct self *self, void *context);
	void *context;
	uint64_t seed;
	int64_t tempo;          /* microseconds an operation is held, 0 = free */
	uint32_t process_limit; /* processes alive at once, 1..256; 0 = 256 */
	uint64_t heap_limit;    /* bytes for queue items and arrays; 0 = 1 GiB */
	bool paused;            /* start paused: main is held at its first operation */
};

/* Returns 0 and *run, or -errno (EAGAIN: fork refused; ENOMEM; EMFILE; EFBIG). */
int run_start(struct run **run, const struct run_options *options);
/* What to do about such an errno: "; is … too low?", or "". */
const char *run_start_hint(int error);

/* Readable when there may be events to read. Level triggered, and quiet once run_read has returned 0. */
int run_fd(const struct run *run);

/* The next event in order of seq. Returns 1, or 0 when there is none now; -EPIPE when the supervisor died and
 * every event that was written has been read (call run_finish). */
int run_read(struct run *run, struct trace_event *event);

void run_pause(struct run *run, bool paused);
void run_tempo(struct run *run, int64_t microseconds);
void run_signal(struct run *run, uint32_t process,
		int signal); /* SIGKILL, SIGTERM, SIGSTOP, SIGCONT to one process */

/* ns of run time now: the clock of the events, standing still while paused. */
int64_t run_time(const struct run *run);
uint64_t run_seed(const struct run *run);

/* Kill whatever is left, wait until it is gone, release everything. NULL is harmless. */
void run_finish(struct run *run);

#endif
