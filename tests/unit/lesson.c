/* The lessons we ship open in both languages and fit the screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/text.h"
#include "lesson/lesson.h"

#define COLUMNS 54 /* of the lesson panel on 120x36 */
#define LINES	8  /* of a step's prose */

static const char *const languages[] = {"en", "zh"};

static void open_shipped(struct catalogue *catalogue, const char *lang)
{
	char message[512];

	if (catalogue_open(catalogue, SANDBOX_SOURCE_DIR "/lessons", lang, message, sizeof message) != 0)
		fail_msg("%s", message);
}

static void every_lesson_opens_in_both_languages(void **unused)
{
	(void)unused;
	for (int i = 0; i < 2; i++) {
		struct catalogue catalogue;

		open_shipped(&catalogue, languages[i]);
		assert_true(catalogue.count >= 3);
		for (size_t j = 0; j < catalogue.count; j++) {
			const struct catalogue_entry *entry = &catalogue.entries[j];
			struct lesson *lesson;
			char message[512];

			if (entry->error)
				fail_msg("%s", entry->error);
			if (lesson_open(&lesson, entry, languages[i], message, sizeof message) != 0)
				fail_msg("%s", message);
			assert_string_equal(lesson->id, entry->id);
			assert_true(lesson->number > 0 && lesson->source_length > 0 && *lesson->summary);
			assert_in_range(lesson->step_count, 3, 7);
			lesson_destroy(lesson);
		}
		catalogue_close(&catalogue);
	}
}

/* A lesson whose zh.md were missing would quietly be shown in English. */
static void every_lesson_is_translated(void **unused)
{
	struct catalogue en, zh;

	(void)unused;
	open_shipped(&en, "en");
	open_shipped(&zh, "zh");
	for (size_t i = 0; i < en.count; i++) {
		struct lesson *english, *chinese;
		char message[512];

		assert_int_equal(lesson_open(&english, &en.entries[i], "en", message, sizeof message), 0);
		assert_int_equal(lesson_open(&chinese, &zh.entries[i], "zh", message, sizeof message), 0);
		assert_string_not_equal(english->title, chinese->title);
		for (size_t j = 0; j < english->step_count; j++) {
			assert_string_equal(english->steps[j].id, chinese->steps[j].id);
			assert_string_not_equal(english->steps[j].title, chinese->steps[j].title);
			assert_string_not_equal(english->steps[j].goal, chinese->steps[j].goal);
		}
		lesson_destroy(english);
		lesson_destroy(chinese);
	}
	catalogue_close(&en);
	catalogue_close(&zh);
}

static int lines_of(const char *text, int columns)
{
	int lines = 0;
	size_t next;

	for (; *text; text += next) {
		text_wrap(text, columns, &next);
		assert_true(next > 0);
		lines++;
	}
	return lines;
}

static int lines_of_block(const struct prose_block *block)
{
	int indent = 2 * block->depth * (block->kind == PROSE_ITEM), lines;
	struct buffer text = {0};

	if (block->kind == PROSE_BLANK)
		return 1;
	for (size_t i = 0; i < block->span_count; i++)
		assert_true(buffer_print(&text, "%s", block->spans[i].text));
	lines = lines_of(buffer_text(&text), COLUMNS - indent);
	buffer_finish(&text);
	return lines;
}

static void check_prediction(const struct lesson_step *step)
{
	if (!step->prediction)
		return;
	if (lines_of(step->prediction->question, COLUMNS) > 1)
		fail_msg("%s: shorten the question: %s", step->id, step->prediction->question);
	for (size_t i = 0; i < step->prediction->count; i++) {
		const struct prediction_choice *choice = &step->prediction->choices[i];

		if (text_columns(choice->text) > COLUMNS - 4) /* "[a] " */
			fail_msg("%s: shorten the choice: %s", step->id, choice->text);
		assert_non_null(choice->because);
		if (lines_of(choice->because, COLUMNS) > 2)
			fail_msg("%s: shorten because: %s", step->id, choice->because);
	}
}

static void check_step(const struct lesson *lesson, const char *lang, const struct lesson_step *step)
{
	int lines = 0;

	assert_true(step->block_count > 0);
	for (size_t i = 0; i < step->block_count; i++)
		lines += lines_of_block(&step->blocks[i]);
	if (lines > LINES)
		fail_msg("%s/%s.md {#%s} has %d lines of %d columns; shorten it", lesson->folder, lang,
			 step->id, lines, COLUMNS);
	if (text_columns(step->title) > COLUMNS || text_columns(step->goal) > COLUMNS)
		fail_msg("%s/%s.md {#%s}: title and goal are one line each", lesson->folder, lang, step->id);
	check_prediction(step);
}

static void every_step_fits_the_panel(void **unused)
{
	(void)unused;
	for (int i = 0; i < 2; i++) {
		struct catalogue catalogue;

		open_shipped(&catalogue, languages[i]);
		for (size_t j = 0; j < catalogue.count; j++) {
			struct lesson *lesson;
			char message[512];
			int error = lesson_open(&lesson, &catalogue.entries[j], languages[i], message,
						sizeof message);

			assert_int_equal(error, 0);
			for (size_t k = 0; k < lesson->step_count; k++)
				check_step(lesson, languages[i], &lesson->steps[k]);
			lesson_destroy(lesson);
		}
		catalogue_close(&catalogue);
	}
}

static void lessons_are_found_by_any_of_their_names(void **unused)
{
	static const char *const names[] = {"deadlock", "17", "17-deadlock", "dead", "17-d"};
	struct catalogue catalogue;

	(void)unused;
	open_shipped(&catalogue, "en");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct catalogue_entry *entry = catalogue_find(&catalogue, names[i]);

		assert_non_null(entry);
		assert_string_equal(entry->id, "deadlock");
	}
	assert_null(catalogue_find(&catalogue, "ba")); /* barrier, banker, back-pressure */
	assert_null(catalogue_find(&catalogue, "nothing"));
	assert_null(catalogue_find(&catalogue, ""));
	catalogue_close(&catalogue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_lesson_opens_in_both_languages),
		cmocka_unit_test(every_lesson_is_translated),
		cmocka_unit_test(every_step_fits_the_panel),
		cmocka_unit_test(lessons_are_found_by_any_of_their_names),
	};

	return cmocka_run_group_tests_name("lesson", tests, NULL, NULL);
}
