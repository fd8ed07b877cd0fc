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
	const char *knobs_from; /* what messages call the setting of a knob, NULL = "--set" */
	uint64_t memory_limit; /* bytes of Lua heap a process, 0 = 256 MiB */
	struct script *script; /* script.c's own, NULL at first. What is not kept the supervisor makes, in
				  its copy of this memory */
};

/* Compile without running. Returns 0, or -EINVAL with one sentence "FILE:LINE: what" in message. */
int script_check(const struct scenario *scenario, char *message, size_t size);

/* The same, and keep what was compiled: the runs of this scenario that are started from now on begin with it,
 * and do not compile again. The knobs may be set anew before each. script_drop releases it. */
int script_keep(struct scenario *scenario, char *message, size_t size);
void script_drop(struct scenario *scenario);

/* Set load, body and context of the options so that run_start runs this scenario. The scenario must
 * live until run_finish, and be in memory that can be written. */
void script_prepare(const struct scenario *scenario, struct run_options *options);

/* A program that a host of its own runs, `lua5.4 FILE` say, requires our modules: from here on it is a
 * scenario. It keeps its state, its libraries and its files, and goes on as main. start does the run_start
 * with the options as they are set, and returns 0 in main only; what becomes of the host's process is its
 * business. Pushes {multiprocessing=, sandbox=} and returns 1; or raises a string. */
struct lua_State;
int script_host_open(struct lua_State *L, int (*start)(struct scenario *, struct run_options *));
/* What messages call the program. */
const char *script_host_file(void);

/* Run a configuration file (lesson.lua) in a caged state: no libraries but string and table. It must
 * return a table. The caller reads it through the functions below (script/config.h). */

#endif
