/* Value: one typed number in shared memory. Reading v.value and assigning to it are two operations;
 * what happens in between is the lesson. */
#include "script/arguments.h"
#include "script/error.h"
#include "script/shared.h"

/* At index 1 to 4: typecode, init, lock, name. */
static int make(lua_State *L, const char *function)
{
	char typecode = shared_typecode(L, function, 1);
	struct shared_place place = {.what = "a Value"};

	shared_check_lock(L, 3);
	int64_t bits = lua_isnil(L, 2) ? 0 : shared_pack(L, &place, typecode, 2);
	handle_name_after_variable(L, function, 4);
	struct script_object *value = handle_create(L, PRIMITIVE_VALUE, typecode, bits, 4, typecode);

	shared_take_lock(L, value, 3);
	return 1;
}

static int value_new(lua_State *L)
{
	static const struct parameter parameters[] = {
		{"typecode", "s"}, {"init", "ns"}, {"lock", "bu"}, {"name", "s"}};

	arguments_take(L, "Value", 1, parameters, 4);
	return make(L, "Value");
}

static int raw_value_new(lua_State *L)
{
	static const struct parameter parameters[] = {{"typecode", "s"}, {"init", "ns"}, {"name", "s"}};

	arguments_take(L, "RawValue", 1, parameters, 3);
	lua_pushboolean(L, 0);
	lua_insert(L, 3);
	return make(L, "RawValue");
}

static int value_index(lua_State *L)
{
	struct script_object *value = lua_touserdata(L, 1);
	const char *name = lua_tostring(L, 2);

	if (__builtin_expect(name == script_of(L)->value_key, 1)) {
		struct request request = {.action = VALUE_READ};

		handle_operate(L, script_of(L), value, &request, WAIT_NOT);
		shared_unpack(L, value->typecode, request.a);
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
	struct shared_place place = {.object = value, .what = "a Value"};
	struct request request = {.action = VALUE_WRITE};

	if (lua_tostring(L, 2) != script_of(L)->value_key)
		script_raise(L, "AttributeError", value, "a Value has no attribute '%s' to set, only 'value'",
			     luaL_tolstring(L, 2, NULL));
	request.a = shared_pack(L, &place, value->typecode, 3);
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
	shared_unpack(L, value->typecode, state.value.as.integer);
	lua_pushfstring(L, "<Value name='%s' %s>", name, luaL_tolstring(L, -1, NULL));
	return 1;
}

void value_open(lua_State *L)
{
	static const luaL_Reg methods[] = {{"get_lock", shared_get_lock},
					   {"get_obj", shared_get_obj},
					   {"with", shared_with},
					   {NULL, NULL}};
	static const luaL_Reg metamethods[] = {{"__index", value_index},
					       {"__newindex", value_newindex},
					       {"__tostring", value_tostring},
					       {NULL, NULL}};
	static const luaL_Reg functions[] = {{"Value", value_new}, {"RawValue", raw_value_new}, {NULL, NULL}};

	handle_shared_class(L, PRIMITIVE_VALUE, metamethods, methods);
	luaL_setfuncs(L, functions, 0);
}
