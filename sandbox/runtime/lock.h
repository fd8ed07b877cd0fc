/* What the three kinds of lock have in common: an owner, and what becomes of the lock when the owner dies.
 *
 * lock.c is Python's Lock, rlock.c its RLock, fairlock.c either of them with a line. Their actions have
 * the same numbers (enum lock_action), so whoever brings a lock (Condition, Value) need not know which
 * kind it is. */
#ifndef RUNTIME_LOCK_H
#define RUNTIME_LOCK_H

#include "runtime/primitive.h"

static inline bool lock_is_free(const struct lock_state *lock)
{
	return lock->owner == 0;
}

static inline bool lock_is_owned_by(const struct lock_state *lock, uint32_t process)
{
	return lock->owner == process + 1;
}

/* Free, or owned by the process already: it is now the owner, `depth` (0 is 1) times more; *depth becomes
 * what was added. */
enum outcome lock_own(struct lock_state *lock, uint32_t process, int64_t *depth);
/* The owner gives it up at any depth; *depth becomes what it was. */
void lock_give_up(struct lock_state *lock, int64_t *depth);
/* The owner releases it once. */
void lock_give_back(struct lock_state *lock);

/* Actions and words. */
void lock_init(union state *state, int64_t a, int64_t b);
enum outcome lock_recover(union state *state, struct request *request);
holder_t lock_owner(const union state *state);
bool lock_abandon(union state *state, uint32_t process);
void lock_describe(const union state *state, char *text, size_t size);

#define LOCK_WORDS .wants = "*", .waits = "for *", .needs = "release it", .refusal = OUTCOME_BUSY, .takes = 1

#endif
