#include "world/json_writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "runtime/primitive.h"

void json_raw(struct json *json, const char *text)
{
	json->at = stpcpy(json->at, text);
}

static void escape(struct json *json, unsigned char byte)
{
	static const char shorts[32] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};

	*json->at++ = '\\';
	if (byte == '"' || byte == '\\')
		*json->at++ = (char)byte;
	else if (byte < 32 && shorts[byte])
		*json->at++ = shorts[byte];
	else
		json->at += sprintf(json->at, "u%04x", byte);
}

void json_string(struct json *json, const char *bytes, size_t length)
{
	*json->at++ = '"';
	for (size_t i = 0; i < length;) {
		unsigned char byte = (unsigned char)bytes[i];
		if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\') {
			*json->at++ = (char)byte;
			i++;
		} else if (byte < 0x80) {
			escape(json, byte);
			i++;
		} else {
			uint32_t code;
			size_t step = utf8_decode(bytes + i, length - i, &code);
			memcpy(json->at, step ? bytes + i : "\xef\xbf\xbd", step ? step : 3);
			json->at += step ? step : 3;
			i += step ? step : 1;
		}
	}
	*json->at++ = '"';
}

void json_natural(struct json *json, uint64_t value)
{
	char digits[20];
	int count = 0;

	do
		digits[count++] = (char)('0' + value % 10);
	while (value /= 10);
	while (count)
		*json->at++ = digits[--count];
}

void json_integer(struct json *json, int64_t value)
{
	if (value < 0)
		*json->at++ = '-';
	json_natural(json, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void json_number(struct json *json, double value)
{
	if (!isfinite(value)) {
		json_raw(json, "null");
		return;
	}
	/* The fewest digits that read back as the same number. */
	for (int digits = 15; digits <= 17; digits++) {
		int length = sprintf(json->at, "%.*g", digits, value);
		if (digits == 17 || strtod(json->at, NULL) == value) {
			json->at += length;
			return;
		}
	}
}

void json_seconds(struct json *json, int64_t nanoseconds)
{
	uint64_t micros = (nanoseconds < 0 ? 0 - (uint64_t)nanoseconds : (uint64_t)nanoseconds) / 1000;

	if (nanoseconds < 0 && micros)
		*json->at++ = '-';
	json_natural(json, micros / 1000000);
	*json->at++ = '.';
	micros %= 1000000;
	for (uint64_t unit = 100000; unit; unit /= 10)
		*json->at++ = (char)('0' + micros / unit % 10);
}

void json_typed(struct json *json, char typecode, int64_t bits)
{
	union state state = {.value = {.as.integer = bits}};
	char character = (char)bits;

	if (typecode == 'f' || typecode == 'd')
		json_number(json, state.value.as.number);
	else if (typecode == 'Q' || typecode == 'L')
		json_natural(json, state.value.as.natural);
	else if (typecode == 'c')
		json_string(json, &character, 1);
	else
		json_integer(json, bits);
}
