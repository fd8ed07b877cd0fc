/* The grid: cells, wide characters, lines that join, the ASCII twin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "tui/glyph.h"
#include "tui/grid.h"

static struct grid grid;
static struct buffer text;

static int open_grid(void **state)
{
	(void)state;
	return grid_init(&grid, 3, 8);
}

static int close_grid(void **state)
{
	(void)state;
	grid_finish(&grid);
	buffer_finish(&text);
	return 0;
}

static const char *shown(void)
{
	text.length = 0;
	grid_text(&grid, &text);
	return buffer_text(&text);
}

static void text_stays_in_its_area(void **state)
{
	struct area all = {&grid, 0, 0, 3, 8}, part = area_part(&all, 1, 2, 9, 4);

	(void)state;
	area_put(&part, 0, 0, 20, TEXT_LEFT, INK_PLAIN, "abcdefgh");
	area_put(&part, 1, 2, 20, TEXT_RIGHT, INK_PLAIN, "x");
	area_put(&part, 2, 0, 4, TEXT_LEFT, INK_PLAIN, "below");
	area_put(&part, -1, 0, 4, TEXT_LEFT, INK_PLAIN, "above");
	assert_string_equal(shown(), "        \n  abc…  \n     x  \n");
}

static void overwriting_half_a_wide_character_blanks_the_other(void **state)
{
	struct area all = {&grid, 0, 0, 3, 8};

	(void)state;
	area_put(&all, 0, 0, 8, TEXT_LEFT, INK_PLAIN, "中文");
	area_put(&all, 0, 1, 1, TEXT_LEFT, INK_PLAIN, "z");
	assert_string_equal(shown(), " z文    \n        \n        \n");
	area_put(&all, 0, 2, 1, TEXT_LEFT, INK_PLAIN, "y");
	assert_string_equal(shown(), " zy     \n        \n        \n");
}

static void a_pen_goes_on_where_it_stopped(void **state)
{
	struct area all = {&grid, 0, 0, 3, 8};
	struct pen pen = pen_at(&all, 2, 1);

	(void)state;
	pen_put(&pen, INK_STUCK, "锁");
	pen_print(&pen, INK_PLAIN, "%d", 7);
	pen_put(&pen, INK_WAIT | INK_REVERSE, "waits");
	pen_put(&pen, INK_PLAIN, "nothing fits");
	assert_string_equal(shown(), "        \n        \n 锁7wai…\n");
	text.length = 0;
	grid_inks(&grid, &text);
	assert_string_equal(buffer_text(&text), "........\n........\n.ss.WWWW\n");
}

static void lines_join_where_they_meet(void **state)
{
	(void)state;
	grid_line_across(&grid, 0, 0, 7);
	grid_line_across(&grid, 2, 0, 7);
	grid_line_down(&grid, 0, 0, 2);
	grid_line_down(&grid, 3, 0, 2);
	grid_line_down(&grid, 7, 0, 2);
	assert_string_equal(shown(), "┌──┬───┐\n│  │   │\n└──┴───┘\n");
	grid_ascii(&grid);
	assert_string_equal(shown(), "+--+---+\n|  |   |\n+--+---+\n");
}

static void ascii_keeps_every_column_where_it_was(void **state)
{
	struct area all = {&grid, 0, 0, 3, 8};

	(void)state;
	area_put(&all, 0, 0, 8, TEXT_LEFT, INK_PLAIN, "P1░█锁…");
	grid_ascii(&grid);
	assert_string_equal(shown(), "P1:#??~ \n        \n        \n");
}

static void every_glyph_has_a_twin(void **state)
{
	static const char *const glyphs[] = {
		GLYPH_SELECTED,
		GLYPH_HERE,
		GLYPH_ELLIPSIS,
		GLYPH_RUN,
		GLYPH_WAIT,
		GLYPH_STUCK,
		GLYPH_SLEEP,
		GLYPH_STOPPED,
		GLYPH_DIED,
		GLYPH_ENDED,
		GLYPH_DISAGREE,
		"┏",
		"┃",
		"┗",
		"━",
		"─",
		"▶",
		"←",
		"→",
		"↑",
		"↓",
		"×",
	};

	(void)state;
	for (size_t i = 0; i < sizeof glyphs / sizeof *glyphs; i++) {
		struct text_glyph glyph;

		text_next(glyphs[i], &glyph);
		assert_int_equal(glyph.columns, 1);
		assert_int_not_equal(glyph_ascii(glyph.character), '?');
	}
	for (unsigned lines = 1; lines < 16; lines++)
		assert_int_equal(glyph_lines(glyph_of_lines(lines)), lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(text_stays_in_its_area, open_grid, close_grid),
		cmocka_unit_test_setup_teardown(overwriting_half_a_wide_character_blanks_the_other, open_grid,
						close_grid),
		cmocka_unit_test_setup_teardown(a_pen_goes_on_where_it_stopped, open_grid, close_grid),
		cmocka_unit_test_setup_teardown(lines_join_where_they_meet, open_grid, close_grid),
		cmocka_unit_test_setup_teardown(ascii_keeps_every_column_where_it_was, open_grid, close_grid),
		cmocka_unit_test(every_glyph_has_a_twin),
	};

	return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
