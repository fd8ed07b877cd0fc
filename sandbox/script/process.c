/* Processes: what multiprocessing.lua builds class Process on, and the functions about the process we
 * are in. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/utf8.h"
#include "runtime/arena.h"
#include "script/arguments.h"
#include "script/error.h"
#include "script/handle.h"

bool script_process_info(struct script *script, uint32_t number, struct process_info *info)
{
	struct arena *arena = script->self->arena;

	for (uint32_t i = 0; i < SLOTS; i++) {
		const struct slot *slot = &arena->slots[i];

		if (slot_state(slot) < SLOT_BORN || slot->number != number)
			continue;
		*info = (struct process_info){
			.number = number,
			.pid = control_is_on(script->self) ? (pid_t)(CONTROL_PID + number) : slot->pid,
			.daemon = slot->daemon};
		memcpy(info->name, slot->name, sizeof info->name);
		return true;
	}
	return false;
}

static int run_child(lua_State *L)
{
	struct script *script = script_of(L);

	script_seed(L, script);
	lua_call(L, 1, 0);
	guard_check(L, script);
	return 0;
}

/* In the child. It has a Lua stack of its own: what was on its parent's is out of reach of errors and
 * of closing. */
static int child_body(struct self *self, void *context)
{
	lua_State *L = context;
	struct script *script = script_of(L);

	script->self = self;
	script->guards = 0;
	script->naming.frame = NULL;
	if (script_host)
		host_child();
	return script_call(L, 2);
}

/* arguments(…) → group, target, name, args, kwargs, daemon, nice, affinity: of Process, in Python's order. */
static int process_arguments(lua_State *L)
{
	static const struct parameter parameters[] = {{"group", "-"}, {"target", "ft"}, {"name", "s"},
						      {"args", "t"},  {"kwargs", "t"},	{"daemon", "b"},
						      {"nice", "i"},  {"affinity", "t"}};

	arguments_take(L, "Process", 1, parameters, 8);
	return 8;
}

/* call(function, args, count [, kwargs]): from C, so that in a traceback it has no name but its own place. */
static int process_call(lua_State *L)
{
	int count = (int)luaL_checkinteger(L, 3);

	lua_settop(L, 4);
	luaL_checkstack(L, count + 2, "too many arguments");
	lua_pushvalue(L, 1);
	for (int i = 1; i <= count; i++)
		lua_geti(L, 2, i);
	if (!lua_isnil(L, 4)) {
		lua_pushvalue(L, 4);
		count++;
	}
	lua_call(L, count, 0);
	return 0;
}

/* spawn(name, daemon, function, process) → handle, pid: a child that calls function(process). */
static int process_start(lua_State *L)
{
	struct script *script = script_of(L);
	char name[NAME_SIZE];
	size_t length;
	const char *text = luaL_checklstring(L, 1, &length);

	script_here(L, script);
	knobs_settle(L, script);
	utf8_clean(name, sizeof name, text, length);
	struct script_object *process = lua_newuserdatauv(L, sizeof *process, 0);
	*process = (struct script_object){.kind = PRIMITIVE_PROCESS};
	lua_State *child = lua_newthread(L);
	lua_pushcfunction(child, run_child);
	lua_pushvalue(L, 3);
	lua_pushvalue(L, 4);
	lua_xmove(L, child, 2);
	int error =
		process_spawn(script->self, &process->handle, name, lua_toboolean(L, 2), child_body, child);
	if (error == -EMFILE)
		script_raise(L, "OSError", NULL,
			     "%s was not started: this run has as many processes as it may", name);
	if (error)
		script_raise(L, "OSError", NULL, "%s was not started: %s", name, strerror(-error));
	lua_pop(L, 1);
	struct process_info info = {0};
	process_identity(script->self, process->handle, &info);
	lua_pushinteger(L, info.pid);
	return 2;
}

/* Push the error of the child that was reaped last: kind and text; nothing if it had none. Returns how many.
 */
static int push_failure(lua_State *L, const struct self *self)
{
	if (!self->error_kind[0])
		return 0;
	lua_pushstring(L, self->error_kind);
	lua_pushstring(L, self->error);
	return 2;
}

/* join(handle [, timeout]) → true, exit code [, kind and text of its error] | false, "timeout" */
static int process_wait(lua_State *L)
{
	static const struct parameter parameters[] = {{"timeout", "n"}};
	struct script *script = script_of(L);
	struct script_object *process = handle_at(L, 1, PRIMITIVE_PROCESS);
	int code = 0;

	arguments_take(L, "Process.join", 2, parameters, 1);
	int64_t timeout = arguments_timeout(L, "Process.join", 2);
	script_here(L, script);
	script->self->error_kind[0] = '\0';
	enum outcome outcome = process_join(script->self, process->handle, timeout, &code);
	if (outcome == OUTCOME_INTERRUPTED)
		script_raise(L, "Interrupted", NULL, "the wait was interrupted");
	if (outcome != OUTCOME_OK)
		return handle_answer(L, OUTCOME_TIMED_OUT);
	lua_pushboolean(L, 1);
	lua_pushinteger(L, code);
	return 2 + push_failure(L, script->self);
}

/* info(handle) → alive, pid, exit code | nothing, when it is forgotten */
static int process_look(lua_State *L)
{
	struct script_object *process = handle_at(L, 1, PRIMITIVE_PROCESS);
	struct process_info info;

	if (!process_info(script_of(L)->self, process->handle, &info))
		return 0;
	lua_pushboolean(L, !info.ended);
	lua_pushinteger(L, info.pid);
	if (!info.ended)
		return 2;
	lua_pushinteger(L, info.exit_code);
	return 3;
}

/* signal(handle, "TERM" | "KILL" | "INT") → true | false, "exited" */
static int process_send(lua_State *L)
{
	struct script *script = script_of(L);
	struct script_object *process = handle_at(L, 1, PRIMITIVE_PROCESS);
	const char *name = luaL_checkstring(L, 2);
	int number = !strcmp(name, "KILL") ? SIGKILL : !strcmp(name, "INT") ? SIGINT : SIGTERM;

	script_here(L, script);
	if (process_signal(script->self, process->handle, number) == 0) {
		lua_pushboolean(L, 1);
		return 1;
	}
	lua_pushboolean(L, 0);
	lua_pushliteral(L, "exited");
	return 2;
}

/* reap(handle) → exit code [, kind and text of its error] | nothing, when it has not ended. A child that
 * ended leaves no zombie after this. */
static int reap(lua_State *L)
{
	struct script_object *process = handle_at(L, 1, PRIMITIVE_PROCESS);
	int code;

	struct self *self = script_of(L)->self;

	self->error_kind[0] = '\0';
	if (!process_reap(self, process->handle, &code))
		return 0;
	lua_pushinteger(L, code);
	return 1 + push_failure(L, self);
}

/* own() → handle, name: of the process we are in. */
static int own(lua_State *L)
{
	struct self *self = script_of(L)->self;
	struct script_object *process = lua_newuserdatauv(L, sizeof *process, 0);
	uint32_t index = slot_object(self->slot->index);

	*process = (struct script_object){.kind = PRIMITIVE_PROCESS,
					  .handle = {index, arena_object(self->arena, index)->number}};
	lua_pushstring(L, self->slot->name);
	return 2;
}

/* is_controlled() → whether steps are granted one by one (runtime/control.h) */
static int is_controlled(lua_State *L)
{
	lua_pushboolean(L, control_is_on(script_of(L)->self));
	return 1;
}

/* A refusal of the system: nil, "permission" | nil, "exited"; anything else is misuse. */
static int refused(lua_State *L, const char *what)
{
	lua_pushnil(L);
	if (errno == EACCES || errno == EPERM)
		lua_pushliteral(L, "permission");
	else if (errno == ESRCH)
		lua_pushliteral(L, "exited");
	else
		script_raise(L, "ValueError", NULL, "%s: %s", what, strerror(errno));
	return 2;
}

/* set_nice(pid, nice) → true | nil, why */
static int set_nice(lua_State *L)
{
	if (control_is_on(script_of(L)->self)) {
		lua_pushboolean(L, 1); /* who goes when is decided elsewhere */
		return 1;
	}
	if (setpriority(PRIO_PROCESS, (id_t)luaL_checkinteger(L, 1), (int)luaL_checkinteger(L, 2)) < 0)
		return refused(L, "nice");
	lua_pushboolean(L, 1);
	return 1;
}

/* get_nice(pid) → nice | nil, why */
static int get_nice(lua_State *L)
{
	errno = 0;
	int nice = control_is_on(script_of(L)->self) ?
			   0 :
			   getpriority(PRIO_PROCESS, (id_t)luaL_checkinteger(L, 1));

	if (nice == -1 && errno)
		return refused(L, "nice");
	lua_pushinteger(L, nice);
	return 1;
}

/* set_affinity(pid, {processor, …}) → true | nil, why. Numbers that are no processors were refused before. */
static int set_affinity(lua_State *L)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, 2); i++) {
		lua_rawgeti(L, 2, i);
		CPU_SET((size_t)lua_tointeger(L, -1), &set);
		lua_pop(L, 1);
	}
	if (control_is_on(script_of(L)->self)) {
		lua_pushboolean(L, 1);
		return 1;
	}
	if (sched_setaffinity((pid_t)luaL_checkinteger(L, 1), sizeof set, &set) < 0) {
		if (errno == EINVAL)
			script_raise(L, "ValueError", NULL, "affinity: none of these processors is there");
		return refused(L, "affinity");
	}
	lua_pushboolean(L, 1);
	return 1;
}

/* get_affinity(pid) → {processor, …} | nil, why */
static int get_affinity(lua_State *L)
{
	cpu_set_t set;
	int count = 0;

	CPU_ZERO(&set);
	for (size_t i = 0; i < CONTROL_PROCESSORS; i++)
		CPU_SET(i, &set);
	if (!control_is_on(script_of(L)->self) &&
	    sched_getaffinity((pid_t)luaL_checkinteger(L, 1), sizeof set, &set) < 0)
		return refused(L, "affinity");
	lua_newtable(L);
	for (int i = 0; i < CPU_SETSIZE; i++)
		if (CPU_ISSET((size_t)i, &set)) {
			lua_pushinteger(L, i);
			lua_rawseti(L, -2, ++count);
		}
	return 1;
}

static int mp_getpid(lua_State *L)
{
	struct process_info info;

	process_self_info(script_of(L)->self, &info);
	lua_pushinteger(L, info.pid);
	return 1;
}

static int mp_getppid(lua_State *L)
{
	struct process_info info;
	bool alive = process_parent_info(script_of(L)->self, &info) && !info.ended;

	if (alive)
		lua_pushinteger(L, info.pid);
	else
		lua_pushinteger(L, control_is_on(script_of(L)->self) ? CONTROL_PID - 1 : getppid());
	return 1;
}

static int mp_cpu_count(lua_State *L)
{
	long count = control_is_on(script_of(L)->self) ? CONTROL_PROCESSORS : sysconf(_SC_NPROCESSORS_ONLN);

	lua_pushinteger(L, count > 0 ? count : 1);
	return 1;
}

static int mp_sleep(lua_State *L)
{
	struct script *script = script_of(L);
	int64_t time = arguments_seconds(L, "sleep", 1);

	script_here(L, script);
	process_sleep(script->self, time);
	return 0;
}

static int mp_time(lua_State *L)
{
	lua_pushnumber(L, (lua_Number)process_time(script_of(L)->self) / 1e9);
	return 1;
}

/* exit([code]): nothing, nil or true is 0, false is 1, text is printed and is 1. */
static int mp_exit(lua_State *L)
{
	struct script *script = script_of(L);

	script_here(L, script);
	if (lua_isinteger(L, 1))
		error_exit(L, (int)(lua_tointeger(L, 1) & 0xff));
	if (lua_isnoneornil(L, 1))
		error_exit(L, 0);
	if (lua_isboolean(L, 1))
		error_exit(L, !lua_toboolean(L, 1));
	size_t length;
	const char *text = luaL_tolstring(L, 1, &length);
	script_remark(script, text, length);
	error_exit(L, 1);
}

void process_open(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{"spawn", process_start},
		{"join", process_wait},
		{"info", process_look},
		{"signal", process_send},
		{"reap", reap},
		{"call", process_call},
		{"own", own},
		{"is_controlled", is_controlled},
		{"getpid", mp_getpid},
		{"getppid", mp_getppid},
		{"cpu_count", mp_cpu_count},
		{"sleep", mp_sleep},
		{"time", mp_time},
		{"exit", mp_exit},
		{"raise", error_raise},
		{"unknown", error_unknown},
		{"set_nice", set_nice},
		{"get_nice", get_nice},
		{"set_affinity", set_affinity},
		{"get_affinity", get_affinity},
		{"arguments", process_arguments},
		{NULL, NULL},
	};

	luaL_setfuncs(L, functions, 0);
}
