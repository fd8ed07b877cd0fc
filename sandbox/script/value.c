/* Value: one typed number in shared memory. Reading v.value and assigning to it are two operations;
 * what happens in between is the lesson. */
#include <math.h>
#include <string.h>

#include "script/arguments.h"
#include "script/error.h"
#include "script/handle.h"

static const char codes[] = "bBhHiIlLqQfdc";

/* The range of an integer type. Of the 64-bit naturals, Lua's integers hold the lower half. */
static bool range_of(char typecode, int64_t *min, int64_t *max)
{
	static const struct {
		char code;
		int bits;
	} types[] = {{'b', 8}, {'h', 16}, {'i', 32}, {'l', 64}, {'q', 64}};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		int64_t half = (int64_t)(UINT64_C(1) << (types[i].bits - 1)) - 1; /* 127 */

		if (types[i].bits == 64)
			half = INT64_MAX;
		if (typecode == types[i].code) {
			*min = -half - 1;
			*max = half;
			return true;
		}
		if (typecode == types[i].code - 'a' + 'A') {
			*min = 0;
			*max = types[i].bits == 64 ? INT64_MAX : 2 * half + 1;
			return true;
		}
	}
	return false;
}

static int64_t bits_of_number(double number)
{
	union state state = {.value = {.as.number = number}};

	return state.value.as.integer;
}

/* The 64 bits of the Lua value at an index. */
static int64_t pack(lua_State *L, const struct script_object *value, char typecode, int index)
{
	int64_t min = 0, max = 0;

	if (typecode == 'c') {
		size_t length = 0;
		const char *text =
			lua_type(L, index) == LUA_TSTRING ? lua_tolstring(L, index, &length) : NULL;
		if (length != 1)
			script_raise(L, "TypeError", value, "a Value of type 'c' holds a string of one byte");
		return (unsigned char)text[0];
	}
	if (lua_type(L, index) != LUA_TNUMBER)
		script_raise(L, "TypeError", value, "a Value of type '%c' holds a number, not a %s", typecode,
			     luaL_typename(L, index));
	if (typecode == 'd')
		return bits_of_number(lua_tonumber(L, index));
	if (typecode == 'f')
		return bits_of_number((float)lua_tonumber(L, index));
	int whole;
	lua_Integer integer = lua_tointegerx(L, index, &whole);

	if (!whole && floor(lua_tonumber(L, index)) != lua_tonumber(L, index))
		script_raise(L, "TypeError", value, "a Value of type '%c' holds whole numbers, not %.14g",
			     typecode, lua_tonumber(L, index));
	range_of(typecode, &min, &max);
	if (!whole || integer < min || integer > max)
		script_raise(L, "OverflowError", value, "a Value of type '%c' holds %lld to %lld, not %s",
			     typecode, (long long)min, (long long)max, luaL_tolstring(L, index, NULL));
	return integer;
}

static void unpack(lua_State *L, char typecode, int64_t bits)
{
	union state state = {.value = {.as.integer = bits}};
	char character = (char)bits;

	if (typecode == 'd' || typecode == 'f')
		lua_pushnumber(L, state.value.as.number);
	else if (typecode == 'c')
		lua_pushlstring(L, &character, 1);
	else
		lua_pushinteger(L, bits);
}

/* lock = a Lock, true or nothing for one of its own, false for none. */
static struct handle choose_lock(lua_State *L, struct script_object *value, int index)
{
	struct script *script = script_of(L);
	char name[NAME_SIZE];

	if (lua_isboolean(L, index) && !lua_toboolean(L, index))
		return (struct handle){0, 0};
	if (lua_isuserdata(L, index)) {
		lua_pushvalue(L, index);
		lua_setiuservalue(L, -2, 1);
		return handle_at(L, index, PRIMITIVE_LOCK)->handle;
	}
	object_name(script->self, value->handle, name);
	size_t length = strlen(name);
	if (length > NAME_SIZE - sizeof ".lock")
		length = NAME_SIZE - sizeof ".lock";
	strcpy(name + length, ".lock");
	lua_pushstring(L, name);
	struct handle lock = handle_create(L, PRIMITIVE_LOCK, 0, 0, lua_gettop(L), 0)->handle;
	lua_setiuservalue(L, -3, 1);
	lua_pop(L, 1);
	return lock;
}

static int value_new(lua_State *L)
{
	static const struct parameter parameters[] = {
		{"typecode", "s"}, {"init", "ns"}, {"lock", "bu"}, {"name", "s"}};

	arguments_take(L, "Value", 1, parameters, 4);
	const char *typecode = lua_tostring(L, 1);

	if (!typecode || strlen(typecode) != 1 || !strchr(codes, *typecode))
		script_raise(L, "TypeError", NULL,
			     "Value: the typecode is one of b B h H i I l L q Q f d c, not %s",
			     luaL_tolstring(L, 1, NULL));
	char code = *typecode;
	if (!lua_isnil(L, 3) && lua_isuserdata(L, 3))
		handle_at(L, 3, PRIMITIVE_LOCK);
	int64_t bits = lua_isnil(L, 2) ? 0 : pack(L, NULL, code, 2);
	struct script_object *value = handle_create(L, PRIMITIVE_VALUE, code, bits, 4, code);

	value->lock = choose_lock(L, value, 3);
	return 1;
}

static void push_lock(lua_State *L, struct script_object *value)
{
	if (!value->lock.index)
		script_raise(L, "ValueError", value, "this Value has no lock: it was made with lock=false");
	/* A handle that came through a queue makes its lock's when it is first needed. */
	if (lua_getiuservalue(L, 1, 1) == LUA_TUSERDATA)
		return;
	lua_pop(L, 1);
	handle_push(L, PRIMITIVE_LOCK, value->lock, 0);
	lua_pushvalue(L, -1);
	lua_setiuservalue(L, 1, 1);
}

static int value_get_lock(lua_State *L)
{
	push_lock(L, handle_at(L, 1, PRIMITIVE_VALUE));
	return 1;
}

static int value_with(lua_State *L)
{
	push_lock(L, handle_at(L, 1, PRIMITIVE_VALUE));
	lua_replace(L, 1);
	return guard_with(L);
}

static int value_index(lua_State *L)
{
	struct script_object *value = lua_touserdata(L, 1);
	const char *name = lua_tostring(L, 2);

	if (__builtin_expect(name == script_of(L)->value_key, 1)) {
		struct request request = {.action = VALUE_READ};

		handle_operate(L, script_of(L), value, &request, WAIT_NOT);
		unpack(L, value->typecode, request.a);
		return 1;
	}
	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
		return 1;
	return handle_attribute(L, value, lua_upvalueindex(1));
}

static int value_newindex(lua_State *L)
{
	struct script_object *value = lua_touserdata(L, 1);
	struct request request = {.action = VALUE_WRITE};

	if (lua_tostring(L, 2) != script_of(L)->value_key)
		script_raise(L, "AttributeError", value, "a Value has no attribute '%s' to set, only 'value'",
			     luaL_tolstring(L, 2, NULL));
	request.a = pack(L, value, value->typecode, 3);
	handle_operate(L, script_of(L), value, &request, WAIT_NOT);
	return 0;
}

static int value_tostring(lua_State *L)
{
	struct script_object *value = handle_at(L, 1, PRIMITIVE_VALUE);
	char name[NAME_SIZE];
	union state state;

	object_name(script_of(L)->self, value->handle, name);
	object_peek(script_of(L)->self, value->handle, &state);
	unpack(L, value->typecode, state.value.as.integer);
	lua_pushfstring(L, "<Value name='%s' %s>", name, luaL_tolstring(L, -1, NULL));
	return 1;
}

void value_open(lua_State *L)
{
	static const luaL_Reg methods[] = {{"get_lock", value_get_lock}, {"with", value_with}, {NULL, NULL}};
	static const luaL_Reg metamethods[] = {{"__index", value_index},
					       {"__newindex", value_newindex},
					       {"__tostring", value_tostring},
					       {NULL, NULL}};
	static const luaL_Reg functions[] = {{"Value", value_new}, {NULL, NULL}};

	handle_shared_class(L, PRIMITIVE_VALUE, metamethods, methods);
	luaL_setfuncs(L, functions, 0);
}
