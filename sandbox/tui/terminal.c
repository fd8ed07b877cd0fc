#include "tui/terminal.h"

#include <curses.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

/* <term.h> takes these names for itself. */
#undef columns
#undef lines

#include "tui/keymap.h"

struct terminal {
	SCREEN *screen;
	struct grid shown; /* what curses was told last */
	bool colour;
};

/* For the crash handler, which has no arguments: what to write and to restore. */
static struct {
	pid_t pid; /* a forked child inherits the handler but not the terminal */
	char reset[256];
	size_t length;
	struct termios modes;
} crash;

static const int crash_signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
#define CRASH_SIGNALS (sizeof crash_signals / sizeof *crash_signals)

static void on_crash(int number)
{
	if (getpid() == crash.pid) {
		ssize_t ignored = write(STDOUT_FILENO, crash.reset, crash.length);

		(void)ignored;
		tcsetattr(STDIN_FILENO, TCSANOW, &crash.modes);
	}
	raise(number); /* SA_RESETHAND: this time it kills */
}

static void add_reset(const char *capability)
{
	const char *string = tigetstr(capability);
	size_t length;

	if (!string || string == (char *)-1)
		return;
	length = strcspn(string, "$"); /* without padding: "$<2>" */
	if (crash.length + length > sizeof crash.reset)
		return;
	memcpy(crash.reset + crash.length, string, length);
	crash.length += length;
}

static void build_reset(void)
{
	crash.length = 0;
	add_reset("sgr0");
	add_reset("rmkx");
	add_reset("cnorm");
	add_reset("rmcup");
}

void terminal_recover(const struct termios *modes)
{
	int error;

	if (setupterm(NULL, STDOUT_FILENO, &error) == OK) {
		build_reset();
		ssize_t ignored = write(STDOUT_FILENO, crash.reset, crash.length);

		(void)ignored;
	}
	tcsetattr(STDIN_FILENO, TCSADRAIN, modes);
}

static void watch_crashes(void)
{
	/* Room for the handler when the stack itself is what overflowed. */
	static char room[16384];
	stack_t stack = {.ss_sp = room, .ss_size = sizeof room};
	struct sigaction action = {.sa_handler = on_crash,
				   .sa_flags = SA_RESETHAND | SA_ONSTACK | SA_NODEFER};

	crash.pid = getpid();
	build_reset();
	sigemptyset(&action.sa_mask);
	sigaltstack(&stack, NULL);
	for (size_t i = 0; i < CRASH_SIGNALS; i++)
		sigaction(crash_signals[i], &action, NULL);
}

static void unwatch_crashes(void)
{
	for (size_t i = 0; i < CRASH_SIGNALS; i++)
		signal(crash_signals[i], SIG_DFL);
	sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL);
}

/* Foregrounds that people with any colour vision tell apart (after Okabe and Ito, 2008), never plain blue
 * or yellow: run is greenish, wait purple, stuck vermilion, accent cyan. In auto the background is not
 * known, so there the tones are middling and stand out from both. */
static const short palette[3][INKS] = {
	[THEME_AUTO] = {-1, 244, 31, 35, 133, 166},
	[THEME_LIGHT] = {-1, 242, 24, 29, 90, 160},
	[THEME_DARK] = {-1, 246, 80, 78, 176, 209},
};
static const short palette8[INKS] = {-1, -1, COLOR_CYAN, COLOR_GREEN, COLOR_MAGENTA, COLOR_RED};

/* Some terminals say: COLORFGBG="15;0", foreground and background. */
static enum theme guess_theme(void)
{
	const char *colours = getenv("COLORFGBG"), *background = colours ? strrchr(colours, ';') : NULL;
	int number = background ? atoi(background + 1) : -1;

	if (number < 0)
		return THEME_AUTO;
	return number == 7 || number > 8 ? THEME_LIGHT : THEME_DARK;
}

static void set_colours(struct terminal *terminal, enum theme theme)
{
	const char *no_colour = getenv("NO_COLOR");
	const short *colours;

	if (theme == THEME_MONO || (no_colour && *no_colour) || !has_colors())
		return;
	start_color();
	if (use_default_colors() == ERR || COLORS < 8)
		return;
	if (theme == THEME_AUTO)
		theme = guess_theme();
	colours = COLORS >= 256 ? palette[theme] : palette8;
	for (short ink = 1; ink < INKS; ink++)
		init_pair(ink, colours[ink], -1);
	terminal->colour = true;
}

static bool has_string(const char *capability)
{
	const char *string = tigetstr(capability);

	return string && string != (char *)-1;
}

bool terminal_type(struct terminal_type *type)
{
	const char *name = getenv("TERM");
	int error;

	if (!name || !*name || setupterm(name, STDOUT_FILENO, &error) == ERR)
		return false;
	int colours = tigetnum("colors");
	*type = (struct terminal_type){.moves = has_string("cup"),
				       .mouse = has_string("kmous"),
				       .colours = colours > 0 ? colours : 0};
	del_curterm(cur_term);
	return true;
}

static int refuse(char *message, size_t size, int error, const char *why)
{
	snprintf(message, size, "%s", why);
	return -error;
}

int terminal_open(struct terminal **result, enum theme theme, char *message, size_t size)
{
	const char *name = getenv("TERM"), *move;
	struct terminal *terminal;
	int error;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return refuse(
			message, size, ENOTTY,
			"the screen needs a terminal; `sandbox run` prints lines and needs none");
	if (!name || !*name || setupterm(name, STDOUT_FILENO, &error) == ERR) {
		snprintf(message, size,
			 "the terminal type TERM=%s is not known here; set TERM=xterm-256color, say, "
			 "or use `sandbox run`",
			 name ? name : "");
		return -ENOTSUP;
	}
	move = tigetstr("cup");
	if (!move || move == (char *)-1) {
		snprintf(
			message, size,
			"TERM=%s is a terminal that cannot show a screen; use `sandbox run` instead",
			name);
		return -ENOTSUP;
	}
	terminal = calloc(1, sizeof *terminal);
	if (!terminal)
		return refuse(message, size, ENOMEM, "out of memory");
	tcgetattr(STDIN_FILENO, &crash.modes);
	set_escdelay(25);
	terminal->screen = newterm(NULL, stdout, stdin);
	if (!terminal->screen) {
		free(terminal);
		return refuse(message, size, ENOTSUP,
			      "curses cannot use this terminal; `sandbox run` prints lines instead");
	}
	watch_crashes();
	set_colours(terminal, theme);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	leaveok(stdscr, TRUE);
	curs_set(0);
	*result = terminal;
	return 0;
}

void terminal_close(struct terminal *terminal)
{
	if (!terminal)
		return;
	endwin();
	delscreen(terminal->screen);
	unwatch_crashes();
	grid_finish(&terminal->shown);
	free(terminal);
}

int terminal_fd(const struct terminal *terminal)
{
	(void)terminal;
	return STDIN_FILENO;
}

void terminal_size(const struct terminal *terminal, int *rows, int *columns)
{
	(void)terminal;
	*rows = LINES;
	*columns = COLS;
}

static void forget_shown(struct terminal *terminal)
{
	grid_finish(&terminal->shown);
	erase();
	clearok(stdscr, TRUE);
}

void terminal_resize(struct terminal *terminal)
{
	struct winsize size;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_row && size.ws_col)
		resizeterm(size.ws_row, size.ws_col);
	forget_shown(terminal);
}

static attr_t attributes(const struct terminal *terminal, unsigned ink)
{
	attr_t bits = A_NORMAL;

	if (ink & INK_BOLD)
		bits |= A_BOLD;
	if (ink & INK_REVERSE)
		bits |= A_REVERSE;
	if (ink & INK_UNDERLINE)
		bits |= A_UNDERLINE;
	if ((ink & INK_COLOUR) == INK_FAINT && (!terminal->colour || COLORS < 256))
		bits |= A_DIM;
	return bits;
}

static void show_cell(const struct terminal *terminal, int row, int column, const struct cell *cell)
{
	wchar_t text[3] = {(wchar_t)cell->character, (wchar_t)cell->mark, 0};
	short pair = terminal->colour ? (short)(cell->ink & INK_COLOUR) : 0;
	cchar_t complex;

	if (!cell->width)
		return;
	/* curses believes wcwidth; where that differs, a stand-in of the right width keeps the line whole. */
	if (cell->character >= 0x80 && wcwidth((wchar_t)cell->character) != (int)cell->width) {
		text[0] = '?';
		text[1] = 0;
	}
	setcchar(&complex, text, attributes(terminal, cell->ink), pair, NULL);
	mvadd_wch(row, column, &complex);
	if (cell->width == 2 && text[0] == '?')
		mvadd_wch(row, column + 1, &complex);
}

/* A row with wide characters in it, now or before, is written as a whole from the left: to overwrite half
 * of one corrupts the line in ncurses 6.4. */
static bool has_wide(const struct grid *grid, int row)
{
	for (int column = 0; column < grid->columns; column++)
		if (grid_cell(grid, row, column)->width != 1)
			return true;
	return false;
}

static void show_row(const struct terminal *terminal, const struct grid *grid, int row, bool all)
{
	if (all) {
		move(row, 0);
		clrtoeol();
	}
	for (int column = 0; column < grid->columns; column++) {
		const struct cell *cell = grid_cell(grid, row, column);

		if (all || memcmp(cell, grid_cell(&terminal->shown, row, column), sizeof *cell))
			show_cell(terminal, row, column, cell);
	}
}

void terminal_draw(struct terminal *terminal, const struct grid *grid)
{
	struct grid *shown = &terminal->shown;
	bool fresh = shown->rows != grid->rows || shown->columns != grid->columns;
	size_t row_size = (size_t)grid->columns * sizeof *grid->cells;

	if (fresh && grid_init(shown, grid->rows, grid->columns))
		return;
	for (int row = 0; row < grid->rows; row++) {
		if (!fresh && !memcmp(grid_cell(grid, row, 0), grid_cell(shown, row, 0), row_size))
			continue;
		show_row(terminal, grid, row, fresh || has_wide(grid, row) || has_wide(shown, row));
		memcpy(grid_cell(shown, row, 0), grid_cell(grid, row, 0), row_size);
	}
	refresh();
}

static uint32_t translate(int key)
{
	switch (key) {
	case KEY_UP: return KEYS_UP;
	case KEY_DOWN: return KEYS_DOWN;
	case KEY_LEFT: return KEYS_LEFT;
	case KEY_RIGHT: return KEYS_RIGHT;
	case KEY_PPAGE: return KEYS_PAGE_UP;
	case KEY_NPAGE: return KEYS_PAGE_DOWN;
	case KEY_HOME: return KEYS_HOME;
	case KEY_END: return KEYS_END;
	case KEY_BTAB: return KEYS_BACK_TAB;
	case KEY_ENTER: return KEYS_ENTER;
	}
	if (key > KEY_F0 && key <= KEY_F(12))
		return KEYS_F + (uint32_t)(key - KEY_F0);
	return 0;
}

int terminal_key(struct terminal *terminal, uint32_t *key)
{
	wint_t character;
	int waiting = 0;

	(void)terminal;
	switch (get_wch(&character)) {
	case OK:
		*key = character == '\r' ? KEYS_ENTER : (uint32_t)character;
		return 1;
	case KEY_CODE_YES:
		*key = translate((int)character);
		return 1;
	}
	/* Nothing read although poll says readable: the other side hung up. */
	if (ioctl(STDIN_FILENO, FIONREAD, &waiting))
		return -EIO;
	return 0;
}

void terminal_suspend(struct terminal *terminal)
{
	(void)terminal;
	endwin();
}

void terminal_resume(struct terminal *terminal)
{
	terminal_resize(terminal);
	refresh();
}
