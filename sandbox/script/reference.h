/* The reference of the modules that scenarios require, made from the stubs that are beside them. */
#ifndef SCRIPT_REFERENCE_H
#define SCRIPT_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct reference {
	const char *word; /* "Lock", "Lock.acquire", "exitcode"; NULL = all of it */
	bool markdown;	  /* else text for a terminal, … */
	bool styled;	  /* … with bold and underlined headings */
	int width;	  /* columns of the text */
};

/* Append it to the buffer. Returns 0; -ENOENT when the word is none of the reference's: then near is the one
 * that may be meant, or "". Any other -errno: one sentence in message. */
int reference_write(const struct reference *reference, struct buffer *out, char near[64], char *message,
		    size_t size);

#endif
