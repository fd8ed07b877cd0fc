/* The run behind the screen: started, read, folded, judged, steered. Nothing here draws.
 *
 * Interface:
 * - session_start begins a run of a lesson (and ends the one before); session_stop ends it.
 * - Poll session_fd, then session_read: it folds what happened into world, timeline, history and verdict.
 * - The knobs' next values survive a restart; the run says which knobs there are.
 */
#ifndef TUI_SESSION_H
#define TUI_SESSION_H

#include "runtime/run.h"
#include "script/script.h"
#include "tui/scene.h"

struct session {
	struct run *run; /* NULL = none */
	enum run_state state;
	struct world *world;
	struct verdict verdict;
	struct timeline timeline;
	struct history history;
	struct kernel kernel;
	const struct lesson *lesson;
	struct scenario scenario;             /* lives as long as the run */
	struct knob_setting settings[SCENE_KNOBS];
	uint32_t setting_count;
	char names[SCENE_KNOBS][32];
	int tempo;                            /* index of the tempo */
	bool more; /* there may be events although session_fd is quiet: read at once */
	bool judge_again;                     /* a verdict that may change by itself, with time */
	int64_t ended;                        /* run time when it finished */
};

/* What session_read saw. */
enum { SESSION_CHANGED = 1, SESSION_URGENT = 2 /* a verdict, an error, the end: show it at once */ };

int session_init(struct session *session); /* 0 or -ENOMEM */
void session_finish(struct session *session);

/* Start with these knob values. Returns 0 or -errno of run_start; then the state is RUN_NONE. */
int session_start(struct session *session, const struct lesson *lesson, const struct lesson_knob *knobs,
		  size_t count, bool paused);
void session_stop(struct session *session);

int session_fd(const struct session *session); /* -1 = there is nothing to read from */
/* Fold events for at most some milliseconds. */
unsigned session_read(struct session *session);
/* What changes as time goes by: call before drawing. */
void session_refresh(struct session *session);

void session_pause(struct session *session, bool paused);
/* Returns false at the end of the scale. */
bool session_tempo(struct session *session, int by);
bool session_is_unhurried(const struct session *session); /* operations are held */
const char *session_tempo_name(const struct session *session);
int64_t session_time(const struct session *session);

#endif
