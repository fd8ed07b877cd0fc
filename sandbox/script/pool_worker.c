/* A worker's life: it takes tasks in batches (batch.h), calls their function with each item, and hands the
 * results in. It keeps the last function it read and compares bytes. */
#include <stdio.h>
#include <string.h>

#include "runtime/arena.h"
#include "script/error.h"
#include "script/pool.h"

struct worker {
	struct script *script;
	struct batch batch;
	struct packet packet; /* of the batch */
	const char *at;	      /* where its next item is */
	struct buffer result;
	int line; /* where its function begins */
};

/* Traceback and all: the error value at index 1 becomes the error object that the owner will raise. */
static int describe_error(lua_State *L)
{
	if (error_is_exit(L, 1))
		return 1;
	lua_settop(L, 1);
	bool ours = error_is(L, 1);
	const char *kind = "RemoteError";

	luaL_tolstring(L, 1, NULL);
	if (ours && lua_getfield(L, 1, "kind") == LUA_TSTRING)
		kind = lua_tostring(L, -1);
	if (ours && lua_getfield(L, 1, "message") == LUA_TSTRING)
		lua_replace(L, 2);
	lua_pushvalue(L, 2);
	error_make(L, kind, NULL);
	int error = lua_gettop(L);
	if (ours && lua_getfield(L, 1, "where") == LUA_TSTRING)
		lua_setfield(L, error, "where");
	error_push_traceback(L);
	lua_setfield(L, error, "traceback");
	lua_pushvalue(L, 1);
	lua_setfield(L, error, "value");
	lua_settop(L, error);
	return 1;
}

/* The table at an index, spread on the stack. Returns how many. */
static int spread(lua_State *L, int index)
{
	lua_Integer highest = 0;

	if (!lua_istable(L, index))
		script_raise(L, "TypeError", NULL, "an item of starmap is a table of arguments, not a %s",
			     luaL_typename(L, index));
	for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
		if (lua_isinteger(L, -2) && lua_tointeger(L, -2) > highest)
			highest = lua_tointeger(L, -2);
	if (highest > 1000000)
		script_raise(L, "ValueError", NULL, "too many arguments");
	luaL_checkstack(L, (int)highest + 4, "too many arguments");
	for (int i = 1; i <= highest; i++)
		lua_geti(L, index, i);
	return (int)highest;
}

/* The function of a task is on top of the stack afterwards: the one at index 2, if its bytes (3) are the
 * same. */
static void push_function(lua_State *L, struct worker *worker, const char *bytes, uint32_t length)
{
	lua_Debug function;
	size_t known;
	const char *last = lua_tolstring(L, 3, &known);

	if (last && known == length && !memcmp(last, bytes, length)) {
		lua_pushvalue(L, 2);
		return;
	}
	serial_read_sharing(L, bytes, length, lua_istable(L, 4) ? 4 : 0);
	lua_pushlstring(L, bytes, length);
	lua_replace(L, 3);
	lua_pushvalue(L, -1);
	lua_getinfo(L, ">S", &function);
	worker->line = function.linedefined;
	lua_pushvalue(L, -1);
	lua_replace(L, 2);
}

/* A person is watching: say what it works on. */
static void label(struct worker *worker, bool busy)
{
	char text[40] = "";

	if (!atomic_load_explicit(&worker->script->self->arena->tempo, memory_order_relaxed))
		return;
	if (busy)
		snprintf(text, sizeof text, "task %lld",
			 (long long)worker->batch.position + worker->batch.done);
	process_label(worker->script->self, text);
}

/* Do the next task of the batch: its items begin at worker->at, its function is at index 5. */
static void do_task(lua_State *L, struct worker *worker)
{
	const struct packet *packet = &worker->packet;
	uint32_t before = worker->batch.done * packet->chunk, left = packet->count - before;
	struct result result = {.job = packet->job,
				.first = packet->first + before,
				.count = left < packet->chunk ? left : packet->chunk};

	worker->result.length = 0;
	pool_add(L, &worker->result, &result, sizeof result);
	for (uint32_t i = 0; i < result.count; i++) {
		int count = 1;

		lua_settop(L, 5);
		lua_pushvalue(L, 5);
		pool_read_item(L, &worker->at);
		if (packet->mode != MODE_ITEM) {
			lua_insert(L, 6);
			count = spread(L, 6);
		}
		if (packet->mode == MODE_KEYWORDS) {
			pool_read_item(L, &worker->at);
			count++;
		}
		lua_call(L, count, 1);
		pool_add_item(L, &worker->result, lua_gettop(L), "result", 0);
	}
}

/* Do what is left of the batch: worker, the last function, its bytes, shared → function, its bytes. A
 * result for which there is no room is an error, for which there is. */
static int do_tasks(lua_State *L)
{
	struct worker *worker = lua_touserdata(L, 1);
	struct batch *batch = &worker->batch;

	push_function(L, worker, batch->packet + sizeof worker->packet, worker->packet.function);
	while (batch->done < batch->tasks) {
		label(worker, true);
		do_task(L, worker);
		label(worker, false);
		if (batch_finish(batch, worker->result.bytes, worker->result.length) != OUTCOME_OK)
			script_no_room(L, NULL,
				       lua_pushfstring(L, "a result of %I bytes",
						       (LUAI_UACINT)worker->result.length));
	}
	lua_settop(L, 3);
	return 2;
}

/* The error object on top, as the one item of the result. A value that cannot cross goes as its text. */
static int write_failure(lua_State *L)
{
	struct worker *worker = lua_touserdata(L, 1);

	worker->result.length = sizeof(struct result);
	((struct result *)worker->result.bytes)->failed = 1;
	pool_add_item(L, &worker->result, 2, "error", 0);
	return 0;
}

/* What was wrong with the result itself happened nowhere in the scenario: that is where its function is. */
static void place_error(lua_State *L, const struct worker *worker, int error)
{
	if (!error_is(L, error) || worker->line <= 0)
		return;
	if (lua_getfield(L, error, "where") == LUA_TSTRING && !strchr(lua_tostring(L, -1), ':')) {
		lua_pushfstring(L, "%s:%d", worker->script->file, worker->line);
		lua_setfield(L, error, "where");
	}
	lua_pop(L, 1);
}

static void fail(lua_State *L, struct worker *worker)
{
	int error = lua_gettop(L);

	place_error(L, worker, error);
	for (int without_value = 0; without_value < 2; without_value++) {
		if (without_value && lua_istable(L, error)) {
			lua_pushnil(L);
			lua_setfield(L, error, "value");
		}
		lua_pushcfunction(L, write_failure);
		lua_pushlightuserdata(L, worker);
		lua_pushvalue(L, error);
		if (lua_pcall(L, 2, 0, 0) == LUA_OK)
			return;
		lua_pop(L, 1);
	}
}

/* It ends in the middle of its work. The block stays, for those who look after it. */
static void leave_batch(struct worker *worker)
{
	if (worker->script->self->unload)
		worker->script->self->unload(worker->script->self);
}

/* The task at hand failed: so does its result, and the batch goes on. Stack as below. */
static void hand_in_failure(lua_State *L, struct worker *worker)
{
	struct batch *batch = &worker->batch;

	if (error_is_exit(L, -1)) {
		leave_batch(worker);
		lua_error(L);
	}
	if (batch->done < batch->tasks) {
		fail(L, worker);
		label(worker, false);
		lua_settop(L, 7);
		if (batch_finish(batch, worker->result.bytes, worker->result.length) == OUTCOME_OK)
			return;
	}
	leave_batch(worker);
	script_no_room(L, NULL, "the result of a task");
}

/* Stack: 1 pool, 2 limit, 3 shared, 4 function, 5 its bytes, 6 the handler, 7 the worker. */
static void do_batch(lua_State *L, struct worker *worker)
{
	struct batch *batch = &worker->batch;

	memcpy(&worker->packet, batch->packet, sizeof worker->packet);
	while (batch->done < batch->tasks) {
		worker->at = packet_item(batch->packet, batch->done * worker->packet.chunk);
		lua_settop(L, 7);
		lua_pushcfunction(L, do_tasks);
		lua_pushlightuserdata(L, worker);
		lua_pushvalue(L, 4);
		lua_pushvalue(L, 5);
		lua_pushvalue(L, 3);
		if (lua_pcall(L, 4, 2, 6) == LUA_OK) {
			lua_replace(L, 5);
			lua_replace(L, 4);
		} else {
			hand_in_failure(L, worker);
		}
	}
}

/* run(pool, limit | nil, shared | nil): what a worker does, until the pool is closed and empty, or it has
 * done `limit` tasks. */
int pool_run(lua_State *L)
{
	struct script_object *pool = handle_at(L, 1, PRIMITIVE_POOL);
	lua_Integer limit = lua_isinteger(L, 2) ? lua_tointeger(L, 2) : LUA_MAXINTEGER;

	lua_settop(L, 5);
	lua_pushcfunction(L, describe_error);
	struct worker *worker = lua_newuserdatauv(L, sizeof *worker, 0);
	*worker = (struct worker){.script = script_of(L)};
	worker->script->opaque = true; /* tasks and results lie in buffers */
	if (batch_open(&worker->batch, worker->script->self, pool->handle) < 0)
		script_no_room(L, pool, "a worker");
	for (lua_Integer done = 0; done < limit; done += worker->batch.tasks) {
		if (batch_take(&worker->batch, (uint64_t)(limit - done), WAIT_FOREVER) != OUTCOME_OK)
			break;
		do_batch(L, worker);
	}
	batch_close(&worker->batch);
	buffer_finish(&worker->result);
	return 0;
}
