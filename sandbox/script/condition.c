/* Condition, as a scenario sees it: a lock, and a line of those who wait to be notified. */
#include <string.h>

#include "runtime/steps.h"
#include "script/arguments.h"
#include "script/error.h"
#include "script/lock.h"
#include "script/shared.h"

static int condition_new(lua_State *L)
{
	static const struct parameter parameters[] = {{"lock", "u"}, {"name", "s"}};

	arguments_take(L, "Condition", 1, parameters, 2);
	const struct script_object *lock = lua_touserdata(L, 1);
	if (lock && !lock_kind(lock->kind))
		script_raise(L, "TypeError", NULL, "Condition: lock must be a Lock or an RLock, not %s",
			     handle_kind_name(lock->kind));
	struct script_object *condition = handle_create(L, PRIMITIVE_CONDITION, 0, 0, 2, 0);

	shared_take_lock(L, condition, 1);
	return 1;
}

static struct script_object *condition_at(lua_State *L)
{
	return handle_at(L, 1, PRIMITIVE_CONDITION);
}

/* In the place of the condition at index 1, its lock. */
static void replace_by_lock(lua_State *L)
{
	struct script_object *condition = condition_at(L);

	if (lua_getiuservalue(L, 1, 1) != LUA_TUSERDATA) { /* it came through a queue */
		lua_pop(L, 1);
		handle_push(L, object_primitive(script_of(L)->self, condition->lock), condition->lock, 0);
		lua_pushvalue(L, -1);
		lua_setiuservalue(L, 1, 1);
	}
	lua_replace(L, 1);
}

static int condition_acquire(lua_State *L)
{
	replace_by_lock(L);
	return lock_acquire(L);
}

static int condition_release(lua_State *L)
{
	replace_by_lock(L);
	return lock_release(L);
}

static int condition_with(lua_State *L)
{
	replace_by_lock(L);
	return guard_with(L);
}

static void must_own(lua_State *L, const struct script_object *condition, const char *what)
{
	if (!lock_is_mine(script_of(L)->self, condition->lock))
		script_raise(L, "AssertionError", condition, "cannot %s un-acquired lock", what);
}

/* Returns whether it was notified. */
static bool wait_once(lua_State *L, const struct script_object *condition, int64_t timeout,
		      enum outcome *lock)
{
	struct script *script = script_of(L);

	must_own(L, condition, "wait on");
	script_here(L, script);
	enum outcome outcome =
		condition_await(script->self, condition->handle, condition->lock, timeout, lock);

	lock_check(L, condition, *lock);
	if (outcome == OUTCOME_INTERRUPTED)
		script_raise(L, "Interrupted", condition, "the wait was interrupted");
	return outcome == OUTCOME_OK;
}

static int condition_wait(lua_State *L)
{
	static const struct parameter parameters[] = {{"timeout", "n"}};
	struct script_object *condition = condition_at(L);
	enum outcome lock;

	arguments_take(L, "Condition.wait", 2, parameters, 1);
	bool notified = wait_once(L, condition, arguments_timeout(L, "Condition.wait", 2), &lock);

	lua_pushboolean(L, notified);
	if (!notified)
		lua_pushstring(L, outcome_name(OUTCOME_TIMED_OUT));
	if (lock == OUTCOME_ABANDONED)
		lua_pushstring(L, outcome_name(lock));
	return 1 + !notified + (lock == OUTCOME_ABANDONED);
}

/* Call the predicate at index 2, and leave its result at index 4. */
static bool holds(lua_State *L)
{
	lua_settop(L, 3);
	lua_pushvalue(L, 2);
	lua_call(L, 0, 1);
	return lua_toboolean(L, 4);
}

static int condition_wait_for(lua_State *L)
{
	static const struct parameter parameters[] = {{"predicate", "f"}, {"timeout", "n"}};
	struct script_object *condition = condition_at(L);
	struct self *self = script_of(L)->self;
	enum outcome lock;

	arguments_take(L, "Condition.wait_for", 2, parameters, 2);
	if (lua_isnil(L, 2))
		script_raise(L, "TypeError", condition,
			     "Condition.wait_for: predicate must be a function, not nil");
	int64_t timeout = arguments_timeout(L, "Condition.wait_for", 3);
	int64_t deadline = timeout < 0 ? 0 : process_time(self) + timeout;

	while (!holds(L)) {
		int64_t left = timeout < 0 ? WAIT_FOREVER : deadline - process_time(self);

		if (timeout >= 0 && left <= 0) {
			lua_pushstring(L, outcome_name(OUTCOME_TIMED_OUT));
			return 2;
		}
		wait_once(L, condition, left, &lock);
	}
	return 1;
}

static int notify(lua_State *L, int64_t most)
{
	struct script_object *condition = condition_at(L);
	struct request request = {.action = CONDITION_NOTIFY, .a = most};

	must_own(L, condition, "notify on");
	handle_operate(L, script_of(L), condition, &request, WAIT_NOT);
	lua_pushinteger(L, request.a);
	return 1;
}

static int condition_notify(lua_State *L)
{
	static const struct parameter parameters[] = {{"n", "i"}};
	struct script_object *condition = condition_at(L);

	arguments_take(L, "Condition.notify", 2, parameters, 1);
	int64_t most = lua_isnil(L, 2) ? 1 : lua_tointeger(L, 2);

	if (most < 0)
		script_raise(L, "ValueError", condition, "notify wakes 0 or more, not %lld", (long long)most);
	return notify(L, most);
}

static int condition_notify_all(lua_State *L)
{
	return notify(L, UINT32_MAX);
}

static uint32_t waiting(lua_State *L, const struct script_object *condition)
{
	union state state;

	object_peek(script_of(L)->self, condition->handle, &state);
	return lineup_count(&state.condition.line, LINEUP_WAITS);
}

static int condition_attribute(lua_State *L)
{
	if (strcmp(lua_tostring(L, 2), "n_waiting"))
		return 0;
	lua_pushinteger(L, waiting(L, lua_touserdata(L, 1)));
	return 1;
}

static int condition_tostring(lua_State *L)
{
	struct script_object *condition = condition_at(L);
	char name[NAME_SIZE];

	object_name(script_of(L)->self, condition->handle, name);
	lua_pushfstring(L, "<Condition name='%s' waiting=%d>", name, (int)waiting(L, condition));
	return 1;
}

void condition_open(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"acquire", condition_acquire},
		{"release", condition_release},
		{"with", condition_with},
		{"wait", condition_wait},
		{"wait_for", condition_wait_for},
		{"notify", condition_notify},
		{"notify_all", condition_notify_all},
		{"__tostring", condition_tostring},
		{NULL, NULL},
	};
	static const luaL_Reg functions[] = {{"Condition", condition_new}, {NULL, NULL}};

	handle_class(L, PRIMITIVE_CONDITION, methods, condition_attribute);
	luaL_setfuncs(L, functions, 0);
}
