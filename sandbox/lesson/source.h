/* The files of a lesson, and what is wrong with them.
 *
 * A lesson may come from anywhere and its text goes to a terminal, so a file counts only when it is a regular
 * file of at most 1 MiB, UTF-8 throughout, and without control characters. */
#ifndef LESSON_SOURCE_H
#define LESSON_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

/* Where the first complaint goes: "FILE:LINE: what, what to do". */
struct complaint {
	char *message; /* the caller's, never NULL */
	size_t size;
	int error; /* 0 as long as there is none */
};

struct source {
	char *name;  /* "17-deadlock/en.md": what messages call it */
	char *bytes; /* with a NUL behind them */
	size_t length;
};

/* Keep the first complaint, with its error number (-EINVAL, …). Returns false, so that a reader can end with
 * it. */
bool complain(struct complaint *complaint, int error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
bool complain_memory(struct complaint *complaint);

/* Read FOLDER/FILE. false after a complaint; then there is nothing to finish. A file that is not there is
 * -ENOENT. */
bool source_open(struct source *source, const char *folder, const char *file, struct complaint *complaint);
void source_finish(struct source *source);

/* The offset of the first byte that may not be there, or length. `why` says what it is. */
size_t source_check(const char *bytes, size_t length, const char **why);

#endif
