#include "tui/history.h"

#include <stdlib.h>
#include <string.h>

#include "tui/glyph.h"

void history_add(struct history *history, int64_t time, enum ink ink, const char *text)
{
	struct history_line *line;
	size_t length = strlen(text);

	if (!history->lines)
		history->lines = malloc(HISTORY_LINES * sizeof *history->lines);
	if (!history->lines)
		return;
	line = &history->lines[history->total++ % HISTORY_LINES];
	line->time = time;
	line->ink = ink;
	if (length < sizeof line->text) {
		memcpy(line->text, text, length + 1);
		return;
	}
	length = sizeof line->text - sizeof GLYPH_ELLIPSIS;
	while (length && ((unsigned char)text[length] & 0xc0) == 0x80) /* not in the middle of a character */
		length--;
	memcpy(line->text, text, length);
	memcpy(line->text + length, GLYPH_ELLIPSIS, sizeof GLYPH_ELLIPSIS);
}

void history_clear(struct history *history)
{
	history->total = 0;
}

void history_finish(struct history *history)
{
	free(history->lines);
	*history = (struct history){0};
}

const struct history_line *history_line(const struct history *history, int64_t index)
{
	if (index < 0 || (uint64_t)index >= history->total ||
	    (uint64_t)index + HISTORY_LINES < history->total)
		return NULL;
	return &history->lines[(uint64_t)index % HISTORY_LINES];
}
