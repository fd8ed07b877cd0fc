/* Pipe: messages in one direction, and processes that hold its ends.
 *
 * A message is whole or not there. A pipe holds so many bytes, so that a sender that is far ahead must wait;
 * a message that is longer than all of that goes into an empty pipe. It ends when the other end is closed:
 * for one who receives, when every copy of the writing end is closed and nothing is left inside; for one who
 * sends, when every copy of the reading end is. An end in a message that is on its way counts as held. A
 * child inherits the ends that its parent holds, and a process that ends closes all of its own. */
#include <inttypes.h>
#include <stdio.h>

#include "runtime/primitive.h"

static uint32_t ends_of(const struct pipe_state *pipe, uint32_t process)
{
	uint32_t place = lineup_find(&pipe->holders, process);

	return place < pipe->holders.count ? pipe->holders.places[place].mark : 0;
}

static bool is_held(const struct pipe_state *pipe, uint32_t end)
{
	if (pipe->travelling[end == PIPE_WRITES])
		return true;
	for (uint32_t i = 0; i < pipe->holders.count; i++)
		if (pipe->holders.places[i].mark & end)
			return true;
	return false;
}

static void hold(struct pipe_state *pipe, uint32_t process, uint32_t ends)
{
	if (ends && lineup_find(&pipe->holders, process) == pipe->holders.count)
		lineup_add(&pipe->holders, process);
	uint32_t place = lineup_find(&pipe->holders, process);
	if (place < pipe->holders.count)
		pipe->holders.places[place].mark |= ends & 3;
}

static void let_go(struct pipe_state *pipe, uint32_t process, uint32_t ends)
{
	uint32_t place = lineup_find(&pipe->holders, process);

	if (place == pipe->holders.count)
		return;
	pipe->holders.places[place].mark &= ~ends & 3;
	if (pipe->holders.places[place].mark == 0)
		lineup_remove(&pipe->holders, place);
	if (pipe->holders.count || pipe->travelling[0] || pipe->travelling[1])
		return;
	/* Nobody can receive what is inside any more: storage.c gives the pages back. */
	pipe->queue = (struct queue_state){.put = pipe->queue.put, .got = pipe->queue.put};
	pipe->bytes = 0;
}

static void init(union state *state, int64_t a, int64_t b)
{
	(void)b;
	hold(&state->pipe, (uint32_t)a, PIPE_READS | PIPE_WRITES);
}

static bool may_send(const union state *state, const struct request *request)
{
	const struct pipe_state *pipe = &state->pipe;

	return pipe->bytes == 0 || pipe->bytes + (uint64_t)request->b <= PIPE_CAPACITY ||
	       !is_held(pipe, PIPE_READS) || !(ends_of(pipe, request->process) & PIPE_WRITES);
}

static enum outcome send(union state *state, struct request *request)
{
	struct pipe_state *pipe = &state->pipe;

	if (!(ends_of(pipe, request->process) & PIPE_WRITES))
		return OUTCOME_MISUSE;
	if (!is_held(pipe, PIPE_READS))
		return OUTCOME_EOF;
	request->a = (int64_t)++pipe->queue.put;
	pipe->bytes += (uint64_t)request->b;
	return OUTCOME_OK;
}

static bool may_receive(const union state *state, const struct request *request)
{
	const struct pipe_state *pipe = &state->pipe;

	return pipe->queue.put != pipe->queue.got || !is_held(pipe, PIPE_WRITES) ||
	       !(ends_of(pipe, request->process) & PIPE_READS);
}

static enum outcome receive(union state *state, struct request *request)
{
	struct pipe_state *pipe = &state->pipe;

	if (!(ends_of(pipe, request->process) & PIPE_READS))
		return OUTCOME_MISUSE;
	if (pipe->queue.put == pipe->queue.got)
		return OUTCOME_EOF;
	request->a = (int64_t)++pipe->queue.got;
	pipe->bytes -= (uint64_t)request->b; /* 0 when the runtime is yet to fill it in (storage.c) */
	return OUTCOME_OK;
}

static enum outcome close(union state *state, struct request *request)
{
	if (!(ends_of(&state->pipe, request->process) & (uint32_t)request->a))
		return OUTCOME_MISUSE;
	let_go(&state->pipe, request->process, (uint32_t)request->a);
	return OUTCOME_OK;
}

static void travel(struct pipe_state *pipe, uint32_t ends, int64_t how_many)
{
	for (int end = 0; end < 2; end++)
		if (ends & (end ? PIPE_WRITES : PIPE_READS))
			pipe->travelling[end] = (uint32_t)(pipe->travelling[end] + how_many > 0 ?
								   pipe->travelling[end] + how_many : 0);
}

static enum outcome lend(union state *state, struct request *request)
{
	travel(&state->pipe, (uint32_t)request->a, request->b);
	return OUTCOME_OK;
}

static enum outcome take_hold(union state *state, struct request *request)
{
	if (request->b)
		travel(&state->pipe, (uint32_t)request->a, -1);
	hold(&state->pipe, request->process, (uint32_t)request->a);
	return OUTCOME_OK;
}

static enum outcome inherit(union state *state, struct request *request)
{
	uint32_t ends = ends_of(&state->pipe, (uint32_t)request->a);

	if (!ends)
		return OUTCOME_MISUSE;
	hold(&state->pipe, request->process, ends);
	return OUTCOME_OK;
}

static bool abandon(union state *state, uint32_t process)
{
	if (!ends_of(&state->pipe, process))
		return false;
	let_go(&state->pipe, process, PIPE_READS | PIPE_WRITES);
	return true;
}

static void describe(const union state *state, char *text, size_t size)
{
	const struct pipe_state *pipe = &state->pipe;
	uint64_t messages = pipe->queue.put - pipe->queue.got;
	const char *plural = messages == 1 ? "" : "s";

	if (!pipe->holders.count)
		snprintf(text, size, "closed");
	else if (!is_held(pipe, PIPE_WRITES))
		snprintf(text, size, "%" PRIu64 " message%s, then the end", messages, plural);
	else if (!is_held(pipe, PIPE_READS))
		snprintf(text, size, "nobody reads it");
	else
		snprintf(text, size, "%" PRIu64 " message%s, %" PRIu64 " bytes", messages, plural,
			 pipe->bytes);
}

static const struct action actions[] = {
	[PIPE_SEND] = {.name = "send",
		       .did = "sent a message into",
		       .guard = may_send,
		       .effect = send,
		       .refusal = OUTCOME_FULL,
		       .wants = "to send into *",
		       .waits = "to send into *",
		       .stuck = "(full)",
		       .needs = "receive"},
	[PIPE_RECV] = {.name = "recv",
		       .did = "received a message from",
		       .guard = may_receive,
		       .effect = receive,
		       .refusal = OUTCOME_EMPTY,
		       .wants = "to receive from *",
		       .waits = "to receive from *",
		       .stuck = "(empty)",
		       .needs = "send"},
	[PIPE_POLL] = {.name = "poll",
		       .did = "saw that there is something in",
		       .guard = may_receive,
		       .refusal = OUTCOME_EMPTY,
		       .wants = "to look into *",
		       .waits = "for something in *",
		       .stuck = "(empty)",
		       .needs = "send"},
	[PIPE_CLOSE] = {.name = "close", .did = "closed its end of", .effect = close},
	[PIPE_HOLD] = {.name = "hold", .did = "was given an end of", .effect = take_hold},
	[PIPE_LEND] = {.name = "lend", .did = "sent off an end of", .effect = lend},
	[PIPE_INHERIT] = {.name = "inherit", .did = "inherited its parent's ends of", .effect = inherit},
};

const struct primitive primitive_pipe = {
	.kind = "pipe",
	.title = "Pipe",
	.size = sizeof(struct pipe_state),
	.list = PRIMITIVE_LINEUP(pipe_state, holders),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = init,
	.abandon = abandon,
	.describe = describe,
};
