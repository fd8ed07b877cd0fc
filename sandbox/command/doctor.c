/* sandbox doctor: what this terminal and this system can do, and what that means for the one who learns. */
#include "command/doctor.h"

#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "command/command.h"
#include "command/exploring.h"
#include "command/language.h"
#include "tui/tr.h"

#define FOUND_COLUMNS 44 /* what is longer moves nobody else's meaning to the right */

struct settings {
	bool json;
	const char *lang;
};

static const struct option options[] = {
	{"json", NULL, "write JSON Lines: a finding a line", OPTION_FLAG, offsetof(struct settings, json)},
	{"lang", "LANG", "language of what is said", OPTION_CHOICE, offsetof(struct settings, lang),
	 command_language_name},
	{0},
};

void doctor_add(struct doctor *doctor, const char *check, enum doctor_mark mark, const char *means,
		const char *found, ...)
{
	va_list arguments;

	if (doctor->count == DOCTOR_FINDINGS)
		return;
	struct doctor_finding *finding = &doctor->findings[doctor->count++];
	*finding = (struct doctor_finding){.check = check, .mark = mark, .means = means};
	va_start(arguments, found);
	vsnprintf(finding->found, sizeof finding->found, found, arguments);
	va_end(arguments);
}

bool doctor_read(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "re");
	bool read = file && fgets(text, (int)size, file);

	if (file)
		fclose(file);
	if (!read)
		*text = '\0';
	text[strcspn(text, "\n")] = '\0';
	return read;
}

static const char *const mark_words[] = {"good", "limited", "missing"};

static void add_padded(struct buffer *out, const char *text, int columns)
{
	int blanks = columns - text_columns(text);

	buffer_print(out, "%s%*s  ", text, blanks > 0 ? blanks : 0, "");
}

static void widen(int *columns, const char *text)
{
	if (text_columns(text) > *columns)
		*columns = text_columns(text);
}

static void add_text(struct buffer *out, const struct doctor *doctor)
{
	int marks = 0, checks = 0, founds = 0;

	for (size_t i = 0; i < 3; i++)
		widen(&marks, tr(mark_words[i]));
	for (size_t i = 0; i < doctor->count; i++) {
		widen(&checks, tr(doctor->findings[i].check));
		if (text_columns(doctor->findings[i].found) <= FOUND_COLUMNS)
			widen(&founds, doctor->findings[i].found);
	}
	for (size_t i = 0; i < doctor->count; i++) {
		const struct doctor_finding *finding = &doctor->findings[i];

		add_padded(out, tr(mark_words[finding->mark]), marks);
		add_padded(out, tr(finding->check), checks);
		add_padded(out, finding->found, founds);
		buffer_print(out, "%s\n", finding->means);
	}
}

static void add_json(struct buffer *out, const struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->count; i++) {
		const struct doctor_finding *finding = &doctor->findings[i];

		buffer_print(out, "{\"check\":");
		exploring_json_text(out, finding->check);
		buffer_print(out, ",\"mark\":\"%s\",\"found\":", mark_words[finding->mark]);
		exploring_json_text(out, finding->found);
		buffer_print(out, ",\"means\":");
		exploring_json_text(out, finding->means);
		buffer_print(out, "}\n");
	}
}

static int run(int argc, char **argv)
{
	struct settings settings = {0};
	struct doctor doctor = {.count = 0};
	struct buffer out = {0};
	bool missing = false;
	int operands, status = command_options(&command_doctor, &settings, argc, argv, &operands);

	if (status >= 0)
		return status;
	if (operands)
		return command_wrong(&command_doctor, "it looks at everything; it takes no name");
	tr_language(command_language(settings.lang));
	doctor_terminal(&doctor);
	doctor_run(&doctor);
	doctor_machine(&doctor);
	doctor_tools(&doctor);
	(settings.json ? add_json : add_text)(&out, &doctor);
	for (size_t i = 0; i < doctor.count; i++)
		missing = missing || doctor.findings[i].mark == DOCTOR_MISSING;
	status = command_print(out.bytes, out.length);
	buffer_finish(&out);
	return status ? status : missing ? STATUS_FAILED : STATUS_OK;
}

static const struct command_exit exits[] = {
	{STATUS_OK, "everything that is needed is there"},
	{STATUS_FAILED, "something is missing"},
	{STATUS_USAGE, "wrong usage"},
	{0},
};

const struct command command_doctor = {
	.name = "doctor",
	.usage = "doctor",
	.summary = "what this terminal and this system can do, and what it means",
	.notes = "A line for each: good, limited (it works, with less of something) or missing (it does not\n"
		 "work without that); what was found; what it means. Two processes are run to see whether\n"
		 "they can be. Without a terminal, nothing is said against it: only the screen needs one.\n",
	.options = options,
	.exits = exits,
	.run = run,
};
