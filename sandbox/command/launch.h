/* What `run` and `replay` do alike, once they know what is to be run and how. */
#ifndef COMMAND_LAUNCH_H
#define COMMAND_LAUNCH_H

#include "command/command.h"
#include "command/knobs.h"
#include "command/program.h"
#include "command/steps.h"
#include "script/script.h"

/* A scenario as the command line gives it: a program and its knobs. It must stay where it is. */
struct given {
	const struct program *program;
	struct knob_setting knobs[OPTION_LIST_MAX];
	char names[OPTION_LIST_MAX][KNOB_NAME];
	struct scenario scenario;
};

struct launch {
	const struct command *command; /* for messages */
	bool json, quiet;
	double timeout;	    /* seconds, 0 = none */
	const char *record; /* file to record into, NULL = none */
	struct run_options how;
	struct steps *steps; /* who grants the steps, NULL = the kernel decides */
};

/* Set the scenario up, with --set KNOB=VALUE … applied. Returns 0, or -EINVAL with one sentence in the
 * message. */
int given_init(struct given *given, const struct program *program, const struct option_list *set,
	       char *message, size_t size);

/* Check that it compiles, run it, record it, tell how it ended. Returns the exit status. */
int launch(struct launch *launch, struct given *given);

/* "sandbox replay FILE --seed 7 --set n=3": what has to be said besides the schedule to run it again. */
void launch_again(struct buffer *out, const struct given *given, const char *operand, uint64_t seed);

#endif
