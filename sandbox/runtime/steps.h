/* Operations of several steps: a fair acquire, a wait for a condition, a wait at a barrier.
 *
 * Each step is one operate(); a process that dies between two of them leaves what its primitive's abandon
 * repairs. Nothing in here raises or fails halfway, so a binding only looks at what came of it. */
#ifndef RUNTIME_STEPS_H
#define RUNTIME_STEPS_H

#include "runtime/process.h"

/* Acquire a lock of any kind, `depth` times at once; 1 for one that cannot be deeper. OUTCOME_OK,
 * _ABANDONED, _NOT_RECOVERABLE, _MISUSE (too deep), _INTERRUPTED, or a refusal. */
enum outcome lock_take(struct self *self, struct handle lock, uint32_t depth, int64_t timeout);

/* By the owner of the lock: give it up, wait to be notified, and take it again, as deep as it was,
 * whatever came of the wait: OUTCOME_OK, _TIMED_OUT or _INTERRUPTED. *taken: what came of taking the lock. */
enum outcome condition_await(struct self *self, struct handle condition, struct handle lock, int64_t timeout,
			     enum outcome *taken);

/* After BARRIER_ARRIVE by one who is not the last: wait for the others; break it when the time is up or
 * the wait is interrupted. OUTCOME_OK, _BROKEN (*why as in primitive.h) or _INTERRUPTED. */
enum outcome barrier_await(struct self *self, struct handle barrier, int64_t timeout, int64_t *why);

#endif
