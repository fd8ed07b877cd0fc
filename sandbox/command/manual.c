/* The manual page, in the macros of man(7), which mandoc and groff read alike. */
#include "command/manual.h"

#include <ctype.h>
#include <string.h>

#include "command/command.h"
#include "command/environment.h"
#include "command/usage.h"
#include "tui/keymap.h"

/* Text as it is, with nothing in it that is roff. */
static void add_bytes(struct buffer *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\\')
			buffer_print(out, "\\e");
		else if (text[i] == '-')
			buffer_print(out, "\\-"); /* can be copied into a shell */
		else if ((text[i] == '.' || text[i] == '\'') && (i == 0 || text[i - 1] == '\n'))
			buffer_print(out, "\\&%c", text[i]);
		else
			buffer_add(out, text + i, 1);
	}
}

static void add_font(struct buffer *out, char font, const char *text, size_t length)
{
	buffer_print(out, "\\f%c", font);
	add_bytes(out, text, length);
	buffer_print(out, "\\fR");
}

/* A run of text in one line; `code` is bold, blanks and newlines are one blank. */
static void add_words(struct buffer *out, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end) {
		const char *close = *text == '`' ? memchr(text + 1, '`', (size_t)(end - text - 1)) : NULL;
		size_t plain = strcspn(text + 1, "`\n") + 1;

		if (plain > (size_t)(end - text))
			plain = (size_t)(end - text);
		if (close) {
			add_font(out, 'B', text + 1, (size_t)(close - text - 1));
			text = close + 1;
		} else if (*text == '\n') {
			buffer_print(out, " ");
			text++;
		} else {
			add_bytes(out, text, plain);
			text += plain;
		}
	}
}

/* A text as a paragraph. */
static void add_paragraph(struct buffer *out, const char *text)
{
	add_words(out, text, strlen(text));
	buffer_print(out, "\n");
}

/* Notes: paragraphs, and what is indented stays as it is. Before the first there is a heading, or .PP. */
static void add_notes(struct buffer *out, const char *notes)
{
	bool literal = false, begun = false;

	for (size_t length; *notes; notes += length + (notes[length] == '\n')) {
		length = strcspn(notes, "\n");
		bool indented = *notes == ' ';

		if (literal && !indented)
			buffer_print(out, ".fi\n");
		if (begun && (indented != literal || !length))
			buffer_print(out, ".PP\n");
		if (indented && !literal)
			buffer_print(out, ".nf\n");
		literal = indented;
		begun = true;
		if (!length)
			continue;
		if (literal)
			add_bytes(out, notes, length);
		else
			add_words(out, notes, length);
		buffer_print(out, "\n");
	}
	if (literal)
		buffer_print(out, ".fi\n");
}

/* "run FILE|LESSON": what is to be typed is bold, what stands for something else is italic. */
static void add_usage(struct buffer *out, const char *usage, size_t length)
{
	const char *end = usage + length;

	while (usage < end) {
		size_t word = 0;

		while (usage + word < end &&
		       (isalnum((unsigned char)usage[word]) || strchr("-_=", usage[word])))
			word++;
		if (word)
			add_font(out, usage_is_placeholder(usage) ? 'I' : 'B', usage, word);
		else
			add_bytes(out, usage, word = 1);
		usage += word;
	}
}

static void add_synopsis(struct buffer *out)
{
	const struct command *command;
	const char *form;
	size_t length;

	buffer_print(out, ".SH SYNOPSIS\n.nf\n");
	for (size_t i = 0; (command = command_at(i)); i++)
		for (size_t k = 0; (form = usage_form(command, k, &length)); k++) {
			buffer_print(out, "\\fBsandbox\\fR ");
			add_usage(out, form, length);
			buffer_print(out, " [\\fIOPTION\\fR]...\n");
		}
	buffer_print(out, ".fi\n");
}

static void add_option(struct buffer *out, const struct option *option)
{
	struct buffer help = {0};

	buffer_print(out, ".TP\n\\fB\\-\\-%s\\fR", option->name);
	if (option->argument) {
		buffer_print(out, " ");
		add_font(out, 'I', option->argument, strlen(option->argument));
	}
	buffer_print(out, "\n");
	options_describe(option, &help);
	add_paragraph(out, buffer_text(&help));
	buffer_finish(&help);
}

static void add_exits(struct buffer *out, const struct command_exit *exits)
{
	buffer_print(out, ".PP\nExit status:\n.RS\n");
	for (; exits->means; exits++) {
		if (exits->status == COMMAND_SIGNALLED)
			buffer_print(out, ".TP\n.B 128 + N\n");
		else
			buffer_print(out, ".TP\n.B %d\n", exits->status);
		add_paragraph(out, exits->means);
	}
	buffer_print(out, ".RE\n");
}

static void add_command(struct buffer *out, const struct command *command)
{
	static const struct option help = {.name = "help", .help = "print how it is used"};
	static const struct option version = {.name = "version", .help = "print the version"};
	const char *summary = command->summary;
	size_t length = strlen(summary);

	buffer_print(out, ".SS sandbox ");
	add_usage(out, command->usage, strlen(command->usage));
	buffer_print(out, "\n%c", toupper((unsigned char)*summary));
	add_words(out, summary + 1, length - 1);
	buffer_print(out, strchr(".?", summary[length - 1]) ? "\n" : ".\n");
	for (const struct option *option = command->options; option->name; option++)
		add_option(out, option);
	add_option(out, &help);
	if (command == command_at(0))
		add_option(out, &version);
	if (command->notes) {
		buffer_print(out, ".PP\n");
		add_notes(out, command->notes);
	}
	add_exits(out, command_exits(command));
}

static void add_keys(struct buffer *out)
{
	buffer_print(out, ".SH KEYS\nThe keys of the screen. One that can do nothing now says so.\n");
	for (size_t i = 0; i < keymap_rows; i++) {
		buffer_print(out, ".TP\n");
		add_font(out, 'B', keymap[i].label, strlen(keymap[i].label));
		buffer_print(out, "\n");
		add_paragraph(out, keymap[i].help);
	}
}

static void add_rows(struct buffer *out, const char *title, const struct environment_row *row)
{
	buffer_print(out, ".SH %s\n", title);
	for (; row->name; row++) {
		buffer_print(out, ".TP\n");
		add_font(out, 'B', row->name, strlen(row->name));
		buffer_print(out, "\n");
		add_paragraph(out, row->means);
	}
}

static const char description[] =
	"The program runs scenarios: programs in Lua that start processes. Every process is a real one,\n"
	"with a pid of its own; locks, semaphores, events, queues and values live in shared memory. It\n"
	"shows who holds what and who waits for whom, finds the moment a deadlock closes, runs every\n"
	"interleaving if it is asked to, and checks whether an exercise is solved.\n"
	"\n"
	"Without a command it is the screen: the list of lessons, and each lesson in seven panels. The\n"
	"other commands print lines and need no terminal. `sandbox doctor` says what is missing on this\n"
	"machine.\n"
	"\n"
	"A scenario requires \"multiprocessing\", whose names are those of Python's module, and\n"
	"\"sandbox\". `sandbox help api` is their reference.\n";

static const char examples[] =
	"    sandbox                            the list of lessons\n"
	"    sandbox deadlock --lang zh         a lesson, in Chinese\n"
	"    sandbox run bank.lua               a scenario of your own, a line an event\n"
	"    sandbox explore bank.lua           does any schedule of it fail?\n"
	"    sandbox run bank.lua --record r    record it,\n"
	"    sandbox r                          look at it, back and forth,\n"
	"    sandbox export r --to svg          and draw it\n"
	"    sandbox experiment bank.lua --set workers=2..8 --runs 1000\n";

void manual_page(struct buffer *out)
{
	const struct command *command;

	buffer_print(out, ".\\\" Made by `sandbox help man`.\n");
	buffer_print(out, ".TH SANDBOX 1 %s \"sandbox " SANDBOX_VERSION "\" \"User Commands\"\n",
		     SANDBOX_RELEASED);
	buffer_print(out, ".SH NAME\nsandbox \\- ");
	add_paragraph(out, COMMAND_TAGLINE);
	add_synopsis(out);
	buffer_print(out, ".SH DESCRIPTION\n");
	add_notes(out, description);
	buffer_print(out,
		     ".SH COMMANDS\nA command is the first word. Options may stand anywhere behind it, as "
		     "\\fB\\-\\-name value\\fR or \\fB\\-\\-name=value\\fR; what follows \\fB\\-\\-\\fR is "
		     "no option.\n");
	for (size_t i = 0; (command = command_at(i)); i++)
		add_command(out, command);
	add_keys(out);
	add_rows(out, "ENVIRONMENT", environment_variables);
	add_rows(out, "FILES", environment_files);
	buffer_print(out,
		     ".SH EXIT STATUS\n0 it worked, 1 it failed, 2 wrong usage. What each command means by "
		     "that, and what else it may say, is told above.\n");
	buffer_print(out, ".SH EXAMPLES\n");
	add_notes(out, examples);
	buffer_print(out, ".SH SEE ALSO\n.BR lua (1),\n.BR fork (2),\n.BR shm_overview (7),\n"
			  ".BR sem_overview (7)\n");
}
