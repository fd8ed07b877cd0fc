/* PREFIX is above what is running: PREFIX/bin/sandbox, PREFIX/lib/lua/5.4/multiprocessing_core.so. It is
 * asked of the system and not compiled in: so `make install` compiles nothing again, and what it installed
 * can be moved. */
#include "base/place.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODULE_PLACE  "lib/lua/5.4" /* as the Makefile installs it */
#define PROGRAM_PLACE "bin"

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Cuts "/bin/sandbox" off; false if it does not end so: then it is not installed. */
static bool cut(char *file, const char *place)
{
	char *slash = strrchr(file, '/');
	size_t length = strlen(place);

	if (!slash || (size_t)(slash - file) <= length)
		return false;
	*slash = '\0';
	char *at = slash - length;
	if (at[-1] != '/' || strcmp(at, place) != 0)
		return false;
	at[-1] = '\0';
	return true;
}

/* The module is a file of its own in a program that is not ours. */
static bool find_prefix(char prefix[PATH_MAX])
{
	Dl_info of;

	if (dladdr((void *)find_prefix, &of) && of.dli_fname && strstr(of.dli_fname, ".so"))
		return realpath(of.dli_fname, prefix) && cut(prefix, MODULE_PLACE);
	return realpath("/proc/self/exe", prefix) && cut(prefix, PROGRAM_PLACE);
}

int place_find(const char *name, char *path, size_t size)
{
	char prefix[PATH_MAX];

	if (find_prefix(prefix)) {
		snprintf(path, size, "%s/share/sandbox/%s", prefix, name);
		if (is_folder(path))
			return 0;
	}
	snprintf(path, size, "%s/%s", SANDBOX_SOURCE_DIR, name);
	return is_folder(path) ? 0 : -ENOENT;
}
