/* What the screen shows of a run at one moment: all that is folded from its events so far. */
#ifndef TUI_PICTURE_H
#define TUI_PICTURE_H

#include "tui/history.h"
#include "tui/past.h"
#include "tui/timeline.h"
#include "world/verdict.h"
#include "world/world.h"

struct picture {
	struct world *world; /* never NULL once it is initialised */
	struct timeline timeline;
	struct history history;
	struct verdict verdict;
	bool judge_again;     /* a verdict that may change by itself, with time */
	uint32_t losses_told; /* of world->losses */
	int64_t tick;	      /* ns of the timeline's ticks at first, 0 = TIMELINE_FIRST_TICK */
};

int picture_init(struct picture *picture); /* 0 or -ENOMEM */
void picture_finish(struct picture *picture);

/* Begin anew, or as it was at a mark (NULL: at the beginning), without its lines. -ENOMEM: it is as it was.
 */
int picture_reset(struct picture *picture, const struct past_mark *mark);

/* Fold an event. told: with a line in the history. */
void picture_take(struct picture *picture, const struct trace_event *event, bool told);

/* Is there something for a person to see in this event? Else a step through the past does not stop at it. */
bool picture_shows(const struct trace_event *event);

/* Judge what is so now, at this run time. Returns true if it says something new. */
bool picture_judge(struct picture *picture, int64_t now);

#endif
