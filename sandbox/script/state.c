/* The Lua state: made once, in a heap of its own, and entered by script_call only, so that every error ends
 * as an event and an exit code. */
#include "script/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/error.h"

#define MEMORY_LIMIT ((size_t)256 << 20)

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
	lua_Debug frame;
	int line = script_line(L, script, 1, &frame);

	if (line) /* else where it was last: a coroutine of a helper, a finalizer */
		script->self->line = (uint32_t)line;
}

void script_seed(lua_State *L, struct script *script)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &randomseed);
	lua_pushinteger(L, (lua_Integer)script->self->seed);
	lua_pushinteger(L, script->self->number);
	lua_call(L, 2, 0);
}

/* Memory is gone: one sentence, made without any. */
static void report_memory(struct script *script)
{
	struct process_info self;
	char text[256], place[16] = "";

	process_self_info(script->self, &self);
	if (script->self->line)
		snprintf(place, sizeof place, ":%u", script->self->line);
	int length = snprintf(text, sizeof text, "%s%s: %s used more than %zu MiB of Lua memory",
			      script->file, place, self.name, heap_limit(script->heap) >> 20);
	process_error(script->self, ERROR_PLAIN, text, (size_t)length);
}

static void report(lua_State *L, struct script *script, int status)
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
	}
	process_error(script->self, script->failure, text, length);
}

int script_call(lua_State *L, int arguments)
{
	struct script *script = script_of(L);
	int function = lua_gettop(L) - arguments, code = 0;

	lua_pushcfunction(L, error_handler);
	lua_insert(L, function);
	int status = lua_pcall(L, arguments, 0, function);
	if (status != LUA_OK && error_is_exit(L, -1)) {
		code = script->exit_code;
	} else if (status != LUA_OK) {
		code = 1;
		report(L, script, status);
	}
	lua_settop(L, function - 1);
	return code;
}

static int open_everything(lua_State *L)
{
	struct script *script = script_of(L);

	cage_open(L);
	modules_open(L);
	lua_getglobal(L, "math");
	lua_getfield(L, -1, "randomseed");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &randomseed);
	script->value_key = lua_pushliteral(L, "value");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &script->value_key);
	return 0;
}

static int compile(lua_State *L)
{
	struct script *script = script_of(L);
	const struct scenario *scenario = script->scenario;

	if (luaL_loadbufferx(L, scenario->source, scenario->length, script->chunk, "t"))
		return lua_error(L);
	return 1;
}

static int load(struct script *script, char *message, size_t size)
{
	lua_State *L = script->L;

	lua_pushcfunction(L, open_everything);
	int status = lua_pcall(L, 0, 0, 0);
	if (status == LUA_OK) {
		lua_pushcfunction(L, compile);
		status = lua_pcall(L, 0, 1, 0);
	}
	if (status == LUA_OK)
		return 0;
	snprintf(message, size, "%s", lua_tostring(L, -1));
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
	script->L = lua_newstate(heap_allocate, script->heap);
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
	snprintf(message, size, "there is no memory for a Lua state");
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
	buffer_finish(&script->warning);
	seen_finish(&script->seen);
	free(script);
}
