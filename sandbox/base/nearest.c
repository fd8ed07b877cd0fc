/* The distance is Levenshtein's, with a swap of two neighbours as one edit (Damerau, CACM 7(3), 1964: most
 * misspellings are one insertion, deletion, substitution or swap). */
#include "base/nearest.h"

#include <string.h>

#define LONGEST 32 /* longer words are no keyword's misspelling */

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static unsigned distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	unsigned rows[3][LONGEST + 1];
	unsigned *before = rows[0], *last = rows[1], *now = rows[2];

	for (size_t j = 0; j <= b_length; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= a_length; i++) {
		unsigned *spare = before;

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= b_length; j++) {
			now[j] = least(last[j - 1] + (a[i - 1] != b[j - 1]), least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[b_length];
}

const char *nearest(const char *word, const char *const *words)
{
	size_t length = strlen(word);
	/* A third of the letters may be wrong, and always one. */
	unsigned best = (unsigned)(length / 3 > 1 ? length / 3 : 1) + 1;
	const char *found = NULL;

	if (length == 0 || length > LONGEST)
		return NULL;
	for (; *words; words++) {
		size_t other = strlen(*words);
		unsigned edits;

		if (other > LONGEST)
			continue;
		edits = distance(word, length, *words, other);
		if (edits < best) {
			best = edits;
			found = *words;
		}
	}
	return found;
}
