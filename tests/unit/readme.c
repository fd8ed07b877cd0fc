/* The README's table of keys says what the keymap says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/keymap.h"

static const char *row_of(const struct keymap_row *row, char text[256])
{
	snprintf(text, 256, "| `%s` | %s |\n", row->label, row->help);
	return text;
}

static bool is_in_keymap(const char *line)
{
	char row[256];

	for (size_t i = 0; i < keymap_rows; i++)
		if (strcmp(row_of(&keymap[i], row), line) == 0)
			return true;
	return false;
}

static void the_keys_are_those_of_the_keymap(void **unused)
{
	FILE *readme = fopen(SANDBOX_SOURCE_DIR "/README.md", "r");
	char line[1024];
	bool keys = false;
	int rows = 0;

	(void)unused;
	assert_non_null(readme);
	while (fgets(line, sizeof line, readme)) {
		if (strncmp(line, "## ", 3) == 0)
			keys = strcmp(line, "## Keys\n") == 0;
		if (!keys || strncmp(line, "| `", 3) != 0)
			continue;
		if (!is_in_keymap(line))
			fail_msg("README.md: the keymap has no row like this one: %s", line);
		rows++;
	}
	fclose(readme);
	assert_true(rows >= 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_keys_are_those_of_the_keymap)};

	return cmocka_run_group_tests_name("readme", tests, NULL, NULL);
}
