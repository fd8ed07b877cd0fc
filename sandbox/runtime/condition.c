/* Condition: a line of processes, each waiting until it is notified.
 *
 * A wait is: ENQUEUE while holding the lock, release the lock, WAIT, acquire the lock. Whoever notifies
 * holds the lock too, so nobody can notify between ENQUEUE and release, and no notification is lost. One
 * who gives up LEAVEs, and is told whether it had been notified meanwhile. A notification of one who dies
 * goes to the next in line. */
#include <stdio.h>

#include "runtime/primitive.h"

static enum outcome enqueue(union state *state, struct request *request)
{
	struct lineup *line = &state->condition.line;

	if (lineup_find(line, request->process) < line->count)
		return OUTCOME_MISUSE;
	lineup_add(line, request->process);
	return OUTCOME_OK;
}

static bool is_notified(const union state *state, const struct request *request)
{
	const struct lineup *line = &state->condition.line;
	uint32_t place = lineup_find(line, request->process);

	return place < line->count && line->places[place].mark == LINEUP_MAY_GO;
}

static enum outcome leave(union state *state, struct request *request)
{
	struct lineup *line = &state->condition.line;
	uint32_t place = lineup_find(line, request->process);

	request->a = place < line->count && line->places[place].mark == LINEUP_MAY_GO;
	lineup_remove(line, place);
	return OUTCOME_OK;
}

static enum outcome notify(union state *state, struct request *request)
{
	if (request->a < 0)
		return OUTCOME_MISUSE;
	request->a = lineup_mark(&state->condition.line,
				 request->a > UINT32_MAX ? UINT32_MAX : (uint32_t)request->a, LINEUP_MAY_GO);
	return OUTCOME_OK;
}

static bool abandon(union state *state, uint32_t process)
{
	struct lineup *line = &state->condition.line;
	uint32_t place = lineup_find(line, process);

	if (place == line->count)
		return false;
	if (line->places[place].mark == LINEUP_MAY_GO)
		lineup_mark(line, 1, LINEUP_MAY_GO);
	lineup_remove(line, lineup_find(line, process));
	return true;
}

static void describe(const union state *state, char *text, size_t size)
{
	uint32_t waiting = lineup_count(&state->condition.line, LINEUP_WAITS);

	if (waiting)
		snprintf(text, size, "%u to be notified", waiting);
	else
		snprintf(text, size, "nobody waits");
}

static const struct action actions[] = {
	[CONDITION_ENQUEUE] = {.name = "wait",
			       .did = "lined up at",
			       .effect = enqueue,
			       .wants = "to wait for *"},
	[CONDITION_WAIT] = {.name = "wait",
			    .did = "was notified by",
			    .guard = is_notified,
			    .effect = leave,
			    .wants = "to be notified by *",
			    .waits = "to be notified by *",
			    .stuck = "(not notified)",
			    .needs = "notify it",
			    .refusal = OUTCOME_TIMED_OUT},
	[CONDITION_NOTIFY] = {.name = "notify", .did = "notified", .effect = notify},
	[CONDITION_LEAVE] = {.name = "leave",
			     .did = "left the line of",
			     .effect = leave,
			     .wants = "to leave the line of *"},
};

const struct primitive primitive_condition = {
	.kind = "condition",
	.title = "Condition",
	.size = sizeof(struct condition_state),
	.list = PRIMITIVE_LINEUP(condition_state, line),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.abandon = abandon,
	.describe = describe,
};
