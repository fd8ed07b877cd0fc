/* sandbox check: is this exercise solved? Only if no schedule of it fails. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/exercise.h"
#include "command/exploring.h"
#include "command/language.h"
#include "command/signals.h"
#include "lesson/study.h"

#define PATIENCE 60 /* seconds */

struct settings {
	bool json;
	double timeout;
	const char *lang;
};

static const struct option options[] = {
	{"timeout", "SECONDS", "stop after so long, undecided; without it 60", OPTION_NUMBER,
	 offsetof(struct settings, timeout)},
	{"json", NULL, "write the result as one line of JSON", OPTION_FLAG, offsetof(struct settings, json)},
	{"lang", "LANG", "language of the lesson's messages", OPTION_CHOICE, offsetof(struct settings, lang),
	 command_language_name},
	{0},
};

static void add_text(struct exploring_session *exploring, const struct exercise *exercise, struct buffer *out)
{
	const struct exploration *told = exploring->told;
	char text[1024];

	buffer_print(out, "%s: ",
		     told->how == EXPLORED_PROVED ? "ACCEPTED" :
		     told->how == EXPLORED_FOUND  ? "REJECTED" :
						    "UNDECIDED");
	told_verdict(told, NULL, text, sizeof text);
	buffer_print(out, "%s\n", text);
	if (told->how == EXPLORED_FOUND) {
		buffer_print(out, "\n");
		exploring_show(exploring, NULL, out);
		buffer_print(out, "%s is not solved yet: this is %s way in which it fails.\n",
			     exercise->program.path, told->certain_shortest ? "the shortest" : "a");
		return;
	}
	told_proviso(told, exploring->late ? TOLD_LATE : TOLD_INTERRUPTED, NULL, text, sizeof text);
	buffer_print(out, "%s\n", text);
}

static void add_json(struct exploring_session *exploring, const struct exercise *exercise, struct buffer *out)
{
	const struct exploration *told = exploring->told;

	buffer_print(out, "{\"accepted\":%s,\"lesson\":",
		     told->how == EXPLORED_PROVED ? "true" :
		     told->how == EXPLORED_FOUND  ? "false" :
						    "null");
	exploring_json_text(out, exercise->program.lesson);
	buffer_print(out, ",\"file\":");
	exploring_json_text(out, exercise->program.path);
	buffer_print(out, ",");
	exploring_json(told, out);
	buffer_print(out, ",\"states\":%" PRIu32 ",\"because\":", told->figures.states);
	exploring_json_text(out, told->because);
	buffer_print(out, "}\n");
}

static int status_of(const struct exploring_session *exploring)
{
	switch (exploring->told->how) {
	case EXPLORED_PROVED:
		return STATUS_OK;
	case EXPLORED_FOUND:
		return STATUS_FAILED;
	default:
		return exploring->signal ? 128 + exploring->signal : STATUS_TIMEOUT;
	}
}

/* Where it cannot be kept it is accepted all the same. */
static void note_accepted(const char *lesson)
{
	struct study *study = lesson ? study_open(NULL) : NULL;

	if (study && study_note(study, FACT_ACCEPTED, lesson, "", 0))
		fprintf(stderr, "sandbox check: that it was accepted is not kept: %s\n",
			study_trouble(study) ? study_trouble(study) : "the lesson's id is too long");
	study_close(study);
}

static int check(struct exercise *exercise, const struct settings *settings)
{
	struct explorer_options how = {.avoidable = true};
	struct exploring_session exploring;
	struct buffer out = {0};
	sigset_t before;
	int error = exploring_begin(&exploring, &exercise->given, &how, 0, 0);

	if (error) {
		fprintf(stderr, "sandbox check: the run could not be started: %s%s\n", strerror(-error),
			run_start_hint(-error));
		return STATUS_FAILED;
	}
	int signals = signals_catch(&before);
	exploring_go(&exploring, signals, settings->timeout > 0 ? settings->timeout : PATIENCE, NULL);
	if (exploring.told->how == EXPLORED_ERROR)
		fprintf(stderr, "sandbox check: %s\n", exploring_error(exploring.told));
	else
		(settings->json ? add_json : add_text)(&exploring, exercise, &out);
	int status = status_of(&exploring);
	if (status == STATUS_OK)
		note_accepted(exercise->program.lesson);
	if (command_print(out.bytes, out.length))
		status = STATUS_FAILED;
	buffer_finish(&out);
	exploring_end(&exploring);
	signals_restore(signals, &before);
	return status;
}

static int run(int argc, char **argv)
{
	struct settings settings = {0};
	struct exercise exercise;
	char message[1024];
	int operands, status = command_options(&command_check, &settings, argc, argv, &operands);

	if (status >= 0)
		return status;
	if (operands < 1 || operands > 2)
		return command_wrong(&command_check, "it takes a LESSON, and a FILE if it is not your copy");
	const char *lang = command_language(settings.lang);
	if (exercise_open(&exercise, argv[0], operands > 1 ? argv[1] : NULL, lang, message, sizeof message) <
	    0)
		return command_wrong(&command_check, message);
	if (script_check(&exercise.given.scenario, message, sizeof message) < 0)
		status = command_wrong(&command_check, message);
	else
		status = check(&exercise, &settings);
	exercise_close(&exercise);
	return status;
}

static const struct command_exit exits[] = {
	{STATUS_OK, "accepted"},
	{STATUS_FAILED, "rejected: a schedule fails, and is shown"},
	{STATUS_USAGE, "wrong usage, or there is no exercise or no copy"},
	{STATUS_TIMEOUT, "undecided: it took too long, or cannot be explored whole"},
	{COMMAND_SIGNALLED, "stopped by signal N (130: Ctrl-C)"},
	{0},
};

const struct command command_check = {
	.name = "check",
	.usage = "check LESSON [FILE]",
	.summary = "is this exercise solved?",
	.notes =
		"It is accepted only when no schedule fails: no deadlock, no error, and every assertion\n"
		"holds, also those of the lesson's must.lua, which is read as if it stood at the end of\n"
		"the FILE.\n"
		"Without a FILE, your copy of the exercise is checked:\n"
		"  $XDG_DATA_HOME/sandbox/LESSON/exercise.lua (~/.local/share/sandbox/LESSON/exercise.lua)\n",
	.options = options,
	.exits = exits,
	.run = run,
};
