#include "command/language.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* "zh_CN.UTF-8", "zh". A Chinese locale in another encoding would show our UTF-8 as garbage: English. */
static const char *of_locale(const char *locale)
{
	const char *encoding = strchr(locale, '.');

	if (strncmp(locale, "zh", 2) != 0 || (locale[2] && !strchr("_.@", locale[2])))
		return "en";
	if (encoding && strncasecmp(encoding, ".utf-8", 6) != 0 && strncasecmp(encoding, ".utf8", 5) != 0)
		return "en";
	return "zh";
}

const char *command_language_name(size_t i)
{
	static const char *const names[] = {"en", "zh", NULL};

	return names[i];
}

const char *command_language(const char *chosen)
{
	static const char *const variables[] = {"LC_ALL", "LC_MESSAGES",
						"LANG"}; /* in the order of setlocale(3) */

	if (chosen)
		return chosen;
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *value = getenv(variables[i]);

		if (value && *value)
			return of_locale(value);
	}
	return "en";
}
