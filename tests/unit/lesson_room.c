/* The text of the lessons we ship on the screens that most people have: no sentence is cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/view.h"
#include "unit/scenes.h"

#define PROCESSES 6 /* beside main: no lesson starts more by itself */

static const struct {
	int columns, rows;
} sizes[] = {{80, 24}, {120, 36}};

static const char *const languages[] = {"en", "zh"};

/* A lesson at a step, before its run has begun or in the middle of it. */
struct place_in_lesson {
	const char *language;
	const struct lesson *lesson;
	size_t step;
	int choice; /* -1 = the prediction waits for an answer */
	bool runs;
};

/* What the lesson's panel shows, as text; returns how many lines are hidden. */
static int look(const struct place_in_lesson *at, int columns, int rows, struct buffer *text)
{
	struct stage *stage = stage_open(at->language);
	int8_t choices[16];
	struct layout layout;
	struct grid grid = {0};
	struct area area;
	int hidden;

	memset(choices, at->choice, sizeof choices);
	stage->scene.lesson = at->lesson;
	stage->scene.step = at->step;
	stage->scene.choices = choices;
	stage->scene.focus = at->runs ? PANEL_PROCESSES : PANEL_LESSON;
	born(stage->world, "main", -1);
	for (int i = 0; at->runs && i < PROCESSES; i++) {
		born(stage->world, "worker", 0);
		made_lock(stage->world, "lock");
	}
	layout = layout_compute(&stage->scene, rows, columns);
	area = (struct area){&grid, 0, 0, layout.places[PANEL_LESSON].rows,
			     layout.places[PANEL_LESSON].columns};
	assert_int_equal(grid_init(&grid, area.rows, area.columns), 0);
	hidden = view_draw(&stage->scene, PANEL_LESSON, &area);
	text->length = 0;
	grid_text(&grid, text);
	grid_finish(&grid);
	stage_close(stage);
	return hidden;
}

static void everything_is_seen(const struct place_in_lesson *at)
{
	struct buffer text = {0};

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		int hidden = look(at, sizes[i].columns, sizes[i].rows, &text);

		if (hidden > 0)
			fail_msg("%s, %s, %s at %dx%d: %d lines are hidden of\n%s", at->lesson->id,
				 at->lesson->steps[at->step].id, at->language, sizes[i].columns,
				 sizes[i].rows, hidden, buffer_text(&text));
	}
	buffer_finish(&text);
}

/* Its last word: the character before the full stop is never parted from it, nor is a word. */
static const char *end_of(const char *sentence)
{
	const char *blank = strrchr(sentence, ' ');
	size_t length = strlen(sentence);

	assert_true(length > 6);
	if (blank && (unsigned char)sentence[length - 1] < 0x80)
		return blank + 1;
	return blank && blank + 1 > sentence + length - 6 ? blank + 1 : sentence + length - 6;
}

static void the_answer_is_seen(const struct place_in_lesson *at)
{
	const struct prediction *prediction = at->lesson->steps[at->step].prediction;
	struct buffer text = {0};

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		look(at, sizes[i].columns, sizes[i].rows, &text);
		for (size_t k = 0; k < prediction->count; k++) {
			const struct prediction_choice *choice = &prediction->choices[k];

			if (((int)k == at->choice || choice->right) &&
			    !strstr(buffer_text(&text), end_of(choice->because)))
				fail_msg("%s, %s at %dx%d: \"%s\" is cut in\n%s", at->lesson->id,
					 at->language, sizes[i].columns, sizes[i].rows, choice->because,
					 buffer_text(&text));
		}
	}
	buffer_finish(&text);
}

static void check(const char *language, const struct lesson *lesson)
{
	for (size_t step = 0; step < lesson->step_count; step++) {
		const struct prediction *prediction = lesson->steps[step].prediction;
		struct place_in_lesson at = {language, lesson, step, -1, !prediction};

		everything_is_seen(&at);
		at.runs = true;
		for (at.choice = 0; prediction && at.choice < (int)prediction->count; at.choice++)
			the_answer_is_seen(&at);
	}
}

static void no_sentence_of_a_lesson_is_cut(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct catalogue catalogue;
		char message[512];

		assert_int_equal(catalogue_open(&catalogue, SANDBOX_SOURCE_DIR "/lessons", languages[i],
						message, sizeof message), 0);
		assert_true(catalogue.count > 0);
		for (size_t k = 0; k < catalogue.count; k++) {
			struct lesson *lesson;

			assert_int_equal(lesson_open(&lesson, &catalogue.entries[k], languages[i], message,
						     sizeof message), 0);
			check(languages[i], lesson);
			lesson_destroy(lesson);
		}
		catalogue_close(&catalogue);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_sentence_of_a_lesson_is_cut),
	};

	return cmocka_run_group_tests_name("lesson room", tests, NULL, NULL);
}
