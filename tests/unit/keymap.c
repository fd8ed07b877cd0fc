/* The keys: one table, so that handling, hint bar and help cannot disagree; every word of it in
 * Chinese. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tui/tr.h"
#include "tui/view.h"

static int english(void **state)
{
	(void)state;
	tr_language("en");
	return 0;
}

static void a_key_means_one_thing_in_one_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < keymap_rows; i++)
		for (size_t k = i + 1; k < keymap_rows; k++)
			for (const uint32_t *one = keymap[i].keys; *one; one++)
				for (const uint32_t *two = keymap[k].keys; *two; two++)
					if (*one == *two && keymap[i].where & keymap[k].where)
						fail_msg("key %u of \"%s\" is also \"%s\"", *one,
							 keymap[i].help, keymap[k].help);
}

static void every_key_of_the_table_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < keymap_rows; i++)
		for (const uint32_t *key = keymap[i].keys; *key; key++)
			assert_ptr_equal(keymap_find(*key, keymap[i].where & -keymap[i].where), &keymap[i]);
	assert_null(keymap_find('x', KEYS_IN_CATALOGUE));
	assert_null(keymap_find('a', KEYS_IN_LESSON));
	assert_null(keymap_find('!', KEYS_EVERYWHERE));
}

/* The label that a row is learned by is the key that works. */
static void labels_name_the_first_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < keymap_rows; i++) {
		uint32_t key = keymap[i].keys[0];

		if (key > ' ' && key < 0x7f)
			assert_int_equal(keymap[i].label[0], key);
	}
}

static void help_has_a_line_for_every_row(void **state)
{
	struct buffer text = {0};
	struct scene scene = {0};
	struct grid grid = {0};
	struct area area = {&grid, 0, 0, 60, 100};

	(void)state;
	grid_init(&grid, 60, 100);
	assert_int_equal(view_draw(&scene, PANEL_HELP, &area) <= 0, 1);
	grid_text(&grid, &text);
	for (size_t i = 0; i < keymap_rows; i++)
		assert_non_null(strstr(buffer_text(&text), keymap[i].help));
	buffer_finish(&text);
	grid_finish(&grid);
}

static void the_hint_bar_fits_and_keeps_what_matters(void **state)
{
	unsigned where = KEYS_IN_LESSON | KEYS_IN_PREDICTION;
	char text[512];

	for (int columns = 40; columns < 160; columns++) {
		keymap_hints(where, columns, text, sizeof text);
		assert_true(text_columns(text) <= columns);
	}
	keymap_hints(where, 61, text, sizeof text);
	assert_string_equal(text, "a-d predict  Space pause  r restart  x kill  ? help  q quit");
	keymap_hints(KEYS_IN_CATALOGUE, 78, text, sizeof text);
	assert_string_equal(text, "Enter open  j k choose  ? help  q quit");
	(void)state;
}

static void every_word_of_it_is_translated(void **state)
{
	(void)state;
	tr_language("zh");
	for (size_t i = 0; i < keymap_rows; i++) {
		assert_string_not_equal(tr(keymap[i].help), keymap[i].help);
		if (keymap[i].hint)
			assert_string_not_equal(tr(keymap[i].hint), keymap[i].hint);
	}
}

/* "%u" and "%s" in the same order, or a translation reads the wrong argument. */
static void translations_keep_their_formats(void **state)
{
	(void)state;
	for (const struct translation *row = words_zh; row->english; row++) {
		const char *from = row->english, *to = row->other;

		for (;;) {
			size_t length;

			from = strchr(from, '%');
			to = strchr(to, '%');
			if (!from || !to)
				break;
			length = 2 + strcspn(from + 1, "cdfsug"); /* up to the letter that ends it */
			if (strncmp(from, to, length))
				fail_msg("\"%s\" and \"%s\" differ in their formats", row->english,
					 row->other);
			from += length;
			to += length;
		}
		if (from || to)
			fail_msg("\"%s\" and \"%s\" differ in their formats", row->english, row->other);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_means_one_thing_in_one_place),
		cmocka_unit_test(every_key_of_the_table_is_found),
		cmocka_unit_test(labels_name_the_first_key),
		cmocka_unit_test_setup(help_has_a_line_for_every_row, english),
		cmocka_unit_test_setup(the_hint_bar_fits_and_keeps_what_matters, english),
		cmocka_unit_test_setup(every_word_of_it_is_translated, english),
		cmocka_unit_test(translations_keep_their_formats),
	};

	return cmocka_run_group_tests_name("keymap", tests, NULL, NULL);
}
