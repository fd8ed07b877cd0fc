/* A lesson's programs in C and in Python: does one compile and run? */
#ifndef COMMAND_TWINS_H
#define COMMAND_TWINS_H

#include <stdbool.h>
#include <stddef.h>

/* The program same.c or same.py of a lesson's folder. Returns whether it is there, compiles without a
 * warning, and ends with status 0 within 30 s; if not, one sentence in the message. */
bool twin_runs(const char *folder, const char *name, char *message, size_t size);

#endif
