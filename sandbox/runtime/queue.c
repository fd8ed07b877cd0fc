/* Queue: items in order, first in, first out. Guards and effects count items; where their bytes are is the
 * business of storage.c, which fills in the rest of struct queue_state within the same step. */
#include <inttypes.h>
#include <stdio.h>

#include "runtime/primitive.h"

static void init(union state *state, int64_t a, int64_t b)
{
	(void)b;
	state->queue.maxsize = a > 0 ? (uint64_t)a : 0;
}

static bool has_room(const union state *state, const struct request *request)
{
	(void)request;
	return state->queue.maxsize == 0 || state->queue.put - state->queue.got < state->queue.maxsize;
}

static bool has_item(const union state *state, const struct request *request)
{
	(void)request;
	return state->queue.put != state->queue.got;
}

static enum outcome put(union state *state, struct request *request)
{
	request->a = (int64_t)++state->queue.put;
	return OUTCOME_OK;
}

static enum outcome get(union state *state, struct request *request)
{
	request->a = (int64_t)++state->queue.got;
	return OUTCOME_OK;
}

static void describe(const union state *state, char *text, size_t size)
{
	uint64_t length = state->queue.put - state->queue.got;

	if (state->queue.maxsize)
		snprintf(text, size, "%" PRIu64 " of %" PRIu64 " items", length, state->queue.maxsize);
	else
		snprintf(text, size, "%" PRIu64 " item%s", length, length == 1 ? "" : "s");
}

static const struct action actions[] = {
	[QUEUE_PUT] = {.name = "put",
		       .did = "put an item into",
		       .guard = has_room,
		       .effect = put,
		       .refusal = OUTCOME_FULL,
		       .stuck = "(full)",
		       .needs = "get"},
	[QUEUE_GET] = {.name = "get",
		       .did = "got an item from",
		       .guard = has_item,
		       .effect = get,
		       .refusal = OUTCOME_EMPTY,
		       .stuck = "(empty)",
		       .needs = "put"},
};

const struct primitive primitive_queue = {
	.kind = "queue",
	.size = sizeof(struct queue_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = init,
	.describe = describe,
};

/* The same without a limit. */
const struct primitive primitive_simplequeue = {
	.kind = "simplequeue",
	.title = "SimpleQueue",
	.size = sizeof(struct queue_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.describe = describe,
};
