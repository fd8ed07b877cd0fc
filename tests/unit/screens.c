/* Whole screens, against the texts in tests/tui/golden. GOLDEN=write writes them anew: look at what
 * changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/scenes.h"

static struct grid grid;
static struct buffer text;

static int close_screen(void **state)
{
	(void)state;
	grid_finish(&grid);
	buffer_finish(&text);
	return 0;
}

/* Draw at a size; every row must be exactly as wide as the screen. The text goes to `text`, without blanks
 * at line ends. */
static void draw(const struct scene *scene, int columns, int rows, bool ascii)
{
	struct buffer full = {0};

	grid.ascii = ascii;
	assert_int_equal(grid_init(&grid, rows, columns), 0);
	layout_draw(scene, &grid);
	for (int row = 0; row < rows; row++) {
		int width = 0;

		for (int column = 0; column < columns; column++) {
			const struct cell *cell = grid_cell(&grid, row, column);

			width += (int)cell->width;
			if (cell->width == 2)
				assert_int_equal(cell[1].width, 0);
			if (ascii)
				assert_in_range(cell->character, ' ', '~');
		}
		assert_int_equal(width, columns);
	}
	grid_text(&grid, &full);
	text.length = 0;
	for (size_t i = 0; i < full.length; i++) {
		while (full.bytes[i] == '\n' && text.length && text.bytes[text.length - 1] == ' ')
			text.length--;
		buffer_add(&text, &full.bytes[i], 1);
	}
	buffer_finish(&full);
}

static void compare(const char *name)
{
	const char *mode = getenv("GOLDEN");
	char path[512], expected[65536];
	size_t length;
	FILE *file;

	snprintf(path, sizeof path, "%s/tests/tui/golden/%s.txt", SANDBOX_SOURCE_DIR, name);
	file = fopen(path, mode && !strcmp(mode, "write") ? "w+" : "r");
	if (!file)
		fail_msg("no %s", path);
	if (mode && !strcmp(mode, "write")) {
		fwrite(text.bytes, 1, text.length, file);
		rewind(file);
	}
	length = fread(expected, 1, sizeof expected - 1, file);
	fclose(file);
	expected[length] = '\0';
	assert_string_equal(buffer_text(&text), expected);
}

static void the_deadlock_on_a_full_screen(void **state)
{
	struct stage *stage = stage_philosophers("en");

	(void)state;
	draw(&stage->scene, 120, 36, false);
	compare("deadlock-120x36-en");
	stage_close(stage);
}

static void and_in_chinese(void **state)
{
	struct stage *stage = stage_philosophers("zh");

	(void)state;
	draw(&stage->scene, 120, 36, false);
	compare("deadlock-120x36-zh");
	stage_close(stage);
}

static void and_in_ascii(void **state)
{
	struct stage *stage = stage_philosophers("en");

	(void)state;
	draw(&stage->scene, 120, 36, true);
	compare("deadlock-120x36-ascii");
	stage_close(stage);
}

static void the_deadlock_at_80x24(void **state)
{
	struct stage *stage = stage_philosophers("en");

	(void)state;
	draw(&stage->scene, 80, 24, false);
	compare("deadlock-80x24-en");
	stage_close(stage);
	stage = stage_philosophers("zh");
	draw(&stage->scene, 80, 24, false);
	compare("deadlock-80x24-zh");
	stage->scene.focus = stage->scene.pane = PANEL_OBJECTS;
	stage->choices[0] = 1;
	draw(&stage->scene, 80, 24, false);
	compare("objects-80x24-zh");
	stage_close(stage);
}

static void the_table_alone_at_60x16(void **state)
{
	struct stage *stage = stage_philosophers("en");

	(void)state;
	draw(&stage->scene, 60, 16, false);
	compare("deadlock-60x16-en");
	stage_close(stage);
}

static void too_small_says_what_it_needs_and_has(void **state)
{
	struct stage *stage = stage_philosophers("en");

	(void)state;
	draw(&stage->scene, 20, 5, false);
	assert_string_equal(
		buffer_text(&text),
		"Too small: this\nscreen has 20x5, it\nneeds 60x16.\nMake it larger, or\npress q.\n");
	draw(&stage->scene, 120, 36, false);
	compare("deadlock-120x36-en"); /* comes back */
	stage_close(stage);
}

static void an_empty_run_says_what_will_be_where(void **state)
{
	struct stage *stage = stage_open("en");

	(void)state;
	draw(&stage->scene, 120, 36, false);
	compare("empty-120x36-en");
	stage_close(stage);
}

static void a_panel_on_the_whole_screen(void **state)
{
	struct stage *stage = stage_philosophers("en");

	(void)state;
	stage->scene.zoom = true;
	stage->scene.focus = PANEL_GRAPH;
	draw(&stage->scene, 80, 24, false);
	compare("zoom-80x24-en");
	stage_close(stage);
}

static void help_in_both_languages(void **state)
{
	struct stage *stage = stage_philosophers("en");

	(void)state;
	stage->scene.help = true;
	draw(&stage->scene, 120, 45, false);
	compare("help-en");
	tr_language("zh");
	draw(&stage->scene, 120, 45, false);
	compare("help-zh");
	stage_close(stage);
}

static void the_answer_to_a_prediction_says_why(void **state)
{
	struct stage *stage = stage_philosophers("en");

	(void)state;
	stage->choices[0] = 1;
	draw(&stage->scene, 120, 36, false);
	assert_non_null(strstr(buffer_text(&text), "Not so: [b] P4."));
	assert_non_null(strstr(buffer_text(&text), "It is [a] P2. It waits for the fork that P3 held."));
	stage->choices[0] = 0;
	draw(&stage->scene, 120, 36, false);
	assert_non_null(strstr(buffer_text(&text), "Right: [a] P2. It waits for the fork that P3 held."));
	stage_close(stage);
}

/* Whoever killed it looks for where it died, not for where somebody reaped it. */
static void the_dead_stay_at_their_last_line(void **state)
{
	struct stage *stage = stage_philosophers("en");
	char line[1024];
	const char *mark;

	(void)state;
	at_line = 0;
	killed(stage->world, 3, SIGKILL);
	at_line = 21;
	tell(stage->world, TRACE_REAPED, 3, 0);
	stage->scene.selected = 3;
	stage->scene.focus = PANEL_SOURCE;
	stage->scene.zoom = true;
	draw(&stage->scene, 120, 36, false);
	mark = strstr(buffer_text(&text), "x3 ");
	assert_non_null(mark);
	snprintf(line, sizeof line, "%.*s", (int)strcspn(mark, "\n"), mark);
	assert_non_null(strstr(line, " 14 "));
	stage_close(stage);
}

static void long_names_keep_their_numbers(void **state)
{
	struct stage *stage = stage_open("en");

	(void)state;
	born(stage->world, "main", -1);
	born(stage->world, "a_long_worker_name_11", 0);
	born(stage->world, "a_long_worker_name_12", 0);
	draw(&stage->scene, 120, 36, false);
	assert_non_null(strstr(buffer_text(&text), "…11 "));
	assert_non_null(strstr(buffer_text(&text), "…12 "));
	stage_close(stage);
}

/* Whatever the size, no row is too wide or too short, and nothing is written outside. */
static void every_size_holds(void **state)
{
	static const char *const languages[] = {"en", "zh"};

	(void)state;
	for (int language = 0; language < 2; language++) {
		struct stage *stage = stage_philosophers(languages[language]);

		for (int columns = 1; columns < 170; columns += 7)
			for (int rows = 1; rows < 60; rows += 3)
				for (int panel = 0; panel < PANELS; panel++) {
					stage->scene.focus = (enum panel)panel;
					stage->scene.zoom = panel % 2;
					draw(&stage->scene, columns, rows, columns % 2);
				}
		stage_close(stage);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(the_deadlock_on_a_full_screen, close_screen),
		cmocka_unit_test_teardown(and_in_chinese, close_screen),
		cmocka_unit_test_teardown(and_in_ascii, close_screen),
		cmocka_unit_test_teardown(the_deadlock_at_80x24, close_screen),
		cmocka_unit_test_teardown(the_table_alone_at_60x16, close_screen),
		cmocka_unit_test_teardown(too_small_says_what_it_needs_and_has, close_screen),
		cmocka_unit_test_teardown(an_empty_run_says_what_will_be_where, close_screen),
		cmocka_unit_test_teardown(a_panel_on_the_whole_screen, close_screen),
		cmocka_unit_test_teardown(help_in_both_languages, close_screen),
		cmocka_unit_test_teardown(the_answer_to_a_prediction_says_why, close_screen),
		cmocka_unit_test_teardown(the_dead_stay_at_their_last_line, close_screen),
		cmocka_unit_test_teardown(long_names_keep_their_numbers, close_screen),
		cmocka_unit_test_teardown(every_size_holds, close_screen),
	};

	return cmocka_run_group_tests_name("screens", tests, NULL, NULL);
}
