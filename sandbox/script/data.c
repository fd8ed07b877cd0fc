/* sandbox.data: a lesson's own files, to read. Whatever the pattern, nothing outside of the lesson's folder
 * is opened. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "script/error.h"
#include "script/state.h"

#define FILE_MAX_BYTES (16 << 20)

/* The lesson's folder, or that of the scenario's file, without links. */
static bool find_folder(const struct script *script, char folder[PATH_MAX])
{
	const char *path = script->scenario->path, *slash = strrchr(path, '/');
	char own[PATH_MAX];

	snprintf(own, sizeof own, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
	return realpath(script->scenario->folder ? script->scenario->folder : own, folder);
}

static bool is_inside(const char *path, const char *folder)
{
	char real[PATH_MAX];
	size_t length = strlen(folder);

	return realpath(path, real) && !strncmp(real, folder, length) && (real[length] == '/' || length == 1);
}

/* Push the file's text. Returns 0, or errno with nothing pushed. */
static int push_text(lua_State *L, const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	int error = 0;

	if (file < 0)
		return errno;
	if (fstat(file, &status) < 0 || !S_ISREG(status.st_mode) || status.st_size > FILE_MAX_BYTES) {
		error = S_ISREG(status.st_mode) ? EFBIG : EINVAL;
		close(file);
		return error;
	}
	char *text = malloc((size_t)status.st_size + 1);
	ssize_t length = text ? pread(file, text, (size_t)status.st_size, 0) : -1;
	close(file);
	if (length < 0) {
		free(text);
		return ENOMEM;
	}
	lua_pushlstring(L, text, (size_t)length);
	free(text);
	return 0;
}

/* Fill the table on top with what matched. */
static void collect(lua_State *L, const glob_t *found, const char *folder)
{
	size_t skip = strlen(folder) + 1;
	lua_Integer count = 0;

	for (size_t i = 0; i < found->gl_pathc; i++) {
		const char *path = found->gl_pathv[i];

		if (!is_inside(path, folder) || push_text(L, path))
			continue;
		lua_createtable(L, 0, 2);
		lua_insert(L, -2);
		lua_setfield(L, -2, "text");
		lua_pushstring(L, path + skip);
		lua_setfield(L, -2, "name");
		lua_rawseti(L, -2, ++count);
	}
}

/* data(pattern) → {{name=, text=}, …} in order of name; an empty list when nothing matches. */
int sandbox_data(lua_State *L)
{
	const char *pattern = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : NULL;
	char folder[PATH_MAX], whole[2 * PATH_MAX];
	glob_t found = {0};

	if (!pattern)
		script_raise(L, "TypeError", NULL,
			     "data takes a pattern of file names, \"books/*.txt\", not a %s",
			     luaL_typename(L, 1));
	if (pattern[0] == '/' || strstr(pattern, ".."))
		script_raise(L, "PermissionError", NULL, "data: '%s' is outside of the lesson's folder",
			     pattern);
	if (!find_folder(script_of(L), folder))
		script_raise(L, "OSError", NULL, "data: the lesson's folder: %s", strerror(errno));
	/* The folder's own name may have characters that a pattern gives a meaning. */
	char *at = whole;
	for (const char *from = folder; *from; from++) {
		if (strchr("*?[\\", *from))
			*at++ = '\\';
		*at++ = *from;
	}
	snprintf(at, sizeof whole - (size_t)(at - whole), "/%s", pattern);
	lua_newtable(L);
	if (glob(whole, 0, NULL, &found) == 0)
		collect(L, &found, folder);
	globfree(&found);
	return 1;
}
