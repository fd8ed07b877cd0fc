/* Pool, the owner's side: tasks and results as bytes. The workers' side is pool_worker.c; what has classes
 * (jobs, results, callbacks) is in pool.lua.
 *
 * Tasks come in packets (batch.h) with their function's bytes, which the owner makes once a job, and their
 * items, each a message of its own: so what cannot cross is named by its place, and fails in the caller. */
#include "script/pool.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "runtime/arena.h"
#include "script/arguments.h"
#include "script/error.h"

#define PACKET_BYTES 32768u /* and then the next packet begins, so that the workers can, too */
#define PACKET_MOST  256u   /* tasks */

void pool_no_memory(lua_State *L, const struct script_object *pool)
{
	script_no_room(L, pool,
		       lua_pushfstring(L, "a task of %I bytes", (LUAI_UACINT)script_of(L)->out.length));
}

void pool_add(lua_State *L, struct buffer *buffer, const void *bytes, size_t length)
{
	if (!buffer_add(buffer, bytes, length))
		pool_no_memory(L, NULL);
}

void pool_add_item(lua_State *L, struct buffer *buffer, int index, const char *what, uint32_t place)
{
	struct script *script = script_of(L);

	serial_write_sharing(L, index, &script->out, what, place, 0);
	uint32_t length = (uint32_t)script->out.length;
	if (script->out.length > UINT32_MAX)
		pool_no_memory(L, NULL);
	pool_add(L, buffer, &length, sizeof length);
	pool_add(L, buffer, script->out.bytes, length);
}

void pool_read_item(lua_State *L, const char **at)
{
	uint32_t length;

	memcpy(&length, *at, sizeof length);
	*at += sizeof length;
	serial_read(L, *at, length);
	*at += length;
}

/* new(name) → handle, of a pool whose owner is the process we are in */
static int pool_new(lua_State *L)
{
	lua_settop(L, 1);
	struct self *self = script_of(L)->self;

	handle_create(L, PRIMITIVE_POOL, self->number, self->slot->index, 1, 0);
	return 1;
}

/* attend(function): what is to be done when there is news while this process waits for something else */
static int pool_attend(lua_State *L)
{
	lua_settop(L, 1);
	script_set_attend(L);
	return 0;
}

/* callback(function, value): an error in it is reported as uncaught, and disturbs nobody who happens to wait.
 */
static int pool_callback(lua_State *L)
{
	lua_settop(L, 2);
	lua_pushcfunction(L, error_handler);
	lua_insert(L, 1);
	/* Where it waits, there may be news that was there before. */
	atomic_store(&script_of(L)->self->slot->attention, 1);
	script_of(L)->self->news = true;
	int status = lua_pcall(L, 1, 0, 1);
	if (status != LUA_OK && error_is_exit(L, -1))
		return lua_error(L);
	if (status != LUA_OK)
		script_report(L, script_of(L), status);
	return 0;
}

/* has_news(pool) */
static int pool_has_news(lua_State *L)
{
	struct request request = {.action = POOL_COLLECT};
	union state state;

	object_peek(script_of(L)->self, handle_at(L, 1, PRIMITIVE_POOL)->handle, &state);
	lua_pushboolean(L, primitive_get(PRIMITIVE_POOL)->actions[POOL_COLLECT].guard(&state, &request));
	return 1;
}

/* arguments(…) → processes, initializer, initargs, maxtasksperchild, name */
static int pool_arguments(lua_State *L)
{
	static const struct parameter parameters[] = {{"processes", "bnsfu"},
						      {"initializer", "bnsfu"},
						      {"initargs", "t"},
						      {"maxtasksperchild", "bnsfu"},
						      {"name", "s"}}; /* what is wrong pool.lua says */

	arguments_take(L, "Pool", 1, parameters, 5);
	/* Found before the first of them is started. */
	if (lua_isinteger(L, 1) && lua_tointeger(L, 1) > POOL_WORKERS)
		script_raise(L, "ValueError", NULL, "a pool has at most %d workers", POOL_WORKERS);
	return 5;
}

/* shared(function) → the list of variables that tasks share with this initializer */
static int pool_shared(lua_State *L)
{
	serial_push_shared(L, 1);
	return 1;
}

/* function(function, shared | nil) → its bytes | nothing: it is a C function */
static int pool_function(lua_State *L)
{
	struct script *script = script_of(L);

	if (lua_iscfunction(L, 1))
		return 0;
	serial_write_sharing(L, 1, &script->out, "function", 0, lua_istable(L, 2) ? 2 : 0);
	lua_pushlstring(L, script->out.bytes, script->out.length);
	return 1;
}

/* Add the items of a task to the packet: list[first] … list[first + count - 1], list at index 5, and perhaps
 * keywords at 9. what names the list in messages. */
static void add_task(lua_State *L, struct buffer *bytes, const char *what, uint32_t first, uint32_t count)
{
	for (uint32_t i = first; i < first + count; i++) {
		lua_geti(L, 5, i);
		pool_add_item(L, bytes, -1, what, what[0] == 'a' ? 0 : i); /* not for the "args" of apply */
		lua_pop(L, 1);
	}
	if (lua_tointeger(L, 3) == MODE_KEYWORDS)
		pool_add_item(L, bytes, 10, "kwds", 0);
}

/* Fill a packet with tasks, of the items up to `last`. One that is large has a packet of its own. */
static struct packet fill_packet(lua_State *L, struct buffer *bytes, const char *what, uint32_t last)
{
	struct packet packet = {.job = (uint32_t)lua_tointeger(L, 2),
				.mode = (uint32_t)lua_tointeger(L, 3),
				.first = (uint32_t)lua_tointeger(L, 6),
				.chunk = (uint32_t)lua_tointeger(L, 8)};
	uint32_t most = batch_single(script_of(L)->self) ? 1 : PACKET_MOST;
	size_t length;
	const char *function = lua_tolstring(L, 4, &length);

	packet.function = (uint32_t)length;
	bytes->length = 0;
	pool_add(L, bytes, &packet, sizeof packet);
	pool_add(L, bytes, function, length);
	for (uint32_t tasks = 0; tasks < most && bytes->length < PACKET_BYTES; tasks++) {
		uint32_t at = packet.first + packet.count, left = last - at + 1;
		size_t before = bytes->length;

		if (at > last)
			break;
		uint32_t count = packet.chunk < left ? packet.chunk : left;
		add_task(L, bytes, what, at, count);
		bool large = length + bytes->length - before > PACKET_TASK;
		if (large && tasks) {
			bytes->length = before;
			break;
		}
		packet.count += count;
		if (large)
			break;
	}
	memcpy(bytes->bytes, &packet, sizeof packet);
	return packet;
}

/* submit(pool, job, mode, function bytes, list, first, last, chunk, what [, keywords]) → position of the
 * first task, how many, the next item: as many tasks as go into a packet, of the items list[first] …
 * list[last]. */
static int pool_submit(lua_State *L)
{
	struct script *script = script_of(L);
	struct script_object *pool = handle_at(L, 1, PRIMITIVE_POOL);
	struct buffer *bytes = &script->task;

	lua_settop(L, 10);
	struct packet packet = fill_packet(L, bytes, lua_tostring(L, 9), (uint32_t)lua_tointeger(L, 7));
	script_here(L, script);
	if (packet_submit(script->self, pool->handle, bytes->bytes, bytes->length) == OUTCOME_MISUSE) {
		if (errno)
			pool_no_memory(L, pool);
		script_raise(L, "ValueError", pool, "Pool not running");
	}
	memcpy(&packet, bytes->bytes, sizeof packet);
	lua_pushinteger(L, packet.position);
	lua_pushinteger(L, packet_tasks(&packet));
	lua_pushinteger(L, (lua_Integer)packet.first + packet.count);
	return 3;
}

/* Results that came, of one job: at index 2 the jobs, above it the list of what is for pool.lua to see to
 * (3), then the job, its results, and which of its chunks are done. */
struct arrival {
	uint32_t job;	   /* of which those are on the stack, 0 = none */
	lua_Integer plain; /* chunks of it that came, and nothing is to be done about them */
	bool arrives;	   /* it wants to hear of each chunk */
};

static void append_news(lua_State *L, uint32_t first)
{
	lua_Integer count = luaL_len(L, 3);

	lua_rawseti(L, 3, count + 3); /* the problem, or false */
	lua_pushinteger(L, first);
	lua_rawseti(L, 3, count + 2);
	lua_pushvalue(L, 4);
	lua_rawseti(L, 3, count + 1);
}

/* Chunks that were only counted, off the job's account. */
static void leave_job(lua_State *L, struct arrival *arrival)
{
	if (arrival->job && arrival->plain) {
		lua_getfield(L, 4, "left");
		lua_Integer left = lua_tointeger(L, -1) - arrival->plain;
		lua_pushinteger(L, left);
		lua_setfield(L, 4, "left");
		lua_pushboolean(L, 0);
		if (!left)
			append_news(L, 0);
	}
	*arrival = (struct arrival){0};
	lua_settop(L, 3);
}

/* Returns whether anybody waits for it. */
static bool enter_job(lua_State *L, struct arrival *arrival, uint32_t job)
{
	if (arrival->job == job)
		return true;
	leave_job(L, arrival);
	if (lua_rawgeti(L, 2, job) == LUA_TNIL)
		return false;
	lua_getfield(L, 4, "results");
	lua_getfield(L, 4, "done");
	arrival->job = job;
	arrival->arrives = lua_getfield(L, 4, "arrive") != LUA_TNIL;
	lua_pop(L, 1);
	return true;
}

static const char *skip_result(const char *at, const struct result *result)
{
	uint32_t length;

	for (uint32_t i = 0; i < (result->failed ? 1 : result->count); i++) {
		memcpy(&length, at, sizeof length);
		at += sizeof length + length;
	}
	return at;
}

static const char *take_result(lua_State *L, struct arrival *arrival, const char *at)
{
	struct result result;

	memcpy(&result, at, sizeof result);
	at += sizeof result;
	if (!enter_job(L, arrival, result.job))
		return skip_result(at, &result);
	bool known = lua_rawgeti(L, 6, result.first) != LUA_TNIL;
	lua_pop(L, 1);
	if (known)
		return skip_result(at, &result);
	lua_pushboolean(L, 1);
	lua_rawseti(L, 6, result.first);
	for (uint32_t i = 0; !result.failed && i < result.count; i++) {
		pool_read_item(L, &at);
		lua_rawseti(L, 5, result.first + i);
	}
	if (result.failed)
		pool_read_item(L, &at);
	else
		lua_pushboolean(L, 0);
	if (result.failed || arrival->arrives) {
		append_news(L, result.first);
	} else {
		arrival->plain++;
		lua_pop(L, 1);
	}
	return at;
}

/* Pushes the list of news, see pool_collect. */
static void arrived(lua_State *L, const struct buffer *bytes)
{
	const char *at = bytes->bytes, *end = at + bytes->length;
	struct arrival arrival = {0};

	lua_newtable(L);
	while (at < end)
		at = take_result(L, &arrival, at);
	leave_job(L, &arrival);
}

/* collect(pool, jobs, timeout in seconds | nil, alone, least) → a list of news | "lost", number, task |
 * nil: it took too long. Values are put into the jobs' results. The list has three entries for each piece
 * of news: job, first item of a chunk, false or the error; or job, 0, false: its last chunk so far has
 * come. */
static int pool_collect(lua_State *L)
{
	struct script *script = script_of(L);
	struct script_object *pool = handle_at(L, 1, PRIMITIVE_POOL);
	struct request request = {.action = POOL_COLLECT};
	struct buffer bytes = script->in;
	void (*attend)(struct self *) = script->self->attend;
	union state state;

	lua_settop(L, 5);
	int64_t timeout = arguments_timeout(L, "Pool", 3);
	request.b = batch_single(script->self) ? 1 : lua_tointeger(L, 5);
	script_here(L, script);
	script->in = (struct buffer){0};
	if (lua_toboolean(L, 4))
		script->self->attend = NULL; /* there is no other pool: what comes is heard here */
	enum outcome outcome = results_collect(script->self, pool->handle, &request, &bytes, timeout);
	script->self->attend = attend;
	/* Nobody called us while we waited for it here: what is left is news for another wait. */
	object_glance(script->self, pool->handle, &state);
	if (!control_is_on(script->self) && state.pool.done != state.pool.collected)
		atomic_store(&script->self->slot->attention, 1);
	lua_settop(L, 2);
	bool results = outcome == OUTCOME_OK && !request.b;
	if (results)
		arrived(L, &bytes);
	if (script->in.bytes)
		buffer_finish(&bytes);
	else
		script->in = bytes;
	if (results)
		return 1;
	if (outcome == OUTCOME_INTERRUPTED)
		script_raise(L, "Interrupted", pool, "the wait was interrupted");
	if (outcome == OUTCOME_MISUSE)
		script_raise(L, "MemoryError", pool, "there is no memory left to take this result");
	if (outcome != OUTCOME_OK)
		return 0;
	lua_pushliteral(L, "lost");
	lua_pushinteger(L, request.b - 1);
	lua_pushinteger(L, request.a);
	return 3;
}

/* list(n) → an empty list with room for n */
static int pool_list(lua_State *L)
{
	lua_Integer size = luaL_checkinteger(L, 1);

	lua_createtable(L, size > 0 && size < 10000000 ? (int)size : 0, 0);
	return 1;
}

static enum outcome tell(lua_State *L, struct script_object *pool, enum pool_action action, int64_t a)
{
	struct script *script = script_of(L);
	struct request request = {.action = (uint8_t)action, .a = a};

	script_here(L, script);
	return operate(script->self, pool->handle, &request, WAIT_FOREVER);
}

/* Our child has ended: the kernel knows it before the supervisor does. In controlled mode nothing happens
 * between two steps, and the kernel does not know this pid. */
static bool has_ended(struct self *self, const struct script_object *process)
{
	struct process_info info = {.ended = true};
	siginfo_t ended = {0};

	process_identity(self, process->handle, &info);
	if (control_is_on(self))
		return info.ended;
	return waitid(P_PID, (id_t)info.pid, &ended, WEXITED | WNOHANG | WNOWAIT) < 0 || ended.si_pid;
}

/* hurry(yes): from here on, start several workers without a wait for each; pool_hire waits */
static int pool_hurry(lua_State *L)
{
	script_of(L)->self->hasty = lua_toboolean(L, 1) && !control_is_on(script_of(L)->self);
	return 0;
}

/* hire(pool, process handle) → number of the process. If it died before the pool knew it, nobody has
 * noted that: then we do. */
static int pool_hire(lua_State *L)
{
	struct script_object *pool = handle_at(L, 1, PRIMITIVE_POOL);
	struct script_object *process = handle_at(L, 2, PRIMITIVE_PROCESS);
	struct process_info info = {0};

	process_await_birth(script_of(L)->self, process->handle);
	process_identity(script_of(L)->self, process->handle, &info);
	if (tell(L, pool, POOL_HIRE, info.number) == OUTCOME_MISUSE)
		script_raise(L, "ValueError", pool, "a pool has at most %d workers", POOL_WORKERS);
	if (has_ended(script_of(L)->self, process))
		tell(L, pool, POOL_LOSE, info.number);
	lua_pushinteger(L, info.number);
	return 1;
}

/* waiting(pool) → how many tasks nobody has taken yet */
static int pool_waiting(lua_State *L)
{
	union state state;

	object_peek(script_of(L)->self, handle_at(L, 1, PRIMITIVE_POOL)->handle, &state);
	lua_pushinteger(L, (lua_Integer)(state.pool.put - state.pool.taken));
	return 1;
}

/* close(pool, terminate) */
static int pool_close(lua_State *L)
{
	tell(L, handle_at(L, 1, PRIMITIVE_POOL), POOL_CLOSE, lua_toboolean(L, 2) ? 2 : 1);
	return 0;
}

/* error(kind, message [, fields]) → an error object */
static int pool_error(lua_State *L)
{
	const char *kind = luaL_checkstring(L, 1);

	lua_settop(L, 3);
	lua_pushvalue(L, 2);
	error_make(L, kind, NULL);
	if (!lua_istable(L, 3))
		return 1;
	for (lua_pushnil(L); lua_next(L, 3);) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_rawset(L, -4);
	}
	return 1;
}

static int pool_tostring(lua_State *L)
{
	struct script_object *pool = handle_at(L, 1, PRIMITIVE_POOL);
	char name[NAME_SIZE], text[96];
	union state state;

	object_peek(script_of(L)->self, pool->handle, &state);
	primitive_get(PRIMITIVE_POOL)->describe(&state, text, sizeof text);
	object_name(script_of(L)->self, pool->handle, name);
	lua_pushfstring(L, "<Pool name='%s' %s>", name, text);
	return 1;
}

void pool_open(lua_State *L)
{
	static const luaL_Reg methods[] = {{"__tostring", pool_tostring}, {NULL, NULL}};
	static const luaL_Reg functions[] = {
		{"pool_new", pool_new},		  {"pool_arguments", pool_arguments},
		{"pool_shared", pool_shared},	  {"pool_function", pool_function},
		{"pool_submit", pool_submit},	  {"pool_run", pool_run},
		{"pool_collect", pool_collect},	  {"pool_hire", pool_hire},
		{"pool_close", pool_close},	  {"pool_error", pool_error},
		{"pool_waiting", pool_waiting},	  {"pool_attend", pool_attend},
		{"pool_has_news", pool_has_news}, {"pool_callback", pool_callback},
		{"pool_list", pool_list}, {"pool_hurry", pool_hurry},	  {NULL, NULL},
	};

	handle_class(L, PRIMITIVE_POOL, methods, NULL);
	luaL_setfuncs(L, functions, 0);
}
