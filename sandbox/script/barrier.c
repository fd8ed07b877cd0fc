/* Barrier, as a scenario sees it.
 *
 * The action is a function of the process that made the barrier, and of those that inherited it by fork.
 * It is kept as the handle's user value, and does not cross a queue. */
#include <string.h>

#include "runtime/steps.h"
#include "script/arguments.h"
#include "script/error.h"
#include "script/handle.h"

static int barrier_new(lua_State *L)
{
	static const struct parameter parameters[] = {
		{"parties", "i"}, {"action", "f"}, {"timeout", "n"}, {"name", "s"}};

	arguments_take(L, "Barrier", 1, parameters, 4);
	lua_Integer parties = lua_tointeger(L, 1);

	if (lua_isnil(L, 1))
		script_raise(L, "TypeError", NULL, "Barrier: parties must be a whole number, not nil");
	if (parties < 1 || parties > INT32_MAX)
		script_raise(L, "ValueError", NULL, "a barrier is for 1 to 2147483647 parties, not %lld",
			     (long long)parties);
	int64_t timeout = arguments_timeout(L, "Barrier", 3);
	handle_create(L, PRIMITIVE_BARRIER, parties, (timeout + 1) << 1 | !lua_isnil(L, 2), 4, 0);
	lua_pushvalue(L, 2);
	lua_setiuservalue(L, -2, 1);
	return 1;
}

static struct script_object *barrier_at(lua_State *L)
{
	return handle_at(L, 1, PRIMITIVE_BARRIER);
}

static void peek(lua_State *L, const struct script_object *barrier, union state *state)
{
	object_peek(script_of(L)->self, barrier->handle, state);
}

/* nil, "broken", why: enum barrier_cause | culprit << 8 (primitive.h). */
static int push_broken(lua_State *L, int64_t why)
{
	static const char *const words[] = {
		[BARRIER_ABORTED] = "aborted by ",
		[BARRIER_TIMED_OUT] = "timeout of ",
		[BARRIER_FAILED] = "error in the action of ",
		[BARRIER_DIED] = "death of ",
		[BARRIER_WAS_RESET] = "reset by ",
	};
	uint32_t cause = (uint32_t)why & 0xff, culprit = (uint32_t)(why >> 8) - 1;
	struct process_info info;

	lua_pushnil(L);
	lua_pushstring(L, outcome_name(OUTCOME_BROKEN));
	lua_pushstring(L, cause && cause <= BARRIER_WAS_RESET ? words[cause] : "unknown");
	if (script_process_info(script_of(L), culprit, &info))
		lua_pushstring(L, info.name);
	else
		lua_pushfstring(L, "process %I", (LUAI_UACINT)culprit);
	lua_concat(L, 2);
	return 3;
}

static int push_answer(lua_State *L, enum outcome outcome, int64_t index, int64_t why)
{
	if (outcome == OUTCOME_BROKEN)
		return push_broken(L, why);
	lua_pushinteger(L, index);
	return 1;
}

/* On the stack while the action runs: if an error passes, it breaks the barrier. */
struct attempt {
	uint32_t kind; /* KIND_ATTEMPT */
	bool over;
	const struct script_object *barrier; /* at index 1 of the call */
};

static const char attempt_class;

static int attempt_close(lua_State *L)
{
	struct attempt *attempt = lua_touserdata(L, 1);
	struct request request = {.action = BARRIER_BREAK, .b = BARRIER_FAILED};

	if (!attempt->over)
		operate(script_of(L)->self, attempt->barrier->handle, &request, WAIT_FOREVER);
	return 0;
}

/* The last to come does the action, and opens. */
static int do_action(lua_State *L, const struct script_object *barrier, int64_t index)
{
	struct request request = {.action = BARRIER_OPEN};
	struct attempt *attempt = lua_newuserdatauv(L, sizeof *attempt, 0);

	*attempt = (struct attempt){.kind = KIND_ATTEMPT, .barrier = barrier};
	lua_rawgetp(L, LUA_REGISTRYINDEX, &attempt_class);
	lua_setmetatable(L, -2);
	lua_toclose(L, -1);
	lua_getiuservalue(L, 1, 1);
	lua_call(L, 0, 0);
	attempt->over = true;
	enum outcome outcome = handle_operate(L, script_of(L), barrier, &request, WAIT_FOREVER);
	return push_answer(L, outcome, index, request.a);
}

static int wait_for_others(lua_State *L, const struct script_object *barrier, int64_t index, int64_t timeout)
{
	int64_t why;
	enum outcome outcome = barrier_await(script_of(L)->self, barrier->handle, timeout, &why);

	if (outcome == OUTCOME_INTERRUPTED)
		script_raise(L, "Interrupted", barrier, "the wait was interrupted");
	return push_answer(L, outcome, index, why);
}

static int barrier_wait(lua_State *L)
{
	static const struct parameter parameters[] = {{"timeout", "n"}};
	struct script_object *barrier = barrier_at(L);
	struct request arrive = {.action = BARRIER_ARRIVE};
	union state state;

	arguments_take(L, "Barrier.wait", 2, parameters, 1);
	peek(L, barrier, &state);
	int64_t timeout = lua_isnil(L, 2) ? state.barrier.timeout : arguments_timeout(L, "Barrier.wait", 2);
	bool has_action = lua_getiuservalue(L, 1, 1) == LUA_TFUNCTION;

	if (state.barrier.has_action && !has_action)
		script_raise(
			L, "ValueError", barrier,
			"the barrier's action did not come along: pass the barrier in the args of a Process");
	/* Room for all that is pushed once it has arrived: nothing may fail then. */
	luaL_checkstack(L, 8, NULL);
	enum outcome outcome = handle_operate(L, script_of(L), barrier, &arrive, WAIT_FOREVER);
	if (outcome == OUTCOME_BROKEN)
		return push_broken(L, arrive.a);
	if (!arrive.b)
		return wait_for_others(L, barrier, arrive.a, timeout);
	if (has_action)
		return do_action(L, barrier, arrive.a);
	lua_pushinteger(L, arrive.a);
	return 1;
}

static int barrier_abort(lua_State *L)
{
	struct request request = {.action = BARRIER_BREAK, .b = BARRIER_ABORTED};

	handle_operate(L, script_of(L), barrier_at(L), &request, WAIT_FOREVER);
	return 0;
}

static int barrier_reset(lua_State *L)
{
	struct request request = {.action = BARRIER_RESET};

	handle_operate(L, script_of(L), barrier_at(L), &request, WAIT_FOREVER);
	return 0;
}

static int barrier_attribute(lua_State *L)
{
	const char *name = lua_tostring(L, 2);
	union state state;

	peek(L, lua_touserdata(L, 1), &state);
	if (!strcmp(name, "parties"))
		lua_pushinteger(L, state.barrier.parties);
	else if (!strcmp(name, "n_waiting"))
		lua_pushinteger(L, lineup_count(&state.barrier.line, LINEUP_WAITS));
	else if (!strcmp(name, "broken"))
		lua_pushboolean(L, state.barrier.broken != 0);
	else
		return 0;
	return 1;
}

static int barrier_tostring(lua_State *L)
{
	struct script_object *barrier = barrier_at(L);
	char name[NAME_SIZE];
	union state state;

	object_name(script_of(L)->self, barrier->handle, name);
	peek(L, barrier, &state);
	if (state.barrier.broken)
		lua_pushfstring(L, "<Barrier name='%s' broken>", name);
	else
		lua_pushfstring(L, "<Barrier name='%s' waiting=%d of %d>", name,
				(int)lineup_count(&state.barrier.line, LINEUP_WAITS),
				(int)state.barrier.parties);
	return 1;
}

void barrier_open(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"wait", barrier_wait},
		{"abort", barrier_abort},
		{"reset", barrier_reset},
		{"__tostring", barrier_tostring},
		{NULL, NULL},
	};
	static const luaL_Reg functions[] = {{"Barrier", barrier_new}, {NULL, NULL}};

	handle_class(L, PRIMITIVE_BARRIER, methods, barrier_attribute);
	luaL_setfuncs(L, functions, 0);
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, attempt_close);
	lua_setfield(L, -2, "__close");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &attempt_class);
}
