/* The variables of the environment that the program reads, and the files it looks for: for the manual. */
#ifndef COMMAND_ENVIRONMENT_H
#define COMMAND_ENVIRONMENT_H

struct environment_row {
	const char *name, *means; /* NULL ends the table */
};

extern const struct environment_row environment_variables[], environment_files[];

#endif
