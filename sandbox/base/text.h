/* Text in terminal columns.
 *
 * A terminal counts columns, not bytes and not characters: 锁 is three bytes, one character, two columns.
 * All text on the screen passes through text_fit, the one place that clips and pads.
 *
 * Interface:
 * - text_next walks a string by what occupies columns: a character and a mark that combines with it.
 * - text_columns measures, text_fit clips and pads, text_wrap breaks prose into lines.
 * - Strings are NUL-terminated and may hold any byte: what is not UTF-8, and control characters, count as
 *   one column and read as U+FFFD; tab and newline read as a blank.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text_glyph {
	uint32_t character;
	uint32_t mark; /* combines with it, 0 = none; further marks are dropped */
	int columns;   /* 1 or 2 */
};

/* Reads one glyph, returns its bytes; 0 at the end. */
size_t text_next(const char *text, struct text_glyph *glyph);

int text_columns(const char *text);

enum text_align { TEXT_LEFT, TEXT_RIGHT };

/* How to show a text in exactly so many columns: `before` blanks, `bytes` of the text, an ellipsis of one
 * column if `clipped`, `after` blanks. A wide character that would not fit whole is left out. */
struct text_fit {
	size_t bytes;
	int before, after;
	bool clipped;
};

struct text_fit text_fit(const char *text, int columns, enum text_align align);

/* The next line of prose in at most so many columns (at least 2): returns its bytes, without the blanks at
 * its end, and in *next how far on the line after it starts. Breaks at blanks, at newlines and between
 * wide characters, but never puts a closing mark (，。」) first or an opening one (「（) last. */
size_t text_wrap(const char *text, int columns, size_t *next);

/* Writes a character as UTF-8, with a NUL; returns the bytes (1..4). */
size_t text_encode(uint32_t character, char bytes[5]);

#endif
