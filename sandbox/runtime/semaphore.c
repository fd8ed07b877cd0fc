/* Semaphore: permits without an owner (Dijkstra, EWD 123). What a process took and did not give back stays taken when
 * it ends; the world's ledger shows by whom. */
#include <inttypes.h>
#include <stdio.h>

#include "runtime/primitive.h"

static void init(union state *state, int64_t a, int64_t b)
{
	state->semaphore.value = a;
	state->semaphore.bound = b ? a : INT32_MAX;
}

static bool has_permit(const union state *state, const struct request *request)
{
	(void)request;
	return state->semaphore.value > 0;
}

static enum outcome acquire(union state *state, struct request *request)
{
	(void)request;
	state->semaphore.value--;
	return OUTCOME_OK;
}

static enum outcome release(union state *state, struct request *request)
{
	if (request->a < 1 || state->semaphore.value > state->semaphore.bound - request->a)
		return OUTCOME_MISUSE;
	state->semaphore.value += request->a;
	return OUTCOME_OK;
}

static void describe(const union state *state, char *text, size_t size)
{
	snprintf(text, size, "%" PRId64 " permit%s", state->semaphore.value, state->semaphore.value == 1 ? "" : "s");
}

static const struct action actions[] = {
	[SEMAPHORE_ACQUIRE] = {.name = "acquire", .did = "took a permit of", .guard = has_permit, .effect = acquire, .refusal = OUTCOME_BUSY, .takes = 1},
	[SEMAPHORE_RELEASE] = {.name = "release", .did = "gave a permit back to", .effect = release, .takes = -1},
};

const struct primitive primitive_semaphore = {
	.kind = "semaphore",
	.size = sizeof(struct semaphore_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = init,
	.describe = describe,
};
