/* The libraries of a scenario: Lua's own, without what reaches the machine.
 *
 * Gone: io, os.execute and the like, loading of files and of C code, binary chunks, debug but for
 * traceback. print and warn become events. The originals are not hidden but absent: nothing of the
 * scenario can find them again.
 */
#include <stdlib.h>
#include <string.h>

#include <lualib.h>

#include "script/error.h"
#include "script/state.h"

/* Leave only the fields named in the table on top of the stack. */
static void keep(lua_State *L, const char *const *fields)
{
	for (lua_pushnil(L); lua_next(L, -2);) {
		int i = 0;

		lua_pop(L, 1);
		while (fields[i] && strcmp(fields[i], lua_tostring(L, -1)))
			i++;
		if (!fields[i]) {
			lua_pushvalue(L, -1);
			lua_pushnil(L);
			lua_rawset(L, -4); /* clearing a field while one goes through the table is allowed */
		}
	}
}

void script_push_line(lua_State *L)
{
	int count = lua_gettop(L);
	luaL_Buffer line;

	luaL_buffinit(L, &line);
	for (int i = 1; i <= count; i++) {
		if (i > 1)
			luaL_addchar(&line, '\t');
		luaL_tolstring(L, i, NULL);
		luaL_addvalue(&line);
	}
	luaL_pushresult(&line);
}

static int say(lua_State *L)
{
	struct script *script = script_of(L);
	size_t length;

	script_here(L, script);
	script_push_line(L);
	const char *text = lua_tolstring(L, -1, &length);
	process_say(script->self, text, length);
	return 0;
}

/* Upvalue: the original load. Text only, whatever mode is asked for. */
static int load_text(lua_State *L)
{
	int count = lua_gettop(L);

	script_loads(script_of(L));
	if (count < 3)
		lua_settop(L, 3);
	lua_pushliteral(L, "t");
	lua_replace(L, 3);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
	return lua_gettop(L);
}

/* warn("…", …), in one piece; "@on" and "@off" are for Lua's own. */
static void warn_piece(void *context, const char *text, int more)
{
	struct script *script = context;

	if (!script->self || (!more && !script->warning.length && text[0] == '@'))
		return;
	if (!script->warning.length)
		buffer_add(&script->warning, "warning: ", strlen("warning: "));
	buffer_add(&script->warning, text, strlen(text));
	if (more)
		return;
	process_say(script->self, script->warning.bytes, script->warning.length);
	script->warning.length = 0;
}

static void restrict_library(lua_State *L, const char *library, const char *const *fields)
{
	lua_getglobal(L, library);
	keep(L, fields);
	lua_pop(L, 1);
}

static void forget(lua_State *L, const char *const *globals)
{
	for (; *globals; globals++) {
		lua_pushnil(L);
		lua_setglobal(L, *globals);
	}
}

void cage_open(lua_State *L)
{
	static const luaL_Reg libraries[] = {
		{LUA_GNAME, luaopen_base},	    {LUA_LOADLIBNAME, luaopen_package},
		{LUA_COLIBNAME, luaopen_coroutine}, {LUA_TABLIBNAME, luaopen_table},
		{LUA_OSLIBNAME, luaopen_os},	    {LUA_STRLIBNAME, luaopen_string},
		{LUA_MATHLIBNAME, luaopen_math},    {LUA_UTF8LIBNAME, luaopen_utf8},
		{LUA_DBLIBNAME, luaopen_debug},	    {NULL, NULL},
	};
	static const char *const os[] = {"time", "clock", "date", "difftime", NULL};
	static const char *const debug[] = {"traceback", NULL};
	static const char *const package[] = {"loaded", "preload", "searchers", NULL};
	static const char *const gone[] = {"dofile", "loadfile", NULL};

	lua_pushboolean(
		L, 1); /* no LUA_PATH: nobody finds it, and what it takes would move everything behind it */
	lua_setfield(L, LUA_REGISTRYINDEX, "LUA_NOENV");
	for (const luaL_Reg *library = libraries; library->func; library++) {
		luaL_requiref(L, library->name, library->func, 1);
		lua_pop(L, 1);
	}
	restrict_library(L, "os", os);
	restrict_library(L, "debug", debug);
	restrict_library(L, "package", package);
	forget(L, gone);
	lua_getglobal(L, "string");
	lua_pushnil(L);
	lua_setfield(L, -2, "dump");
	lua_pop(L, 1);
	lua_getglobal(L, "load");
	lua_pushcclosure(L, load_text, 1);
	lua_setglobal(L, "load");
	lua_register(L, "print", say);
	lua_setwarnf(L, warn_piece, script_of(L));
	error_open(L);
}
