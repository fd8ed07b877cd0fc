#include "tui/measure.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"

#define PATIENCE INT64_C(300000000) /* ns */

static bool send(const char *text)
{
	return write(STDOUT_FILENO, text, strlen(text)) == (ssize_t)strlen(text);
}

/* "ESC [ ROW ; COLUMN R", whatever was typed before it. Returns the column from 1 on, or -1. */
static int read_column(void)
{
	int64_t deadline = clock_now() + PATIENCE;
	char answer[32];
	size_t length = 0;

	for (;;) {
		int64_t left = deadline - clock_now();
		struct pollfd pollfd = {.fd = STDIN_FILENO, .events = POLLIN};
		char byte;

		if (left <= 0 || poll(&pollfd, 1, (int)(left / 1000000) + 1) <= 0 ||
		    read(STDIN_FILENO, &byte, 1) != 1)
			return -1;
		if (byte == '\033')
			length = 0;
		if (length < sizeof answer - 1)
			answer[length++] = byte;
		answer[length] = '\0';
		const char *column = byte == 'R' ? strchr(answer, ';') : NULL;
		if (column && answer[0] == '\033')
			return atoi(column + 1);
	}
}

static int measure(const char *text)
{
	int column;

	if (!send("\r") || !send(text) || !send("\033[6n"))
		return -1;
	column = read_column();
	send("\r\033[K");
	return column > 0 ? column - 1 : -1;
}

void measure_columns(const char *const *texts, size_t count, int *columns)
{
	struct termios before, quiet;
	sigset_t all, blocked;

	for (size_t i = 0; i < count; i++)
		columns[i] = -1;
	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return;
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;
	/* Nothing ends us while the terminal is so. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &blocked);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet);
	for (size_t i = 0; i < count && (i == 0 || columns[i - 1] >= 0); i++)
		columns[i] = measure(texts[i]);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
}
