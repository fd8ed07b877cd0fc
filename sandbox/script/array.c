/* Array: numbers of one type in shared memory. a[i] and a[i] = x are one operation each, a slice and an
 * assignment of a range one for every 64 KiB.
 *
 * Indexes begin at 1. Reading outside gives nil, as with a table, so ipairs works; writing there is an
 * error. An Array of 'c' is bytes: its ranges are strings, and as in Python it has `value`, up to the
 * first NUL, and `raw`.
 */
#include <errno.h>
#include <string.h>

#include "runtime/array.h"
#include "script/arguments.h"
#include "script/error.h"
#include "script/shared.h"

#define POP_AFTER 64 /* elements of a table: popping each costs as much as getting it */

static uint32_t size_of(lua_State *L, struct script_object *array)
{
	if (!array->size)
		array->size = array_size(script_of(L)->self, array->handle);
	return array->size;
}

static void no_memory(lua_State *L, const struct script_object *array, char typecode, lua_Integer size)
	__attribute__((noreturn));
static void no_memory(lua_State *L, const struct script_object *array, char typecode, lua_Integer size)
{
	script_no_room(L, array,
		       lua_pushfstring(L, "%I elements of type '%c'", (LUAI_UACINT)size, typecode));
}

/* A step came to nothing; what is wrong with its arguments was found before. */
static void check(lua_State *L, struct script_object *array, enum outcome outcome, lua_Integer count)
{
	if (__builtin_expect(outcome == OUTCOME_OK, 1))
		return;
	if (outcome == OUTCOME_INTERRUPTED)
		script_raise(L, "Interrupted", array, "the wait was interrupted");
	no_memory(L, array, array->typecode, count);
}

/* The elements of a table as the array holds them, in script->out. Raw, so that nothing of the scenario
 * runs meanwhile. */
static const void *pack_table(lua_State *L, struct shared_place *place, char typecode, int table,
			      lua_Integer count)
{
	struct buffer *out = &script_of(L)->out;

	out->length = 0;
	if (!buffer_reserve(out, (size_t)count * array_width(typecode)))
		no_memory(L, place->object, typecode, count);
	int top = lua_gettop(L);
	luaL_checkstack(L, POP_AFTER + 8, NULL);
	for (lua_Integer i = 1; i <= count; i++) {
		int type = lua_rawgeti(L, table, i);

		if (typecode == 'd' && __builtin_expect(type == LUA_TNUMBER, 1)) {
			((double *)(void *)out->bytes)[i - 1] = lua_tonumber(L, -1);
		} else {
			place->element = i;
			array_store(typecode, out->bytes, (size_t)i - 1, shared_pack(L, place, typecode, -1));
		}
		if (i % POP_AFTER == 0)
			lua_settop(L, top);
	}
	lua_settop(L, top);
	return out->bytes;
}

/* What a range is to hold: a table, or a string for bytes. */
static const void *elements_at(lua_State *L, struct shared_place *place, char typecode, int index,
			       lua_Integer *count)
{
	size_t length;

	if (lua_type(L, index) == LUA_TSTRING && typecode == 'c') {
		const char *bytes = lua_tolstring(L, index, &length);
		*count = (lua_Integer)length;
		return bytes;
	}
	if (!lua_istable(L, index))
		script_raise(L, "TypeError", place->object,
			     "%s of type '%c' takes its elements from a table%s, not %s", place->what,
			     typecode, typecode == 'c' ? " or a string" : "",
			     lua_isnil(L, index) ? "nil" :
						   lua_pushfstring(L, "a %s", luaL_typename(L, index)));
	*count = (lua_Integer)lua_rawlen(L, index);
	if ((uint64_t)*count > array_room(script_of(L)->self))
		no_memory(L, place->object, typecode, *count);
	return pack_table(L, place, typecode, index, *count);
}

/* At index 1 to 4: typecode, size or elements, lock, name. */
static int make(lua_State *L, const char *function)
{
	struct script *script = script_of(L);
	struct shared_place place = {.what = "an Array"};
	char typecode = shared_typecode(L, function, 1);
	const void *elements = NULL;
	char own[NAME_SIZE];
	lua_Integer size;

	shared_check_lock(L, 3);
	if (lua_type(L, 2) == LUA_TNUMBER)
		size = lua_tointeger(L, 2);
	else
		elements = elements_at(L, &place, typecode, 2, &size);
	if (size < 0)
		script_raise(L, "ValueError", NULL,
			     "%s of type '%c': the size must not be negative, not %lld", function, typecode,
			     (long long)size);
	if ((uint64_t)size > array_room(script->self) / array_width(typecode) || size > UINT32_MAX)
		no_memory(L, NULL, typecode, size);
	handle_name_after_variable(L, function, 4);
	const char *name = handle_given_name(L, 4, own);
	script_here(L, script);
	struct script_object *array = handle_push(L, PRIMITIVE_ARRAY, (struct handle){0, 0}, typecode);
	array->handle = array_create(script->self, typecode, (uint32_t)size, elements, name);
	if (!array->handle.index && errno == ENOMEM)
		no_memory(L, NULL, typecode, size);
	if (!array->handle.index)
		script_raise(L, "OSError", NULL, "this run has too many objects: at most 65536 can be made");
	shared_take_lock(L, array, 3);
	return 1;
}

static void need_size(lua_State *L, const char *function)
{
	if (lua_isnil(L, 2))
		script_raise(L, "TypeError", NULL, "%s needs a size or a table of elements", function);
}

static int array_new(lua_State *L)
{
	static const struct parameter parameters[] = {
		{"typecode", "s"}, {"init", "its"}, {"lock", "bu"}, {"name", "s"}, {"size", "i"}};

	arguments_take(L, "Array", 1, parameters, 5);
	if (!lua_isnil(L, 5))
		lua_replace(L, 2);
	need_size(L, "Array");
	lua_settop(L, 4);
	return make(L, "Array");
}

static int raw_array_new(lua_State *L)
{
	static const struct parameter parameters[] = {
		{"typecode", "s"}, {"init", "its"}, {"name", "s"}, {"size", "i"}};

	arguments_take(L, "RawArray", 1, parameters, 4);
	if (!lua_isnil(L, 4))
		lua_replace(L, 2);
	need_size(L, "RawArray");
	lua_settop(L, 3);
	lua_pushboolean(L, 0);
	lua_insert(L, 3);
	return make(L, "RawArray");
}

/* The index at 2, which is no string. */
static lua_Integer index_at(lua_State *L, const struct script_object *array)
{
	int whole;
	lua_Integer index = lua_tointegerx(L, 2, &whole);

	if (!whole)
		script_raise(L, "TypeError", array, "the index of an Array is a whole number, not %s",
			     luaL_tolstring(L, 2, NULL));
	return index;
}

/* Bytes from first on as a string, pushed; all of them, or up to the first NUL. */
static void push_bytes(lua_State *L, struct script_object *array, uint32_t first, uint32_t count,
		       bool until_nul)
{
	luaL_Buffer text;
	char *bytes = luaL_buffinitsize(L, &text, count);

	check(L, array, array_slice(script_of(L)->self, array->handle, first, count, bytes), count);
	luaL_pushresultsize(&text, until_nul ? strnlen(bytes, count) : count);
}

/* What is asked for by a name: a method, or value, raw, name. */
static int named(lua_State *L, struct script_object *array)
{
	const char *name = lua_tostring(L, 2);

	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
		return 1;
	if (array->typecode != 'c' || (strcmp(name, "value") && strcmp(name, "raw")))
		return handle_attribute(L, array, lua_upvalueindex(1));
	script_here(L, script_of(L));
	push_bytes(L, array, 1, size_of(L, array), !strcmp(name, "value"));
	return 1;
}

static int array_index(lua_State *L)
{
	struct script *script = script_of(L);
	struct script_object *array = lua_touserdata(L, 1);
	int64_t bits;

	if (!lua_isinteger(L, 2) && lua_type(L, 2) == LUA_TSTRING)
		return named(L, array);
	lua_Integer index = index_at(L, array);
	if (index < 1 || index > size_of(L, array))
		return 0;
	script_here(L, script);
	check(L, array, array_read(script->self, array->handle, (uint32_t)index, &bits), 1);
	shared_unpack(L, array->typecode, bits);
	return 1;
}

/* Elements from `first` on become those. */
static void assign(lua_State *L, struct script_object *array, lua_Integer first, lua_Integer count,
		   const void *elements)
{
	struct script *script = script_of(L);

	script_here(L, script);
	if (count == 1)
		check(L, array,
		      array_write(script->self, array->handle, (uint32_t)first,
				  array_load(array->typecode, elements, 0)),
		      1);
	else
		check(L, array,
		      array_assign(script->self, array->handle, (uint32_t)first, (uint32_t)count, elements),
		      count);
}

/* a.value = "text" is followed by a NUL if there is room; a.raw = "text" is not. */
static int set_named(lua_State *L, struct script_object *array)
{
	const char *name = lua_tostring(L, 2);
	bool value = !strcmp(name, "value");
	size_t length;

	if (array->typecode != 'c' || (!value && strcmp(name, "raw")))
		script_raise(L, "AttributeError", array,
			     "an Array has no attribute '%s' to set: write a[i] = x or a:assign(i, table)",
			     name);
	if (lua_type(L, 3) != LUA_TSTRING)
		script_raise(L, "TypeError", array, "the %s of an Array of type 'c' is a string, not a %s",
			     name, luaL_typename(L, 3));
	const char *bytes = lua_tolstring(L, 3, &length);
	if (length > size_of(L, array))
		script_raise(L, "ValueError", array,
			     "a string of %llu bytes does not fit into an Array of %u",
			     (unsigned long long)length, array->size);
	/* Lua's strings have a NUL behind them. */
	assign(L, array, 1, (lua_Integer)length + (value && length < array->size), bytes);
	return 0;
}

static void outside(lua_State *L, struct script_object *array, lua_Integer index) __attribute__((noreturn));
static void outside(lua_State *L, struct script_object *array, lua_Integer index)
{
	script_raise(L, "IndexError", array, "index %lld is outside an Array of type '%c' of size %u",
		     (long long)index, array->typecode, size_of(L, array));
}

static int array_newindex(lua_State *L)
{
	struct script *script = script_of(L);
	struct script_object *array = lua_touserdata(L, 1);
	struct shared_place place = {.object = array, .what = "an Array"};

	if (!lua_isinteger(L, 2) && lua_type(L, 2) == LUA_TSTRING)
		return set_named(L, array);
	lua_Integer index = index_at(L, array);
	if (index < 1 || index > size_of(L, array))
		outside(L, array, index);
	int64_t bits = shared_pack(L, &place, array->typecode, 3);
	script_here(L, script);
	check(L, array, array_write(script->self, array->handle, (uint32_t)index, bits), 1);
	return 0;
}

/* A table of numbers. It has its room before, so nothing here can raise but a step. */
static void push_numbers(lua_State *L, struct script_object *array, uint32_t first, uint32_t count)
{
	uint32_t step = ARRAY_STEP / (uint32_t)array_width(array->typecode);
	char elements[ARRAY_STEP] __attribute__((aligned(8)));
	lua_Integer at = 1;

	lua_createtable(L, (int)count, 0);
	int table = lua_gettop(L);
	for (uint32_t now; count > 0; first += now, count -= now) {
		now = count < step ? count : step;
		check(L, array, array_slice(script_of(L)->self, array->handle, first, now, elements), now);
		if (array->typecode == 'd')
			for (uint32_t i = 0; i < now; i++) {
				lua_pushnumber(L, ((const double *)(const void *)elements)[i]);
				lua_rawseti(L, table, at++);
			}
		else
			for (uint32_t i = 0; i < now; i++) {
				shared_unpack(L, array->typecode, array_load(array->typecode, elements, i));
				lua_rawseti(L, table, at++);
			}
	}
}

/* As string.sub: both are optional, negative ones count from the end, and what is outside is left out. */
static int array_slice_method(lua_State *L)
{
	static const struct parameter parameters[] = {{"i", "i"}, {"j", "i"}};
	struct script_object *array = handle_at(L, 1, PRIMITIVE_ARRAY);
	lua_Integer size = size_of(L, array);

	arguments_take(L, "Array.slice", 2, parameters, 2);
	lua_Integer first = luaL_optinteger(L, 2, 1), last = luaL_optinteger(L, 3, -1);
	if (first < 0)
		first = first < -size ? 1 : size + 1 + first;
	if (last < 0)
		last = last < -size ? 0 : size + 1 + last;
	first = first < 1 ? 1 : first;
	last = last > size ? size : last;
	uint32_t count = first > last ? 0 : (uint32_t)(last - first + 1);
	script_here(L, script_of(L));
	if (array->typecode == 'c')
		push_bytes(L, array, (uint32_t)first, count, false);
	else
		push_numbers(L, array, (uint32_t)first, count);
	return 1;
}

static int array_assign_method(lua_State *L)
{
	struct script_object *array = handle_at(L, 1, PRIMITIVE_ARRAY);
	struct shared_place place = {.object = array, .what = "an Array"};
	lua_Integer count, size = size_of(L, array);

	if (lua_gettop(L) != 3)
		script_raise(L, "TypeError", array,
			     "Array.assign takes the first index and a table of elements");
	lua_Integer first = index_at(L, array);
	const void *elements = elements_at(L, &place, array->typecode, 3, &count);
	if (first < 1 || first > size + (count == 0))
		outside(L, array, first);
	if (count > size + 1 - first)
		outside(L, array, first + count - 1);
	assign(L, array, first, count, elements);
	return 0;
}

static int array_length(lua_State *L)
{
	lua_pushinteger(L, size_of(L, handle_at(L, 1, PRIMITIVE_ARRAY)));
	return 1;
}

static int next_element(lua_State *L)
{
	lua_Integer index = luaL_checkinteger(L, 2) + 1;

	lua_pushinteger(L, index);
	return lua_geti(L, 1, index) == LUA_TNIL ? 1 : 2;
}

/* pairs(a) is ipairs(a). */
static int array_pairs(lua_State *L)
{
	lua_pushcfunction(L, next_element);
	lua_pushvalue(L, 1);
	lua_pushinteger(L, 0);
	return 3;
}

static int array_tostring(lua_State *L)
{
	struct script_object *array = handle_at(L, 1, PRIMITIVE_ARRAY);
	char name[NAME_SIZE], code[2] = {array->typecode};

	object_name(script_of(L)->self, array->handle, name);
	lua_pushfstring(L, "<Array name='%s' typecode='%s' size=%I>", name, code,
			(LUAI_UACINT)size_of(L, array));
	return 1;
}

void array_open(lua_State *L)
{
	static const luaL_Reg methods[] = {{"slice", array_slice_method}, {"assign", array_assign_method},
					   {"get_lock", shared_get_lock}, {"get_obj", shared_get_obj},
					   {"with", shared_with},	  {NULL, NULL}};
	static const luaL_Reg metamethods[] = {{"__index", array_index},       {"__newindex", array_newindex},
					       {"__len", array_length},	       {"__pairs", array_pairs},
					       {"__tostring", array_tostring}, {NULL, NULL}};
	static const luaL_Reg functions[] = {{"Array", array_new}, {"RawArray", raw_array_new}, {NULL, NULL}};

	handle_shared_class(L, PRIMITIVE_ARRAY, metamethods, methods);
	luaL_setfuncs(L, functions, 0);
}
