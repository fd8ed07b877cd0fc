/* Semaphore: permits without an owner (Dijkstra, EWD 123). What a process took and did not give back stays
 * taken when it ends; the world's ledger shows by whom. */
#include "runtime/semaphore.h"

#include <inttypes.h>
#include <stdio.h>

void semaphore_init(union state *state, int64_t a, int64_t b)
{
	state->semaphore.value = a;
	state->semaphore.bound = b ? a : INT32_MAX;
}

bool semaphore_has_permit(const union state *state, const struct request *request)
{
	(void)request;
	return state->semaphore.value > 0;
}

enum outcome semaphore_acquire(union state *state, struct request *request)
{
	(void)request;
	state->semaphore.value--;
	return OUTCOME_OK;
}

enum outcome semaphore_release(union state *state, struct request *request)
{
	if (request->a < 1 || state->semaphore.value > state->semaphore.bound - request->a)
		return OUTCOME_MISUSE;
	state->semaphore.value += request->a;
	return OUTCOME_OK;
}

void semaphore_describe(const union state *state, char *text, size_t size)
{
	snprintf(text, size, "%" PRId64 " permit%s", state->semaphore.value,
		 state->semaphore.value == 1 ? "" : "s");
}

static const struct action actions[] = {
	[SEMAPHORE_ACQUIRE] = {SEMAPHORE_ACQUIRE_WORDS, .guard = semaphore_has_permit,
			       .effect = semaphore_acquire},
	[SEMAPHORE_RELEASE] = {SEMAPHORE_RELEASE_WORDS, .effect = semaphore_release},
};

const struct primitive primitive_semaphore = {
	.kind = "semaphore",
	.title = "Semaphore",
	.unit = "permit",
	.size = sizeof(struct semaphore_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = semaphore_init,
	.describe = semaphore_describe,
};
