/* A program of its own, in a state that is not ours: `lua5.4 FILE` requires "multiprocessing".
 *
 * The first require forks: the host's process becomes the front end of a run, and the program goes on as
 * its main, where it is, with all it has. There is no cage and no heap of ours.
 *
 * Interface:
 * - print writes as ever, at once, and is an event, too; a process's other output is flushed at its end.
 * - main ends when the host closes its state or exits: then its children are joined. The state's close
 *   comes as the finalizer of an object of ours, the exit as a handler of exit(3).
 * - Of main's uncaught error the host tells the person, and we the run: in lua.c we take the place of its
 *   message handler; with other hosts the run only learns that there was one.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

#include <lualib.h>

#include "runtime/run.h"
#include "script/error.h"
#include "script/state.h"

struct script *script_host;

static struct {
	struct scenario scenario;
	struct self self;  /* of main */
	bool asked;	   /* by os.exit or mp.exit: no error, whatever the exit status */
	bool told;	   /* the run knows main's error */
	const char *wrong; /* why the program cannot be a scenario */
} host;

static bool in_main(void)
{
	return script_host->self == &host.self;
}

void host_write(const char *name, const char *text, size_t length)
{
	char line[TRACE_TEXT_MAX + 80];
	int begin = snprintf(line, sizeof line, "%s%s", name ? name : "", name ? ": " : "");

	if (length > TRACE_TEXT_MAX)
		length = TRACE_TEXT_MAX;
	memcpy(line + begin, text, length);
	line[(size_t)begin + length] = '\n';
	fflush(stdout);
	fwrite(line, 1, (size_t)begin + length + 1, stderr);
}

void host_child(void)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	__fpurge(stdin);
	if (null > 0)
		dup2(null, 0);
	if (null > 0)
		close(null);
}

/* The end
 * ---------------------------------------------------------------------------------------------------- */

static int settle(lua_State *L)
{
	struct script *script = script_of(L);

	knobs_settle(L, script);
	guard_check(L, script);
	return 0;
}

/* The state is being closed, or exit is about to be called: what a scenario's end is besides its exit code.
 */
static void end_main(lua_State *L)
{
	lua_pushcfunction(L, settle);
	script_call(L, 0);
	process_end(script_host->self, 0);
}

static int collect(lua_State *L)
{
	if (in_main())
		end_main(L);
	return 0;
}

/* Whoever calls exit(3), in main or in a child. */
static void on_end(int status, void *context)
{
	static const char error[] = "the program ended with an error, which its host has told";

	(void)context;
	if (status && in_main() && !host.asked && !host.told)
		process_error(script_host->self, ERROR_PLAIN, error, sizeof error - 1);
	process_end(script_host->self, status);
}

/* os.exit([code [, close]]). Upvalue: the original. A child never closes the state: what is open there is
 * main's. */
static int exit_program(lua_State *L)
{
	if (in_main() && !lua_toboolean(L, 2))
		end_main(L);
	if (in_main())
		host.asked = true;
	else
		lua_settop(L, 1);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, 0);
	return 0;
}

void host_exit(lua_State *L, int code)
{
	if (!in_main())
		return;
	lua_getglobal(L, "os");
	lua_getfield(L, -1, "exit");
	lua_pushinteger(L, code);
	lua_pushboolean(L, 1);
	lua_call(L, 2, 0);
}

/* In the place of the host's message handler: the run learns of the error, and the host tells the person. */
static int handle_error(lua_State *L)
{
	struct script *script = script_of(L);
	size_t length;

	error_handler(L);
	const char *text = lua_tolstring(L, -1, &length);
	if (!in_main() || !text)
		return 1;
	host.told = true;
	script_failed(script, text, length);
	while (script->failure == ERROR_USAGE)
		pause(); /* that one is the front end's to tell, and it ends us */
	return 1;
}

/* The beginning
 * ---------------------------------------------------------------------------------------------- */

/* The file that lua.c was given, NULL = none. Pushes a value. */
static const char *script_argument(lua_State *L)
{
	lua_settop(L, 0);
	if (lua_getglobal(L, "arg") != LUA_TTABLE || lua_rawgeti(L, 1, -1) != LUA_TSTRING ||
	    lua_rawgeti(L, 1, 0) != LUA_TSTRING)
		return NULL;
	return lua_tostring(L, -1);
}

static bool has_option(lua_State *L, const char *option)
{
	bool has = false;

	lua_settop(L, 0);
	if (lua_getglobal(L, "arg") != LUA_TTABLE)
		return false;
	lua_rawgeti(L, 1, -1);
	int step = lua_isnil(L, -1) ? 1 : -1; /* they stand before the file, or where it would be */
	for (int i = step; !has && lua_rawgeti(L, 1, i) == LUA_TSTRING; i += step) {
		has = !strcmp(lua_tostring(L, -1), option);
		lua_pop(L, 1);
	}
	return has;
}

/* The outermost function written in Lua is the program. Returns its level, -1 = there is none. */
static int program_level(lua_State *main, lua_Debug *frame)
{
	int found = -1;

	for (int level = 0; lua_getstack(main, level, frame); level++) {
		lua_getinfo(main, "S", frame);
		if (*frame->what != 'C')
			found = level;
	}
	if (found >= 0) {
		lua_getstack(main, found, frame);
		lua_getinfo(main, "S", frame);
	}
	return found;
}

/* Which program this is. L: any stack, whose contents are thrown away. */
static void identify(lua_State *L, lua_State *main, struct script *script)
{
	lua_Debug frame;
	int level = program_level(main, &frame);
	const char *file = script_argument(L), *source = level < 0 ? "=(command line)" : frame.source;

	if (!strcmp(source, "=(command line)") && file && strcmp(file, "-"))
		source = lua_pushfstring(L, "@%s", file);
	snprintf(script->chunk, sizeof script->chunk, "%s", source);
	snprintf(script->file, sizeof script->file, "%s", source + (*source == '@' || *source == '='));
	if (has_option(L, "-i") ||
	    (!strcmp(script->chunk, "=stdin") && isatty(0) && !(file && !strcmp(file, "-"))))
		host.wrong = "multiprocessing forks the program that requires it, and a dialogue cannot be "
			     "forked: put it in a file, and run lua5.4 FILE";
}

/* The program's text: objects are named after the variables in it. Without it they are counted. */
static void read_source(struct scenario *scenario, const char *chunk)
{
	static char path[PATH_MAX];
	FILE *file = *chunk == '@' ? fopen(chunk + 1, "re") : NULL;
	char *text = NULL;
	size_t size = 0;

	snprintf(path, sizeof path, "%s", *chunk == '@' ? chunk + 1 : "program.lua");
	*scenario = (struct scenario){.path = path, .source = ""};
	if (!file)
		return;
	ssize_t length = getdelim(&text, &size, EOF, file); /* no text has that byte: all of it */
	fclose(file);
	if (length > 0) {
		scenario->source = text;
		scenario->length = (size_t)length;
	}
}

/* lua.c calls the program from a function with the arguments argc and argv, below a message handler. */
static void take_errors(lua_State *main)
{
	lua_Debug frame;
	int level = program_level(main, &frame);
	bool is_lua_c = level >= 0 && lua_checkstack(main, 4) && lua_getstack(main, level + 1, &frame);

	for (int i = 1; is_lua_c && lua_getlocal(main, &frame, i); i++) {
		bool handler = i > 2 && lua_iscfunction(main, -1);

		if (i <= 2)
			is_lua_c = lua_type(main, -1) == (i == 1 ? LUA_TNUMBER : LUA_TLIGHTUSERDATA);
		lua_pop(main, 1);
		if (!handler)
			continue;
		lua_pushcfunction(main, handle_error);
		lua_setlocal(main, &frame, i);
		return;
	}
}

/* Upvalue: the original. */
static int print(lua_State *L)
{
	struct script *script = script_of(L);
	size_t length;

	script_here(L, script);
	script_push_line(L);
	const char *text = lua_tolstring(L, -1, &length);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_pushvalue(L, -2);
	lua_call(L, 1, 0);
	process_say(script->self, text, length);
	return 0;
}

/* In the table on top. */
static void wrap(lua_State *L, const char *name, lua_CFunction function)
{
	if (lua_getfield(L, -1, name) != LUA_TFUNCTION) {
		lua_pop(L, 1);
		return;
	}
	lua_pushcclosure(L, function, 1);
	lua_setfield(L, -2, name);
}

/* In main. */
static int begin(lua_State *L)
{
	struct script *script = script_of(L);

	lua_pushglobaltable(L);
	wrap(L, "print", print);
	if (lua_getfield(L, -1, "os") == LUA_TTABLE)
		wrap(L, "exit", exit_program);
	lua_newuserdatauv(L, 0, 0);
	lua_newtable(L);
	lua_pushcfunction(L, collect);
	lua_setfield(L, -2, "__gc");
	lua_setmetatable(L, -2);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &host.self);
	script_seed(L, script);
	script_interruptible(script->L);
	take_errors(script->L);
	return 0;
}

/* Our modules see Lua's own functions, whatever the program has made of its globals until now. */
static void open_modules(lua_State *L)
{
	static const char *const libraries[] = {LUA_STRLIBNAME, LUA_TABLIBNAME, LUA_MATHLIBNAME,
						LUA_COLIBNAME, NULL};
	static const char *const replaced[] = {"assert", "pcall", "xpcall", NULL};

	lua_settop(L, 0);
	lua_pushglobaltable(L); /* script_host_open sets it again */
	lua_newtable(L);
	lua_pushvalue(L, 2);
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	luaL_requiref(L, "multiprocessing base", luaopen_base, 0);
	lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
	lua_pushnil(L);
	lua_setfield(L, -2, "multiprocessing base");
	for (const char *const *name = libraries; *name; name++) {
		lua_getfield(L, -1, *name);
		lua_setfield(L, 2, *name);
	}
	error_open(L);
	script_open(L);
	for (const char *const *name = replaced; *name; name++) {
		lua_getfield(L, 2, *name);
		lua_setfield(L, 1, *name);
	}
}

static int prepare(lua_State *L)
{
	lua_State *main = lua_touserdata(L, 1);
	struct script *script = script_of(L);

	luaL_checkversion(L);
	script->L = main;
	script->has_helpers = true;
	identify(L, main, script);
	if (host.wrong)
		luaL_error(L, "%s", host.wrong);
	read_source(&host.scenario, script->chunk);
	script->scenario = &host.scenario;
	open_modules(L);
	return 0;
}

static void push_modules(lua_State *L)
{
	lua_newtable(L);
	lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
	for (const char *const *name = (const char *const[]){"multiprocessing", "sandbox", NULL}; *name;
	     name++) {
		lua_getfield(L, -1, *name);
		lua_setfield(L, -3, *name);
	}
	lua_pop(L, 1);
}

static lua_State *main_thread(lua_State *L)
{
	lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
	lua_State *main = lua_tothread(L, -1);
	lua_pop(L, 1);
	return main;
}

const char *script_host_file(void)
{
	return script_host->file;
}

int script_host_open(lua_State *L, int (*start)(struct scenario *, struct run_options *))
{
	static struct script script;
	struct run_options options = {.main = &host.self};

	if (script_host && script_host->L != main_thread(L))
		return luaL_error(
			L, "multiprocessing is for one Lua state of a program: another has it already");
	if (script_host) {
		push_modules(L);
		return 1;
	}
	script_host = &script;
	lua_pushglobaltable(L);
	lua_pushcfunction(L, prepare);
	lua_pushlightuserdata(L, main_thread(L));
	bool failed = lua_pcall(L, 1, 0, 0) != LUA_OK;
	lua_pushvalue(L, failed ? -2 : -1);
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	if (failed) {
		script_host = NULL;
		return lua_error(L);
	}
	if (start(&host.scenario, &options))
		return luaL_error(L, "the run of multiprocessing was not started");
	script.self = &host.self;
	setvbuf(stdout, NULL, _IOLBF, 0);
	on_exit(on_end, NULL);
	lua_pushcfunction(L, begin);
	lua_call(L, 0, 0);
	push_modules(L);
	return 1;
}
