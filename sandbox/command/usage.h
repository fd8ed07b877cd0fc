/* What a command's usage says of its operands: "run FILE|LESSON", "check LESSON [FILE]". */
#ifndef COMMAND_USAGE_H
#define COMMAND_USAGE_H

#include "command/command.h"

/* What can be offered where a word like FILE stands, in a usage or as an option's argument. */
enum usage_offer {
	USAGE_NOTHING,
	USAGE_FILES,
	USAGE_LESSONS,
	USAGE_KNOBS,
	USAGE_COMMANDS,
};

/* Of "FILE": USAGE_FILES. Returns false for a word that is not known. */
bool usage_offer(const char *word, enum usage_offer *offer);

/* Is it a word that stands for others, as FILE does? "api" is to be typed as it is. */
bool usage_is_placeholder(const char *word);

#define USAGE_WORDS 12 /* for one operand, at most */
#define USAGE_WORD  24

struct usage_operand {
	char words[USAGE_WORDS][USAGE_WORD]; /* "FILE", "LESSON": any of these */
	size_t count;
};

/* The operand in place 0, 1, …; of all forms of the usage together. False: there is none so far behind. */
bool usage_operand(const struct command *command, size_t place, struct usage_operand *operand);

/* The i-th form of a usage, which are apart by ", or ": where it starts, and its length. NULL behind the
 * last. */
const char *usage_form(const struct command *command, size_t i, size_t *length);

#endif
