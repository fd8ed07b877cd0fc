/* The Lua state: made once, in a heap of its own, and entered by script_call only, so that every error ends
 * as an event and an exit code. */
#include "script/memory.h"
#include "script/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/control.h"
#include "script/error.h"
#include "script/repeat.h"

#define MEMORY_LIMIT ((size_t)256 << 20)

static const char script_attend[1]; /* key of the registry: what attend calls */
static const char randomseed; /* key of the registry, by address */

int script_line(lua_State *L, const struct script *script, int level, lua_Debug *frame)
{
	for (; lua_getstack(L, level, frame); level++) {
		lua_getinfo(L, "Sl", frame);
		if (frame->currentline > 0 && !strcmp(frame->source, script->chunk))
			return frame->currentline;
	}
	return 0;
}

void script_find_line(lua_State *L, struct script *script)
{
	lua_Debug caller, frame;
	int line = script_line(L, script, 1, &frame);

	/* The caller's own line, and not one of whoever called it, is so wherever it is called from. */
	if (line && script->walkable && !script->loads && lua_getstack(L, 1, &caller) &&
	    caller.i_ci == frame.i_ci) {
		const void *place = memory_place(&frame);
		unsigned at = (unsigned)((uintptr_t)place / 4 % LINES);

		script->lines[at].place = place;
		script->lines[at].line = (uint32_t)line;
	}
	if (line) /* else where it was last: a coroutine of a helper, a finalizer */
		script->self->line = (uint32_t)line;
}

void script_seed(lua_State *L, struct script *script)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &randomseed);
	lua_pushinteger(L, (lua_Integer)script->self->seed);
	lua_pushinteger(L, (lua_Integer)process_identity_hash(script->self));
	lua_call(L, 2, 0);
}

/* Memory is gone: one sentence, made without any. */
static void report_memory(struct script *script)
{
	struct process_info self;
	char text[256], place[16] = "", limit[32] = "there was";

	process_self_info(script->self, &self);
	if (script->self->line)
		snprintf(place, sizeof place, ":%u", script->self->line);
	if (script->heap)
		snprintf(limit, sizeof limit, "%zu MiB", heap_limit(script->heap) >> 20);
	int length = snprintf(text, sizeof text, "%s%s: %s used more than %s of Lua memory", script->file,
			      place, self.name, limit);
	if (script_host)
		host_write(NULL, text, (size_t)length);
	process_failed(script->self, "MemoryError", text, (size_t)length);
	process_error(script->self, ERROR_PLAIN, text, (size_t)length);
}

void script_remark(struct script *script, const char *text, size_t length)
{
	if (script_host)
		host_write(NULL, text, length);
	process_say(script->self, text, length);
}

void script_failed(struct script *script, const char *text, size_t length)
{
	process_failed(script->self, script->failure_kind, text, length);
	if (!strcmp(script->failure_kind, "Interrupted"))
		process_say(script->self, text,
			    length); /* asked for, like a death by signal: not a failure of the run */
	else
		process_error(script->self, script->failure, text, length);
}

void script_report(lua_State *L, struct script *script, int status)
{
	size_t length;
	const char *text = lua_tolstring(L, -1, &length);

	if (status == LUA_ERRMEM) {
		report_memory(script);
		return;
	}
	if (status == LUA_ERRERR || !text) {
		text = "an error could not be told: its __tostring failed, or the stack was full";
		length = strlen(text);
		script->failure = ERROR_PLAIN;
		strcpy(script->failure_kind, "error");
	}
	if (script_host && script->failure != ERROR_USAGE) {
		struct process_info self;

		process_self_info(script->self, &self);
		host_write(self.name, text, length);
	}
	script_failed(script, text, length);
}

/* The hook that a signal arms: SIGINT in the middle of Lua code. If a wait was told of it first, there is
 * nothing left to do. */
static void interrupt_hook(lua_State *L, lua_Debug *frame)
{
	struct script *script = script_of(L);
	struct self *self = script->self;

	lua_sethook(L, NULL, 0, 0);
	if (!self->interrupted)
		return;
	self->interrupted = 0;
	int line = script_line(L, script, 0, frame);
	lua_pushliteral(L, "the process was interrupted");
	error_make(L, "Interrupted", NULL);
	if (line) {
		lua_pushfstring(L, "%s:%d", script->file, line);
		lua_setfield(L, -2, "where");
	}
	lua_error(L);
}

static lua_State *interruptible; /* of the process we are in; for the signal handler, too */

/* lua_sethook may be called from a signal handler: lua.c does so. */
static void arm_hook(struct self *self)
{
	(void)self;
	lua_sethook(interruptible, interrupt_hook, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT,
		    1);
}

#define MANY 100000000 /* instructions, after which a process is taken to go on so for ever */

/* MANY instructions since it was armed. If there was a step meanwhile, that is nothing. */
static void count_hook(lua_State *L, lua_Debug *frame)
{
	struct script *script = script_of(L);
	struct process_info self;
	char text[256];

	lua_sethook(L, NULL, 0, 0);
	if (control_steps(script->self) != script->steps)
		return;
	script->self->line = (uint32_t)script_line(L, script, 0, frame);
	process_self_info(script->self, &self);
	int length = snprintf(
		text, sizeof text,
		"%s:%u: %s computes and comes to no step: %d million instructions since the last one. "
		"Where steps are granted one by one nobody else can go on",
		script->file, script->self->line, self.name, MANY / 1000000);
	process_error(script->self, ERROR_PLAIN, text, (size_t)length);
	control_spins(script->self);
}

/* In the signal handler. What counts since the same step goes on counting. */
static void arm_count(struct self *self)
{
	struct script *script = script_of(interruptible);
	lua_Hook hook = lua_gethook(interruptible);

	if (hook && (hook != count_hook || script->steps == control_steps(self)))
		return;
	script->steps = control_steps(self);
	lua_sethook(interruptible, count_hook, LUA_MASKCOUNT, MANY);
}

static void late_hook(lua_State *L, lua_Debug *frame)
{
	struct self *self = script_of(L)->self;

	(void)frame;
	lua_sethook(L, NULL, 0, 0);
	if (self->unload)
		self->unload(self);
}

/* In the signal handler. A hook that is there is for something more urgent. */
static void arm_late(struct self *self)
{
	(void)self;
	if (!lua_gethook(interruptible))
		lua_sethook(interruptible, late_hook, LUA_MASKCOUNT, 1);
}

/* Call the function that pool_attend was given. What it does may use the buffers that the operation at hand
 * is using. */
static void attend(struct self *self)
{
	struct script *script = script_of(interruptible);
	lua_State *L = script->current;
	struct buffer out = script->out, in = script->in, task = script->task,
		      travellers = script->travellers;

	if (!lua_checkstack(L, 10))
		return;
	script->out = script->in = script->task = script->travellers = (struct buffer){0};
	lua_pushcfunction(L, error_handler);
	lua_rawgetp(L, LUA_REGISTRYINDEX, script_attend);
	int status = lua_pcall(L, 0, 0, -2);
	if (status != LUA_OK && error_is_exit(L, -1))
		process_exit(self, script->exit_code);
	if (status != LUA_OK)
		script_report(L, script, status);
	lua_pop(L, status == LUA_OK ? 1 : 2);
	script->current = L;
	buffer_finish(&script->out);
	buffer_finish(&script->in);
	buffer_finish(&script->task);
	buffer_finish(&script->travellers);
	script->out = out;
	script->travellers = travellers;
	script->in = in;
	script->task = task;
}

void script_set_attend(lua_State *L)
{
	lua_rawsetp(L, LUA_REGISTRYINDEX, script_attend);
	script_of(L)->self->attend = attend;
}

struct script *script_running(void)
{
	return interruptible ? script_of(interruptible) : NULL;
}

void script_enter(struct script *script)
{
	interruptible = script->L;
}

void script_interruptible(lua_State *L)
{
	struct self *self = script_of(L)->self;

	interruptible = L;
	self->fingerprint = memory_fingerprint;
	repeat_clock(self);
	self->on_interrupt = arm_hook;
	self->on_count = arm_count;
	self->on_late = arm_late;
	if (self->interrupted)
		arm_hook(self);
}

int script_call(lua_State *L, int arguments)
{
	struct script *script = script_of(L);
	int function = lua_gettop(L) - arguments, code = 0;

	script_interruptible(L);
	lua_pushcfunction(L, error_handler);
	lua_insert(L, function);
	int status = lua_pcall(L, arguments, 0, function);
	if (status != LUA_OK && error_is_exit(L, -1)) {
		code = script->exit_code;
	} else if (status != LUA_OK) {
		code = 1;
		script_report(L, script, status);
	}
	lua_settop(L, function - 1);
	return code;
}

void script_open(lua_State *L)
{
	struct script *script = script_of(L);

	modules_open(L);
	lua_getglobal(L, "math");
	lua_getfield(L, -1, "randomseed");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &randomseed);
	script->value_key = lua_pushliteral(L, "value");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &script->value_key);
}

static int open_everything(lua_State *L)
{
	cage_open(L);
	repeat_settle(L);
	script_open(L);
	modules_cage(L);
	memory_open(L);
	if (script_of(L)->self && control_fingerprints(script_of(L)->self))
		memory_watch(L);
	repeat_settle(L);
	return 0;
}

/* As lua5.4 does with a file: no byte order mark, no first line that begins with '#'. Its end stays: lines
 * keep their numbers. */
static void skip_shebang(const char **text, size_t *length)
{
	size_t skip = *length >= 3 && !memcmp(*text, "\xEF\xBB\xBF", 3) ? 3 : 0;

	if (skip < *length && (*text)[skip] == '#')
		while (skip < *length && (*text)[skip] != '\n')
			skip++;
	*text += skip;
	*length -= skip;
}

static int compile(lua_State *L)
{
	struct script *script = script_of(L);
	const struct scenario *scenario = script->scenario;

	const char *text = scenario->source;
	size_t length = scenario->length;

	skip_shebang(&text, &length);
	if (length && *text == *LUA_SIGNATURE)
		luaL_error(L, "%s: this is compiled Lua; give the source text", script->file);
	if (luaL_loadbufferx(L, text, length, script->chunk, "t"))
		return lua_error(L);
	return 1;
}

/* A failed compilation in one sentence; what has no place yet ("C stack overflow") gets its file. */
static void say_why(lua_State *L, const struct script *script, char *message, size_t size)
{
	const char *text = lua_tostring(L, -1);
	size_t length = strlen(script->file);

	if (strncmp(text, script->file, length) || text[length] != ':')
		snprintf(message, size, "%s: %s", script->file, text);
	else
		snprintf(message, size, "%s", text);
}

static int load(struct script *script, char *message, size_t size)
{
	lua_State *L = script->L;

	lua_pushcfunction(L, open_everything);
	int status = lua_pcall(L, 0, 0, 0);
	if (status == LUA_OK) {
		lua_pushcfunction(L, compile);
		status = lua_pcall(L, 0, 1, 0);
		if (status != LUA_OK)
			say_why(L, script, message, size);
	} else {
		snprintf(message, size, "%s", lua_tostring(L, -1));
	}
	if (status == LUA_OK)
		return 0;
	return status == LUA_ERRMEM ? -ENOMEM : -EINVAL;
}

static void set_names(struct script *script, const char *path)
{
	const char *slash = strrchr(path, '/');

	snprintf(script->file, sizeof script->file, "%s", slash ? slash + 1 : path);
	snprintf(script->chunk, sizeof script->chunk, "@%s", script->file);
}

int script_create(struct script **created, const struct scenario *scenario, struct self *self, char *message,
		  size_t size)
{
	struct script *script = calloc(1, sizeof *script);

	if (!script)
		goto no_memory;
	script->scenario = scenario;
	script->self = self;
	set_names(script, scenario->path);
	script->heap = heap_create(scenario->memory_limit ? (size_t)scenario->memory_limit : MEMORY_LIMIT);
	if (!script->heap)
		goto no_memory;
	script->L = repeat_newstate(script->heap);
	if (!script->L)
		goto no_memory;
	*(struct script **)lua_getextraspace(script->L) = script;
	int error = load(script, message, size);
	if (error) {
		script_destroy(script);
		return error;
	}
	*created = script;
	return 0;
no_memory:
	snprintf(message, size,
		 "there is no memory for a Lua state; is the limit on memory (ulimit -v) too low?");
	script_destroy(script);
	return -ENOMEM;
}

void script_destroy(struct script *script)
{
	if (!script)
		return;
	if (script->L)
		lua_close(script->L);
	heap_destroy(script->heap);
	buffer_finish(&script->out);
	buffer_finish(&script->in);
	buffer_finish(&script->task);
	buffer_finish(&script->travellers);
	buffer_finish(&script->warning);
	seen_finish(&script->seen);
	seen_finish(&script->walked);
	free(script);
}
