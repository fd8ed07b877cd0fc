/* Command lines: what is understood, and what is said about what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "base/options.h"

struct settings {
	bool json;
	uint64_t seed;
	double tempo;
	uint64_t arena;
	const char *lang, *theme;
	struct option_list set;
};

static const char *theme(size_t i)
{
	static const char *const names[] = {"light", "dark", "mono", NULL};

	return names[i];
}

static const struct option options[] = {
	{"json", NULL, "write JSON Lines", OPTION_FLAG, offsetof(struct settings, json)},
	{"seed", "N", "of the run", OPTION_NATURAL, offsetof(struct settings, seed)},
	{"tempo", "X", "1.0: slow\n2.0: twice as fast", OPTION_NUMBER, offsetof(struct settings, tempo)},
	{"arena", "SIZE", "room", OPTION_SIZE, offsetof(struct settings, arena)},
	{"lang", "LANG", "en or zh", OPTION_TEXT, offsetof(struct settings, lang)},
	{"theme", "THEME", "colours", OPTION_CHOICE, offsetof(struct settings, theme), theme},
	{"set", "KNOB=VALUE", "set a knob", OPTION_LIST, offsetof(struct settings, set)},
	{0},
};

static struct settings settings;
static char message[160];
static char *operand[16];
static int operands;

/* Read a command line, given with NULL at its end. */
static enum options_result command_line(const char *first, ...)
{
	int count = 0;
	va_list words;

	memset(&settings, 0, sizeof settings);
	message[0] = '\0';
	operand[count++] = "sandbox";
	va_start(words, first);
	for (const char *word = first; word; word = va_arg(words, const char *))
		operand[count++] = (char *)word;
	va_end(words);
	return options_read(options, &settings, count, operand, &operands, message, sizeof message);
}

static void values_and_operands_in_any_order(void **state)
{
	(void)state;
	assert_int_equal(
		command_line("a.lua", "--seed", "7", "--json", "--tempo=0.5", "b", "--lang", "zh", NULL),
		OPTIONS_READ);
	assert_int_equal(settings.seed, 7);
	assert_true(settings.json);
	assert_true(settings.tempo == 0.5);
	assert_string_equal(settings.lang, "zh");
	assert_int_equal(operands, 2);
	assert_string_equal(operand[0], "a.lua");
	assert_string_equal(operand[1], "b");
}

static void a_list_grows(void **state)
{
	(void)state;
	assert_int_equal(command_line("--set", "a=1", "--set=b=2", NULL), OPTIONS_READ);
	assert_int_equal(settings.set.count, 2);
	assert_string_equal(settings.set.values[1], "b=2");
}

static void two_dashes_end_the_options(void **state)
{
	(void)state;
	assert_int_equal(command_line("--", "--json", NULL), OPTIONS_READ);
	assert_false(settings.json);
	assert_int_equal(operands, 1);
}

static void expect_size(const char *text, uint64_t bytes)
{
	assert_int_equal(command_line("--arena", text, NULL), OPTIONS_READ);
	assert_int_equal(settings.arena, bytes);
}

static void sizes_have_units(void **state)
{
	static const char *const wrong[] = {"0",   "5", "512K", "2T",	 "10Q", "1Mx",
					    "-5M", "M", "x",	"1e999", "nan"};

	(void)state;
	expect_size("1M", UINT64_C(1) << 20);
	expect_size("1048576", UINT64_C(1) << 20);
	expect_size("2048k", UINT64_C(1) << 21);
	expect_size("1.5G", UINT64_C(3) << 29);
	expect_size("4GiB", UINT64_C(1) << 32);
	expect_size("4gb", UINT64_C(1) << 32);
	expect_size("1T", UINT64_C(1) << 40);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(command_line("--arena", wrong[i], NULL), OPTIONS_WRONG);
		assert_non_null(strstr(message, "--arena takes a size from 1M to 1T, such as 512M or 4G"));
	}
}

static void a_choice_is_one_of_its_values(void **state)
{
	(void)state;
	assert_int_equal(command_line("--theme", "dark", NULL), OPTIONS_READ);
	assert_string_equal(settings.theme, "dark");
	assert_int_equal(command_line("--theme=dar", NULL), OPTIONS_WRONG);
	assert_string_equal(message, "--theme takes light, dark or mono, not \"dar\"");
}

static void help_is_always_there(void **state)
{
	(void)state;
	assert_int_equal(command_line("x", "--help", NULL), OPTIONS_HELP);
	assert_int_equal(command_line("-h", NULL), OPTIONS_HELP);
}

static void expect_wrong(const char *one, const char *two, const char *says)
{
	assert_int_equal(command_line(one, two, NULL), OPTIONS_WRONG);
	assert_string_equal(message, says);
}

static void what_is_wrong_is_said(void **state)
{
	(void)state;
	expect_wrong("--sed", "5", "unknown option --sed; did you mean --seed?");
	expect_wrong("--jsno", NULL, "unknown option --jsno; did you mean --json?");
	expect_wrong("-seed", "5", "unknown option -seed; did you mean --seed?");
	expect_wrong("--wibble", NULL, "unknown option --wibble; --help lists what there is");
	expect_wrong("--seed", NULL, "--seed needs a value: --seed N");
	expect_wrong("--seed", "-1", "--seed takes a whole number, not \"-1\"");
	expect_wrong("--seed", "99999999999999999999",
		     "--seed takes a whole number, not \"99999999999999999999\"");
	expect_wrong("--tempo", "0", "--tempo takes a number above 0, not \"0\"");
	expect_wrong("--tempo", "nan", "--tempo takes a number above 0, not \"nan\"");
	expect_wrong("--json=1", NULL, "--json takes no value");
}

static void the_help_comes_from_the_table(void **state)
{
	struct buffer out = {0};

	(void)state;
	options_help(options, &out);
	assert_non_null(strstr(buffer_text(&out), "  --seed N              of the run\n"));
	assert_non_null(
		strstr(buffer_text(&out),
		       "  --tempo X             1.0: slow\n                        2.0: twice as fast\n"));
	assert_non_null(
		strstr(buffer_text(&out), "  --theme THEME         colours: light, dark or mono\n"));
	assert_non_null(strstr(buffer_text(&out), "  --help                this text\n"));
	buffer_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_and_operands_in_any_order),
		cmocka_unit_test(a_list_grows),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(sizes_have_units),
		cmocka_unit_test(a_choice_is_one_of_its_values),
		cmocka_unit_test(help_is_always_there),
		cmocka_unit_test(what_is_wrong_is_said),
		cmocka_unit_test(the_help_comes_from_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
