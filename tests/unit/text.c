/* Text in columns: clipping, padding and wrapping count what a terminal shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* What text_fit makes of a text, written out. */
static const char *fitted(const char *text, int columns, enum text_align align)
{
	static char out[256];
	struct text_fit fit = text_fit(text, columns, align);

	snprintf(out, sizeof out, "%*s%.*s%s%*s", fit.before, "", (int)fit.bytes, text,
		 fit.clipped ? "…" : "", fit.after, "");
	return out;
}

static void columns_are_counted_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(text_columns(""), 0);
	assert_int_equal(text_columns("fork1"), 5);
	assert_int_equal(text_columns("信号量"), 6);
	assert_int_equal(text_columns("a锁b"), 4);
	assert_int_equal(text_columns("e\xcc\x81"), 1); /* e and a combining acute */
	assert_int_equal(text_columns("┏▶░"), 3);
}

static void bytes_that_are_no_text_take_a_column_each(void **state)
{
	struct text_glyph glyph;

	(void)state;
	assert_int_equal(text_columns("\xff\xfe"), 2);
	assert_int_equal(text_columns("\xe9\x94"), 2); /* the beginning of 锁 */
	assert_int_equal(text_columns("\x1b[2J"), 4);
	assert_int_equal(text_next("\x1b[2J", &glyph), 1);
	assert_int_equal(glyph.character, 0xfffd); /* an escape never reaches the terminal */
	assert_int_equal(text_next("\t", &glyph), 1);
	assert_int_equal(glyph.character, ' ');
	assert_int_equal(text_next("", &glyph), 0);
}

static void clips_with_an_ellipsis_and_pads(void **state)
{
	(void)state;
	assert_string_equal(fitted("fork1", 8, TEXT_LEFT), "fork1   ");
	assert_string_equal(fitted("fork1", 8, TEXT_RIGHT), "   fork1");
	assert_string_equal(fitted("fork1", 5, TEXT_LEFT), "fork1");
	assert_string_equal(fitted("fork1", 4, TEXT_LEFT), "for…");
	assert_string_equal(fitted("fork1", 1, TEXT_LEFT), "…");
	assert_string_equal(fitted("fork1", 0, TEXT_LEFT), "");
}

static void a_wide_character_is_never_cut_in_two(void **state)
{
	(void)state;
	assert_string_equal(fitted("死锁了", 6, TEXT_LEFT), "死锁了");
	assert_string_equal(fitted("死锁了", 5, TEXT_LEFT), "死锁…");
	assert_string_equal(fitted("死锁了", 4, TEXT_LEFT), "死… ");
	assert_string_equal(fitted("死锁了", 2, TEXT_LEFT), "… ");
	for (int columns = 1; columns < 12; columns++)
		assert_int_equal(text_columns(fitted("a死b锁c了", columns, TEXT_LEFT)), columns);
}

/* The lines of a text, joined with '|'. */
static const char *wrapped(const char *text, int columns)
{
	static char out[512];
	size_t next;

	*out = '\0';
	while (*text) {
		size_t bytes = text_wrap(text, columns, &next), length = strlen(out);

		snprintf(out + length, sizeof out - length, "%s%.*s", length ? "|" : "", (int)bytes, text);
		assert_true(next > 0);
		text += next;
	}
	return out;
}

static void prose_breaks_at_blanks(void **state)
{
	(void)state;
	assert_string_equal(wrapped("who waits for whom", 10), "who waits|for whom");
	assert_string_equal(wrapped("who waits for whom", 9), "who waits|for whom");
	assert_string_equal(wrapped("one\ntwo", 10), "one|two");
	assert_string_equal(wrapped("semaphores", 4), "sema|phor|es");
}

static void chinese_breaks_between_characters_but_not_before_a_full_stop(void **state)
{
	(void)state;
	assert_string_equal(wrapped("每位哲学家都拿起叉子", 8), "每位哲学|家都拿起|叉子");
	assert_string_equal(wrapped("大家都停了。然后呢", 10), "大家都停|了。然后呢");
	assert_string_equal(wrapped("他说「停」", 6), "他说|「停」");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_counted_not_bytes),
		cmocka_unit_test(bytes_that_are_no_text_take_a_column_each),
		cmocka_unit_test(clips_with_an_ellipsis_and_pads),
		cmocka_unit_test(a_wide_character_is_never_cut_in_two),
		cmocka_unit_test(prose_breaks_at_blanks),
		cmocka_unit_test(chinese_breaks_between_characters_but_not_before_a_full_stop),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
