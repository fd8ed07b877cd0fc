#include "tui/visit.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "tui/tr.h"
#include "tui/view.h"
#include "tui/visit_explore.h"
#include "tui/visit_hand.h"

#define NOTICE_NS 6000000000 /* time enough to read a sentence */

void screen_say(struct screen *screen, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(screen->scene.notice, sizeof screen->scene.notice, format, arguments);
	va_end(arguments);
	screen->said = clock_now();
}

int screen_init(struct screen *screen, const struct screen_options *options)
{
	struct scene *scene = &screen->scene;

	tr_language(options->language);
	screen->language = options->language;
	screen->catalogue = options->catalogue;
	scene->catalogue = options->catalogue;
	screen->study = options->study;
	scene->study = options->study;
	scene->pane = PANEL_GRAPH;
	screen->only = options->lesson != NULL;
	for (size_t i = 0; options->entry && i < options->catalogue->count; i++)
		if (&options->catalogue->entries[i] == options->entry)
			scene->entry = i;
	if (session_init(&screen->session))
		return -ENOMEM;
	screen->session.arena = options->arena;
	screen->session.record = options->record;
	screen_compose(screen, 0, 0);
	return 0;
}

void screen_finish(struct screen *screen)
{
	explore_forget(screen);
	session_finish(&screen->session);
	lesson_destroy(screen->opened);
	free(screen->choices);
}

/* The knob values that the next run starts with: what the person has turned, else what the step asks for. */
size_t visit_knobs(const struct screen *screen, struct lesson_knob *knobs)
{
	const struct scene *scene = &screen->scene;
	size_t count = 0;

	for (uint32_t i = 0; i < scene->knob_count; i++)
		knobs[count++] = (struct lesson_knob){(char *)scene->knobs[i].name, scene->knobs[i].next};
	return count;
}

static void follow_all(struct scene *scene)
{
	memset(scene->scroll, 0, sizeof scene->scroll);
	scene->scroll[PANEL_TIMELINE] = scene->scroll[PANEL_EVENTS] = scene->scroll[PANEL_SOURCE] =
		SCROLL_FOLLOW;
}

bool visit_must_predict(const struct screen *screen)
{
	return scene_prediction(&screen->scene) && scene_choice(&screen->scene) < 0;
}

/* How a run is to be started: freely, or by hand with a plan. */
struct manner {
	bool by_hand;
	const struct grant *plan;
	uint32_t steps;
};

static void start_with(struct screen *screen, const struct lesson_knob *knobs, size_t count,
		       struct manner manner)
{
	struct scene *scene = &screen->scene;
	int lesson_scroll = scene->scroll[PANEL_LESSON], error;
	bool paused = visit_must_predict(screen) && !manner.by_hand;

	explore_keep(screen, knobs, count);
	error = manner.by_hand ? session_start_by_hand(&screen->session, scene->lesson, knobs, count,
						       manner.plan, manner.steps) :
				 session_start(&screen->session, scene->lesson, knobs, count, paused);
	follow_all(scene);
	scene->scroll[PANEL_LESSON] = lesson_scroll;
	scene->selected = 0;
	scene->picked = false;
	scene->knob_count = 0;
	if (error)
		screen_say(screen, tr("The run could not be started: %s. Press r to try again."),
			   strerror(-error));
	else if (screen->session.trouble[0])
		screen_say(screen, "%s", screen->session.trouble);
	else if (paused) {
		scene->focus = PANEL_LESSON; /* that is where to look */
		screen_say(screen, "%s",
			   tr("Predict first: press a, b or c, and it runs. (Space runs it at once.)"));
	}
}

void visit_go_on(struct screen *screen)
{
	if (screen->scene.focus == PANEL_LESSON)
		screen->scene.focus = PANEL_PROCESSES;
	session_pause(&screen->session, false);
}

void visit_start_again(struct screen *screen, bool by_hand, const struct grant *plan, uint32_t steps)
{
	struct lesson_knob knobs[SCENE_KNOBS];
	struct scene_knob kept[SCENE_KNOBS];
	size_t count = visit_knobs(screen, knobs);

	/* The names are in the scene, which start_with empties. */
	memcpy(kept, screen->scene.knobs, sizeof kept);
	for (size_t i = 0; i < count; i++)
		knobs[i].name = kept[i].name;
	start_with(screen, knobs, count, (struct manner){by_hand, plan, steps});
}

void visit_restart(struct screen *screen)
{
	if (screen->scene.recording)
		screen_say(screen, "%s", tr("A recording is not run again. 0 goes to its beginning."));
	else if (screen->session.by_hand)
		hand_begin(screen, NULL, 0);
	else
		visit_start_again(screen, false, NULL, 0);
}

/* Restart with the knobs of the step, if it has some and they differ from those of the run; and where
 * something is to be predicted, or the run would show it first. */
static bool step_wants_run(const struct screen *screen)
{
	const struct lesson_step *step = scene_step(&screen->scene);

	if (visit_must_predict(screen))
		return true;
	for (size_t i = 0; step && i < step->knob_count; i++) {
		bool same = false;

		for (uint32_t k = 0; k < screen->scene.knob_count; k++)
			if (!strcmp(screen->scene.knobs[k].name, step->knobs[i].name))
				same = screen->scene.knobs[k].value == step->knobs[i].value;
		if (!same)
			return true;
	}
	return false;
}

static void start_step(struct screen *screen)
{
	const struct lesson_step *step = scene_step(&screen->scene);

	start_with(screen, step ? step->knobs : NULL, step ? step->knob_count : 0, (struct manner){0});
}

/* What the person predicted there the last time, -1 = nothing. */
static int8_t choice_before(const struct screen *screen, const struct lesson *lesson, size_t step)
{
	const struct prediction *prediction = lesson->steps[step].prediction;
	int choice = prediction && screen->study ?
			     study_choice(screen->study, lesson->id, lesson->steps[step].id) :
			     -1;

	return prediction && choice < (int)prediction->count ? (int8_t)choice : -1;
}

void visit_note(struct screen *screen, enum fact fact, int64_t value)
{
	const struct lesson_step *step = scene_step(&screen->scene);

	if (!screen->study || !step || screen->scene.recording)
		return;
	if (study_note(screen->study, fact, screen->scene.lesson->id, step->id, value) == 0 ||
	    screen->study_told || !study_trouble(screen->study))
		return;
	screen->study_told = true;
	screen_say(screen, tr("What you do here is not kept: %s."), study_trouble(screen->study));
}

/* Show a lesson at its first step; what it shows is started by the caller. */
static void show_lesson(struct screen *screen, const struct lesson *lesson)
{
	struct scene *scene = &screen->scene;

	free(screen->choices);
	screen->choices = malloc(lesson->step_count + 1);
	for (size_t i = 0; screen->choices && i <= lesson->step_count; i++)
		screen->choices[i] = i < lesson->step_count ? choice_before(screen, lesson, i) : -1;
	scene->choices = screen->choices;
	scene->lesson = lesson;
	scene->step = 0;
	scene->focus = PANEL_PROCESSES;
	scene->zoom = false;
	scene->tick = 0;
	scene->notice[0] = '\0';
	follow_all(scene);
}

static void enter_lesson(struct screen *screen, const struct lesson *lesson)
{
	show_lesson(screen, lesson);
	start_step(screen);
	visit_note(screen, FACT_SEEN, 0);
}

static void play(struct screen *screen, const struct screen_options *options)
{
	struct scene_recording *recording = &screen->recording;
	struct session *session = &screen->session;
	struct trace_event last;

	show_lesson(screen, options->lesson);
	*recording = (struct scene_recording){.file = options->recording_file,
					      .header = recording_header(options->recording),
					      .no_source = options->no_source};
	screen->scene.recording = recording;
	if (session_play(session, options->recording, recording->damage, sizeof recording->damage))
		snprintf(recording->damage, sizeof recording->damage, "%s", strerror(ENOMEM));
	recording->ending = recording_ending(options->recording);
	if (tape_get(&session->past.tape, session->past.count - 1, &last))
		recording->time = last.time;
	if (*recording->damage)
		screen_say(screen, "%s", recording->damage);
	else
		screen_say(screen, "%s", tr("A recording: Space plays it, s and b go on and back an event."));
}

void visit_open(struct screen *screen)
{
	struct scene *scene = &screen->scene;
	const struct catalogue_entry *entry;
	struct lesson *lesson;
	char message[512];

	if (!screen->catalogue || scene->entry >= screen->catalogue->count)
		return;
	entry = &screen->catalogue->entries[scene->entry];
	if (entry->error) {
		screen_say(screen, "%s", entry->error);
		return;
	}
	if (lesson_open(&lesson, entry, screen->language, message, sizeof message)) {
		screen_say(screen, "%s", message);
		return;
	}
	screen->opened = lesson;
	enter_lesson(screen, lesson);
}

void visit_leave(struct screen *screen)
{
	explore_forget(screen);
	session_stop(&screen->session);
	screen->scene.lesson = NULL;
	screen->scene.choices = NULL;
	screen->scene.zoom = false;
	screen->scene.knob_count = 0;
	lesson_destroy(screen->opened);
	screen->opened = NULL;
}

void screen_begin(struct screen *screen, const struct screen_options *options)
{
	if (options->recording)
		play(screen, options);
	else if (options->lesson)
		enter_lesson(screen, options->lesson);
	else if (options->entry)
		visit_open(screen);
}

void visit_step(struct screen *screen, int by)
{
	struct scene *scene = &screen->scene;

	if (!scene->lesson->step_count) {
		screen_say(screen, "%s", tr("This scenario has no lesson text, so no steps."));
		return;
	}
	if (by < 0 ? scene->step == 0 : scene->step + 1 >= scene->lesson->step_count) {
		screen_say(screen, "%s",
		    by < 0 ? tr("This is the first step.") :
			     tr("This is the last step. q goes back to the lessons."));
		return;
	}
	if (visit_must_predict(screen) && scene->focus == PANEL_LESSON)
		scene->focus = PANEL_PROCESSES; /* as if it had been answered */
	scene->step += (size_t)by;
	scene->scroll[PANEL_LESSON] = 0;
	if (step_wants_run(screen))
		start_step(screen);
	visit_note(screen, FACT_SEEN, 0);
}

const char *visit_finished(const struct screen *screen)
{
	const struct scene *scene = &screen->scene;

	return scene->lesson && scene->step + 1 < scene->lesson->step_count ?
		       tr("Finished: r runs it again, n goes to the next step.") :
		       tr("Finished: r runs it again.");
}

void screen_seen(struct screen *screen, unsigned seen)
{
	if (!(seen & SESSION_URGENT) || screen->scene.recording)
		return;
	if (screen->session.by_hand && screen->session.state != RUN_LOST) {
		hand_seen(screen);
		return;
	}
	if (screen->session.state == RUN_FINISHED)
		screen_say(screen, "%s", visit_finished(screen));
	else if (screen->session.state == RUN_LOST)
		screen_say(screen, "%s", tr("The run was lost: its supervisor has died. r starts it again."));
}

/* The knobs that the run has told of so far. What the person has turned stays turned. */
static void compose_knobs(struct scene *scene, const struct world *world)
{
	for (uint32_t i = scene->knob_count; i < world->knob_count && i < SCENE_KNOBS; i++) {
		const struct world_knob *from = &world->knobs[i];
		struct scene_knob *knob = &scene->knobs[i];

		*knob = (struct scene_knob){
			.value = from->value, .next = from->value, .min = from->min, .max = from->max};
		snprintf(knob->name, sizeof knob->name, "%s", from->name);
		snprintf(knob->help, sizeof knob->help, "%s", from->help);
		scene->knob_count++;
	}
	if (scene->knob >= scene->knob_count)
		scene->knob = 0;
}

/* Until the person picks a process: the first child, and when it has ended the first that lives on. */
static void select_for_the_person(struct scene *scene)
{
	const struct world *world = scene->world;

	if (scene->selected >= world->process_count)
		scene->selected = 0; /* it is not yet born */
	if (scene->selected == 0 && world->process_count > 1)
		scene->selected = 1;
	for (uint32_t i = 1; scene->selected && i < world->process_count; i++) {
		if (world->processes[scene->selected].life == LIFE_ALIVE)
			return;
		if (world->processes[i].life == LIFE_ALIVE)
			scene->selected = i;
	}
}

void visit_look(struct screen *screen)
{
	struct scene *scene = &screen->scene;
	struct session *session = &screen->session;

	scene->run = session->state;
	scene->world = session->picture.world;
	scene->verdict = &session->picture.verdict;
	scene->timeline = &session->picture.timeline;
	scene->history = &session->picture.history;
	scene->at = session->at;
	scene->count = session->past.count;
	hand_compose(screen);
	explore_compose(screen);
}

struct layout screen_compose(struct screen *screen, int rows, int columns)
{
	struct scene *scene = &screen->scene;
	struct session *session = &screen->session;
	static const struct kernel nothing;
	struct layout layout;

	session_refresh(session);
	visit_look(screen);
	/* What the kernel says it says of now. */
	scene->kernel =
		session_is_recorded(session) || session_is_past(session) ? &nothing : &session->kernel;
	scene->tempo = session_tempo_name(session);
	scene->unhurried = scene->recording ? session_is_slow(session) : session_is_unhurried(session);
	scene->now = session_time(session);
	if (scene->now < scene->world->time)
		scene->now = scene->world->time;
	compose_knobs(scene, scene->world);
	if (!scene->picked)
		select_for_the_person(scene);
	if ((scene->run == RUN_LIVE || (scene->explore && scene->explore->going)) && scene->notice[0] &&
	    !visit_must_predict(screen) && clock_now() - screen->said > NOTICE_NS)
		scene->notice[0] = '\0';
	layout = layout_compute(scene, rows, columns);
	view_source_settle(scene, layout.places[PANEL_SOURCE].rows);
	return layout;
}
