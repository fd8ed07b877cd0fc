/* A fair lock: a Lock or an RLock that is handed over in order of arrival.
 *
 * An acquire is: ARRIVE, which takes the lock if it is free and nobody stands in line, and lines up
 * otherwise; then, unless it was taken, ACQUIRE, which waits until the lock is free and one is first in
 * line. So nobody who comes later can take a lock from under those who wait, even before they have woken
 * up; that is what fairness costs. One who gives up LEAVEs. */
#include "runtime/lock.h"

#include <stdio.h>

static void init(union state *state, int64_t a, int64_t b)
{
	lock_init(state, a, 0);
	state->fair_lock.reentrant = b != 0;
}

static bool may_take(const struct fair_lock_state *fair, uint32_t process)
{
	const struct lineup *line = &fair->line;

	if (fair->reentrant && lock_is_owned_by(&fair->lock, process))
		return true;
	if (fair->lock.abandoned == LOCK_NOT_RECOVERABLE)
		return true; /* to be told so */
	return lock_is_free(&fair->lock) && (line->count == 0 || line->places[0].process == process + 1);
}

static enum outcome arrive(union state *state, struct request *request)
{
	struct fair_lock_state *fair = &state->fair_lock;

	if (may_take(fair, request->process))
		return lock_own(&fair->lock, request->process, &request->a);
	if (lineup_find(&fair->line, request->process) < fair->line.count)
		return OUTCOME_MISUSE;
	lineup_add(&fair->line, request->process);
	request->a = 0;
	return OUTCOME_OK;
}

static bool is_my_turn(const union state *state, const struct request *request)
{
	return may_take(&state->fair_lock, request->process);
}

static enum outcome acquire(union state *state, struct request *request)
{
	struct lineup *line = &state->fair_lock.line;

	lineup_remove(line, lineup_find(line, request->process));
	return lock_own(&state->lock, request->process, &request->a);
}

static enum outcome leave(union state *state, struct request *request)
{
	struct lineup *line = &state->fair_lock.line;

	lineup_remove(line, lineup_find(line, request->process));
	return OUTCOME_OK;
}

static bool may_release(const struct fair_lock_state *fair, uint32_t process)
{
	return fair->reentrant ? lock_is_owned_by(&fair->lock, process) : !lock_is_free(&fair->lock);
}

static enum outcome release(union state *state, struct request *request)
{
	if (!may_release(&state->fair_lock, request->process))
		return OUTCOME_MISUSE;
	lock_give_back(&state->lock);
	return OUTCOME_OK;
}

static enum outcome release_all(union state *state, struct request *request)
{
	if (!may_release(&state->fair_lock, request->process))
		return OUTCOME_MISUSE;
	lock_give_up(&state->lock, &request->a);
	return OUTCOME_OK;
}

static bool abandon(union state *state, uint32_t process)
{
	struct lineup *line = &state->fair_lock.line;
	uint32_t place = lineup_find(line, process);
	bool stood = place < line->count;

	lineup_remove(line, place);
	return lock_abandon(state, process) || stood;
}

static void describe(const union state *state, char *text, size_t size)
{
	char lock[40];

	lock_describe(state, lock, sizeof lock);
	if (state->fair_lock.line.count)
		snprintf(text, size, "%s, %u in line", lock, state->fair_lock.line.count);
	else
		snprintf(text, size, "%s", lock);
}

static const struct action actions[] = {
	[LOCK_ACQUIRE] = {.name = "acquire",
			  .did = "took",
			  .guard = is_my_turn,
			  .effect = acquire,
			  LOCK_WORDS,
			  .counts = true},
	[LOCK_RELEASE] = {.name = "release", .did = "released", .effect = release, .takes = -1},
	[LOCK_RELEASE_ALL] =
		{.name = "release", .did = "gave up", .effect = release_all, .takes = -1, .counts = true},
	[LOCK_RECOVER] =
		{.name = "recover", .did = "recovered", .effect = lock_recover, .takes = -1, .counts = true},
	[LOCK_ARRIVE] = {.name = "acquire",
			 .did = "took",
			 .did_none = "lined up for",
			 .effect = arrive,
			 .wants = "*",
			 .takes = 1,
			 .counts = true},
	[LOCK_LEAVE] = {.name = "leave",
			.did = "left the line of",
			.effect = leave,
			.wants = "to leave the line of *"},
};

const struct primitive primitive_fair_lock = {
	.kind = "fair lock",
	.title = "Lock",
	.size = sizeof(struct fair_lock_state),
	.list = PRIMITIVE_LINEUP(fair_lock_state, line),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = init,
	.owner = lock_owner,
	.abandon = abandon,
	.describe = describe,
};
