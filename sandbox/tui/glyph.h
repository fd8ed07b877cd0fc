/* The glyphs that the screen draws with, and the ASCII twin of each.
 *
 * Views write these glyphs as UTF-8; a grid in ASCII mode puts the twin in their place. A twin is one
 * column, as the glyph is, so a layout is the same in both.
 */
#ifndef TUI_GLYPH_H
#define TUI_GLYPH_H

#include <stdint.h>

#define GLYPH_SELECTED "▸"
#define GLYPH_HERE     "▶"
#define GLYPH_MORE     "▾"
#define GLYPH_ELLIPSIS "…"
#define GLYPH_RUN      "█"
#define GLYPH_WAIT     "░"
#define GLYPH_STUCK    "▒"
#define GLYPH_SLEEP    "·"
#define GLYPH_STOPPED  "="
#define GLYPH_DIED     "x"
#define GLYPH_ENDED    "o"
#define GLYPH_DISAGREE "≠"
#define GLYPH_DOOM     "†"
#define GLYPH_SAFE     "√"

/* The twin of a character: itself if it is ASCII, '?' if it has none. */
char glyph_ascii(uint32_t character);

/* Box lines: which of its four sides a cell's line leaves by. */
#define LINE_UP    1
#define LINE_DOWN  2
#define LINE_LEFT  4
#define LINE_RIGHT 8

uint32_t glyph_of_lines(unsigned lines); /* '┼' for all four, … */
unsigned glyph_lines(uint32_t glyph);    /* the opposite; 0 if it is no box line */

#endif
