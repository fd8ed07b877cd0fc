#include "tui/actions.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tui/tr.h"
#include "tui/view.h"
#include "tui/visit_explore.h"
#include "tui/visit_hand.h"

/* Nobody to send a signal to? Says so and returns NULL. */
static const struct world_process *selected_alive(struct screen *screen)
{
	const struct session *session = &screen->session;
	const struct world_process *process =
		world_process(session->picture.world, screen->scene.selected);

	if (screen->scene.recording)
		screen_say(screen, "%s", tr("This is a recording: the processes are long gone."));
	else if (session_is_past(session))
		screen_say(screen, "%s", tr("This is the past. $ goes to now."));
	else if (!process || session_fd(&screen->session) < 0)
		screen_say(screen, "%s", tr("No process is running. r starts the run again."));
	else if (process->life != LIFE_ALIVE)
		screen_say(screen, tr("%s has already ended."), process->name);
	else
		return process;
	return NULL;
}

static void send(struct screen *screen, const struct world_process *process, int signal)
{
	struct source *source = screen->session.source;

	source->kind->signal(source, process->number, signal);
}

static void kill_selected(struct screen *screen)
{
	const struct world_process *process = selected_alive(screen);

	if (!process)
		return;
	send(screen, process, SIGKILL);
	screen_say(screen, tr("SIGKILL to %s (pid %d)."), process->name, (int)process->pid);
}

static void stop_selected(struct screen *screen)
{
	const struct world_process *process = selected_alive(screen);
	bool stopped;

	if (!process)
		return;
	stopped = process->stopped;
	send(screen, process, stopped ? SIGCONT : SIGSTOP);
	screen_say(screen, stopped ? tr("SIGCONT to %s.") : tr("SIGSTOP to %s; Z lets it go on."),
		   process->name);
}

static void toggle_pause(struct screen *screen)
{
	if (screen->session.by_hand && screen->session.source) {
		hand_play(screen);
		return;
	}
	switch (screen->session.state) {
	case RUN_LIVE:
		session_pause(&screen->session, true);
		if (screen->scene.recording)
			break; /* the header says it */
		screen_say(screen, "%s",
		    tr("Paused: every process stands still, and so does the clock. Space lets them go on."));
		break;
	case RUN_PAUSED:
		visit_go_on(screen);
		break;
	case RUN_FINISHED:
		screen_say(screen, "%s",
			   screen->scene.recording ?
				   tr("This is the end of the recording. 0 goes to its beginning.") :
				   visit_finished(screen));
		break;
	default:
		screen_say(screen, "%s", tr("Nothing runs. r starts it."));
	}
}

static void turn_knob(struct screen *screen, int by)
{
	struct scene *scene = &screen->scene;
	struct scene_knob *knob = &scene->knobs[scene->knob];

	if (scene->recording) {
		screen_say(screen, "%s", tr("This is a recording: its knobs are as they were."));
		return;
	}
	if (scene->knob >= scene->knob_count) {
		screen_say(screen, "%s", tr("This scenario has no knobs."));
		return;
	}
	if (knob->next + by < knob->min || knob->next + by > knob->max) {
		screen_say(screen, tr("%s goes from %lld to %lld."), knob->name, (long long)knob->min,
		    (long long)knob->max);
		return;
	}
	knob->next += by;
	if (*knob->help)
		screen_say(screen, tr("%s: %lld (%s). r runs it so."), knob->name, (long long)knob->next,
		    knob->help);
}

static void next_knob(struct screen *screen)
{
	if (screen->scene.knob_count < 2)
		screen_say(screen, "%s",
		    screen->scene.knob_count ? tr("There is only one knob.") :
					       tr("This scenario has no knobs."));
	else
		screen->scene.knob = (screen->scene.knob + 1) % screen->scene.knob_count;
}

static void change_tempo(struct screen *screen, int by)
{
	if (!session_tempo(&screen->session, by))
		screen_say(screen, "%s",
		    by > 0 ? tr("This is as fast as it goes.") :
			     tr("This is as slow as it goes. Space pauses."));
}

static void choose(struct screen *screen, uint32_t key)
{
	const struct prediction *prediction = scene_prediction(&screen->scene);
	size_t choice = key - 'a';

	if (!prediction || !screen->choices)
		return;
	if (choice >= prediction->count) {
		screen_say(screen, tr("The answers are a to %c."), (char)('a' + prediction->count - 1));
		return;
	}
	screen->choices[screen->scene.step] = (int8_t)choice;
	visit_note(screen, FACT_PREDICTED, (int64_t)choice);
	screen->scene.scroll[PANEL_LESSON] = 0;
	if (screen->session.state == RUN_PAUSED)
		visit_go_on(screen);
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

	/* A recording has a beginning and an end that are meant, unless a text is looked at. */
	if (scene->recording && (request == REQUEST_FIRST || request == REQUEST_LAST) &&
	    (panel == PANEL_PROCESSES || panel == PANEL_TIMELINE)) {
		visit_end(screen, request == REQUEST_FIRST ? -1 : 1);
		return;
	}
	if (view_move(scene, panel, request, place->rows, place->columns))
		return;
	/* Where nothing can scroll, up and down choose a process, as they do in the table. */
	if ((request == REQUEST_UP || request == REQUEST_DOWN) && panel < PANELS &&
	    view_lines(scene, panel, place->columns) <= place->rows) {
		view_move(scene, PANEL_PROCESSES, request, place->rows, place->columns);
		return;
	}
	if (request == REQUEST_LEFT || request == REQUEST_RIGHT) {
		if (panel == PANEL_TIMELINE)
			screen_say(screen, "%s",
			    request == REQUEST_LEFT ? tr("This is the beginning.") : tr("This is now."));
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
		screen_say(screen, "%s", tr("The timeline is not shown: 4 shows it."));
	else if (!view_move(&screen->scene, PANEL_TIMELINE, request, place->rows, place->columns))
		screen_say(screen, "%s", tr("The timeline has no other scale in that direction."));
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
	visit_leave(screen);
	return false;
}

static bool act(struct screen *screen, enum key_request request, uint32_t key, int rows, int columns)
{
	struct scene *scene = &screen->scene;

	switch (request) {
	case REQUEST_HELP: scene->help = true; scene->scroll[PANEL_HELP] = 0; break;
	case REQUEST_BACK: return !(key == KEYS_ESCAPE && explore_stop(screen)) && go_back(screen);
	case REQUEST_OPEN: visit_open(screen); break;
	case REQUEST_PAUSE: toggle_pause(screen); break;
	case REQUEST_RESTART: visit_restart(screen); break;
	case REQUEST_KILL:
		if (scene->hand)
			hand_step(screen, DECISION_KILL);
		else
			kill_selected(screen);
		break;
	case REQUEST_STOP: stop_selected(screen); break;
	case REQUEST_EXPLORE: explore_toggle(screen); break;
	case REQUEST_HINT: explore_hint(screen); break;
	case REQUEST_BY_HAND: hand_toggle(screen); break;
	case REQUEST_STEP: hand_step(screen, DECISION_GO); break;
	case REQUEST_STEP_BACK: hand_back(screen, 1); break;
	case REQUEST_TIME_OUT: hand_step(screen, DECISION_TIMEOUT); break;
	case REQUEST_HERE: hand_here(screen); break;
	case REQUEST_FASTER: change_tempo(screen, 1); break;
	case REQUEST_SLOWER: change_tempo(screen, -1); break;
	case REQUEST_NEXT_STEP: visit_step(screen, 1); break;
	case REQUEST_PREVIOUS_STEP: visit_step(screen, -1); break;
	case REQUEST_KNOB_LESS: turn_knob(screen, -1); break;
	case REQUEST_KNOB_MORE: turn_knob(screen, 1); break;
	case REQUEST_KNOB_NEXT: next_knob(screen); break;
	case REQUEST_PANEL: go_to_panel(scene, (enum panel)(key - '1')); break;
	case REQUEST_NEXT_PANEL: go_to_panel(scene, (scene->focus + 1) % PANELS); break;
	case REQUEST_PREVIOUS_PANEL: go_to_panel(scene, (scene->focus + PANELS - 1) % PANELS); break;
	case REQUEST_ZOOM: scene->zoom = !scene->zoom; break;
	case REQUEST_EVENT_BACK: visit_event(screen, -1); break;
	case REQUEST_EVENT_ON: visit_event(screen, 1); break;
	case REQUEST_TENTH_BACK: visit_tenth(screen, -1); break;
	case REQUEST_TENTH_ON: visit_tenth(screen, 1); break;
	case REQUEST_BEGINNING: visit_end(screen, -1); break;
	case REQUEST_NEWEST: visit_end(screen, 1); break;
	case REQUEST_SAVE: visit_save(screen); break;
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

	if (request < REQUEST_UP || request > REQUEST_LAST || request == REQUEST_LEFT ||
	    request == REQUEST_RIGHT)
		screen->scene.help = false;
	else
		view_move(&screen->scene, PANEL_HELP, request, place->rows, place->columns);
}

bool screen_key(struct screen *screen, uint32_t key, int rows, int columns)
{
	const struct scene *scene = &screen->scene;

	visit_look(screen);
	unsigned where = scene->lesson ? KEYS_IN_LESSON : KEYS_IN_CATALOGUE;
	const struct keymap_row *row;

	if (scene->hand)
		where = KEYS_BY_HAND;
	if (visit_must_predict(screen))
		where |= KEYS_IN_PREDICTION;
	row = keymap_find(key, where);
	screen->scene.notice[0] = '\0';
	if (scene->help) {
		help_key(screen, row ? row->request : REQUEST_NONE, rows, columns);
		return false;
	}
	if (!row) {
		screen_say(screen, "%s", tr("That key does nothing here. ? shows those that do."));
		return false;
	}
	return act(screen, row->request, key, rows, columns);
}
