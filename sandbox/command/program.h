/* What `run` is to run: a scenario file, or the scenario of a lesson. */
#ifndef COMMAND_PROGRAM_H
#define COMMAND_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

struct program {
	char *path;   /* of the file */
	char *source;
	size_t length;
	char *folder; /* of the lesson, NULL when it is a file of its own */
	char *lesson; /* its id, NULL likewise */
	int64_t tempo; /* microseconds an operation is held at tempo 1.0 */
};

/* name: a file, or else a lesson as catalogue_find takes it. Returns 0; or -errno with one sentence in the
 * message, and nothing to close. */
int program_open(struct program *program, const char *name, const char *lang, char *message, size_t size);
void program_close(struct program *program);

/* The file's name without its folders: what messages call it. */
const char *program_file(const struct program *program);

#endif
