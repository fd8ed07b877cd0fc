/* A run of a scenario: compiled once in the supervisor, then inherited by every process. */
#include "script/script.h"

#include <errno.h>
#include <locale.h>
#include <string.h>

#include "script/handle.h"
#include "script/rewind.h"
#include "script/state.h"

int script_check(const struct scenario *scenario, char *message, size_t size)
{
	struct script *script;
	int error = script_create(&script, scenario, NULL, message, size);

	if (!error)
		script_destroy(script);
	return error;
}

int script_keep(struct scenario *scenario, char *message, size_t size)
{
	return script_create(&scenario->script, scenario, NULL, message, size);
}

void script_drop(struct scenario *scenario)
{
	script_destroy(scenario->script);
	scenario->script = NULL;
}

/* In the supervisor: compile once, for all. */
static int load(struct self *supervisor, void *context)
{
	struct scenario *scenario = context;
	char message[TRACE_TEXT_MAX];

	setlocale(LC_ALL, "C"); /* what is a letter, and which text comes first, is the same everywhere */
	if (scenario->script) {
		scenario->script->self = supervisor;
		script_enter(scenario->script);
		return 0;
	}
	int error = script_create(&scenario->script, scenario, supervisor, message, sizeof message);

	if (!error)
		script_enter(scenario->script);
	else
		process_error(supervisor, ERROR_PLAIN, message, strlen(message));
	return error;
}

static int run_main(lua_State *L)
{
	struct script *script = script_of(L);

	script_seed(L, script);
	lua_call(L, 0, 0);
	knobs_settle(L, script);
	guard_check(L, script);
	return 0;
}

static int body(struct self *self, void *context)
{
	struct scenario *scenario = context;
	lua_State *L = scenario->script->L;

	scenario->script->self = self;
	lua_pushcfunction(L, run_main);
	lua_insert(L, 1); /* below the main chunk, which is its argument */
	return script_call(L, 1);
}

void script_prepare(const struct scenario *scenario, struct run_options *options)
{
	options->load = load;
	options->body = body;
	options->keeper = &rewind_keeper;
	options->context =
		(void *)scenario; /* const to the front end: what load writes, it writes after the fork */
}
