/* Scenarios: Lua programs over the runtime. This folder is the only one that knows Lua.
 *
 * A scenario is one Lua file. It gets a state without io, os.execute, package.loadlib and debug (but for
 * traceback), takes text chunks only, and finds `require "multiprocessing"` and `require "sandbox"`.
 */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/run.h"

struct knob_setting {
	const char *name;
	int64_t value;
};

struct script;

struct scenario {
	const char *path;   /* as the user wrote it; messages use its last component */
	const char *source; /* the file's text, length bytes; the caller's */
	size_t length;
	const char *folder;		  /* the lesson's own folder for sandbox.data, NULL = none */
	const struct knob_setting *knobs; /* --set; the caller's */
	uint32_t knob_count;
	uint64_t memory_limit; /* bytes of Lua heap a process, 0 = 256 MiB */
	struct script *script; /* script.c's own: the supervisor fills it in, in its copy of this memory */
};

/* Compile without running. Returns 0, or -EINVAL with one sentence "FILE:LINE: what" in message. */
int script_check(const struct scenario *scenario, char *message, size_t size);

/* Set load, body and context of the options so that run_start runs this scenario. The scenario must
 * live until run_finish, and be in memory that can be written. */
void script_prepare(const struct scenario *scenario, struct run_options *options);

/* Run a configuration file (lesson.lua) in a caged state: no libraries but string and table. It must
 * return a table. The caller reads it through the functions below (script/config.h). */

#endif
