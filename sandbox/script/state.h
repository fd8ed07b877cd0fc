/* What the files of this folder share: the Lua state of a scenario and what belongs to it.
 *
 * One struct script lives in every process of a run. The supervisor makes it and compiles the scenario;
 * main and all others inherit it by fork, and give it their own struct self.
 */
#ifndef SCRIPT_STATE_H
#define SCRIPT_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/buffer.h"
#include "runtime/process.h"
#include "script/heap.h"
#include "script/script.h"
#include "script/seen.h"

#define KNOBS	  16
#define LINES	  64 /* a power of two */
#define NAME_SIZE 32 /* of an object or a process, with the NUL */

struct script {
	struct self *self; /* the process we are in; NULL where nothing may run (script_check) */
	const struct scenario *scenario;
	struct heap *heap; /* NULL in a host */
	lua_State *L;
	lua_State *current; /* the coroutine that is in an operation */
	char file[64];		  /* what messages call the scenario: "philosophers.lua" */
	char chunk[4098];	  /* as Lua wants it: "@philosophers.lua"; in a host, with its path */
	bool has_helpers;	  /* it required other files: not every line is one of the scenario */
	bool started;		  /* the scenario has started a process: the knobs are settled */
	int exit_code;		  /* of mp.exit, while it unwinds */
	enum error_kind failure;  /* of the error that error_handler saw */
	char failure_kind[ERROR_KIND_SIZE]; /* "error", "assert", or the error object's */
	int assert_line;	  /* of the failed assert whose message is kept in the registry */
	uint32_t guards;	  /* held by this process */
	uint32_t steps;		  /* of the run, when its instructions began to be counted */
	const char *knobs[KNOBS]; /* names that the scenario declared; strings kept in the registry */
	int64_t knob_bounds[KNOBS][2];
	uint32_t knob_count;
	/* Constructor calls on one line so far, to tell the objects of `local a, b = mp.Lock(),
	 * mp.Lock()` apart. */
	struct {
		const void *frame;
		int line, calls;
		const char *kind;
	} naming;
	const char *value_key; /* the string "value", kept in the registry: compared as a pointer */
	struct buffer out, in; /* messages on their way; kept from one to the next */
	struct buffer travellers; /* connections in the message `out`: struct script_object, … */
	struct buffer task;    /* on its way to a pool */
	struct buffer warning; /* pieces of a warn() so far */
	/* Lines by place in the code: asking Lua takes 20 ns. Code that goes away leaves its place to other
	 * code, so from the first piece that the scenario loads itself on nobody looks here. */
	struct {
		const void *place;
		uint32_t line;
	} lines[LINES];
	bool loads;
	bool walkable; /* its memory can be fingerprinted (memory.h) ... */
	bool opaque;   /* ... but not now: what it does lies in C, or depends on what is not covered */
	bool collects; /* it has tables with finalizers, or weak ones: it is not fingerprinted any more */
	struct seen walked; /* what the fingerprint at hand has */
	struct seen seen;      /* what the message at hand holds already (serial.c) */
};

/* host.c: the program that a host of its own runs, NULL = none. The host's extra space is not ours. */
extern struct script *script_host;

/* The script of a state: a few instructions. */
static inline struct script *script_of(lua_State *L)
{
	if (__builtin_expect(script_host != NULL, 0))
		return script_host;
	return *(struct script **)lua_getextraspace(L);
}

/* A new state in its cage, with nothing loaded but our own modules. Returns 0 and *script, or -errno with a
 * sentence in message. */
int script_create(struct script **script, const struct scenario *scenario, struct self *self, char *message,
		  size_t size);
void script_destroy(struct script *script); /* NULL is harmless */

/* Call the function below `arguments` arguments on the stack; the one way from C into a scenario. Pops
 * them. Returns the exit code of the process: 0, that of mp.exit, or 1 after an uncaught error, which
 * has been reported. */
int script_call(lua_State *L, int arguments);

/* Report the error that error_handler left on top of the stack, as uncaught. status: lua_pcall's. */
void script_report(lua_State *L, struct script *script, int status);
/* The same, of a text, where somebody else writes it for the person to read. */
void script_failed(struct script *script, const char *text, size_t length);

/* A remark that is not the program's own print: an event, and in a host a line on stderr. */
void script_remark(struct script *script, const char *text, size_t length);

/* What is ready for a scenario in every state: our modules, loaded, and what the C code looks up. */
void script_open(lua_State *L);
struct script *script_running(void); /* of the process we are in; NULL before script_enter */
void script_enter(struct script *script); /* it is the one of this process, and of its children */
/* Signals are for this state from now on. */
void script_interruptible(lua_State *L);
/* Push the arguments as print writes them. */
void script_push_line(lua_State *L);

/* host.c: the end of main by mp.exit. Returns in any other process. */
void host_exit(lua_State *L, int code);
/* A process that a program started has none of its input. */
void host_child(void);
/* Write a line to stderr in one piece. name: of the process, or NULL. */
void host_write(const char *name, const char *text, size_t length);

/* Where a frame is in its code; anything, for a frame of C. Only where the state is walkable (memory.h). */
static inline const void *memory_place(const lua_Debug *frame)
{
	return ((const void *const *)(const void *)frame->i_ci)[4]; /* CallInfo.u.l.savedpc */
}

/* The scenario has loaded code of its own. */
static inline void script_loads(struct script *script)
{
	script->loads = true;
	memset(script->lines, 0, sizeof script->lines);
}

/* Set self->line to where the scenario is: every operation does so first. */
void script_find_line(lua_State *L, struct script *script);

static inline void script_here(lua_State *L, struct script *script)
{
	lua_Debug frame;

	script->current = L;
	script->self->fresh = true;
	if (__builtin_expect(script->walkable && lua_getstack(L, 1, &frame), 1)) {
		const void *place = memory_place(&frame);
		unsigned at = (unsigned)((uintptr_t)place / 4 % LINES);

		if (__builtin_expect(script->lines[at].place == place && place, 1)) {
			script->self->line = script->lines[at].line;
			return;
		}
	}
	script_find_line(L, script);
}

/* The line of the scenario that the code is at, 0 = none. level: where to begin. Fills in *frame. */
int script_line(lua_State *L, const struct script *script, int level, lua_Debug *frame);

/* A process by its number; false if there is no such process any more. process.c */
bool script_process_info(struct script *script, uint32_t number, struct process_info *info);

/* cage.c: the libraries a scenario may use. */
void cage_open(lua_State *L);

/* modules.c: our own modules; and a `require` that finds them and what is beside the scenario, no more. Both
 * raise plain strings. */
void modules_open(lua_State *L);
void modules_cage(lua_State *L);
/* Where our Lua files are. */
void modules_folder(char *path, size_t size);

/* One file a kind of object: each adds its functions to the table on top of the stack, with luaL_setfuncs. */
void process_open(lua_State *L);
void lock_open(lua_State *L);
void semaphore_open(lua_State *L);
void condition_open(lua_State *L);
void barrier_open(lua_State *L);
void event_open(lua_State *L);
void queue_open(lua_State *L);
void connection_open(lua_State *L);
void value_open(lua_State *L);
void array_open(lua_State *L);
void pool_open(lua_State *L);
/* Pops a function: called from now on in the middle of this process's waits, when there is news in one of its
 * pools. */
void script_set_attend(lua_State *L);
int sandbox_data(lua_State *L); /* data.c */
void sandbox_open(lua_State *L);

/* Random numbers of its own for the process we are in now. */
void script_seed(lua_State *L, struct script *script);

/* sandbox.c: raise, unless every --set names a knob that the scenario has. */
void knobs_settle(lua_State *L, struct script *script);

#endif
