/* The keys: one table from which key handling, the hint bar and the help are made.
 *
 * Interface:
 * - keymap_find: what a key asks for, where the person is now.
 * - keymap[]: every row, for the hint bar and the help.
 * - Views see requests, never keys.
 */
#ifndef TUI_KEYMAP_H
#define TUI_KEYMAP_H

#include <stddef.h>
#include <stdint.h>

/* Keys are characters, and these. */
enum key {
	KEYS_SPECIAL = 0x110000, /* above every character */
	KEYS_UP,
	KEYS_DOWN,
	KEYS_LEFT,
	KEYS_RIGHT,
	KEYS_PAGE_UP,
	KEYS_PAGE_DOWN,
	KEYS_HOME,
	KEYS_END,
	KEYS_BACK_TAB,
	KEYS_F, /* KEYS_F + 1 is F1 */
	KEYS_LAST = KEYS_F + 12,
};

#define KEYS_ENTER  '\n'
#define KEYS_ESCAPE 27

enum key_request {
	REQUEST_NONE, /* no row has this key here */
	REQUEST_UP,
	REQUEST_DOWN,
	REQUEST_LEFT,
	REQUEST_RIGHT,
	REQUEST_PAGE_UP,
	REQUEST_PAGE_DOWN,
	REQUEST_FIRST,
	REQUEST_LAST,
	REQUEST_OPEN,
	REQUEST_PAUSE,
	REQUEST_RESTART,
	REQUEST_KILL,
	REQUEST_STOP,
	REQUEST_FASTER,
	REQUEST_SLOWER,
	REQUEST_NEXT_STEP,
	REQUEST_PREVIOUS_STEP,
	REQUEST_KNOB_LESS,
	REQUEST_KNOB_MORE,
	REQUEST_KNOB_NEXT,
	REQUEST_WIDER_TICK,
	REQUEST_FINER_TICK,
	REQUEST_PANEL, /* the digit says which */
	REQUEST_NEXT_PANEL,
	REQUEST_PREVIOUS_PANEL,
	REQUEST_ZOOM,
	REQUEST_EVENT_BACK,
	REQUEST_EVENT_ON,
	REQUEST_TENTH_BACK,
	REQUEST_TENTH_ON,
	REQUEST_BEGINNING,
	REQUEST_NEWEST,
	REQUEST_SAVE,
	REQUEST_BY_HAND,
	REQUEST_STEP,
	REQUEST_STEP_BACK,
	REQUEST_TIME_OUT,
	REQUEST_HERE,
	REQUEST_EXPLORE,
	REQUEST_HINT,
	REQUEST_CHOOSE, /* the letter says which */
	REQUEST_HELP,
	REQUEST_BACK,
	REQUESTS
};

/* Where a key is valid. */
enum {
	KEYS_IN_LESSON = 1,
	KEYS_IN_CATALOGUE = 2,
	KEYS_IN_PREDICTION = 4, /* a lesson whose prediction waits for an answer */
	KEYS_EVERYWHERE = 3,
	KEYS_IN_RECORDING = 8, /* makes sense in a recording, too: for its hint bar */
	KEYS_BY_HAND = 16,     /* a lesson whose run is stepped by hand */
};

struct keymap_row {
	uint32_t keys[10];  /* zero-terminated; keys[0] is the one to learn */
	enum key_request request;
	unsigned where;
	const char *label;  /* how the keys are written in help */
	const char *hint;   /* one or two words for the hint bar; NULL = not there */
	const char *short_label; /* in the hint bar; NULL = label */
	int rank;           /* 0 stays in the narrowest hint bar, 4 shows in the widest only */
	const char *help;   /* a line: "pause, go on" */
};

extern const struct keymap_row keymap[];
extern const size_t keymap_rows;

/* The row for a key, NULL if it means nothing here. */
const struct keymap_row *keymap_find(uint32_t key, unsigned where);

/* The hint bar: "Space pause  r restart  …", as many as fit, most needed first to go in. */
void keymap_hints(unsigned where, int columns, char *text, size_t size);

#endif
