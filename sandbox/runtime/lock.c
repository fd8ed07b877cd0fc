/* Lock: one owner. As in Python, anyone may release it. */
#include <stdio.h>

#include "runtime/primitive.h"

static bool is_free(const union state *state, const struct request *request)
{
	(void)request;
	return state->lock.owner == 0;
}

static enum outcome acquire(union state *state, struct request *request)
{
	enum outcome outcome = state->lock.abandoned ? OUTCOME_ABANDONED : OUTCOME_OK;

	state->lock.owner = request->process + 1;
	state->lock.abandoned = 0;
	return outcome;
}

static enum outcome release(union state *state, struct request *request)
{
	(void)request;
	if (state->lock.owner == 0)
		return OUTCOME_MISUSE;
	state->lock.owner = 0;
	return OUTCOME_OK;
}

static holder_t owner(const union state *state)
{
	return state->lock.owner;
}

static bool abandon(union state *state, uint32_t process)
{
	if (state->lock.owner != process + 1)
		return false;
	state->lock.owner = 0;
	state->lock.abandoned = 1;
	return true;
}

static void describe(const union state *state, char *text, size_t size)
{
	snprintf(text, size, "%s", state->lock.owner ? "held" : state->lock.abandoned ? "free, abandoned" : "free");
}

static const struct action actions[] = {
	[LOCK_ACQUIRE] = {.name = "acquire", .did = "took", .guard = is_free, .effect = acquire, .refusal = OUTCOME_BUSY, .takes = 1},
	[LOCK_RELEASE] = {.name = "release", .did = "released", .effect = release, .takes = -1},
};

const struct primitive primitive_lock = {
	.kind = "lock",
	.size = sizeof(struct lock_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.owner = owner,
	.abandon = abandon,
	.describe = describe,
};
