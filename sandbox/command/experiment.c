/* sandbox experiment FILE|LESSON: many free runs over values of knobs: how many fail and why, how long the
 * others take.
 *
 * One process follows all runs that go on at a time. Settings take turns, run by run: what disturbs the
 * machine meanwhile disturbs all of them alike, and when it is stopped each has had its share. */
#include "command/experiment.h"

#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "command/command.h"
#include "command/lab.h"
#include "command/language.h"
#include "command/program.h"
#include "command/signals.h"

#define LAST_WORDS 200000000 /* ns */
#define RUNS_MAX   10000000
#define TIMEOUT	   30 /* seconds */

struct settings {
	bool json, csv;
	uint64_t runs, seed, perturb, random, pct, jobs;
	double timeout;
	const char *lang;
	struct option_list set;
};

static const struct option options[] = {
	{"runs", "N", "runs of each setting; 100 without it", OPTION_NATURAL,
	 offsetof(struct settings, runs)},
	{"set", "KNOB=VALUES",
	 "set a knob to each of these values in turn: 2,4,8 or 2..6 or both;\n"
	 "given again for other knobs: every combination is a setting",
	 OPTION_LIST, offsetof(struct settings, set)},
	{"seed", "N", "seed of the first run; run i of every setting has N + i; 1 without it", OPTION_NATURAL,
	 offsetof(struct settings, seed)},
	{"perturb", "SEED",
	 "delay operations now and then, so that races show sooner: run i\n"
	 "draws from SEED + i; the times say little then",
	 OPTION_NATURAL, offsetof(struct settings, perturb)},
	{"random", "SEED",
	 "take the steps one by one, each time a random one of those that can be taken: run i\n"
	 "draws from SEED + i, and can be run again exactly; times mean nothing then",
	 OPTION_NATURAL, offsetof(struct settings, random)},
	{"pct", "DEPTH",
	 "take the steps one by one, and switch only DEPTH - 1 times, at steps drawn at random:\n"
	 "finds what takes DEPTH ordering constraints with a probability that is told; run i\n"
	 "draws from the seed of --random + i, or from i",
	 OPTION_NATURAL, offsetof(struct settings, pct)},
	{"timeout", "SECONDS", "stop a run after so long and count it as failed; 30 without it",
	 OPTION_NUMBER, offsetof(struct settings, timeout)},
	{"jobs", "N",
	 "so many runs at a time, as many as there are processors without it;\n"
	 "they disturb each other's times: measure with --jobs 1",
	 OPTION_NATURAL, offsetof(struct settings, jobs)},
	{"csv", NULL, "write CSV: a row for each setting, times in seconds", OPTION_FLAG,
	 offsetof(struct settings, csv)},
	{"json", NULL, "write JSON Lines: a line a run, one a setting, the last is the verdict", OPTION_FLAG,
	 offsetof(struct settings, json)},
	{"lang", "LANG", "language of a lesson's messages", OPTION_CHOICE, offsetof(struct settings, lang),
	 command_language_name},
	{0},
};

uint64_t experiment_total(const struct experiment *experiment)
{
	return experiment->runs * experiment->knobs.combinations;
}

bool experiment_complete(const struct experiment *experiment)
{
	return experiment->finished == experiment_total(experiment);
}

int experiment_status(const struct experiment *experiment)
{
	if (experiment->signal)
		return 128 + experiment->signal;
	return experiment->failed || !experiment_complete(experiment) ? STATUS_FAILED : STATUS_OK;
}

bool experiment_setting(struct buffer *out, const struct experiment *experiment, size_t combination,
			const char *before, const char *between)
{
	struct knob_setting settings[OPTION_LIST_MAX];
	bool added = true;

	knobs_combine(&experiment->knobs, combination, settings);
	for (size_t i = 0; i < experiment->knobs.count; i++)
		added = buffer_print(out, "%s%s%s=%" PRId64, i ? between : "", before, settings[i].name,
				     settings[i].value) &&
			added;
	return added;
}

/* What belongs on stderr. Returns the exit status. */
static int complain(const struct lab *lab, bool text)
{
	const struct experiment *experiment = lab->experiment;
	bool cut = false;

	for (size_t i = 0; i < experiment->knobs.combinations; i++)
		cut = cut || experiment->tallies[i].out_of_memory;
	if (cut)
		fprintf(stderr, "sandbox experiment: out of memory; what was printed is incomplete\n");
	if (lab->out.error && lab->out.error != EPIPE)
		fprintf(stderr, "sandbox experiment: cannot write the output: %s; the experiment was ended\n",
			strerror(lab->out.error));
	else if (experiment->stopped[0])
		fprintf(stderr, "sandbox experiment: %s\n", experiment->stopped);
	else if (experiment->signal && !text)
		fprintf(stderr, "sandbox experiment: stopped by SIG%s: what was printed is incomplete\n",
			sigabbrev_np(experiment->signal));
	return lab->out.error || cut ? STATUS_FAILED : experiment_status(experiment);
}

static int fail(int error)
{
	fprintf(stderr, "sandbox experiment: %s\n", strerror(error));
	return STATUS_FAILED;
}

static int conduct_and_tell(struct lab *lab, const struct settings *settings)
{
	struct experiment *experiment = lab->experiment;
	sigset_t before;
	int status;

	lab->signals = lab->out.interrupt = signals_catch(&before);
	experiment->began = clock_now();
	if (lab_conduct(lab) < 0) {
		status = fail(ENOMEM);
	} else if (lab->usage[0]) {
		status = command_wrong(&command_experiment, lab->usage);
	} else {
		if (experiment->signal)
			lab->out.deadline = clock_now() + LAST_WORDS;
		if (!(settings->json ? experiment_json :
		      settings->csv  ? experiment_csv :
				       experiment_text)(&lab->out.buffer, experiment) &&
		    !lab->out.error)
			lab->out.error = ENOMEM;
		output_flush(&lab->out);
		status = complain(lab, !settings->json && !settings->csv);
	}
	signals_restore(lab->signals, &before);
	return status;
}

/* How many runs at a time, when nobody says. */
static size_t processors(void)
{
	cpu_set_t set;
	int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;

	return count < LAB_JOBS_MAX ? (size_t)count : LAB_JOBS_MAX;
}

static int with_lab(const struct settings *settings, struct experiment *experiment,
		      struct scenario *scenario)
{
	struct lab lab = {.experiment = experiment,
			  .scenario = scenario,
			  .json = settings->json,
			  .timeout = settings->timeout,
			  .out = {.fd = STDOUT_FILENO, .interrupt = -1, .deadline = INT64_MAX}};
	int status;

	if (experiment_total(experiment) < experiment->jobs)
		experiment->jobs = (size_t)experiment_total(experiment);
	experiment->tallies = calloc(experiment->knobs.combinations, sizeof *experiment->tallies);
	experiment->sizes = calloc(experiment->knobs.combinations, sizeof *experiment->sizes);
	scenario->knobs = lab.knobs;
	scenario->knob_count = (uint32_t)experiment->knobs.count;
	if (experiment->tallies && experiment->sizes)
		status = conduct_and_tell(&lab, settings);
	else
		status = fail(ENOMEM);
	for (size_t i = 0; experiment->tallies && i < experiment->knobs.combinations; i++)
		tally_finish(&experiment->tallies[i]);
	buffer_finish(&lab.out.buffer);
	free(experiment->tallies);
	free(experiment->sizes);
	return status;
}

static int with_program(const struct settings *settings, const struct program *program, const char *operand)
{
	struct scenario scenario = {.path = program->path,
				    .source = program->source,
				    .length = program->length,
				    .folder = program->folder};
	struct experiment experiment = {.operand = operand,
					.file = program_file(program),
					.runs = settings->runs,
					.seed = settings->seed,
					.jobs = settings->jobs};
	char message[512];
	int status;

	if (settings->random != UINT64_MAX)
		experiment.manner = (struct manner){.kind = MANNER_RANDOM, .seed = settings->random};
	if (settings->pct)
		experiment.manner =
			(struct manner){.kind = MANNER_PCT,
					.seed = settings->random != UINT64_MAX ? settings->random : 0,
					.depth = (uint32_t)settings->pct};
	if (settings->perturb != UINT64_MAX)
		experiment.manner = (struct manner){.kind = MANNER_PERTURBED, .seed = settings->perturb};
	if (knobs_read(&experiment.knobs, &settings->set, message, sizeof message) < 0 ||
	    script_keep(&scenario, message, sizeof message) < 0) {
		status = command_wrong(&command_experiment, message);
	} else if (experiment.runs > RUNS_MAX / experiment.knobs.combinations) {
		snprintf(message, sizeof message, "more than %d runs in all; give fewer --runs", RUNS_MAX);
		status = command_wrong(&command_experiment, message);
	} else {
		status = with_lab(settings, &experiment, &scenario);
	}
	script_drop(&scenario);
	knobs_finish(&experiment.knobs);
	return status;
}

/* What is wrong with the options together; NULL = nothing. */
static const char *objection(const struct settings *settings, int operands)
{
	if (operands > 1)
		return "one scenario at a time; it takes one FILE or LESSON";
	if (operands == 0)
		return "which scenario? Give a FILE or a LESSON; `sandbox lessons` lists the lessons";
	if (settings->json && settings->csv)
		return "--json or --csv, not both";
	if (settings->runs == 0)
		return "--runs takes 1 or more";
	if (settings->jobs == 0 || settings->jobs > LAB_JOBS_MAX)
		return "--jobs takes 1 to 64";
	if (settings->pct > 32)
		return "--pct takes a depth of 1 to 32, 2 or 3 as a rule";
	if (settings->random != UINT64_MAX && settings->perturb != UINT64_MAX)
		return "--random or --perturb, not both";
	if (settings->pct && settings->perturb != UINT64_MAX)
		return "--pct or --perturb, not both";
	if (settings->timeout > 1e6)
		return "--timeout takes a million seconds at most";
	return NULL;
}

static int run(int argc, char **argv)
{
	struct settings settings = {.runs = 100,
				    .seed = 1,
				    .perturb = UINT64_MAX,
				    .random = UINT64_MAX,
				    .jobs = processors(),
				    .timeout = TIMEOUT};
	struct program program;
	char message[512];
	int operands, status = command_options(&command_experiment, &settings, argc, argv, &operands);

	if (status >= 0)
		return status;
	const char *wrong = objection(&settings, operands);
	if (wrong)
		return command_wrong(&command_experiment, wrong);
	const char *lang = command_language(settings.lang);
	if (program_open(&program, argv[0], lang, message, sizeof message) < 0)
		return command_wrong(&command_experiment, message);
	status = with_program(&settings, &program, argv[0]);
	program_close(&program);
	return status;
}

static const struct command_exit exits[] = {
	{STATUS_OK, "all runs passed"},
	{STATUS_FAILED, "some failed, or not all could be done"},
	{STATUS_USAGE, "wrong usage: an unknown option or knob, a missing file, a syntax error"},
	{COMMAND_SIGNALLED, "stopped by signal N (130: Ctrl-C): what there is was printed"},
	{0},
};

const struct command command_experiment = {
	.name = "experiment",
	.usage = "experiment FILE|LESSON",
	.summary =
		"run a scenario many times, over values of its knobs: how often it fails, how long it takes",
	.notes =
		"A run fails when it ends in a deadlock, also of some processes only, in an uncaught error\n"
		"or a failed assertion, when a process is killed by a stranger, or at its timeout; then it\n"
		"is \"stalled\" if somebody was waiting probably for ever. Equal reasons at equal lines are\n"
		"counted together, with one example. Times are from main's start to the last process's end.\n"
		"\n"
		"fair: Jain's index (Jain, Chiu, Hawe 1984) over how often each process took a lock or\n"
		"semaphore while all who wanted it competed: until the first of them was done with it.\n"
		"1 = all equally often, 1/n = one of n alone. The least fairly shared one of a run counts.\n"
		"The interval beside the failure rate is Wilson's (1927).\n"
		"\n"
		"No failure in N free runs proves nothing: the kernel schedules them, and rarely in the\n"
		"worst way. A run cannot be repeated by its seed alone.\n",
	.options = options,
	.exits = exits,
	.run = run,
};
