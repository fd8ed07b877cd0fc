/* Error objects, the exit that nothing catches, and what becomes of an error that nobody caught. */
#include "script/error.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "runtime/array.h"

static const char error_class, assert_message; /* keys of the registry, by address */

/* What mp.exit throws. Its kind is no object's, so it does no harm where a scenario gets hold of it. */
static struct script_object exit_marker;

bool error_is(lua_State *L, int index)
{
	if (!lua_istable(L, index) || !lua_getmetatable(L, index))
		return false;
	lua_rawgetp(L, LUA_REGISTRYINDEX, &error_class);
	bool same = lua_rawequal(L, -1, -2);
	lua_pop(L, 2);
	return same;
}

void error_adopt(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &error_class);
	lua_setmetatable(L, -2);
}

static void push_where(lua_State *L, const struct script *script, int level)
{
	lua_Debug frame;
	int line = script_line(L, script, level, &frame);

	if (line)
		lua_pushfstring(L, "%s:%d", script->file, line);
	else
		lua_pushstring(L, script->file);
}

void error_make(lua_State *L, const char *kind, const struct script_object *object)
{
	struct script *script = script_of(L);
	char name[NAME_SIZE];
	struct process_info self;

	lua_createtable(L, 0, 5);
	lua_insert(L, -2);
	lua_setfield(L, -2, "message");
	lua_pushstring(L, kind);
	lua_setfield(L, -2, "kind");
	push_where(L, script, 1);
	lua_setfield(L, -2, "where");
	if (script->self) {
		process_self_info(script->self, &self);
		lua_pushstring(L, self.name);
		lua_setfield(L, -2, "process");
	}
	if (object && object->handle.index) {
		object_name(script->self, object->handle, name);
		lua_pushstring(L, name);
		lua_setfield(L, -2, "object");
	}
	error_adopt(L);
}

int script_raise(lua_State *L, const char *kind, const struct script_object *object, const char *format, ...)
{
	char text[TRACE_TEXT_MAX / 2];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	luaL_checkstack(L, 6, NULL);
	lua_pushstring(L, text);
	error_make(L, kind, object);
	lua_error(L);
	__builtin_unreachable();
}

int script_no_room(lua_State *L, const struct script_object *object, const char *what)
{
	unsigned long long room = array_room(script_of(L)->self) >> 20;

	script_raise(L, "MemoryError", object,
		     "no room for %s: the queues, pipes, pools and arrays of a run share %llu MiB; "
		     "--arena %lluM gives it twice that", what, room, 2 * room);
}

/* raise(kind, message [, object]) for our own modules. */
int error_raise(lua_State *L)
{
	struct script_object *object = lua_touserdata(L, 3);
	const char *kind = luaL_checkstring(L, 1);

	lua_pushvalue(L, 2);
	error_make(L, kind, object);
	return lua_error(L);
}

int error_no_such_name(lua_State *L, const char *what, int name, int table)
{
	const char *words[64], *near, *wrong = luaL_tolstring(L, name, NULL);
	int count = 0;

	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
		if (lua_type(L, -2) == LUA_TSTRING && strncmp(lua_tostring(L, -2), "__", 2) && count < 63)
			words[count++] = lua_tostring(L, -2);
	words[count] = NULL;
	near = nearest(wrong, words);
	script_raise(L, "AttributeError", NULL,
		     near ? "%s has no '%s'; did you mean '%s'?" : "%s has no '%s'", what, wrong, near);
}

/* unknown(what, name, table) for our own modules. */
int error_unknown(lua_State *L)
{
	error_no_such_name(L, luaL_checkstring(L, 1), 2, 3);
}

static int error_tostring(lua_State *L)
{
	lua_settop(L, 1);
	lua_getfield(L, 1, "where");
	lua_getfield(L, 1, "kind");
	lua_getfield(L, 1, "message");
	const char *where = luaL_tolstring(L, 2, NULL), *kind = luaL_tolstring(L, 3, NULL);
	const char *message = luaL_tolstring(L, 4, NULL);
	size_t length = strlen(where);

	/* One that came from a worker of a pool may say it already. */
	if (!strncmp(message, where, length) && !strncmp(message + length, ": ", 2))
		message += length + 2;
	lua_pushfstring(L, "%s: %s: %s", where, kind, message);
	return 1;
}

int error_exit(lua_State *L, int code)
{
	if (script_host)
		host_exit(L, code);
	script_of(L)->exit_code = code;
	lua_pushlightuserdata(L, &exit_marker);
	lua_error(L);
	__builtin_unreachable();
}

bool error_is_exit(lua_State *L, int index)
{
	return lua_touserdata(L, index) == &exit_marker;
}

/* Does it already say where: "file.lua:12: …"? */
static bool has_place(const struct script *script, const char *text)
{
	const char *dot = strstr(text, ".lua:");
	size_t length = strlen(script->file);

	if (!strncmp(text, script->file, length) && text[length] == ':')
		return true;
	if (!dot || memchr(text, '\n', (size_t)(dot - text)) || memchr(text, ' ', (size_t)(dot - text)))
		return false;
	return isdigit((unsigned char)dot[5]);
}

/* Append the traceback as far as it fits, without C functions and our own modules: they have no lines.
 * Returns the new length. */
static size_t add_traceback(lua_State *L, char text[TRACE_TEXT_MAX], size_t length)
{
	static const char title[] = "\nstack traceback:";
	size_t begin = length + sizeof title - 1, end = begin, last = 0;

	luaL_traceback(L, L, NULL, 1);
	const char *line = strchr(lua_tostring(L, -1), '\n');

	while (line) {
		const char *next = strchr(line + 1, '\n');
		size_t part = next ? (size_t)(next - line) : strlen(line);

		bool again = part == last && !memcmp(line, text + end - last, last); /* endless recursion */
		if (!again && strncmp(line, "\n\t[C]:", 6) && strncmp(line, "\n\t?:", 4)) {
			if (end + part > TRACE_TEXT_MAX)
				break;
			memcpy(text + end, line, part);
			end += part;
			last = part;
		}
		line = next;
	}
	lua_pop(L, 1);
	if (end == begin)
		return length;
	memcpy(text + length, title, sizeof title - 1);
	return end;
}

void error_push_traceback(lua_State *L)
{
	char text[TRACE_TEXT_MAX];
	size_t length = add_traceback(L, text, 0);

	lua_pushlstring(L, length ? text + 1 : text, length ? length - 1 : 0);
}

static enum error_kind classify(lua_State *L, struct script *script)
{
	enum error_kind kind = ERROR_PLAIN;

	strcpy(script->failure_kind, "error");

	lua_rawgetp(L, LUA_REGISTRYINDEX, &assert_message);
	if (script->assert_line && lua_rawequal(L, 1, -1))
		kind = ERROR_ASSERT;
	if (kind == ERROR_ASSERT)
		strcpy(script->failure_kind, "assert");
	lua_pop(L, 1);
	if (error_is(L, 1)) {
		lua_getfield(L, 1, "kind");
		if (lua_type(L, -1) == LUA_TSTRING && !strcmp(lua_tostring(L, -1), "UsageError"))
			kind = ERROR_USAGE;
		if (lua_type(L, -1) == LUA_TSTRING)
			snprintf(script->failure_kind, sizeof script->failure_kind, "%s",
				 lua_tostring(L, -1));
		lua_pop(L, 1);
	}
	return kind;
}

int error_handler(lua_State *L)
{
	struct script *script = script_of(L);
	lua_Debug frame;

	if (error_is_exit(L, 1))
		return 1;
	script->failure = classify(L, script);
	int line = script->failure == ERROR_ASSERT ? script->assert_line : script_line(L, script, 1, &frame);
	if (line)
		script->self->line = (uint32_t)line;
	char text[TRACE_TEXT_MAX];

	if (script->failure == ERROR_USAGE) {
		lua_getfield(L, 1, "message");
		return 1;
	}
	const char *message = lua_tostring(L, 1);
	if (!message && luaL_getmetafield(L, 1, "__tostring") == LUA_TNIL)
		message = lua_pushfstring(L, "an error that is a %s, not a message", luaL_typename(L, 1));
	else
		message = luaL_tolstring(L, 1, NULL);
	if (!strncmp(message, "?:-1: ", 6)) /* our own modules have no lines */
		message += 6;
	if (!has_place(script, message))
		message = line ? lua_pushfstring(L, "%s:%d: %s", script->file, line, message)
			       : lua_pushfstring(L, "%s: %s", script->file, message);
	size_t length = strlen(message);
	if (length > sizeof text)
		length = sizeof text;
	memcpy(text, message, length);
	length = add_traceback(L, text, length);
	lua_pushlstring(L, text, length);
	return 1;
}

/* assert, as in Lua; and it notes the failure, so that an uncaught one fails the run as an assertion. */
static int checked_assert(lua_State *L)
{
	struct script *script = script_of(L);
	lua_Debug frame;

	if (lua_toboolean(L, 1))
		return lua_gettop(L);
	luaL_checkany(L, 1);
	lua_remove(L, 1);
	lua_pushliteral(L, "assertion failed!");
	lua_settop(L, 1);
	script->assert_line = script_line(L, script, 1, &frame);
	lua_pushvalue(L, 1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &assert_message);
	return lua_error(L);
}

/* pcall and xpcall as in Lua's own lbaselib.c, but what mp.exit throws passes through. */
static int pcall_finish(lua_State *L, int status, lua_KContext extra)
{
	if (status == LUA_OK || status == LUA_YIELD)
		return lua_gettop(L) - (int)extra;
	if (error_is_exit(L, -1))
		return lua_error(L);
	lua_pushboolean(L, 0);
	lua_pushvalue(L, -2);
	return 2;
}

static int passing_pcall(lua_State *L)
{
	luaL_checkany(L, 1);
	lua_pushboolean(L, 1);
	lua_insert(L, 1);
	return pcall_finish(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, pcall_finish), 0);
}

static int handler_unless_exit(lua_State *L)
{
	if (error_is_exit(L, 1))
		return 1;
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, 1);
	return 1;
}

static int passing_xpcall(lua_State *L)
{
	int count = lua_gettop(L);

	luaL_checktype(L, 2, LUA_TFUNCTION);
	lua_pushvalue(L, 2);
	lua_pushcclosure(L, handler_unless_exit, 1);
	lua_replace(L, 2);
	lua_pushboolean(L, 1);
	lua_pushvalue(L, 1);
	lua_rotate(L, 3, 2);
	return pcall_finish(L, lua_pcallk(L, count - 2, LUA_MULTRET, 2, 2, pcall_finish), 2);
}

/* Upvalue: the original coroutine.resume. */
static int passing_resume(lua_State *L)
{
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
	if (!lua_toboolean(L, 1) && error_is_exit(L, 2))
		return lua_error(L);
	return lua_gettop(L);
}

void error_open(lua_State *L)
{
	static const luaL_Reg metamethods[] = {{"__tostring", error_tostring}, {NULL, NULL}};

	luaL_newlib(L, metamethods);
	lua_pushliteral(L, "Error");
	lua_setfield(L, -2, "__name");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &error_class);
	lua_register(L, "assert", checked_assert);
	lua_register(L, "pcall", passing_pcall);
	lua_register(L, "xpcall", passing_xpcall);
	lua_getglobal(L, "coroutine");
	lua_getfield(L, -1, "resume");
	lua_pushcclosure(L, passing_resume, 1);
	lua_setfield(L, -2, "resume");
	lua_pop(L, 1);
}
