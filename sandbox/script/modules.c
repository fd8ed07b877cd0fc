/* require: our own modules, and other Lua files of the scenario's folder. Nothing else of the file
 * system.
 *
 * Our modules are loaded once, before the scenario, and stripped of line numbers: so whatever happens
 * inside them is shown at the line of the scenario that called them (script_here).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lualib.h>

#include "base/place.h"
#include "script/error.h"
#include "script/handle.h"
#include "script/state.h"

#define PATH_SIZE 4096

void modules_folder(char *path, size_t size)
{
	const char *set = getenv("SANDBOX_LUA");

	if (set && *set)
		snprintf(path, size, "%s", set);
	else
		place_find("lua", path, size);
}

/* Push the file's text. Returns 0, or errno with nothing pushed. */
static int push_file(lua_State *L, const char *path)
{
	luaL_Buffer text;
	FILE *file = fopen(path, "re");

	if (!file)
		return errno;
	luaL_buffinit(L, &text);
	for (;;) {
		char *room = luaL_prepbuffer(&text);
		size_t length = fread(room, 1, LUAL_BUFFERSIZE, file);

		if (length == 0)
			break;
		luaL_addsize(&text, length);
	}
	int error = ferror(file) ? EIO : 0;
	fclose(file);
	luaL_pushresult(&text);
	if (error)
		lua_pop(L, 1);
	return error;
}

static int collect_code(lua_State *L, const void *bytes, size_t length, void *context)
{
	(void)L;
	return buffer_add(context, bytes, length) ? 0 : 1;
}

/* The function on top loses its line numbers. */
static void strip(lua_State *L, const char *name)
{
	struct buffer *code = &script_of(L)->out;

	code->length = 0;
	if (lua_dump(L, collect_code, code, 1) || luaL_loadbufferx(L, code->bytes, code->length, name, "b"))
		luaL_error(L, "there is no memory to load %s", name);
	lua_remove(L, -2);
}

static void push_copy(lua_State *L, int table)
{
	table = lua_absindex(L, table);
	lua_newtable(L);
	for (lua_pushnil(L); lua_next(L, table);) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_rawset(L, -4);
	}
}

/* The function on top gets globals of its own: a scenario may call a variable `type` or `table`, or change
 * what is in one. */
static void isolate(lua_State *L)
{
	static const char *const libraries[] = {LUA_STRLIBNAME, LUA_TABLIBNAME, LUA_MATHLIBNAME};

	lua_pushglobaltable(L);
	push_copy(L, -1);
	lua_remove(L, -2);
	for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
		lua_getfield(L, -1, libraries[i]);
		push_copy(L, -1);
		lua_remove(L, -2);
		lua_setfield(L, -2, libraries[i]);
	}
	lua_setupvalue(L, -2, 1);
}

/* Push a file of ours, as a function. */
static void push_ours(lua_State *L, const char *name)
{
	char folder[PATH_SIZE], path[PATH_SIZE + 64];
	size_t length;

	modules_folder(folder, sizeof folder);
	snprintf(path, sizeof path, "%s/%s.lua", folder, name);
	int error = push_file(L, path);
	if (error)
		luaL_error(L, "cannot read %s: %s; set SANDBOX_LUA to the folder of sandbox's own Lua files",
			   path, strerror(error));
	const char *text = lua_tolstring(L, -1, &length);
	const char *chunk = lua_pushfstring(L, "@%s.lua", name);
	if (luaL_loadbufferx(L, text, length, chunk, "t"))
		lua_error(L);
	strip(L, chunk);
	isolate(L);
	lua_replace(L, -3);
	lua_pop(L, 1);
}

/* Our own module: the file is a function of what C brings to it. */
static void load_module(lua_State *L, const char *name, void (*open)(lua_State *))
{
	push_ours(L, name);
	lua_newtable(L);
	open(L);
	lua_call(L, 1, 1);
	lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
	lua_insert(L, -2);
	lua_setfield(L, -2, name);
	lua_pop(L, 1);
}

static bool is_plain_name(const char *name)
{
	return *name && !strpbrk(name, "/\\") && name[0] != '.' && !strstr(name, "..");
}

/* The searcher for files beside the scenario: "helper" is helper.lua, "shapes.box" is shapes/box.lua. */
static int search_folder(lua_State *L)
{
	struct script *script = script_of(L);
	const char *name = luaL_checkstring(L, 1), *slash = strrchr(script->scenario->path, '/');
	char path[PATH_SIZE];
	size_t length;

	if (!is_plain_name(name)) {
		lua_pushfstring(L, "'%s' is no name of a module", name);
		return 1;
	}
	/* Where the scenario is stays out of Lua's memory: addresses in there are the same wherever it is. */
	const char *relative = luaL_gsub(L, name, ".", "/");
	snprintf(path, sizeof path, "%.*s%s.lua", slash ? (int)(slash - script->scenario->path) + 1 : 0,
		 script->scenario->path, relative);
	int error = push_file(L, path);
	if (error) {
		lua_pushfstring(L, "no file '%s': %s", path, strerror(error));
		return 1;
	}
	const char *text = lua_tolstring(L, -1, &length);
	const char *chunk = lua_pushfstring(L, "@%s.lua", relative);
	if (luaL_loadbufferx(L, text, length, chunk, "t"))
		return lua_error(L);
	script->has_helpers = true;
	lua_pushstring(L, chunk + 1);
	return 2;
}

static void open_multiprocessing(lua_State *L)
{
	process_open(L);
	lock_open(L);
	semaphore_open(L);
	condition_open(L);
	barrier_open(L);
	event_open(L);
	queue_open(L);
	connection_open(L);
	value_open(L);
	array_open(L);
	pool_open(L);
	push_ours(L, "pool");
	lua_setfield(L, -2, "pool");
}

void modules_open(lua_State *L)
{
	guard_open(L);
	load_module(L, "multiprocessing", open_multiprocessing);
	load_module(L, "sandbox", sandbox_open);
}

void modules_cage(lua_State *L)
{
	lua_getglobal(L, "package");
	lua_getfield(L, -1, "searchers");
	lua_pushcfunction(L, search_folder);
	lua_rawseti(L, -2, 2);
	for (int i = 3; i <= 4; i++) {
		lua_pushnil(L);
		lua_rawseti(L, -2, i);
	}
	lua_pop(L, 2);
}
