/* RLock: one owner, who may acquire it again and must release it as often. Only the owner may release it. */
#include <stdio.h>

#include "runtime/primitive.h"

static bool is_free_or_mine(const union state *state, const struct request *request)
{
	return state->rlock.owner == 0 || state->rlock.owner == request->process + 1;
}

static enum outcome acquire(union state *state, struct request *request)
{
	enum outcome outcome = state->rlock.abandoned ? OUTCOME_ABANDONED : OUTCOME_OK;

	if (request->a < 0 || state->rlock.depth > INT32_MAX - request->a)
		return OUTCOME_MISUSE;
	state->rlock.owner = request->process + 1;
	state->rlock.depth += request->a ? (uint32_t)request->a : 1;
	state->rlock.abandoned = 0;
	return outcome;
}

static enum outcome release(union state *state, struct request *request)
{
	if (state->rlock.owner != request->process + 1)
		return OUTCOME_MISUSE;
	if (--state->rlock.depth == 0)
		state->rlock.owner = 0;
	return OUTCOME_OK;
}

static enum outcome release_all(union state *state, struct request *request)
{
	if (state->rlock.owner != request->process + 1)
		return OUTCOME_MISUSE;
	request->a = state->rlock.depth;
	state->rlock.owner = 0;
	state->rlock.depth = 0;
	return OUTCOME_OK;
}

static holder_t owner(const union state *state)
{
	return state->rlock.owner;
}

static bool abandon(union state *state, uint32_t process)
{
	if (state->rlock.owner != process + 1)
		return false;
	state->rlock = (struct rlock_state){.abandoned = 1};
	return true;
}

static void describe(const union state *state, char *text, size_t size)
{
	if (state->rlock.owner)
		snprintf(text, size, "held, depth %u", state->rlock.depth);
	else
		snprintf(text, size, "%s", state->rlock.abandoned ? "free, abandoned" : "free");
}

static const struct action actions[] = {
	[RLOCK_ACQUIRE] = {.name = "acquire", .did = "took", .guard = is_free_or_mine, .effect = acquire,
			   .refusal = OUTCOME_BUSY, .takes = 1},
	[RLOCK_RELEASE] = {.name = "release", .did = "released", .effect = release, .takes = -1},
	[RLOCK_RELEASE_ALL] = {.name = "release", .did = "gave up", .effect = release_all, .takes = -1},
};

const struct primitive primitive_rlock = {
	.kind = "rlock",
	.size = sizeof(struct rlock_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.owner = owner,
	.abandon = abandon,
	.describe = describe,
};
