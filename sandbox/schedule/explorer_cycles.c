/* The explorer, once nothing fails: is there a schedule that never ends? */
#include "schedule/explorer_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "schedule/classes.h"
#include "schedule/standing.h"

#define CLASSES_PAIRS 150000u /* of states and sleepers: a third of a second or so */

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

void explorer_begin_cycles(struct explorer *explorer)
{
	const struct search_figures *figures = &explorer->told.figures;

	if (figures->backward && figures->states > AVOIDABLE_MAX) {
		count_classes(explorer);
		return;
	}
	explorer->cycles = cycles_create(explorer->search, explorer->options.starvation);
	explorer->stage = STAGE_CYCLES;
	if (!explorer->cycles)
		explorer_fail(explorer, -ENOMEM);
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
		explorer_fail(explorer, -ENOMEM);
		return;
	}
	if (lasso->failure == FAILURE_STARVATION)
		told->victim = search_number(explorer->search, lasso->start, lasso->victim);
	told->schedule = explorer->schedule;
	told->steps = count;
	told->cycle = count - before;
	told->failure = lasso->failure;
	explorer_count_switches(told);
	explorer->stage = STAGE_ROUND;
}

void explorer_look_for_cycles(struct explorer *explorer)
{
	enum search_end end = cycles_run(explorer->cycles, PORTION);

	if (end == SEARCH_PAUSED)
		return;
	if (end != SEARCH_EXHAUSTED) {
		explorer_fail(explorer, -ENOMEM);
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
void explorer_go_round(struct explorer *explorer)
{
	const struct exploration *told = &explorer->told;
	uint32_t before = told->steps - told->cycle, parked[2];
	struct standing *standing = calloc(2 * PARKED_MAX, sizeof *standing);
	struct execution execution;
	int error = standing && grow(&explorer->schedule, &explorer->schedule_room,
				     (uint64_t)told->steps + told->cycle, sizeof *explorer->schedule) ?
			    0 :
			    -ENOMEM;
	if (!error)
		error = explorer_second(explorer);
	bool same = !error;

	explorer->told.schedule = explorer->schedule;
	if (same)
		memcpy(explorer->schedule + told->steps, explorer->schedule + before,
		       told->cycle * sizeof *explorer->schedule);
	for (uint32_t i = 0; i < 2 && same; i++) {
		uint32_t steps = i ? told->steps + told->cycle : before;

		error = executor_run_alone(explorer->second, explorer->schedule, steps, NULL, 0, NULL,
					   &execution);
		explorer->told.executions++;
		if (error)
			break;
		same = execution.granted == steps && learn(explorer->knowledge, explorer->model, &execution,
							   &explorer->complaint) == LEARNED;
		parked[i] = standing_of(execution.parked, execution.parked_count, standing + i * PARKED_MAX);
	}
	if (error)
		explorer_fail(explorer, error);
	else if (!same || !standing_same(standing, parked[0], standing + PARKED_MAX, parked[1],
					 explorer->schedule + before, told->cycle))
		explorer_not_confirmed(explorer);
	else
		explorer_done(explorer, EXPLORED_FOUND);
	free(standing);
}
