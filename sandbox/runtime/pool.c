/* Pool, as an object: tasks on their way to workers, results on their way back, and which worker has which
 * task.
 *
 * A worker takes a task, or several that follow each other if many wait, and finishes them in that order;
 * what it has not begun it may put back. Taking and noting who took are one step, so whenever a worker
 * dies it is known what it had (and in batch.c, how far it was). The owner collects results and the news
 * of workers that ended from the same place, with one wait. */
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

static uint64_t least(int64_t wanted, uint64_t limit)
{
	uint64_t number = wanted > 0 ? (uint64_t)wanted : 1;

	return number < limit ? number : limit;
}

static enum outcome submit(union state *state, struct request *request)
{
	if (state->pool.closed)
		return OUTCOME_MISUSE;
	request->b = (int64_t)state->pool.put + 1;
	state->pool.put += (uint64_t)request->a;
	return OUTCOME_OK;
}

/* Something to do, or nothing any more. A worker may be here before its owner has hired it. */
static bool may_take(const union state *state, const struct request *request)
{
	const struct pool_state *pool = &state->pool;

	return pool->closed > 1 ||
	       (find(pool, request->process) < pool->count && (waiting(pool) || pool->closed));
}

/* What one worker may take at once, so that the others do not go without: guided self-scheduling
 * (Polychronopoulos and Kuck, IEEE Transactions on Computers C-36(12), 1987), with half of the share. */
static uint64_t share(const struct pool_state *pool)
{
	uint64_t part = waiting(pool) / (2 * (uint64_t)pool->count);

	return part ? part : 1;
}

/* MISUSE: the pool is closed and has no task left. The worker ends. */
static enum outcome take(union state *state, struct request *request)
{
	struct pool_state *pool = &state->pool;
	uint32_t worker = find(pool, request->process);

	if (!waiting(pool) || worker == pool->count)
		return OUTCOME_MISUSE;
	request->a = (int64_t)least(request->a, share(pool));
	if (!request->b) /* none was put back so far, or batch.c will say which it is */
		request->b = (int64_t)(pool->taken + 1) & TASK_BITS;
	pool->taken += (uint64_t)request->a;
	pool->workers[worker].task = (uint32_t)request->b & TASK_BITS;
	pool->workers[worker].count = (uint32_t)request->a;
	return OUTCOME_OK;
}

static enum outcome finish(union state *state, struct request *request)
{
	struct pool_state *pool = &state->pool;
	uint32_t worker = find(pool, request->process);

	if (worker == pool->count || request->a < 1 || request->a > pool->workers[worker].count)
		return OUTCOME_MISUSE;
	pool->workers[worker].count -= (uint32_t)request->a;
	pool->workers[worker].task =
		pool->workers[worker].count ? (pool->workers[worker].task + request->a) & TASK_BITS : 0;
	pool->done += (uint64_t)request->a;
	if (request->b)
		pool->urgent = 1;
	return OUTCOME_OK;
}

/* What was put back comes after those that wait. */
static enum outcome put_back(union state *state, struct request *request)
{
	struct pool_state *pool = &state->pool;
	uint32_t worker = find(pool, request->process);

	if (worker == pool->count || request->a < 1 || request->a > pool->workers[worker].count)
		return OUTCOME_MISUSE;
	pool->workers[worker].count -= (uint32_t)request->a;
	if (!pool->workers[worker].count)
		pool->workers[worker].task = 0;
	pool->taken -= (uint64_t)request->a;
	return OUTCOME_OK;
}

static bool has_news(const union state *state, const struct request *request)
{
	const struct pool_state *pool = &state->pool;
	uint64_t here = pool->done - pool->collected;

	return here >= (request->b > 0 ? (uint64_t)request->b : 1) || (here && pool->urgent) ||
	       first_gone(pool) < pool->count;
}

/* One task of a worker that is gone, and when that was its last, the worker. */
static void hear_of_loss(struct pool_state *pool, struct request *request)
{
	uint32_t gone = first_gone(pool);

	request->a = pool->workers[gone].task;
	request->b = pool->workers[gone].process;
	if (pool->workers[gone].count > 1) {
		pool->workers[gone].count--;
		pool->workers[gone].task = (pool->workers[gone].task + 1) & TASK_BITS;
		return;
	}
	pool->count--;
	memmove(&pool->workers[gone], &pool->workers[gone + 1], (pool->count - gone) * sizeof *pool->workers);
	memset(&pool->workers[pool->count], 0, sizeof *pool->workers);
}

static enum outcome collect(union state *state, struct request *request)
{
	struct pool_state *pool = &state->pool;

	if (pool->done == pool->collected) {
		hear_of_loss(pool, request);
		return OUTCOME_OK;
	}
	request->b = 0;
	request->a = (int64_t)least(request->a, pool->done - pool->collected);
	pool->collected += (uint64_t)request->a;
	if (pool->collected == pool->done)
		pool->urgent = 0;
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
	if (pool->closed && !waiting(pool) && !pool->workers[worker].count)
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
		running += pool->workers[i].gone ? 0 : pool->workers[i].count;
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
		       .counts = true,
		       .waits = "for a task of *",
		       .stuck = "(no task)",
		       .needs = "give a task"},
	[POOL_FINISH] = {.name = "finish a task of",
			 .did = "finished a task of",
			 .effect = finish,
			 .takes = -1,
			 .counts = true},
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
	[POOL_RETURN] = {.name = "put a task back into",
			 .did = "put a task back into",
			 .effect = put_back,
			 .takes = -1,
			 .counts = true},
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
