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
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/control.h"
#include "trace/event.h"

struct run;
struct self; /* a process seen from inside (process.h) */
struct memory_keeper; /* lives.h */

struct run_options {
	/* Called once in the supervisor before anything else: load the scenario. Returns 0, or -errno with a
	 * TRACE_ERROR already emitted. May be NULL. */
	int (*load)(struct self *supervisor, void *context);
	/* The body of main. Returns its exit code. */
	int (*body)(struct self *self, void *context);
	void *context;
	/* Instead of the body: the caller of run_start goes on as main. There run_start returns once more, 1,
	 * and this is main from then on; it lives as long as the process, which has the caller's stdin,
	 * stdout, stderr and other files. NULL = none, there is a body. */
	struct self *main;
	uint64_t seed;
	int64_t tempo;          /* microseconds an operation is held, 0 = free */
	bool perturbed;         /* delay operations now and then, so that races show (perturb.h) … */
	uint64_t perturb;       /* … with this seed */
	uint32_t process_limit; /* processes alive at once, 1..256; 0 = 256 */
	uint64_t heap_limit;    /* bytes for queue items and arrays; 0 = 1 GiB */
	bool controlled;        /* processes park before every step (control.h); then no tempo and no pause */
	bool walks;             /* of controlled mode: the processes take random steps by themselves ... */
	uint64_t walk;          /* ... drawn from this seed */
	bool fingerprints;      /* of controlled mode: offers tell of their process's memory */
	bool lives;             /* of controlled mode: processes can live again (run_rewind), with ... */
	const struct memory_keeper *keeper; /* ... what is theirs in memory; NULL = they cannot */
	bool keeps_order;       /* of controlled mode: timeouts pass only when nothing else can be done */
	bool paused;            /* start paused: main is held at its first operation */
};

/* Returns 0 and *run, or 1 in main (see above), or -errno (EAGAIN: fork refused; ENOMEM; EMFILE; EFBIG). */
int run_start(struct run **run, const struct run_options *options);
/* What to do about such an errno: "; is … too low?", or "". */
const char *run_start_hint(int error);

/* Readable when there may be events to read. Level triggered, and quiet once run_read has returned 0. */
int run_fd(const struct run *run);

/* The next event in order of seq. Returns 1, or 0 when there is none now; -EPIPE when the supervisor died and
 * every event that was written has been read (call run_finish). */
int run_read(struct run *run, struct trace_event *event);

/* The same for whoever comes back by itself anyway: run_fd is not armed, and nobody is waited for. */
int run_read_now(struct run *run, struct trace_event *event);

void run_pause(struct run *run, bool paused);
void run_tempo(struct run *run, int64_t microseconds);
void run_signal(struct run *run, uint32_t process,
		int signal); /* SIGKILL, SIGTERM, SIGSTOP, SIGCONT to one process */

/* ns of run time now: the clock of the events, standing still while paused. */
int64_t run_time(const struct run *run);
uint64_t run_seed(const struct run *run);

/* After TRACE_FINISHED: is shared memory as it should be once nobody is left? Every page in use belongs to an
 * object, nobody waits, nobody is inside one, no event is half written. Returns 0; or -EUCLEAN, and text says
 * what is wrong: a bug in the sandbox. -ENOMEM: it could not look. */
int run_audit(const struct run *run, char *text, size_t size);

/* Controlled runs.
 *
 * Wait until the run is quiet: every process is parked or has ended, and the plan is done or refused. Reads
 * events meanwhile where their rings fill up only if `drain` is set: they are then thrown away. Returns 1, 0
 * after `timeout` ns (< 0: none), or -EPIPE when the supervisor is gone. */
int run_await(struct run *run, int64_t timeout, bool drain);

/* It takes long to become quiet: whoever is at work counts its instructions from now on, and when they are
 * very many it says so (a TRACE_ERROR), and stands still. Call it again now and then. */
void run_count(struct run *run);
/* Does one stand still so? Its number. The run will never be quiet again, and run_await returns 0 at once. */
bool run_spins(const struct run *run, uint32_t *process);

/* The processes that are parked, in order of number, and what may be granted to each. The run is quiet.
 * Offers are valid until the next grant. Returns how many. */
struct parked {
	uint32_t process;
	unsigned can; /* CAN_…; 0: it is blocked */
	const struct offer *offer;
};
uint32_t run_parked(struct run *run, struct parked *parked, uint32_t room);

/* Let one of them take its step. The run is quiet; afterwards it is not. */
void run_grant(struct run *run, uint32_t process, uint32_t decision);
/* Grants to be carried out one after the other by the processes themselves, from now on: pairs of process and
 * decision. The run is quiet. False: there are too many. Afterwards run_await; run_refused tells how many
 * were granted if the next one could not be. */
struct grant {
	uint32_t process, decision;
};
bool run_plan(struct run *run, const struct grant *plan, uint32_t count);
bool run_refused(const struct run *run, uint32_t *granted);
/* All steps so far, in order. Valid until the next grant or restart. */
const struct step *run_steps(const struct run *run, uint32_t *count);

/* Begin again: all processes are killed and main is started anew, as run_start does, without loading the
 * scenario again. Events not yet read are lost; the next one has seq 1. 0, or -EPIPE. */
int run_restart(struct run *run);
/* The same with the processes that are there, which go back to their births (run_options.lives): fifty times
 * as fast. The run is quiet. False: it cannot be done now, and nothing was done; run_restart can. */
bool run_rewind(struct run *run);
/* Since it began, was a process killed by somebody who is neither the scenario nor its schedule? */
bool run_disturbed(const struct run *run);
struct arena *run_arena(struct run *run); /* what lies behind it all; for tests */
/* Did anybody ask for what fingerprints do not cover, ever in this run? */
bool run_uncovered(const struct run *run);

/* Kill whatever is left, wait until it is gone, release everything. NULL is harmless. */
void run_finish(struct run *run);

#endif
