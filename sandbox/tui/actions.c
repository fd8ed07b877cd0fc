#include "tui/actions.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/tr.h"
#include "tui/view.h"

static void say(struct screen *screen, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct screen *screen, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(screen->scene.notice, sizeof screen->scene.notice, format, arguments);
	va_end(arguments);
}

int screen_init(struct screen *screen, const struct screen_options *options)
{
	struct scene *scene = &screen->scene;

	tr_language(options->language);
	screen->language = options->language;
	screen->catalogue = options->catalogue;
	scene->catalogue = options->catalogue;
	scene->pane = PANEL_GRAPH;
	screen->only = options->lesson != NULL;
	for (size_t i = 0; options->entry && i < options->catalogue->count; i++)
		if (&options->catalogue->entries[i] == options->entry)
			scene->entry = i;
	if (session_init(&screen->session))
		return -ENOMEM;
	screen_compose(screen);
	return 0;
}

void screen_finish(struct screen *screen)
{
	session_finish(&screen->session);
	lesson_destroy(screen->opened);
	free(screen->choices);
}

/* The knob values that the next run starts with: what the person has turned, else what the step asks for. */
static size_t next_knobs(const struct screen *screen, struct lesson_knob *knobs)
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
	scene->scroll[PANEL_TIMELINE] = scene->scroll[PANEL_EVENTS] = scene->scroll[PANEL_SOURCE] = SCROLL_FOLLOW;
}

static bool must_predict(const struct screen *screen)
{
	return scene_prediction(&screen->scene) && scene_choice(&screen->scene) < 0;
}

static void start_with(struct screen *screen, const struct lesson_knob *knobs, size_t count)
{
	struct scene *scene = &screen->scene;
	int lesson_scroll = scene->scroll[PANEL_LESSON], error;
	bool paused = must_predict(screen);

	error = session_start(&screen->session, scene->lesson, knobs, count, paused);
	follow_all(scene);
	scene->scroll[PANEL_LESSON] = lesson_scroll;
	scene->selected = 0;
	scene->picked = false;
	scene->knob_count = 0;
	if (error)
		say(screen, tr("The run could not be started: %s. Press r to try again."), strerror(-error));
	else if (paused)
		say(screen, "%s", tr("Predict first: what do you think will happen? Then it runs. (Space runs it at once.)"));
}

static void restart(struct screen *screen)
{
	struct lesson_knob knobs[SCENE_KNOBS];
	struct scene_knob kept[SCENE_KNOBS];
	size_t count = next_knobs(screen, knobs);

	/* The names are in the scene, which start_with empties. */
	memcpy(kept, screen->scene.knobs, sizeof kept);
	for (size_t i = 0; i < count; i++)
		knobs[i].name = kept[i].name;
	start_with(screen, knobs, count);
}

/* Restart with the knobs of the step, if it has some and they differ from those of the run. */
static bool step_wants_run(const struct screen *screen)
{
	const struct lesson_step *step = scene_step(&screen->scene);

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

	start_with(screen, step ? step->knobs : NULL, step ? step->knob_count : 0);
}

static void enter_lesson(struct screen *screen, const struct lesson *lesson)
{
	struct scene *scene = &screen->scene;

	free(screen->choices);
	screen->choices = malloc(lesson->step_count + 1);
	if (screen->choices)
		memset(screen->choices, -1, lesson->step_count + 1);
	scene->choices = screen->choices;
	scene->lesson = lesson;
	scene->step = 0;
	scene->focus = PANEL_PROCESSES;
	scene->zoom = false;
	scene->tick = 0;
	scene->notice[0] = '\0';
	follow_all(scene);
	start_step(screen);
}

static void open_entry(struct screen *screen)
{
	struct scene *scene = &screen->scene;
	const struct catalogue_entry *entry;
	struct lesson *lesson;
	char message[512];

	if (!screen->catalogue || scene->entry >= screen->catalogue->count)
		return;
	entry = &screen->catalogue->entries[scene->entry];
	if (entry->error) {
		say(screen, "%s", entry->error);
		return;
	}
	if (lesson_open(&lesson, entry, screen->language, message, sizeof message)) {
		say(screen, "%s", message);
		return;
	}
	screen->opened = lesson;
	enter_lesson(screen, lesson);
}

static void leave_lesson(struct screen *screen)
{
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
	if (options->lesson)
		enter_lesson(screen, options->lesson);
	else if (options->entry)
		open_entry(screen);
}

static void go_to_step(struct screen *screen, int by)
{
	struct scene *scene = &screen->scene;

	if (!scene->lesson->step_count) {
		say(screen, "%s", tr("This scenario has no lesson text, so no steps."));
		return;
	}
	if (by < 0 ? scene->step == 0 : scene->step + 1 >= scene->lesson->step_count) {
		say(screen, "%s", by < 0 ? tr("This is the first step.") : tr("This is the last step. q goes back to the lessons."));
		return;
	}
	scene->step += (size_t)by;
	scene->scroll[PANEL_LESSON] = 0;
	if (step_wants_run(screen))
		start_step(screen);
}

/* Nobody to send a signal to? Says so and returns NULL. */
static const struct world_process *selected_alive(struct screen *screen)
{
	const struct world_process *process = world_process(screen->session.world, screen->scene.selected);

	if (!process || session_fd(&screen->session) < 0)
		say(screen, "%s", tr("No process is running. r starts the run again."));
	else if (process->life != LIFE_ALIVE)
		say(screen, tr("%s has already ended."), process->name);
	else
		return process;
	return NULL;
}

static void kill_selected(struct screen *screen)
{
	const struct world_process *process = selected_alive(screen);

	if (!process)
		return;
	run_signal(screen->session.run, process->number, SIGKILL);
	say(screen, tr("SIGKILL to %s (pid %d)."), process->name, (int)process->pid);
}

static void stop_selected(struct screen *screen)
{
	const struct world_process *process = selected_alive(screen);
	bool stopped;

	if (!process)
		return;
	stopped = process->stopped;
	run_signal(screen->session.run, process->number, stopped ? SIGCONT : SIGSTOP);
	say(screen, stopped ? tr("SIGCONT to %s.") : tr("SIGSTOP to %s; Z lets it go on."), process->name);
}

static void toggle_pause(struct screen *screen)
{
	switch (screen->session.state) {
	case RUN_LIVE:
		session_pause(&screen->session, true);
		say(screen, "%s", tr("Paused: every process stands still, and so does the clock. Space lets them go on."));
		break;
	case RUN_PAUSED:
		session_pause(&screen->session, false);
		break;
	case RUN_FINISHED:
		say(screen, "%s", tr("Finished: r runs it again."));
		break;
	default:
		say(screen, "%s", tr("Nothing runs. r starts it."));
	}
}

static void turn_knob(struct screen *screen, int by)
{
	struct scene *scene = &screen->scene;
	struct scene_knob *knob = &scene->knobs[scene->knob];

	if (scene->knob >= scene->knob_count) {
		say(screen, "%s", tr("This scenario has no knobs."));
		return;
	}
	if (knob->next + by < knob->min || knob->next + by > knob->max) {
		say(screen, tr("%s goes from %lld to %lld."), knob->name, (long long)knob->min, (long long)knob->max);
		return;
	}
	knob->next += by;
	if (*knob->help)
		say(screen, tr("%s: %lld (%s). r runs it so."), knob->name, (long long)knob->next, knob->help);
}

static void next_knob(struct screen *screen)
{
	if (screen->scene.knob_count < 2)
		say(screen, "%s", screen->scene.knob_count ? tr("There is only one knob.") : tr("This scenario has no knobs."));
	else
		screen->scene.knob = (screen->scene.knob + 1) % screen->scene.knob_count;
}

static void change_tempo(struct screen *screen, int by)
{
	if (!session_tempo(&screen->session, by))
		say(screen, "%s", by > 0 ? tr("This is as fast as it goes.") : tr("This is as slow as it goes. Space pauses."));
}

static void choose(struct screen *screen, uint32_t key)
{
	const struct prediction *prediction = scene_prediction(&screen->scene);
	size_t choice = key - 'a';

	if (!prediction || !screen->choices)
		return;
	if (choice >= prediction->count) {
		say(screen, tr("The answers are a to %c."), (char)('a' + prediction->count - 1));
		return;
	}
	screen->choices[screen->scene.step] = (int8_t)choice;
	screen->scene.scroll[PANEL_LESSON] = 0;
	if (screen->session.state == RUN_PAUSED)
		session_pause(&screen->session, false);
}

static void go_to_panel(struct scene *scene, enum panel panel)
{
	scene->focus = panel;
	if (panel != PANEL_PROCESSES && panel != PANEL_LESSON)
		scene->pane = panel;
}

static void move(struct screen *screen, enum key_request request, int rows, int columns)
{
	struct scene *scene = &screen->scene;
	enum panel panel = scene->lesson ? scene->focus : PANEL_CATALOGUE;
	struct layout layout = layout_compute(scene, rows, columns);
	const struct place *place = &layout.places[panel];

	if (view_move(scene, panel, request, place->rows, place->columns))
		return;
	if (request == REQUEST_LEFT || request == REQUEST_RIGHT) {
		if (panel == PANEL_TIMELINE)
			say(screen, "%s", request == REQUEST_LEFT ? tr("This is the beginning.") : tr("This is now."));
		else
			turn_knob(screen, request == REQUEST_LEFT ? -1 : 1);
	}
}

/* The timeline's scale, whatever panel has the focus. */
static void rescale(struct screen *screen, enum key_request request, int rows, int columns)
{
	struct layout layout = layout_compute(&screen->scene, rows, columns);
	const struct place *place = &layout.places[PANEL_TIMELINE];

	if (!place->rows)
		say(screen, "%s", tr("The timeline is not shown: 4 shows it."));
	else if (!view_move(&screen->scene, PANEL_TIMELINE, request, place->rows, place->columns))
		say(screen, "%s", tr("The timeline has no other scale in that direction."));
}

/* Returns true to quit. */
static bool go_back(struct screen *screen)
{
	struct scene *scene = &screen->scene;

	if (scene->zoom) {
		scene->zoom = false;
		return false;
	}
	if (!scene->lesson || screen->only)
		return true;
	leave_lesson(screen);
	return false;
}

static bool act(struct screen *screen, enum key_request request, uint32_t key, int rows, int columns)
{
	struct scene *scene = &screen->scene;

	switch (request) {
	case REQUEST_HELP: scene->help = true; scene->scroll[PANEL_HELP] = 0; break;
	case REQUEST_BACK: return go_back(screen);
	case REQUEST_OPEN: open_entry(screen); break;
	case REQUEST_PAUSE: toggle_pause(screen); break;
	case REQUEST_RESTART: restart(screen); break;
	case REQUEST_KILL: kill_selected(screen); break;
	case REQUEST_STOP: stop_selected(screen); break;
	case REQUEST_FASTER: change_tempo(screen, 1); break;
	case REQUEST_SLOWER: change_tempo(screen, -1); break;
	case REQUEST_NEXT_STEP: go_to_step(screen, 1); break;
	case REQUEST_PREVIOUS_STEP: go_to_step(screen, -1); break;
	case REQUEST_KNOB_LESS: turn_knob(screen, -1); break;
	case REQUEST_KNOB_MORE: turn_knob(screen, 1); break;
	case REQUEST_KNOB_NEXT: next_knob(screen); break;
	case REQUEST_PANEL: go_to_panel(scene, (enum panel)(key - '1')); break;
	case REQUEST_NEXT_PANEL: go_to_panel(scene, (scene->focus + 1) % PANELS); break;
	case REQUEST_PREVIOUS_PANEL: go_to_panel(scene, (scene->focus + PANELS - 1) % PANELS); break;
	case REQUEST_ZOOM: scene->zoom = !scene->zoom; break;
	case REQUEST_CHOOSE: choose(screen, key); break;
	case REQUEST_WIDER_TICK:
	case REQUEST_FINER_TICK: rescale(screen, request, rows, columns); break;
	case REQUEST_NONE: break;
	default: move(screen, request, rows, columns);
	}
	return false;
}

static void help_key(struct screen *screen, enum key_request request, int rows, int columns)
{
	struct layout layout = layout_compute(&screen->scene, rows, columns);
	const struct place *place = &layout.places[PANEL_HELP];

	if (request < REQUEST_UP || request > REQUEST_LAST || request == REQUEST_LEFT || request == REQUEST_RIGHT)
		screen->scene.help = false;
	else
		view_move(&screen->scene, PANEL_HELP, request, place->rows, place->columns);
}

bool screen_key(struct screen *screen, uint32_t key, int rows, int columns)
{
	const struct scene *scene = &screen->scene;
	unsigned where = !scene->lesson ? KEYS_IN_CATALOGUE : KEYS_IN_LESSON | (must_predict(screen) ? KEYS_IN_PREDICTION : 0);
	const struct keymap_row *row = keymap_find(key, where);

	screen->scene.notice[0] = '\0';
	if (scene->help) {
		help_key(screen, row ? row->request : REQUEST_NONE, rows, columns);
		return false;
	}
	if (!row) {
		say(screen, "%s", tr("That key does nothing here. ? shows those that do."));
		return false;
	}
	return act(screen, row->request, key, rows, columns);
}

void screen_seen(struct screen *screen, unsigned seen)
{
	if (!(seen & SESSION_URGENT))
		return;
	if (screen->session.state == RUN_FINISHED)
		say(screen, "%s", tr("Finished: r runs it again."));
	else if (screen->session.state == RUN_LOST)
		say(screen, "%s", tr("The run was lost: its supervisor has died. r starts it again."));
}

/* The knobs that the run has told of so far. What the person has turned stays turned. */
static void compose_knobs(struct scene *scene, const struct world *world)
{
	for (uint32_t i = scene->knob_count; i < world->knob_count && i < SCENE_KNOBS; i++) {
		const struct world_knob *from = &world->knobs[i];
		struct scene_knob *knob = &scene->knobs[i];

		*knob = (struct scene_knob){.value = from->value, .next = from->value, .min = from->min, .max = from->max};
		snprintf(knob->name, sizeof knob->name, "%s", from->name);
		snprintf(knob->help, sizeof knob->help, "%s", from->help);
		scene->knob_count++;
	}
	if (scene->knob >= scene->knob_count)
		scene->knob = 0;
}

void screen_compose(struct screen *screen)
{
	struct scene *scene = &screen->scene;
	struct session *session = &screen->session;

	session_refresh(session);
	scene->run = session->state;
	scene->world = session->world;
	scene->verdict = &session->verdict;
	scene->timeline = &session->timeline;
	scene->history = &session->history;
	scene->kernel = &session->kernel;
	scene->tempo = session_tempo_name(session);
	scene->unhurried = session_is_unhurried(session);
	scene->now = session_time(session);
	if (scene->now < session->world->time)
		scene->now = session->world->time;
	compose_knobs(scene, session->world);
	if (!scene->picked && session->world->process_count > 1)
		scene->selected = 1;
}
