/* Reading. The bytes come from processes of this run, so a broken message is a fault of ours; still, it is an
 * error and nothing worse. */
#include "script/serial.h"

#include <string.h>

#include "script/error.h"
#include "script/handle.h"
#include "script/serial_format.h"

struct reader {
	lua_State *L;
	const char *at, *end;
	int list; /* stack index of the table of numbered parts, 0 = nothing is mentioned twice */
	uint32_t count;
	int shared; /* stack index of the list of shared variables, 0 = none */
};

static void broken(struct reader *reader)
{
	script_raise(reader->L, "SystemError", NULL,
		     "a message is broken: a fault in sandbox, please report it");
}

static const char *take(struct reader *reader, uint64_t length)
{
	const char *bytes = reader->at;

	if (length > (size_t)(reader->end - reader->at))
		broken(reader);
	reader->at += length;
	return bytes;
}

static void take_into(struct reader *reader, void *to, size_t length)
{
	memcpy(to, take(reader, length), length);
}

/* The part on top gets its number. */
static void number(struct reader *reader)
{
	reader->count++;
	if (!reader->list)
		return;
	lua_pushvalue(reader->L, -1);
	lua_rawseti(reader->L, reader->list, reader->count);
}

static void read_value(struct reader *reader, bool first);

static void read_table(struct reader *reader, bool is_error)
{
	lua_State *L = reader->L;
	uint32_t counts[2];

	take_into(reader, counts, sizeof counts);
	lua_createtable(L, (int)counts[0], (int)counts[1]);
	number(reader);
	for (uint32_t i = 1; i <= counts[0]; i++) {
		read_value(reader, false);
		lua_rawseti(L, -2, i);
	}
	for (uint32_t i = 0; i < counts[1]; i++) {
		read_value(reader, false);
		read_value(reader, false);
		lua_rawset(L, -3);
	}
	if (is_error)
		error_adopt(L);
}

/* The upvalue of the function on top becomes the one in the list. */
static bool read_shared(struct reader *reader, int upvalue)
{
	lua_State *L = reader->L;
	uint32_t place;

	if (reader->at == reader->end || (uint8_t)*reader->at != TAG_SHARED)
		return false;
	reader->at++;
	take_into(reader, &place, sizeof place);
	if (!reader->shared)
		broken(reader);
	lua_rawgeti(L, reader->shared, place);
	lua_rawgeti(L, reader->shared, place + 1);
	lua_upvaluejoin(L, -3, upvalue, -2, (int)lua_tointeger(L, -1));
	lua_pop(L, 2);
	return true;
}

static void read_function(struct reader *reader)
{
	lua_State *L = reader->L;
	uint64_t length;
	uint8_t count;

	take_into(reader, &length, sizeof length);
	script_loads(script_of(L));
	if (luaL_loadbufferx(L, take(reader, length), length, "=function", "b") != LUA_OK)
		lua_error(L);
	number(reader);
	take_into(reader, &count, sizeof count);
	for (int i = 1; i <= count; i++) {
		if (read_shared(reader, i))
			continue;
		read_value(reader, false);
		lua_setupvalue(L, -2, i);
	}
}

static void read_object(struct reader *reader)
{
	struct object_bytes bytes;

	take_into(reader, &bytes, sizeof bytes);
	struct script_object *object = handle_push(reader->L, bytes.kind, bytes.handle, (char)bytes.typecode);
	object->lock = bytes.lock;
	if (bytes.kind == PRIMITIVE_PIPE)
		connection_arrived(reader->L, object, bytes.typecode & OBJECT_LENT);
	number(reader);
}

static void read_string(struct reader *reader, enum tag tag)
{
	uint64_t length;
	uint8_t narrow;

	if (tag == TAG_SHORT) {
		take_into(reader, &narrow, sizeof narrow);
		length = narrow;
	} else {
		take_into(reader, &length, sizeof length);
	}
	lua_pushlstring(reader->L, take(reader, length), length);
}

static void read_module(struct reader *reader)
{
	lua_getfield(reader->L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
	read_value(reader, false);
	lua_rawget(reader->L, -2);
	lua_remove(reader->L, -2);
}

static void read_value(struct reader *reader, bool first)
{
	lua_State *L = reader->L;
	uint8_t tag;
	lua_Integer integer;
	lua_Number real;
	uint32_t part;

	luaL_checkstack(L, 8, NULL);
	take_into(reader, &tag, sizeof tag);
	if (first)
		tag &= (uint8_t)~TAG_SHARING;
	switch ((enum tag)tag) {
	case TAG_FALSE:
	case TAG_TRUE:
		lua_pushboolean(L, tag == TAG_TRUE);
		break;
	case TAG_INTEGER:
		take_into(reader, &integer, sizeof integer);
		lua_pushinteger(L, integer);
		break;
	case TAG_FLOAT:
		take_into(reader, &real, sizeof real);
		lua_pushnumber(L, real);
		break;
	case TAG_STRING:
	case TAG_SHORT:
		read_string(reader, tag);
		break;
	case TAG_TABLE:
	case TAG_ERROR:
		read_table(reader, tag == TAG_ERROR);
		break;
	case TAG_FUNCTION:
		read_function(reader);
		break;
	case TAG_OBJECT:
		read_object(reader);
		break;
	case TAG_GLOBALS:
		lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
		break;
	case TAG_MODULE:
		read_module(reader);
		break;
	case TAG_AGAIN:
		take_into(reader, &part, sizeof part);
		if (!reader->list)
			broken(reader);
		lua_rawgeti(L, reader->list, part);
		break;
	default:
		lua_pushnil(L);
	}
}

void serial_read(lua_State *L, const char *bytes, size_t length)
{
	serial_read_sharing(L, bytes, length, 0);
}

void serial_read_sharing(lua_State *L, const char *bytes, size_t length, int shared)
{
	struct reader reader = {.L = L, .at = bytes, .end = bytes + length, .shared = shared};

	if (length && ((uint8_t)bytes[0] & TAG_SHARING)) {
		lua_newtable(L);
		reader.list = lua_gettop(L);
	}
	read_value(&reader, true);
	if (reader.list)
		lua_remove(L, reader.list);
}
