/* What a lesson's files say is what we get; whatever may be wrong with them is said in one sentence, with
 * file and line, and never costs more than that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/nearest.h"
#include "lesson/lesson.h"

#define GOOD_LUA                                                                   \
	"return {\n"                                                               \
	"  id = \"tiny\",\n"                                                       \
	"  title = {en = \"Tiny\", zh = \"小\"},\n"                               \
	"  tempo = 0.5,\n"                                                         \
	"  steps = {\n"                                                            \
	"    {id = \"guess\", task = \"predict\", goal = \"guess\", predict = {\n" \
	"      question = {en = \"Who?\", zh = \"谁？\"},\n"                     \
	"      {text = \"P1\", right = true},\n"                                   \
	"      {text = \"P2\", because = \"P2 sleeps\"}}},\n"                      \
	"    {id = \"look\", task = \"run\", knobs = {n = 3}},\n"                  \
	"  },\n"                                                                   \
	"  scenario = {fails = \"deadlock\", within = 9},\n"                       \
	"}\n"
#define GOOD_EN                                                                                         \
	"# Tiny\n\n## Guess *first* {#guess}\n\nA line\nand another `<close>`.\n\n- one\n- **two**\n\n" \
	"## Look {#look}\n\nAt it.\n"
#define GOOD_ZH "## 先猜 {#guess}\n\n一行\n又一行，\nP1 在\n等。\n\n## 再看 {#look}\n\n看吧。\n"

struct fixture {
	char dir[64], folder[80];
};

static void put(const struct fixture *fixture, const char *file, const char *bytes, size_t length)
{
	char path[128];
	FILE *stream;

	snprintf(path, sizeof path, "%s/%s", fixture->folder, file);
	stream = fopen(path, "w");
	assert_non_null(stream);
	assert_int_equal(fwrite(bytes, 1, length, stream), length);
	assert_int_equal(fclose(stream), 0);
}

static void put_text(const struct fixture *fixture, const char *file, const char *text)
{
	put(fixture, file, text, strlen(text));
}

static int make_lesson(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);

	*state = fixture;
	snprintf(fixture->dir, sizeof fixture->dir, "%.40s/lessons.XXXXXX",
		 getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(fixture->dir))
		return -1;
	snprintf(fixture->folder, sizeof fixture->folder, "%s/21-tiny", fixture->dir);
	mkdir(fixture->folder, 0777);
	put_text(fixture, "lesson.lua", GOOD_LUA);
	put_text(fixture, "en.md", GOOD_EN);
	put_text(fixture, "zh.md", GOOD_ZH);
	put_text(fixture, "scenario.lua", "print(1)\n");
	return 0;
}

static int remove_lesson(void **state)
{
	static const char *const files[] = {"lesson.lua", "en.md", "zh.md", "scenario.lua"};
	struct fixture *fixture = *state;
	char path[128];

	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "%s/%s", fixture->folder, files[i]);
		remove(path);
	}
	rmdir(fixture->folder);
	rmdir(fixture->dir);
	free(fixture);
	return 0;
}

/* What the catalogue says is wrong, "" for nothing. */
static void open_broken(const struct fixture *fixture, char *error, size_t size)
{
	struct catalogue catalogue;
	char message[512];

	assert_int_equal(catalogue_open(&catalogue, fixture->dir, "en", message, sizeof message), 0);
	assert_int_equal(catalogue.count, 1);
	assert_int_equal(catalogue.entries[0].number, 21);
	snprintf(error, size, "%s", catalogue.entries[0].error ? catalogue.entries[0].error : "");
	if (catalogue.entries[0].error) {
		struct lesson *lesson;

		assert_string_equal(catalogue.entries[0].id, "tiny");
		assert_true(lesson_open(&lesson, &catalogue.entries[0], "en", message, sizeof message) < 0);
		assert_null(lesson);
		assert_string_equal(message, error);
	}
	catalogue_close(&catalogue);
}

static void a_lesson_is_what_its_files_say(void **state)
{
	struct fixture *fixture = *state;
	struct catalogue catalogue;
	struct lesson *lesson;
	struct lesson_step *guess;
	char message[512];

	assert_int_equal(catalogue_open(&catalogue, fixture->dir, "zh", message, sizeof message), 0);
	assert_null(catalogue.entries[0].error);
	assert_string_equal(catalogue.entries[0].title, "小");
	assert_int_equal(catalogue.entries[0].steps, 2);

	assert_int_equal(lesson_open(&lesson, &catalogue.entries[0], "zh", message, sizeof message), 0);
	/* A line break is no blank between Chinese characters, nor after a Chinese mark. */
	assert_string_equal(lesson->steps[0].blocks[0].spans[0].text, "一行又一行，P1 在等。");
	assert_string_equal(lesson->steps[0].prediction->question, "谁？");
	lesson_destroy(lesson);

	assert_int_equal(lesson_open(&lesson, &catalogue.entries[0], "en", message, sizeof message), 0);
	guess = &lesson->steps[0];
	assert_int_equal(lesson->tempo, 500000);
	assert_string_equal(lesson->source, "print(1)\n");
	assert_int_equal(lesson->claims[CLAIM_SCENARIO].fails, FAILS_DEADLOCK);
	assert_int_equal(lesson->claims[CLAIM_SCENARIO].within, 9);
	assert_false(lesson->claims[CLAIM_SOLUTION].made);
	assert_string_equal(guess->title, "Guess first");
	assert_int_equal(guess->task, TASK_PREDICT);
	assert_int_equal(guess->prediction->count, 2);
	assert_true(guess->prediction->choices[0].right && !guess->prediction->choices[1].right);
	assert_null(guess->prediction->choices[0].because);
	assert_string_equal(guess->prediction->choices[1].because, "P2 sleeps");

	assert_int_equal(guess->block_count, 4); /* paragraph, blank, two items */
	assert_string_equal(guess->blocks[0].spans[0].text, "A line and another ");
	assert_int_equal(guess->blocks[0].spans[1].style, STYLE_CODE);
	assert_string_equal(guess->blocks[0].spans[1].text, "<close>");
	assert_int_equal(guess->blocks[1].kind, PROSE_BLANK);
	assert_int_equal(guess->blocks[3].kind, PROSE_ITEM);
	assert_string_equal(guess->blocks[3].marker, "-");
	assert_int_equal(guess->blocks[3].spans[0].style, STYLE_STRONG);

	assert_string_equal(lesson->steps[1].goal, "Look"); /* its title, when lesson.lua says none */
	assert_string_equal(lesson->steps[1].knobs[0].name, "n");
	assert_int_equal(lesson->steps[1].knobs[0].value, 3);
	lesson_destroy(lesson);
	catalogue_close(&catalogue);
}

static void without_a_translation_english_is_shown(void **state)
{
	struct fixture *fixture = *state;
	struct catalogue catalogue;
	struct lesson *lesson;
	char message[512], path[128];

	snprintf(path, sizeof path, "%s/zh.md", fixture->folder);
	assert_int_equal(remove(path), 0);
	assert_int_equal(catalogue_open(&catalogue, fixture->dir, "zh", message, sizeof message), 0);
	assert_null(catalogue.entries[0].error);
	assert_int_equal(lesson_open(&lesson, &catalogue.entries[0], "zh", message, sizeof message), 0);
	assert_string_equal(lesson->title, "小");
	assert_string_equal(lesson->steps[1].title, "Look");
	lesson_destroy(lesson);
	catalogue_close(&catalogue);
}

struct mistake {
	const char *file;
	const char *old, *new; /* replaced in the good file; old = NULL: new is the whole file */
	const char *says;      /* how the sentence begins */
};

static const struct mistake mistakes[] = {
	/* lesson.lua as Lua */
	{"lesson.lua", "tempo = 0.5,", "tempo = 0.5",
	 "lesson.lua:5: '}' expected (to close '{' at line 1) near 'steps'; correct the Lua there"},
	{"lesson.lua", NULL, "return {id = \"x",
	 "lesson.lua:1: unfinished string near <eof>; correct the Lua there"},
	{"lesson.lua", NULL, "",
	 "lesson.lua:1: it returned nothing instead of a table; end the file with return { ... }"},
	{"lesson.lua", NULL, "\n\nreturn 7",
	 "lesson.lua:3: it returned a number instead of a table; end the file with return { ... }"},
	{"lesson.lua", NULL, "\nwhile true do end",
	 "lesson.lua:2: it does not come to an end; write the lesson as one table of data, without loops"},
	{"lesson.lua", NULL, "local s = \"x\"\nwhile true do s = s .. s end",
	 "lesson.lua:2: it needs more than 1024 KiB of memory; make it smaller"},
	{"lesson.lua", NULL, "return {id = string.rep(\"\", 1e15)}",
	 "lesson.lua:1: bad argument #2 to 'rep' (too many repetitions); a lesson.lua has nothing but string "
	 "and table"},
	{"lesson.lua", NULL, "return {id = string.rep(\"x\", 1e5, string.rep(\"y\", 1e3))}",
	 "lesson.lua:1: it needs more than 1024 KiB of memory; make it smaller"},
	{"lesson.lua", NULL, "local function f() return f() + 1 end return f()", "lesson.lua:1: "},
	{"lesson.lua", NULL, "os.execute(\"true\")",
	 "lesson.lua:1: attempt to index a nil value (global 'os'); a lesson.lua has nothing but string and "
	 "table"},
	{"lesson.lua", NULL, "return require \"x\"",
	 "lesson.lua:1: attempt to call a nil value (global 'require'); a lesson.lua has nothing but string "
	 "and table"},
	{"lesson.lua", NULL, "return (\"x\"):find(\"x\")",
	 "lesson.lua:1: attempt to call a nil value (method 'find'); a lesson.lua has nothing but string and "
	 "table"},
	{"lesson.lua", NULL, "local t = {} t[1] = t return t",
	 "lesson.lua:1: tables in tables, more than 16 deep; keep it flat"},
	{"lesson.lua", NULL, "local t = {} for i = 1, 14 do t = {t, t} end return t",
	 "lesson.lua:1: more than 10000 values; that is too much for a lesson"},
	{"lesson.lua", NULL, "return {[true] = 1}", "lesson.lua:1: a key that is boolean; keys are names"},
	{"lesson.lua", NULL, "\x1bLua", "lesson.lua:1: a control character; delete it"},
	{"lesson.lua", "Tiny", "T\xffny", "lesson.lua:3: this is not UTF-8; save the file as UTF-8"},
	/* lesson.lua as a lesson */
	{"lesson.lua",
	 "title =", "titel =", "lesson.lua:3: a lesson has no \"titel\"; did you mean \"title\"?"},
	{"lesson.lua",
	 "knobs =", "knods =", "lesson.lua:10: a step has no \"knods\"; did you mean \"knobs\"?"},
	{"lesson.lua", "right =", "correct =",
	 "lesson.lua:8: a choice has no \"correct\"; it can be: text, right, because"},
	{"lesson.lua", "within", "whithin",
	 "lesson.lua:12: scenario has no \"whithin\"; did you mean \"within\"?"},
	{"lesson.lua", "tempo = 0.5", "[\"\\27[2J\"] = 1",
	 "lesson.lua:1: a lesson has no \"?[2J\"; it can be: "},
	{"lesson.lua", "zh = \"小\"", "fr = \"Petit\"",
	 "lesson.lua:3: title has no \"fr\"; it can be: en, zh"},
	{"lesson.lua", "en = \"Tiny\", ", "", "lesson.lua:3: title has no English; add en = \"...\""},
	{"lesson.lua", "\"小\"", "42",
	 "lesson.lua:3: title must be a string, not a whole number; write {en = \"...\", zh = \"...\"}"},
	{"lesson.lua", "\"Tiny\"", "\"\"", "lesson.lua:3: title is empty; give it words"},
	{"lesson.lua", "\"Tiny\"", "\"Ti\\nny\"",
	 "lesson.lua:3: title has a line break or tab in it; write it as one line"},
	{"lesson.lua", "\"Tiny\"", "\"Ti\\255ny\"", "lesson.lua:3: title: this is not UTF-8"},
	{"lesson.lua", "  id = \"tiny\",\n", "",
	 "lesson.lua:1: this lesson has no id; add id = \"short-name\""},
	{"lesson.lua", "\"tiny\"", "\"Tiny Thing\"",
	 "lesson.lua:2: an id is made of a-z, 0-9 and -, and begins with a letter; write id = "
	 "\"short-name\""},
	{"lesson.lua", "0.5", "\"0.5\"",
	 "lesson.lua:4: tempo must be a number, not a string; write tempo = 0.3"},
	{"lesson.lua", "0.5", "-1",
	 "lesson.lua:4: tempo is the seconds an operation is held, 0.001 to 10; write tempo = 0.3"},
	{"lesson.lua", "\"predict\"", "\"perdict\"",
	 "lesson.lua:6: task cannot be \"perdict\"; did you mean \"predict\"?"},
	{"lesson.lua", "\"run\"", "\"predict\"",
	 "lesson.lua:10: a step with task = \"predict\" has nothing to predict; add predict = {question = "
	 "...}"},
	{"lesson.lua", "right = true", "right = 1",
	 "lesson.lua:8: right must be true or false, not a whole number; write right = true"},
	{"lesson.lua", "right = true", "right = false",
	 "lesson.lua:6: 0 choices are marked right; mark exactly one with right = true"},
	{"lesson.lua", "{n = 3}", "{n = 3.5}",
	 "lesson.lua:10: a knob's value must be a whole number, not a number; write knobs = {name = 3}"},
	{"lesson.lua", "{n = 3}", "{3}",
	 "lesson.lua:10: knobs has a value without a name; write name = value"},
	{"lesson.lua", "id = \"look\"", "id = \"guess\"",
	 "lesson.lua:10: a second step with the id \"guess\"; rename it"},
	{"lesson.lua", "\"deadlock\"", "\"deadlok\"",
	 "lesson.lua:12: fails cannot be \"deadlok\"; did you mean \"deadlock\"?"},
	{"lesson.lua", "within = 9", "within = 0",
	 "lesson.lua:12: within must be from 1 to 1000000; change it"},
	{"lesson.lua", "goal = \"guess\"", "goal = function(a, b) return {a, b} end",
	 "lesson.lua:6: goal must be a table, not a function; write {en = \"...\", zh = \"...\"}"},
	/* ids */
	{"lesson.lua", "id = \"look\"", "id = \"see\"",
	 "en.md:11: lesson.lua has no step \"look\"; add it there, or correct {#look}"},
	{"zh.md", "## 再看 {#look}", "",
	 "lesson.lua:10: step \"look\" has no heading in zh.md; add one there: ## words {#look}"},
	{"zh.md", NULL, "## 看 {#look}\n\n## 猜 {#guess}\n",
	 "zh.md:3: {#guess} is step 1 in lesson.lua; put the headings in that order"},
	{"en.md", "{#look}", "{#guess}",
	 "en.md:11: a second heading {#guess}, as in line 3; one of them needs another id"},
	{"en.md", " {#look}", "",
	 "en.md:11: this heading has no id; end it with {#name}, the id of its step in lesson.lua"},
	{"en.md", "Look {#look}", "{#look}",
	 "en.md:11: this heading has an id but no words; write the step's title before {#"},
	/* prose */
	{"en.md", "# Tiny", "Tiny",
	 "en.md:1: text before the first step; put it under a heading ## words {#id}"},
	{"en.md", "`<close>`", "<close>",
	 "en.md:6: HTML cannot be shown here; put it in backticks, like `<close>`"},
	{"en.md", NULL, "", "en.md:1: no steps; write ## words {#id} for each step"},
	{"en.md", "At it.", "At \x1b[2J.", "en.md:13: a control character; delete it"},
	{"zh.md", "看吧", "看\xe5\x90", "zh.md:10: this is not UTF-8; save the file as UTF-8"},
	{"scenario.lua", NULL, "\xff", "scenario.lua:1: this is not UTF-8; save the file as UTF-8"},
};

static const char *good_text(const char *file)
{
	return strcmp(file, "lesson.lua") == 0 ? GOOD_LUA : strcmp(file, "en.md") == 0 ? GOOD_EN : GOOD_ZH;
}

static void every_mistake_is_one_sentence_with_its_line(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		const struct mistake *mistake = &mistakes[i];
		const char *good = good_text(mistake->file);
		struct buffer text = {0};
		char error[1024], says[256];

		if (mistake->old) {
			const char *at = strstr(good, mistake->old);

			assert_non_null(at);
			assert_true(buffer_add(&text, good, (size_t)(at - good)));
			assert_true(buffer_print(&text, "%s%s", mistake->new, at + strlen(mistake->old)));
		} else {
			assert_true(buffer_print(&text, "%s", mistake->new));
		}
		put(fixture, mistake->file, text.bytes, text.length);
		open_broken(fixture, error, sizeof error);
		snprintf(says, sizeof says, "21-tiny/%s", mistake->says);
		if (strncmp(error, says, strlen(says)) != 0)
			fail_msg("said      %s\nshould be %s", error, says);
		assert_null(strchr(error, '\n'));
		buffer_finish(&text);
		put_text(fixture, mistake->file, strcmp(mistake->file, "scenario.lua") ? good : "print(1)\n");
	}
}

static void a_missing_file_is_named(void **state)
{
	static const char *const files[] = {"en.md", "scenario.lua", "lesson.lua"};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < 3; i++) {
		char path[128], error[512], says[128];

		snprintf(path, sizeof path, "%s/%s", fixture->folder, files[i]);
		assert_int_equal(remove(path), 0);
		open_broken(fixture, error, sizeof error);
		snprintf(says, sizeof says, "21-tiny/%s:1: there is no such file; every lesson needs one",
			 files[i]);
		assert_string_equal(error, says);
		put_text(fixture, files[i],
			 strcmp(files[i], "scenario.lua") ? good_text(files[i]) : "print(1)\n");
	}
}

static void a_pipe_or_a_folder_is_no_lesson_file(void **state)
{
	struct fixture *fixture = *state;
	char path[128], error[512];

	snprintf(path, sizeof path, "%s/en.md", fixture->folder);
	assert_int_equal(remove(path), 0);
	assert_int_equal(mkfifo(path, 0666), 0);
	open_broken(fixture, error, sizeof error);
	assert_string_equal(error, "21-tiny/en.md:1: not an ordinary file; put a text file there");
	assert_int_equal(remove(path), 0);
	assert_int_equal(mkdir(path, 0777), 0);
	open_broken(fixture, error, sizeof error);
	assert_string_equal(error, "21-tiny/en.md:1: not an ordinary file; put a text file there");
	assert_int_equal(rmdir(path), 0);
}

static void a_broken_lesson_hides_no_other(void **state)
{
	struct fixture *fixture = *state, second = *fixture;
	struct catalogue catalogue;
	char message[512], path[128];

	snprintf(second.folder, sizeof second.folder, "%s/22-again", fixture->dir);
	assert_int_equal(mkdir(second.folder, 0777), 0);
	put_text(&second, "lesson.lua", GOOD_LUA);
	put_text(&second, "en.md", GOOD_EN);
	put_text(&second, "scenario.lua", "");
	assert_int_equal(catalogue_open(&catalogue, fixture->dir, "en", message, sizeof message), 0);
	assert_int_equal(catalogue.count, 2);
	assert_null(catalogue.entries[0].error);
	assert_string_equal(catalogue.entries[1].error,
			    "22-again/lesson.lua:1: the id \"tiny\" is taken by 21-tiny; choose another");
	catalogue_close(&catalogue);

	put_text(fixture, "lesson.lua", "return");
	assert_int_equal(catalogue_open(&catalogue, fixture->dir, "en", message, sizeof message), 0);
	assert_non_null(catalogue.entries[0].error);
	assert_null(catalogue.entries[1].error);
	catalogue_close(&catalogue);

	for (const char *const *file = (const char *const[]){"lesson.lua", "en.md", "scenario.lua", NULL};
	     *file; file++) {
		snprintf(path, sizeof path, "%s/%s", second.folder, *file);
		remove(path);
	}
	assert_int_equal(rmdir(second.folder), 0);
}

static void a_missing_folder_says_what_to_set(void **unused)
{
	struct catalogue catalogue;
	char message[512];

	(void)unused;
	assert_true(catalogue_open(&catalogue, "/nowhere/at/all", "en", message, sizeof message) < 0);
	assert_string_equal(message, "/nowhere/at/all: No such file or directory; set SANDBOX_LESSONS to the "
				     "folder of the lessons");
}

/* Cut short at every byte, and with every byte spoilt: an error or a lesson, never a crash, and a sentence
 * with a line. */
static void any_bytes_are_survived(void **state)
{
	static const char *const files[] = {"lesson.lua", "en.md"};
	static const char spoilers[] = {'\0', '{', '}', '"', '\\', '[', '#', '\xe5', '\n'};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < 2; i++) {
		const char *good = good_text(files[i]);
		size_t length = strlen(good);
		char error[1024], *bad = strdup(good), *where;

		for (size_t at = 0; at < length; at++) {
			put(fixture, files[i], good, at);
			open_broken(fixture, error, sizeof error);
			assert_true(!*error || ((where = strchr(error, ':')) && atoi(where + 1) > 0));
		}
		for (size_t at = 0; at < length; at++) {
			bad[at] = spoilers[at % sizeof spoilers];
			put(fixture, files[i], bad, length);
			open_broken(fixture, error, sizeof error);
			assert_true(!*error || ((where = strchr(error, ':')) && atoi(where + 1) > 0));
			bad[at] = good[at];
		}
		free(bad);
		put_text(fixture, files[i], good);
	}
}

static void the_nearest_word_is_suggested(void **unused)
{
	static const char *const words[] = {"maxsize", "name", "timeout", NULL};

	(void)unused;
	assert_string_equal(nearest("maxsiez", words), "maxsize");
	assert_string_equal(nearest("tiemout", words), "timeout");
	assert_string_equal(nearest("nam", words), "name");
	assert_null(nearest("colour", words));
	assert_null(nearest("", words));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_lesson_is_what_its_files_say, make_lesson, remove_lesson),
		cmocka_unit_test_setup_teardown(without_a_translation_english_is_shown, make_lesson,
						remove_lesson),
		cmocka_unit_test_setup_teardown(every_mistake_is_one_sentence_with_its_line, make_lesson,
						remove_lesson),
		cmocka_unit_test_setup_teardown(a_missing_file_is_named, make_lesson, remove_lesson),
		cmocka_unit_test_setup_teardown(a_pipe_or_a_folder_is_no_lesson_file, make_lesson,
						remove_lesson),
		cmocka_unit_test_setup_teardown(a_broken_lesson_hides_no_other, make_lesson, remove_lesson),
		cmocka_unit_test(a_missing_folder_says_what_to_set),
		cmocka_unit_test_setup_teardown(any_bytes_are_survived, make_lesson, remove_lesson),
		cmocka_unit_test(the_nearest_word_is_suggested),
	};

	return cmocka_run_group_tests_name("lesson_files", tests, NULL, NULL);
}
