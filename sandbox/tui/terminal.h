/* The terminal: the only file that knows curses. It shows grids and reads keys, and leaves the terminal as
 * it found it on every way out.
 *
 * Interface:
 * - terminal_open before anything is drawn, terminal_close at the end. While it is open, a crash (SIGSEGV,
 *   SIGABRT, SIGBUS, SIGFPE, SIGILL) restores the terminal before the process dies of it.
 * - terminal_suspend gives the terminal back for a while (Ctrl-Z); terminal_resume takes it again.
 * - One terminal a process: curses has no more.
 */
#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/grid.h"

enum theme { THEME_AUTO, THEME_LIGHT, THEME_DARK, THEME_MONO };

struct terminal;

/* What is known of the type of terminal that TERM names; nothing is opened. False: nothing is. */
struct terminal_type {
	bool moves;  /* its cursor: it can show a screen */
	bool mouse;  /* it can report it */
	int colours; /* 0 = none */
};
bool terminal_type(struct terminal_type *type);

/* Needs a locale (setlocale). Returns 0, or -errno and one sentence that says what is wrong and what to
 * do: no terminal (ENOTTY), one that cannot move its cursor or is not known (ENOTSUP). */
int terminal_open(struct terminal **terminal, enum theme theme, char *message, size_t size);
void terminal_close(struct terminal *terminal); /* NULL is harmless */

int terminal_fd(const struct terminal *terminal); /* readable when there may be keys */
void terminal_size(const struct terminal *terminal, int *rows, int *columns);
void terminal_resize(struct terminal *terminal); /* after SIGWINCH: take the new size, draw everything anew */

/* Show a grid; only what differs from the last one is sent. Reading keys sends nothing. */
void terminal_draw(struct terminal *terminal, const struct grid *grid);

/* The next key (tui/keymap.h). Returns 1, 0 if there is none now, -EIO when the terminal is gone. */
int terminal_key(struct terminal *terminal, uint32_t *key);

void terminal_suspend(struct terminal *terminal);
void terminal_resume(struct terminal *terminal);

/* By another process, after the one that had the terminal open was killed: give it these modes and its own
 * screen back. */
struct termios;
void terminal_recover(const struct termios *modes);

#endif
