/* The grid: what the screen shows, cell by cell, before any terminal sees it.
 *
 * Views draw into a grid; terminal.c copies a grid to the terminal; tests dump a grid as text. A wide
 * character takes two cells, and is never split: what overwrites one half blanks the other.
 *
 * Interface:
 * - grid_init, grid_finish; grid_clear.
 * - An area is a rectangle of a grid; area_put clips to it. A pen writes several texts one after the other.
 * - grid_text and grid_inks dump.
 */
#ifndef TUI_GRID_H
#define TUI_GRID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"

/* What a text means; the theme says how that looks. Only foreground and reverse, so it works on every
 * background. */
enum ink {
	INK_PLAIN,
	INK_FAINT,  /* frames, legends, what is not to be looked at first */
	INK_ACCENT, /* titles, keys */
	INK_RUN,    /* moves */
	INK_WAIT,   /* waits */
	INK_STUCK,  /* waits for ever; errors */
	INKS,
	INK_COLOUR = 7, /* the mask of the above */
	INK_BOLD = 8,
	INK_REVERSE = 16,
	INK_UNDERLINE = 32,
};

struct cell {
	uint32_t character; /* 0 in the right half of a wide character */
	uint32_t mark;      /* combines with it, 0 = none */
	uint32_t ink;       /* enum ink */
	uint32_t width;     /* 1, 2, or 0: the right half of a wide character */
};

struct grid {
	int rows, columns;
	bool ascii; /* to be shown in ASCII: whoever draws ends with grid_ascii */
	struct cell *cells;
};

/* Returns 0 or -ENOMEM. Also changes the size of a grid that is in use: its contents are lost. */
int grid_init(struct grid *grid, int rows, int columns);
void grid_finish(struct grid *grid);
void grid_clear(struct grid *grid);
/* Put the ASCII twin in the place of every glyph; a wide character becomes "??". */
void grid_ascii(struct grid *grid);
struct cell *grid_cell(const struct grid *grid, int row, int column);

/* Lines of boxes, both ends included; they join where they meet. */
void grid_line_across(struct grid *grid, int row, int from, int to);
void grid_line_down(struct grid *grid, int column, int from, int to);

/* The text of the grid, one line a row, blanks at the end included. */
bool grid_text(const struct grid *grid, struct buffer *text);
/* One letter a cell for its ink: '.' plain, f a r w s as in enum ink; upper case is reverse, bold is not
 * shown. */
bool grid_inks(const struct grid *grid, struct buffer *text);

struct area {
	struct grid *grid;
	int row, column, rows, columns;
};

/* A part of an area; cut to what lies inside. */
struct area area_part(const struct area *area, int row, int column, int rows, int columns);

/* The text in exactly `columns` columns at a place of the area. */
void area_put(const struct area *area, int row, int column, int columns, enum text_align align, unsigned ink,
	      const char *text);
/* Set the ink of a row that is already drawn: a selection, say. */
void area_ink(const struct area *area, int row, int column, int columns, unsigned ink);

/* Writes on from where it stopped, and stops at the end of its row. */
struct pen {
	const struct area *area;
	int row, column, end;
};

struct pen pen_at(const struct area *area, int row, int column);
void pen_put(struct pen *pen, unsigned ink, const char *text);
void pen_print(struct pen *pen, unsigned ink, const char *format, ...) __attribute__((format(printf, 3, 4)));
void pen_to(struct pen *pen, int column); /* go on at that column, or where it is if that is further */

#endif
