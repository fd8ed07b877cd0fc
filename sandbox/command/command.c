#include "command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/nearest.h"

/* The first is what runs when no command is named. */
static const struct command *const commands[] = {&command_screen,  &command_run,     &command_replay,
						 &command_explore, &command_lessons, &command_experiment,
						 &command_export,  &command_check,   &command_lint,
						 &command_help};

#define COMMANDS (sizeof commands / sizeof *commands)

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

static int help(void)
{
	struct buffer out = {0};

	buffer_print(&out, "sandbox: learn multiprocess programming by running it, breaking it, and "
			   "seeing why it broke\n\nusage:\n");
	for (size_t i = 0; i < COMMANDS; i++)
		buffer_print(&out, "  sandbox %-18s %s\n", commands[i]->usage, commands[i]->summary);
	buffer_print(&out, "\n`sandbox COMMAND --help` tells more about one of them.\n");
	buffer_print(&out, "\noptions of the screen:\n");
	options_help(command_screen.options, &out);
	buffer_print(&out, "  %-20s  %s\n", "--version", "print the version");
	if (command_screen.notes)
		buffer_print(&out, "\n%s", command_screen.notes);
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
