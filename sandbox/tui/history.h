/* The last events of a run as lines of text, for the Events panel. */
#ifndef TUI_HISTORY_H
#define TUI_HISTORY_H

#include <stdint.h>

#include "tui/grid.h"

#define HISTORY_LINES 2048

struct history_line {
	int64_t time; /* ns of run time */
	enum ink ink;
	char text[160]; /* ends with an ellipsis if it was longer */
};

struct history {
	struct history_line *lines; /* a ring of HISTORY_LINES; allocated by the first line */
	uint64_t total;             /* lines ever added: line i is kept while i + HISTORY_LINES >= total */
};

/* Without memory the line is lost. */
void history_add(struct history *history, int64_t time, enum ink ink, const char *text);
void history_clear(struct history *history);
void history_finish(struct history *history);

/* Line number `index` (0 = the first ever), NULL if it is no longer, or not yet, there. */
const struct history_line *history_line(const struct history *history, int64_t index);

#endif
