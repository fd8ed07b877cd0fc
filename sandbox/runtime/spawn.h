/* The one place that forks, and what parent and child agree on. */
#ifndef RUNTIME_SPAWN_H
#define RUNTIME_SPAWN_H

#include "runtime/arena.h"
#include "runtime/process.h"

#define SIGNAL_COUNT SIGUSR1 /* it has not come to a step for a while (struct self: on_count) */
#define SIGNAL_LATE  SIGALRM /* a batch lasts too long (struct self: on_late) */

/* Claim a slot and fork a child into it. parent is the forking process, or the supervisor's self for main.
 * The child runs `before` (may be NULL; it closes what only the parent needs), waits until the supervisor
 * knows it, runs body and exits. Returns 0 or -errno as process_spawn. */
int spawn(struct self *parent, struct handle *child, const char *name, bool daemon, void (*before)(void *),
	  int (*body)(struct self *, void *), void *context);

/* The same, but as fork(2) the child returns, too: 1, and *self is that process from then on. */
int spawn_here(struct self *parent, struct handle *child, const char *name, bool daemon,
	       void (*before)(void *), void *context, struct self *self);

/* Wait until the supervisor knows the child and has said that it is born. */
void spawn_await_birth(struct slot *slot);

/* Fork with all signals blocked and stdio flushed; the child's handlers are reset. Returns as fork(2), -errno
 * on failure. */
pid_t fork_quietly(void);

/* Die when the supervisor does; live on as an orphan when only the parent does. */
void watch_parent(struct arena *arena);

/* SIGKILL to every lesson process. Harmless when there is no group yet. */
void kill_group(const struct arena *arena);

/* The state of a slot that this process has claimed. Its number is in it: a child that is late finds that the
 * claim was withdrawn, though its parent's slot has a new process which has claimed the same one again. */
static inline uint64_t slot_claim_of(const struct slot *claimer, uint32_t number)
{
	return SLOT_CLAIMED | claimer->index << 8 | (uint64_t)number << 32;
}

/* Tell of a child, in the sandbox's name: it is born, and holds what it inherits. Its slot is ready. */
void spawn_announce(struct self *sandbox, struct slot *slot);

/* Start main anew in the vessel it had (lives.h): by the front end, in the sandbox's name. False: there is
 * none. */
bool spawn_main_again(struct self *sandbox);

/* Give a slot back after its process was reaped. */
void slot_release(struct arena *arena, struct slot *slot);

#endif
