/* The other way in: lua5.4 runs a program, and the program requires us. Like main.c, it may exit: the
 * host's process ends as the run does. */
#include <unistd.h>

#include "command/host.h"
#include "script/script.h"

static int start(struct scenario *scenario, struct run_options *options)
{
	int status = command_host(scenario, options);

	if (status >= 0)
		_exit(status);
	return 0;
}

int luaopen_multiprocessing_core(struct lua_State *L);

__attribute__((visibility("default"))) int luaopen_multiprocessing_core(struct lua_State *L)
{
	return script_host_open(L, start);
}
