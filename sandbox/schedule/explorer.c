#include "schedule/explorer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/grow.h"
#include "schedule/classes.h"
#include "schedule/cycles.h"
#include "schedule/every.h"
#include "schedule/learn.h"
#include "schedule/shorten.h"
#include "schedule/standing.h"
#include "schedule/switches.h"

#define STATES_MAX 20000000u
#define BYTES_MAX (UINT64_C(2) << 30)
#define SAMPLES 1000u
#define LOOK_AHEAD 150u /* steps that an execution goes on beyond what was asked for */
#define PORTION 2048u /* states between two looks at the clock */
#define SHORTEST_TIMES 4u /* as many states as the reduced search are looked at for the shortest ... */
#define SHORTEST_LEAST 100000u /* ... and so many more */
#define CLASSES_PAIRS 150000u /* of states and sleepers: a third of a second or so */
#define AVOIDABLE_MAX 2000000u /* states */
#define HUNT_AFTER 4096u /* states without a failure; then ... */
#define HUNTS 8u	 /* so many random schedules are run, each of up to ... */
#define HUNT_STEPS 400u
#define HUNT_DEPTH 3u	   /* of every second one, by PCT ... */
#define HUNT_PCT_STEPS 100u /* ... of that many */

enum stage {
	STAGE_BEGIN,
	STAGE_SEARCH, /* with the reduction, or to the bound of steps without it */
	STAGE_HUNT,   /* a few random schedules, in between */
	STAGE_CYCLES, /* of the whole graph: is there a schedule that never ends? */
	STAGE_SHORTEST,
	STAGE_SWITCHES, /* for the fewest of them */
	STAGE_CONFIRM,
	STAGE_ROUND, /* run such a schedule on real processes */
	STAGE_WHOLE, /* the whole graph, for what can be avoided */
	STAGE_AGAIN, /* all executions a second time */
	STAGE_EVERY, /* one schedule of every class on real processes */
	STAGE_SAMPLE,
	STAGE_DONE,
};

struct past { /* an execution that taught us something: place in grants */
	uint32_t first, count;
};

struct explorer {
	struct run_options run_options;
	struct explorer_options options;
	struct executor *executor, *second;
	struct policy *ahead;
	struct knowledge *knowledge;
	struct model *model;
	struct search *search;
	struct cycles *cycles;
	struct switches *switches;
	struct every *every;
	enum exploring then; /* after STAGE_EVERY, if nothing is wrong */
	enum stage stage;
	struct exploration told;
	struct complaint complaint;
	struct grant *need, *schedule;
	uint64_t asked; /* hash of the last need */
	uint32_t times; /* how often it was asked for again */
	bool outside;   /* a process asked for what no schedule determines */
	uint32_t need_room, schedule_room;
	struct grant *grants; /* of all executions, one behind the other */
	uint32_t grant_count, grant_room;
	struct past *pasts;
	uint32_t past_count, past_room, checked;
	struct judgement judgement;
	bool fates; /* of all states are known */
	uint32_t hunts; /* random schedules run so far */
	struct grant *caught; /* one that failed, until it was shortened and seen to fail again */
	uint32_t caught_count, caught_room;
	enum failure caught_as;
};

static const char *const stages[] = {
	[STAGE_BEGIN] = "starting",	 [STAGE_SEARCH] = "searching", [STAGE_SHORTEST] = "shortest",
	[STAGE_HUNT] = "searching",	 [STAGE_CYCLES] = "cycles",    [STAGE_ROUND] = "confirming",
	[STAGE_SWITCHES] = "fewest switches",
	[STAGE_CONFIRM] = "confirming",	 [STAGE_WHOLE] = "avoidable",	[STAGE_AGAIN] = "running again",
	[STAGE_EVERY] = "every class",	 [STAGE_SAMPLE] = "sampling",	[STAGE_DONE] = "done",
};

static struct model *new_model(struct explorer *explorer)
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
	explorer->model = new_model(explorer);
	explorer->ahead = policy_first();
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

static void done(struct explorer *explorer, enum exploring how)
{
	explorer->told.how = how;
	explorer->stage = STAGE_DONE;
}

static void fail(struct explorer *explorer, int error)
{
	explorer->told.error = error;
	done(explorer, EXPLORED_ERROR);
}

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
static bool take_lesson(struct explorer *explorer, enum learning lesson)
{
	explorer->told.because = explorer->complaint.text;
	switch (lesson) {
	case LEARNED:
		explorer->told.because = NULL;
		return true;
	case LEARNED_DIFFERS:
		done(explorer, EXPLORED_NONDETERMINISTIC);
		return false;
	case LEARNED_WRONG:
		done(explorer, EXPLORED_WRONG);
		return false;
	case LEARNED_BEYOND:
		explorer->stage = STAGE_SAMPLE;
		return false;
	default:
		fail(explorer, -ENOMEM);
		return false;
	}
}

/* The scenario asks for what fingerprints do not cover: what was merged may not have been the same. */
static bool begin_anew(struct explorer *explorer)
{
	executor_destroy(explorer->executor);
	explorer->executor = NULL;
	search_destroy(explorer->search);
	explorer->search = NULL;
	switches_destroy(explorer->switches);
	explorer->switches = NULL;
	model_destroy(explorer->model);
	knowledge_destroy(explorer->knowledge);
	explorer->knowledge = knowledge_create();
	explorer->model = new_model(explorer);
	explorer->run_options.fingerprints = false;
	explorer->past_count = explorer->grant_count = 0;
	explorer->caught_count = 0;
	explorer->stage = STAGE_BEGIN;
	int error =
		explorer->model ? executor_create(&explorer->executor, &explorer->run_options, 0) : -ENOMEM;
	if (error)
		fail(explorer, error);
	return false;
}

/* Did it fail? Without the model: everybody who is left is stuck, or one ends by an error. */
static enum failure failure_of(const struct execution *execution)
{
	if (execution->ending == ENDING_SPUN)
		return FAILURE_SPIN;
	for (uint32_t i = 0; i < execution->count; i++)
		if (execution->steps[i].offer.kind == OFFER_EXIT && execution->steps[i].offer.b)
			return execution->steps[i].offer.b == 1 + ERROR_ASSERT ? FAILURE_ASSERT :
										 FAILURE_ERROR;
	return execution->ending == ENDING_STUCK ? FAILURE_DEADLOCK : FAILURE_NONE;
}

/* A run failed before the search came to it: its schedule is looked at in a moment (told_early). */
static bool catch_failure(struct explorer *explorer, const struct execution *execution)
{
	if (explorer->told.schedule || explorer->caught_count || explorer->options.depth_max ||
	    explorer->options.lazy ||
	    failure_of(execution) == FAILURE_NONE || !execution->granted)
		return true;
	if (!grow(&explorer->caught, &explorer->caught_room, execution->granted, sizeof *explorer->caught)) {
		fail(explorer, -ENOMEM);
		return false;
	}
	memcpy(explorer->caught, execution->grants, execution->granted * sizeof *explorer->caught);
	explorer->caught_count = execution->granted;
	explorer->caught_as = failure_of(execution);
	return true;
}

/* An execution that begins with this schedule, and goes on for up to `ahead` steps, as the policy says. */
static bool execute(struct explorer *explorer, const struct grant *schedule, uint32_t count,
		    struct policy *policy, uint32_t ahead)
{
	struct execution execution;
	int error =
		executor_run_alone(explorer->executor, schedule, count, policy, count + ahead, NULL, &execution);

	explorer->told.executions++;
	if (error || execution.ending == ENDING_LOST || !remember(explorer, &execution)) {
		fail(explorer, error ? error : -ENOMEM);
		return false;
	}
	if (execution.ending == ENDING_REFUSED) {
		explorer->told.because = "a step that others took could not be taken this time";
		done(explorer, EXPLORED_NONDETERMINISTIC);
		return false;
	}
	if (execution.ending == ENDING_FULL)
		explorer->told.bound = "steps";
	if (run_uncovered(executor_of_run(explorer->executor))) {
		explorer->outside = true;
		if (explorer->run_options.fingerprints)
			return begin_anew(explorer);
	}
	return take_lesson(explorer, learn(explorer->knowledge, explorer->model, &execution,
					   &explorer->complaint)) &&
	       catch_failure(explorer, &execution);
}

static bool begin_search(struct explorer *explorer, enum stage stage, bool eager, bool goes_on,
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
		fail(explorer, -ENOMEM);
	return explorer->search != NULL;
}

/* A bound counts steps, so it needs the search that takes them one by one. */
static bool begin_first_search(struct explorer *explorer)
{
	explorer->told.reduced = !explorer->options.depth_max;
	return begin_search(explorer, STAGE_SEARCH, explorer->told.reduced, false,
			    explorer->options.depth_max);
}

/* explorer->need, of so many steps. */
static bool execute_need(struct explorer *explorer, uint32_t count)
{
	if (count == UINT32_MAX) {
		fail(explorer, -ENOMEM);
		return false;
	}
	uint64_t asked = control_hash(explorer->need, count * sizeof *explorer->need);
	explorer->times = asked == explorer->asked ? explorer->times + 1 : 0;
	explorer->asked = asked;
	if (explorer->times > 1) {
		explorer->told.because = "an execution did not show what comes after a step";
		done(explorer, EXPLORED_WRONG);
		return false;
	}
	/* Of a process that is killed further on, an execution that goes on does not tell what it was about
	 * to do. */
	bool seen = knowledge_sees_ends(explorer->knowledge);
	if (!execute(explorer, explorer->need, count, explorer->ahead, explorer->times ? 0 : LOOK_AHEAD))
		return false;
	/* Then the reduction took ends for granted which it may not. */
	if (!seen && knowledge_sees_ends(explorer->knowledge) && explorer->stage == STAGE_SEARCH)
		return begin_first_search(explorer);
	return true;
}

static void count_switches(struct exploration *told)
{
	told->switches = 0;
	for (uint32_t i = 1; i < told->steps; i++)
		told->switches += told->schedule[i].process != told->schedule[i - 1].process;
}

/* explorer->schedule fails, as explorer->judgement says. */
static bool keep_steps(struct explorer *explorer, uint32_t count)
{
	struct exploration *told = &explorer->told;

	if (count == UINT32_MAX) {
		fail(explorer, -ENOMEM);
		return false;
	}
	told->schedule = explorer->schedule;
	told->steps = count;
	told->failure = explorer->judgement.failure;
	told->whole = explorer->judgement.whole;
	told->early = false;
	count_switches(told);
	return true;
}

static bool keep_schedule(struct explorer *explorer)
{
	uint32_t state = search_failure(explorer->search, &explorer->judgement);

	return keep_steps(explorer, search_path(explorer->search, state, &explorer->schedule,
						&explorer->schedule_room));
}

static void not_confirmed(struct explorer *explorer)
{
	if (explorer->told.how != EXPLORING)
		return;
	explorer->told.because = "the schedule that fails in the model did not fail on real processes";
	done(explorer, EXPLORED_WRONG);
}

/* A run failed while the search was still on its way: that is told at once. Returns whether there is such a
 * run; then the exploration may be over. */
static bool told_early(struct explorer *explorer)
{
	struct exploration *told = &explorer->told;
	struct grant *schedule = explorer->caught;
	struct execution execution;

	if (told->schedule || !explorer->caught_count)
		return told->schedule != NULL;
	told->steps = shorten(explorer->knowledge, explorer->model, schedule, explorer->caught_count,
			      &explorer->judgement);
	told->failure = told->steps ? explorer->judgement.failure : explorer->caught_as;
	told->whole = true;
	told->early = true;
	if (!told->steps)
		told->steps = explorer->caught_count;
	told->schedule = schedule;
	count_switches(told);
	if (!explorer_show(explorer, NULL, &execution)) {
		not_confirmed(explorer);
		return true;
	}
	if (explorer->options.first)
		done(explorer, EXPLORED_FOUND);
	return true;
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
	if (told_early(explorer) && explorer->stage != STAGE_DONE)
		done(explorer, EXPLORED_FOUND);
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
		execute_need(explorer,
			     search_need(explorer->search, &explorer->need, &explorer->need_room));
		break;
	case SEARCH_FOUND:
		found(explorer);
		break;
	case SEARCH_BEYOND:
		beyond(explorer);
		break;
	case SEARCH_NO_MEMORY:
		fail(explorer, -ENOMEM);
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
		fail(explorer, -ENOMEM);
}

static void search_switches(struct explorer *explorer)
{
	struct exploration *told = &explorer->told;
	enum search_end end = switches_run(explorer->switches, PORTION);

	told->figures = switches_figures(explorer->switches);
	if (end == SEARCH_PAUSED)
		return;
	if (end == SEARCH_NEEDS) {
		execute_need(explorer,
			     switches_need(explorer->switches, &explorer->need, &explorer->need_room));
		return;
	}
	/* No room for the fewest: the one that is known will do. */
	explorer->stage = STAGE_CONFIRM;
	if (end == SEARCH_FOUND && keep_steps(explorer, switches_path(explorer->switches, &explorer->schedule,
								      &explorer->schedule_room,
								      &explorer->judgement))) {
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
	begin_search(explorer, STAGE_SHORTEST, false, false, explorer->told.steps);
	explorer->options.states_max = before;
}

/* Nothing fails: on to the executions that make sure of it. */
static void count_classes(struct explorer *explorer)
{
	struct classes_count count;

	if (!explorer->options.lazy && explorer->options.avoidable && explorer->told.ends == ENDS_ALWAYS &&
	    classes_count(explorer->knowledge, explorer->model, true, CLASSES_PAIRS, &count) &&
	    count.complete)
		explorer->told.classes = count.classes;
	explorer->stage = STAGE_AGAIN;
}

static void begin_cycles(struct explorer *explorer)
{
	const struct search_figures *figures = &explorer->told.figures;

	if (figures->backward && figures->states > AVOIDABLE_MAX) {
		count_classes(explorer);
		return;
	}
	explorer->cycles = cycles_create(explorer->search, explorer->options.starvation);
	explorer->stage = STAGE_CYCLES;
	if (!explorer->cycles)
		fail(explorer, -ENOMEM);
}

/* The step after which no schedule ends any more. */
static void find_trap(struct explorer *explorer)
{
	const struct store *store = search_store(explorer->search);
	uint32_t before = store_reached(store, cycles_trapped(explorer->cycles))->from;
	uint32_t count = before == STORE_NONE ? UINT32_MAX :
						search_path(explorer->search, before, &explorer->schedule,
							    &explorer->schedule_room);

	explorer->told.critical = count == UINT32_MAX ? 0 : count + 1;
}

static void keep_lasso(struct explorer *explorer, const struct lasso *lasso)
{
	struct exploration *told = &explorer->told;
	uint32_t before, count;

	told->trap = lasso->trap;
	if (lasso->trap)
		find_trap(explorer);
	before = search_path(explorer->search, lasso->start, &explorer->schedule, &explorer->schedule_room);
	count = search_path_on(explorer->search, lasso->start, lasso->steps, lasso->count,
			       &explorer->schedule, &explorer->schedule_room);
	if (before == UINT32_MAX || count == UINT32_MAX) {
		fail(explorer, -ENOMEM);
		return;
	}
	if (lasso->failure == FAILURE_STARVATION)
		told->victim = search_number(explorer->search, lasso->start, lasso->victim);
	told->schedule = explorer->schedule;
	told->steps = count;
	told->cycle = count - before;
	told->failure = lasso->failure;
	count_switches(told);
	explorer->stage = STAGE_ROUND;
}

static void look_for_cycles(struct explorer *explorer)
{
	enum search_end end = cycles_run(explorer->cycles, PORTION);

	if (end == SEARCH_PAUSED)
		return;
	if (end != SEARCH_EXHAUSTED) {
		fail(explorer, -ENOMEM);
		return;
	}
	const struct lasso *lasso = cycles_lasso(explorer->cycles);

	explorer->told.ends = cycles_ends(explorer->cycles);
	if (lasso->failure != FAILURE_NONE)
		keep_lasso(explorer, lasso);
	else
		count_classes(explorer);
	cycles_destroy(explorer->cycles);
	explorer->cycles = NULL;
}

/* Twice around on real processes: is everybody where he was before, with the same in his memory? */
static void go_round(struct explorer *explorer)
{
	const struct exploration *told = &explorer->told;
	uint32_t before = told->steps - told->cycle, parked[2];
	struct standing *standing = calloc(2 * PARKED_MAX, sizeof *standing);
	struct execution execution;
	int error = standing && grow(&explorer->schedule, &explorer->schedule_room,
				     (uint64_t)told->steps + told->cycle, sizeof *explorer->schedule) ?
			    0 :
			    -ENOMEM;
	bool same = !error;

	explorer->told.schedule = explorer->schedule;
	if (same)
		memcpy(explorer->schedule + told->steps, explorer->schedule + before,
		       told->cycle * sizeof *explorer->schedule);
	for (uint32_t i = 0; i < 2 && same; i++) {
		uint32_t steps = i ? told->steps + told->cycle : before;

		error = executor_run_alone(explorer->executor, explorer->schedule, steps, NULL, 0, NULL,
				     &execution);
		explorer->told.executions++;
		if (error)
			break;
		same = execution.granted == steps &&
		       learn(explorer->knowledge, explorer->model, &execution, &explorer->complaint) ==
			       LEARNED;
		parked[i] = standing_of(execution.parked, execution.parked_count,
					standing + i * PARKED_MAX);
	}
	if (error)
		fail(explorer, error);
	else if (!same || !standing_same(standing, parked[0], standing + PARKED_MAX, parked[1],
					 explorer->schedule + before, told->cycle))
		not_confirmed(explorer);
	else
		done(explorer, EXPLORED_FOUND);
	free(standing);
}

static void over_first(struct explorer *explorer, enum search_end end)
{
	if (end != SEARCH_EXHAUSTED) {
		bounded(explorer, end);
		if (!told_early(explorer))
			done(explorer, EXPLORED_UP_TO);
		else if (explorer->stage != STAGE_DONE)
			done(explorer, EXPLORED_FOUND);
		return;
	}
	if (told_early(explorer)) {
		explorer->told.because = "a run failed in a way that the model does not know";
		done(explorer, EXPLORED_WRONG);
		return;
	}
	begin_cycles(explorer);
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

/* The exploration is over, but for one thing that may have been asked for. */
static void done_but_every(struct explorer *explorer, enum exploring how)
{
	bool shared = explorer->options.share.of && how == EXPLORED_FOUND; /* then nobody needs the shares */

	explorer->then = how;
	if (explorer->options.every && !explorer->options.lazy && !shared)
		explorer->stage = STAGE_EVERY;
	else
		done(explorer, how);
}

static void run_every(struct explorer *explorer)
{
	struct exploration *told = &explorer->told;
	int error = explorer->every ? 0 :
				      every_create(&explorer->every, &explorer->run_options,
						   explorer->knowledge, explorer->model,
						   &explorer->options.share);
	if (error == -EDOM) { /* too many classes, or schedules without an end */
		told->every_refused = true;
		told->bound = explorer->options.share.of ? "classes" : told->bound;
		done(explorer, explorer->options.share.of ? EXPLORED_UP_TO : explorer->then);
		return;
	}
	int more = error ? error : every_next(explorer->every);
	if (more < 0) {
		fail(explorer, more);
		return;
	}
	told->every = *every_told(explorer->every);
	if (more)
		return;
	told->executions += (uint32_t)told->every.run;
	if (told->every.lesson == LEARNED && explorer->options.share.of) {
		done(explorer, EXPLORED_SHARED);
		return;
	}
	if (told->every.lesson == LEARNED) {
		done(explorer, explorer->then);
		return;
	}
	told->because = told->every.because;
	done(explorer, told->every.lesson == LEARNED_DIFFERS ? EXPLORED_NONDETERMINISTIC : EXPLORED_WRONG);
}

static void over_whole(struct explorer *explorer, enum search_end end)
{
	explorer->fates = end == SEARCH_EXHAUSTED && search_fates(explorer->search);
	if (!explorer->fates) {
		done(explorer, EXPLORED_FOUND);
		return;
	}
	find_critical(explorer);
	done_but_every(explorer, EXPLORED_FOUND);
}

static void confirm(struct explorer *explorer)
{
	struct execution execution;

	if (!explorer_show(explorer, NULL, &execution)) {
		not_confirmed(explorer);
		return;
	}
	if (explorer->options.avoidable &&
	    (explorer->told.certain_shortest || explorer->told.fewest_switches))
		begin_search(explorer, STAGE_WHOLE, false, true, 0);
	else
		done(explorer, EXPLORED_FOUND);
}

/* Nothing differed. That counts only if there was nothing that could have. */
static void all_the_same(struct explorer *explorer)
{
	if (explorer->outside) {
		explorer->told.because =
			"it asks for the time, a seed, an address or the size of its memory, which were "
			"always the same here and are not elsewhere";
		done(explorer, EXPLORED_NONDETERMINISTIC);
		return;
	}
	done_but_every(explorer, EXPLORED_PROVED);
}

/* One of the executions, in a supervisor that has loaded the scenario anew. */
static void run_again(struct explorer *explorer)
{
	struct execution execution;
	struct run_options forking = explorer->run_options; /* nobody lives a second time there */
	forking.lives = false;
	int error = explorer->second ? 0 : executor_create(&explorer->second, &forking, 0);

	if (!error && explorer->checked == explorer->past_count) {
		all_the_same(explorer);
		return;
	}
	const struct past *past = &explorer->pasts[explorer->checked++];
	if (!error)
		error = executor_run_alone(explorer->second, explorer->grants + past->first, past->count, NULL, 0,
				     NULL, &execution);
	if (error) {
		fail(explorer, error);
		return;
	}
	explorer->told.executions++;
	if (execution.ending == ENDING_REFUSED) {
		explorer->told.because = "the same schedule could not be taken a second time";
		done(explorer, EXPLORED_NONDETERMINISTIC);
		return;
	}
	take_lesson(explorer, learn(explorer->knowledge, explorer->model, &execution, &explorer->complaint));
}

static void sample(struct explorer *explorer)
{
	uint32_t most = explorer->options.samples ? explorer->options.samples : SAMPLES;
	struct policy *walk = policy_random(explorer->run_options.seed + explorer->told.samples);
	struct execution execution;

	if (explorer->told.samples >= most || !walk) {
		policy_destroy(walk);
		done(explorer, EXPLORED_SAMPLED);
		return;
	}
	int error = executor_run_alone(explorer->executor, NULL, 0, walk, explorer->options.depth_max, NULL,
				 &execution);
	policy_destroy(walk);
	explorer->told.samples++;
	explorer->told.executions++;
	if (error) {
		fail(explorer, error);
		return;
	}
	enum failure failure = failure_of(&execution);
	if (failure == FAILURE_NONE)
		return;
	if (!grow(&explorer->schedule, &explorer->schedule_room, execution.granted + 1,
		  sizeof *explorer->schedule)) {
		fail(explorer, -ENOMEM);
		return;
	}
	memcpy(explorer->schedule, execution.grants, execution.granted * sizeof *explorer->schedule);
	explorer->told.schedule = explorer->schedule;
	explorer->told.steps = execution.granted;
	explorer->told.failure = failure;
	explorer->told.whole = true; /* if it is a deadlock: nobody could take a step */
	count_switches(&explorer->told);
	done(explorer, EXPLORED_FOUND);
}

/* One of a few random schedules. They teach what others do not, so none is wasted. */
static void hunt(struct explorer *explorer)
{
	uint64_t seed = explorer->run_options.seed + explorer->hunts;
	struct policy *policy = explorer->hunts % 2 ? policy_pct(seed, HUNT_DEPTH, HUNT_PCT_STEPS) :
						      policy_random(seed);
	bool seen = knowledge_sees_ends(explorer->knowledge);

	explorer->hunts++;
	if (!policy) {
		fail(explorer, -ENOMEM);
		return;
	}
	bool went_on = execute(explorer, NULL, 0, policy, HUNT_STEPS);
	policy_destroy(policy);
	if (!went_on)
		return;
	if (!seen && knowledge_sees_ends(explorer->knowledge))
		begin_first_search(explorer);
	else if (explorer->caught_count || explorer->hunts == HUNTS)
		explorer->stage = STAGE_SEARCH;
}

/* The first search; when it takes long, random schedules are tried, too. */
static void search_first(struct explorer *explorer)
{
	search_on(explorer, found_first, over_first);
	if (explorer->stage != STAGE_SEARCH || explorer->told.figures.states < HUNT_AFTER ||
	    explorer->options.depth_max || explorer->options.lazy || told_early(explorer))
		return;
	if (explorer->hunts < HUNTS)
		explorer->stage = STAGE_HUNT;
}

static void go_a_step(struct explorer *explorer)
{
	switch (explorer->stage) {
	case STAGE_BEGIN:
		if (execute(explorer, NULL, 0, explorer->ahead, LOOK_AHEAD))
			begin_first_search(explorer);
		break;
	case STAGE_SEARCH:
		search_first(explorer);
		break;
	case STAGE_HUNT:
		hunt(explorer);
		break;
	case STAGE_CYCLES:
		look_for_cycles(explorer);
		break;
	case STAGE_SWITCHES:
		search_switches(explorer);
		break;
	case STAGE_ROUND:
		go_round(explorer);
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
		run_again(explorer);
		break;
	case STAGE_EVERY:
		run_every(explorer);
		break;
	case STAGE_SAMPLE:
		sample(explorer);
		break;
	case STAGE_DONE:
		break;
	}
}

const struct exploration *explorer_settle(struct explorer *explorer)
{
	if (explorer->told.how == EXPLORING && explorer->told.early)
		done(explorer, EXPLORED_FOUND);
	if (explorer->told.how == EXPLORING && explorer->stage == STAGE_EVERY)
		done(explorer, explorer->then);
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
	int error = watcher ?
			    executor_run_alone(explorer->executor, NULL, 0, &steps.policy, 0, watcher, execution) :
			    executor_run_alone(explorer->executor, told->schedule, told->steps, NULL, 0, NULL,
					 execution);

	explorer->told.executions++;
	if (error) {
		fail(explorer, error);
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
		return failure_of(execution) == told->failure; /* one of a sample went on to its end */
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
