/* Queue, JoinableQueue and SimpleQueue, as a scenario sees them: items are written out before the queue is
 * touched, so what cannot cross fails in the caller and changes nothing. */
#include <errno.h>
#include <string.h>

#include "script/arguments.h"
#include "script/error.h"
#include "script/handle.h"
#include "script/serial.h"

static int new_queue(lua_State *L, enum primitive_id kind)
{
	static const struct parameter parameters[] = {{"maxsize", "i"}, {"name", "s"}};

	arguments_take(L, handle_kind_name(kind), 1, parameters, 2);
	lua_Integer maxsize = lua_isnil(L, 1) || lua_tointeger(L, 1) < 0 ? 0 : lua_tointeger(L, 1);

	handle_create(L, kind, maxsize, 0, 2, 0);
	return 1;
}

static int queue_new(lua_State *L)
{
	return new_queue(L, PRIMITIVE_QUEUE);
}

static int joinable_new(lua_State *L)
{
	return new_queue(L, PRIMITIVE_JOINABLE);
}

static int simple_new(lua_State *L)
{
	static const struct parameter parameters[] = {{"name", "s"}};

	arguments_take(L, "SimpleQueue", 1, parameters, 1);
	handle_create(L, PRIMITIVE_SIMPLEQUEUE, 0, 0, 1, 0);
	return 1;
}

/* The methods are those of all three kinds. */
static struct script_object *queue_at(lua_State *L)
{
	struct script_object *queue = lua_touserdata(L, 1);
	uint32_t kind = queue ? queue->kind : PRIMITIVE_NONE;

	if (__builtin_expect(kind != PRIMITIVE_QUEUE && kind != PRIMITIVE_JOINABLE &&
				     kind != PRIMITIVE_SIMPLEQUEUE,
			     0))
		handle_wrong(L, 1, PRIMITIVE_QUEUE);
	return queue;
}

static struct script_object *open_queue(lua_State *L)
{
	struct script_object *queue = queue_at(L);

	if (__builtin_expect(queue->closed, 0))
		script_raise(L, "ValueError", queue, "%s is closed", handle_kind_name(queue->kind));
	return queue;
}

static int answer_put(lua_State *L, const struct script_object *queue, enum outcome outcome)
{
	if (__builtin_expect(outcome == OUTCOME_OK, 1)) {
		lua_pushboolean(L, 1);
		return 1;
	}
	if (outcome == OUTCOME_MISUSE && errno == ENOMEM)
		script_no_room(L, queue, lua_pushfstring(L, "an item of %I bytes",
							 (LUAI_UACINT)script_of(L)->out.length));
	if (outcome == OUTCOME_MISUSE)
		script_raise(L, "OSError", queue, "%s", strerror(errno));
	if (outcome == OUTCOME_INTERRUPTED)
		script_raise(L, "Interrupted", queue, "the wait was interrupted");
	lua_pushnil(L);
	lua_pushliteral(L, "full");
	return 2;
}

/* The item is at index 2. Written out before anything is held: what cannot cross fails here, and
 * changes nothing. */
static int put(lua_State *L, struct script_object *queue, int64_t timeout)
{
	struct script *script = script_of(L);
	char preview[9];

	serial_write(L, 2, &script->out, "item");
	serial_preview(L, 2, preview);
	script_here(L, script);
	connections_depart(script, 1);
	enum outcome outcome = queue_put(script->self, queue->handle, script->out.bytes, script->out.length,
					 preview, timeout);
	int error = errno;
	if (__builtin_expect(outcome != OUTCOME_OK, 0))
		connections_depart(script, -1);
	errno = error;
	return answer_put(L, queue, outcome);
}

static int queue_put_method(lua_State *L)
{
	struct script_object *queue = open_queue(L);

	if (lua_gettop(L) < 2)
		script_raise(L, "TypeError", queue, "Queue.put needs an item; for nil write put(nil)");
	int64_t timeout = arguments_wait(L, "Queue.put", 3);

	return put(L, queue, timeout);
}

static int queue_put_nowait(lua_State *L)
{
	struct script_object *queue = open_queue(L);

	if (lua_gettop(L) != 2)
		script_raise(L, "TypeError", queue, "Queue.put_nowait takes an item and nothing else");
	return put(L, queue, WAIT_NOT);
}

/* The buffer is taken out of the script while it is read: a finalizer that runs meanwhile may get an
 * item too. */
static void read_item(lua_State *L, struct script *script, struct buffer item)
{
	serial_read(L, item.bytes, item.length);
	if (script->in.bytes)
		buffer_finish(&item);
	else
		script->in = item;
}

static int get(lua_State *L, struct script_object *queue, int64_t timeout)
{
	struct script *script = script_of(L);
	struct buffer item = script->in;

	script->in = (struct buffer){0};
	script_here(L, script);
	enum outcome outcome = queue_get(script->self, queue->handle, &item, timeout);
	if (__builtin_expect(outcome == OUTCOME_OK, 1)) {
		read_item(L, script, item);
		return 1;
	}
	script->in = item;
	if (outcome == OUTCOME_INTERRUPTED)
		script_raise(L, "Interrupted", queue, "the wait was interrupted");
	if (outcome == OUTCOME_MISUSE)
		script_raise(L, "MemoryError", queue, "there is no memory left to take this item");
	lua_pushnil(L);
	lua_pushliteral(L, "empty");
	return 2;
}

static int queue_get_method(lua_State *L)
{
	struct script_object *queue = open_queue(L);

	return get(L, queue, arguments_wait(L, "Queue.get", 2));
}

static int queue_get_nowait(lua_State *L)
{
	return get(L, open_queue(L), WAIT_NOT);
}

/* for item in q:items(): ends at a nil, as Python's iter(q.get, None). */
static int next_item(lua_State *L)
{
	lua_settop(L, 1);
	return get(L, open_queue(L), WAIT_FOREVER);
}

static int queue_items(lua_State *L)
{
	open_queue(L);
	lua_pushcfunction(L, next_item);
	lua_pushvalue(L, 1);
	return 2;
}

static struct queue_state peek(lua_State *L)
{
	struct script_object *queue = queue_at(L);
	union state state;

	object_peek(script_of(L)->self, queue->handle, &state);
	return state.queue;
}

static int queue_qsize(lua_State *L)
{
	struct queue_state state = peek(L);

	lua_pushinteger(L, (lua_Integer)(state.put - state.got));
	return 1;
}

static int queue_empty(lua_State *L)
{
	struct queue_state state = peek(L);

	lua_pushboolean(L, state.put == state.got);
	return 1;
}

static int queue_full(lua_State *L)
{
	struct queue_state state = peek(L);

	lua_pushboolean(L, state.maxsize && state.put - state.got >= state.maxsize);
	return 1;
}

static int queue_close(lua_State *L)
{
	queue_at(L)->closed = true;
	return 0;
}

static int queue_tostring(lua_State *L)
{
	struct queue_state state = peek(L);
	struct script_object *queue = lua_touserdata(L, 1);
	char name[NAME_SIZE];

	object_name(script_of(L)->self, queue->handle, name);
	lua_pushfstring(L, "<%s name='%s' items=%I", handle_kind_name(queue->kind), name,
			(LUAI_UACINT)(state.put - state.got));
	if (queue->kind != PRIMITIVE_SIMPLEQUEUE)
		lua_pushfstring(L, " maxsize=%I", (LUAI_UACINT)state.maxsize);
	else
		lua_pushliteral(L, "");
	lua_pushstring(L, queue->closed ? " closed>" : ">");
	lua_concat(L, 3);
	return 1;
}

static int queue_task_done(lua_State *L)
{
	struct script_object *queue = handle_at(L, 1, PRIMITIVE_JOINABLE);
	struct request request = {.action = JOINABLE_TASK_DONE};

	if (handle_operate(L, script_of(L), queue, &request, WAIT_NOT) == OUTCOME_MISUSE)
		script_raise(L, "ValueError", queue, "task_done() called too many times");
	return 0;
}

/* true | nil, "timeout" | nil, "abandoned", how many */
static int queue_join(lua_State *L)
{
	static const struct parameter parameters[] = {{"timeout", "n"}};
	struct script_object *queue = handle_at(L, 1, PRIMITIVE_JOINABLE);
	struct request request = {.action = JOINABLE_JOIN};

	arguments_take(L, "JoinableQueue.join", 2, parameters, 1);
	int64_t timeout = arguments_timeout(L, "JoinableQueue.join", 2);
	enum outcome outcome = handle_operate(L, script_of(L), queue, &request, timeout);
	if (outcome == OUTCOME_OK) {
		lua_pushboolean(L, 1);
		return 1;
	}
	lua_pushnil(L);
	lua_pushstring(L, outcome_name(outcome == OUTCOME_ABANDONED ? outcome : OUTCOME_TIMED_OUT));
	if (outcome != OUTCOME_ABANDONED)
		return 2;
	lua_pushinteger(L, request.a);
	return 3;
}

static int simple_put(lua_State *L)
{
	struct script_object *queue = open_queue(L);

	if (lua_gettop(L) != 2)
		script_raise(L, "TypeError", queue, "SimpleQueue.put takes an item and nothing else");
	return put(L, queue, WAIT_FOREVER);
}

static int simple_get(lua_State *L)
{
	struct script_object *queue = open_queue(L);

	if (lua_gettop(L) != 1)
		script_raise(L, "TypeError", queue, "SimpleQueue.get takes nothing: it waits for an item");
	return get(L, queue, WAIT_FOREVER);
}

#define QUEUE_METHODS                                                                              \
	{"put", queue_put_method}, {"get", queue_get_method}, {"put_nowait", queue_put_nowait},     \
	{"get_nowait", queue_get_nowait}, {"items", queue_items}, {"qsize", queue_qsize},           \
	{"empty", queue_empty}, {"full", queue_full}, {"close", queue_close},                       \
	{"__len", queue_qsize}, {"__close", queue_close}, {"__tostring", queue_tostring}

void queue_open(lua_State *L)
{
	static const luaL_Reg methods[] = {QUEUE_METHODS, {NULL, NULL}};
	static const luaL_Reg joinable[] = {
		QUEUE_METHODS, {"task_done", queue_task_done}, {"join", queue_join}, {NULL, NULL}};
	static const luaL_Reg simple[] = {
		{"put", simple_put},
		{"get", simple_get},
		{"items", queue_items},
		{"empty", queue_empty},
		{"close", queue_close},
		{"__close", queue_close},
		{"__tostring", queue_tostring},
		{NULL, NULL},
	};
	static const luaL_Reg functions[] = {{"Queue", queue_new},
					     {"JoinableQueue", joinable_new},
					     {"SimpleQueue", simple_new},
					     {NULL, NULL}};

	handle_class(L, PRIMITIVE_QUEUE, methods, NULL);
	handle_class(L, PRIMITIVE_JOINABLE, joinable, NULL);
	handle_class(L, PRIMITIVE_SIMPLEQUEUE, simple, NULL);
	luaL_setfuncs(L, functions, 0);
}
