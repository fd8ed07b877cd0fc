#include "tui/keymap.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tui/tr.h"

#define FREE KEYS_IN_LESSON
#define HAND KEYS_BY_HAND
#define HERE (KEYS_IN_LESSON | KEYS_BY_HAND)
#define LIST KEYS_IN_CATALOGUE
#define BOTH KEYS_EVERYWHERE
#define PAST (KEYS_IN_LESSON | KEYS_IN_RECORDING)
#define SHOWN (PAST | KEYS_BY_HAND)
#define ALL (KEYS_EVERYWHERE | KEYS_IN_RECORDING | KEYS_BY_HAND)

/* In the order of the hint bar and the help. */
const struct keymap_row keymap[] = {
	{{'a', 'b', 'c', 'd'},
	 REQUEST_CHOOSE,
	 KEYS_IN_PREDICTION,
	 "a b c d",
	 "predict",
	 "a-d",
	 1,
	 "answer the prediction of this step"},
	{{KEYS_ENTER, '\r', KEYS_F + 4}, REQUEST_OPEN, LIST, "Enter", "open", NULL, 1, "open the lesson"},
	{{' ', KEYS_F + 5},
	 REQUEST_PAUSE,
	 PAST,
	 "Space",
	 "pause",
	 NULL,
	 1,
	 "pause: the processes stand still; go on"},
	{{'m'},
	 REQUEST_BY_HAND,
	 FREE,
	 "m",
	 "by hand",
	 NULL,
	 3,
	 "run it again by hand: you say who takes each step"},
	{{'s'}, REQUEST_STEP, HAND, "s", "step", "s", 0, "by hand: the selected process takes its next step"},
	{{'b'}, REQUEST_STEP_BACK, HAND, "b", "back", NULL, 1, "by hand: a step back; s goes on from there"},
	{{'t'},
	 REQUEST_TIME_OUT,
	 HAND,
	 "t",
	 "time out",
	 NULL,
	 3,
	 "by hand: let the time of the selected process's wait run out"},
	{{'u'},
	 REQUEST_HERE,
	 HAND,
	 "u",
	 "run to here",
	 NULL,
	 4,
	 "by hand: the processes run to what is shown; or all planned steps"},
	{{' ', KEYS_F + 5},
	 REQUEST_PAUSE,
	 HAND,
	 "Space",
	 "play",
	 NULL,
	 2,
	 "by hand: play the planned steps; stop"},
	{{'m'}, REQUEST_BY_HAND, HAND, "m", "free run", NULL, 2, "by hand: back to a free run"},
	{{'E'},
	 REQUEST_EXPLORE,
	 HERE,
	 "E",
	 "explore",
	 NULL,
	 3,
	 "explore every schedule: does any fail? E or Esc stops it"},
	{{'H'},
	 REQUEST_HINT,
	 HAND,
	 "H",
	 NULL,
	 NULL,
	 0,
	 "by hand, once explored: how far is the failure from here?"},
	{{'s'}, REQUEST_EVENT_ON, PAST, "s", "event", "s b", 4, "an event on, in the past"},
	{{'b'}, REQUEST_EVENT_BACK, PAST, "b", NULL, NULL, 0, "an event back; a run stands still meanwhile"},
	{{'S'}, REQUEST_TENTH_ON, SHOWN, "S", NULL, NULL, 0, "a tenth of all events on"},
	{{'B'}, REQUEST_TENTH_BACK, SHOWN, "B", NULL, NULL, 0, "a tenth of all events back"},
	{{'0'}, REQUEST_BEGINNING, SHOWN, "0", NULL, NULL, 0, "to the first event"},
	{{'$'}, REQUEST_NEWEST, SHOWN, "$", NULL, NULL, 0, "to the newest event: to now"},
	{{'w'}, REQUEST_SAVE, HERE, "w", NULL, NULL, 0, "write the run into a file: a recording"},
	{{'r', KEYS_F + 6},
	 REQUEST_RESTART,
	 HERE,
	 "r",
	 "restart",
	 NULL,
	 1,
	 "run it again, with the knobs as set"},
	{{'x', KEYS_F + 9}, REQUEST_KILL, HERE, "x", "kill", NULL, 1, "kill the selected process (SIGKILL)"},
	{{'Z'},
	 REQUEST_STOP,
	 FREE,
	 "Z",
	 "stop",
	 NULL,
	 3,
	 "stop the selected process, let it go on (SIGSTOP, SIGCONT)"},
	{{'+', '=', KEYS_F + 8}, REQUEST_FASTER, SHOWN, "+", "tempo", "+ -", 2, "faster"},
	{{'-', '_', KEYS_F + 7}, REQUEST_SLOWER, SHOWN, "-", NULL, NULL, 0, "slower"},
	{{'n', KEYS_F + 3}, REQUEST_NEXT_STEP, HERE, "n", "step", "n p", 1, "next step of the lesson"},
	{{'p', KEYS_F + 2}, REQUEST_PREVIOUS_STEP, HERE, "p", NULL, NULL, 0, "previous step of the lesson"},
	{{']'}, REQUEST_KNOB_MORE, HERE, "]", "knob", "[ ]", 3, "turn the knob up (then r)"},
	{{'['}, REQUEST_KNOB_LESS, HERE, "[", NULL, NULL, 0, "turn the knob down (then r)"},
	{{'v'}, REQUEST_KNOB_NEXT, HERE, "v", NULL, NULL, 0, "go to the next knob"},
	{{'k', KEYS_UP}, REQUEST_UP, ALL, "k Up", NULL, NULL, 0, "up: the process above, the text above"},
	{{'j', KEYS_DOWN}, REQUEST_DOWN, ALL, "j Down", "choose", "j k", 3, "down"},
	{{'h', KEYS_LEFT},
	 REQUEST_LEFT,
	 SHOWN,
	 "h Left",
	 NULL,
	 NULL,
	 0,
	 "left: back in time; elsewhere the knob down"},
	{{'l', KEYS_RIGHT},
	 REQUEST_RIGHT,
	 SHOWN,
	 "l Right",
	 NULL,
	 NULL,
	 0,
	 "right: on in time; elsewhere the knob up"},
	{{KEYS_PAGE_UP}, REQUEST_PAGE_UP, ALL, "PgUp", NULL, NULL, 0, "a page up"},
	{{KEYS_PAGE_DOWN}, REQUEST_PAGE_DOWN, ALL, "PgDn", NULL, NULL, 0, "a page down"},
	{{KEYS_HOME}, REQUEST_FIRST, ALL, "Home", NULL, NULL, 0, "to the beginning"},
	{{'G', KEYS_END}, REQUEST_LAST, ALL, "G End", NULL, NULL, 0, "to the end, and follow what is new"},
	{{'<', ','}, REQUEST_WIDER_TICK, SHOWN, "<", NULL, NULL, 0, "timeline: more time a column"},
	{{'>', '.'}, REQUEST_FINER_TICK, SHOWN, ">", NULL, NULL, 0, "timeline: less time a column"},
	{{'1', '2', '3', '4', '5', '6', '7'},
	 REQUEST_PANEL,
	 SHOWN,
	 "1-7",
	 "panel",
	 "1-7",
	 3,
	 "go to a panel"},
	{{'\t'}, REQUEST_NEXT_PANEL, SHOWN, "Tab", NULL, NULL, 0, "next panel"},
	{{KEYS_BACK_TAB}, REQUEST_PREVIOUS_PANEL, SHOWN, "Shift-Tab", NULL, NULL, 0, "previous panel"},
	{{'z', KEYS_F + 11},
	 REQUEST_ZOOM,
	 SHOWN,
	 "z",
	 "zoom",
	 NULL,
	 2,
	 "the panel on the whole screen, and back"},
	{{'?', KEYS_F + 1}, REQUEST_HELP, ALL, "?", "help", NULL, 0, "this help"},
	{{'q', KEYS_ESCAPE, KEYS_F + 10},
	 REQUEST_BACK,
	 ALL,
	 "q",
	 "quit",
	 NULL,
	 0,
	 "back to the list of lessons; quit"},
};
const size_t keymap_rows = sizeof keymap / sizeof *keymap;

const struct keymap_row *keymap_find(uint32_t key, unsigned where)
{
	for (size_t i = 0; i < keymap_rows; i++) {
		if (!(keymap[i].where & where))
			continue;
		for (const uint32_t *one = keymap[i].keys; *one; one++)
			if (*one == key)
				return &keymap[i];
	}
	return NULL;
}

static size_t write_hint(const struct keymap_row *row, char *text, size_t size)
{
	const char *label = row->short_label ? row->short_label : row->label;

	return (size_t)snprintf(text, size, "  %s %s", label, tr(row->hint));
}

void keymap_hints(unsigned where, int columns, char *text, size_t size)
{
	uint64_t chosen = 0; /* a bit a row */
	char hint[64];
	size_t length = 0;

	columns += 2; /* the first has no gap before it */
	for (int rank = 0; rank <= 4; rank++) {
		for (size_t i = 0; i < keymap_rows; i++) {
			if (!keymap[i].hint || keymap[i].rank != rank || !(keymap[i].where & where))
				continue;
			write_hint(&keymap[i], hint, sizeof hint);
			if (text_columns(hint) > columns)
				continue;
			columns -= text_columns(hint);
			chosen |= UINT64_C(1) << i;
		}
	}
	*text = '\0';
	for (size_t i = 0; i < keymap_rows; i++) {
		if (!(chosen >> i & 1))
			continue;
		write_hint(&keymap[i], hint, sizeof hint);
		length += (size_t)snprintf(text + length, size - length, "%s", hint + (length ? 0 : 2));
		if (length >= size)
			break;
	}
}
