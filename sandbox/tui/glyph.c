#include "tui/glyph.h"

#include <stddef.h>

static const struct {
	uint32_t glyph;
	char twin;
} twins[] = {
	{0x2500 /* ─ */, '-'},	{0x2502 /* │ */, '|'},	{0x250c /* ┌ */, '+'}, {0x2510 /* ┐ */, '+'},
	{0x2514 /* └ */, '+'},	{0x2518 /* ┘ */, '+'},	{0x251c /* ├ */, '+'}, {0x2524 /* ┤ */, '+'},
	{0x252c /* ┬ */, '+'},	{0x2534 /* ┴ */, '+'},	{0x253c /* ┼ */, '+'}, {0x2574 /* ╴ */, '-'},
	{0x2575 /* ╵ */, '|'},	{0x2576 /* ╶ */, '-'},	{0x2577 /* ╷ */, '|'}, {0x2501 /* ━ */, '='},
	{0x2503 /* ┃ */, '#'},	{0x250f /* ┏ */, '#'},	{0x2517 /* ┗ */, '#'}, {0x25b6 /* ▶ */, '>'},
	{0x25b8 /* ▸ */, '>'},	{0x25be /* ▾ */, 'v'},	{0x2026 /* … */, '~'}, {0x2588 /* █ */, '#'},
	{0x2591 /* ░ */, ':'},	{0x2592 /* ▒ */, 'X'},	{0x00b7 /* · */, '.'}, {0x2190 /* ← */, '<'},
	{0x2192 /* → */, '>'},	{0x2191 /* ↑ */, '^'},	{0x2193 /* ↓ */, 'v'}, {0x2260 /* ≠ */, '!'},
	{0x2018 /* ‘ */, '\''}, {0x2019 /* ’ */, '\''}, {0x201c /* “ */, '"'}, {0x201d /* ” */, '"'},
	{0x2013 /* – */, '-'},	{0x2014 /* — */, '-'},	{0x00d7 /* × */, 'x'}, {0x00a0, ' '},
	{0x2020 /* † */, '%'},	{0x221a /* √ */, 'v'},
};

char glyph_ascii(uint32_t character)
{
	if (character < 0x80)
		return (char)character;
	for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
		if (twins[i].glyph == character)
			return twins[i].twin;
	return '?';
}

/* By the bits of LINE_UP, _DOWN, _LEFT, _RIGHT. */
static const uint32_t lines_table[16] = {
	' ',    0x2575, 0x2577, 0x2502, 0x2574, 0x2518, 0x2510, 0x2524,
	0x2576, 0x2514, 0x250c, 0x251c, 0x2500, 0x2534, 0x252c, 0x253c,
};

uint32_t glyph_of_lines(unsigned lines)
{
	return lines_table[lines & 15];
}

unsigned glyph_lines(uint32_t glyph)
{
	for (unsigned lines = 1; lines < 16; lines++)
		if (lines_table[lines] == glyph)
			return lines;
	return 0;
}
