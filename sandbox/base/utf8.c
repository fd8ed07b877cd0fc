#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

size_t utf8_decode(const char *bytes, size_t length, uint32_t *code)
{
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char first = (unsigned char)bytes[0];
	size_t size = first < 0x80 ? 1 :
		      first < 0xc2 ? 0 :
		      first < 0xe0 ? 2 :
		      first < 0xf0 ? 3 :
		      first < 0xf5 ? 4 :
				     0;

	if (size == 0 || size > length)
		return 0;
	uint32_t value = size == 1 ? first : first & (0x7fu >> size);
	for (size_t i = 1; i < size; i++) {
		unsigned char next = (unsigned char)bytes[i];
		if ((next & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (next & 0x3f);
	}
	if (value < least[size] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
		return 0;
	*code = value;
	return size;
}

size_t utf8_clean(char *to, size_t size, const char *from, size_t length)
{
	size_t written = 0;

	for (size_t at = 0; at < length;) {
		uint32_t code = 0;
		size_t step = utf8_decode(from + at, length - at, &code);
		char instead = '?';
		bool plain = step && code >= 0x20 && !(code >= 0x7f && code < 0xa0);

		if (code == '\t' || code == '\n' || code == '\r')
			instead = ' ';
		if (written + (plain ? step : 1) >= size)
			break;
		if (plain)
			memcpy(to + written, from + at, step);
		else
			to[written] = instead;
		written += plain ? step : 1;
		at += step ? step : 1;
	}
	to[written] = '\0';
	return written;
}
