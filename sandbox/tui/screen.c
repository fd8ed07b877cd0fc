#include "tui/screen.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "tui/actions.h"
#include "tui/visit_explore.h"

#define MILLISECOND 1000000
#define FRAME (100 * MILLISECOND)  /* while a run goes on: ten frames a second */
#define HASTE (30 * MILLISECOND)   /* between frames when a key or a verdict asks for one */
#define GATHER \
	(10 * MILLISECOND) /* between two looks at a busy run: events come by the hundred, not one by one */

enum need { NEED_NOTHING, NEED_FRAME, NEED_HASTE };

struct loop {
	struct screen screen;
	struct terminal *terminal;
	struct grid grid, before; /* this frame and the one before */
	struct layout layout;     /* of the one before */
	unsigned frame;           /* its number */
	int signals;
	sigset_t mask;         /* blocked, and read from `signals` */
	int64_t drawn;         /* when the last frame was, CLOCK_MONOTONIC */
	int64_t read;          /* when the run was last read */
	enum need need;
	int ended_by;          /* a signal, 0 = none */
	bool done;
};

static void want(struct loop *loop, enum need need)
{
	if (need > loop->need)
		loop->need = need;
}

static int catch_signals(struct loop *loop)
{
	static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};

	sigemptyset(&loop->mask);
	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
		sigaddset(&loop->mask, caught[i]);
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &loop->mask, NULL);
	loop->signals = signalfd(-1, &loop->mask, SFD_CLOEXEC | SFD_NONBLOCK);
	return loop->signals < 0 ? -errno : 0;
}

/* Ctrl-Z: give the terminal back and stop, as if we had never caught the signal. The run stands still
 * meanwhile, or its events would pile up unread. */
static void suspend(struct loop *loop)
{
	bool live = loop->screen.session.state == RUN_LIVE;
	sigset_t stop;

	if (live)
		session_pause(&loop->screen.session, true);
	terminal_suspend(loop->terminal);
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	signal(SIGTSTP, SIG_DFL);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &stop, NULL); /* here it stops, and here it goes on */
	sigprocmask(SIG_BLOCK, &stop, NULL);
	terminal_resume(loop->terminal);
	if (live)
		session_pause(&loop->screen.session, false);
	want(loop, NEED_HASTE);
}

static void read_signals(struct loop *loop)
{
	struct signalfd_siginfo info;

	while (read(loop->signals, &info, sizeof info) == sizeof info) {
		switch (info.ssi_signo) {
		case SIGWINCH:
		case SIGCONT:
			terminal_resize(loop->terminal);
			want(loop, NEED_HASTE);
			break;
		case SIGTSTP:
			suspend(loop);
			break;
		default:
			loop->ended_by = (int)info.ssi_signo;
			loop->done = true;
		}
	}
}

static void read_keys(struct loop *loop)
{
	uint32_t key;
	int got;

	while (!loop->done && (got = terminal_key(loop->terminal, &key)) != 0) {
		int rows, columns;

		if (got < 0) {
			loop->ended_by = SIGHUP;
			loop->done = true;
			return;
		}
		terminal_size(loop->terminal, &rows, &columns);
		loop->done = screen_key(&loop->screen, key, rows, columns);
		want(loop, NEED_HASTE);
	}
}

static void read_run(struct loop *loop)
{
	unsigned seen = session_read(&loop->screen.session);

	loop->read = clock_now();
	if (seen)
		want(loop, seen & SESSION_URGENT ? NEED_HASTE : NEED_FRAME);
	screen_seen(&loop->screen, seen);
}

static void read_exploration(struct loop *loop)
{
	unsigned seen = explore_read(&loop->screen);

	if (seen)
		want(loop, seen & SESSION_URGENT ? NEED_HASTE : NEED_FRAME);
}

/* While a run goes its way no panel is read ten times a second: they take turns, which halves what is
 * sent. Whatever is urgent shows in all of them at once. Returns the panels whose turn it is not, as bits. */
static unsigned resting(const struct loop *loop)
{
	static const unsigned even = 1 << PANEL_PROCESSES,
			      odd = 1 << PANEL_GRAPH | 1 << PANEL_OBJECTS | 1 << PANEL_SOURCE;

	if (loop->need == NEED_HASTE || loop->screen.session.state != RUN_LIVE)
		return 0;
	return (loop->frame % 2 ? even : odd) | (loop->frame % 5 ? 1 << PANEL_EVENTS : 0);
}

static int draw(struct loop *loop)
{
	struct grid spare = loop->before;
	struct layout layout;
	int rows, columns;

	terminal_size(loop->terminal, &rows, &columns);
	spare.ascii = loop->grid.ascii;
	loop->before = loop->grid;
	loop->grid = spare;
	if ((spare.rows != rows || spare.columns != columns) && grid_init(&loop->grid, rows, columns))
		return -ENOMEM;
	layout = screen_compose(&loop->screen, rows, columns);
	layout_draw(&loop->screen.scene, &loop->grid);
	if (!memcmp(&layout, &loop->layout, sizeof layout))
		layout_keep(&layout, resting(loop), &loop->before, &loop->grid);
	terminal_draw(loop->terminal, &loop->grid);
	loop->layout = layout;
	loop->frame++;
	loop->drawn = clock_now();
	loop->need = NEED_NOTHING;
	return 0;
}

/* When the next frame is due; INT64_MAX = nothing is to be drawn. The clock and the waiting times of a
 * live run need a frame now and then although nothing happens. */
static int64_t frame_due(const struct loop *loop)
{
	if (loop->need == NEED_HASTE)
		return loop->drawn + HASTE;
	if (loop->need == NEED_FRAME || (loop->screen.session.state == RUN_LIVE && loop->screen.scene.lesson))
		return loop->drawn + FRAME;
	return INT64_MAX;
}

static int milliseconds_until(int64_t time, int64_t now)
{
	return time == INT64_MAX ? -1 : time <= now ? 0 : (int)((time - now + MILLISECOND - 1) / MILLISECOND);
}

static void wait_for_news(struct loop *loop)
{
	int64_t now = clock_now(), gather = loop->read + GATHER;
	int run = session_fd(&loop->screen.session), wait = milliseconds_until(frame_due(loop), now);
	struct pollfd fds[] = {
		{.fd = terminal_fd(loop->terminal), .events = POLLIN},
		{.fd = loop->signals, .events = POLLIN},
		{.fd = now >= gather ? run : -1, .events = POLLIN},
		{.fd = explore_fd(&loop->screen), .events = POLLIN},
	};

	if (loop->screen.session.more) {
		wait = 0;
	} else if (run >= 0 && now < gather) {
		int rest = milliseconds_until(gather, now);

		wait = wait < 0 || rest < wait ? rest : wait;
	}
	if (poll(fds, sizeof fds / sizeof *fds, wait) < 0)
		return;
	if (fds[1].revents)
		read_signals(loop);
	if (fds[0].revents & POLLIN)
		read_keys(loop);
	else if (fds[0].revents) { /* hung up */
		loop->ended_by = SIGHUP;
		loop->done = true;
	}
	if (fds[2].revents || loop->screen.session.more)
		read_run(loop);
	if (fds[3].revents)
		read_exploration(loop);
}

static void follow(struct loop *loop)
{
	while (!loop->done) {
		if (clock_now() >= frame_due(loop) && draw(loop))
			break;
		wait_for_news(loop);
	}
}

int screen_run(const struct screen_options *options, char *message, size_t size)
{
	struct loop loop = {.signals = -1};
	int error = terminal_open(&loop.terminal, options->theme, message, size);

	if (error)
		return error;
	loop.grid.ascii = options->ascii;
	error = screen_init(&loop.screen, options);
	if (!error)
		error = catch_signals(&loop);
	if (!error)
		error = draw(&loop); /* before the first run is started: a person sees something at once */
	if (!error) {
		screen_begin(&loop.screen, options);
		want(&loop, NEED_HASTE);
		follow(&loop);
	}
	terminal_close(loop.terminal);
	screen_finish(&loop.screen);
	grid_finish(&loop.grid);
	grid_finish(&loop.before);
	if (loop.signals >= 0)
		close(loop.signals);
	sigprocmask(SIG_UNBLOCK, &loop.mask, NULL);
	if (error)
		snprintf(message, size, "the screen cannot be started: %s", strerror(-error));
	return error ? error : loop.ended_by ? 128 + loop.ended_by : 0;
}
