/* sandbox help: about a command; the reference of the modules; a scenario's knobs; the manual page, and the
 * completions of shells. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buffer.h"
#include "command/command.h"
#include "command/knobs.h"
#include "command/language.h"
#include "command/manual.h"
#include "command/program.h"
#include "script/reference.h"
#include "world/world.h"

#define WIDTH	  80
#define WIDTH_MIN 40
#define WIDTH_MAX 100 /* longer lines are hard to read */

struct settings {
	bool markdown;
};

static const struct option options[] = {
	{"markdown", NULL, "of the reference: write it as Markdown", OPTION_FLAG,
	 offsetof(struct settings, markdown)},
	{0},
};

static int columns(void)
{
	struct winsize size = {0};
	const char *set = getenv("COLUMNS");
	int width = set ? atoi(set) : 0;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		width = size.ws_col;
	if (width <= 0)
		width = WIDTH;
	return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
}

static bool fits(const struct buffer *text)
{
	struct winsize size = {0};
	size_t lines = 0;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_row)
		return false;
	for (size_t i = 0; i < text->length; i++)
		lines += text->bytes[i] == '\n';
	return lines < size.ws_row;
}

/* As git does: a long text on a terminal goes through the pager. */
static int show(const struct buffer *text)
{
	const char *pager = getenv("PAGER");

	if (!isatty(STDOUT_FILENO) || fits(text))
		return command_print(text->bytes, text->length);
	setenv("LESS", "FRX", 0);
	signal(SIGPIPE, SIG_IGN);
	FILE *pipe = popen(pager && *pager ? pager : "less", "w");
	if (!pipe)
		return command_print(text->bytes, text->length);
	fwrite(text->bytes, 1, text->length, pipe); /* who has read enough may leave */
	return pclose(pipe) == 127 << 8 ? command_print(text->bytes, text->length) : STATUS_OK;
}

static bool is_styled(void)
{
	const char *terminal = getenv("TERM");

	return isatty(STDOUT_FILENO) && terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

/* word: NULL = all of it. in_api: it was asked for as a name of the modules, not as any word. */
static int reference(const struct settings *settings, const char *word, bool in_api)
{
	struct reference what = {.word = word,
				 .markdown = settings->markdown,
				 .styled = !settings->markdown && is_styled(),
				 .width = columns()};
	struct buffer text = {0};
	char near[64], message[512];
	int error = reference_write(&what, &text, near, message, sizeof message);
	const char *command = in_api || !word ? NULL : command_nearest(word);
	int status = error ? STATUS_FAILED : show(&text);

	buffer_finish(&text);
	if (error == -ENOENT) {
		snprintf(message, sizeof message, "there is no %s \"%s\"%s%s%s",
			 in_api ? "name" : "command and no name", word,
			 command || *near ? "; did you mean " : "; `sandbox help api` lists what there is",
			 command ? command : near, command || *near ? "?" : "");
		return command_wrong(&command_help, message);
	}
	if (error)
		fprintf(stderr, "sandbox help: %s\n", error == -ENOMEM ? strerror(ENOMEM) : message);
	return status;
}

static int add_knobs(const struct program *program, struct buffer *out, char *message, size_t size)
{
	struct scenario scenario = {.path = program->path,
				    .source = program->source,
				    .length = program->length,
				    .folder = program->folder};

	if (script_check(&scenario, message, size) < 0)
		return -EINVAL;
	struct world *world = knobs_declared(&scenario);
	if (!world) {
		snprintf(message, size, "the scenario could not be started");
		return -EAGAIN;
	}
	for (uint32_t i = 0; i < world->knob_count; i++) {
		const struct world_knob *knob = &world->knobs[i];

		buffer_print(out, "%s=%" PRId64 "  %" PRId64 "..%" PRId64 "%s%s\n", knob->name, knob->value,
			     knob->min, knob->max, *knob->help ? "  " : "", knob->help);
	}
	world_destroy(world);
	return 0;
}

static int tell_knobs(const char *name)
{
	struct program program;
	struct buffer text = {0};
	char message[512];

	if (!name)
		return command_wrong(&command_help, "whose knobs? Give a FILE or a LESSON");
	if (program_open(&program, name, command_language(NULL), message, sizeof message) < 0)
		return command_wrong(&command_help, message);
	int error = add_knobs(&program, &text, message, sizeof message);
	int status = error ? command_wrong(&command_help, message) : show(&text);
	buffer_finish(&text);
	program_close(&program);
	return status;
}

/* What `make` puts into files. */
static const struct page {
	const char *name;
	void (*write)(struct buffer *out);
} pages[] = {{"man", manual_page}, {"bash", manual_bash}, {"zsh", manual_zsh}, {0}};

static int print_page(const struct page *page)
{
	struct buffer text = {0};

	page->write(&text);
	int status = command_print(text.bytes, text.length);
	buffer_finish(&text);
	return status;
}

static int run(int argc, char **argv)
{
	struct settings settings = {0};
	int operands, status = command_options(&command_help, &settings, argc, argv, &operands);

	if (status >= 0)
		return status;
	if (!operands)
		return command_tell(NULL);
	bool api = strcmp(argv[0], "api") == 0, knobs = strcmp(argv[0], "knobs") == 0;
	const char *name = operands > 1 ? argv[1] : NULL;
	if (operands > (api || knobs ? 2 : 1))
		return command_wrong(&command_help, "one name at a time");
	if (api)
		return reference(&settings, name, true);
	if (knobs)
		return tell_knobs(name);
	for (const struct page *page = pages; page->name; page++)
		if (strcmp(argv[0], page->name) == 0)
			return print_page(page);
	if (command_find(argv[0]))
		return command_tell(command_find(argv[0]));
	return reference(&settings, argv[0], false);
}

const struct command command_help = {
	.name = "help",
	.usage = "help [COMMAND|NAME|api|knobs|man|bash|zsh] [NAME|FILE|LESSON]",
	.summary = "about a command, or a name of the modules; `help api` is all of them",
	.notes = "    sandbox help run                a command\n"
		 "    sandbox help api                the reference of multiprocessing and sandbox\n"
		 "    sandbox help Lock               a class of it\n"
		 "    sandbox help Lock.acquire       one of its functions or fields\n"
		 "    sandbox help api --markdown     all of it as Markdown\n"
		 "    sandbox help knobs deadlock     the knobs of a lesson or scenario, for --set\n"
		 "    sandbox help man                the manual page, in roff\n"
		 "    sandbox help bash               completion for bash: . <(sandbox help bash)\n"
		 "    sandbox help zsh                completion for zsh: a file _sandbox in $fpath\n"
		 "The reference is in English. On a terminal a long one goes through $PAGER.\n",
	.options = options,
	.run = run,
};
