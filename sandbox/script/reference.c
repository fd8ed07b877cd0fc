/* One Lua file reads the stubs and writes them in words, in a plain state of its own
 * (lua/meta/reference.lua). */
#include "script/reference.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lualib.h>

#include "base/nearest.h"
#include "script/state.h"

#define PATH_SIZE 4096

static void push_request(lua_State *L, const char *folder, const struct reference *reference)
{
	lua_newtable(L);
	lua_newtable(L);
	lua_pushfstring(L, "%s/meta/multiprocessing.lua", folder);
	lua_rawseti(L, -2, 1);
	lua_pushfstring(L, "%s/meta/sandbox.lua", folder);
	lua_rawseti(L, -2, 2);
	lua_setfield(L, -2, "files");
	lua_pushstring(L, reference->word);
	lua_setfield(L, -2, "word");
	lua_pushboolean(L, reference->markdown);
	lua_setfield(L, -2, "markdown");
	lua_pushboolean(L, reference->styled);
	lua_setfield(L, -2, "styled");
	lua_pushinteger(L, reference->width);
	lua_setfield(L, -2, "width");
}

/* reference → text | nil, names */
static int call(lua_State *L)
{
	const struct reference *reference = lua_touserdata(L, 1);
	char folder[PATH_SIZE], path[PATH_SIZE + 32];

	luaL_openlibs(L);
	modules_folder(folder, sizeof folder);
	snprintf(path, sizeof path, "%s/meta/reference.lua", folder);
	if (luaL_loadfilex(L, path, "t"))
		return lua_error(L);
	push_request(L, folder, reference);
	lua_call(L, 1, 2);
	return 2;
}

/* names is on top of the stack. */
static void find_near(lua_State *L, const char *word, char near[64])
{
	size_t count = lua_rawlen(L, -1);
	const char **words = calloc(count + 1, sizeof *words);

	for (size_t i = 0; words && i < count; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i + 1);
		words[i] = lua_tostring(L, -1); /* the list keeps it */
		lua_pop(L, 1);
	}
	const char *found = words ? nearest(word, words) : NULL;
	snprintf(near, 64, "%s", found ? found : "");
	free(words);
}

int reference_write(const struct reference *reference, struct buffer *out, char near[64], char *message,
		    size_t size)
{
	lua_State *L = luaL_newstate();
	size_t length;
	int error = 0;

	*near = '\0';
	if (!L) {
		snprintf(message, size, "%s", strerror(ENOMEM));
		return -ENOMEM;
	}
	lua_pushcfunction(L, call);
	lua_pushlightuserdata(L, (void *)reference);
	if (lua_pcall(L, 1, 2, 0) != LUA_OK) {
		snprintf(message, size, "the reference cannot be made: %s", lua_tostring(L, -1));
		error = -EINVAL;
	} else if (lua_isnil(L, -2)) {
		find_near(L, reference->word, near);
		error = -ENOENT;
	} else {
		const char *text = lua_tolstring(L, -2, &length);
		if (!buffer_add(out, text, length))
			error = -ENOMEM;
	}
	lua_close(L);
	return error;
}
