/* Pool, as an object: tasks on their way to workers, results on their way back, and which worker has which
 * task.
 *
 * Taking a task and noting who took it are one step, so whenever a worker dies it is known what dies with it.
 * The owner collects results and the news of workers that ended from the same place, with one wait. */
#include <stdio.h>

#include "runtime/primitive.h"

#define TASK_BITS 0x7fffffffu

static uint32_t find(const struct pool_state *pool, uint32_t process)
{
	uint32_t i = 0;

	while (i < pool->count && pool->workers[i].process != process + 1)
		i++;
	return i;
}

static uint32_t first_gone(const struct pool_state *pool)
{
	uint32_t i = 0;

	while (i < pool->count && !pool->workers[i].gone)
		i++;
	return i;
}

static uint64_t waiting(const struct pool_state *pool)
{
	return pool->closed > 1 ? 0 : pool->put - pool->taken;
}

static enum outcome submit(union state *state, struct request *request)
{
	if (state->pool.closed)
		return OUTCOME_MISUSE;
	request->a = (int64_t)++state->pool.put;
	return OUTCOME_OK;
}

/* Something to do, or nothing any more. A worker may be here before its owner has hired it. */
static bool may_take(const union state *state, const struct request *request)
{
	const struct pool_state *pool = &state->pool;

	return pool->closed > 1 ||
	       (find(pool, request->process) < pool->count && (waiting(pool) || pool->closed));
}

/* MISUSE: the pool is closed and has no task left. The worker ends. */
static enum outcome take(union state *state, struct request *request)
{
	uint32_t worker = find(&state->pool, request->process);

	if (!waiting(&state->pool) || worker == state->pool.count)
		return OUTCOME_MISUSE;
	request->a = (int64_t)++state->pool.taken;
	state->pool.workers[worker].task = (uint32_t)request->a & TASK_BITS;
	return OUTCOME_OK;
}

static enum outcome finish(union state *state, struct request *request)
{
	uint32_t worker = find(&state->pool, request->process);

	if (worker == state->pool.count || !state->pool.workers[worker].task)
		return OUTCOME_MISUSE;
	request->a = state->pool.workers[worker].task;
	state->pool.workers[worker].task = 0;
	state->pool.done++;
	return OUTCOME_OK;
}

static bool has_news(const union state *state, const struct request *request)
{
	(void)request;
	return state->pool.done > state->pool.collected || first_gone(&state->pool) < state->pool.count;
}

static enum outcome collect(union state *state, struct request *request)
{
	struct pool_state *pool = &state->pool;
	uint32_t gone = first_gone(pool);

	request->b = 0;
	if (pool->done > pool->collected) {
		request->a = (int64_t)++pool->collected;
		return OUTCOME_OK;
	}
	request->a = pool->workers[gone].task;
	request->b = pool->workers[gone].process;
	pool->count--;
	memmove(&pool->workers[gone], &pool->workers[gone + 1], (pool->count - gone) * sizeof *pool->workers);
	memset(&pool->workers[pool->count], 0, sizeof *pool->workers);
	return OUTCOME_OK;
}

static enum outcome hire(union state *state, struct request *request)
{
	struct pool_state *pool = &state->pool;

	if (pool->count == POOL_WORKERS)
		return OUTCOME_MISUSE;
	memset(&pool->workers[pool->count], 0, sizeof *pool->workers);
	pool->workers[pool->count++].process = (holder_t)request->a + 1;
	return OUTCOME_OK;
}

static bool lose_process(struct pool_state *pool, uint32_t process)
{
	uint32_t worker = find(pool, process);

	if (worker == pool->count || pool->workers[worker].gone)
		return false;
	/* It left because the pool is closed: nobody needs to know. */
	if (pool->closed && !waiting(pool) && !pool->workers[worker].task)
		return false;
	pool->workers[worker].gone = 1;
	return true;
}

/* It was dead before it was hired, so that nobody noted it. */
static enum outcome lose(union state *state, struct request *request)
{
	lose_process(&state->pool, (uint32_t)request->a);
	return OUTCOME_OK;
}

static enum outcome close_pool(union state *state, struct request *request)
{
	if (request->a > state->pool.closed)
		state->pool.closed = (uint32_t)request->a;
	return OUTCOME_OK;
}

static void init(union state *state, int64_t a, int64_t b)
{
	state->pool.owner = (holder_t)a + 1;
	state->pool.owner_slot = (uint32_t)b;
}

/* The owner's end closes the pool: its workers must not wait for ever. */
static bool abandon(union state *state, uint32_t process)
{
	struct pool_state *pool = &state->pool;

	if (process + 1 != pool->owner)
		return lose_process(pool, process);
	if (pool->closed > 1 || (pool->closed && !pool->count))
		return false;
	pool->closed = 2;
	return true;
}

/* Idle workers wait for the owner; the owner waits for any of the workers. */
static holder_t owner(const union state *state)
{
	return state->pool.owner;
}

static void describe(const union state *state, char *text, size_t size)
{
	const struct pool_state *pool = &state->pool;
	uint32_t running = 0;

	for (uint32_t i = 0; i < pool->count; i++)
		running += pool->workers[i].task && !pool->workers[i].gone;
	snprintf(text, size, "%llu waiting, %u running, %llu done%s", (unsigned long long)waiting(pool),
		 running, (unsigned long long)pool->done,
		 pool->closed > 1 ? "; terminated" :
		 pool->closed	  ? "; closed" :
				    "");
}

static const struct action actions[] = {
	[POOL_SUBMIT] = {.name = "give a task to", .did = "gave a task to", .effect = submit},
	[POOL_TAKE] = {.name = "take a task from",
		       .did = "took a task from",
		       .guard = may_take,
		       .effect = take,
		       .refusal = OUTCOME_EMPTY,
		       .takes = 1,
		       .waits = "for a task of *",
		       .stuck = "(no task)",
		       .needs = "give a task"},
	[POOL_FINISH] = {.name = "finish a task of",
			 .did = "finished a task of",
			 .effect = finish,
			 .takes = -1},
	[POOL_COLLECT] = {.name = "hear from",
			  .did = "heard from",
			  .guard = has_news,
			  .effect = collect,
			  .refusal = OUTCOME_EMPTY,
			  .waits = "for results of *",
			  .stuck = "(none is done)",
			  .needs = "finish a task"},
	[POOL_HIRE] = {.name = "add a worker to", .did = "added a worker to", .effect = hire},
	[POOL_LOSE] = {.name = "strike a worker off", .did = "struck a worker off", .effect = lose},
	[POOL_CLOSE] = {.name = "close", .did = "closed", .effect = close_pool},
};

const struct primitive primitive_pool = {
	.kind = "pool",
	.title = "Pool",
	.unit = "task",
	.size = sizeof(struct pool_state),
	.list = PRIMITIVE_LIST(pool_state, count, workers),
	.actions = actions,
	.action_count = sizeof actions / sizeof *actions,
	.init = init,
	.owner = owner,
	.abandon = abandon,
	.describe = describe,
};
