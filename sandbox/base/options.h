/* Command lines, from a table that also makes the help.
 *
 *	struct settings { uint64_t seed; bool json; };
 *	static const struct option options[] = {
 *		{"seed", "N", "the run's seed", OPTION_NATURAL, offsetof(struct settings, seed)},
 *		{"json", NULL, "write JSON Lines", OPTION_FLAG, offsetof(struct settings, json)},
 *		{0}};
 *
 * Interface:
 * - --name value and --name=value; -- ends the options; --help and -h are understood everywhere.
 * - What is no option is an operand, in any place.
 */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

enum option_kind {
	OPTION_FLAG,    /* bool */
	OPTION_TEXT,    /* const char *: points into argv */
	OPTION_CHOICE,  /* const char *: one of the option's choices, points into argv */
	OPTION_NATURAL, /* uint64_t */
	OPTION_NUMBER,  /* double, > 0 */
	OPTION_SIZE,    /* uint64_t, bytes, 1M to 1T: "512M"; K, M, G, T are powers of 1024 */
	OPTION_LIST,    /* struct option_list: may be given again and again */
};

struct option {
	const char *name;     /* without its dashes; NULL ends the table */
	const char *argument; /* what the help calls its value, NULL for a flag */
	const char *help;     /* may have several lines */
	enum option_kind kind;
	size_t offset; /* of its field in the settings */
	/* OPTION_CHOICE: the i-th value it may have, NULL behind the last. Of a text: values that can be
	 * offered, though others are right, too; NULL = none. */
	const char *(*choice)(size_t i);
};

#define OPTION_LIST_MAX 64

struct option_list {
	const char *values[OPTION_LIST_MAX]; /* point into argv */
	size_t count;
};

enum options_result {
	OPTIONS_READ,
	OPTIONS_HELP /* was asked for */,
	OPTIONS_WRONG /* and the message says why */
};

/* Read argv[1..] into the settings, and move the operands to the front: argv[0..*operands). Fields of options
 * that are not given stay as they are. The message is one sentence: "unknown option --sed; did you mean
 * --seed?" */
enum options_result options_read(const struct option *options, void *settings, int argc, char **argv,
				 int *operands, char *message, size_t size);

/* The choices of an option: "perfetto, dot, svg or json". */
void options_choices(const struct option *option, struct buffer *out);

/* What its --help says of an option: its help, and the choices of an OPTION_CHOICE behind it. */
void options_describe(const struct option *option, struct buffer *out);

/* The table as help, one option after the other. */
void options_help(const struct option *options, struct buffer *out);

#endif
