/* RLock: one owner, who may acquire it again and must release it as often. Only the owner may release it. */
#include "runtime/lock.h"

static bool is_free_or_mine(const union state *state, const struct request *request)
{
	return lock_is_free(&state->lock) || lock_is_owned_by(&state->lock, request->process);
}

static enum outcome acquire(union state *state, struct request *request)
{
	return lock_own(&state->lock, request->process, &request->a);
}

static enum outcome release(union state *state, struct request *request)
{
	if (!lock_is_owned_by(&state->lock, request->process))
		return OUTCOME_MISUSE;
	lock_give_back(&state->lock);
	return OUTCOME_OK;
}

static enum outcome release_all(union state *state, struct request *request)
{
	if (!lock_is_owned_by(&state->lock, request->process))
		return OUTCOME_MISUSE;
	lock_give_up(&state->lock, &request->a);
	return OUTCOME_OK;
}

static const struct action actions[] = {
	[LOCK_ACQUIRE] = {.name = "acquire",
			  .did = "took",
			  .guard = is_free_or_mine,
			  .effect = acquire,
			  LOCK_WORDS,
			  .counts = true},
	[LOCK_RELEASE] = {.name = "release", .did = "released", .effect = release, .takes = -1},
	[LOCK_RELEASE_ALL] =
		{.name = "release", .did = "gave up", .effect = release_all, .takes = -1, .counts = true},
	[LOCK_RECOVER] =
		{.name = "recover", .did = "recovered", .effect = lock_recover, .takes = -1, .counts = true},
};

const struct primitive primitive_rlock = {
	.kind = "rlock",
	.title = "RLock",
	.size = sizeof(struct lock_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = lock_init,
	.owner = lock_owner,
	.abandon = lock_abandon,
	.describe = lock_describe,
};
