/* A sentence put together piece by piece in the caller's memory, as snprintf would: what does not fit is
 * counted and left out, and never half a UTF-8 character is left in.
 *
 *	struct sentence sentence = sentence_in(text, size);
 *	sentence_add(&sentence, "%s waits", name);
 *	return sentence_end(&sentence);
 */
#ifndef BASE_SENTENCE_H
#define BASE_SENTENCE_H

#include <stddef.h>

struct sentence {
	char *text;
	size_t size;   /* of text, with the NUL; 0 = only count */
	size_t length; /* it has, or would have */
	/* What every format goes through first, NULL = none: it returns another one with the same arguments
	 * in the same order, in another language, or the one it was given. */
	const char *(*translate)(const char *);
};

struct sentence sentence_in(char *text, size_t size);
void sentence_add(struct sentence *sentence, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A word that is to be an argument, translated as the formats are. */
const char *sentence_word(const struct sentence *sentence, const char *word);
/* Returns the length that the whole sentence has or would have. */
size_t sentence_end(struct sentence *sentence);

#endif
