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
#include "command/recorded.h"
#include "runtime/primitive.h"
#include "tui/guardian.h"
#include "tui/screen.h"

struct settings {
	const char *lang, *theme, *record;
	bool ascii;
	uint64_t arena;
};

/* In the order of enum theme. */
static const char *const themes[] = {"auto", "light", "dark", "mono", NULL};

static const char *theme_name(size_t i)
{
	return themes[i];
}

static const struct option options[] = {
	{"lang", "LANG", "language, without it what the locale says", OPTION_CHOICE,
	 offsetof(struct settings, lang), command_language_name},
	{"theme", "THEME", "colours (NO_COLOR in the environment is mono, too)", OPTION_CHOICE,
	 offsetof(struct settings, theme), theme_name},
	{"record", "FILE", "record the run; every restart begins the file anew", OPTION_TEXT,
	 offsetof(struct settings, record)},
	{"arena", "SIZE",
	 "what queues, pipes, pools and arrays of a run may hold in all: 512M, 4G; without it 1G",
	 OPTION_SIZE, offsetof(struct settings, arena)},
	{"ascii", NULL, "draw with ASCII only; the default where the locale is not UTF-8", OPTION_FLAG,
	 offsetof(struct settings, ascii)},
	{0},
};

static enum theme read_theme(const char *name)
{
	int theme = THEME_AUTO;

	while (name && strcmp(name, themes[theme]) != 0)
		theme++;
	return (enum theme)theme;
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

/* A recording is shown as what was recorded, without a lesson's text. */
static int open_recording(struct screen_options *screen, struct lesson *lesson, struct program *program,
			  const char *name, char *message, size_t size)
{
	int error = recording_open(&screen->recording, name, primitive_word, message, size);
	const struct recording_header *header;

	if (error)
		return error;
	header = recording_header(screen->recording);
	error = recorded_find(program, header, name, screen->language);
	screen->recording_file = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
	screen->no_source =
		error == -ESTALE ? "The scenario was edited after it was recorded: its lines would not fit." :
		error		 ? "The scenario is not here: its lines cannot be shown." :
				   "";
	*lesson = (struct lesson){
		.id = (char *)name, .title = (char *)screen->recording_file,
		.scenario_path = (char *)header->scenario, .source = error ? NULL : program->source,
		.source_length = error ? 0 : program->length, .tempo = program->tempo,
	};
	screen->lesson = lesson;
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
	screen->study = study_open(NULL);
	result = catalogue_open(&catalogue, NULL, screen->language, message, sizeof message);
	if (name && !result && recorded_is(name))
		result = open_recording(screen, &file, &program, name, message, sizeof message);
	else if (name && !result)
		screen->entry = catalogue_find(&catalogue, name);
	if (name && !screen->entry && !screen->lesson && !result) {
		result = open_file(&file, &program, name, screen->language, message, sizeof message);
		screen->lesson = result ? NULL : &file;
	}
	if (result)
		result = command_wrong(&command_screen, message);
	else if ((result = screen_run(screen, message, sizeof message)) < 0)
		result = command_wrong(&command_screen, message);
	recording_finish(screen->recording);
	program_close(&program);
	catalogue_close(&catalogue);
	study_close(screen->study);
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
	what.screen.theme = read_theme(settings.theme);
	what.screen.language = command_language(settings.lang);
	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C");
	what.screen.ascii = settings.ascii || strcmp(nl_langinfo(CODESET), "UTF-8");
	what.screen.arena = settings.arena;
	what.screen.record = settings.record;
	what.name = operands ? argv[0] : NULL;
	return guardian_run(show, &what);
}

const struct command command_screen = {
	.name = "screen",
	.usage = "[LESSON|FILE]",
	.summary = "the screen: the list of lessons, or straight into one; or a recording",
	.options = options,
	.run = run,
};
