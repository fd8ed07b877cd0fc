/* Semaphore and BoundedSemaphore, as a scenario sees them. */
#include <string.h>

#include "script/arguments.h"
#include "script/error.h"
#include "script/handle.h"

#define MOST_RECOVERED 65535 /* permits that one process can hold in the ledger (runtime/permits.c) */

static bool is_semaphore(const struct script_object *object)
{
	return object && (object->kind == PRIMITIVE_SEMAPHORE || object->kind == PRIMITIVE_PERMITS);
}

static struct script_object *semaphore_at(lua_State *L)
{
	struct script_object *semaphore = lua_touserdata(L, 1);

	if (__builtin_expect(!is_semaphore(semaphore), 0))
		handle_wrong(L, 1, PRIMITIVE_SEMAPHORE);
	return semaphore;
}

static int create(lua_State *L, const char *function, bool bounded)
{
	static const struct parameter parameters[] = {{"value", "i"}, {"name", "s"}, {"on_owner_death", "s"}};

	arguments_take(L, function, 1, parameters, 3);
	bool recovers = !lua_isnil(L, 3);
	if (recovers && strcmp(lua_tostring(L, 3), "recover"))
		script_raise(L, "ValueError", NULL,
			     "%s: on_owner_death is \"recover\" or nothing, not \"%s\"", function,
			     lua_tostring(L, 3));
	lua_Integer value = lua_isnil(L, 1) ? 1 : lua_tointeger(L, 1);
	long long most = recovers ? MOST_RECOVERED : INT32_MAX;

	if (value < 0 || value > most)
		script_raise(L, "OSError", NULL, "a semaphore begins with 0 to %lld permits, not %lld", most,
			     (long long)value);
	handle_name_after_variable(L, function, 2);
	handle_create(L, recovers ? PRIMITIVE_PERMITS : PRIMITIVE_SEMAPHORE, value, bounded, 2, 0);
	return 1;
}

static int semaphore_new(lua_State *L)
{
	return create(L, "Semaphore", false);
}

static int bounded_new(lua_State *L)
{
	return create(L, "BoundedSemaphore", true);
}

static int semaphore_acquire(lua_State *L)
{
	struct script_object *semaphore = semaphore_at(L);
	struct request request = {.action = SEMAPHORE_ACQUIRE};
	int64_t timeout = arguments_wait(L, "Semaphore.acquire", 2);

	return handle_answer(L, handle_operate(L, script_of(L), semaphore, &request, timeout));
}

static int semaphore_release(lua_State *L)
{
	static const struct parameter parameters[] = {{"n", "i"}};
	struct script_object *semaphore = semaphore_at(L);
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
	lua_pushinteger(L, value_of(L, semaphore_at(L)));
	return 1;
}

static int semaphore_locked(lua_State *L)
{
	lua_pushboolean(L, value_of(L, semaphore_at(L)) == 0);
	return 1;
}

static int semaphore_tostring(lua_State *L)
{
	struct script_object *semaphore = semaphore_at(L);
	char name[NAME_SIZE];
	union state state;

	object_name(script_of(L)->self, semaphore->handle, name);
	object_peek(script_of(L)->self, semaphore->handle, &state);
	LUAI_UACINT value = state.semaphore.value, bound = state.semaphore.bound;

	if (bound < INT32_MAX)
		lua_pushfstring(L, "<BoundedSemaphore name='%s' value=%I of %I>", name, value, bound);
	else
		lua_pushfstring(L, "<Semaphore name='%s' value=%I>", name, value);
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
	static const luaL_Reg functions[] = {
		{"Semaphore", semaphore_new}, {"BoundedSemaphore", bounded_new}, {NULL, NULL}};

	handle_class(L, PRIMITIVE_SEMAPHORE, methods, NULL);
	handle_class(L, PRIMITIVE_PERMITS, methods, NULL);
	luaL_setfuncs(L, functions, 0);
}
