/* sandbox help [COMMAND], sandbox help api [NAME]: what there is, and the reference of the modules. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buffer.h"
#include "command/command.h"
#include "script/reference.h"

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

static int run(int argc, char **argv)
{
	struct settings settings = {0};
	int operands, status = command_options(&command_help, &settings, argc, argv, &operands);
	bool api = operands && strcmp(argv[0], "api") == 0;

	if (status >= 0)
		return status;
	if (operands > (api ? 2 : 1))
		return command_wrong(&command_help, "one name at a time");
	if (!operands)
		return command_tell(NULL);
	if (api)
		return reference(&settings, operands > 1 ? argv[1] : NULL, true);
	if (command_find(argv[0]))
		return command_tell(command_find(argv[0]));
	return reference(&settings, argv[0], false);
}

const struct command command_help = {
	.name = "help",
	.usage = "help [COMMAND|NAME]",
	.summary = "about a command, or a name of the modules; `help api` is all of them",
	.notes = "    sandbox help run                a command\n"
		 "    sandbox help api                the reference of multiprocessing and sandbox\n"
		 "    sandbox help Lock               a class of it\n"
		 "    sandbox help Lock.acquire       one of its functions or fields\n"
		 "    sandbox help api --markdown     all of it as Markdown\n"
		 "The reference is in English. On a terminal a long one goes through $PAGER.\n",
	.options = options,
	.run = run,
};
