/* The books at the end of a run: with every process gone, what is left in the arena belongs to something. */
#ifndef RUNTIME_AUDIT_H
#define RUNTIME_AUDIT_H

#include <stddef.h>

struct arena;

/* Nobody may work on the arena. 0; -EUCLEAN, and text says what is wrong; -ENOMEM. */
int audit(struct arena *arena, char *text, size_t size);

#endif
