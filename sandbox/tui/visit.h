/* A visit to the lessons: which one is open at which step, its run, and the scene that shows both.
 *
 * Knows neither keys nor curses nor polling.
 */
#ifndef TUI_VISIT_H
#define TUI_VISIT_H

#include "schedule/apart.h"
#include "tui/layout.h"
#include "tui/screen.h"
#include "tui/session.h"

/* An exploration, and of what. */
struct visit_explore {
	struct apart *apart; /* NULL = none */
	const struct lesson *lesson;
	int64_t values[SCENE_KNOBS];
	size_t knob_count;
	int64_t began; /* CLOCK_MONOTONIC */
	bool loaded;   /* what was found */
	uint64_t asked_of, outlook_of; /* steps that the outlook was asked of, and is of */
	struct scene_explore scene;
};

struct screen {
	struct scene scene;
	struct session session;
	struct lesson *opened; /* the lesson that we opened; the scene's lesson may be somebody else's */
	int8_t *choices;       /* a step each */
	int64_t said;          /* when the scene's notice was, CLOCK_MONOTONIC */
	struct scene_recording recording;
	struct scene_hand hand;
	struct visit_explore explore;
	uint32_t hand_step;    /* the step shown last, by hand */
	bool only;             /* leaving the lesson leaves the program */
	const char *language;
	const struct catalogue *catalogue;
	struct study *study; /* NULL = nothing is kept */
	bool study_told;     /* that nothing can be kept, and why */
};

int screen_init(struct screen *screen, const struct screen_options *options); /* 0 or -ENOMEM */
void screen_finish(struct screen *screen);
/* Open what the options ask for, and start its run. */
void screen_begin(struct screen *screen, const struct screen_options *options);

/* A sentence in the place of the hint bar, until the next key, or for some seconds of a live run. */
void screen_say(struct screen *screen, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The run was read; `seen` is what session_read returned. */
void screen_seen(struct screen *screen, unsigned seen);
/* Bring the scene up to date before it is drawn on a screen of this size; returns its layout. */
struct layout screen_compose(struct screen *screen, int rows, int columns);

/* Let the scene show what the session has now: after every key, several of which may come at once. */
void visit_look(struct screen *screen);
void visit_open(struct screen *screen); /* the selected lesson of the list */
void visit_leave(struct screen *screen);
void visit_step(struct screen *screen, int by); /* 1 or -1; says so where there is no such step */
void visit_restart(struct screen *screen);      /* with the knobs as the person has turned them */
/* The knob values that the next run starts with. Returns how many. */
size_t visit_knobs(const struct screen *screen, struct lesson_knob *knobs);
/* The same, freely or by hand with these steps planned. */
void visit_start_again(struct screen *screen, bool by_hand, const struct grant *plan, uint32_t steps);
const char *visit_finished(const struct screen *screen); /* what to say when the run is over */
/* Through the past, of a run that then stands still, or a recording: an event, a tenth of all, to an end. */
void visit_event(struct screen *screen, int by);
void visit_tenth(struct screen *screen, int by);
void visit_end(struct screen *screen, int by); /* -1: the beginning; 1: the newest */
void follow_moment(struct scene *scene); /* panels that were scrolled show the moment again */
void visit_save(struct screen *screen); /* into a new file of the current folder */
/* Note what the person has done in the step that is shown. */
void visit_note(struct screen *screen, enum fact fact, int64_t value);
/* Does this step ask for a prediction that was not given yet? */
bool visit_must_predict(const struct screen *screen);
/* Let the run go on that waited for a prediction. */
void visit_go_on(struct screen *screen);

#endif
