/* Lock: one owner. As in Python, anyone may release it. */
#include "runtime/lock.h"

#include <stdio.h>

enum outcome lock_own(struct lock_state *lock, uint32_t process, int64_t *depth)
{
	enum outcome outcome = lock->abandoned == LOCK_ABANDONED ? OUTCOME_ABANDONED : OUTCOME_OK;

	if (lock->abandoned == LOCK_NOT_RECOVERABLE) {
		*depth = 0;
		return OUTCOME_NOT_RECOVERABLE;
	}
	if (*depth < 0 || lock->depth > INT32_MAX - *depth)
		return OUTCOME_MISUSE;
	*depth += *depth == 0;
	lock->owner = process + 1;
	lock->depth += (uint32_t)*depth;
	lock->abandoned = LOCK_KEPT;
	return outcome;
}

void lock_give_up(struct lock_state *lock, int64_t *depth)
{
	*depth = lock->depth;
	lock->owner = 0;
	lock->depth = 0;
	lock->abandoned = LOCK_KEPT;
}

void lock_give_back(struct lock_state *lock)
{
	int64_t depth;

	if (lock->depth > 1)
		lock->depth--;
	else
		lock_give_up(lock, &depth);
}

void lock_init(union state *state, int64_t a, int64_t b)
{
	(void)b;
	state->lock.on_death = (uint32_t)a;
}

holder_t lock_owner(const union state *state)
{
	return state->lock.owner;
}

enum outcome lock_recover(union state *state, struct request *request)
{
	struct lock_state *lock = &state->lock;

	request->b = lock->abandoned >= LOCK_NOT_RECOVERABLE;
	request->a = 0;
	if (request->b)
		lock_give_up(lock, &request->a);
	return OUTCOME_OK;
}

bool lock_abandon(union state *state, uint32_t process)
{
	struct lock_state *lock = &state->lock;
	int64_t depth;

	if (!lock_is_owned_by(lock, process) || lock->abandoned)
		return false;
	if (lock->on_death == ON_DEATH_STALL) {
		lock->abandoned = LOCK_STALLED;
		return true;
	}
	lock_give_up(lock, &depth);
	lock->abandoned = lock->on_death == ON_DEATH_ERROR ? LOCK_NOT_RECOVERABLE : LOCK_ABANDONED;
	return true;
}

void lock_describe(const union state *state, char *text, size_t size)
{
	static const char *const words[] = {
		[LOCK_KEPT] = "free",
		[LOCK_ABANDONED] = "free, abandoned",
		[LOCK_NOT_RECOVERABLE] = "abandoned, not recoverable",
		[LOCK_STALLED] = "held by the dead",
	};

	if (state->lock.depth > 1)
		snprintf(text, size, "held, depth %u", state->lock.depth);
	else if (state->lock.owner && state->lock.abandoned != LOCK_STALLED)
		snprintf(text, size, "held");
	else
		snprintf(text, size, "%s", words[state->lock.abandoned & 3]);
}

static bool is_free(const union state *state, const struct request *request)
{
	(void)request;
	return lock_is_free(&state->lock);
}

static enum outcome acquire(union state *state, struct request *request)
{
	int64_t depth = 1;

	return lock_own(&state->lock, request->process, &depth);
}

static enum outcome release(union state *state, struct request *request)
{
	int64_t depth;

	(void)request;
	if (lock_is_free(&state->lock))
		return OUTCOME_MISUSE;
	lock_give_up(&state->lock, &depth);
	return OUTCOME_OK;
}

static const struct action actions[] = {
	[LOCK_ACQUIRE] = {.name = "acquire", .did = "took", .guard = is_free, .effect = acquire, LOCK_WORDS},
	[LOCK_RELEASE] = {.name = "release", .did = "released", .effect = release, .takes = -1},
	[LOCK_RELEASE_ALL] = {.name = "release", .did = "released", .effect = release, .takes = -1},
	[LOCK_RECOVER] =
		{.name = "recover", .did = "recovered", .effect = lock_recover, .takes = -1, .counts = true},
};

const struct primitive primitive_lock = {
	.kind = "lock",
	.title = "Lock",
	.size = sizeof(struct lock_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = lock_init,
	.owner = lock_owner,
	.abandon = lock_abandon,
	.describe = lock_describe,
};
