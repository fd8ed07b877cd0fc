/* The explorer's executions, and what it learns from them. */
#include "schedule/explorer_inside.h"

#include <errno.h>
#include <string.h>

#include "base/grow.h"

/* For the second time: what was granted, all of it. */
static bool remember(struct explorer *explorer, const struct execution *execution)
{
	if (!grow(&explorer->pasts, &explorer->past_room, explorer->past_count + 1,
		  sizeof *explorer->pasts) ||
	    !grow(&explorer->grants, &explorer->grant_room, explorer->grant_count + execution->granted,
		  sizeof *explorer->grants))
		return false;
	explorer->pasts[explorer->past_count++] = (struct past){explorer->grant_count, execution->granted};
	if (execution->granted)
		memcpy(explorer->grants + explorer->grant_count, execution->grants,
		       execution->granted * sizeof *explorer->grants);
	explorer->grant_count += execution->granted;
	return true;
}

/* What was learned from an execution, or why nothing could be. Returns true to go on. */
bool explorer_take_lesson(struct explorer *explorer, enum learning lesson)
{
	explorer->told.because = explorer->complaint.text;
	switch (lesson) {
	case LEARNED:
		explorer->told.because = NULL;
		return true;
	case LEARNED_DIFFERS:
		explorer_done(explorer, EXPLORED_NONDETERMINISTIC);
		return false;
	case LEARNED_WRONG:
		explorer_done(explorer, EXPLORED_WRONG);
		return false;
	case LEARNED_BEYOND:
		explorer->stage = STAGE_SAMPLE;
		return false;
	default:
		explorer_fail(explorer, -ENOMEM);
		return false;
	}
}

/* The scenario asks for what fingerprints do not cover: what was merged may not have been the same. */
static bool begin_anew(struct explorer *explorer)
{
	executor_destroy(explorer->executor);
	executor_destroy(explorer->second);
	explorer->executor = explorer->second = NULL;
	search_destroy(explorer->search);
	explorer->search = NULL;
	switches_destroy(explorer->switches);
	explorer->switches = NULL;
	model_destroy(explorer->model);
	knowledge_destroy(explorer->knowledge);
	explorer->knowledge = knowledge_create();
	explorer->model = explorer_new_model(explorer);
	explorer->run_options.fingerprints = false;
	explorer->past_count = explorer->grant_count = 0;
	explorer->caught_count = 0;
	explorer->stage = STAGE_BEGIN;
	int error =
		explorer->model ? executor_create(&explorer->executor, &explorer->run_options, 0) : -ENOMEM;
	if (error)
		explorer_fail(explorer, error);
	return false;
}

/* An execution that begins with this schedule, and goes on for up to `ahead` steps, as the policy says. */
bool explorer_execute(struct explorer *explorer, const struct grant *schedule, uint32_t count,
		      struct policy *policy, uint32_t ahead)
{
	struct execution execution;
	int error = executor_run_alone(explorer->executor, schedule, count, policy, count + ahead, NULL,
				       &execution);

	explorer->told.executions++;
	if (error || execution.ending == ENDING_LOST || !remember(explorer, &execution)) {
		explorer_fail(explorer, error ? error : -ENOMEM);
		return false;
	}
	if (execution.ending == ENDING_REFUSED) {
		explorer->told.because = "a step that others took could not be taken this time";
		explorer_done(explorer, EXPLORED_NONDETERMINISTIC);
		return false;
	}
	if (execution.ending == ENDING_FULL)
		explorer->told.bound = "steps";
	if (run_uncovered(executor_of_run(explorer->executor))) {
		explorer->outside = true;
		if (explorer->run_options.fingerprints)
			return begin_anew(explorer);
	}
	return explorer_take_lesson(explorer,
			   learn(explorer->knowledge, explorer->model, &execution, &explorer->complaint)) &&
	       ((explorer->options.lazy && count) || explorer_catch_failure(explorer, &execution));
}

/* explorer->need, of so many steps. */
bool explorer_execute_need(struct explorer *explorer, uint32_t count)
{
	if (count == UINT32_MAX) {
		explorer_fail(explorer, -ENOMEM);
		return false;
	}
	uint64_t asked = control_hash(explorer->need, count * sizeof *explorer->need);
	explorer->times = asked == explorer->asked ? explorer->times + 1 : 0;
	explorer->asked = asked;
	if (explorer->times > 1) {
		explorer->told.because = "an execution did not show what comes after a step";
		explorer_done(explorer, EXPLORED_WRONG);
		return false;
	}
	/* Of a process that is killed further on, an execution that goes on does not tell what it was about
	 * to do. */
	bool seen = knowledge_sees_ends(explorer->knowledge);
	if (!explorer_execute(explorer, explorer->need, count, explorer->ahead,
			      explorer->times ? 0 : LOOK_AHEAD))
		return false;
	/* Then the reduction took ends for granted which it may not. */
	if (!seen && knowledge_sees_ends(explorer->knowledge) && explorer->stage == STAGE_SEARCH)
		return explorer_begin_first_search(explorer);
	return true;
}
