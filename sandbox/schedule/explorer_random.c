/* What the explorer leaves to chance: a few random schedules where its search takes long, and many where the
 * scenario cannot be searched. */
#include "schedule/explorer_inside.h"

#include <errno.h>
#include <string.h>

#include "base/grow.h"
#include "schedule/shorten.h"

#define SAMPLES	       1000u
#define HUNT_STEPS     400u
#define HUNT_DEPTH     3u   /* of every second one, by PCT ... */
#define HUNT_PCT_STEPS 100u /* ... of that many */

/* Did it fail? Without the model: everybody who is left is stuck, or one ends by an error. */
enum failure explorer_failure_of(const struct execution *execution)
{
	if (execution->ending == ENDING_SPUN)
		return FAILURE_SPIN;
	for (uint32_t i = 0; i < execution->count; i++)
		if (execution->steps[i].offer.kind == OFFER_EXIT && execution->steps[i].offer.b)
			return execution->steps[i].offer.b == 1 + ERROR_ASSERT ? FAILURE_ASSERT :
										 FAILURE_ERROR;
	return execution->ending == ENDING_STUCK ? FAILURE_DEADLOCK : FAILURE_NONE;
}

/* A run failed before the search came to it: its schedule is looked at in a moment. */
bool explorer_catch_failure(struct explorer *explorer, const struct execution *execution)
{
	if (explorer->told.schedule || explorer->caught_count || explorer->options.depth_max ||
	    explorer_failure_of(execution) == FAILURE_NONE || !execution->granted)
		return true;
	if (!grow(&explorer->caught, &explorer->caught_room, execution->granted, sizeof *explorer->caught)) {
		explorer_fail(explorer, -ENOMEM);
		return false;
	}
	memcpy(explorer->caught, execution->grants, execution->granted * sizeof *explorer->caught);
	explorer->caught_count = execution->granted;
	explorer->caught_as = explorer_failure_of(execution);
	return true;
}

/* A run failed while the search was still on its way: that is told at once. Returns whether there is such a
 * run; then the exploration may be over. */
bool explorer_told_early(struct explorer *explorer)
{
	struct exploration *told = &explorer->told;
	struct grant *schedule = explorer->caught;
	struct execution execution;

	if (told->schedule || !explorer->caught_count)
		return told->schedule != NULL;
	told->steps = shorten(explorer->knowledge, explorer->model, schedule, explorer->caught_count,
			      explorer->options.lazy, &explorer->judgement);
	told->failure = told->steps ? explorer->judgement.failure : explorer->caught_as;
	told->whole = true;
	told->early = true;
	if (!told->steps)
		told->steps = explorer->caught_count;
	told->schedule = schedule;
	explorer_count_switches(told);
	if (!explorer_show(explorer, NULL, &execution)) {
		explorer_not_confirmed(explorer);
		return true;
	}
	if (explorer->options.first)
		explorer_done(explorer, EXPLORED_FOUND);
	return true;
}

static struct policy *as_asked(const struct explorer *explorer, struct policy *policy)
{
	return explorer->options.lazy ? policy_lazy(policy) : policy;
}

void explorer_sample(struct explorer *explorer)
{
	uint32_t most = explorer->options.samples ? explorer->options.samples : SAMPLES;
	struct policy *walk =
		as_asked(explorer, policy_random(explorer->run_options.seed + explorer->told.samples));
	struct execution execution;

	if (explorer->told.samples >= most || !walk) {
		policy_destroy(walk);
		explorer_done(explorer, EXPLORED_SAMPLED);
		return;
	}
	int error = executor_run_alone(explorer->executor, NULL, 0, walk, explorer->options.depth_max, NULL,
				       &execution);
	policy_destroy(walk);
	explorer->told.samples++;
	explorer->told.executions++;
	if (error) {
		explorer_fail(explorer, error);
		return;
	}
	enum failure failure = explorer_failure_of(&execution);
	if (failure == FAILURE_NONE)
		return;
	if (!grow(&explorer->schedule, &explorer->schedule_room, execution.granted + 1,
		  sizeof *explorer->schedule)) {
		explorer_fail(explorer, -ENOMEM);
		return;
	}
	memcpy(explorer->schedule, execution.grants, execution.granted * sizeof *explorer->schedule);
	explorer->told.schedule = explorer->schedule;
	explorer->told.steps = execution.granted;
	explorer->told.failure = failure;
	explorer->told.whole = true; /* if it is a deadlock: nobody could take a step */
	explorer_count_switches(&explorer->told);
	explorer_done(explorer, EXPLORED_FOUND);
}

/* One of a few random schedules. They teach what others do not, so none is wasted. */
void explorer_hunt(struct explorer *explorer)
{
	uint64_t seed = explorer->run_options.seed + explorer->hunts;
	struct policy *policy =
		as_asked(explorer, explorer->hunts % 2 ? policy_pct(seed, HUNT_DEPTH, HUNT_PCT_STEPS) :
							 policy_random(seed));
	bool seen = knowledge_sees_ends(explorer->knowledge);

	explorer->hunts++;
	if (!policy) {
		explorer_fail(explorer, -ENOMEM);
		return;
	}
	bool went_on = explorer_execute(explorer, NULL, 0, policy, HUNT_STEPS);
	policy_destroy(policy);
	if (!went_on)
		return;
	if (!seen && knowledge_sees_ends(explorer->knowledge))
		explorer_begin_first_search(explorer);
	else if (explorer->caught_count || explorer->hunts == HUNTS)
		explorer->stage = STAGE_SEARCH;
}
