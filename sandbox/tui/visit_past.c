/* Going through the past of a run or through a recording, and saving a run. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tui/tr.h"
#include "tui/visit_hand.h"

void follow_moment(struct scene *scene)
{
	scene->scroll[PANEL_TIMELINE] = scene->scroll[PANEL_EVENTS] = scene->scroll[PANEL_SOURCE] =
		SCROLL_FOLLOW;
}

/* Nothing to go through? Says so. */
static bool has_past(struct screen *screen)
{
	const struct session *session = &screen->session;

	if (!session->past.count) {
		screen_say(screen, "%s", tr("Nothing has happened yet."));
		return false;
	}
	if (session->past.broken) {
		screen_say(screen, "%s", tr("Out of memory: the past of this run was not kept."));
		return false;
	}
	return true;
}

/* A run that goes on is paused. */
static bool stand_still(struct screen *screen)
{
	if (!has_past(screen))
		return false;
	if (screen->session.state == RUN_LIVE)
		session_pause(&screen->session, true);
	return true;
}

static void say_end(struct screen *screen, int by)
{
	uint64_t first = past_first(&screen->session.past);

	if (by < 0 && first)
		screen_say(screen, tr("What was before event %" PRIu64 " is no longer kept."), first);
	else if (by < 0)
		screen_say(screen, "%s", tr("This is the beginning."));
	else if (screen->scene.recording)
		screen_say(screen, "%s", tr("This is the end of the recording. 0 goes to its beginning."));
	else if (screen->session.state == RUN_PAUSED)
		screen_say(screen, "%s", tr("This is now. Space lets the processes go on."));
	else
		screen_say(screen, "%s", visit_finished(screen));
}

/* Where the person has come to. */
static void say_past(struct screen *screen)
{
	if (!screen->scene.recording && session_is_past(&screen->session))
		screen_say(screen, "%s",
			   screen->session.state == RUN_PAUSED ?
				   tr("The past: all stand still. $ goes to now, Space goes on from there.") :
				   tr("This is the past. s and b go on and back, $ to the end."));
}

void visit_event(struct screen *screen, int by)
{
	struct trace_event event;

	if (!stand_still(screen))
		return;
	if (!session_event(&screen->session, by, &event)) {
		say_end(screen, by);
		return;
	}
	follow_moment(&screen->scene);
	if (event.process != TRACE_SANDBOX) { /* whoever does it is looked at */
		screen->scene.selected = event.process;
		screen->scene.picked = true;
	}
	say_past(screen);
}

static void go_to(struct screen *screen, uint64_t place, int by)
{
	if (!session_seek(&screen->session, place)) {
		say_end(screen, by);
		return;
	}
	follow_moment(&screen->scene);
	screen->scene.picked = false;
	say_past(screen);
}

void visit_tenth(struct screen *screen, int by)
{
	const struct session *session = &screen->session;
	uint64_t tenth;

	if (screen->scene.hand) {
		uint32_t steps = screen->scene.hand->taken / 10 ? screen->scene.hand->taken / 10 : 1;

		hand_back(screen, by < 0 ? (int64_t)steps : -(int64_t)steps);
		return;
	}
	if (!stand_still(screen))
		return;
	tenth = session->past.count / 10 ? session->past.count / 10 : 1;
	if (by < 0)
		go_to(screen, session->at > tenth ? session->at - tenth : 0, by);
	else
		go_to(screen, session->at + tenth, by);
}

void visit_end(struct screen *screen, int by)
{
	if (screen->scene.hand)
		hand_view(screen, by < 0 ? 0 : INT64_MAX);
	else if (stand_still(screen))
		go_to(screen, by < 0 ? 0 : screen->session.past.count, by);
}

/* "deadlock-20261123-041746.jsonl" */
static void file_name(const struct lesson *lesson, char *name, size_t size)
{
	const char *from = lesson->step_count ? lesson->id : lesson->scenario_path;
	const char *slash = strrchr(from, '/'), *base = slash ? slash + 1 : from, *dot = strrchr(base, '.');
	char stamp[32];
	time_t now = time(NULL);
	struct tm local;

	strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", localtime_r(&now, &local));
	snprintf(name, size, "%.*s-%s.jsonl", (int)(dot && dot > base ? dot - base : (long)strlen(base)),
		 base, stamp);
}

void visit_save(struct screen *screen)
{
	char name[256], message[600];

	if (screen->scene.recording) {
		screen_say(screen, tr("This is a recording already: %s."), screen->recording.file);
		return;
	}
	if (!has_past(screen))
		return;
	file_name(screen->scene.lesson, name, sizeof name);
	if (session_save(&screen->session, name, message, sizeof message))
		screen_say(screen, "%s", message);
	else
		screen_say(screen, tr("%" PRIu64 " events are in %s. `sandbox %s` shows them again."),
			   screen->session.past.count, name, name);
}
