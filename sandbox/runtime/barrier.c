/* Barrier: the parties come, each waits, and when the last has come all may go.
 *
 * A wait is: ARRIVE, and then, unless one is the last, WAIT. If the barrier has an action, the last one to arrive is told
 * so, does it and OPENs. A party that gives up, dies in the line or aborts BREAKs it: everyone in the line
 * finds it broken, and so does everyone who comes, until RESET. */
#include <stdio.h>

#include "runtime/primitive.h"

static void init(union state *state, int64_t a, int64_t b)
{
	state->barrier.parties = a < 1 ? 1 : (uint32_t)a;
	state->barrier.has_action = b != 0;
}

static enum outcome arrive(union state *state, struct request *request)
{
	struct barrier_state *barrier = &state->barrier;

	if (barrier->broken)
		return OUTCOME_BROKEN;
	request->a = lineup_count(&barrier->line, LINEUP_WAITS);
	request->b = request->a + 1 == barrier->parties;
	if (request->b && !barrier->has_action)
		lineup_mark(&barrier->line, UINT32_MAX, LINEUP_MAY_GO);
	else
		lineup_add(&barrier->line, request->process);
	return OUTCOME_OK;
}

static bool may_go(const union state *state, const struct request *request)
{
	const struct lineup *line = &state->barrier.line;
	uint32_t place = lineup_find(line, request->process);

	return place == line->count || line->places[place].mark != LINEUP_WAITS;
}

static enum outcome leave(union state *state, struct request *request)
{
	struct lineup *line = &state->barrier.line;
	uint32_t place = lineup_find(line, request->process);
	bool opened = place < line->count && line->places[place].mark == LINEUP_MAY_GO;

	lineup_remove(line, place);
	return opened ? OUTCOME_OK : OUTCOME_BROKEN;
}

/* By the last to arrive, after the action. */
static enum outcome open(union state *state, struct request *request)
{
	struct lineup *line = &state->barrier.line;

	if (state->barrier.broken)
		return leave(state, request);
	lineup_remove(line, lineup_find(line, request->process));
	lineup_mark(line, UINT32_MAX, LINEUP_MAY_GO);
	return OUTCOME_OK;
}

static enum outcome break_it(union state *state, struct request *request)
{
	struct lineup *line = &state->barrier.line;
	uint32_t place = lineup_find(line, request->process);

	/* It opened just before the time was up: then it is not broken, and the caller may go. */
	if (request->b && place < line->count && line->places[place].mark == LINEUP_MAY_GO)
		return leave(state, request);
	lineup_remove(line, place);
	lineup_mark(line, UINT32_MAX, LINEUP_BROKEN);
	state->barrier.broken = 1;
	return OUTCOME_BROKEN;
}

static enum outcome reset(union state *state, struct request *request)
{
	(void)request;
	lineup_mark(&state->barrier.line, UINT32_MAX, LINEUP_BROKEN);
	state->barrier.broken = 0;
	return OUTCOME_OK;
}

static bool abandon(union state *state, uint32_t process)
{
	struct lineup *line = &state->barrier.line;
	uint32_t place = lineup_find(line, process);

	if (place == line->count)
		return false;
	bool waited = line->places[place].mark == LINEUP_WAITS;
	lineup_remove(line, place);
	if (waited) {
		lineup_mark(line, UINT32_MAX, LINEUP_BROKEN);
		state->barrier.broken = 1;
	}
	return true;
}

static void describe(const union state *state, char *text, size_t size)
{
	if (state->barrier.broken)
		snprintf(text, size, "broken");
	else
		snprintf(text, size, "%u of %u have come", lineup_count(&state->barrier.line, LINEUP_WAITS), state->barrier.parties);
}

static const struct action actions[] = {
	[BARRIER_ARRIVE] = {.name = "wait", .did = "came to", .effect = arrive},
	[BARRIER_WAIT] = {.name = "wait", .did = "passed", .guard = may_go, .effect = leave, .refusal = OUTCOME_TIMED_OUT},
	[BARRIER_OPEN] = {.name = "open", .did = "opened", .effect = open},
	[BARRIER_BREAK] = {.name = "abort", .did = "broke", .effect = break_it},
	[BARRIER_RESET] = {.name = "reset", .did = "reset", .effect = reset},
};

const struct primitive primitive_barrier = {
	.kind = "barrier",
	.size = sizeof(struct barrier_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = init,
	.abandon = abandon,
	.describe = describe,
};
