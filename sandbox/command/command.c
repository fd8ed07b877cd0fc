#include "command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/nearest.h"
#include "command/usage.h"

#define USAGE_COLUMNS 24 /* in the list of all commands */

/* The first is what runs when no command is named. */
static const struct command *const commands[] = {&command_screen,  &command_run,     &command_replay,
						 &command_explore, &command_lessons, &command_experiment,
						 &command_export,  &command_check,   &command_lint,
						 &command_doctor,  &command_help};

#define COMMANDS (sizeof commands / sizeof *commands)

static const struct command_exit plain_exits[] = {
	{STATUS_OK, "it worked"},
	{STATUS_FAILED, "it failed, and said why"},
	{STATUS_USAGE, "wrong usage"},
	{0},
};

const struct command *command_at(size_t i)
{
	return i < COMMANDS ? commands[i] : NULL;
}

const struct command_exit *command_exits(const struct command *command)
{
	return command->exits ? command->exits : plain_exits;
}

const struct command *command_find(const char *word)
{
	for (size_t i = 1; i < COMMANDS; i++)
		if (strcmp(commands[i]->name, word) == 0)
			return commands[i];
	return NULL;
}

const char *command_nearest(const char *word)
{
	const char *names[COMMANDS];

	for (size_t i = 1; i < COMMANDS; i++)
		names[i - 1] = commands[i]->name;
	names[COMMANDS - 1] = NULL;
	return nearest(word, names);
}

int command_print(const char *text, size_t length)
{
	while (length) {
		ssize_t written = write(STDOUT_FILENO, text, length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			if (errno != EPIPE)
				fprintf(stderr, "sandbox: cannot write the output: %s\n", strerror(errno));
			return STATUS_FAILED;
		}
		text += written;
		length -= (size_t)written;
	}
	return STATUS_OK;
}

static int print_buffer(struct buffer *out)
{
	int status = command_print(out->bytes, out->length);

	buffer_finish(out);
	return status;
}

/* A line for each form of its usage, and what it does behind the last. */
static void add_usage(const struct command *command, struct buffer *out)
{
	size_t length;
	const char *form = usage_form(command, 0, &length), *next;

	for (size_t i = 1; form; form = next) {
		size_t after;

		next = usage_form(command, i++, &after);
		buffer_print(out, "  sandbox %.*s", (int)length, form);
		if (next)
			buffer_print(out, "\n");
		else if (length > USAGE_COLUMNS)
			buffer_print(out, "\n%*s%s\n", USAGE_COLUMNS + 12, "", command->summary);
		else
			buffer_print(out, "%*s%s\n", (int)(USAGE_COLUMNS - length) + 2, "", command->summary);
		length = after;
	}
}

/* "    0  finished", further lines of what it means under the first. */
static void add_exits(const struct command_exit *exits, struct buffer *out)
{
	buffer_print(out, "\nExit status:\n");
	for (; exits->means; exits++) {
		const char *line = exits->means;

		if (exits->status == COMMAND_SIGNALLED)
			buffer_print(out, "  128 + N  ");
		else
			buffer_print(out, "%5d  ", exits->status);
		for (size_t length; *line; line += length + (line[length] == '\n')) {
			length = strcspn(line, "\n");
			buffer_print(out, "%*s%.*s\n", line == exits->means ? 0 : 7, "", (int)length, line);
		}
	}
}

static int help(void)
{
	struct buffer out = {0};

	buffer_print(&out, "sandbox: " COMMAND_TAGLINE "\n\nusage:\n");
	for (size_t i = 0; i < COMMANDS; i++)
		add_usage(commands[i], &out);
	buffer_print(&out, "\n`sandbox COMMAND --help` tells more about one of them.\n");
	buffer_print(&out, "\noptions of the screen:\n");
	options_help(command_screen.options, &out);
	buffer_print(&out, "  %-20s  %s\n", "--version", "print the version");
	if (command_screen.notes)
		buffer_print(&out, "\n%s", command_screen.notes);
	add_exits(command_exits(&command_screen), &out);
	return print_buffer(&out);
}

int command_tell(const struct command *command)
{
	struct buffer out = {0};

	if (!command || command == &command_screen)
		return help();
	buffer_print(&out, "usage: sandbox %s [OPTION]...\n\n%s\n\n", command->usage, command->summary);
	options_help(command->options, &out);
	if (command->notes)
		buffer_print(&out, "\n%s", command->notes);
	add_exits(command_exits(command), &out);
	return print_buffer(&out);
}

int command_wrong(const struct command *command, const char *message)
{
	fprintf(stderr, "sandbox%s%s: %s\n", command == &command_screen ? "" : " ",
		command == &command_screen ? "" : command->name, message);
	return STATUS_USAGE;
}

int command_options(const struct command *command, void *settings, int argc, char **argv, int *operands)
{
	char message[256];

	switch (options_read(command->options, settings, argc, argv, operands, message, sizeof message)) {
	case OPTIONS_HELP:
		return command_tell(command);
	case OPTIONS_WRONG:
		return command_wrong(command, message);
	default:
		return -1;
	}
}

int command_main(int argc, char **argv)
{
	const char *first = argc > 1 ? argv[1] : "";

	if (strcmp(first, "--version") == 0)
		return command_print("sandbox " SANDBOX_VERSION "\n",
				     strlen("sandbox " SANDBOX_VERSION "\n"));
	const struct command *command = command_find(first);
	return command ? command->run(argc - 1, argv + 1) : command_screen.run(argc, argv);
}
