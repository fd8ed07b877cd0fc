#include "base/scan.h"

#include <string.h>

#include "base/utf8.h"

#define DEEPEST 64

static void skip_space(struct scan *scan)
{
	while (scan->at < scan->end &&
	       (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r' || *scan->at == '\n'))
		scan->at++;
}

bool scan_char(struct scan *scan, char wanted)
{
	skip_space(scan);
	if (scan->at >= scan->end || *scan->at != wanted)
		return false;
	scan->at++;
	return true;
}

bool scan_word(struct scan *scan, const char *word)
{
	size_t length = strlen(word);

	skip_space(scan);
	if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0)
		return false;
	scan->at += length;
	return true;
}

bool scan_end(struct scan *scan)
{
	skip_space(scan);
	return scan->at >= scan->end;
}

bool scan_natural(struct scan *scan, uint64_t *value)
{
	const char *start;
	uint64_t sum = 0;

	skip_space(scan);
	for (start = scan->at; scan->at < scan->end; scan->at++) {
		unsigned digit = (unsigned)(*scan->at - '0');
		if (digit > 9)
			break;
		/* Only the twentieth digit can overflow. */
		if (scan->at - start >= 19 &&
		    (__builtin_mul_overflow(sum, 10, &sum) || __builtin_add_overflow(sum, digit, &sum)))
			return false;
		if (scan->at - start < 19)
			sum = sum * 10 + digit;
	}
	*value = sum;
	return scan->at > start;
}

bool scan_integer(struct scan *scan, int64_t *value)
{
	bool negative = scan_char(scan, '-');
	uint64_t natural;

	if (!scan_natural(scan, &natural) || natural > (uint64_t)INT64_MAX + negative)
		return false;
	*value = negative ? (int64_t)(0 - natural) : (int64_t)natural;
	return true;
}

static bool read_hex(struct scan *scan, uint32_t *code)
{
	*code = 0;
	for (int i = 0; i < 4; i++, scan->at++) {
		if (scan->at >= scan->end)
			return false;
		char c = *scan->at;
		unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0') :
				 c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 :
				 c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 :
							16;
		if (digit > 15)
			return false;
		*code = *code << 4 | digit;
	}
	return true;
}

static size_t encode(uint32_t code, char *to)
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		to[0] = (char)(0xc0 | code >> 6);
		to[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		to[0] = (char)(0xe0 | code >> 12);
		to[1] = (char)(0x80 | (code >> 6 & 0x3f));
		to[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | code >> 18);
	to[1] = (char)(0x80 | (code >> 12 & 0x3f));
	to[2] = (char)(0x80 | (code >> 6 & 0x3f));
	to[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

/* Behind "\u". Returns the bytes written to `to`, 0 if it is wrong. */
static size_t read_unicode(struct scan *scan, char to[4])
{
	uint32_t code, low;

	if (!read_hex(scan, &code))
		return 0;
	if (code >= 0xdc80 && code <= 0xdcff) {
		to[0] = (char)(code - 0xdc00);
		return 1;
	}
	if (code < 0xd800 || code > 0xdfff)
		return encode(code, to);
	if (code > 0xdbff || scan->end - scan->at < 6 || scan->at[0] != '\\' || scan->at[1] != 'u')
		return 0;
	scan->at += 2;
	if (!read_hex(scan, &low) || low < 0xdc00 || low > 0xdfff)
		return 0;
	return encode(0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00), to);
}

/* Behind the backslash. */
static size_t read_escape(struct scan *scan, char to[4])
{
	static const char names[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	const char *found;
	char c;

	if (scan->at >= scan->end)
		return 0;
	c = *scan->at++;
	if (c == 'u')
		return read_unicode(scan, to);
	found = c ? strchr(names, c) : NULL;
	if (!found)
		return 0;
	to[0] = means[found - names];
	return 1;
}

/* One character, plain or escaped; 0 if it is none that a string may have. */
static size_t read_character(struct scan *scan, char to[4])
{
	unsigned char byte = (unsigned char)*scan->at;
	uint32_t code;
	size_t step;

	if (byte == '\\') {
		scan->at++;
		return read_escape(scan, to);
	}
	if (byte < 0x20)
		return 0;
	step = byte < 0x80 ? 1 : utf8_decode(scan->at, (size_t)(scan->end - scan->at), &code);
	memcpy(to, scan->at, step);
	scan->at += step;
	return step;
}

bool scan_string(struct scan *scan, char *text, size_t size, size_t *length)
{
	size_t written = 0;
	char piece[4];

	if (!scan_char(scan, '"'))
		return false;
	while (scan->at < scan->end && *scan->at != '"') {
		size_t step = read_character(scan, piece);
		if (!step || step >= size - written)
			return false;
		memcpy(text + written, piece, step);
		written += step;
	}
	if (scan->at >= scan->end)
		return false;
	scan->at++;
	text[written] = '\0';
	if (length)
		*length = written;
	return true;
}

bool scan_key(struct scan *scan, char *key, size_t size)
{
	return scan_string(scan, key, size, NULL) && scan_char(scan, ':');
}

/* Also a key, so it may be of any length. */
static bool skip_string(struct scan *scan)
{
	char piece[4];

	if (!scan_char(scan, '"'))
		return false;
	while (scan->at < scan->end && *scan->at != '"')
		if (!read_character(scan, piece))
			return false;
	return scan_char(scan, '"');
}

static bool skip_number(struct scan *scan)
{
	const char *start = scan->at;

	while (scan->at < scan->end && *scan->at && strchr("+-.0123456789eE", *scan->at))
		scan->at++;
	return scan->at > start;
}

static bool skip_value(struct scan *scan, int depth)
{
	char close;

	if (scan_end(scan) || depth > DEEPEST)
		return false;
	if (*scan->at == '"')
		return skip_string(scan);
	if (*scan->at != '[' && *scan->at != '{')
		return scan_word(scan, "true") || scan_word(scan, "false") || scan_word(scan, "null") ||
		       skip_number(scan);
	close = *scan->at++ == '[' ? ']' : '}';
	if (scan_char(scan, close))
		return true;
	do {
		if (close == '}' && !(skip_string(scan) && scan_char(scan, ':')))
			return false;
		if (!skip_value(scan, depth + 1))
			return false;
	} while (scan_char(scan, ','));
	return scan_char(scan, close);
}

bool scan_skip(struct scan *scan)
{
	return skip_value(scan, 0);
}
