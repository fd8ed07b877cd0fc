/* Barrier: the parties come, each waits, and when the last has come all may go.
 *
 * A wait is: ARRIVE, and then, unless one is the last, WAIT. If the barrier has an action, the last one to
 * arrive is told so, does it and OPENs. A party that gives up, dies in the line or aborts BREAKs it:
 * everyone in the line finds it broken, and so does everyone who comes, until RESET. Who comes while the
 * action is under way waits until it is over. */
#include <stdio.h>

#include "runtime/primitive.h"

static void init(union state *state, int64_t a, int64_t b)
{
	state->barrier.parties = a < 1 ? 1 : (uint32_t)a;
	state->barrier.has_action = b & 1;
	state->barrier.timeout = (b >> 1) - 1;
}

/* Why it let its parties down, as a result. */
static int64_t why(const struct barrier_state *barrier)
{
	return (int64_t)barrier->cause | (int64_t)barrier->culprit << 8;
}

static void let_down(struct barrier_state *barrier, enum barrier_cause cause, uint32_t culprit)
{
	barrier->cause = cause;
	barrier->culprit = culprit + 1;
	barrier->broken = cause != BARRIER_WAS_RESET;
	lineup_mark(&barrier->line, UINT32_MAX, LINEUP_BROKEN);
}

static bool stands_in(const struct lineup *line, uint32_t process, uint32_t mark)
{
	uint32_t place = lineup_find(line, process);

	return place < line->count && line->places[place].mark == mark;
}

static bool has_place(const union state *state, const struct request *request)
{
	const struct barrier_state *barrier = &state->barrier;

	(void)request;
	return barrier->broken || lineup_count(&barrier->line, LINEUP_WAITS) < barrier->parties;
}

static enum outcome arrive(union state *state, struct request *request)
{
	struct barrier_state *barrier = &state->barrier;

	request->b = 0;
	if (barrier->broken) {
		request->a = why(barrier);
		return OUTCOME_BROKEN;
	}
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
	return !stands_in(&state->barrier.line, request->process, LINEUP_WAITS);
}

static enum outcome leave(union state *state, struct request *request)
{
	struct lineup *line = &state->barrier.line;
	bool opened = stands_in(line, request->process, LINEUP_MAY_GO);

	lineup_remove(line, lineup_find(line, request->process));
	request->a = opened ? 0 : why(&state->barrier);
	return opened ? OUTCOME_OK : OUTCOME_BROKEN;
}

/* By the last to arrive, after the action. */
static enum outcome open(union state *state, struct request *request)
{
	struct lineup *line = &state->barrier.line;

	if (!stands_in(line, request->process, LINEUP_WAITS))
		return leave(state, request);
	lineup_remove(line, lineup_find(line, request->process));
	lineup_mark(line, UINT32_MAX, LINEUP_MAY_GO);
	return OUTCOME_OK;
}

static enum outcome break_it(union state *state, struct request *request)
{
	struct lineup *line = &state->barrier.line;

	if (request->b < BARRIER_ABORTED || request->b > BARRIER_FAILED)
		return OUTCOME_MISUSE;
	/* It opened, or was broken by somebody else, just before the time was up. */
	if (request->b == BARRIER_TIMED_OUT && !stands_in(line, request->process, LINEUP_WAITS))
		return leave(state, request);
	lineup_remove(line, lineup_find(line, request->process));
	let_down(&state->barrier, (enum barrier_cause)request->b, request->process);
	request->a = why(&state->barrier);
	return OUTCOME_BROKEN;
}

static enum outcome reset(union state *state, struct request *request)
{
	let_down(&state->barrier, BARRIER_WAS_RESET, request->process);
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
	if (waited)
		let_down(&state->barrier, BARRIER_DIED, process);
	return true;
}

static void describe(const union state *state, char *text, size_t size)
{
	if (state->barrier.broken)
		snprintf(text, size, "broken");
	else
		snprintf(text, size, "%u of %u have come", lineup_count(&state->barrier.line, LINEUP_WAITS),
			 state->barrier.parties);
}

static const struct action actions[] = {
	[BARRIER_ARRIVE] = {.name = "wait",
			    .did = "came to",
			    .guard = has_place,
			    .effect = arrive,
			    .refusal = OUTCOME_TIMED_OUT,
			    .wants = "to come to *",
			    .waits = "until * can be entered",
			    .stuck = "(all have come)",
			    .needs = "open it"},
	[BARRIER_WAIT] = {.name = "wait",
			  .did = "passed",
			  .guard = may_go,
			  .effect = leave,
			  .refusal = OUTCOME_TIMED_OUT,
			  .wants = "to pass *",
			  .waits = "at * for the others",
			  .stuck = "(others have to come)",
			  .needs = "come"},
	[BARRIER_OPEN] = {.name = "open", .did = "opened", .effect = open},
	[BARRIER_BREAK] = {.name = "abort", .did = "broke", .effect = break_it, .wants = "to break *"},
	[BARRIER_RESET] = {.name = "reset", .did = "reset", .effect = reset},
};

const struct primitive primitive_barrier = {
	.kind = "barrier",
	.title = "Barrier",
	.size = sizeof(struct barrier_state),
	.list = PRIMITIVE_LINEUP(barrier_state, line),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = init,
	.abandon = abandon,
	.describe = describe,
	.sums_up = true,
};
