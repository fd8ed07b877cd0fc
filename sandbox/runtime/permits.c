/* A Semaphore that knows who holds its permits: on_owner_death="recover". What a process held when it was
 * killed comes back.
 *
 * A release is one's own permit if one holds any, else that of whoever began to hold first: a stranger
 * gave it back. The ledger has room for all processes a run can have at once; permits of those who ended
 * by themselves keep their entry, and if it is ever full, what is taken then stays taken, as with a plain
 * semaphore. */
#include "runtime/semaphore.h"

#include <stdio.h>

#define ROOM (sizeof((struct permits_state *)0)->holders / sizeof *((struct permits_state *)0)->holders)

static uint32_t find(const struct permits_state *permits, uint32_t process)
{
	uint32_t place = 0;

	while (place < permits->count && permits->holders[place] != process + 1)
		place++;
	return place;
}

static void forget(struct permits_state *permits, uint32_t place)
{
	uint32_t behind = --permits->count - place;

	memmove(&permits->holders[place], &permits->holders[place + 1], behind * sizeof *permits->holders);
	memmove(&permits->held[place], &permits->held[place + 1], behind * sizeof *permits->held);
	permits->holders[permits->count] = 0; /* so that equal ledgers are equal bytes */
	permits->held[permits->count] = 0;
}

static enum outcome acquire(union state *state, struct request *request)
{
	struct permits_state *permits = &state->permits;
	uint32_t place = find(permits, request->process);

	semaphore_acquire(state, request);
	if (place == ROOM)
		return OUTCOME_OK;
	if (place == permits->count) {
		permits->holders[permits->count] = request->process + 1;
		permits->held[permits->count++] = 0;
	}
	permits->held[place]++;
	return OUTCOME_OK;
}

static enum outcome release(union state *state, struct request *request)
{
	struct permits_state *permits = &state->permits;
	enum outcome outcome = semaphore_release(state, request);

	for (int64_t left = request->a; outcome == OUTCOME_OK && left > 0 && permits->count; left--) {
		uint32_t place = find(permits, request->process);

		if (place == permits->count)
			place = 0;
		if (--permits->held[place] == 0)
			forget(permits, place);
	}
	return outcome;
}

static bool abandon(union state *state, uint32_t process)
{
	struct permits_state *permits = &state->permits;
	uint32_t place = find(permits, process);

	if (place == permits->count)
		return false;
	permits->semaphore.value += permits->held[place];
	forget(permits, place);
	return true;
}

static const struct action actions[] = {
	[SEMAPHORE_ACQUIRE] = {SEMAPHORE_ACQUIRE_WORDS, .guard = semaphore_has_permit, .effect = acquire},
	[SEMAPHORE_RELEASE] = {SEMAPHORE_RELEASE_WORDS, .effect = release},
};

const struct primitive primitive_permits = {
	.kind = "semaphore",
	.title = "Semaphore",
	.unit = "permit",
	.size = sizeof(struct permits_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = semaphore_init,
	.abandon = abandon,
	.killed_only = true,
	.describe = semaphore_describe,
};
