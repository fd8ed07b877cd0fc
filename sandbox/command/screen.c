/* sandbox [LESSON|FILE]: the screen. */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "command/language.h"
#include "command/program.h"
#include "tui/guardian.h"
#include "tui/screen.h"

struct settings {
	const char *lang, *theme;
	bool ascii;
};

static const struct option options[] = {
	{"lang", "LANG", "en or zh; without it, what the locale says", OPTION_TEXT,
	 offsetof(struct settings, lang)},
	{"theme", "THEME", "auto, light, dark or mono; NO_COLOR in the environment is mono, too", OPTION_TEXT,
	 offsetof(struct settings, theme)},
	{"ascii", NULL, "draw with ASCII only; the default where the locale is not UTF-8", OPTION_FLAG,
	 offsetof(struct settings, ascii)},
	{0},
};

static int read_theme(const char *name, enum theme *theme)
{
	static const char *const names[] = {"auto", "light", "dark", "mono"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!name || !strcmp(name, names[i])) {
			*theme = (enum theme)i;
			return 0;
		}
	return -EINVAL;
}

/* A scenario file is a lesson without text. */
static int open_file(struct lesson *lesson, struct program *program, const char *name, const char *lang,
		     char *message, size_t size)
{
	int error = program_open(program, name, lang, message, size);

	if (error)
		return error;
	*lesson = (struct lesson){
		.id = program->path, .title = (char *)program_file(program), .scenario_path = program->path,
		.source = program->source, .source_length = program->length, .folder = program->folder,
		.tempo = program->tempo,
	};
	return 0;
}

struct show {
	struct screen_options screen;
	const char *name;
};

static int show(void *context)
{
	struct screen_options *screen = &((struct show *)context)->screen;
	const char *name = ((struct show *)context)->name;
	struct catalogue catalogue = {0};
	struct program program = {0};
	struct lesson file;
	char message[512];
	int result;

	screen->catalogue = &catalogue;
	result = catalogue_open(&catalogue, NULL, screen->language, message, sizeof message);
	if (name && !result)
		screen->entry = catalogue_find(&catalogue, name);
	if (name && !screen->entry) {
		result = open_file(&file, &program, name, screen->language, message, sizeof message);
		screen->lesson = result ? NULL : &file;
	}
	if (result)
		result = command_wrong(&command_screen, message);
	else if ((result = screen_run(screen, message, sizeof message)) < 0)
		result = command_wrong(&command_screen, message);
	program_close(&program);
	catalogue_close(&catalogue);
	return result;
}

static int run(int argc, char **argv)
{
	struct settings settings = {0};
	struct show what = {0};
	int operands, status = command_options(&command_screen, &settings, argc, argv, &operands);

	if (status >= 0)
		return status;
	if (operands > 1)
		return command_wrong(&command_screen, "one lesson at a time, please");
	if (read_theme(settings.theme, &what.screen.theme))
		return command_wrong(&command_screen, "--theme is auto, light, dark or mono");
	what.screen.language = command_language(settings.lang);
	if (!what.screen.language)
		return command_wrong(&command_screen, COMMAND_LANGUAGE_WRONG);
	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C");
	what.screen.ascii = settings.ascii || strcmp(nl_langinfo(CODESET), "UTF-8");
	what.name = operands ? argv[0] : NULL;
	return guardian_run(show, &what);
}

const struct command command_screen = {
	.name = "screen",
	.usage = "[LESSON|FILE]",
	.summary = "the screen: the list of lessons, or straight into one",
	.options = options,
	.run = run,
};
