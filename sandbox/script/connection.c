/* Pipe and Connection, as a scenario sees them.
 *
 * A connection is one end of a pipe, or of two when it goes both ways: it reads the one and writes the other.
 * The bytes of recv_bytes have a mark in front, so that they are not taken for a value. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "script/arguments.h"
#include "script/error.h"
#include "script/handle.h"
#include "script/name.h"
#include "script/serial.h"

/* What a connection is good for: the `typecode` of its handle. */
enum { READER = 'r', WRITER = 'w', DUPLEX = 'd' };

#define MARK_BYTES 0x7f /* the first byte of a message of send_bytes; never that of a value */

static bool reads(const struct script_object *connection)
{
	return connection->typecode != WRITER;
}

static bool writes(const struct script_object *connection)
{
	return connection->typecode != READER;
}

/* A connection's `handle` is the pipe that it reads, or else writes; `lock` the one that a duplex one writes.
 */
static struct handle written(const struct script_object *connection)
{
	return connection->typecode == DUPLEX ? connection->lock : connection->handle;
}

static struct handle new_pipe(lua_State *L, const char *name)
{
	struct self *self = script_of(L)->self;
	struct handle pipe = object_create(self, PRIMITIVE_PIPE, self->number, 0, name);

	if (!pipe.index)
		script_raise(L, "OSError", NULL,
			     "this run has too many objects, or no memory left for a pipe");
	return pipe;
}

static void push_connection(lua_State *L, char typecode, struct handle handle, struct handle lock)
{
	handle_push(L, PRIMITIVE_PIPE, handle, typecode)->lock = lock;
}

/* The name given is at index 2. */
static void name_pair(lua_State *L, char first[NAME_SIZE], char second[NAME_SIZE])
{
	char clean[NAME_SIZE - 4];

	utf8_clean(clean, sizeof clean, lua_tostring(L, 2), strlen(lua_tostring(L, 2)));
	snprintf(first, NAME_SIZE, "%s.1", clean);
	snprintf(second, NAME_SIZE, "%s.2", clean);
}

/* "there>back" of at most 31 bytes, cut where a character ends. */
static void arrow(char name[NAME_SIZE], const char *from, const char *to)
{
	char left[16], right[16];

	utf8_clean(left, sizeof left, from, strlen(from));
	utf8_clean(right, sizeof right, to, strlen(to));
	snprintf(name, NAME_SIZE, "%s>%s", left, right);
}

/* Pipes are named after the variables: "w>r" is what w sends and r receives. */
static int pipe_new(lua_State *L)
{
	static const struct parameter parameters[] = {{"duplex", "b"}, {"name", "s"}};
	struct script *script = script_of(L);
	struct handle none = {0, 0};
	char first[NAME_SIZE] = "", second[NAME_SIZE] = "", there[NAME_SIZE], back[NAME_SIZE];

	arguments_take(L, "Pipe", 1, parameters, 2);
	bool duplex = lua_isnil(L, 1) || lua_toboolean(L, 1);
	script_here(L, script);
	if (lua_isnil(L, 2))
		name_after_pair(L, script, "Pipe", first, second);
	else
		name_pair(L, first, second);
	arrow(there, first, second);
	arrow(back, second, first);
	const char *name = first[0] && second[0] ? back : NULL;
	struct handle to_first = new_pipe(L, name), to_second = none;
	if (duplex)
		to_second = new_pipe(L, name ? there : NULL);
	push_connection(L, duplex ? DUPLEX : READER, to_first, to_second);
	push_connection(L, duplex ? DUPLEX : WRITER, duplex ? to_second : to_first, duplex ? to_first : none);
	return 2;
}

static struct script_object *open_connection(lua_State *L)
{
	struct script_object *connection = handle_at(L, 1, PRIMITIVE_PIPE);

	if (connection->closed)
		script_raise(L, "OSError", connection, "the connection is closed");
	return connection;
}

static struct script_object *open_reader(lua_State *L)
{
	struct script_object *connection = open_connection(L);

	if (!reads(connection))
		script_raise(L, "OSError", connection,
			     "the connection is write-only: it is the sending end of a one-way pipe");
	return connection;
}

static struct script_object *open_writer(lua_State *L)
{
	struct script_object *connection = open_connection(L);

	if (!writes(connection))
		script_raise(L, "OSError", connection,
			     "the connection is read-only: it is the receiving end of a one-way pipe");
	return connection;
}

static int send_out(lua_State *L, struct script_object *connection, const char *preview)
{
	struct script *script = script_of(L);

	script_here(L, script);
	connections_depart(script, 1);
	enum outcome outcome = queue_put(script->self, written(connection), script->out.bytes,
					 script->out.length, preview, WAIT_FOREVER);
	int error = errno;
	if (outcome != OUTCOME_OK)
		connections_depart(script, -1);
	if (outcome == OUTCOME_OK) {
		lua_pushboolean(L, 1);
		return 1;
	}
	if (outcome == OUTCOME_INTERRUPTED)
		script_raise(L, "Interrupted", connection, "the wait was interrupted");
	if (outcome == OUTCOME_MISUSE && error == ENOMEM)
		script_no_room(L, connection,
			       lua_pushfstring(L, "a message of %I bytes", (LUAI_UACINT)script->out.length));
	if (outcome == OUTCOME_MISUSE)
		script_raise(L, "OSError", connection,
			     "the connection is closed: this process has closed this end");
	lua_pushnil(L);
	lua_pushstring(L, outcome_name(outcome));
	return 2;
}

static int connection_send(lua_State *L)
{
	struct script_object *connection = open_writer(L);
	char preview[9];

	if (lua_gettop(L) != 2)
		script_raise(L, "TypeError", connection,
			     "Connection.send takes one value; for nil write send(nil)");
	serial_write(L, 2, &script_of(L)->out, "message");
	serial_preview(L, 2, preview);
	return send_out(L, connection, preview);
}

/* An index into a string of this length, as string.sub takes them: from 1, negative ones from the end. */
static lua_Integer position(lua_State *L, int index, lua_Integer otherwise, lua_Integer length)
{
	lua_Integer at = lua_isnil(L, index) ? otherwise : lua_tointeger(L, index);

	return at < 0 ? length + at + 1 : at;
}

static int connection_send_bytes(lua_State *L)
{
	static const struct parameter parameters[] = {{"s", "s"}, {"i", "i"}, {"j", "i"}};
	struct script_object *connection = open_writer(L);
	struct buffer *out = &script_of(L)->out;
	const char mark = MARK_BYTES;
	char preview[9];
	size_t length;

	arguments_take(L, "Connection.send_bytes", 2, parameters, 3);
	if (lua_type(L, 2) != LUA_TSTRING)
		script_raise(L, "TypeError", connection, "Connection.send_bytes takes a string, not %s",
			     luaL_typename(L, 2));
	const char *bytes = lua_tolstring(L, 2, &length);
	lua_Integer size = (lua_Integer)length, first = position(L, 3, 1, size),
		    last = position(L, 4, size, size);
	if (first < 1 || first > size + 1 || last < first - 1 || last > size)
		script_raise(L, "ValueError", connection,
			     "bytes %lld to %lld are not all in a string of %lld", (long long)first,
			     (long long)last, (long long)size);
	out->length = script_of(L)->travellers.length = 0;
	if (!buffer_add(out, &mark, 1) || !buffer_add(out, bytes + first - 1, (size_t)(last - first + 1)))
		script_raise(L, "MemoryError", connection, "there is no memory left for this message");
	lua_pushlstring(L, bytes + first - 1, (size_t)(last - first + 1));
	serial_preview(L, -1, preview);
	return send_out(L, connection, preview);
}

/* Wait for a message and push it. what: 0 for a value, MARK_BYTES for bytes. */
static int receive(lua_State *L, struct script_object *connection, int what, size_t max, int64_t timeout)
{
	struct script *script = script_of(L);
	struct buffer item = script->in; /* out of the script while it is read: see queue.c */

	script->in = (struct buffer){0};
	script_here(L, script);
	enum outcome outcome = pipe_get(script->self, connection->handle, &item, max, timeout);
	int error = errno;
	if (outcome == OUTCOME_OK) {
		bool is_bytes = item.length && item.bytes[0] == MARK_BYTES;

		if (is_bytes && what == MARK_BYTES)
			lua_pushlstring(L, item.bytes + 1, item.length - 1);
		else if (!is_bytes && what == 0)
			serial_read(L, item.bytes, item.length);
		if (script->in.bytes)
			buffer_finish(&item);
		else
			script->in = item;
		if (is_bytes != (what == MARK_BYTES))
			script_raise(L, "TypeError", connection,
				     "this message came by %s, and is gone now: %s takes those",
				     is_bytes ? "send_bytes" : "send", is_bytes ? "recv_bytes" : "recv");
		return 1;
	}
	script->in = item;
	if (outcome == OUTCOME_INTERRUPTED)
		script_raise(L, "Interrupted", connection, "the wait was interrupted");
	if (outcome == OUTCOME_MISUSE && error == EMSGSIZE)
		script_raise(L, "OSError", connection, "the next message is longer than %lld bytes",
			     (long long)max - 1);
	if (outcome == OUTCOME_MISUSE && error == ENOMEM)
		script_raise(L, "MemoryError", connection, "there is no memory left to take this message");
	if (outcome == OUTCOME_MISUSE)
		script_raise(L, "OSError", connection,
			     "the connection is closed: this process has closed this end");
	lua_pushnil(L);
	lua_pushstring(L, outcome_name(outcome == OUTCOME_EOF ? OUTCOME_EOF : OUTCOME_TIMED_OUT));
	return 2;
}

static int connection_recv(lua_State *L)
{
	static const struct parameter parameters[] = {{"timeout", "n"}};
	struct script_object *connection = open_reader(L);

	arguments_take(L, "Connection.recv", 2, parameters, 1);
	return receive(L, connection, 0, SIZE_MAX, arguments_timeout(L, "Connection.recv", 2));
}

static int connection_recv_bytes(lua_State *L)
{
	static const struct parameter parameters[] = {{"max", "i"}, {"timeout", "n"}};
	struct script_object *connection = open_reader(L);
	size_t max = SIZE_MAX;

	arguments_take(L, "Connection.recv_bytes", 2, parameters, 2);
	if (!lua_isnil(L, 2)) {
		if (lua_tointeger(L, 2) < 0)
			script_raise(L, "ValueError", connection, "max is a number of bytes, 0 or more");
		max = (size_t)lua_tointeger(L, 2) + 1;
	}
	return receive(L, connection, MARK_BYTES, max, arguments_timeout(L, "Connection.recv_bytes", 3));
}

static int connection_poll(lua_State *L)
{
	static const struct parameter parameters[] = {{"timeout", "n"}};
	struct script_object *connection = open_reader(L);
	struct request request = {.action = PIPE_POLL};
	bool given = lua_gettop(L) > 1; /* poll() looks; poll(nil) waits for ever */

	arguments_take(L, "Connection.poll", 2, parameters, 1);
	int64_t timeout = given ? arguments_timeout(L, "Connection.poll", 2) : WAIT_NOT;
	lua_pushboolean(L, handle_operate(L, script_of(L), connection, &request, timeout) == OUTCOME_OK);
	return 1;
}

static int connection_close(lua_State *L)
{
	struct script_object *connection = handle_at(L, 1, PRIMITIVE_PIPE);
	struct script *script = script_of(L);

	if (connection->closed)
		return 0;
	connection->closed = true;
	script_here(L, script);
	if (reads(connection))
		pipe_close(script->self, connection->handle, PIPE_READS);
	if (writes(connection))
		pipe_close(script->self, written(connection), PIPE_WRITES);
	return 0;
}

/* "r": the variable's part of the pipe's name. */
static void push_name(lua_State *L, const struct script_object *connection)
{
	char name[NAME_SIZE];

	object_name(script_of(L)->self, connection->handle, name);
	char *at = strchr(name, '>');
	if (at && reads(connection))
		lua_pushstring(L, at + 1);
	else
		lua_pushlstring(L, name, at ? (size_t)(at - name) : strlen(name));
}

static int connection_attribute(lua_State *L)
{
	const struct script_object *connection = lua_touserdata(L, 1);
	const char *key = lua_tostring(L, 2);

	if (!strcmp(key, "closed"))
		lua_pushboolean(L, connection->closed);
	else if (!strcmp(key, "readable"))
		lua_pushboolean(L, reads(connection));
	else if (!strcmp(key, "writable"))
		lua_pushboolean(L, writes(connection));
	else if (!strcmp(key, "name"))
		push_name(L, connection);
	else
		return 0;
	return 1;
}

static int connection_tostring(lua_State *L)
{
	const struct script_object *connection = handle_at(L, 1, PRIMITIVE_PIPE);

	push_name(L, connection);
	lua_pushfstring(L, "<Connection name='%s'%s%s%s>", lua_tostring(L, -1),
			reads(connection) ? " readable" : "", writes(connection) ? " writable" : "",
			connection->closed ? " closed" : "");
	return 1;
}

static void move_ends(struct self *self, const struct script_object *connection, uint8_t action, int64_t b)
{
	struct request request = {.action = action, .a = PIPE_READS, .b = b};

	if (reads(connection))
		operate(self, connection->handle, &request, WAIT_NOT);
	request = (struct request){.action = action, .a = PIPE_WRITES, .b = b};
	if (writes(connection))
		operate(self, written(connection), &request, WAIT_NOT);
}

void connection_arrived(lua_State *L, const struct script_object *connection, bool lent)
{
	if (script_of(L)->self)
		move_ends(script_of(L)->self, connection, PIPE_HOLD, lent);
}

void connections_depart(struct script *script, int how_many)
{
	const struct script_object *connections = (const struct script_object *)script->travellers.bytes;

	for (size_t i = 0; i < script->travellers.length / sizeof *connections; i++)
		move_ends(script->self, &connections[i], PIPE_LEND, how_many);
}

/* wait_any(list [, timeout]) → the places of those that are ready. The list holds connections, queues and
 * handles of processes. */
static int wait_any(lua_State *L)
{
	struct script *script = script_of(L);
	lua_Integer count = luaL_len(L, 1);
	int64_t timeout = arguments_timeout(L, "wait", 2);

	struct watched *watched = lua_newuserdatauv(L, (size_t)(count + 1) * sizeof *watched, 0);
	for (lua_Integer i = 0; i < count; i++) {
		lua_rawgeti(L, 1, i + 1);
		const struct script_object *object = lua_touserdata(L, -1);
		if (object->kind == PRIMITIVE_PIPE && (object->closed || !reads(object)))
			script_raise(L, "OSError", object,
				     object->closed ? "item %d of wait is a connection that is closed" :
						      "item %d of wait is a connection that is write-only",
				     (int)i + 1);
		if (object->closed)
			script_raise(L, "ValueError", object, "item %d of wait is a Queue that is closed",
				     (int)i + 1);
		watched[i] = (struct watched){.handle = object->handle,
					      .action = object->kind == PRIMITIVE_PROCESS ? PROCESS_JOIN :
							object->kind == PRIMITIVE_PIPE	  ? PIPE_POLL :
											    QUEUE_GET};
		lua_pop(L, 1);
	}
	script_here(L, script);
	if (count && operate_any(script->self, watched, (uint32_t)count, timeout) == OUTCOME_INTERRUPTED)
		script_raise(L, "Interrupted", NULL, "the wait was interrupted");
	if (!count && timeout > 0)
		process_sleep(script->self, timeout);
	lua_newtable(L);
	for (lua_Integer i = 0, ready = 0; i < count; i++)
		if (watched[i].ready) {
			lua_pushinteger(L, i + 1);
			lua_rawseti(L, -2, ++ready);
		}
	return 1;
}

/* waitable(value): one of the kinds that `wait` takes as they are? */
static int waitable(lua_State *L)
{
	const struct script_object *object = lua_touserdata(L, 1);
	uint32_t kind = object ? object->kind : PRIMITIVE_NONE;

	lua_pushboolean(L, kind == PRIMITIVE_PIPE || kind == PRIMITIVE_QUEUE ||
				   kind == PRIMITIVE_SIMPLEQUEUE || kind == PRIMITIVE_JOINABLE ||
				   kind == PRIMITIVE_PROCESS);
	return 1;
}

void connection_open(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"send", connection_send},
		{"recv", connection_recv},
		{"poll", connection_poll},
		{"send_bytes", connection_send_bytes},
		{"recv_bytes", connection_recv_bytes},
		{"close", connection_close},
		{"__close", connection_close},
		{"__tostring", connection_tostring},
		{NULL, NULL},
	};
	static const luaL_Reg functions[] = {
		{"Pipe", pipe_new}, {"wait_any", wait_any}, {"waitable", waitable}, {NULL, NULL}};

	handle_class(L, PRIMITIVE_PIPE, methods, connection_attribute);
	luaL_setfuncs(L, functions, 0);
}
