/* Lock and RLock, plain or fair, as a scenario sees them. */
#include "script/lock.h"

#include <string.h>

#include "runtime/steps.h"
#include "script/arguments.h"
#include "script/error.h"

static enum on_death policy_of(lua_State *L, const char *function, int index)
{
	static const char *const words[] = {
		[ON_DEATH_RECOVER] = "recover", [ON_DEATH_STALL] = "stall", [ON_DEATH_ERROR] = "error"};
	const char *word = lua_tostring(L, index);

	for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
		if (!word || !strcmp(word, words[i]))
			return i;
	script_raise(L, "ValueError", NULL,
		     "%s: on_owner_death is \"recover\", \"stall\" or \"error\", not \"%s\"", function, word);
}

static int create(lua_State *L, enum primitive_id plain, const char *function)
{
	static const struct parameter parameters[] = {{"name", "s"}, {"fair", "b"}, {"on_owner_death", "s"}};

	arguments_take(L, function, 1, parameters, 3);
	enum on_death on_death = policy_of(L, function, 3);

	handle_name_after_variable(L, function, 1);
	handle_create(L, lua_toboolean(L, 2) ? PRIMITIVE_FAIR_LOCK : plain, on_death,
		      plain == PRIMITIVE_RLOCK, 1, 0);
	return 1;
}

static int lock_new(lua_State *L)
{
	return create(L, PRIMITIVE_LOCK, "Lock");
}

static int rlock_new(lua_State *L)
{
	return create(L, PRIMITIVE_RLOCK, "RLock");
}

void lock_check(lua_State *L, const struct script_object *lock, enum outcome outcome)
{
	if (outcome == OUTCOME_INTERRUPTED)
		script_raise(L, "Interrupted", lock, "the wait was interrupted");
	if (outcome == OUTCOME_MISUSE)
		script_raise(L, "OverflowError", lock, "an RLock can be acquired 2147483647 times at most");
	if (outcome == OUTCOME_NOT_RECOVERABLE)
		script_raise(
			L, "OSError", lock,
			"the lock's owner died with it, and on_owner_death is \"error\": recover() it first");
}

bool lock_is_mine(struct self *self, struct handle lock)
{
	union state state;

	self->urgent = true; /* of one's own lock one knows */
	object_peek(self, lock, &state);
	return state.lock.owner == self->number + 1;
}

int lock_acquire(lua_State *L)
{
	struct script_object *lock = lock_at(L, 1);
	struct script *script = script_of(L);
	int64_t timeout = arguments_wait(L, "Lock.acquire", 2);

	script_here(L, script);
	enum outcome outcome = lock_take(script->self, lock->handle, 1, timeout);

	if (__builtin_expect(outcome == OUTCOME_NOT_RECOVERABLE, 0)) {
		lua_pushnil(L);
		lua_pushstring(L, outcome_name(outcome));
		return 2;
	}
	if (__builtin_expect(outcome != OUTCOME_OK, 0))
		lock_check(L, lock, outcome);
	return handle_answer(L, outcome);
}

static bool is_reentrant(const struct script_object *lock, const union state *state)
{
	return lock->kind == PRIMITIVE_RLOCK ||
	       (lock->kind == PRIMITIVE_FAIR_LOCK && state->fair_lock.reentrant);
}

static void peek(lua_State *L, const struct script_object *lock, union state *state)
{
	object_peek(script_of(L)->self, lock->handle, state);
}

int lock_release(lua_State *L)
{
	struct script_object *lock = lock_at(L, 1);
	struct request request = {.action = LOCK_RELEASE};
	union state state;

	if (handle_operate(L, script_of(L), lock, &request, WAIT_NOT) != OUTCOME_MISUSE)
		return 0;
	peek(L, lock, &state);
	if (is_reentrant(lock, &state))
		script_raise(L, "AssertionError", lock,
			     "attempt to release recursive lock not owned by process");
	script_raise(L, "ValueError", lock, "lock released too many times");
}

static int lock_recover(lua_State *L)
{
	struct script_object *lock = lock_at(L, 1);
	struct request request = {.action = LOCK_RECOVER};

	handle_operate(L, script_of(L), lock, &request, WAIT_NOT);
	lua_pushboolean(L, request.b != 0);
	return 1;
}

static int lock_locked(lua_State *L)
{
	union state state;

	peek(L, lock_at(L, 1), &state);
	lua_pushboolean(L, state.lock.owner != 0);
	return 1;
}

/* Who owns it: a process by its number + 1. */
static bool owner_info(lua_State *L, uint32_t owner, struct process_info *info)
{
	return owner && script_process_info(script_of(L), owner - 1, info);
}

static int push_owner(lua_State *L, uint32_t number)
{
	struct process_info owner;

	if (!owner_info(L, number, &owner)) {
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

static int lock_attribute(lua_State *L)
{
	struct script_object *lock = lua_touserdata(L, 1);
	const char *name = lua_tostring(L, 2);
	union state state;

	peek(L, lock, &state);
	if (!strcmp(name, "owner"))
		return push_owner(L, state.lock.owner);
	if (strcmp(name, "depth") || !is_reentrant(lock, &state))
		return 0;
	lua_pushinteger(L, state.lock.depth);
	return 1;
}

static int lock_tostring(lua_State *L)
{
	struct script_object *lock = lock_at(L, 1);
	struct process_info owner;
	char name[NAME_SIZE];
	union state state;

	object_name(script_of(L)->self, lock->handle, name);
	peek(L, lock, &state);
	const char *kind = is_reentrant(lock, &state) ? "RLock" : "Lock";

	lua_pushfstring(L, "<%s name='%s'%s owner=", kind, name,
			lock->kind == PRIMITIVE_FAIR_LOCK ? " fair" : "");
	if (owner_info(L, state.lock.owner, &owner))
		lua_pushfstring(L, "'%s'", owner.name);
	else
		lua_pushliteral(L, "nil");
	if (state.lock.depth && is_reentrant(lock, &state))
		lua_pushfstring(L, " depth=%d>", (int)state.lock.depth);
	else
		lua_pushliteral(L, ">");
	lua_concat(L, 3);
	return 1;
}

void lock_open(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"acquire", lock_acquire},
		{"release", lock_release},
		{"locked", lock_locked},
		{"recover", lock_recover},
		{"with", guard_with},
		{"__tostring", lock_tostring},
		{NULL, NULL},
	};
	static const luaL_Reg functions[] = {{"Lock", lock_new}, {"RLock", rlock_new}, {NULL, NULL}};

	handle_class(L, PRIMITIVE_LOCK, methods, lock_attribute);
	handle_class(L, PRIMITIVE_RLOCK, methods, lock_attribute);
	handle_class(L, PRIMITIVE_FAIR_LOCK, methods, lock_attribute);
	luaL_setfuncs(L, functions, 0);
}
