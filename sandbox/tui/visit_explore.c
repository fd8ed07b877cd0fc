#include "tui/visit_explore.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "runtime/control.h"
#include "schedule/told.h"
#include "tui/stepped.h"
#include "tui/tr.h"
#include "tui/visit_hand.h"

static bool is_going(const struct visit_explore *explore)
{
	return explore->apart && apart_told(explore->apart)->how == EXPLORING;
}

void explore_forget(struct screen *screen)
{
	apart_stop(screen->explore.apart);
	screen->explore = (struct visit_explore){.apart = NULL};
	screen->scene.explore = NULL;
}

void explore_keep(struct screen *screen, const struct lesson_knob *knobs, size_t count)
{
	struct visit_explore *explore = &screen->explore;
	bool same = explore->apart && explore->lesson == screen->scene.lesson && explore->knob_count == count;

	for (size_t i = 0; same && i < count; i++)
		same = explore->values[i] == knobs[i].value;
	if (explore->apart && !same)
		explore_forget(screen);
}

/* Once it is known that there is one, it has been found, whatever else is still looked for. */
static struct exploration verdict_of(const struct visit_explore *explore)
{
	struct exploration told = *apart_told(explore->apart);

	if (told.how == EXPLORING && told.schedule)
		told.how = EXPLORED_FOUND;
	return told;
}

static void say_verdict(struct screen *screen)
{
	struct exploration told = verdict_of(&screen->explore);
	char verdict[256], proviso[250];

	if (told.how == EXPLORED_ERROR) {
		screen_say(screen, tr("The exploration failed: %s."),
			   strerror(told.error < 0 ? -told.error : 0));
		return;
	}
	told_verdict(&told, tr, verdict, sizeof verdict);
	told_proviso(&told, TOLD_INTERRUPTED, tr, proviso, sizeof proviso);
	if (told.how == EXPLORED_FOUND)
		screen_say(screen, tr("%s s steps it, Space plays it."), verdict);
	else
		screen_say(screen, "%s %s", verdict, proviso);
}

static void begin(struct screen *screen)
{
	struct visit_explore *explore = &screen->explore;
	struct lesson_knob knobs[SCENE_KNOBS];
	size_t count = visit_knobs(screen, knobs);
	int error;

	explore_forget(screen);
	if (screen->session.state == RUN_LIVE) /* it would take half of the processor */
		session_pause(&screen->session, true);
	error = session_explore(&screen->session, screen->scene.lesson, knobs, count, &explore->apart);
	if (error) {
		explore->apart = NULL;
		screen_say(screen, tr("The exploration could not be started: %s."), strerror(-error));
		return;
	}
	explore->lesson = screen->scene.lesson;
	explore->knob_count = count;
	for (size_t i = 0; i < count; i++)
		explore->values[i] = knobs[i].value;
	explore->began = clock_now();
}

bool explore_stop(struct screen *screen)
{
	if (!is_going(&screen->explore))
		return false;
	say_verdict(screen);
	explore_forget(screen);
	return true;
}

void explore_toggle(struct screen *screen)
{
	if (explore_stop(screen))
		return;
	if (screen->scene.recording)
		screen_say(screen, "%s", tr("A recording is not run again, so there is nothing to explore."));
	else if (visit_must_predict(screen))
		screen_say(screen, "%s", tr("Predict first: press a, b or c."));
	else
		begin(screen);
}

int explore_fd(const struct screen *screen)
{
	return screen->explore.apart ? apart_fd(screen->explore.apart) : -1;
}

/* It is there: its schedule becomes a run by hand, at its beginning. */
static void load(struct screen *screen, const struct exploration *told)
{
	screen->explore.loaded = true;
	hand_begin(screen, told->schedule, told->steps);
	say_verdict(screen);
}

unsigned explore_read(struct screen *screen)
{
	struct visit_explore *explore = &screen->explore;
	unsigned got, seen = 0;

	while (explore->apart && (got = apart_read(explore->apart))) {
		const struct exploration *told = apart_told(explore->apart);

		seen |= SESSION_CHANGED;
		if (got & APART_OUTLOOK) {
			explore->outlook_of = explore->asked_of;
			seen |= SESSION_URGENT;
		} else if (told->schedule && !explore->loaded) {
			load(screen, told);
			seen |= SESSION_URGENT;
		} else if (told->how != EXPLORING && !explore->loaded) {
			say_verdict(screen);
			seen |= SESSION_URGENT;
		}
	}
	return seen;
}

/* Which steps are shown as taken: a number for it. */
static uint64_t where(const struct scene_hand *hand)
{
	return hand->step ? control_hash(hand->schedule, hand->step * sizeof *hand->schedule) : 1;
}

static bool is_finding(const struct scene_hand *hand, const struct exploration *told)
{
	return told->schedule && hand->known >= told->steps &&
	       !memcmp(hand->schedule, told->schedule, told->steps * sizeof *told->schedule);
}

void explore_compose(struct screen *screen)
{
	struct visit_explore *explore = &screen->explore;
	struct scene_explore *show = &explore->scene;
	const struct scene_hand *hand = screen->scene.hand;

	screen->scene.explore = NULL;
	if (!explore->apart)
		return;
	*show = (struct scene_explore){
		.told = apart_told(explore->apart),
		.going = is_going(explore),
		.seconds = (double)(clock_now() - explore->began) / 1e9,
		.free = *apart_free(explore->apart),
	};
	screen->scene.explore = show;
	if (!hand)
		return;
	show->critical = is_finding(hand, show->told) ? show->told->critical : 0;
	if (show->going || (show->told->how != EXPLORED_FOUND && show->told->how != EXPLORED_PROVED))
		return;
	if (explore->asked_of != where(hand)) {
		explore->asked_of = where(hand);
		apart_ask(explore->apart, hand->schedule, hand->step);
	}
	if (explore->outlook_of == where(hand) && apart_outlook(explore->apart)->known)
		show->outlook = apart_outlook(explore->apart);
}

void explore_hint(struct screen *screen)
{
	const struct scene_explore *explore = screen->scene.explore;
	const struct outlook *outlook = explore ? explore->outlook : NULL;

	if (!outlook)
		screen_say(screen, "%s",
			   explore ? tr("It is not known what can still be avoided from here.") :
				     tr("E explores first: then it is known what can still be avoided."));
	else if (outlook->fate == FATE_SAFE)
		screen_say(screen, "%s", tr("Safe: no failure can be reached from here."));
	else if (outlook->fate == FATE_AVOIDABLE)
		screen_say(screen,
			   tr("The failure can still be avoided. The nearest one is %" PRIu32 " steps away."),
			   outlook->distance);
	else if (outlook->distance)
		screen_say(screen,
			   tr("Doomed: every way leads to a failure. The nearest one is %" PRIu32
			      " steps away."),
			   outlook->distance);
	else
		screen_say(screen, "%s", tr("It has failed."));
}
