/* The front end of a program that brings its own command line: what `sandbox run` takes as options comes
 * from the environment.
 *
 *	SANDBOX_SET="NAME=VALUE ..."  knobs      SANDBOX_SEED=N            of the random numbers
 *	SANDBOX_EVENTS=FILE           as --json  SANDBOX_TIMEOUT=SECONDS
 */
#include "command/host.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/options.h"
#include "command/command.h"
#include "command/knobs.h"
#include "command/session.h"
#include "runtime/relay.h"
#include "script/script.h"

#define WHO "multiprocessing"

struct settings {
	struct knob_setting knobs[OPTION_LIST_MAX];
	char names[OPTION_LIST_MAX][KNOB_NAME];
	uint32_t knob_count;
	uint64_t seed;
	double timeout;
	int events; /* -1 = none are wanted */
};

static int wrong(const char *variable, const char *what, const char *value)
{
	fprintf(stderr, WHO ": %s takes %s, not \"%s\"\n", variable, what, value);
	return STATUS_USAGE;
}

static const char *setting(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value ? value : NULL;
}

static int read_knobs(struct settings *settings)
{
	static const char variable[] = "SANDBOX_SET", blanks[] = ", \t\n";
	const char *text = setting(variable);

	while (text && *(text += strspn(text, blanks))) {
		size_t length = strcspn(text, blanks);
		char one[KNOB_NAME + 32];

		snprintf(one, sizeof one, "%.*s", (int)length, text);
		if (settings->knob_count == OPTION_LIST_MAX ||
		    !knobs_read_one(one, &settings->knobs[settings->knob_count],
				    settings->names[settings->knob_count]))
			return wrong(variable, "NAME=WHOLE NUMBER", one);
		settings->knob_count++;
		text += length;
	}
	return STATUS_OK;
}

static int read_numbers(struct settings *settings)
{
	const char *seed = setting("SANDBOX_SEED"), *timeout = setting("SANDBOX_TIMEOUT");
	char *end;

	settings->seed = seed ? strtoull(seed, &end, 10) : session_seed();
	if (seed && (*seed < '0' || *seed > '9' || *end))
		return wrong("SANDBOX_SEED", "a whole number", seed);
	settings->timeout = timeout ? strtod(timeout, &end) : 0;
	if (timeout && (*end || !(settings->timeout > 0)))
		return wrong("SANDBOX_TIMEOUT", "seconds, a number above 0", timeout);
	return STATUS_OK;
}

static int open_events(struct settings *settings)
{
	const char *path = setting("SANDBOX_EVENTS");

	settings->events = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
	if (!path || settings->events >= 0)
		return STATUS_OK;
	fprintf(stderr, WHO ": SANDBOX_EVENTS: %s: %s\n", path, strerror(errno));
	return STATUS_USAGE;
}

static int read_settings(struct settings *settings)
{
	int status = read_knobs(settings);

	if (status == STATUS_OK)
		status = read_numbers(settings);
	return status == STATUS_OK ? open_events(settings) : status;
}

int command_host(struct scenario *scenario, struct run_options *options)
{
	static struct settings settings; /* main needs its knobs for good */
	struct session session = {.who = WHO, .hosted = true, .file = script_host_file()};
	int status = read_settings(&settings);

	if (status != STATUS_OK)
		return status;
	scenario->knobs = settings.knobs;
	scenario->knob_count = settings.knob_count;
	scenario->knobs_from = "SANDBOX_SET";
	options->seed = settings.seed;
	session.json = settings.events >= 0;
	session.out.fd = session.json ? settings.events : STDERR_FILENO;
	relay_terminal();
	status = session_run(&session, options, settings.timeout);
	if (session.json)
		close(settings.events); /* in main, too */
	return status;
}
