/* Numbers are checked here, on their way into shared memory: an element holds what its type holds, or the
 * scenario hears of it. (Python wraps around without a word.) */
#include "script/shared.h"

#include <math.h>
#include <string.h>

#include "script/error.h"
#include "script/lock.h"

/* Of the 64-bit naturals, Lua's integers hold the lower half. */
static const struct {
	int64_t min, max;
} ranges[128] = {
	['b'] = {INT8_MIN, INT8_MAX},	['B'] = {0, UINT8_MAX},		['h'] = {INT16_MIN, INT16_MAX},
	['H'] = {0, UINT16_MAX},	['i'] = {INT32_MIN, INT32_MAX}, ['I'] = {0, UINT32_MAX},
	['l'] = {INT64_MIN, INT64_MAX}, ['L'] = {0, INT64_MAX},		['q'] = {INT64_MIN, INT64_MAX},
	['Q'] = {0, INT64_MAX},
};

char shared_typecode(lua_State *L, const char *function, int index)
{
	const char *typecode = lua_tostring(L, index);

	if (!typecode || strlen(typecode) != 1 || !strchr("bBhHiIlLqQfdc", *typecode))
		script_raise(L, "TypeError", NULL,
			     "%s: the typecode is one of b B h H i I l L q Q f d c, not %s", function,
			     luaL_tolstring(L, index, NULL));
	return *typecode;
}

/* "element 3: an Array of type 'i' holds a number, not a string" */
static void refuse(lua_State *L, const struct shared_place *place, const char *kind, char typecode,
		   const char *holds, const char *given) __attribute__((noreturn));
static void refuse(lua_State *L, const struct shared_place *place, const char *kind, char typecode,
		   const char *holds, const char *given)
{
	const char *where =
		place->element ? lua_pushfstring(L, "element %I: ", (LUAI_UACINT)place->element) : "";

	script_raise(L, kind, place->object, "%s%s of type '%c' holds %s, not %s", where, place->what,
		     typecode, holds, given);
}

static const char *type_given(lua_State *L, int index)
{
	return lua_isnil(L, index) ? "nil" : lua_pushfstring(L, "a %s", luaL_typename(L, index));
}

static int64_t bits_of_number(double number)
{
	union state state = {.value = {.as.number = number}};

	return state.value.as.integer;
}

static int64_t pack_byte(lua_State *L, const struct shared_place *place, int index)
{
	size_t length = 0;
	const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tolstring(L, index, &length) : NULL;

	if (!text)
		refuse(L, place, "TypeError", 'c', "a string of one byte", type_given(L, index));
	if (length != 1)
		refuse(L, place, "TypeError", 'c', "a string of one byte",
		       lua_pushfstring(L, "one of %I", (LUAI_UACINT)length));
	return (unsigned char)text[0];
}

static void refuse_number(lua_State *L, const struct shared_place *place, char typecode, int index)
{
	double number = lua_tonumber(L, index);
	const char *given = luaL_tolstring(L, index, NULL);

	if (floor(number) != number)
		refuse(L, place, "TypeError", typecode, "whole numbers", given);
	refuse(L, place, "OverflowError", typecode,
	       lua_pushfstring(L, "%I to %I", (LUAI_UACINT)ranges[(unsigned char)typecode].min,
			       (LUAI_UACINT)ranges[(unsigned char)typecode].max),
	       given);
}

int64_t shared_pack(lua_State *L, const struct shared_place *place, char typecode, int index)
{
	if (typecode == 'c')
		return pack_byte(L, place, index);
	if (lua_type(L, index) != LUA_TNUMBER)
		refuse(L, place, "TypeError", typecode, "a number", type_given(L, index));
	if (typecode == 'd')
		return bits_of_number(lua_tonumber(L, index));
	if (typecode == 'f')
		return bits_of_number((float)lua_tonumber(L, index));
	int whole;
	lua_Integer integer = lua_tointegerx(L, index, &whole);

	if (!whole || integer < ranges[(unsigned char)typecode].min ||
	    integer > ranges[(unsigned char)typecode].max)
		refuse_number(L, place, typecode, index);
	return integer;
}

void shared_unpack(lua_State *L, char typecode, int64_t bits)
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

static bool is_lock(const struct script_object *object)
{
	return lock_kind(object->kind);
}

void shared_check_lock(lua_State *L, int index)
{
	if (lua_isuserdata(L, index) && !is_lock(lua_touserdata(L, index)))
		handle_wrong(L, index, PRIMITIVE_LOCK);
}

static void own_lock(lua_State *L, struct script_object *object)
{
	char name[NAME_SIZE];

	object_name(script_of(L)->self, object->handle, name);
	size_t length = strlen(name);
	if (length > NAME_SIZE - sizeof ".lock")
		length = NAME_SIZE - sizeof ".lock";
	strcpy(name + length, ".lock");
	lua_pushstring(L, name);
	object->lock = handle_create(L, PRIMITIVE_RLOCK, 0, 0, lua_gettop(L), 0)->handle;
	lua_remove(L, -2);
}

/* The handle of the lock is kept as the first user value. */
void shared_take_lock(lua_State *L, struct script_object *object, int index)
{
	if (lua_isboolean(L, index) && !lua_toboolean(L, index))
		return;
	if (lua_isuserdata(L, index)) {
		object->lock = ((struct script_object *)lua_touserdata(L, index))->handle;
		lua_pushvalue(L, index);
	} else {
		own_lock(L, object);
	}
	lua_setiuservalue(L, -2, 1);
}

static struct script_object *shared_at(lua_State *L)
{
	struct script_object *object = lua_touserdata(L, 1);

	if (!object || (object->kind != PRIMITIVE_VALUE && object->kind != PRIMITIVE_ARRAY))
		handle_wrong(L, 1, PRIMITIVE_VALUE);
	return object;
}

static void push_lock(lua_State *L, struct script_object *object)
{
	if (!object->lock.index) {
		const char *kind = handle_kind_name(object->kind);

		script_raise(L, "ValueError", object,
			     "this %s has no lock: it was made with lock=false or by Raw%s", kind, kind);
	}
	/* A handle that came through a queue makes its lock's when it is first needed. */
	if (lua_getiuservalue(L, 1, 1) == LUA_TUSERDATA)
		return;
	lua_pop(L, 1);
	handle_push(L, object_primitive(script_of(L)->self, object->lock), object->lock, 0);
	lua_pushvalue(L, -1);
	lua_setiuservalue(L, 1, 1);
}

int shared_get_lock(lua_State *L)
{
	push_lock(L, shared_at(L));
	return 1;
}

/* The same object without its lock, as Python's get_obj. */
int shared_get_obj(lua_State *L)
{
	struct script_object *object = shared_at(L);

	handle_push(L, object->kind, object->handle, object->typecode);
	return 1;
}

int shared_with(lua_State *L)
{
	push_lock(L, shared_at(L));
	lua_replace(L, 1);
	return guard_with(L);
}
