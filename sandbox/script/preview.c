/* Previews: the first bytes of an item, for the screen. */
#include "script/serial.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "script/handle.h"

/* The decimal digits of an integer, "-12345.." if they are more than 8. By hand: it is done for every
 * item. */
static void preview_integer(lua_Integer integer, char preview[9])
{
	char digits[24];
	uint64_t rest = integer < 0 ? -(uint64_t)integer : (uint64_t)integer;
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (integer < 0)
		digits[--at] = '-';
	size_t length = sizeof digits - at;
	memcpy(preview, digits + at, length > 8 ? 6 : length);
	memcpy(preview + (length > 8 ? 6 : length), length > 8 ? ".." : "", length > 8 ? 3 : 1);
}

/* "abcdef.." of more than 8. Most begin with plain letters. */
static void preview_text(const char *text, size_t length, char preview[9])
{
	size_t plain = 0;

	while (plain < 8 && plain < length && text[plain] >= ' ' && text[plain] <= '~')
		plain++;
	if (plain == 8 && length > 8) {
		memcpy(preview, text, 6);
		memcpy(preview + 6, "..", 3);
	} else if (utf8_clean(preview, 9, text, length) < length && length > 8) {
		utf8_clean(preview, 7, text, length);
		strcat(preview, "..");
	}
}

void serial_preview(lua_State *L, int index, char preview[9])
{
	if (lua_isinteger(L, index)) {
		preview_integer(lua_tointeger(L, index), preview);
		return;
	}
	size_t length;
	const char *text;
	lua_Number number;

	switch (lua_type(L, index)) {
	case LUA_TSTRING:
		text = lua_tolstring(L, index, &length);
		preview_text(text, length, preview);
		break;
	case LUA_TNUMBER:
		number = lua_tonumber(L, index);
		length = (size_t)snprintf(preview, 9, "%.5g", fabs(number) >= 0 ? number : NAN);
		if (length > 8)
			memcpy(preview + 6, "..", 3);
		break;
	case LUA_TTABLE:
		snprintf(preview, 9, lua_rawlen(L, index) ? "{%u}" : "{..}", (unsigned)lua_rawlen(L, index));
		break;
	case LUA_TUSERDATA:
		snprintf(preview, 9, "%.8s", handle_kind_name(*(uint32_t *)lua_touserdata(L, index)));
		break;
	default:
		snprintf(preview, 9, "%.8s", luaL_tolstring(L, index, NULL));
		lua_pop(L, 1);
	}
}
