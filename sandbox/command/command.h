/* The commands of the command line: one file each, and a row in command.c.
 *
 * A command prints, and returns its exit status: 0 it worked (a run finished), 1 it failed (a deadlock, an
 * error in the scenario, an output that cannot be written), 2 wrong usage. Only main.c exits.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "base/options.h"
#include "base/version.h"

#define COMMAND_TAGLINE                                                                                  \
	"learn multiprocess programming by running it, breaking it, and seeing why it broke"

enum status { STATUS_OK, STATUS_FAILED, STATUS_USAGE, STATUS_TIMEOUT, STATUS_DIVERGED };

/* What it means that a command ends with this exit status. */
struct command_exit {
	int status;	   /* COMMAND_SIGNALLED: 128 + N */
	const char *means; /* may have several lines; NULL ends the table */
};

#define COMMAND_SIGNALLED 128

struct command {
	const char *name;    /* "run" */
	const char *usage;   /* what follows "sandbox " : "run FILE|LESSON" */
	const char *summary; /* one line */
	const char *notes;   /* more for its --help, behind the options; NULL = nothing */
	const struct option *options;
	const struct command_exit *exits; /* NULL: 0 it worked, 1 it failed, 2 wrong usage */
	int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

extern const struct command command_run, command_screen, command_lessons, command_explore, command_replay,
	command_experiment, command_export, command_check, command_lint, command_doctor, command_help;

/* The whole program: find the command and run it. */
int command_main(int argc, char **argv);

/* Read a command's options. Returns -1 to go on, or the exit status when --help was asked for or something
 * is wrong; then it has been printed. */
int command_options(const struct command *command, void *settings, int argc, char **argv, int *operands);

/* "sandbox run: MESSAGE" on stderr; returns STATUS_USAGE. */
int command_wrong(const struct command *command, const char *message);

/* The i-th of all commands, NULL behind the last. The first is what runs when no command is named. */
const struct command *command_at(size_t i);

/* What its exit status may be, as its table says or as most commands do. */
const struct command_exit *command_exits(const struct command *command);

/* The command of that name, or NULL. */
const struct command *command_find(const char *word);

/* Print the help of a command, NULL = of the program. Returns the exit status. */
int command_tell(const struct command *command);

/* The name of the command that a word may be a misspelling of, or NULL. */
const char *command_nearest(const char *word);

/* Print to stdout and make sure that it arrived. Returns STATUS_OK, or STATUS_FAILED after a message. */
int command_print(const char *text, size_t length);

#endif
