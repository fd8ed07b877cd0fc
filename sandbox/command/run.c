/* sandbox run FILE|LESSON: a scenario without a screen, its events as text or JSON, and a verdict. */
#include <stdio.h>

#include "command/command.h"
#include "command/language.h"
#include "command/launch.h"
#include "command/session.h"

#define LONGEST_HOLD INT64_C(3600000000) /* microseconds */

struct settings {
	bool json, quiet;
	uint64_t seed, perturb, arena;
	double tempo, timeout;
	const char *lang, *record, *schedule;
	struct option_list set;
};

static const struct option options[] = {
	{"json", NULL, "write JSON Lines: an event a line, the last line is the verdict", OPTION_FLAG,
	 offsetof(struct settings, json)},
	{"quiet", NULL, "of the events, print only what the program says and its errors", OPTION_FLAG,
	 offsetof(struct settings, quiet)},
	{"seed", "N", "the seed of the run's random numbers", OPTION_NATURAL,
	 offsetof(struct settings, seed)},
	{"perturb", "SEED",
	 "delay operations now and then, drawn from this seed, so that races show\n"
	 "sooner; the kernel still decides who runs, so it is no replay",
	 OPTION_NATURAL, offsetof(struct settings, perturb)},
	{"tempo", "X",
	 "hold every operation for a moment, so that a person can follow:\n"
	 "1.0 is 0.3 s, 2.0 twice as fast; without it, as fast as it goes",
	 OPTION_NUMBER, offsetof(struct settings, tempo)},
	{"arena", "SIZE",
	 "what queues, pipes, pools and arrays may hold in all: 512M, 4G; without it 1G",
	 OPTION_SIZE, offsetof(struct settings, arena)},
	{"set", "KNOB=VALUE", "set one of the scenario's knobs; may be given again", OPTION_LIST,
	 offsetof(struct settings, set)},
	{"timeout", "SECONDS", "stop the run after so long", OPTION_NUMBER,
	 offsetof(struct settings, timeout)},
	{"schedule", "POLICY",
	 "steps are granted one at a time, and it decides whose: first (few switches),\n"
	 "random[:SEED], or pct[:SEED[:DEPTH]] (few, well placed switches); the steps\n"
	 "that were taken are printed, for `sandbox replay`",
	 OPTION_TEXT, offsetof(struct settings, schedule), steps_policy_name},
	{"record", "FILE", "record every event; `sandbox FILE` shows it again, step by step", OPTION_TEXT,
	 offsetof(struct settings, record)},
	{"lang", "LANG", "language of a lesson's messages", OPTION_CHOICE, offsetof(struct settings, lang),
	 command_language_name},
	{0},
};

/* Microseconds an operation is held, 1 to an hour. */
static int64_t hold(int64_t normal, double tempo)
{
	double time = (double)normal / tempo;

	return time < 1 ? 1 : time < LONGEST_HOLD ? (int64_t)time : LONGEST_HOLD;
}

/* --schedule: who decides is a policy instead of the kernel. */
static bool read_policy(const struct settings *settings, struct steps *steps, char *message, size_t size)
{
	if (!settings->schedule)
		return true;
	if (settings->perturb != UINT64_MAX || settings->tempo > 0) {
		snprintf(message, size,
			 "--schedule decides who goes, so there is nothing for %s to do; leave it out",
			 settings->tempo > 0 ? "--tempo" : "--perturb");
		return false;
	}
	return steps_policy(steps, settings->schedule, settings->seed, message, size);
}

static int run_program(const struct settings *settings, const struct program *program, const char *operand)
{
	struct given given;
	struct steps steps = {0};
	char message[512];

	if (given_init(&given, program, &settings->set, message, sizeof message) < 0 ||
	    !read_policy(settings, &steps, message, sizeof message))
		return command_wrong(&command_run, message);
	struct launch how = {.command = &command_run,
			     .json = settings->json,
			     .quiet = settings->quiet,
			     .timeout = settings->timeout,
			     .record = settings->record,
			     .how = {.seed = settings->seed,
				     .heap_limit = settings->arena,
				     .perturbed = settings->perturb != UINT64_MAX,
				     .perturb = settings->perturb}};
	if (settings->tempo > 0)
		how.how.tempo = hold(program->tempo, settings->tempo);
	if (settings->schedule) {
		how.steps = &steps;
		launch_again(&steps.again, &given, operand, settings->seed);
	}
	int status = launch(&how, &given);
	steps_release(&steps);
	return status;
}

static int run(int argc, char **argv)
{
	struct settings settings = {.seed = UINT64_MAX, .perturb = UINT64_MAX};
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
	if (settings.seed == UINT64_MAX)
		settings.seed = session_seed();
	if (program_open(&program, argv[0], lang, message, sizeof message) < 0)
		return command_wrong(&command_run, message);
	status = run_program(&settings, &program, argv[0]);
	program_close(&program);
	return status;
}

static const struct command_exit exits[] = {
	{STATUS_OK, "finished"},
	{STATUS_FAILED,
	 "failed: a deadlock, an uncaught error or failed assertion, output that\n"
	 "cannot be written"},
	{STATUS_USAGE, "wrong usage: an unknown option or knob, a missing file, a syntax error"},
	{STATUS_TIMEOUT, "stopped by --timeout"},
	{COMMAND_SIGNALLED, "stopped by signal N (130: Ctrl-C)"},
	{0},
};

const struct command command_run = {
	.name = "run",
	.usage = "run FILE|LESSON",
	.summary = "run a scenario without the screen, print what happens and a verdict",
	.notes = "A deadlock ends the run at once.\n",
	.options = options,
	.exits = exits,
	.run = run,
};
