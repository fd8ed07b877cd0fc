/* sandbox explore: does any schedule of this scenario fail? */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "command/exploring.h"
#include "command/language.h"
#include "command/shards.h"
#include "command/signals.h"
#include "script/record.h"
#include "trace/recording.h"

struct settings {
	bool json, lazy, quick, shortest, histories, starvation, fewest_switches, every;
	uint64_t seed, bound, states, arena, memory, samples;
	double timeout;
	const char *lang, *record, *shard;
	bool merge;
	struct option_list set;
};

static const struct option options[] = {
	{"bound", "STEPS", "look at schedules of up to so many steps only", OPTION_NATURAL,
	 offsetof(struct settings, bound)},
	{"states", "N", "look at no more states than that; without it 20000000", OPTION_NATURAL,
	 offsetof(struct settings, states)},
	{"memory", "SIZE", "of states, in all: 512M, 4G; without it 2G", OPTION_SIZE,
	 offsetof(struct settings, memory)},
	{"timeout", "SECONDS", "stop after so long, and say what is known", OPTION_NUMBER,
	 offsetof(struct settings, timeout)},
	{"lazy", NULL,
	 "times run out in order, and only when nothing else can be done: steps take none;\n"
	 "without it, whenever a process waits (any delay is possible)",
	 OPTION_FLAG, offsetof(struct settings, lazy)},
	{"shortest", NULL,
	 "look for the failing schedule of the fewest steps whatever it takes; without it,\n"
	 "where that takes long, one of the fewest operations will do",
	 OPTION_FLAG, offsetof(struct settings, shortest)},
	{"fewest-switches", NULL,
	 "look for the failing schedule with the fewest switches of processes, and of those\n"
	 "for the one of the fewest steps",
	 OPTION_FLAG, offsetof(struct settings, fewest_switches)},
	{"starvation", NULL,
	 "a schedule fails, too, in which others go round for ever and one never gets what it\n"
	 "waits for; a lock that anybody may take first allows it",
	 OPTION_FLAG, offsetof(struct settings, starvation)},
	{"every", NULL,
	 "then run one schedule of every class on real processes, and compare each step with\n"
	 "the model; schedules of a class differ in the order of steps that commute only",
	 OPTION_FLAG, offsetof(struct settings, every)},
	{"histories", NULL,
	 "tell processes apart by all that happened to them, and never merge those whose\n"
	 "memory is the same",
	 OPTION_FLAG, offsetof(struct settings, histories)},
	{"shard", "I/N",
	 "as --every, but of the classes run only the I-th of N equal shares; with --json a line\n"
	 "for --merge. Shards can be run anywhere",
	 OPTION_TEXT, offsetof(struct settings, shard)},
	{"merge", NULL,
	 "explore nothing: put the lines of all shards, one in each FILE, together to one verdict",
	 OPTION_FLAG, offsetof(struct settings, merge)},
	{"quick", NULL,
	 "stop at the first failure that is found; with --shortest at the shortest, but without\n"
	 "the step from which on it cannot be avoided",
	 OPTION_FLAG, offsetof(struct settings, quick)},
	{"samples", "N",
	 "random schedules to run where the scenario cannot be explored whole; without it 1000",
	 OPTION_NATURAL, offsetof(struct settings, samples)},
	{"json", NULL, "write the result as one line of JSON", OPTION_FLAG, offsetof(struct settings, json)},
	{"record", "FILE", "record the failing run; `sandbox FILE` shows it, step by step", OPTION_TEXT,
	 offsetof(struct settings, record)},
	{"seed", "N", "the seed of the scenario's random numbers; without it, 0", OPTION_NATURAL,
	 offsetof(struct settings, seed)},
	{"set", "KNOB=VALUE", "set one of the scenario's knobs; may be given again", OPTION_LIST,
	 offsetof(struct settings, set)},
	{"arena", "SIZE", "what queues, pipes, pools and arrays may hold in all: 512M, 4G; without it 1G",
	 OPTION_SIZE, offsetof(struct settings, arena)},
	{"lang", "LANG", "language of a lesson's messages", OPTION_CHOICE, offsetof(struct settings, lang),
	 command_language_name},
	{0},
};

struct exploring_run {
	struct exploring_session it;
	const struct settings *settings;
	const char *operand; /* as the person wrote it */
};

/* How many there are is known: so is when they will be done. */
static void draw_every(const struct exploring_session *it)
{
	const struct every_told *every = &it->told->every;
	double seconds = (double)(clock_now() - every->began) / 1e9, rate = 0;

	if (seconds > 0)
		rate = (double)every->run / seconds;
	fprintf(stderr, "\r\033[K%s: %" PRIu64 " of %" PRIu64 ", %.0f/s", it->told->stage, every->run,
		every->classes, rate);
	if (rate > 0)
		fprintf(stderr, ", %.0f s to go", (double)(every->classes - every->run) / rate);
	fflush(stderr);
}

static void draw(const struct exploring_session *it)
{
	const struct exploration *told = it->told;
	double seconds = (double)(clock_now() - it->began) / 1e9;

	if (told->every.run) {
		draw_every(it);
		return;
	}
	fprintf(stderr,
		"\r\033[K%s: depth %" PRIu32 ", %" PRIu32 " states, %" PRIu32 " to go, %" PRIu32
		" runs, %.0f states/s",
		told->stage, told->figures.depth, told->figures.states, told->figures.frontier,
		told->executions, told->figures.states / (seconds > 0 ? seconds : 1));
	if (told->samples)
		fprintf(stderr, ", %" PRIu32 " samples", told->samples);
	if (told->early)
		fprintf(stderr, ", %s after %" PRIu32 " steps", told_kind(told), told->steps);
	fflush(stderr);
}

static void add_mode(const struct exploring_run *run, struct buffer *out)
{
	if (run->settings->lazy)
		buffer_print(
			out,
			"Times were taken to run out in order, and only when nothing else could be done.\n");
}

static void add_again(const struct exploring_run *run, struct buffer *out)
{
	buffer_print(out, "Run it again: ");
	launch_again(out, run->it.given, run->operand, run->settings->seed);
	buffer_print(out, "%s --schedule \"", run->settings->lazy ? " --lazy" : "");
	schedule_print_round(out, run->it.told->schedule, run->it.told->steps, run->it.told->cycle);
	buffer_print(out, "\"\n");
}

static int record(const struct exploring_run *run, const char *path, struct recording **recording)
{
	struct recording_header header;
	char message[600];

	script_record(&header, &run->it.given->scenario, run->it.given->program->lesson, 0);
	header.seed = run->settings->seed;
	header.controlled = true;
	header.lazy = run->settings->lazy;
	if (recording_create(recording, path, &header, primitive_word, message, sizeof message) == 0)
		return 0;
	fprintf(stderr, "sandbox explore: %s\n", message);
	return -1;
}

static void end_recording(const struct exploring_run *run, struct recording *recording, struct buffer *out)
{
	struct buffer schedule = {0};
	char message[600];

	if (!recording)
		return;
	schedule_print(&schedule, run->it.told->schedule, run->it.told->steps);
	buffer_add(&schedule, "", 1);
	if (recording_close(recording, told_kind(run->it.told), schedule.bytes, message, sizeof message))
		fprintf(stderr, "sandbox explore: %s\n", message);
	else if (out)
		buffer_print(out, "Look at it step by step: sandbox %s\n", run->settings->record);
	buffer_finish(&schedule);
}

/* The failing run once more, with all its events. */
static void show(struct exploring_run *run, struct buffer *out)
{
	struct recording *recording = NULL;

	if (run->settings->record)
		record(run, run->settings->record, &recording);
	exploring_show(&run->it, recording, out);
	end_recording(run, recording, out);
}

static void add_verdict(const struct exploration *told, struct buffer *out)
{
	char text[1024];

	told_verdict(told, NULL, text, sizeof text);
	buffer_print(out, "%s\n", text);
	if (told_every(told, NULL, text, sizeof text))
		buffer_print(out, "%s\n", text);
}

static void add_found(struct exploring_run *run, struct buffer *out)
{
	add_verdict(run->it.told, out);
	buffer_print(out, "\n");
	show(run, out);
	add_mode(run, out);
	add_again(run, out);
}

static void add_result(struct exploring_run *run, struct buffer *out)
{
	const struct exploration *told = run->it.told;
	char text[1024];

	if (told->how == EXPLORED_FOUND) {
		add_found(run, out);
		return;
	}
	add_verdict(told, out);
	told_proviso(told, run->it.late ? TOLD_LATE : TOLD_INTERRUPTED, NULL, text, sizeof text);
	buffer_print(out, "%s\n", text);
	if (told->how == EXPLORED_PROVED)
		add_mode(run, out);
}

static bool is_every_missing(const struct exploring_run *run)
{
	const struct exploration *told = run->it.told;

	return run->settings->every &&
	       (!told->every.run || told->every.run < told->every.classes);
}

static void add_json(struct exploring_run *run, struct buffer *out)
{
	const struct exploration *told = run->it.told;
	bool found = told->how == EXPLORED_FOUND;

	if (found)
		show(run, NULL);
	buffer_print(out, "{");
	exploring_json(told, out);
	if (found) {
		buffer_print(out, ",\"switches\":%" PRIu32
				  ",\"fewest_switches\":%s,\"shortest\":%s,\"critical\":",
			     told->switches, told->fewest_switches ? "true" : "false",
			     told->certain_shortest ? "true" : "false");
		buffer_print(out, told->critical ? "%" PRIu32 : "null", told->critical);
	} else {
		buffer_print(out, ",\"switches\":null,\"critical\":null");
	}
	buffer_print(out,
		     ",\"states\":%" PRIu32 ",\"depth\":%" PRIu32 ",\"frontier\":%" PRIu32 ",\"classes\":",
		     told->figures.states, told->figures.depth, told->figures.frontier);
	buffer_print(out, told->classes > 0 ? "%.0f" : "null", told->classes);
	buffer_print(out, ",\"classes_run\":%" PRIu64 ",\"classes_failed\":%" PRIu64, told->every.run,
		     told->every.failed);
	buffer_print(out, ",\"ends\":");
	exploring_json_text(out, exploring_ends(told));
	buffer_print(out,
		     ",\"executions\":%" PRIu32 ",\"samples\":%" PRIu32 ",\"complete\":%s,\"bound\":",
		     told->executions, told->samples,
		     told->how == EXPLORED_PROVED && !is_every_missing(run) ? "true" : "false");
	exploring_json_text(out, told->bound);
	buffer_print(out, ",\"mode\":\"%s\",\"because\":", run->settings->lazy ? "lazy" : "any");
	exploring_json_text(out, told->because);
	if (run->settings->shard)
		shards_json(told, run->it.given, run->settings->seed, out);
	buffer_print(out, "}\n");
}

static int status_of(const struct exploring_run *run)
{
	switch (run->it.told->how) {
	case EXPLORED_PROVED:
		if (!is_every_missing(run))
			return STATUS_OK;
		return run->it.signal ? 128 + run->it.signal : STATUS_TIMEOUT;
	case EXPLORED_SHARED:
		return STATUS_OK;
	case EXPLORED_FOUND:
		return STATUS_FAILED;
	default:
		return run->it.signal ? 128 + run->it.signal : STATUS_TIMEOUT;
	}
}

static int explore(struct exploring_run *run, struct given *given)
{
	const struct settings *settings = run->settings;
	struct explorer_options how = {.lazy = settings->lazy,
				       .avoidable = !settings->quick,
				       .first = settings->quick && !settings->shortest &&
						!settings->fewest_switches,
				       .fewest_switches = settings->fewest_switches,
				       .shortest = settings->shortest,
				       .histories = settings->histories,
				       .starvation = settings->starvation,
				       .every = settings->every,
				       .depth_max = (uint32_t)settings->bound,
				       .states_max = (uint32_t)settings->states,
				       .bytes_max = settings->memory,
				       .samples = (uint32_t)settings->samples};
	if (settings->shard) {
		shards_read(settings->shard, &how.share);
		how.every = true;
	}
	struct buffer out = {0};
	sigset_t before;
	bool watched = isatty(STDERR_FILENO);
	int error = exploring_begin(&run->it, given, &how, settings->seed, settings->arena);

	if (error) {
		fprintf(stderr, "sandbox explore: the run could not be started: %s%s\n", strerror(-error),
			run_start_hint(-error));
		return STATUS_TIMEOUT;
	}
	int signals = signals_catch(&before);
	exploring_go(&run->it, signals, settings->timeout, watched ? draw : NULL);
	if (watched)
		fprintf(stderr, "\r\033[K");
	if (run->it.told->how == EXPLORED_ERROR)
		fprintf(stderr, "sandbox explore: %s\n", exploring_error(run->it.told));
	else
		(settings->json ? add_json : add_result)(run, &out);
	int status = status_of(run);
	if (command_print(out.bytes, out.length))
		status = STATUS_FAILED;
	buffer_finish(&out);
	exploring_end(&run->it);
	signals_restore(signals, &before);
	return status;
}

static int merge(char *const *files, int count, bool json)
{
	struct buffer out = {0};
	char message[512];

	if (count < 1)
		return command_wrong(&command_explore,
				     "--merge takes the FILES with the results of the shards");
	int status = shards_merge(files, count, json, &out, message, sizeof message);
	if (status == STATUS_USAGE)
		command_wrong(&command_explore, message);
	else if (command_print(out.bytes, out.length))
		status = STATUS_FAILED;
	buffer_finish(&out);
	return status;
}

static int run(int argc, char **argv)
{
	struct settings settings = {.bound = 0};
	struct classes_share share;
	struct program program;
	struct given given;
	char message[512];
	int operands, status = command_options(&command_explore, &settings, argc, argv, &operands);

	if (status >= 0)
		return status;
	if (settings.merge)
		return merge(argv, operands, settings.json);
	if (operands != 1)
		return command_wrong(&command_explore, "it takes one FILE or LESSON");
	const char *lang = command_language(settings.lang);
	if (settings.bound > UINT32_MAX / 2 || settings.states > UINT32_MAX / 2 ||
	    settings.samples > UINT32_MAX / 2)
		return command_wrong(&command_explore, "--bound, --states and --samples go up to 2147483647");
	if (settings.shard && (!shards_read(settings.shard, &share) || settings.lazy))
		return command_wrong(
			&command_explore,
			settings.lazy ? "--shard and --lazy do not go together" :
					"--shard takes I/N: of N equal shares the I-th, from 1/N to N/N");
	if (settings.every && settings.lazy)
		return command_wrong(&command_explore,
				     "--every or --lazy: classes are told only where any timeout may pass");
	if (settings.fewest_switches && (settings.bound || settings.shortest))
		return command_wrong(
			&command_explore,
			"--fewest-switches looks for something else than --bound and --shortest");
	if (program_open(&program, argv[0], lang, message, sizeof message) < 0)
		return command_wrong(&command_explore, message);
	if (given_init(&given, &program, &settings.set, message, sizeof message) < 0 ||
	    script_check(&given.scenario, message, sizeof message) < 0) {
		status = command_wrong(&command_explore, message);
	} else {
		struct exploring_run exploring = {.settings = &settings, .operand = argv[0]};

		status = explore(&exploring, &given);
	}
	program_close(&program);
	return status;
}

static const struct command_exit exits[] = {
	{STATUS_OK, "proved: no schedule fails; with --shard: none of its share did"},
	{STATUS_FAILED, "found one that does"},
	{STATUS_USAGE, "wrong usage"},
	{STATUS_TIMEOUT, "not complete: a bound, a timeout, only samples, or not determined by the schedule"},
	{COMMAND_SIGNALLED, "stopped by signal N (130: Ctrl-C)"},
	{0},
};

const struct command command_explore = {
	.name = "explore",
	.usage = "explore FILE|LESSON, or explore --merge FILE...",
	.summary = "search every interleaving of a scenario for one that fails",
	.notes = "A schedule fails when processes are stuck for ever, all or some of them, when one ends\n"
		 "by an uncaught error or a failed assertion, when one goes on for ever without a step, or\n"
		 "when they go round for ever and get nowhere (a livelock).\n",
	.options = options,
	.exits = exits,
	.run = run,
};
