/* Events from a run of real processes that is stepped by hand: a source whose processes are all parked until
 * one of them is granted its next step.
 *
 * It knows a schedule: the steps that were taken, and behind them those that are planned. It takes planned
 * ones by itself up to where it was sent, or one by one at the tempo while it plays.
 *
 * Time in such a run is no time: a step counts as a second, so that it can be seen in the timeline. What a
 * process wants next has the time at which its step is over, and what the step did is just before that.
 */
#ifndef TUI_STEPPED_H
#define TUI_STEPPED_H

#include "schedule/schedule.h"
#include "tui/source.h"

#define STEPPED_STEP INT64_C(1000000000) /* ns that a step counts as */

enum stepped_state {
	STEPPED_BUSY,	 /* a step is being taken, or the next one is due */
	STEPPED_READY,	 /* somebody can take a step */
	STEPPED_STUCK,	 /* nobody can */
	STEPPED_ENDED,	 /* nobody is left */
	STEPPED_REFUSED, /* the next of the planned steps cannot be taken, and the plan is given up */
	STEPPED_SPINS,	 /* a process goes on for ever without a step */
	STEPPED_FULL,	 /* no more steps can be logged */
};

/* The step that an event of such a run belongs to, 0 = it was before the first. */
static inline int stepped_step(int64_t time)
{
	return (int)((time + STEPPED_STEP - 1) / STEPPED_STEP);
}

/* Start such a run; nobody has taken a step. Returns 0 and *source, or -errno of run_start. */
int source_stepped(struct source **source, const struct run_options *options);

enum stepped_state stepped_state(const struct source *source);
/* Does it go on by itself: is it busy, or does it play? */
bool stepped_is_going(const struct source *source);
/* The steps that are known, in order; so many of them were taken. Valid until a call that changes them. */
const struct schedule *stepped_schedule(const struct source *source, uint32_t *taken);
/* How many events there are before this step, 0 .. taken; UINT64_MAX: that is not known yet. */
uint64_t stepped_place(const struct source *source, uint32_t step);
/* What may be granted to a process now (CAN_…). The run is not busy. */
unsigned stepped_can(const struct source *source, uint32_t process);

/* Forget the steps from this one on that were planned. The run is not busy, if they were taken: then comes
 * stepped_again. */
void stepped_cut(struct source *source, uint32_t step);
bool stepped_plan(struct source *source, struct grant grant); /* one more at its end; false without memory */
/* Take planned steps up to this one, as fast as it goes. */
void stepped_go(struct source *source, uint32_t step);
/* All processes begin again, and take the first `steps` of the known ones. Their events come anew. 0 or
 * -EPIPE. */
int stepped_again(struct source *source, uint32_t steps);

#endif
