/* Process, as an object: what others join. Only the supervisor does PROCESS_END, once it has seen the death
 * and repaired what the process left behind. */
#include <stdio.h>

#include "runtime/primitive.h"

static bool has_ended(const union state *state, const struct request *request)
{
	(void)request;
	return state->process.ended;
}

static enum outcome join(union state *state, struct request *request)
{
	request->a = state->process.exit_code;
	return OUTCOME_OK;
}

static void init(union state *state, int64_t a, int64_t b)
{
	(void)b;
	state->process.self = (holder_t)a + 1;
}

static enum outcome end(union state *state, struct request *request)
{
	state->process.ended = 1;
	state->process.exit_code = (int32_t)request->a;
	return OUTCOME_OK;
}

/* The one who can free a waiter is the process itself, as long as it lives. */
static holder_t owner(const union state *state)
{
	return state->process.ended ? 0 : state->process.self;
}

static void describe(const union state *state, char *text, size_t size)
{
	if (!state->process.ended)
		snprintf(text, size, "alive");
	else if (state->process.exit_code < 0)
		snprintf(text, size, "killed by %d", -state->process.exit_code);
	else
		snprintf(text, size, "exit code %d", state->process.exit_code);
}

static const struct action actions[] = {
	[PROCESS_JOIN] = {.name = "join",
			  .did = "joined",
			  .guard = has_ended,
			  .effect = join,
			  .refusal = OUTCOME_TIMED_OUT},
	[PROCESS_END] = {.name = "end", .did = "ended", .effect = end},
};

const struct primitive primitive_process = {
	.kind = "process",
	.size = sizeof(struct process_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = init,
	.owner = owner,
	.describe = describe,
};
