/* sandbox run FILE|LESSON: a scenario without a screen, its events as text or JSON, and a verdict. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "command/command.h"
#include "command/language.h"
#include "command/program.h"
#include "command/report.h"
#include "command/session.h"
#include "script/script.h"
#include "world/json.h"

#define LAST_WORDS 200000000 /* ns */
#define LONGEST_HOLD INT64_C(3600000000) /* microseconds */

struct settings {
	bool json, quiet;
	uint64_t seed;
	double tempo, timeout;
	const char *lang;
	struct option_list set;
};

static const struct option options[] = {
	{"json", NULL, "write JSON Lines: an event a line, the last line is the verdict", OPTION_FLAG,
	 offsetof(struct settings, json)},
	{"quiet", NULL, "of the events, print only what the program says and its errors", OPTION_FLAG,
	 offsetof(struct settings, quiet)},
	{"seed", "N", "the seed of the run's random numbers", OPTION_NATURAL,
	 offsetof(struct settings, seed)},
	{"tempo", "X",
	 "hold every operation for a moment, so that a person can follow:\n"
	 "1.0 is 0.3 s, 2.0 twice as fast; without it, as fast as it goes",
	 OPTION_NUMBER, offsetof(struct settings, tempo)},
	{"set", "KNOB=VALUE", "set one of the scenario's knobs; may be given again", OPTION_LIST,
	 offsetof(struct settings, set)},
	{"timeout", "SECONDS", "stop the run after so long", OPTION_NUMBER,
	 offsetof(struct settings, timeout)},
	{"lang", "LANG", "language of a lesson's messages: en or zh", OPTION_TEXT,
	 offsetof(struct settings, lang)},
	{0},
};

/* A number from every run's own seed; 48 bits, so that JSON readers keep it whole. */
static uint64_t fresh_seed(void)
{
	uint64_t seed;

	if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
		seed = (uint64_t)clock_now();
	return seed >> 16;
}

static int status_of(const struct session *session)
{
	switch (session->end) {
	case END_FINISHED:
		return session->world->errors || session->world->inconsistent ? STATUS_FAILED : STATUS_OK;
	case END_TIMEOUT:
		return STATUS_TIMEOUT;
	case END_SIGNAL:
		return 128 + session->signal;
	case END_USAGE:
		return STATUS_USAGE;
	default:
		return STATUS_FAILED;
	}
}

static void write_verdict(struct session *session)
{
	static const char *const words[] = {
		[END_FINISHED] = "finished", [END_DEADLOCK] = "deadlock", [END_TIMEOUT] = "timeout",
		[END_SIGNAL] = "interrupted", [END_USAGE] = "usage", [END_LOST] = "failed",
	};
	struct ending ending = {.verdict = words[session->end],
				.file = session->file,
				.seed = run_seed(session->run),
				.status = status_of(session),
				.time = run_time(session->run)};

	if (session->end == END_FINISHED && ending.status)
		ending.verdict = "failed";
	if (session->end == END_FINISHED || session->end == END_DEADLOCK)
		ending.time = session->world->time;
	if (!json_verdict(&session->out.buffer, session->world, &session->verdict, &ending))
		session->out.error = ENOMEM;
}

static void report_verdict(struct session *session)
{
	struct buffer *out = &session->out.buffer;
	char why[32];

	switch (session->end) {
	case END_FINISHED:
		report_end(out, session->world, run_seed(session->run));
		break;
	case END_DEADLOCK:
		report_deadlock(out, session->world, &session->verdict, session->file);
		break;
	case END_TIMEOUT:
		report_stopped(out, session->world, run_time(session->run), "by --timeout", session->file);
		break;
	case END_SIGNAL:
		snprintf(why, sizeof why, "by SIG%s", sigabbrev_np(session->signal));
		report_stopped(out, session->world, run_time(session->run), why, session->file);
		break;
	default:
		break;
	}
}

/* What belongs on stderr: trouble that is not the scenario's. */
static int complain(struct session *session)
{
	const struct world *world = session->world;
	int error = session->out.error;

	if (error && error != EPIPE)
		fprintf(stderr, "sandbox run: cannot write the output: %s; the run was ended\n",
			strerror(error));
	if (session->end == END_USAGE)
		fprintf(stderr, "sandbox run: %s\n", session->usage);
	if (session->end == END_LOST)
		fprintf(stderr, "sandbox run: the run's supervisor was killed; the run was ended\n");
	if (world->inconsistent)
		fprintf(stderr, "sandbox run: %s (event %" PRIu64 "); this is a bug in the sandbox\n",
			world->inconsistent, world->inconsistent_seq);
	if (world->out_of_memory)
		fprintf(stderr, "sandbox run: out of memory; what was printed is incomplete\n");
	return error ? STATUS_FAILED : status_of(session);
}

/* From here on signals wait until they are read. After run_start: the run's processes must not inherit it. */
static int catch_signals(sigset_t *before)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &set, before);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Microseconds an operation is held, 1 to an hour. */
static int64_t hold(int64_t normal, double tempo)
{
	double time = (double)normal / tempo;

	return time < 1 ? 1 : time < LONGEST_HOLD ? (int64_t)time : LONGEST_HOLD;
}

static int run_session(const struct settings *settings, struct scenario *scenario,
		       const struct program *program)
{
	struct run_options run_options = {.seed = settings->seed};
	struct session session = {.json = settings->json, .quiet = settings->quiet,
				  .file = program_file(program),
				  .deadline = INT64_MAX,
				  .signals = -1,
				  .out = {.fd = STDOUT_FILENO, .interrupt = -1, .deadline = INT64_MAX}};
	sigset_t before;

	if (settings->tempo > 0)
		run_options.tempo = hold(program->tempo, settings->tempo);
	script_prepare(scenario, &run_options);
	session.world = world_create();
	int error = session.world ? run_start(&session.run, &run_options) : -ENOMEM;
	if (error) {
		fprintf(stderr, "sandbox run: the run could not be started: %s%s\n", strerror(-error),
			run_start_hint(-error));
		world_destroy(session.world);
		return STATUS_FAILED;
	}
	session.signals = session.out.interrupt = catch_signals(&before);
	if (settings->timeout > 0 && settings->timeout < 1e9)
		session.deadline = session.out.deadline = clock_now() + (int64_t)(settings->timeout * 1e9);
	session_follow(&session);
	/* Who stopped the run does not want to wait for a reader that does not read; who did not has the
	 * verdict before the processes are gone. */
	if (session.end == END_SIGNAL || session.end == END_TIMEOUT)
		session.out.deadline = clock_now() + LAST_WORDS;
	if (session.end != END_OUTPUT)
		(settings->json ? write_verdict : report_verdict)(&session);
	output_flush(&session.out);
	run_finish(session.run);
	int status = complain(&session);
	if (session.signals >= 0)
		close(session.signals);
	sigprocmask(SIG_SETMASK, &before, NULL);
	verdict_finish(&session.verdict);
	buffer_finish(&session.out.buffer);
	world_destroy(session.world);
	return status;
}

/* "philosophers=3" */
static bool read_knob(const char *text, struct knob_setting *knob, char *name, size_t size)
{
	const char *equals = strchr(text, '=');
	char *end;

	if (!equals || equals == text || (size_t)(equals - text) >= size)
		return false;
	snprintf(name, size, "%.*s", (int)(equals - text), text);
	knob->name = name;
	errno = 0;
	knob->value = strtoll(equals + 1, &end, 10);
	return end != equals + 1 && *end == '\0' && errno == 0;
}

static int run_program(const struct settings *settings, const struct program *program)
{
	struct knob_setting knobs[OPTION_LIST_MAX];
	char names[OPTION_LIST_MAX][32], message[512];
	struct scenario scenario = {.path = program->path,
				    .source = program->source,
				    .length = program->length,
				    .folder = program->folder,
				    .knobs = knobs,
				    .knob_count = (uint32_t)settings->set.count};

	for (size_t i = 0; i < settings->set.count; i++) {
		if (read_knob(settings->set.values[i], &knobs[i], names[i], sizeof names[i]))
			continue;
		snprintf(message, sizeof message, "--set takes KNOB=WHOLE NUMBER, not \"%s\"",
			 settings->set.values[i]);
		return command_wrong(&command_run, message);
	}
	if (script_check(&scenario, message, sizeof message) < 0)
		return command_wrong(&command_run, message);
	return run_session(settings, &scenario, program);
}

static int run(int argc, char **argv)
{
	struct settings settings = {.seed = UINT64_MAX};
	struct program program;
	char message[512];
	int operands, status = command_options(&command_run, &settings, argc, argv, &operands);

	if (status >= 0)
		return status;
	if (operands > 1)
		return command_wrong(&command_run, "one scenario at a time; it takes one FILE or LESSON");
	if (operands == 0)
		return command_wrong(&command_run, "which scenario? Give a FILE or a LESSON; "
						   "`sandbox lessons` lists the lessons");
	const char *lang = command_language(settings.lang);
	if (!lang)
		return command_wrong(&command_run, COMMAND_LANGUAGE_WRONG);
	if (settings.seed == UINT64_MAX)
		settings.seed = fresh_seed();
	if (program_open(&program, argv[0], lang, message, sizeof message) < 0)
		return command_wrong(&command_run, message);
	status = run_program(&settings, &program);
	program_close(&program);
	return status;
}

const struct command command_run = {
	.name = "run",
	.usage = "run FILE|LESSON",
	.summary = "run a scenario without the screen, print what happens and a verdict",
	.notes = "A deadlock ends the run at once. Exit status:\n"
		 "    0  finished\n"
		 "    1  failed: a deadlock, an uncaught error or failed assertion, output that\n"
		 "       cannot be written\n"
		 "    2  wrong usage: an unknown option or knob, a missing file, a syntax error\n"
		 "    3  stopped by --timeout\n"
		 "  128 + N  stopped by signal N (130: Ctrl-C)\n",
	.options = options,
	.run = run,
};
