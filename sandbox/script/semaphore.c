/* Semaphore, as a scenario sees it. */
#include "script/arguments.h"
#include "script/error.h"
#include "script/handle.h"

static int semaphore_new(lua_State *L)
{
	static const struct parameter parameters[] = {{"value", "i"}, {"name", "s"}, {"on_owner_death", "s"}};

	arguments_take(L, "Semaphore", 1, parameters, 3);
	if (!lua_isnil(L, 3))
		script_raise(L, "NotImplementedError", NULL, "Semaphore has no on_owner_death yet");
	lua_Integer value = lua_isnil(L, 1) ? 1 : lua_tointeger(L, 1);

	if (value < 0 || value > INT32_MAX)
		script_raise(L, "OSError", NULL, "a semaphore begins with 0 to 2147483647 permits, not %lld",
			     (long long)value);
	handle_create(L, PRIMITIVE_SEMAPHORE, value, 0, 2, 0);
	return 1;
}

static int semaphore_acquire(lua_State *L)
{
	struct script_object *semaphore = handle_at(L, 1, PRIMITIVE_SEMAPHORE);
	struct request request = {.action = SEMAPHORE_ACQUIRE};
	int64_t timeout = arguments_wait(L, "Semaphore.acquire", 2);

	return handle_answer(L, handle_operate(L, script_of(L), semaphore, &request, timeout));
}

static int semaphore_release(lua_State *L)
{
	static const struct parameter parameters[] = {{"n", "i"}};
	struct script_object *semaphore = handle_at(L, 1, PRIMITIVE_SEMAPHORE);
	struct request request = {.action = SEMAPHORE_RELEASE, .a = 1};

	if (lua_gettop(L) > 1) {
		arguments_take(L, "Semaphore.release", 2, parameters, 1);
		request.a = lua_isnil(L, 2) ? 1 : lua_tointeger(L, 2);
	}
	if (request.a < 1)
		script_raise(L, "ValueError", semaphore, "release gives back 1 or more permits, not %lld",
			     (long long)request.a);
	if (handle_operate(L, script_of(L), semaphore, &request, WAIT_NOT) == OUTCOME_MISUSE)
		script_raise(L, "ValueError", semaphore, "semaphore released too many times");
	return 0;
}

static int64_t value_of(lua_State *L, const struct script_object *semaphore)
{
	union state state;

	object_peek(script_of(L)->self, semaphore->handle, &state);
	return state.semaphore.value;
}

static int semaphore_get_value(lua_State *L)
{
	lua_pushinteger(L, value_of(L, handle_at(L, 1, PRIMITIVE_SEMAPHORE)));
	return 1;
}

static int semaphore_locked(lua_State *L)
{
	lua_pushboolean(L, value_of(L, handle_at(L, 1, PRIMITIVE_SEMAPHORE)) == 0);
	return 1;
}

static int semaphore_tostring(lua_State *L)
{
	struct script_object *semaphore = handle_at(L, 1, PRIMITIVE_SEMAPHORE);
	char name[NAME_SIZE];

	object_name(script_of(L)->self, semaphore->handle, name);
	lua_pushfstring(L, "<Semaphore name='%s' value=%I>", name, (LUAI_UACINT)value_of(L, semaphore));
	return 1;
}

void semaphore_open(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"acquire", semaphore_acquire},
		{"release", semaphore_release},
		{"get_value", semaphore_get_value},
		{"locked", semaphore_locked},
		{"with", guard_with},
		{"__tostring", semaphore_tostring},
		{NULL, NULL},
	};
	static const luaL_Reg functions[] = {{"Semaphore", semaphore_new}, {NULL, NULL}};

	handle_class(L, PRIMITIVE_SEMAPHORE, methods, NULL);
	luaL_setfuncs(L, functions, 0);
}
