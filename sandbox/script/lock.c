/* Lock, as a scenario sees it. */
#include <string.h>

#include "script/arguments.h"
#include "script/error.h"
#include "script/handle.h"

static int lock_new(lua_State *L)
{
	static const struct parameter parameters[] = {{"name", "s"}, {"fair", "b"}, {"on_owner_death", "s"}};

	arguments_take(L, "Lock", 1, parameters, 3);
	if (lua_toboolean(L, 2))
		script_raise(L, "NotImplementedError", NULL, "Lock has no fair=true yet");
	if (!lua_isnil(L, 3) && strcmp(lua_tostring(L, 3), "recover"))
		script_raise(L, "NotImplementedError", NULL,
			     "Lock has no on_owner_death=\"%s\" yet, only \"recover\"", lua_tostring(L, 3));
	handle_create(L, PRIMITIVE_LOCK, 0, 0, 1, 0);
	return 1;
}

static int lock_acquire(lua_State *L)
{
	struct script_object *lock = handle_at(L, 1, PRIMITIVE_LOCK);
	struct request request = {.action = LOCK_ACQUIRE};
	int64_t timeout = arguments_wait(L, "Lock.acquire", 2);

	return handle_answer(L, handle_operate(L, script_of(L), lock, &request, timeout));
}

static int lock_release(lua_State *L)
{
	struct script_object *lock = handle_at(L, 1, PRIMITIVE_LOCK);
	struct request request = {.action = LOCK_RELEASE};

	if (handle_operate(L, script_of(L), lock, &request, WAIT_NOT) == OUTCOME_MISUSE)
		script_raise(L, "ValueError", lock, "lock released too many times");
	return 0;
}

static uint32_t owner_of(lua_State *L, const struct script_object *lock)
{
	union state state;

	object_peek(script_of(L)->self, lock->handle, &state);
	return state.lock.owner;
}

static int lock_locked(lua_State *L)
{
	lua_pushboolean(L, owner_of(L, handle_at(L, 1, PRIMITIVE_LOCK)) != 0);
	return 1;
}

/* Who owns it: a process by its number + 1. */
static bool owner_info(lua_State *L, uint32_t owner, struct process_info *info)
{
	return owner && script_process_info(script_of(L), owner - 1, info);
}

static int lock_attribute(lua_State *L)
{
	struct script_object *lock = lua_touserdata(L, 1);
	struct process_info owner;

	if (strcmp(lua_tostring(L, 2), "owner"))
		return 0;
	if (!owner_info(L, owner_of(L, lock), &owner)) {
		lua_pushnil(L);
		return 1;
	}
	lua_createtable(L, 0, 2);
	lua_pushinteger(L, owner.pid);
	lua_setfield(L, -2, "pid");
	lua_pushstring(L, owner.name);
	lua_setfield(L, -2, "name");
	return 1;
}

static int lock_tostring(lua_State *L)
{
	struct script_object *lock = handle_at(L, 1, PRIMITIVE_LOCK);
	struct process_info owner;
	char name[NAME_SIZE];

	object_name(script_of(L)->self, lock->handle, name);
	if (owner_info(L, owner_of(L, lock), &owner))
		lua_pushfstring(L, "<Lock name='%s' owner='%s'>", name, owner.name);
	else
		lua_pushfstring(L, "<Lock name='%s' owner=nil>", name);
	return 1;
}

void lock_open(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"acquire", lock_acquire}, {"release", lock_release},	  {"locked", lock_locked},
		{"with", guard_with},	   {"__tostring", lock_tostring}, {NULL, NULL},
	};
	static const luaL_Reg functions[] = {{"Lock", lock_new}, {NULL, NULL}};

	handle_class(L, PRIMITIVE_LOCK, methods, lock_attribute);
	luaL_setfuncs(L, functions, 0);
}
