#include "tui/grid.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/glyph.h"

static const struct cell blank = {.character = ' ', .width = 1};

int grid_init(struct grid *grid, int rows, int columns)
{
	size_t count = (size_t)rows * (size_t)columns;
	struct cell *cells = realloc(grid->cells, (count ? count : 1) * sizeof *cells);

	if (!cells)
		return -ENOMEM;
	grid->cells = cells;
	grid->rows = rows;
	grid->columns = columns;
	grid_clear(grid);
	return 0;
}

void grid_finish(struct grid *grid)
{
	free(grid->cells);
	*grid = (struct grid){0};
}

void grid_clear(struct grid *grid)
{
	for (int i = 0; i < grid->rows * grid->columns; i++)
		grid->cells[i] = blank;
}

void grid_ascii(struct grid *grid)
{
	for (int i = 0; i < grid->rows * grid->columns; i++) {
		struct cell *cell = &grid->cells[i];

		cell->character = cell->width == 0 ? '?' : (unsigned char)glyph_ascii(cell->character);
		cell->mark = 0;
		cell->width = 1;
	}
}

struct cell *grid_cell(const struct grid *grid, int row, int column)
{
	return &grid->cells[row * grid->columns + column];
}

/* Make room for a new character: the other half of a wide one that is cut in two becomes a blank. */
static void release_cell(struct grid *grid, int row, int column)
{
	struct cell *cell = grid_cell(grid, row, column);

	if (cell->width == 0 && column > 0)
		cell[-1] = blank;
	if (cell->width == 2 && column + 1 < grid->columns)
		cell[1] = blank;
	*cell = blank;
}

static void put_cell(struct grid *grid, int row, int column, uint32_t character, uint32_t mark, unsigned ink)
{
	release_cell(grid, row, column);
	*grid_cell(grid, row, column) =
		(struct cell){.character = character, .mark = mark, .ink = ink, .width = 1};
}

static void put_glyph(struct grid *grid, int row, int column, const struct text_glyph *glyph, unsigned ink)
{
	put_cell(grid, row, column, glyph->character, glyph->mark, ink);
	if (glyph->columns == 2) {
		release_cell(grid, row, column + 1);
		grid_cell(grid, row, column)->width = 2;
		*grid_cell(grid, row, column + 1) = (struct cell){.ink = ink};
	}
}

static int put_blanks(struct grid *grid, int row, int column, int count, unsigned ink)
{
	for (int i = 0; i < count; i++)
		put_cell(grid, row, column + i, ' ', 0, ink);
	return column + count;
}

/* The place is inside the grid. */
static void put_text(struct grid *grid, int row, int column, int columns, enum text_align align, unsigned ink,
		     const char *text)
{
	struct text_fit fit = text_fit(text, columns, align);
	const char *end = text + fit.bytes;
	struct text_glyph glyph;

	column = put_blanks(grid, row, column, fit.before, ink);
	while (text < end) {
		text += text_next(text, &glyph);
		put_glyph(grid, row, column, &glyph, ink);
		column += glyph.columns;
	}
	if (fit.clipped) {
		text_next(GLYPH_ELLIPSIS, &glyph);
		put_glyph(grid, row, column++, &glyph, ink);
	}
	put_blanks(grid, row, column, fit.after, ink);
}

static void add_line(struct grid *grid, int row, int column, unsigned lines)
{
	if (row < 0 || row >= grid->rows || column < 0 || column >= grid->columns)
		return;
	lines |= glyph_lines(grid_cell(grid, row, column)->character);
	put_cell(grid, row, column, glyph_of_lines(lines), 0, INK_FAINT);
}

void grid_line_across(struct grid *grid, int row, int from, int to)
{
	for (int column = from; column <= to; column++)
		add_line(grid, row, column, (column > from ? LINE_LEFT : 0) | (column < to ? LINE_RIGHT : 0));
}

void grid_line_down(struct grid *grid, int column, int from, int to)
{
	for (int row = from; row <= to; row++)
		add_line(grid, row, column, (row > from ? LINE_UP : 0) | (row < to ? LINE_DOWN : 0));
}

bool grid_text(const struct grid *grid, struct buffer *text)
{
	char bytes[5];

	for (int i = 0; i < grid->rows * grid->columns; i++) {
		const struct cell *cell = &grid->cells[i];

		if (cell->width && !buffer_add(text, bytes, text_encode(cell->character, bytes)))
			return false;
		if (cell->mark && !buffer_add(text, bytes, text_encode(cell->mark, bytes)))
			return false;
		if ((i + 1) % grid->columns == 0 && !buffer_add(text, "\n", 1))
			return false;
	}
	return true;
}

bool grid_inks(const struct grid *grid, struct buffer *text)
{
	for (int i = 0; i < grid->rows * grid->columns; i++) {
		unsigned ink = grid->cells[i].ink;
		char letter = (ink & INK_REVERSE ? ":FARWS" : ".farws")[ink & INK_COLOUR];

		if (!buffer_add(text, &letter, 1) ||
		    ((i + 1) % grid->columns == 0 && !buffer_add(text, "\n", 1)))
			return false;
	}
	return true;
}

static int between(int value, int low, int high)
{
	return value < low ? low : value > high ? high : value;
}

struct area area_part(const struct area *area, int row, int column, int rows, int columns)
{
	struct area part = {.grid = area->grid};

	row = between(row, 0, area->rows);
	column = between(column, 0, area->columns);
	part.row = area->row + row;
	part.column = area->column + column;
	part.rows = between(rows, 0, area->rows - row);
	part.columns = between(columns, 0, area->columns - column);
	return part;
}

void area_put(const struct area *area, int row, int column, int columns, enum text_align align, unsigned ink,
	      const char *text)
{
	struct area place;

	if (row < 0 || column < 0)
		return;
	place = area_part(area, row, column, 1, columns);
	if (place.rows && place.columns)
		put_text(area->grid, place.row, place.column, place.columns, align, ink, text);
}

void area_ink(const struct area *area, int row, int column, int columns, unsigned ink)
{
	struct area place = area_part(area, row, column, 1, columns);

	for (int i = 0; place.rows && i < place.columns; i++)
		grid_cell(area->grid, place.row, place.column + i)->ink = ink;
}

struct pen pen_at(const struct area *area, int row, int column)
{
	bool inside = row >= 0 && row < area->rows;

	return (struct pen){.area = area, .row = row, .column = column, .end = inside ? area->columns : 0};
}

void pen_put(struct pen *pen, unsigned ink, const char *text)
{
	int room = pen->end - pen->column, columns = text_columns(text);

	if (room <= 0)
		return;
	if (columns > room)
		columns = room;
	area_put(pen->area, pen->row, pen->column, columns, TEXT_LEFT, ink, text);
	pen->column += columns;
}

void pen_print(struct pen *pen, unsigned ink, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	pen_put(pen, ink, text);
}

void pen_to(struct pen *pen, int column)
{
	if (column > pen->column)
		pen->column = column;
}
