/* sandbox lint: is what each lesson claims true? */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/exercise.h"
#include "command/exploring.h"
#include "command/signals.h"
#include "command/twins.h"
#include "world/world.h"

#define PATIENCE 60 /* seconds a claim */

struct settings {
	bool json, proofs_only;
	double timeout;
};

static const struct option options[] = {
	{"timeout", "SECONDS", "give up on a claim after so long; without it 60", OPTION_NUMBER,
	 offsetof(struct settings, timeout)},
	{"claims", NULL, "only the claims; do not compile and run the programs in C and Python", OPTION_FLAG,
	 offsetof(struct settings, proofs_only)},
	{"json", NULL, "write JSON Lines: a finding a line", OPTION_FLAG, offsetof(struct settings, json)},
	{0},
};

enum truth { TRUE, WRONG, UNDECIDED };

struct lint {
	const struct settings *settings;
	struct buffer out;
	int signals, signal;
	unsigned findings[3]; /* by truth */
};

static void tell(struct lint *lint, const char *lesson, const char *about, enum truth truth,
		 const char *words)
{
	static const char *const marks[] = {"ok", "WRONG", "undecided"};
	static const char *const values[] = {"true", "false", "null"};

	lint->findings[truth]++;
	if (!lint->settings->json) {
		buffer_print(&lint->out, "%-9s  %s: %s: %s\n", marks[truth], lesson, about, words);
		return;
	}
	buffer_print(&lint->out, "{\"lesson\":");
	exploring_json_text(&lint->out, lesson);
	buffer_print(&lint->out, ",\"about\":");
	exploring_json_text(&lint->out, about);
	buffer_print(&lint->out, ",\"holds\":%s,\"says\":", values[truth]);
	exploring_json_text(&lint->out, words);
	buffer_print(&lint->out, "}\n");
}

static bool fails_as_claimed(const struct lesson_claim *claim, enum failure failure)
{
	switch (claim->fails) {
	case FAILS_DEADLOCK:
		return failure == FAILURE_DEADLOCK;
	case FAILS_ASSERT:
		return failure == FAILURE_ASSERT;
	case FAILS_ERROR:
		return failure == FAILURE_ERROR;
	case FAILS_LIVELOCK:
		return failure == FAILURE_LOOP || failure == FAILURE_SPIN;
	default:
		return false;
	}
}

static enum truth judge(const struct lesson_claim *claim, const struct exploration *told, char *words,
			size_t size)
{
	static const char *const claimed[] = {
		[FAILS_NOT] = "no failure",
		[FAILS_DEADLOCK] = "a deadlock",
		[FAILS_ASSERT] = "a failed assertion",
		[FAILS_ERROR] = "an error",
		[FAILS_LIVELOCK] = "a livelock",
	};
	int length;

	told_verdict(told, NULL, words, size);
	length = (int)strlen(words);
	if (told->how == EXPLORED_PROVED)
		return claim->fails == FAILS_NOT ? TRUE :
						   (snprintf(words + length, size - (size_t)length,
							     " %s is claimed", claimed[claim->fails]),
						    WRONG);
	if (told->how == EXPLORED_WRONG || told->how == EXPLORED_NONDETERMINISTIC)
		return WRONG;
	if (told->how != EXPLORED_FOUND)
		return UNDECIDED;
	if (!fails_as_claimed(claim, told->failure)) {
		snprintf(words + length, size - (size_t)length, " %s is claimed", claimed[claim->fails]);
		return WRONG;
	}
	if (!claim->within || told->steps <= (uint32_t)claim->within)
		return TRUE;
	snprintf(words + length, size - (size_t)length, " It is claimed within %d", claim->within);
	return told->certain_shortest ? WRONG : UNDECIDED;
}

/* Explore one program of the lesson as a claim says. */
static void prove(struct lint *lint, const struct lesson *lesson, const char *name,
		  const struct lesson_claim *claim, bool must)
{
	struct explorer_options how = {.shortest = claim->within > 0};
	double patience = lint->settings->timeout > 0 ? lint->settings->timeout : PATIENCE;
	struct exploring_session exploring;
	struct exercise exercise;
	char words[1400];
	int error = exercise_of_lesson(&exercise, lesson, name, claim, must, words, sizeof words);

	if (error) {
		tell(lint, lesson->id, name, WRONG, words);
		return;
	}
	if (lint->signal) {
		exercise_close(&exercise);
		return;
	}
	if (script_check(&exercise.given.scenario, words, sizeof words) < 0) {
		tell(lint, lesson->id, name, WRONG, words);
	} else if ((error = exploring_begin(&exploring, &exercise.given, &how, 0, 0))) {
		tell(lint, lesson->id, name, UNDECIDED, strerror(-error));
	} else {
		exploring_go(&exploring, lint->signals, patience, NULL);
		if (exploring.signal)
			lint->signal = exploring.signal;
		enum truth truth = judge(claim, exploring.told, words, sizeof words);
		tell(lint, lesson->id, name, truth, words);
		exploring_end(&exploring);
	}
	exercise_close(&exercise);
}

static void prove_claims(struct lint *lint, const struct lesson *lesson)
{
	static const struct lesson_claim sound = {.fails = FAILS_NOT};
	const struct lesson_claim *claims = lesson->claims;
	char path[4096];

	if (claims[CLAIM_SCENARIO].made)
		prove(lint, lesson, "scenario.lua", &claims[CLAIM_SCENARIO], false);
	else
		tell(lint, lesson->id, "lesson.lua", WRONG,
		     "nothing is claimed of the scenario; add scenario = {fails = \"deadlock\"}, or "
		     "{fails = false}");
	snprintf(path, sizeof path, "%s/solution.lua", lesson->folder);
	if (claims[CLAIM_SOLUTION].made || access(path, F_OK) == 0)
		prove(lint, lesson, "solution.lua",
		      claims[CLAIM_SOLUTION].made ? &claims[CLAIM_SOLUTION] : &sound, true);
	snprintf(path, sizeof path, "%s/exercise.lua", lesson->folder);
	if (access(path, F_OK) == 0 &&
	    access(strcat(strcpy(path, lesson->folder), "/solution.lua"), F_OK) < 0)
		tell(lint, lesson->id, "exercise.lua", WRONG, "there is an exercise and no solution.lua");
}

static const struct world_knob *knob_of(const struct world *world, const char *name)
{
	for (uint32_t i = 0; i < world->knob_count; i++)
		if (!strcmp(world->knobs[i].name, name))
			return &world->knobs[i];
	return NULL;
}

static bool check_setting(struct lint *lint, const struct lesson *lesson, const struct world *world,
			  const struct lesson_knob *set, const char *where)
{
	const struct world_knob *knob = knob_of(world, set->name);
	char words[300];

	if (knob && set->value >= knob->min && set->value <= knob->max)
		return true;
	if (knob)
		snprintf(words, sizeof words,
			 "%s sets %s to %" PRId64 ", which is not in %" PRId64 "..%" PRId64, where, set->name,
			 set->value, knob->min, knob->max);
	else
		snprintf(words, sizeof words, "%s sets %s, and the scenario has no such knob", where,
			 set->name);
	tell(lint, lesson->id, "knobs", WRONG, words);
	return false;
}

static void check_knobs(struct lint *lint, const struct lesson *lesson)
{
	struct scenario scenario = {.path = lesson->scenario_path,
				    .source = lesson->source,
				    .length = lesson->source_length,
				    .folder = lesson->folder};
	struct world *world = knobs_declared(&scenario);
	bool good = true;
	char words[200];

	if (!world) {
		tell(lint, lesson->id, "knobs", UNDECIDED, "the scenario could not be started");
		return;
	}
	for (uint32_t i = 0; i < world->knob_count; i++) {
		if (world->knobs[i].help[0])
			continue;
		snprintf(words, sizeof words, "%s says nothing of itself; add help = \"...\"",
			 world->knobs[i].name);
		tell(lint, lesson->id, "knobs", WRONG, words);
		good = false;
	}
	for (size_t i = 0; i < lesson->step_count; i++)
		for (size_t j = 0; j < lesson->steps[i].knob_count; j++)
			good = check_setting(lint, lesson, world, &lesson->steps[i].knobs[j],
					     lesson->steps[i].id) &&
			       good;
	snprintf(words, sizeof words, "%" PRIu32 " documented", world->knob_count);
	if (good)
		tell(lint, lesson->id, "knobs", TRUE, words);
	world_destroy(world);
}

/* catalogue_open has read the prose in both languages, as far as it is there. */
static void check_prose(struct lint *lint, const struct lesson *lesson)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/zh.md", lesson->folder);
	if (access(path, R_OK) < 0)
		tell(lint, lesson->id, "zh.md", WRONG,
		     "is not there; write the prose in Chinese, with the same ids");
	else
		tell(lint, lesson->id, "prose", TRUE, "the same steps in English and in Chinese");
}

static void check_twins(struct lint *lint, const struct lesson *lesson)
{
	static const char *const names[] = {"same.c", "same.py"};
	char words[1024];

	for (size_t i = 0; i < 2; i++) {
		bool good = twin_runs(lesson->folder, names[i], words, sizeof words);

		if (!lint->signal)
			lint->signal = signals_read(lint->signals);
		if (lint->signal)
			return; /* it may have ended the twin, too */
		tell(lint, lesson->id, names[i], good ? TRUE : WRONG, good ? "runs" : words);
	}
}

static void check_lesson(struct lint *lint, const struct catalogue_entry *entry)
{
	struct lesson *lesson;
	char words[600];

	if (entry->error) {
		tell(lint, entry->id, "lesson.lua", WRONG, entry->error);
		return;
	}
	if (lesson_open(&lesson, entry, "en", words, sizeof words) < 0) {
		tell(lint, entry->id, "lesson.lua", WRONG, words);
		return;
	}
	check_prose(lint, lesson);
	check_knobs(lint, lesson);
	if (!lint->settings->proofs_only)
		check_twins(lint, lesson);
	prove_claims(lint, lesson);
	lesson_destroy(lesson);
}

static int end(struct lint *lint)
{
	int status = lint->findings[WRONG]     ? STATUS_FAILED :
		     lint->findings[UNDECIDED] ? STATUS_TIMEOUT :
						 STATUS_OK;

	if (lint->signal)
		status = 128 + lint->signal;
	if (command_print(lint->out.bytes, lint->out.length))
		status = STATUS_FAILED;
	buffer_finish(&lint->out);
	return status;
}

static int check_all(const struct settings *settings, const struct catalogue *catalogue,
		     const struct catalogue_entry *only)
{
	struct lint lint = {.settings = settings};
	sigset_t before;

	lint.signals = signals_catch(&before);
	for (size_t i = 0; i < catalogue->count && !lint.signal; i++)
		if (!only || only == &catalogue->entries[i])
			check_lesson(&lint, &catalogue->entries[i]);
	signals_restore(lint.signals, &before);
	return end(&lint);
}

static int run(int argc, char **argv)
{
	struct settings settings = {0};
	struct catalogue catalogue;
	const struct catalogue_entry *only = NULL;
	char message[512];
	int operands, status = command_options(&command_lint, &settings, argc, argv, &operands);

	if (status >= 0)
		return status;
	if (operands > 1)
		return command_wrong(&command_lint, "it takes one LESSON, or none for all of them");
	if (catalogue_open(&catalogue, NULL, "en", message, sizeof message) < 0) {
		fprintf(stderr, "sandbox lint: %s\n", message);
		return STATUS_FAILED;
	}
	if (operands && !(only = catalogue_find(&catalogue, argv[0]))) {
		snprintf(message, sizeof message,
			 "there is no lesson \"%.100s\"; `sandbox lessons` lists them", argv[0]);
		status = command_wrong(&command_lint, message);
	} else {
		status = check_all(&settings, &catalogue, only);
	}
	catalogue_close(&catalogue);
	return status;
}

static const struct command_exit exits[] = {
	{STATUS_OK, "all of it is true"},
	{STATUS_FAILED, "something is not"},
	{STATUS_USAGE, "wrong usage"},
	{STATUS_TIMEOUT, "something could not be decided: it took too long, or cannot be explored whole"},
	{COMMAND_SIGNALLED, "stopped by signal N (130: Ctrl-C)"},
	{0},
};

const struct command command_lint = {
	.name = "lint",
	.usage = "lint [LESSON]",
	.summary = "prove what the lessons claim",
	.notes =
		"Of each lesson: the prose is there in both languages, with the same ids; every knob has\n"
		"its help, and every step sets knobs that there are; same.c and same.py compile and run;\n"
		"the scenario fails as it claims, within as many steps as it claims; the solution has no\n"
		"schedule that fails.\n"
		"SANDBOX_LESSONS names another folder of lessons.\n",
	.options = options,
	.exits = exits,
	.run = run,
};
