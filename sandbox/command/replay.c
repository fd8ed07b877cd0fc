/* sandbox replay: the same run again, on real processes, step by step as a schedule says. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "command/language.h"
#include "command/launch.h"
#include "command/recorded.h"
#include "command/session.h"

struct settings {
	bool json, quiet, lazy;
	uint64_t seed, arena;
	double timeout;
	const char *lang, *record, *schedule;
	struct option_list set;
};

static const struct option options[] = {
	{"schedule", "STEPS",
	 "who takes each step: 0 1 1 2. 2! = the wait of process 2 times out, 1x = it is\n"
	 "killed, 3=2 = its choice is 2, 1*3 = 1 1 1, 0 (1 2) = 1 2 go round for ever",
	 OPTION_TEXT, offsetof(struct settings, schedule)},
	{"lazy", NULL, "the schedule is one of `sandbox explore --lazy`: sleeping is a step", OPTION_FLAG,
	 offsetof(struct settings, lazy)},
	{"json", NULL, "write JSON Lines: an event a line, the last line is the verdict", OPTION_FLAG,
	 offsetof(struct settings, json)},
	{"quiet", NULL, "of the events, print only what the program says and its errors", OPTION_FLAG,
	 offsetof(struct settings, quiet)},
	{"seed", "N", "the seed of the run's random numbers; without it, 0", OPTION_NATURAL,
	 offsetof(struct settings, seed)},
	{"set", "KNOB=VALUE", "set one of the scenario's knobs; may be given again", OPTION_LIST,
	 offsetof(struct settings, set)},
	{"arena", "SIZE", "what queues, pipes, pools and arrays may hold in all: 512M, 4G; without it 1G",
	 OPTION_SIZE, offsetof(struct settings, arena)},
	{"timeout", "SECONDS", "stop the run after so long", OPTION_NUMBER,
	 offsetof(struct settings, timeout)},
	{"record", "FILE", "record every event; `sandbox FILE` shows it again, step by step", OPTION_TEXT,
	 offsetof(struct settings, record)},
	{"lang", "LANG", "language of a lesson's messages", OPTION_CHOICE, offsetof(struct settings, lang),
	 command_language_name},
	{0},
};

static int begin(const struct settings *settings, struct given *given, struct steps *steps, uint64_t seed,
		 bool lazy)
{
	struct launch how = {.command = &command_replay,
			     .json = settings->json,
			     .quiet = settings->quiet,
			     .timeout = settings->timeout,
			     .record = settings->record,
			     .how = {.seed = seed,
				     .heap_limit = settings->arena,
				     .keeps_order = lazy},
			     .steps = steps};

	return launch(&how, given);
}

static int replay_schedule(const struct settings *settings, const char *name, const char *lang)
{
	struct program program;
	struct given given;
	struct steps steps = {0};
	char message[512];
	int status;

	if (program_open(&program, name, lang, message, sizeof message) < 0)
		return command_wrong(&command_replay, message);
	if (given_init(&given, &program, &settings->set, message, sizeof message) < 0 ||
	    schedule_parse(&steps.schedule, settings->schedule, message, sizeof message) < 0)
		status = command_wrong(&command_replay, message);
	else
		status = begin(settings, &given, &steps, settings->seed == UINT64_MAX ? 0 : settings->seed,
			       settings->lazy);
	steps_release(&steps);
	program_close(&program);
	return status;
}

/* Read all of it: the schedule that was taken comes last. */
static int read_schedule(const char *path, struct steps *steps, char *message, size_t size)
{
	struct recording_reader *reader;
	struct trace_event event;
	int got = recording_open(&reader, path, primitive_word, message, size);

	if (got < 0)
		return got;
	if (!recording_header(reader)->controlled) {
		snprintf(
			message, size,
			"%s: the kernel decided who goes in this run, so it cannot be run again; "
			 "`sandbox %s` shows "
			"it, and `sandbox run --schedule random --record` makes recordings that can",
			path, path);
		got = -EINVAL;
	} else {
		while ((got = recording_next(reader, &event, message, size)) > 0)
			;
	}
	const char *schedule = got == 0 ? recording_schedule(reader) : NULL;
	if (schedule) {
		got = schedule_parse(&steps->schedule, schedule, message, size);
	} else if (got == 0) {
		snprintf(message, size, "%s: its end is missing, and with it the schedule", path);
		got = -EINVAL;
	}
	recording_finish(reader);
	return got;
}

/* The scenario as it was run then. */
static int find_scenario(struct program *program, const struct recording_header *header, const char *path,
			 const char *lang, char *message, size_t size)
{
	int error = recorded_find(program, header, path, lang);

	if (error == -ESTALE)
		snprintf(
			message, size,
			"%s: %s is no longer what was recorded; "
			 "`sandbox replay %s --schedule …` runs it as it is now",
			path, header->scenario, header->scenario);
	else if (error)
		snprintf(message, size,
			 "%s: the scenario %s is not there, neither at %s nor beside the recording", path,
			 header->scenario, header->path);
	return error;
}

static void take_knobs(struct given *given, const struct recording_header *header)
{
	for (uint32_t i = 0; i < header->knob_count && i < OPTION_LIST_MAX; i++) {
		snprintf(given->names[i], sizeof given->names[i], "%s", header->knobs[i].name);
		given->knobs[i] = (struct knob_setting){given->names[i], header->knobs[i].value};
	}
	given->scenario.knob_count =
		header->knob_count < OPTION_LIST_MAX ? header->knob_count : OPTION_LIST_MAX;
}

static int replay_recording(const struct settings *settings, const char *path, const char *lang)
{
	struct program program;
	struct given given;
	struct steps steps = {0};
	struct option_list none = {.count = 0};
	char message[1600];
	int status = STATUS_USAGE;

	if (read_schedule(path, &steps, message, sizeof message) < 0 ||
	    recording_open(&steps.expected, path, primitive_word, message, sizeof message) < 0)
		goto wrong;
	const struct recording_header *header = recording_header(steps.expected);
	if (find_scenario(&program, header, path, lang, message, sizeof message) < 0)
		goto wrong;
	given_init(&given, &program, &none, message, sizeof message);
	take_knobs(&given, header);
	status = begin(settings, &given, &steps, header->seed, header->lazy);
	program_close(&program);
	goto done;
wrong:
	command_wrong(&command_replay, message);
done:
	recording_finish(steps.expected);
	steps_release(&steps);
	return status;
}

/* It is no recording; if it is nothing at all, that is what is wrong. */
static int no_steps(const char *name, const char *lang)
{
	struct program program;
	char message[512];

	if (program_open(&program, name, lang, message, sizeof message) < 0)
		return command_wrong(&command_replay, message);
	program_close(&program);
	snprintf(message, sizeof message,
		 "which steps? %.200s is no recording made with --record, so give --schedule \"0 1 …\"",
		 name);
	return command_wrong(&command_replay, message);
}

static int run(int argc, char **argv)
{
	struct settings settings = {.seed = UINT64_MAX};
	int operands, status = command_options(&command_replay, &settings, argc, argv, &operands);

	if (status >= 0)
		return status;
	if (operands != 1)
		return command_wrong(&command_replay,
				     "it takes one FILE or LESSON with --schedule, or one RECORDING");
	const char *lang = command_language(settings.lang);
	if (settings.schedule)
		return replay_schedule(&settings, argv[0], lang);
	if (!recorded_is(argv[0]))
		return no_steps(argv[0], lang);
	if (settings.set.count || settings.seed != UINT64_MAX)
		return command_wrong(
			&command_replay,
			"a recording has its own seed and knobs; --seed and --set go with --schedule");
	return replay_recording(&settings, argv[0], lang);
}

static const struct command_exit exits[] = {
	{STATUS_OK, "it ran as told, and nothing failed"},
	{STATUS_FAILED, "it failed, as `sandbox run` tells it"},
	{STATUS_USAGE, "wrong usage"},
	{STATUS_TIMEOUT, "stopped by --timeout"},
	{STATUS_DIVERGED, "it diverged: a step could not be taken, or something was not as recorded"},
	{COMMAND_SIGNALLED, "stopped by signal N (130: Ctrl-C)"},
	{0},
};

const struct command command_replay = {
	.name = "replay",
	.usage = "replay FILE|LESSON --schedule STEPS, or replay RECORDING",
	.summary = "run a scenario again, step by step as a schedule says, and check it",
	.notes = "Every step is checked: that it can be taken, and with a recording everything that\n"
		 "happens. The first difference ends the run, and so does a deadlock.\n",
	.options = options,
	.exits = exits,
	.run = run,
};
