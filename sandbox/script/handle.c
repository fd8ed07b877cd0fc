/* Each handle has a metatable of its own, which is its __index at the same time: so a method is found
 * in one table look-up, and an attribute (lock.owner), which is none of the methods, still reaches a
 * function that knows the object. One function for all names would cost every method call 25 ns. */
#include "script/handle.h"

#include <string.h>

#include "base/utf8.h"
#include "script/error.h"
#include "script/name.h"
#include "script/repeat.h"

static const char class_keys[PRIMITIVES]; /* keys of the registry, by address */

const char *handle_kind_name(uint32_t kind)
{
	static const char *const names[PRIMITIVES] = {
		[PRIMITIVE_PROCESS] = "Process",     [PRIMITIVE_LOCK] = "Lock",
		[PRIMITIVE_SEMAPHORE] = "Semaphore", [PRIMITIVE_EVENT] = "Event",
		[PRIMITIVE_QUEUE] = "Queue",	     [PRIMITIVE_VALUE] = "Value",
		[PRIMITIVE_ARRAY] = "Array",	     [PRIMITIVE_POOL] = "Pool",
		[PRIMITIVE_PIPE] = "Connection",     [PRIMITIVE_SIMPLEQUEUE] = "SimpleQueue",
		[PRIMITIVE_JOINABLE] = "JoinableQueue",
	};

	if (kind < PRIMITIVES && !names[kind] && primitive_get(kind)->title)
		return primitive_get(kind)->title;
	return kind < PRIMITIVES && names[kind] ? names[kind] : kind == KIND_GUARD ? "guard" : "object";
}

struct script_object *handle_wrong(lua_State *L, int index, uint32_t kind)
{
	struct script_object *given = lua_touserdata(L, index);
	const char *what =
		given && lua_isuserdata(L, index) ? handle_kind_name(given->kind) : luaL_typename(L, index);

	if (index == 1)
		script_raise(L, "TypeError", NULL,
			     "a method of %s was called on %s: write object:method(), with a colon",
			     handle_kind_name(kind), what);
	script_raise(L, "TypeError", NULL, "%s expected, not %s", handle_kind_name(kind), what);
}

static const char *article(const struct script_object *object)
{
	return object->kind == PRIMITIVE_EVENT || object->kind == PRIMITIVE_ARRAY ||
			       !strcmp(handle_kind_name(object->kind), "RLock") ?
		       "an" :
		       "a";
}

int handle_attribute(lua_State *L, struct script_object *object, int methods)
{
	const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
	char name[NAME_SIZE];

	if (strcmp(key, "name"))
		error_no_such_name(
			L, lua_pushfstring(L, "%s %s", article(object), handle_kind_name(object->kind)), 2,
			methods);
	object_name(script_of(L)->self, object->handle, name);
	lua_pushstring(L, name);
	return 1;
}

/* What the table of methods does not have: it asks, with itself as argument 1. Upvalues: the object,
 * and the attribute function of its class. */
static int attribute(lua_State *L)
{
	lua_CFunction answer = lua_tocfunction(L, lua_upvalueindex(2));

	lua_settop(L, 2);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_insert(L, 2); /* now: the object, the name, the table of methods */
	if (answer && lua_type(L, 2) == LUA_TSTRING && answer(L))
		return 1;
	return handle_attribute(L, lua_touserdata(L, 1), 3);
}

static int refuse_assignment(lua_State *L)
{
	struct script_object *object = lua_touserdata(L, 1);

	script_raise(L, "AttributeError", object, "%s %s has no attribute '%s' to set", article(object),
		     handle_kind_name(object->kind), luaL_tolstring(L, 2, NULL));
}

static int same_object(lua_State *L)
{
	struct script_object *a = lua_touserdata(L, 1), *b = lua_touserdata(L, 2);

	lua_pushboolean(L, a && b && a->kind == b->kind && a->handle.number == b->handle.number &&
			       a->typecode == b->typecode);
	return 1;
}

/* What all classes have, for the metatable on top. */
static void finish_class(lua_State *L, enum primitive_id kind)
{
	lua_pushcfunction(L, same_object);
	lua_setfield(L, -2, "__eq");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_pushstring(L, handle_kind_name(kind));
	lua_setfield(L, -2, "__name");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &class_keys[kind]);
}

void handle_class(lua_State *L, enum primitive_id kind, const luaL_Reg *functions, lua_CFunction answer)
{
	lua_createtable(L, 0, 16);
	luaL_setfuncs(L, functions, 0);
	repeat_settle_table(L);
	lua_pushcfunction(L, refuse_assignment);
	lua_setfield(L, -2, "__newindex");
	if (answer) {
		lua_pushcfunction(L, answer);
		lua_rawseti(L, -2, 1);
	}
	finish_class(L, kind);
}

void handle_shared_class(lua_State *L, enum primitive_id kind, const luaL_Reg *metamethods,
			 const luaL_Reg *methods)
{
	lua_createtable(L, 0, 8);
	lua_newtable(L);
	luaL_setfuncs(L, methods, 0);
	repeat_settle_table(L);
	luaL_setfuncs(L, metamethods, 1);
	finish_class(L, kind);
}

/* A metatable for the userdata on top: the class's functions, and behind them its attributes. */
static void push_own_metatable(lua_State *L)
{
	int class = lua_gettop(L), object = class - 1;

	/* What is looked up by every call comes first: then it has its main place in the table. */
	lua_createtable(L, 0, 18);
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__index");
	for (lua_pushnil(L); lua_next(L, class);) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_rawset(L, -4);
	}
	lua_pushvalue(L, -1);
	lua_setfield(L, -2, "__index");
	lua_createtable(L, 0, 1);
	lua_pushvalue(L, object);
	lua_rawgeti(L, class, 1);
	lua_pushcclosure(L, attribute, 2);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
}

struct script_object *handle_push(lua_State *L, enum primitive_id kind, struct handle handle, char typecode)
{
	luaL_checkstack(L, 8, NULL);
	struct script_object *object = lua_newuserdatauv(L, sizeof *object, 1);

	*object = (struct script_object){.kind = kind, .typecode = typecode, .handle = handle};
	lua_rawgetp(L, LUA_REGISTRYINDEX, &class_keys[kind]);
	/* A class that answers for all its names itself (Value, whose `value` is the hot one) is shared. */
	if (lua_getfield(L, -1, "__index") == LUA_TNIL) {
		lua_pop(L, 1);
		push_own_metatable(L);
	} else {
		lua_pop(L, 1);
		lua_pushvalue(L, -1);
	}
	lua_setmetatable(L, -3);
	lua_pop(L, 1);
	return object;
}

void handle_name_after_variable(lua_State *L, const char *constructor, int name)
{
	char own[NAME_SIZE];

	if (!lua_isnil(L, name) || !name_after_variable(L, script_of(L), constructor, own))
		return;
	lua_pushstring(L, own);
	lua_replace(L, name);
}

const char *handle_given_name(lua_State *L, int name, char own[NAME_SIZE])
{
	const char *chosen = lua_tostring(L, name);

	return chosen && utf8_clean(own, NAME_SIZE, chosen, strlen(chosen)) ? own : NULL;
}

struct script_object *handle_create(lua_State *L, enum primitive_id kind, int64_t a, int64_t b, int name,
				    char typecode)
{
	struct script *script = script_of(L);
	char own[NAME_SIZE];

	script_here(L, script);
	handle_name_after_variable(L, handle_kind_name(kind), name);
	const char *chosen = handle_given_name(L, name, own);
	struct script_object *object = handle_push(L, kind, (struct handle){0, 0}, typecode);

	object->handle = object_create(script->self, kind, a, b, chosen);
	if (!object->handle.index)
		script_raise(L, "OSError", NULL, "this run has too many objects: at most 65536 can be made");
	return object;
}

enum outcome handle_operate(lua_State *L, struct script *script, const struct script_object *object,
			    struct request *request, int64_t timeout)
{
	script_here(L, script);
	request->process = script->self->number;
	enum outcome outcome = operate(script->self, object->handle, request, timeout);

	if (__builtin_expect(outcome == OUTCOME_INTERRUPTED, 0))
		script_raise(L, "Interrupted", object, "the wait was interrupted");
	return outcome;
}

int handle_answer(lua_State *L, enum outcome outcome)
{
	lua_pushboolean(L, outcome == OUTCOME_OK || outcome == OUTCOME_ABANDONED);
	if (outcome == OUTCOME_OK)
		return 1;
	lua_pushstring(L, outcome_name(outcome));
	return 2;
}
