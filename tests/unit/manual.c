/* The manual page and the completions are made from tables: nothing of the tables is missing in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/manual.h"
#include "command/usage.h"
#include "tui/keymap.h"

/* As roff is read: without fonts, and with plain hyphens. */
static char *page_text(void)
{
	struct buffer page = {0}, text = {0};

	manual_page(&page);
	for (size_t i = 0; i < page.length; i++) {
		if (page.bytes[i] != '\\')
			buffer_add(&text, page.bytes + i, 1);
		else if (page.bytes[++i] == 'f')
			i++;
		else if (page.bytes[i] == '-')
			buffer_add(&text, "-", 1);
		else if (page.bytes[i] == 'e')
			buffer_add(&text, "\\", 1);
	}
	char *copy = strdup(buffer_text(&text));
	buffer_finish(&page);
	buffer_finish(&text);
	return copy;
}

/* What is from `begin` on up to the first character of `end`, copied. */
static char *part(const char *text, const char *begin, const char *end)
{
	const char *from = strstr(text, begin), *to;

	if (!from)
		fail_msg("there is no \"%s\"", begin);
	to = strstr(from + strlen(begin), end);
	return strndup(from, to ? (size_t)(to + 1 - from) : strlen(from));
}

static void must_have(const char *text, const char *words, const char *where)
{
	if (!strstr(text, words))
		fail_msg("%s has no \"%s\"", where, words);
}

static void the_page_has_every_option_and_status(void **state)
{
	char *page = page_text(), begin[128], words[128];
	const struct command *command;

	(void)state;
	for (size_t i = 0; (command = command_at(i)); i++) {
		snprintf(begin, sizeof begin, ".SS sandbox %s\n", command->usage);
		char *section = part(page, begin, "\n.S");

		for (const struct option *option = command->options; option->name; option++) {
			snprintf(words, sizeof words, "\n--%s%s%s\n", option->name,
				 option->argument ? " " : "", option->argument ? option->argument : "");
			must_have(section, words, command->name);
			for (size_t k = 0; option->kind == OPTION_CHOICE && option->choice(k); k++)
				must_have(section, option->choice(k), command->name);
		}
		for (const struct command_exit *exits = command_exits(command); exits->means; exits++) {
			snprintf(words, sizeof words,
				 exits->status == COMMAND_SIGNALLED ? "\n.B %d + N\n" : "\n.B %d\n",
				 exits->status);
			must_have(section, words, command->name);
		}
		free(section);
	}
	free(page);
}

static void the_page_has_every_key(void **state)
{
	char *page = page_text(), *keys = part(page, ".SH KEYS", "\n.SH"), words[256];

	(void)state;
	for (size_t i = 0; i < keymap_rows; i++) {
		snprintf(words, sizeof words, ".TP\n%s\n%s\n", keymap[i].label, keymap[i].help);
		must_have(keys, words, "KEYS");
	}
	free(keys);
	free(page);
}

/* Options, and the choices of those that have some. */
static void has_options(const char *section, const struct command *command, const char *ends)
{
	char words[64];

	for (const struct option *option = command->options; option->name; option++) {
		const char *at = section;

		snprintf(words, sizeof words, "--%s", option->name);
		while ((at = strstr(at, words)) && !strchr(ends, at[strlen(words)]))
			at++;
		if (!at)
			fail_msg("%s: there is no %s", command->name, words);
	}
}

static void bash_offers_every_option(void **state)
{
	struct buffer script = {0};
	const struct command *command;
	char begin[64];

	(void)state;
	manual_bash(&script);
	for (size_t i = 0; (command = command_at(i)); i++) {
		snprintf(begin, sizeof begin, "\t%s)\n\t\toptions=", i ? command->name : "''");
		char *line = part(buffer_text(&script), begin, "valued=");

		has_options(line, command, " ");
		free(line);
		for (const struct option *option = command->options; option->name; option++) {
			struct buffer words = {0};

			if (!option->choice)
				continue;
			buffer_print(&words, "\t%s--%s) _sandbox_words", i ? command->name : "",
				     option->name);
			for (size_t k = 0; option->choice(k); k++)
				buffer_print(&words, " %s", option->choice(k));
			must_have(buffer_text(&script), buffer_text(&words), "bash");
			buffer_finish(&words);
		}
	}
	buffer_finish(&script);
}

static void zsh_offers_every_option(void **state)
{
	struct buffer script = {0};
	const struct command *command;
	char begin[64];

	(void)state;
	manual_zsh(&script);
	for (size_t i = 0; (command = command_at(i)); i++) {
		snprintf(begin, sizeof begin, "\t%s)\n", i ? command->name : "*");
		char *call = part(buffer_text(&script), begin, ";;");

		has_options(call, command, "=[");
		free(call);
	}
	buffer_finish(&script);
}

/* FILE, N, KNOB=VALUE: a new word is to be added to usage.c, or nothing could be offered for it. */
static void every_placeholder_is_known(void **state)
{
	const struct command *command;
	struct usage_operand operand;
	enum usage_offer offer;

	(void)state;
	for (size_t i = 0; (command = command_at(i)); i++) {
		for (const struct option *option = command->options; option->name; option++)
			if (option->argument && !option->choice && !usage_offer(option->argument, &offer))
				fail_msg("%s --%s: %s is not in usage.c", command->name, option->name,
					 option->argument);
		for (size_t place = 0; usage_operand(command, place, &operand); place++)
			for (size_t k = 0; k < operand.count; k++)
				if (usage_is_placeholder(operand.words[k]) &&
				    !usage_offer(operand.words[k], &offer))
					fail_msg("%s: %s is not in usage.c", command->name, operand.words[k]);
	}
}

static void expect_operand(const struct command *command, size_t place, const char *expected)
{
	struct usage_operand operand;
	struct buffer words = {0};

	assert_true(usage_operand(command, place, &operand));
	for (size_t i = 0; i < operand.count; i++)
		buffer_print(&words, "%s ", operand.words[i]);
	assert_string_equal(buffer_text(&words), expected);
	buffer_finish(&words);
}

static void usages_are_understood(void **state)
{
	struct command command = {.name = "bake",
				  .usage = "bake FILE|LESSON --for N [DIR|all], or bake RECORDING"};
	struct command screen = {.name = "screen", .usage = "[LESSON|FILE]"};
	struct usage_operand operand;

	(void)state;
	expect_operand(&command, 0, "FILE LESSON RECORDING ");
	expect_operand(&command, 1, "DIR all ");
	assert_false(usage_operand(&command, 2, &operand));
	expect_operand(&screen, 0, "LESSON FILE ");
	assert_false(usage_operand(&screen, 1, &operand));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_has_every_option_and_status),
		cmocka_unit_test(the_page_has_every_key),
		cmocka_unit_test(bash_offers_every_option),
		cmocka_unit_test(zsh_offers_every_option),
		cmocka_unit_test(every_placeholder_is_known),
		cmocka_unit_test(usages_are_understood),
	};

	return cmocka_run_group_tests_name("manual", tests, NULL, NULL);
}
