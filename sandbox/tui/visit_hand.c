#include "tui/visit_hand.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "tui/stepped.h"
#include "tui/tr.h"
#include "tui/view.h"

#define MOMENT 40000000 /* ns that a person does not notice */

/* The step that the view shows the end of, 0 = nobody has taken one. */
static uint32_t step_shown(const struct session *session)
{
	uint32_t taken, step;

	stepped_schedule(session->source, &taken);
	if (!session_is_past(session))
		return taken;
	for (step = taken; step > 0 && stepped_place(session->source, step) > session->at; step--)
		;
	return step;
}

static void start(struct screen *screen, bool by_hand, const struct grant *plan, uint32_t steps)
{
	if (screen->scene.recording) {
		screen_say(screen, "%s", tr("A recording is not run again. 0 goes to its beginning."));
		return;
	}
	visit_start_again(screen, by_hand, plan, steps);
}

void hand_begin(struct screen *screen, const struct grant *plan, uint32_t steps)
{
	start(screen, true, plan, steps);
	screen->hand_step = UINT32_MAX;
	screen->scene.picked = true; /* main; nobody else is there */
}

void hand_toggle(struct screen *screen)
{
	if (screen->session.by_hand) {
		start(screen, false, NULL, 0);
		return;
	}
	if (visit_must_predict(screen)) {
		screen_say(screen, "%s", tr("Predict first: press a, b or c."));
		return;
	}
	hand_begin(screen, NULL, 0);
	if (screen->session.by_hand && screen->session.state != RUN_NONE)
		screen_say(
			screen, "%s",
		    tr("By hand: all are parked. j k choose, s steps, b takes back, m runs freely."));
}

/* Nothing can be granted while a step is being taken: that is over in no time, unless it computes long. */
static bool is_busy(struct screen *screen)
{
	struct session *session = &screen->session;
	int64_t until = clock_now() + MOMENT;

	while (session->source && session->state == RUN_LIVE &&
	       stepped_state(session->source) == STEPPED_BUSY && clock_now() < until)
		screen_seen(screen, session_read(session));
	visit_look(screen);

	if (!session->source || session->state == RUN_NONE || session->state == RUN_LOST) {
		screen_say(screen, "%s", tr("Nothing runs. r starts it."));
		return true;
	}
	if (session->state == RUN_FINISHED || stepped_state(session->source) != STEPPED_BUSY)
		return false;
	screen_say(screen, "%s", tr("The step before is still being taken."));
	return true;
}

/* What may be granted to a process at the moment that is shown: of now its run knows it, of the past the
 * events do. */
static unsigned can_of(const struct session *session, const struct world_process *process)
{
	if (!session_is_past(session) && session->state != RUN_FINISHED)
		return stepped_can(session->source, process->number);
	if (process->life != LIFE_ALIVE)
		return 0;
	if (process->doing != DOING_WAITING)
		return CAN_GO;
	return process->deadline ? CAN_TIME_OUT : 0;
}

static void say_blocked(struct screen *screen, const struct world_process *process, unsigned can)
{
	char what[192];

	view_waiting(screen->scene.world, process, 60, what, sizeof what);
	if (can & CAN_TIME_OUT)
		screen_say(screen, tr("%s waits for %s. t lets the time of its wait run out."), process->name,
			   what);
	else
		screen_say(screen, tr("%s is blocked: it waits for %s."), process->name, what);
}

/* Resolves what was asked for into what is granted. False: it cannot be, and why was said. */
static bool may_take(struct screen *screen, uint32_t decision, struct grant *grant)
{
	const struct world_process *process =
		world_process(screen->session.picture.world, screen->scene.selected);
	unsigned can;

	if (!process || process->life == LIFE_ABSENT) {
		screen_say(screen, "%s", tr("Choose a process first: j and k."));
		return false;
	}
	can = can_of(&screen->session, process);
	*grant = (struct grant){process->number, decision};
	if (process->life != LIFE_ALIVE) {
		screen_say(screen, tr("%s has already ended."), process->name);
	} else if (decision == DECISION_KILL) {
		return true;
	} else if (decision == DECISION_TIMEOUT) {
		if (can & CAN_TIME_OUT)
			return true;
		if (can)
			screen_say(screen, tr("%s does not wait: no time can run out. s steps it."),
				   process->name);
		else
			screen_say(screen, tr("%s waits without a timeout: nothing can run out."),
				   process->name);
	} else if (can & CAN_GO) {
		if (process->doing == DOING_WANTS && process->action == TRACE_STEP + OFFER_CHOOSE)
			grant->decision = DECISION_CHOICE;
		return true;
	} else {
		say_blocked(screen, process, can);
	}
	return false;
}

static bool is_same(struct grant a, struct grant b)
{
	return a.process == b.process &&
	       (a.decision == b.decision || (a.decision >= DECISION_CHOICE && b.decision >= DECISION_CHOICE));
}

/* All processes go to the end of this step, which is known. */
static void rerun(struct screen *screen, uint32_t step)
{
	if (session_again(&screen->session, step))
		screen_say(screen, "%s", tr("The run was lost: its supervisor has died. r starts it again."));
}

static void go_to_step(struct screen *screen, uint32_t step, uint32_t taken)
{
	if (step <= taken) {
		session_seek(&screen->session, stepped_place(screen->session.source, step));
	} else {
		stepped_go(screen->session.source, step);
		screen->session.state = RUN_LIVE;
		screen->session.more = true;
	}
}

/* To step whose next step, as it is planned, is that its time runs out, is to let it run out. */
static uint32_t as_planned(const struct screen *screen, uint32_t decision)
{
	uint32_t taken, step = step_shown(&screen->session);
	const struct schedule *schedule = stepped_schedule(screen->session.source, &taken);

	if (decision == DECISION_GO && step < schedule->count &&
	    schedule->grants[step].process == screen->scene.selected &&
	    schedule->grants[step].decision == DECISION_TIMEOUT)
		return DECISION_TIMEOUT;
	return decision;
}

void hand_step(struct screen *screen, uint32_t decision)
{
	struct session *session = &screen->session;
	const struct schedule *schedule;
	uint32_t taken, step;
	struct grant grant;

	if (!is_busy(screen))
		decision = as_planned(screen, decision);
	if (is_busy(screen) || !may_take(screen, decision, &grant))
		return;
	schedule = stepped_schedule(session->source, &taken);
	step = step_shown(session);
	follow_moment(&screen->scene);
	if (step < schedule->count && is_same(schedule->grants[step], grant)) {
		go_to_step(screen, step + 1, taken); /* as it was, or as it is planned */
		return;
	}
	stepped_cut(session->source, step);
	if (!stepped_plan(session->source, grant))
		screen_say(screen, "%s", tr("Out of memory."));
	else if (step < taken)
		rerun(screen, step + 1);
	else
		go_to_step(screen, step + 1, taken);
}

void hand_view(struct screen *screen, int64_t step)
{
	struct session *session = &screen->session;
	uint32_t taken;

	if (is_busy(screen))
		return;
	stepped_schedule(session->source, &taken);
	if (step < 0)
		step = 0;
	if (step > taken)
		step = taken;
	follow_moment(&screen->scene);
	if (!session_seek(session, step == taken ? session->past.count :
						   stepped_place(session->source, (uint32_t)step)))
		screen_say(screen, "%s",
			   step ? tr("The processes are here. s steps the selected one.") :
				  tr("This is the beginning: nobody has taken a step."));
	else if (step < taken)
		screen_say(screen, "%s",
			   tr("The past: the view alone. s goes on from here, u brings the processes here."));
}

void hand_back(struct screen *screen, int64_t steps)
{
	if (!is_busy(screen))
		hand_view(screen, (int64_t)step_shown(&screen->session) - steps);
}

void hand_here(struct screen *screen)
{
	struct session *session = &screen->session;
	uint32_t taken, step;

	if (is_busy(screen))
		return;
	const struct schedule *schedule = stepped_schedule(session->source, &taken);
	step = step_shown(session);
	if (step < taken) {
		stepped_cut(session->source, step);
		rerun(screen, step);
		screen_say(screen, tr("The processes ran again, %" PRIu32 " steps, and stand here."), step);
	} else if (step < schedule->count) {
		go_to_step(screen, schedule->count, taken);
	} else {
		screen_say(screen, "%s", tr("The processes are here. s steps the selected one."));
	}
}

void hand_play(struct screen *screen)
{
	struct session *session = &screen->session;
	uint32_t taken;

	if (session->state == RUN_LIVE) {
		session_pause(session, true);
		return;
	}
	if (is_busy(screen))
		return;
	const struct schedule *schedule = stepped_schedule(session->source, &taken);
	uint32_t step = step_shown(session);
	if (step < taken) { /* played from here: they run anew */
		rerun(screen, step);
		session->source->kind->pause(session->source, false);
	} else if (taken < schedule->count) {
		session_pause(session, false);
	} else {
		screen_say(screen, "%s",
			   tr("No step is planned. s steps the selected process, m runs all freely."));
	}
}

static void say_critical(struct screen *screen, uint32_t step)
{
	const struct scene_explore *explore = screen->scene.explore;

	if (!explore || !explore->critical || screen->scene.notice[0])
		return;
	if (step + 1 == explore->critical)
		screen_say(screen, "%s",
			   tr("The next step is the critical one: after it the failure cannot be avoided."));
	else if (step == explore->critical)
		screen_say(screen, "%s",
			   tr("That was the critical step: from here on the failure cannot be avoided."));
}

/* Whoever goes next, where that is known, is looked at. */
static void select_next(struct screen *screen, const struct schedule *schedule, uint32_t step)
{
	if (screen->hand_step == step)
		return;
	screen->hand_step = step;
	say_critical(screen, step);
	if (step < schedule->count && world_process(screen->scene.world, schedule->grants[step].process)) {
		screen->scene.selected = schedule->grants[step].process;
		screen->scene.picked = true;
	}
}

void hand_compose(struct screen *screen)
{
	struct session *session = &screen->session;
	struct scene_hand *hand = &screen->hand;

	screen->scene.hand = NULL;
	if (!session->by_hand || !session->source)
		return;
	const struct schedule *schedule = stepped_schedule(session->source, &hand->taken);
	hand->schedule = schedule->grants;
	hand->known = schedule->count;
	hand->step = step_shown(session);
	screen->scene.hand = hand;
	if (session->state != RUN_LIVE || session->source->kind->stepped)
		select_next(screen, schedule, hand->step);
}

/* Where that is the goal, the fewest steps in which it was ever reached are kept. */
static void say_stuck(struct screen *screen, uint32_t taken)
{
	const struct lesson_step *step = scene_step(&screen->scene);
	int64_t before = 0;

	if (step && step->task == TASK_BREAK && screen->study) {
		before = study_best(screen->study, screen->scene.lesson->id, step->id);
		visit_note(screen, FACT_STEPPED, taken);
	}
	if (before)
		screen_say(screen,
			   tr("Nobody can take a step any more, after %" PRIu32
			      "; before, your fewest were %" PRId64 ". b goes back, r begins again."),
			   taken, before);
	else
		screen_say(screen,
			   tr("Nobody can take a step any more, after %" PRIu32
			      ". b goes back, r begins again."),
			   taken);
}

/* A run comes to where nothing more can be done: what then counts. */
void hand_seen(struct screen *screen)
{
	struct session *session = &screen->session;
	uint32_t taken;

	if (!session->by_hand || !session->source || session->state == RUN_LIVE)
		return;
	stepped_schedule(session->source, &taken);
	if (session->state == RUN_FINISHED) {
		screen_say(screen, tr("Finished after %" PRIu32 " steps. b goes back, r begins again."),
			   taken);
		return;
	}
	switch (stepped_state(session->source)) {
	case STEPPED_STUCK:
		say_stuck(screen, taken);
		break;
	case STEPPED_REFUSED:
		screen_say(screen,
			   tr("Step %" PRIu32
			      " cannot be taken as planned: not only the schedule decides here."),
			   taken + 1);
		break;
	case STEPPED_SPINS:
		screen_say(screen, "%s",
			   tr("It computes on and on without another step. b goes back, r begins again."));
		break;
	case STEPPED_FULL:
		screen_say(screen, "%s",
			   tr("A run by hand has no room for more steps. b goes back, r begins again."));
		break;
	default:
		break;
	}
}
