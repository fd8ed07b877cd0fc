/* Reading JSON piece by piece from memory: whoever knows what should come asks for it. No tree is built,
 *nothing is allocated, and 64-bit integers stay exact, which they would not as doubles.
 *
 *	struct scan scan = {text, text + length};
 *	if (scan_char(&scan, '[') && scan_integer(&scan, &number) && scan_char(&scan, ']')) …
 *
 * Every function skips white space before what it looks for. It returns false, and may have moved on, when
 * that is not there.
 */
#ifndef BASE_SCAN_H
#define BASE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scan {
	const char *at, *end;
};

bool scan_char(struct scan *scan, char wanted);	     /* stays where it is if something else comes */
bool scan_word(struct scan *scan, const char *word); /* the same: true, false, null */
bool scan_integer(struct scan *scan, int64_t *value);
bool scan_natural(struct scan *scan, uint64_t *value);

/* A string, as UTF-8, with a NUL behind it that is not counted; *length may be NULL. False too when it takes
 * more than size - 1 bytes. An escape of a lone surrogate U+DC80 .. U+DCFF is the byte 80 .. FF: so
 * recordings write what is no UTF-8, and so Python reads it ("surrogateescape"). */
bool scan_string(struct scan *scan, char *text, size_t size, size_t *length);

/* The key of an object's next member, and the colon. For the first: false at the closing brace. */
bool scan_key(struct scan *scan, char *key, size_t size);

bool scan_skip(struct scan *scan); /* any one value; no deeper than 64 levels */
bool scan_end(struct scan *scan);  /* is there nothing more? */

#endif
