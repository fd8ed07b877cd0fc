/* A lesson is lesson.lua, which says what the steps are, and the prose that goes with each, joined by ids. */
#include "lesson/lesson.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lesson/load.h"
#include "lesson/manifest.h"
#include "lesson/prose.h"

static const char *const languages[] = {"en", "zh"};

int lesson_number(const char *folder, const char **id)
{
	const char *base = strrchr(folder, '/'), *at;
	int number = 0;

	base = base && base[1] ? base + 1 : folder;
	for (at = base; isdigit((unsigned char)*at) && number < 10000; at++)
		number = number * 10 + (*at - '0');
	if (at == base || *at != '-' || !at[1]) {
		*id = base;
		return 0;
	}
	*id = at + 1;
	return number;
}

static const struct lesson_step *find_step(const struct lesson *lesson, const char *id)
{
	for (size_t i = 0; i < lesson->step_count; i++)
		if (strcmp(lesson->steps[i].id, id) == 0)
			return &lesson->steps[i];
	return NULL;
}

static bool check_sections(const struct lesson *lesson, const struct prose *prose, const char *name,
			   struct complaint *complaint)
{
	for (size_t i = 0; i < prose->count; i++) {
		const struct prose_section *section = &prose->sections[i];

		if (!find_step(lesson, section->id))
			return complain(
				complaint, -EINVAL,
				"%s:%u: lesson.lua has no step \"%.60s\"; add it there, or correct {#%.60s}",
				name, section->line, section->id, section->id);
		for (size_t j = 0; j < i; j++)
			if (strcmp(section->id, prose->sections[j].id) == 0)
				return complain(complaint, -EINVAL,
						"%s:%u: a second heading {#%.60s}, as in line %u; one of "
						"them needs another id",
						name, section->line, section->id, prose->sections[j].line);
	}
	return true;
}

/* Every step has its heading, and they are in the same order. */
static bool check_steps(const struct lesson *lesson, const unsigned *lines, const struct prose *prose,
			const char *manifest, const char *name, struct complaint *complaint)
{
	const char *file = strrchr(name, '/') + 1;

	for (size_t i = 0; i < lesson->step_count; i++) {
		const char *id = lesson->steps[i].id;
		size_t at = 0;

		while (at < prose->count && strcmp(prose->sections[at].id, id) != 0)
			at++;
		if (at == prose->count)
			return complain(complaint, -EINVAL,
					"%s:%u: step \"%.60s\" has no heading in %s; add one there: ## words "
					"{#%.60s}",
					manifest, lines[i], id, file, id);
		if (at != i)
			return complain(
				complaint, -EINVAL,
				"%s:%u: {#%.60s} is step %zu in lesson.lua; put the headings in that order",
				name, prose->sections[at].line, id, i + 1);
	}
	return true;
}

static void take_blocks(struct lesson *lesson, struct prose *prose)
{
	for (size_t i = 0; i < lesson->step_count; i++) {
		struct prose_section *section = &prose->sections[i];
		struct lesson_step *step = &lesson->steps[i];

		step->title = section->title;
		step->blocks = section->blocks;
		step->block_count = section->block_count;
		section->title = NULL;
		section->blocks = NULL;
		section->block_count = 0;
	}
}

/* Check the prose of one language; keep it if it is the one to show. A translation that is not there is no
 * fault. */
static bool load_prose(struct lesson *lesson, const unsigned *lines, const char *manifest,
		       const char *language, bool keep, struct complaint *complaint)
{
	struct source source;
	struct prose prose;
	char file[16];
	bool good;

	snprintf(file, sizeof file, "%s.md", language);
	if (!source_open(&source, lesson->folder, file, complaint))
		return false;
	good = prose_read(&prose, &source, complaint) &&
	       check_sections(lesson, &prose, source.name, complaint) &&
	       check_steps(lesson, lines, &prose, manifest, source.name, complaint);
	if (good && keep)
		take_blocks(lesson, &prose);
	prose_finish(&prose);
	source_finish(&source);
	return good;
}

static bool is_there(const char *folder, const char *language)
{
	struct complaint ignored = {.message = (char[256]){0}, .size = 256};
	struct source source;
	char file[16];

	snprintf(file, sizeof file, "%s.md", language);
	if (source_open(&source, folder, file, &ignored))
		source_finish(&source);
	return ignored.error != -ENOENT;
}

static bool load_languages(struct lesson *lesson, const unsigned *lines, const char *manifest,
			   const char *lang, struct complaint *complaint)
{
	const char *shown = is_there(lesson->folder, lang) ? lang : "en";

	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		bool keep = strcmp(languages[i], shown) == 0;

		if (strcmp(languages[i], "en") != 0 && !is_there(lesson->folder, languages[i]))
			continue;
		if (!load_prose(lesson, lines, manifest, languages[i], keep, complaint))
			return false;
	}
	return true;
}

static bool load_scenario(struct lesson *lesson, struct complaint *complaint)
{
	struct source source;

	if (asprintf(&lesson->scenario_path, "%s/scenario.lua", lesson->folder) < 0) {
		lesson->scenario_path = NULL;
		return complain_memory(complaint);
	}
	if (!source_open(&source, lesson->folder, "scenario.lua", complaint))
		return false;
	lesson->source = source.bytes;
	lesson->source_length = source.length;
	source.bytes = NULL;
	source_finish(&source);
	return true;
}

/* The goal stays on the screen, so every step has one: its title, if lesson.lua says nothing else. */
static bool complete(struct lesson *lesson, struct complaint *complaint)
{
	if (!lesson->summary && !(lesson->summary = strdup("")))
		return complain_memory(complaint);
	for (size_t i = 0; i < lesson->step_count; i++) {
		struct lesson_step *step = &lesson->steps[i];

		if (!step->goal && !(step->goal = strdup(step->title)))
			return complain_memory(complaint);
	}
	return true;
}

struct lesson *lesson_load(const char *folder, const char *lang, struct complaint *complaint)
{
	struct lesson *lesson = calloc(1, sizeof *lesson);
	struct source source;
	unsigned *lines = NULL;
	const char *id;
	bool good;

	lang = lang && strcmp(lang, "zh") == 0 ? "zh" : "en";
	if (!lesson || !(lesson->folder = strdup(folder))) {
		lesson_destroy(lesson);
		complain_memory(complaint);
		return NULL;
	}
	lesson->number = lesson_number(folder, &id);
	if (!source_open(&source, folder, "lesson.lua", complaint)) {
		lesson_destroy(lesson);
		return NULL;
	}
	good = manifest_read(lesson, &lines, &source, lang, complaint) &&
	       load_languages(lesson, lines, source.name, lang, complaint) &&
	       load_scenario(lesson, complaint) && complete(lesson, complaint);
	free(lines);
	source_finish(&source);
	if (good)
		return lesson;
	lesson_destroy(lesson);
	return NULL;
}

int lesson_open(struct lesson **lesson, const struct catalogue_entry *entry, const char *lang, char *message,
		size_t size)
{
	struct complaint complaint = {.message = message, .size = size};

	*lesson = lesson_load(entry->folder, lang, &complaint);
	return complaint.error;
}

static void free_knobs(struct lesson_knob *knobs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(knobs[i].name);
	free(knobs);
}

static void free_prediction(struct prediction *prediction)
{
	if (!prediction)
		return;
	for (size_t i = 0; i < prediction->count; i++) {
		free(prediction->choices[i].text);
		free(prediction->choices[i].because);
	}
	free(prediction->choices);
	free(prediction->question);
	free(prediction);
}

void lesson_destroy(struct lesson *lesson)
{
	if (!lesson)
		return;
	for (size_t i = 0; i < lesson->step_count; i++) {
		struct lesson_step *step = &lesson->steps[i];

		free(step->id);
		free(step->title);
		free(step->goal);
		prose_free_blocks(step->blocks, step->block_count);
		free_prediction(step->prediction);
		free_knobs(step->knobs, step->knob_count);
	}
	for (size_t i = 0; i < CLAIMS; i++)
		free_knobs(lesson->claims[i].knobs, lesson->claims[i].knob_count);
	free(lesson->steps);
	free(lesson->id);
	free(lesson->folder);
	free(lesson->title);
	free(lesson->summary);
	free(lesson->scenario_path);
	free(lesson->source);
	free(lesson);
}
