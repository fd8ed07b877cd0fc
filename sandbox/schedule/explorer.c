#include "schedule/explorer_inside.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/grow.h"

#define STATES_MAX 20000000u
#define BYTES_MAX (UINT64_C(2) << 30)
#define SHORTEST_TIMES 4u /* as many states as the reduced search are looked at for the shortest ... */
#define SHORTEST_LEAST 100000u /* ... and so many more */
#define HUNT_AFTER 1024u /* states without a failure; then ... */

static const char *const stages[] = {
	[STAGE_BEGIN] = "starting",	 [STAGE_SEARCH] = "searching", [STAGE_SHORTEST] = "shortest",
	[STAGE_HUNT] = "searching",	 [STAGE_CYCLES] = "cycles",    [STAGE_ROUND] = "confirming",
	[STAGE_SWITCHES] = "fewest switches",
	[STAGE_CONFIRM] = "confirming",	 [STAGE_WHOLE] = "avoidable",	[STAGE_AGAIN] = "running again",
	[STAGE_EVERY] = "every class",	 [STAGE_SAMPLE] = "sampling",	[STAGE_DONE] = "done",
};

struct model *explorer_new_model(struct explorer *explorer)
{
	struct model *model = explorer->knowledge ? model_create(explorer->knowledge) : NULL;

	if (model && explorer->options.lazy)
		model_keep_times(model);
	return model;
}

int explorer_create(struct explorer **created, const struct run_options *options,
		    const struct explorer_options *how)
{
	struct explorer *explorer = calloc(1, sizeof *explorer);

	if (!explorer)
		return -ENOMEM;
	explorer->run_options = *options;
	explorer->run_options.keeps_order = how->lazy;
	explorer->run_options.fingerprints = !how->histories;
	explorer->run_options.lives = true;
	explorer->options = *how;
	explorer->knowledge = knowledge_create();
	explorer->model = explorer_new_model(explorer);
	explorer->ahead = how->lazy ? policy_lazy(policy_first()) : policy_first();
	int error = explorer->model && explorer->ahead ?
			    executor_create(&explorer->executor, &explorer->run_options, 0) : -ENOMEM;
	if (error) {
		explorer_destroy(explorer);
		return error;
	}
	*created = explorer;
	return 0;
}

void explorer_destroy(struct explorer *explorer)
{
	if (!explorer)
		return;
	executor_destroy(explorer->executor);
	executor_destroy(explorer->second);
	policy_destroy(explorer->ahead);
	cycles_destroy(explorer->cycles);
	switches_destroy(explorer->switches);
	every_destroy(explorer->every);
	search_destroy(explorer->search);
	model_destroy(explorer->model);
	knowledge_destroy(explorer->knowledge);
	free(explorer->need);
	free(explorer->schedule);
	free(explorer->caught);
	free(explorer->grants);
	free(explorer->pasts);
	free(explorer);
}

void explorer_done(struct explorer *explorer, enum exploring how)
{
	explorer->told.how = how;
	explorer->stage = STAGE_DONE;
}

void explorer_fail(struct explorer *explorer, int error)
{
	explorer->told.error = error;
	explorer_done(explorer, EXPLORED_ERROR);
}

bool explorer_begin_search(struct explorer *explorer, enum stage stage, bool eager, bool goes_on,
			 uint32_t depth)
{
	struct search_options options = {
		.eager = eager,
		.goes_on = goes_on,
		.lazy = explorer->options.lazy,
		.depth_max = depth,
		.states_max = explorer->options.states_max ? explorer->options.states_max : STATES_MAX,
		.bytes_max = explorer->options.bytes_max ? explorer->options.bytes_max : BYTES_MAX,
	};

	if (goes_on && options.states_max > AVOIDABLE_MAX)
		options.states_max = AVOIDABLE_MAX;
	search_destroy(explorer->search);
	explorer->search = search_create(explorer->knowledge, explorer->model, &options);
	explorer->stage = stage;
	if (!explorer->search)
		explorer_fail(explorer, -ENOMEM);
	return explorer->search != NULL;
}

/* A bound counts steps, so it needs the search that takes them one by one. */
bool explorer_begin_first_search(struct explorer *explorer)
{
	explorer->told.reduced = !explorer->options.depth_max;
	return explorer_begin_search(explorer, STAGE_SEARCH, explorer->told.reduced, false,
			    explorer->options.depth_max);
}

void explorer_count_switches(struct exploration *told)
{
	told->switches = 0;
	for (uint32_t i = 1; i < told->steps; i++)
		told->switches += told->schedule[i].process != told->schedule[i - 1].process;
}

/* explorer->schedule fails, as explorer->judgement says. */
bool explorer_keep_steps(struct explorer *explorer, uint32_t count)
{
	struct exploration *told = &explorer->told;

	if (count == UINT32_MAX) {
		explorer_fail(explorer, -ENOMEM);
		return false;
	}
	told->schedule = explorer->schedule;
	told->steps = count;
	told->failure = explorer->judgement.failure;
	told->whole = explorer->judgement.whole;
	told->early = false;
	explorer_count_switches(told);
	return true;
}

static bool keep_schedule(struct explorer *explorer)
{
	uint32_t state = search_failure(explorer->search, &explorer->judgement);

	return explorer_keep_steps(explorer, search_path(explorer->search, state, &explorer->schedule,
						&explorer->schedule_room));
}

void explorer_not_confirmed(struct explorer *explorer)
{
	if (explorer->told.how != EXPLORING)
		return;
	explorer->told.because = "the schedule that fails in the model did not fail on real processes";
	explorer_done(explorer, EXPLORED_WRONG);
}

static void bounded(struct explorer *explorer, enum search_end end)
{
	explorer->told.bound =
		end == SEARCH_DEPTH ? "steps" :
		explorer->told.figures.states >=
				(explorer->options.states_max ? explorer->options.states_max : STATES_MAX) ?
				      "states" :
				      "memory";
}

/* The model does not cover it. */
static void beyond(struct explorer *explorer)
{
	snprintf(explorer->complaint.text, sizeof explorer->complaint.text, "%s",
		 model_beyond(explorer->model));
	explorer->told.because = explorer->complaint.text;
	explorer->stage = STAGE_SAMPLE;
	if (explorer_told_early(explorer) && explorer->stage != STAGE_DONE)
		explorer_done(explorer, EXPLORED_FOUND);
}

/* A portion of a search; `found` and `over` are what then comes. */
static void search_on(struct explorer *explorer, void (*found)(struct explorer *),
		      void (*over)(struct explorer *, enum search_end))
{
	enum search_end end = search_run(explorer->search, PORTION);

	explorer->told.figures = search_figures(explorer->search);
	switch (end) {
	case SEARCH_PAUSED:
		break;
	case SEARCH_NEEDS:
		explorer_execute_need(explorer,
			     search_need(explorer->search, &explorer->need, &explorer->need_room));
		break;
	case SEARCH_FOUND:
		found(explorer);
		break;
	case SEARCH_BEYOND:
		beyond(explorer);
		break;
	case SEARCH_NO_MEMORY:
		explorer_fail(explorer, -ENOMEM);
		break;
	default:
		over(explorer, end);
	}
}

static void found_shortest(struct explorer *explorer)
{
	explorer->told.certain_shortest = true;
	if (keep_schedule(explorer))
		explorer->stage = STAGE_CONFIRM;
}

/* No room for the shortest: the one that is known will do. */
static void over_shortest(struct explorer *explorer, enum search_end end)
{
	(void)end;
	explorer->stage = STAGE_CONFIRM;
}

static void begin_switches(struct explorer *explorer)
{
	struct search_options options = {
		.lazy = explorer->options.lazy,
		.states_max = explorer->options.states_max ? explorer->options.states_max : STATES_MAX,
		.bytes_max = explorer->options.bytes_max ? explorer->options.bytes_max : BYTES_MAX,
	};

	explorer->switches = switches_create(explorer->knowledge, explorer->model, &options);
	explorer->stage = STAGE_SWITCHES;
	if (!explorer->switches)
		explorer_fail(explorer, -ENOMEM);
}

static void search_switches(struct explorer *explorer)
{
	struct exploration *told = &explorer->told;
	enum search_end end = switches_run(explorer->switches, PORTION);

	told->figures = switches_figures(explorer->switches);
	if (end == SEARCH_PAUSED)
		return;
	if (end == SEARCH_NEEDS) {
		explorer_execute_need(
			explorer, switches_need(explorer->switches, &explorer->need, &explorer->need_room));
		return;
	}
	/* No room for the fewest: the one that is known will do. */
	explorer->stage = STAGE_CONFIRM;
	if (end == SEARCH_FOUND &&
	    explorer_keep_steps(explorer, switches_path(explorer->switches, &explorer->schedule,
							&explorer->schedule_room, &explorer->judgement))) {
		told->fewest_switches = true;
		told->fewest_operations = false;
	}
	switches_destroy(explorer->switches);
	explorer->switches = NULL;
}

static void found_first(struct explorer *explorer)
{
	if (!explorer->told.reduced) {
		found_shortest(explorer);
		return;
	}
	/* The reduction hides how few steps would do. Without it there are many more states. */
	uint64_t states = (uint64_t)explorer->told.figures.states * SHORTEST_TIMES + SHORTEST_LEAST;
	uint32_t before = explorer->options.states_max;

	if (!keep_schedule(explorer))
		return;
	explorer->told.fewest_operations = true;
	if (explorer->options.first || explorer->options.fewest_switches) {
		explorer->stage = STAGE_CONFIRM;
		if (explorer->options.fewest_switches)
			begin_switches(explorer);
		return;
	}
	if (!explorer->options.shortest && (!before || before > states))
		explorer->options.states_max = states > STATES_MAX ? STATES_MAX : (uint32_t)states;
	explorer_begin_search(explorer, STAGE_SHORTEST, false, false, explorer->told.steps);
	explorer->options.states_max = before;
}

static void over_first(struct explorer *explorer, enum search_end end)
{
	if (end != SEARCH_EXHAUSTED) {
		bounded(explorer, end);
		if (!explorer_told_early(explorer))
			explorer_done(explorer, EXPLORED_UP_TO);
		else if (explorer->stage != STAGE_DONE)
			explorer_done(explorer, EXPLORED_FOUND);
		return;
	}
	if (explorer_told_early(explorer)) {
		explorer->told.because = "a run failed in a way that the model does not know";
		explorer_done(explorer, EXPLORED_WRONG);
		return;
	}
	explorer_begin_cycles(explorer);
}

/* The whole graph has other failures beside the one that is told. */
static void found_another(struct explorer *explorer)
{
	(void)explorer;
}

/* The first step of the schedule after which the failure was certain. */
static void find_critical(struct explorer *explorer)
{
	struct exploration *told = &explorer->told;
	struct outlook outlook;

	for (uint32_t steps = 1; steps <= told->steps; steps++) {
		if (!outlook_see(explorer->knowledge, explorer->model, explorer->search, told->schedule,
				 steps, &outlook))
			return;
		if (outlook.fate != FATE_DOOMED)
			continue;
		told->critical = steps;
		return;
	}
}

static void over_whole(struct explorer *explorer, enum search_end end)
{
	explorer->fates = end == SEARCH_EXHAUSTED && search_fates(explorer->search);
	if (!explorer->fates) {
		explorer_done(explorer, EXPLORED_FOUND);
		return;
	}
	find_critical(explorer);
	explorer_done_but_every(explorer, EXPLORED_FOUND);
}

static void confirm(struct explorer *explorer)
{
	struct execution execution;

	if (!explorer_show(explorer, NULL, &execution)) {
		explorer_not_confirmed(explorer);
		return;
	}
	if (explorer->options.avoidable &&
	    (explorer->told.certain_shortest || explorer->told.fewest_switches))
		explorer_begin_search(explorer, STAGE_WHOLE, false, true, 0);
	else
		explorer_done(explorer, EXPLORED_FOUND);
}

/* The first search; when it takes long, random schedules are tried, too. */
static void search_first(struct explorer *explorer)
{
	search_on(explorer, found_first, over_first);
	if (explorer->stage != STAGE_SEARCH || explorer->told.figures.states < HUNT_AFTER ||
	    explorer->options.depth_max || explorer_told_early(explorer))
		return;
	if (explorer->hunts < HUNTS)
		explorer->stage = STAGE_HUNT;
}

static void go_a_step(struct explorer *explorer)
{
	switch (explorer->stage) {
	case STAGE_BEGIN:
		if (explorer_execute(explorer, NULL, 0, explorer->ahead, LOOK_AHEAD))
			explorer_begin_first_search(explorer);
		break;
	case STAGE_SEARCH:
		search_first(explorer);
		break;
	case STAGE_HUNT:
		explorer_hunt(explorer);
		break;
	case STAGE_CYCLES:
		explorer_look_for_cycles(explorer);
		break;
	case STAGE_SWITCHES:
		search_switches(explorer);
		break;
	case STAGE_ROUND:
		explorer_go_round(explorer);
		break;
	case STAGE_SHORTEST:
		search_on(explorer, found_shortest, over_shortest);
		break;
	case STAGE_CONFIRM:
		confirm(explorer);
		break;
	case STAGE_WHOLE:
		search_on(explorer, found_another, over_whole);
		break;
	case STAGE_AGAIN:
		explorer_run_again(explorer);
		break;
	case STAGE_EVERY:
		explorer_run_every(explorer);
		break;
	case STAGE_SAMPLE:
		explorer_sample(explorer);
		break;
	case STAGE_DONE:
		break;
	}
}

const struct exploration *explorer_settle(struct explorer *explorer)
{
	if (explorer->told.how == EXPLORING && explorer->told.early)
		explorer_done(explorer, EXPLORED_FOUND);
	if (explorer->told.how == EXPLORING && explorer->stage == STAGE_EVERY)
		explorer_done(explorer, explorer->then);
	return &explorer->told;
}

const struct exploration *explorer_go_on(struct explorer *explorer, int64_t nanoseconds)
{
	int64_t until = clock_now() + nanoseconds;

	while (explorer->stage != STAGE_DONE && clock_now() < until)
		go_a_step(explorer);
	explorer->told.stage = stages[explorer->stage];
	explorer->told.nodes = explorer->knowledge ? knowledge_nodes(explorer->knowledge) : 0;
	explorer->told.merged = explorer->knowledge ? knowledge_merged(explorer->knowledge) : 0;
	return &explorer->told;
}

/* The schedule, as a policy: so its steps can be watched one by one. */
struct told_policy {
	struct policy policy;
	const struct grant *schedule;
	uint32_t steps, at;
};

int explorer_second(struct explorer *explorer)
{
	struct run_options forking = explorer->run_options;

	forking.lives = false;
	return explorer->second ? 0 : executor_create(&explorer->second, &forking, 0);
}

static bool choose_told(struct policy *policy, const struct parked *parked, uint32_t count,
			struct grant *next)
{
	struct told_policy *told = (struct told_policy *)policy;

	if (told->at == told->steps)
		return false;
	*next = told->schedule[told->at++];
	for (uint32_t i = 0; i < count; i++)
		if (parked[i].process == next->process)
			return parked[i].can || next->decision == DECISION_KILL;
	return false;
}

bool explorer_show(struct explorer *explorer, const struct watcher *watcher, struct execution *execution)
{
	const struct exploration *told = &explorer->told;
	struct told_policy steps = {.policy = {.name = "told", .choose = choose_told},
				    .schedule = told->schedule,
				    .steps = told->steps};
	int error = explorer_second(explorer);

	if (!error && watcher)
		error = executor_run_alone(explorer->second, NULL, 0, &steps.policy, 0, watcher, execution);
	else if (!error)
		error = executor_run_alone(explorer->second, told->schedule, told->steps, NULL, 0, NULL,
					   execution);

	explorer->told.executions++;
	if (error) {
		explorer_fail(explorer, error);
		return false;
	}
	if (execution->ending == ENDING_REFUSED || execution->granted != told->steps)
		return false;
	for (uint32_t i = 0; i < execution->parked_count; i++)
		if (told->failure == FAILURE_ASSERT || told->failure == FAILURE_ERROR) {
			const struct offer *offer = execution->parked[i].offer;

			if (offer->kind == OFFER_EXIT && offer->b > 0)
				return true;
		}
	if (told->failure == FAILURE_SPIN)
		return execution->ending == ENDING_SPUN;
	if (told->cycle)
		return execution->ending == ENDING_STOPPED;
	if (told->failure != FAILURE_DEADLOCK)
		return explorer_failure_of(execution) ==
		       told->failure; /* one of a sample went on to its end */
	uint32_t blocked = 0;
	for (uint32_t i = 0; i < execution->parked_count; i++)
		blocked += !execution->parked[i].can;
	return blocked && (!told->whole || blocked == execution->parked_count);
}

bool explorer_outlook(struct explorer *explorer, const struct grant *grants, uint32_t count,
		      struct outlook *outlook)
{
	*outlook = (struct outlook){.known = explorer->told.how == EXPLORED_PROVED, .distance = UINT32_MAX};
	if (explorer->told.how == EXPLORED_FOUND && explorer->fates)
		outlook_see(explorer->knowledge, explorer->model, explorer->search, grants, count, outlook);
	return outlook->known;
}
