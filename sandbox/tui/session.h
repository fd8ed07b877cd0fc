/* The run behind the screen, or the recording of one: started, read, folded, judged, steered. Nothing here
 * draws.
 *
 * Interface:
 * - session_start begins a run of a lesson (and ends the one before), session_play opens a recording;
 * session_stop ends either.
 * - Poll session_fd, then session_read: it folds what happened into the picture.
 * - session_seek and session_event go through the past, of a run that stands still as of a recording.
 * - The knobs' next values survive a restart; the run says which knobs there are.
 */
#ifndef TUI_SESSION_H
#define TUI_SESSION_H

#include "schedule/apart.h"
#include "script/script.h"
#include "trace/recording.h"
#include "tui/picture.h"
#include "tui/scene.h"
#include "tui/source.h"

struct session {
	struct source *source; /* NULL = none */
	enum run_state state;
	struct picture picture; /* after `at` events */
	struct past past;
	uint64_t at;
	struct kernel kernel;
	const struct lesson *lesson;
	uint64_t arena;		  /* run_options.heap_limit */
	struct scenario scenario; /* lives as long as the run */
	struct knob_setting settings[SCENE_KNOBS];
	uint32_t setting_count;
	char names[SCENE_KNOBS][32];
	uint64_t seed;
	int64_t began;		     /* microseconds an operation was held when the run began */
	int tempo;		     /* index of the tempo */
	bool more;		     /* there may be events although session_fd is quiet: read at once */
	int64_t ended;		     /* run time when it finished */
	struct recording *recording; /* of every run, begun anew with it; NULL = none */
	const char *record;	     /* its file; the caller's, NULL = none */
	bool by_hand;		     /* the run is stepped by hand (session_hand.h) */
	char trouble[512];	     /* of the recording, "" = none */
};

/* What session_read saw. */
enum { SESSION_CHANGED = 1, SESSION_URGENT = 2 /* a verdict, an error, the end: show it at once */ };

int session_init(struct session *session); /* 0 or -ENOMEM */
void session_finish(struct session *session);

/* Start with these knob values. Returns 0 or -errno of run_start; then the state is RUN_NONE. */
int session_start(struct session *session, const struct lesson *lesson, const struct lesson_knob *knobs,
		  size_t count, bool paused);
/* Start a run that is stepped by hand, with these steps planned. As session_start. */
int session_start_by_hand(struct session *session, const struct lesson *lesson,
			  const struct lesson_knob *knobs, size_t count, const struct grant *plan,
			  uint32_t steps);
/* Explore all schedules of that, beside the session. Returns as apart_start. */
int session_explore(const struct session *session, const struct lesson *lesson,
		    const struct lesson_knob *knobs, size_t count, struct apart **apart);
/* Of such a run: all processes begin again, and take the first `steps` of the known steps. */
int session_again(struct session *session, uint32_t steps);
/* Open a recording, at its beginning, paused. Takes all its events, up to what is damaged: then damage is one
 * sentence, else "". 0 or -ENOMEM. */
int session_play(struct session *session, struct recording_reader *reader, char *damage, size_t size);
void session_stop(struct session *session);

int session_fd(const struct session *session); /* -1 = there is nothing to read from */
/* Fold events for at most some milliseconds. */
unsigned session_read(struct session *session);
/* What changes as time goes by: call before drawing. */
void session_refresh(struct session *session);

void session_pause(struct session *session, bool paused); /* going on begins where the events end */
/* Returns false at the end of the scale. */
bool session_tempo(struct session *session, int by);
bool session_is_unhurried(const struct session *session); /* operations are held */
const char *session_tempo_name(const struct session *session);
int64_t session_time(const struct session *session);

bool session_is_recorded(const struct session *session);
/* Was the recorded run slow enough to be watched? */
bool session_is_slow(const struct session *session);
/* Does the picture show less than has happened? Of a recording: than it holds. */
bool session_is_past(const struct session *session);
/* Show the run as it was after so many events: as near as there are events. False if it is so already. */
bool session_seek(struct session *session, uint64_t place);
/* To the next event that shows, or the one before. False at the end of what there is. */
bool session_event(struct session *session, int by, struct trace_event *event);

/* Write what is known of the run to a file, which must not be there or be a recording. 0, or -errno with one
 * sentence in message. */
int session_save(const struct session *session, const char *path, char *message, size_t size);

#endif
