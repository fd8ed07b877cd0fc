#include "tui/tr.h"

#include <stddef.h>
#include <string.h>

static const struct translation *words; /* NULL: English */

void tr_language(const char *language)
{
	words = language && !strncmp(language, "zh", 2) ? words_zh : NULL;
}

const char *tr(const char *english)
{
	for (const struct translation *row = words; row && row->english; row++)
		if (row->english == english || !strcmp(row->english, english))
			return row->other;
	return english;
}
