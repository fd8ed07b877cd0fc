/* The scene: all that the screen shows, in one struct that knows neither runs nor terminals.
 *
 * screen.c fills it, views read it, tests build their own. Views may change what the person moves:
 * selected, scroll, tick.
 */
#ifndef TUI_SCENE_H
#define TUI_SCENE_H

#include <stdbool.h>
#include <stdint.h>

#include "lesson/lesson.h"
#include "lesson/study.h"
#include "schedule/apart.h"
#include "schedule/explorer.h"
#include "schedule/schedule.h"
#include "trace/recording.h"
#include "tui/history.h"
#include "tui/kernel.h"
#include "tui/timeline.h"
#include "world/verdict.h"
#include "world/world.h"

/* In the order of their digits: PANEL_PROCESSES is 1. */
enum panel {
	PANEL_PROCESSES,
	PANEL_GRAPH,
	PANEL_OBJECTS,
	PANEL_TIMELINE,
	PANEL_SOURCE,
	PANEL_LESSON,
	PANEL_EVENTS,
	PANELS,
	PANEL_CATALOGUE = PANELS, /* whole screens; they have no digit */
	PANEL_HELP,
	PANELS_ALL
};

enum run_state { RUN_NONE, RUN_LIVE, RUN_PAUSED, RUN_FINISHED, RUN_LOST /* its supervisor died */ };

struct scene_knob {
	char name[32], help[64];
	int64_t value;       /* of this run */
	int64_t next;        /* of the next one */
	int64_t min, max;
};

#define SCENE_KNOBS 16

/* What is shown is a recording. */
struct scene_recording {
	const char *file;                        /* its name */
	const struct recording_header *header;
	const char *ending;   /* how the run ended, "" = the recording breaks off */
	char damage[512];     /* why the rest of it cannot be read, "" = all was read */
	const char *no_source; /* why the scenario is not shown, "" = it is */
	int64_t time;         /* ns of run time of its last event */
};

/* The run is stepped by hand. */
struct scene_hand {
	const struct grant *schedule; /* the steps that are known */
	uint32_t step;  /* so many of them are shown as taken, */
	uint32_t taken; /* the processes have taken so many, */
	uint32_t known; /* and so many there are: behind those taken they are planned */
};

/* All schedules are being explored, or were. */
struct scene_explore {
	const struct exploration *told;
	bool going;
	double seconds;                /* since it began */
	struct apart_free free;	       /* runs beside it */
	uint32_t critical;             /* step of the run by hand, if that is what was found; 0 = not known */
	const struct outlook *outlook; /* of where the run by hand is shown; NULL = not known */
};

struct scene {
	/* the run; world, verdict, timeline, history, kernel are never NULL */
	enum run_state run;
	const struct world *world;
	const struct verdict *verdict;
	const struct timeline *timeline;
	const struct history *history;
	const struct kernel *kernel;
	int64_t now;          /* ns of run time */
	const struct scene_recording *recording; /* NULL: it is a run */
	const struct scene_hand *hand; /* NULL: nobody steps it */
	const struct scene_explore *explore; /* NULL: nobody has explored it */
	uint64_t at, count;   /* events shown, of so many; at < count: it is the past */
	const char *tempo;    /* "1.0x", "max" */
	bool unhurried;       /* operations are held for a person to see; else it runs as fast as it goes */
	struct scene_knob knobs[SCENE_KNOBS];
	uint32_t knob_count, knob; /* knob: the one that [ and ] turn */

	/* the lesson, or the list of lessons */
	const struct lesson *lesson; /* NULL: the list is shown */
	size_t step;
	const int8_t *choices;       /* a step's answer to its prediction, -1 = none yet */
	const struct catalogue *catalogue;
	const struct study *study;   /* what was done before; NULL = nothing is kept */
	size_t entry;                /* selected in the list */

	/* where the person is */
	enum panel focus;
	enum panel pane;  /* what the switchable pane of the compact layout shows */
	bool zoom, help;
	uint32_t selected; /* a process number */
	bool picked;       /* by the person; else it is the first child of main */
	int scroll[PANELS_ALL]; /* first line shown; events and timeline: SCROLL_FOLLOW = the newest */
	int source_first;  /* first line of the source shown last */
	int64_t tick;      /* ns a column of the timeline, 0 = chosen for the person */
	char notice[512];  /* instead of the hint bar, and of the border above it if it is long; "" = none */
};

#define SCROLL_FOLLOW (-1)

static inline const struct lesson_step *scene_step(const struct scene *scene)
{
	return scene->lesson && scene->step < scene->lesson->step_count ? &scene->lesson->steps[scene->step] :
									  NULL;
}

/* The prediction of this step, NULL if it has none. */
static inline const struct prediction *scene_prediction(const struct scene *scene)
{
	const struct lesson_step *step = scene_step(scene);

	return step ? step->prediction : NULL;
}

static inline int scene_choice(const struct scene *scene)
{
	return scene->choices ? scene->choices[scene->step] : -1;
}

#endif
