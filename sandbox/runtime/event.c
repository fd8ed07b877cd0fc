/* Event: a flag that processes wait for. */
#include <stdio.h>

#include "runtime/primitive.h"

static enum outcome set(union state *state, struct request *request)
{
	(void)request;
	state->event.set = 1;
	return OUTCOME_OK;
}

static enum outcome clear(union state *state, struct request *request)
{
	(void)request;
	state->event.set = 0;
	return OUTCOME_OK;
}

static bool is_set(const union state *state, const struct request *request)
{
	(void)request;
	return state->event.set;
}

static enum outcome test(union state *state, struct request *request)
{
	request->a = state->event.set;
	return OUTCOME_OK;
}

static void describe(const union state *state, char *text, size_t size)
{
	snprintf(text, size, "%s", state->event.set ? "set" : "not set");
}

static const struct action actions[] = {
	[EVENT_SET] = {.name = "set", .did = "set", .effect = set},
	[EVENT_CLEAR] = {.name = "clear", .did = "cleared", .effect = clear},
	[EVENT_WAIT] = {.name = "wait", .did = "saw", .guard = is_set, .refusal = OUTCOME_TIMED_OUT,
			.stuck = "(not set)", .needs = "set it"},
	[EVENT_IS_SET] = {.name = "is_set", .did = "looked at", .effect = test},
};

const struct primitive primitive_event = {
	.kind = "event",
	.size = sizeof(struct event_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.describe = describe,
};
