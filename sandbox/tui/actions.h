/* What keys do: requests act on the session, the lesson and the scene. Knows neither curses nor polling. */
#ifndef TUI_ACTIONS_H
#define TUI_ACTIONS_H

#include "tui/layout.h"
#include "tui/screen.h"
#include "tui/session.h"

struct screen {
	struct scene scene;
	struct session session;
	struct lesson *opened;   /* the lesson that we opened; the scene's lesson may be somebody else's */
	int8_t *choices;         /* a step each */
	bool only;               /* leaving the lesson leaves the program */
	const char *language;
	const struct catalogue *catalogue;
};

int screen_init(struct screen *screen, const struct screen_options *options); /* 0 or -ENOMEM */
void screen_finish(struct screen *screen);
/* Open what the options ask for, and start its run. */
void screen_begin(struct screen *screen, const struct screen_options *options);

/* A key was pressed on a screen of this size. Returns true to quit. */
bool screen_key(struct screen *screen, uint32_t key, int rows, int columns);
/* The run was read; `seen` is what session_read returned. */
void screen_seen(struct screen *screen, unsigned seen);
/* Bring the scene up to date before it is drawn. */
void screen_compose(struct screen *screen);

#endif
