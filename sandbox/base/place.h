/* Where the files are that come with the program: its lessons, its Lua. */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

#include <stddef.h>

/* The folder of that name, "lessons" or "lua". An installed program has it in PREFIX/share/sandbox, wherever
 * PREFIX has been moved to; one that was built and not installed, in its source tree. Returns 0 and the path,
 * or -ENOENT and the path where it was looked for last. */
int place_find(const char *name, char *path, size_t size);

#endif
