/* Lives: in controlled mode a real process may live more than once.
 *
 * One execution after another starts processes at the same places of their parents' histories, and a fork
 * costs as much as a hundred steps. So where lives are wanted (run_options.lives) a process that comes to its
 * end does not exit, and one whose execution is broken off is not killed: as a vessel it waits. When a parent
 * with the same past starts a child again, the vessel goes back to where it was right after its fork and
 * lives that child's life: its memory is brought back, its slot is a new one.
 *
 * The past of a process is all that its memory is a function of: the past of its parent, its place among the
 * slots, and each of its steps with what came of it, down to the numbers of objects. Who has the same past
 * has the same memory; that is what controlled mode is about, and the explorer checks every step of every
 * life against what it knows.
 *
 * All of this happens while one process at most is at work, so nothing here is locked.
 */
#ifndef RUNTIME_LIVES_H
#define RUNTIME_LIVES_H

#include <setjmp.h>

#include "runtime/arena.h"
#include "runtime/process.h"

/* What a scenario's process has in memory besides its stack and its struct self. Inherited by children. */
struct memory_keeper {
	/* Right after the fork: keep a copy of it all. False: it is too large, or there is no memory. */
	bool (*keep)(struct self *self);
	/* Make it what it was then. */
	void (*bring_back)(struct self *self);
	/* Instead of keep, where the process cannot live again though its parent can. */
	void (*forget)(struct self *self);
};

static inline bool lives_wanted(const struct arena *arena)
{
	return __builtin_expect(arena->control.lives, 0);
}

/* The vessel of a slot's process, NULL = it has none. */
static inline struct vessel *vessel_of(struct arena *arena, const struct slot *slot)
{
	return slot->vessel ? &arena->control.vessels[slot->vessel - 1] : NULL;
}

/* Its process has ended, but there is no zombie. */
static inline bool lives_on(struct arena *arena, const struct slot *slot)
{
	return slot->vessel && vessel_of(arena, slot)->state == VESSEL_KEPT;
}

/* The parent is about to start a child. A vessel with this past that waits, or else a new one for the process
 * that is to be forked; as slot->vessel. *again tells which. 0: the table is full. */
uint32_t vessel_find(struct self *parent, bool *again);
/* The word that a slot's process waits on for a grant. */
_Atomic uint32_t *vessel_word(struct arena *arena, struct slot *slot);
#define LIVE_AGAIN UINT32_MAX /* what is written there, besides enum decision: for its slot */
/* The slot is ready: its vessel goes there and lives. */
void vessel_call(struct arena *arena, struct slot *slot);

/* What a process does whose word was written: returns if that is a grant to the life that it lives. */
void lives_answer(struct self *self, uint32_t word);
/* Its slot's offer is its first one of this life. True: it has been granted already. */
bool lives_begun(struct self *self);

/* In the child, when it is known: keep what is needed to live again. False: it has no vessel. Then
 * setjmp(*lives_birth()), and on every return from there but the first lives_bring_back, which writes *self
 * and *child anew. */
bool lives_keep(struct self *self, struct handle *child);
jmp_buf *lives_birth(void);
void lives_bring_back(struct self *self);
/* What process_exit is elsewhere: the end of this life, with all that the supervisor does for the dead. */
_Noreturn void lives_end(struct self *self, int code);

/* The sandbox, for whoever acts in its name while nobody else does. */
struct self lives_sandbox(struct arena *arena);

/* The run is quiet: can it be begun again with the vessels that are there? */
bool lives_ready(const struct arena *arena);

#endif
