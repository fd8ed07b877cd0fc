#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xFFFD

static bool combines(uint32_t character)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)character);

	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

/* One code point; anything that must not reach a terminal comes out as a blank or the replacement. */
static size_t decode(const char *text, uint32_t *character)
{
	unsigned char first = (unsigned char)*text;
	utf8proc_int32_t code = REPLACEMENT;
	utf8proc_ssize_t bytes;

	if (first < 0x80) {
		*character = first == '\t' || first == '\n' ? ' ' :
			     first < 0x20 || first == 0x7f  ? REPLACEMENT :
							      first;
		return first != 0;
	}
	bytes = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)strnlen(text, 4), &code);
	if (bytes <= 0) {
		*character = REPLACEMENT;
		return 1;
	}
	*character = code < 0xa0 ? REPLACEMENT : (uint32_t)code;
	return (size_t)bytes;
}

/* 0: occupies nothing (a combining mark, a joiner, a direction mark). */
static int columns_of(uint32_t character)
{
	if (character < 0x7f)
		return 1;
	return character == REPLACEMENT ? 1 : utf8proc_charwidth((utf8proc_int32_t)character);
}

static bool is_ascii(char byte)
{
	return byte >= 0x20 && byte < 0x7f;
}

size_t text_next(const char *text, struct text_glyph *glyph)
{
	size_t at = 0, bytes;
	uint32_t character;

	if (is_ascii(text[0]) && (is_ascii(text[1]) || !text[1])) {
		*glyph = (struct text_glyph){.character = (unsigned char)text[0], .columns = 1};
		return 1;
	}
	*glyph = (struct text_glyph){0};
	while ((bytes = decode(text + at, &character))) {
		int columns = columns_of(character);

		if (columns > 0 && glyph->columns)
			break;
		if (columns > 0) {
			glyph->character = character;
			glyph->columns = columns;
		} else if (glyph->columns && !glyph->mark && combines(character)) {
			glyph->mark = character;
		}
		at += bytes;
	}
	if (at && !glyph->columns) { /* nothing but marks */
		glyph->character = REPLACEMENT;
		glyph->columns = 1;
	}
	return at;
}

int text_columns(const char *text)
{
	struct text_glyph glyph;
	int columns = 0;
	size_t bytes;

	for (; (bytes = text_next(text, &glyph)); text += bytes)
		columns += glyph.columns;
	return columns;
}

struct text_fit text_fit(const char *text, int columns, enum text_align align)
{
	struct text_fit fit = {0};
	struct text_glyph glyph;
	size_t at = 0, bytes;
	int used = 0, kept = 0; /* kept: columns of the longest beginning that leaves room for an ellipsis */

	if (columns <= 0)
		return fit;
	while ((bytes = text_next(text + at, &glyph))) {
		if (used + glyph.columns > columns) {
			fit.clipped = true;
			break;
		}
		used += glyph.columns;
		at += bytes;
		if (used < columns) {
			kept = used;
			fit.bytes = at;
		}
	}
	if (fit.clipped) {
		used = kept + 1;
	} else {
		fit.bytes = at;
	}
	*(align == TEXT_RIGHT ? &fit.before : &fit.after) = columns - used;
	return fit;
}

static bool is_one_of(uint32_t character, const char *set)
{
	struct text_glyph glyph;
	size_t bytes;

	for (; (bytes = text_next(set, &glyph)); set += bytes)
		if (glyph.character == character)
			return true;
	return false;
}

/* May a line break between two neighbours, neither of them a blank? */
static bool may_break(const struct text_glyph *left, const struct text_glyph *right)
{
	if (left->columns < 2 && right->columns < 2)
		return false;
	return !is_one_of(right->character, "，。、；：？！）】》」』”’…—,.;:?!)]}") &&
	       !is_one_of(left->character, "（【《「『“‘([{");
}

static size_t skip_blanks(const char *text, size_t at)
{
	while (text[at] == ' ')
		at++;
	if (text[at] == '\n')
		at++;
	return at;
}

size_t text_wrap(const char *text, int columns, size_t *next)
{
	struct text_glyph glyph, before = {.character = ' ', .columns = 1};
	size_t at = 0, bytes, line = 0; /* line: where the last break was possible */
	int used = 0;

	while (text[at] != '\n' && (bytes = text_next(text + at, &glyph))) {
		bool blank = glyph.character == ' ';

		if (at && before.character != ' ' && (blank || may_break(&before, &glyph)))
			line = at;
		if (used + glyph.columns > columns && !blank) {
			if (!line) /* a word longer than the line */
				line = at ? at : bytes;
			*next = skip_blanks(text, line);
			return line;
		}
		used += glyph.columns;
		at += bytes;
		before = glyph;
	}
	*next = at + (text[at] == '\n');
	while (at && text[at - 1] == ' ')
		at--;
	return at;
}

size_t text_encode(uint32_t character, char bytes[5])
{
	utf8proc_ssize_t length =
		utf8proc_encode_char((utf8proc_int32_t)character, (utf8proc_uint8_t *)bytes);

	if (length <= 0)
		length = utf8proc_encode_char(REPLACEMENT, (utf8proc_uint8_t *)bytes);
	bytes[length] = '\0';
	return (size_t)length;
}
