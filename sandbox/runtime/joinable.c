/* Joinable queue: a queue whose items are unfinished until somebody says task_done, and which can be joined:
 * wait until all are done.
 *
 * Who has got an item owes it a task_done. The items of one who ends without it are lost: join then gives up
 * as soon as nothing else is unfinished, and says how many. Anyone may say task_done: it counts for an item
 * of one's own, else for a lost one, else for one of whoever has had items longest. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "runtime/primitive.h"

static uint32_t place_of(const struct joinable_state *queue, uint32_t process)
{
	uint32_t place = 0;

	while (place < queue->count && queue->process[place] != process + 1)
		place++;
	return place;
}

static void strike(struct joinable_state *queue, uint32_t place)
{
	if (--queue->units[place])
		return;
	queue->count--;
	memmove(&queue->process[place], &queue->process[place + 1],
		(queue->count - place) * sizeof *queue->process);
	memmove(&queue->units[place], &queue->units[place + 1],
		(queue->count - place) * sizeof *queue->units);
	queue->process[queue->count] = 0;
	queue->units[queue->count] = 0;
}

static bool has_room(const union state *state, const struct request *request)
{
	return primitive_get(PRIMITIVE_QUEUE)->actions[QUEUE_PUT].guard(state, request);
}

static enum outcome put(union state *state, struct request *request)
{
	state->joinable.unfinished++;
	return primitive_get(PRIMITIVE_QUEUE)->actions[QUEUE_PUT].effect(state, request);
}

static bool has_item(const union state *state, const struct request *request)
{
	return primitive_get(PRIMITIVE_QUEUE)->actions[QUEUE_GET].guard(state, request);
}

static enum outcome get(union state *state, struct request *request)
{
	struct joinable_state *queue = &state->joinable;
	uint32_t place = place_of(queue, request->process);

	if (place == queue->count && place < sizeof queue->units / sizeof *queue->units) {
		queue->process[place] = request->process + 1;
		queue->units[place] = 0;
		queue->count++;
	}
	if (place < queue->count && queue->units[place] < UINT16_MAX)
		queue->units[place]++;
	return primitive_get(PRIMITIVE_QUEUE)->actions[QUEUE_GET].effect(state, request);
}

static enum outcome task_done(union state *state, struct request *request)
{
	struct joinable_state *queue = &state->joinable;
	uint32_t place = place_of(queue, request->process);

	if (queue->unfinished == 0)
		return OUTCOME_MISUSE;
	queue->unfinished--;
	if (place < queue->count)
		strike(queue, place);
	else if (queue->lost)
		queue->lost--;
	else if (queue->count)
		strike(queue, 0);
	if (queue->lost > queue->unfinished)
		queue->lost = queue->unfinished;
	return OUTCOME_OK;
}

static bool is_over(const union state *state, const struct request *request)
{
	(void)request;
	return state->joinable.unfinished <= state->joinable.lost;
}

static enum outcome join(union state *state, struct request *request)
{
	request->a = (int64_t)state->joinable.lost;
	return state->joinable.lost ? OUTCOME_ABANDONED : OUTCOME_OK;
}

static bool abandon(union state *state, uint32_t process)
{
	struct joinable_state *queue = &state->joinable;
	uint32_t place = place_of(queue, process);

	if (place == queue->count)
		return false;
	queue->lost += queue->units[place];
	if (queue->lost > queue->unfinished)
		queue->lost = queue->unfinished;
	queue->units[place] = 1;
	strike(queue, place);
	return true;
}

static void init(union state *state, int64_t a, int64_t b)
{
	primitive_get(PRIMITIVE_QUEUE)->init(state, a, b);
}

static void describe(const union state *state, char *text, size_t size)
{
	char items[40];

	primitive_get(PRIMITIVE_QUEUE)->describe(state, items, sizeof items);
	if (state->joinable.lost)
		snprintf(text, size, "%s, %" PRIu64 " unfinished, %" PRIu64 " lost", items,
			 state->joinable.unfinished, state->joinable.lost);
	else
		snprintf(text, size, "%s, %" PRIu64 " unfinished", items, state->joinable.unfinished);
}

static const struct action actions[] = {
	[JOINABLE_PUT] = {.name = "put",
			  .did = "put an item into",
			  .guard = has_room,
			  .effect = put,
			  .refusal = OUTCOME_FULL,
			  .wants = "to put an item into *",
			  .waits = "to put into *",
			  .stuck = "(full)",
			  .needs = "get"},
	[JOINABLE_GET] = {.name = "get",
			  .did = "got an item from",
			  .guard = has_item,
			  .effect = get,
			  .refusal = OUTCOME_EMPTY,
			  .wants = "to get an item from *",
			  .waits = "to get from *",
			  .stuck = "(empty)",
			  .needs = "put"},
	[JOINABLE_TASK_DONE] = {.name = "task_done",
				.did = "finished an item of",
				.effect = task_done,
				.wants = "to finish an item of *"},
	[JOINABLE_JOIN] = {.name = "join",
			   .did = "joined",
			   .guard = is_over,
			   .effect = join,
			   .refusal = OUTCOME_TIMED_OUT,
			   .wants = "to join *",
			   .waits = "until all items of * are done",
			   .stuck = "(items are not done)",
			   .needs = "say task_done"},
};

const struct primitive primitive_joinable = {
	.kind = "joinable",
	.title = "JoinableQueue",
	.size = sizeof(struct joinable_state),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = init,
	.abandon = abandon,
	.describe = describe,
};
