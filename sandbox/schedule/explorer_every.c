/* The explorer's last stages: all executions once more, and one schedule of every class. */
#include "schedule/explorer_inside.h"

#include <errno.h>

/* The exploration is over, but for one thing that may have been asked for. */
void explorer_done_but_every(struct explorer *explorer, enum exploring how)
{
	bool shared = explorer->options.share.of && how == EXPLORED_FOUND; /* then nobody needs the shares */

	explorer->then = how;
	if (explorer->options.every && !explorer->options.lazy && !shared)
		explorer->stage = STAGE_EVERY;
	else
		explorer_done(explorer, how);
}

void explorer_run_every(struct explorer *explorer)
{
	struct exploration *told = &explorer->told;
	int error = explorer->every ?
			    0 :
			    every_create(&explorer->every, &explorer->run_options, explorer->knowledge,
					 explorer->model, &explorer->options.share);
	if (error == -EDOM) { /* too many classes, or schedules without an end */
		told->every_refused = true;
		told->bound = explorer->options.share.of ? "classes" : told->bound;
		explorer_done(explorer, explorer->options.share.of ? EXPLORED_UP_TO : explorer->then);
		return;
	}
	int more = error ? error : every_next(explorer->every);
	if (more < 0) {
		explorer_fail(explorer, more);
		return;
	}
	told->every = *every_told(explorer->every);
	if (more)
		return;
	told->executions += (uint32_t)told->every.run;
	if (told->every.lesson == LEARNED && explorer->options.share.of) {
		explorer_done(explorer, EXPLORED_SHARED);
		return;
	}
	if (told->every.lesson == LEARNED) {
		explorer_done(explorer, explorer->then);
		return;
	}
	told->because = told->every.because;
	explorer_done(explorer,
		      told->every.lesson == LEARNED_DIFFERS ? EXPLORED_NONDETERMINISTIC : EXPLORED_WRONG);
}

/* Nothing differed. That counts only if there was nothing that could have. */
static void all_the_same(struct explorer *explorer)
{
	if (explorer->outside) {
		explorer->told.because =
			"it asks for the time, a seed, an address or the size of its memory, which were "
			"always the same here and are not elsewhere";
		explorer_done(explorer, EXPLORED_NONDETERMINISTIC);
		return;
	}
	explorer_done_but_every(explorer, EXPLORED_PROVED);
}

/* One of the executions, in a supervisor that has loaded the scenario anew. */
void explorer_run_again(struct explorer *explorer)
{
	struct execution execution;
	int error = explorer_second(explorer);

	if (!error && explorer->checked == explorer->past_count) {
		all_the_same(explorer);
		return;
	}
	const struct past *past = &explorer->pasts[explorer->checked++];
	if (!error)
		error = executor_run_alone(explorer->second, explorer->grants + past->first, past->count,
					   NULL, 0, NULL, &execution);
	if (error) {
		explorer_fail(explorer, error);
		return;
	}
	explorer->told.executions++;
	if (execution.ending == ENDING_REFUSED) {
		explorer->told.because = "the same schedule could not be taken a second time";
		explorer_done(explorer, EXPLORED_NONDETERMINISTIC);
		return;
	}
	explorer_take_lesson(explorer,
			     learn(explorer->knowledge, explorer->model, &execution, &explorer->complaint));
}
