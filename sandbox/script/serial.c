/* Writing: one pass, and on the way a set of what was written already. */
#include "script/serial.h"

#include <stdio.h>
#include <string.h>

#include "script/error.h"
#include "script/handle.h"
#include "script/seen.h"
#include "script/serial_format.h"

#define DEPTH_MAX 2000

/* The way from the whole to the part at hand, for messages. Links are in C frames. */
struct path_step {
	const struct path_step *up;
	const char *upvalue; /* of the function `up`; NULL: a field */
	int key, value; /* stack indexes: of the key in its table (0 = the whole), and of the part itself */
};

struct writer {
	lua_State *L;
	struct buffer *out;
	struct seen *seen;
	bool lends; /* connections in it are noted in script->travellers */
	const char *what;
	uint32_t place; /* the whole is what[place]; 0: it is what */
	int depth;
	int shared; /* stack index of the list of shared variables, 0 = none */
};

static void out_of_memory(lua_State *L)
{
	script_raise(L, "MemoryError", NULL, "there is no memory left for this message");
}

static void put(struct writer *writer, const void *bytes, size_t length)
{
	if (!buffer_add(writer->out, bytes, length))
		out_of_memory(writer->L);
}

static void put_tagged(struct writer *writer, enum tag tag, const void *bytes, size_t length)
{
	struct buffer *out = writer->out;

	if (!buffer_reserve(out, 1 + length))
		out_of_memory(writer->L);
	out->bytes[out->length++] = (char)tag;
	if (length)
		memcpy(out->bytes + out->length, bytes, length);
	out->length += length;
}

static void put_string(struct writer *writer, const char *bytes, size_t length)
{
	uint64_t wide = length;
	uint8_t narrow = (uint8_t)length;

	if (length < 256)
		put_tagged(writer, TAG_SHORT, &narrow, sizeof narrow);
	else
		put_tagged(writer, TAG_STRING, &wide, sizeof wide);
	put(writer, bytes, length);
}

/* "item[2].sock" */
static void push_path(struct writer *writer, const struct path_step *step)
{
	lua_State *L = writer->L;

	luaL_checkstack(L, 4, NULL);
	if (!step->key && !step->upvalue) {
		if (writer->place)
			lua_pushfstring(L, "%s[%I]", writer->what, (LUAI_UACINT)writer->place);
		else
			lua_pushstring(L, writer->what);
		return;
	}
	if (step->upvalue) {
		lua_Debug function;

		lua_pushvalue(L, step->up->value);
		lua_getinfo(L, ">S", &function);
		push_path(writer, step->up);
		lua_pushfstring(L, "upvalue '%s' of %s (%s:%d)", step->upvalue, lua_tostring(L, -1),
				function.short_src, function.linedefined);
		return;
	}
	push_path(writer, step->up);
	const char *whole = lua_tostring(L, -1), *key = luaL_tolstring(L, step->key, NULL);
	lua_pushfstring(L, lua_type(L, step->key) == LUA_TSTRING ? "%s.%s" : "%s[%s]", whole, key);
}

static void refuse(struct writer *writer, const struct path_step *step, const char *type)
{
	lua_State *L = writer->L;

	push_path(writer, step);
	if (step->upvalue)
		script_raise(L, "TypeError", NULL, "%s cannot cross: it is a %s", lua_tostring(L, -1), type);
	script_raise(L, "TypeError", NULL, "%s (%s) cannot cross", lua_tostring(L, -1), type);
}

/* Number it, or mention it again. Returns true if that is all there was to write. */
static bool put_again(struct writer *writer, const void *part)
{
	uint32_t number;

	switch (seen_add(writer->seen, part, &number)) {
	case 0:
		return false;
	case 1:
		put_tagged(writer, TAG_AGAIN, &number, sizeof number);
		writer->out->bytes[0] |= (char)TAG_SHARING;
		return true;
	default:
		out_of_memory(writer->L);
		return true;
	}
}

static void write_value(struct writer *writer, const struct path_step *step);

static void write_part(struct writer *writer, const struct path_step *up, const char *upvalue, int key,
		       int value)
{
	struct path_step step = {.up = up, .upvalue = upvalue, .key = key, .value = value};

	write_value(writer, &step);
}

static void write_table(struct writer *writer, const struct path_step *step, enum tag tag)
{
	lua_State *L = writer->L;
	int table = step->value;
	uint32_t counts[2] = {(uint32_t)lua_rawlen(L, table), 0};
	size_t at = writer->out->length + 1;

	put_tagged(writer, tag, counts, sizeof counts);
	for (uint32_t i = 1; i <= counts[0]; i++) {
		lua_pushinteger(L, i);
		lua_rawgeti(L, table, i);
		write_part(writer, step, NULL, lua_gettop(L) - 1, lua_gettop(L));
		lua_pop(L, 2);
	}
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		int value = lua_gettop(L);

		if (lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 && lua_tointeger(L, -2) <= counts[0])
			continue;
		counts[1]++;
		write_part(writer, step, NULL, value - 1, value - 1);
		write_part(writer, step, NULL, value - 1, value);
	}
	memcpy(writer->out->bytes + at, counts, sizeof counts);
}

/* A module that an upvalue holds crosses by its name: `local mp = require "multiprocessing"`. */
static bool write_module(struct writer *writer, int value)
{
	lua_State *L = writer->L;
	bool found = false;

	lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
	for (lua_pushnil(L); lua_next(L, -2);) {
		found = lua_rawequal(L, -1, value) && lua_type(L, -2) == LUA_TSTRING;
		lua_pop(L, 1);
		if (found) {
			size_t length;
			const char *name = lua_tolstring(L, -1, &length);
			put_tagged(writer, TAG_MODULE, NULL, 0);
			put_string(writer, name, length);
			lua_pop(L, 1);
			break;
		}
	}
	lua_pop(L, 1);
	return found;
}

static int dump_piece(lua_State *L, const void *bytes, size_t length, void *context)
{
	(void)L;
	return buffer_add(context, bytes, length) ? 0 : 1;
}

static bool is_globals(lua_State *L, int index)
{
	lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	bool same = lua_rawequal(L, -1, index);
	lua_pop(L, 1);
	return same;
}

/* In the list: its keys are what identifies upvalues, its items the functions that have them, and which it is
 * there. */
static bool write_shared(struct writer *writer, int function, int upvalue)
{
	lua_State *L = writer->L;

	if (!writer->shared)
		return false;
	bool found = lua_rawgetp(L, writer->shared, lua_upvalueid(L, function, upvalue)) == LUA_TNUMBER;
	uint32_t place = (uint32_t)lua_tointeger(L, -1);
	lua_pop(L, 1);
	if (found)
		put_tagged(writer, TAG_SHARED, &place, sizeof place);
	return found;
}

static void add_shared(lua_State *L, int list, int function)
{
	luaL_checkstack(L, 6, NULL);
	for (int i = 1; lua_getupvalue(L, function, i); i++) {
		void *id = lua_upvalueid(L, function, i);

		if (lua_rawgetp(L, list, id) == LUA_TNIL) {
			lua_Integer count = (lua_Integer)lua_rawlen(L, list);

			lua_pushinteger(L, count + 1);
			lua_rawsetp(L, list, id);
			lua_pushvalue(L, function);
			lua_rawseti(L, list, count + 1);
			lua_pushinteger(L, i);
			lua_rawseti(L, list, count + 2);
			if (lua_isfunction(L, -2) && !lua_iscfunction(L, -2))
				add_shared(L, list, lua_gettop(L) - 1);
		}
		lua_pop(L, 2);
	}
}

void serial_push_shared(lua_State *L, int function)
{
	function = lua_absindex(L, function);
	lua_newtable(L);
	add_shared(L, lua_gettop(L), function);
}

static void write_function(struct writer *writer, const struct path_step *step)
{
	lua_State *L = writer->L;
	uint64_t length = 0;
	uint8_t count = 0;

	if (lua_iscfunction(L, step->value))
		refuse(writer, step, "C function");
	if (put_again(writer, lua_topointer(L, step->value)))
		return;
	put_tagged(writer, TAG_FUNCTION, &length, sizeof length);
	size_t start = writer->out->length;
	lua_pushvalue(L, step->value);
	if (lua_dump(L, dump_piece, writer->out, 0))
		out_of_memory(L);
	length = writer->out->length - start;
	memcpy(writer->out->bytes + start - sizeof length, &length, sizeof length);
	while (lua_getupvalue(L, -1, count + 1)) {
		count++;
		lua_pop(L, 1);
	}
	put(writer, &count, sizeof count);
	for (int i = 1; i <= count; i++) {
		const char *name = lua_getupvalue(L, -1, i);
		int value = lua_gettop(L);

		if (lua_istable(L, value) && is_globals(L, value))
			put_tagged(writer, TAG_GLOBALS, NULL, 0);
		else if (write_shared(writer, value - 1, i))
			;
		else if (!lua_istable(L, value) || !write_module(writer, value))
			write_part(writer, step, name, 0, value);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static void write_object(struct writer *writer, const struct path_step *step)
{
	struct script_object *object = lua_touserdata(writer->L, step->value);

	if (object->kind >= PRIMITIVES)
		refuse(writer, step, handle_kind_name(object->kind));
	if (object->kind == PRIMITIVE_PROCESS)
		refuse(writer, step, "sentinel");
	if (object->kind == PRIMITIVE_PIPE && object->closed)
		refuse(writer, step, "closed Connection");
	struct object_bytes bytes = {object->kind, (uint32_t)object->typecode, object->handle, object->lock};

	if (put_again(writer, object))
		return;
	if (writer->lends && object->kind == PRIMITIVE_PIPE) {
		bytes.typecode |= OBJECT_LENT;
		if (!buffer_add(&script_of(writer->L)->travellers, object, sizeof *object))
			out_of_memory(writer->L);
	}
	put_tagged(writer, TAG_OBJECT, &bytes, sizeof bytes);
}

/* An object of a class: its name is known, if it has one. */
static void refuse_metatable(struct writer *writer, const struct path_step *step)
{
	lua_State *L = writer->L;

	if (luaL_getmetafield(L, step->value, "__name") == LUA_TSTRING)
		refuse(writer, step,
		       lua_pushfstring(L, "%s, which stays in the process that made it",
				       lua_tostring(L, -1)));
	refuse(writer, step, "table with a metatable");
}

static void write_any_table(struct writer *writer, const struct path_step *step)
{
	lua_State *L = writer->L;
	enum tag tag = TAG_TABLE;

	if (lua_getmetatable(L, step->value)) {
		lua_pop(L, 1);
		if (!error_is(L, step->value))
			refuse_metatable(writer, step);
		tag = TAG_ERROR;
	}
	if (!put_again(writer, lua_topointer(L, step->value)))
		write_table(writer, step, tag);
}

static void write_number(struct writer *writer, int value)
{
	lua_Integer integer = lua_tointeger(writer->L, value);
	lua_Number number = lua_tonumber(writer->L, value);

	if (lua_isinteger(writer->L, value))
		put_tagged(writer, TAG_INTEGER, &integer, sizeof integer);
	else
		put_tagged(writer, TAG_FLOAT, &number, sizeof number);
}

static void write_value(struct writer *writer, const struct path_step *step)
{
	lua_State *L = writer->L;
	size_t length;
	const char *text;

	if (++writer->depth > DEPTH_MAX)
		script_raise(L, "ValueError", NULL, "%s is nested more than %d deep", writer->what,
			     DEPTH_MAX);
	luaL_checkstack(L, 8, NULL);
	switch (lua_type(L, step->value)) {
	case LUA_TNIL:
		put_tagged(writer, TAG_NIL, NULL, 0);
		break;
	case LUA_TBOOLEAN:
		put_tagged(writer, lua_toboolean(L, step->value) ? TAG_TRUE : TAG_FALSE, NULL, 0);
		break;
	case LUA_TNUMBER:
		write_number(writer, step->value);
		break;
	case LUA_TSTRING:
		text = lua_tolstring(L, step->value, &length);
		put_string(writer, text, length);
		break;
	case LUA_TTABLE:
		write_any_table(writer, step);
		break;
	case LUA_TFUNCTION:
		write_function(writer, step);
		break;
	case LUA_TUSERDATA:
		write_object(writer, step);
		break;
	case LUA_TTHREAD:
		refuse(writer, step, "coroutine");
		break;
	default:
		refuse(writer, step, luaL_typename(L, step->value));
	}
	writer->depth--;
}

static void write_whole(lua_State *L, int index, struct buffer *out, const char *what, uint32_t place,
			int shared, bool lends)
{
	struct script *script = script_of(L);
	struct writer writer = {.L = L, .out = out, .what = what, .place = place, .seen = &script->seen,
				.shared = shared, .lends = lends};

	out->length = 0;
	seen_clear(writer.seen);
	write_part(&writer, NULL, NULL, 0, lua_absindex(L, index));
}

void serial_write(lua_State *L, int index, struct buffer *out, const char *what)
{
	script_of(L)->travellers.length = 0;
	write_whole(L, index, out, what, 0, 0, true);
}

void serial_write_sharing(lua_State *L, int index, struct buffer *out, const char *what, uint32_t place,
			  int shared)
{
	write_whole(L, index, out, what, place, shared, false);
}
