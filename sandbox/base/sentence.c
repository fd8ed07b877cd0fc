#include "base/sentence.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct sentence sentence_in(char *text, size_t size)
{
	if (size)
		text[0] = '\0';
	return (struct sentence){.text = text, .size = size};
}

const char *sentence_word(const struct sentence *sentence, const char *word)
{
	return sentence->translate && *word ? sentence->translate(word) : word;
}

void sentence_add(struct sentence *sentence, const char *format, ...)
{
	size_t left = sentence->length < sentence->size ? sentence->size - sentence->length : 0;
	va_list arguments;

	format = sentence_word(sentence, format);
	va_start(arguments, format);
	int length = vsnprintf(left ? sentence->text + sentence->length : NULL, left, format, arguments);
	va_end(arguments);
	if (length > 0)
		sentence->length += (size_t)length;
}

size_t sentence_end(struct sentence *sentence)
{
	if (sentence->length < sentence->size || sentence->size == 0)
		return sentence->length;
	/* It was cut: take back the beginning of a character whose rest did not fit. */
	size_t end = sentence->size - 1, start = end;
	while (start > 0 && end - start < 4 && ((unsigned char)sentence->text[start - 1] & 0xc0) == 0x80)
		start--;
	unsigned char lead = start > 0 ? (unsigned char)sentence->text[start - 1] : 0;
	size_t wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
	if (start > 0 && wanted > end - start + 1)
		sentence->text[start - 1] = '\0';
	return sentence->length;
}
