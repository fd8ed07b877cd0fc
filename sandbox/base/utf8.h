/* UTF-8 from strangers: names, prints and error messages may hold any bytes. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Decode the character at the start of bytes. Returns its length 1..4, or 0 if there is no valid one (an
 * overlong form, a surrogate, a stray byte, a truncated sequence). length ≥ 1. */
size_t utf8_decode(const char *bytes, size_t length, uint32_t *code);

/* Copy for the screen: white space becomes a space, other control characters and what is not UTF-8 become
 * '?'. Writes at most size bytes with the NUL (size ≥ 1), never half a character. Returns the bytes written
 * without the NUL. */
size_t utf8_clean(char *to, size_t size, const char *from, size_t length);

#endif
