#include "command/exercise.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MUST "must.lua"

void exercise_path(const char *lesson, char *path, size_t size)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

	if (data && data[0] == '/')
		snprintf(path, size, "%s/sandbox/%s/exercise.lua", data, lesson);
	else
		snprintf(path, size, "%s/.local/share/sandbox/%s/exercise.lua", home ? home : "", lesson);
}

/* What must hold is checked at the end of the program, where its locals can be seen. */
static int add_must(struct program *program, const char *folder, char *message, size_t size)
{
	struct program must;
	char path[4096];

	snprintf(path, sizeof path, "%s/" MUST, folder);
	if (access(path, F_OK) < 0)
		return 0;
	int error = program_open(&must, path, "en", message, size);
	if (error)
		return error;
	char *both = malloc(program->length + must.length + 2);
	if (both) {
		memcpy(both, program->source, program->length);
		both[program->length] = '\n';
		memcpy(both + program->length + 1, must.source, must.length);
		both[program->length + 1 + must.length] = '\0';
		free(program->source);
		program->source = both;
		program->length += must.length + 1;
	}
	program_close(&must);
	return both ? 0 : -ENOMEM;
}

static void give_knobs(struct given *given, const struct lesson_claim *claim)
{
	given->scenario.knob_count = 0;
	for (size_t i = 0; claim && i < claim->knob_count && i < OPTION_LIST_MAX; i++) {
		snprintf(given->names[i], sizeof given->names[i], "%s", claim->knobs[i].name);
		given->knobs[i] =
			(struct knob_setting){.name = given->names[i], .value = claim->knobs[i].value};
		given->scenario.knob_count++;
	}
	given->scenario.knobs_from = "lesson.lua";
}

static int open_at(struct exercise *exercise, const struct lesson *lesson, const char *path,
		   const struct lesson_claim *claim, bool must, char *message, size_t size)
{
	static const struct option_list none = {.count = 0};
	struct program *program = &exercise->program;
	int error = program_open(program, path, "en", message, size);

	if (error)
		return error;
	/* Alone first: so what is wrong with it is told where it is. */
	struct scenario alone = {.path = path, .source = program->source, .length = program->length};
	error = must ? script_check(&alone, message, size) : 0;
	if (!error && must)
		error = add_must(program, lesson->folder, message, size);
	program->folder = strdup(lesson->folder);
	program->lesson = strdup(lesson->id);
	if (!error && (!program->folder || !program->lesson))
		error = -ENOMEM;
	if (!error)
		error = given_init(&exercise->given, program, &none, message, size);
	if (error) {
		program_close(program);
		return error;
	}
	give_knobs(&exercise->given, claim);
	return 0;
}

int exercise_of_lesson(struct exercise *exercise, const struct lesson *lesson, const char *name,
		       const struct lesson_claim *claim, bool must, char *message, size_t size)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/%s", lesson->folder, name);
	if (access(path, F_OK) < 0) {
		snprintf(message, size, "%s is not there", path);
		return -ENOENT;
	}
	return open_at(exercise, lesson, path, claim, must, message, size);
}

/* The learner's own copy must be there already. */
static int find_copy(const struct lesson *lesson, char *path, size_t room, char *message, size_t size)
{
	char original[4096];

	snprintf(original, sizeof original, "%s/exercise.lua", lesson->folder);
	if (access(original, F_OK) < 0) {
		snprintf(message, size, "the lesson %s has no exercise; name the FILE that is to be checked",
			 lesson->id);
		return -ENOENT;
	}
	exercise_path(lesson->id, path, room);
	if (access(path, F_OK) == 0)
		return 0;
	snprintf(message, size,
		 "you have no copy of this exercise yet; make one: install -Dm644 %.300s %.300s", original,
		 path);
	return -ENOENT;
}

int exercise_open(struct exercise *exercise, const char *name, const char *file, const char *lang,
		  char *message, size_t size)
{
	struct catalogue catalogue;
	struct lesson *lesson;
	char path[4096];
	int error = catalogue_open(&catalogue, NULL, lang, message, size);

	if (error)
		return error;
	const struct catalogue_entry *entry = catalogue_find(&catalogue, name);
	if (!entry || entry->error) {
		if (entry)
			snprintf(message, size, "%s", entry->error);
		else
			snprintf(message, size, "there is no lesson \"%.100s\"; `sandbox lessons` lists them",
				 name);
		catalogue_close(&catalogue);
		return -ENOENT;
	}
	error = lesson_open(&lesson, entry, lang, message, size);
	catalogue_close(&catalogue);
	if (error)
		return error;
	if (!file && !(error = find_copy(lesson, path, sizeof path, message, size)))
		file = path;
	if (!error)
		error = open_at(exercise, lesson, file, &lesson->claims[CLAIM_SOLUTION], true, message, size);
	lesson_destroy(lesson);
	return error;
}

void exercise_close(struct exercise *exercise)
{
	program_close(&exercise->program);
}
