/* sandbox lessons: what there is to learn, and what is wrong with the lessons that cannot be used. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "command/command.h"
#include "command/language.h"
#include "lesson/lesson.h"
#include "lesson/study.h"
#include "world/json_writer.h"

struct settings {
	bool json, names;
	const char *lang, *reset;
};

static const struct option options[] = {
	{"json", NULL, "write JSON Lines: a lesson a line", OPTION_FLAG, offsetof(struct settings, json)},
	{"names", NULL, "only the names by which they are called, one a line", OPTION_FLAG,
	 offsetof(struct settings, names)},
	{"reset", "LESSON", "forget what you have done in this lesson; your copy of its exercise stays",
	 OPTION_TEXT, offsetof(struct settings, reset)},
	{"lang", "LANG", "language of the titles", OPTION_CHOICE, offsetof(struct settings, lang),
	 command_language_name},
	{0},
};

static bool add_padded(struct buffer *out, const char *text, int columns)
{
	int blanks = columns - text_columns(text);

	return buffer_print(out, "%s%*s  ", text, blanks > 0 ? blanks : 0, "");
}

static int widest(const struct catalogue *catalogue, bool titles)
{
	int columns = 0;

	for (size_t i = 0; i < catalogue->count; i++) {
		const struct catalogue_entry *entry = &catalogue->entries[i];
		int width = text_columns(titles ? entry->title : entry->id);

		if (width > columns && !(titles && entry->error))
			columns = width;
	}
	return columns;
}

static bool add_text(struct buffer *out, const struct catalogue *catalogue, bool chinese)
{
	int ids = widest(catalogue, false), titles = widest(catalogue, true);

	for (size_t i = 0; i < catalogue->count; i++) {
		const struct catalogue_entry *entry = &catalogue->entries[i];
		char number[16] = "";
		bool good;

		if (entry->number)
			snprintf(number, sizeof number, "%d", entry->number);
		good = buffer_print(out, "%3s  ", number) && add_padded(out, entry->id, ids);
		if (entry->error)
			good = good &&
			       buffer_print(out, "%s%s\n", chinese ? "不可用：" : "broken: ", entry->error);
		else
			good = good && add_padded(out, entry->title, titles) &&
			       buffer_print(out, "%d %s\n", entry->steps,
					    chinese	      ? "步" :
					    entry->steps == 1 ? "step" :
								"steps");
		if (!good)
			return false;
	}
	return true;
}

static void json_text(struct json *json, const char *key, const char *text)
{
	json_raw(json, key);
	if (text)
		json_string(json, text, strlen(text));
	else
		json_raw(json, "null");
}

static bool add_json(struct buffer *out, const struct catalogue *catalogue)
{
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct catalogue_entry *entry = &catalogue->entries[i];
		size_t texts = strlen(entry->id) + strlen(entry->title) + strlen(entry->summary) +
			       strlen(entry->folder) + (entry->error ? strlen(entry->error) : 0);
		struct json json;

		if (!buffer_reserve(out, JSON_STRING * texts + 8 * JSON_VALUE))
			return false;
		json.at = out->bytes + out->length;
		json_raw(&json, "{\"number\":");
		json_integer(&json, entry->number);
		json_text(&json, ",\"id\":", entry->id);
		json_text(&json, ",\"title\":", entry->title);
		json_text(&json, ",\"summary\":", entry->summary);
		json_raw(&json, ",\"steps\":");
		json_integer(&json, entry->steps);
		json_text(&json, ",\"folder\":", entry->folder);
		json_text(&json, ",\"error\":", entry->error);
		json_raw(&json, "}\n");
		out->length = (size_t)(json.at - out->bytes);
	}
	return true;
}

static bool add_names(struct buffer *out, const struct catalogue *catalogue)
{
	bool good = true;

	for (size_t i = 0; i < catalogue->count; i++)
		if (!catalogue->entries[i].error)
			good = good && buffer_print(out, "%s\n", catalogue->entries[i].id);
	return good;
}

static int print(const struct catalogue *catalogue, const struct settings *settings)
{
	struct buffer out = {0};
	bool good = settings->json  ? add_json(&out, catalogue) :
		    settings->names ? add_names(&out, catalogue) :
				      add_text(&out, catalogue, strcmp(settings->lang, "zh") == 0);
	int status = STATUS_FAILED;

	if (good)
		status = command_print(out.bytes, out.length);
	else
		fputs("sandbox lessons: out of memory; close something and try again\n", stderr);
	buffer_finish(&out);
	for (size_t i = 0; i < catalogue->count; i++)
		if (catalogue->entries[i].error)
			status = STATUS_FAILED;
	return status;
}

static int reset(const struct catalogue *catalogue, const char *name)
{
	const struct catalogue_entry *entry = catalogue_find(catalogue, name);
	struct study *study;
	char message[200];
	int status = STATUS_OK;

	if (!entry) {
		snprintf(message, sizeof message, "there is no lesson %.100s; `sandbox lessons` lists them",
			 name);
		return command_wrong(&command_lessons, message);
	}
	study = study_open(NULL);
	if (!study || (study_note(study, FACT_RESET, entry->id, "", 0) && study_trouble(study))) {
		fprintf(stderr, "sandbox lessons: nothing was reset: %s\n",
			study ? study_trouble(study) : "out of memory");
		status = STATUS_FAILED;
	}
	study_close(study);
	return status;
}

static int run(int argc, char **argv)
{
	struct settings settings = {0};
	struct catalogue catalogue;
	char message[512];
	int operands, status = command_options(&command_lessons, &settings, argc, argv, &operands);

	if (status >= 0)
		return status;
	if (operands > 0)
		return command_wrong(&command_lessons, "it takes no lesson; `sandbox LESSON` opens one");
	settings.lang = command_language(settings.lang);
	if (catalogue_open(&catalogue, NULL, settings.lang, message, sizeof message) < 0) {
		fprintf(stderr, "sandbox lessons: %s\n", message);
		return STATUS_FAILED;
	}
	status = settings.reset ? reset(&catalogue, settings.reset) : print(&catalogue, &settings);
	catalogue_close(&catalogue);
	return status;
}

static const struct command_exit exits[] = {
	{STATUS_OK, "every lesson can be used"},
	{STATUS_FAILED, "a lesson is broken; the list says which, and why"},
	{STATUS_USAGE, "wrong usage"},
	{0},
};

const struct command command_lessons = {
	.name = "lessons",
	.usage = "lessons",
	.summary = "list the lessons",
	.notes = "SANDBOX_LESSONS names another folder of lessons.\n",
	.options = options,
	.exits = exits,
	.run = run,
};
