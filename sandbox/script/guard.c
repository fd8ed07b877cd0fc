/* A guard releases what was acquired when it goes out of scope: `local _ <close> = lock:with()`.
 *
 * A handle keeps one guard for the next time. While the guard is in use the handle does not hold on to
 * it, so that a guard that was thrown away (`lock:with()` without a variable) is collected, and says
 * so.
 */
#include <stdio.h>

#include "runtime/steps.h"
#include "script/error.h"
#include "script/lock.h"

struct guard {
	uint32_t kind; /* KIND_GUARD */
	bool held;
	uint32_t process; /* who acquired: a child inherits guards that are not its own */
	uint32_t line;
	struct script_object *object; /* the first user value, or what belongs to it */
};

static const char guard_class;

/* Locks and semaphores of all kinds; their first two actions are acquire and release. */
static enum outcome take(lua_State *L, struct script *script, const struct script_object *object)
{
	struct request request = {.action = SEMAPHORE_ACQUIRE};

	if (object->kind != PRIMITIVE_FAIR_LOCK)
		return handle_operate(L, script, object, &request, WAIT_FOREVER);
	script_here(L, script);
	return lock_take(script->self, object->handle, 1, WAIT_FOREVER);
}

/* __close. What is on the stack: the guard, the error or nil. */
static int guard_close(lua_State *L)
{
	struct script *script = script_of(L);
	struct guard *guard = (struct guard *)handle_at(L, 1, KIND_GUARD);
	struct request request = {.action = SEMAPHORE_RELEASE, .a = 1};

	if (!guard->held || guard->process != script->self->number)
		return 0;
	guard->held = false;
	script->guards--;
	enum outcome outcome = handle_operate(L, script, guard->object, &request, WAIT_NOT);
	if (outcome == OUTCOME_MISUSE)
		script_raise(L, "ValueError", guard->object,
			     "lock released too many times: inside `with` it was released by hand");
	/* Back to its handle, for the next time. */
	lua_getiuservalue(L, 1, 1);
	lua_pushvalue(L, 1);
	lua_setiuservalue(L, -2, 1);
	return 0;
}

static int guard_collect(lua_State *L)
{
	struct script *script = script_of(L);
	struct guard *guard = lua_touserdata(L, 1);
	char name[NAME_SIZE], text[256];

	if (!guard->held || !script->self || guard->process != script->self->number)
		return 0;
	guard->held = false;
	script->guards--;
	object_name(script->self, guard->object->handle, name);
	int length = snprintf(text, sizeof text,
			      "%s:%u: %s stays taken: the result of with() was thrown away; "
			      "did you write `local _ <close> = %s:with()`?",
			      script->file, guard->line, name, name);
	script_remark(script, text, (size_t)length);
	return 0;
}

static struct guard *push_guard(lua_State *L, struct script_object *object)
{
	if (lua_getiuservalue(L, 1, 1) == LUA_TUSERDATA)
		return lua_touserdata(L, -1);
	lua_pop(L, 1);
	struct guard *guard = lua_newuserdatauv(L, sizeof *guard, 1);

	*guard = (struct guard){.kind = KIND_GUARD, .object = object};
	lua_rawgetp(L, LUA_REGISTRYINDEX, &guard_class);
	lua_setmetatable(L, -2);
	lua_pushvalue(L, 1);
	lua_setiuservalue(L, -2, 1);
	return guard;
}

static int call_finish(lua_State *L, int status, lua_KContext extra)
{
	(void)status, (void)extra;
	return lua_gettop(L) - 2; /* below: the object, the guard */
}

int guard_with(lua_State *L)
{
	struct script *script = script_of(L);
	struct script_object *object = lua_touserdata(L, 1);
	int arguments = lua_gettop(L);

	if (!object || (!lock_kind(object->kind) && object->kind != PRIMITIVE_SEMAPHORE &&
			object->kind != PRIMITIVE_PERMITS))
		handle_wrong(L, 1, PRIMITIVE_LOCK);
	if (arguments > 1 && !lua_isfunction(L, 2))
		script_raise(L, "TypeError", object,
			     "with takes a function and its arguments, or nothing; not %s",
			     luaL_typename(L, 2));
	/* Everything that can fail comes before the lock is taken. */
	struct guard *guard = push_guard(L, object);

	enum outcome outcome = take(L, script, object);
	if (__builtin_expect(outcome != OUTCOME_OK, 0))
		lock_check(L, object, outcome);
	guard->held = true;
	guard->process = script->self->number;
	guard->line = script->self->line;
	script->guards++;
	lua_pushnil(L);
	lua_setiuservalue(L, 1, 1);
	if (arguments == 1) {
		if (outcome != OUTCOME_ABANDONED)
			return 1;
		lua_pushstring(L, outcome_name(outcome));
		return 2;
	}
	lua_insert(L, 2);
	lua_toclose(L, 2);
	lua_callk(L, arguments - 2, LUA_MULTRET, 0, call_finish);
	return call_finish(L, LUA_OK, 0);
}

void guard_check(lua_State *L, struct script *script)
{
	if (script->guards)
		lua_gc(L, LUA_GCCOLLECT);
}

void guard_open(lua_State *L)
{
	static const luaL_Reg metamethods[] = {
		{"__close", guard_close}, {"__gc", guard_collect}, {NULL, NULL}};

	luaL_newlib(L, metamethods);
	lua_pushliteral(L, "guard");
	lua_setfield(L, -2, "__name");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &guard_class);
}
