#include "schedule/executor.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/grow.h"

#define PATIENCE INT64_C(30000000000) /* only for what cannot count its instructions: a loop in C */
#define GLANCE 2000000 /* ns between two looks at the events of a long step */
#define LONG 300000000 /* ns after which those who have come to no step are to count their instructions */

struct executor {
	struct run *run;
	int64_t patience;
	bool used;  /* the run stands somewhere behind its beginning ... */
	bool quiet; /* ... and is quiet */
	bool rewound;
	struct grant *grants;
	uint32_t room;
};

int executor_create(struct executor **created, const struct run_options *options, int64_t patience)
{
	struct run_options controlled = *options;
	struct executor *executor = calloc(1, sizeof *executor);
	int error = executor ? 0 : -ENOMEM;

	controlled.controlled = true;
	controlled.tempo = 0;
	controlled.paused = controlled.perturbed = false;
	if (!error)
		error = run_start(&executor->run, &controlled);
	if (error) {
		free(executor);
		return error;
	}
	executor->patience = patience ? patience : PATIENCE;
	*created = executor;
	return 0;
}

void executor_destroy(struct executor *executor)
{
	if (!executor)
		return;
	run_finish(executor->run);
	free(executor->grants);
	free(executor);
}

bool executor_rewound(const struct executor *executor)
{
	return executor->rewound;
}

struct run *executor_of_run(struct executor *executor)
{
	return executor->run;
}

static void read_events(struct executor *executor, const struct watcher *watcher)
{
	struct trace_event event;

	while (run_read_now(executor->run, &event) > 0)
		if (watcher)
			watcher->see(watcher->context, &event);
}

static bool is_to_stop(const struct watcher *watcher)
{
	return watcher && watcher->stops && watcher->stops(watcher->context);
}

/* 1 when it is quiet, 0 when somebody spins, or -errno. */
static int settle(struct executor *executor, const struct watcher *watcher)
{
	int64_t now = clock_now(), until = now + executor->patience, count = now + LONG;
	uint32_t spinning;
	int quiet;

	do {
		quiet = run_await(executor->run, GLANCE, false);
		if (quiet == 0 || watcher)
			read_events(executor, watcher);
		now = clock_now();
		if (quiet == 0 && now >= count) {
			run_count(executor->run);
			count = now + LONG;
		}
	} while (quiet == 0 && now < until && !run_spins(executor->run, &spinning) && !is_to_stop(watcher));
	return quiet;
}

static bool keep(struct executor *executor, struct execution *execution, struct grant grant)
{
	if (!grow(&executor->grants, &executor->room, execution->granted + UINT64_C(1),
		  sizeof *executor->grants))
		return false;
	executor->grants[execution->granted++] = grant;
	return true;
}

static uint32_t able(const struct execution *execution)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < execution->parked_count; i++)
		count += execution->parked[i].can != 0;
	return count;
}

/* Where the run stands: returns false when it is over. */
static bool look(struct executor *executor, struct execution *execution)
{
	execution->steps = run_steps(executor->run, &execution->count);
	execution->parked_count = run_parked(executor->run, execution->parked, PARKED_MAX);
	if (execution->count >= CONTROL_STEPS)
		execution->ending = ENDING_FULL;
	else if (execution->parked_count == 0)
		execution->ending = ENDING_FINISHED;
	else if (able(execution) == 0)
		execution->ending = ENDING_STUCK;
	else
		return true;
	return false;
}

static int follow(struct executor *executor, struct policy *policy, uint32_t steps_max,
		  const struct watcher *watcher, struct execution *execution)
{
	struct grant next;
	int quiet;

	while (look(executor, execution)) {
		execution->ending = ENDING_STOPPED;
		if (!policy || (steps_max && execution->granted >= steps_max) ||
		    !policy->choose(policy, execution->parked, execution->parked_count, &next))
			return 0;
		if (!keep(executor, execution, next))
			return -ENOMEM;
		if (watcher && watcher->step)
			watcher->step(watcher->context, execution->granted - 1);
		run_grant(executor->run, next.process, next.decision);
		if ((quiet = settle(executor, watcher)) <= 0) {
			execution->ending = ENDING_SPUN;
			return quiet;
		}
	}
	return 0;
}

/* The prefix, all at once. */
static int lead(struct executor *executor, const struct grant *prefix, uint32_t count,
		const struct watcher *watcher, struct execution *execution)
{
	uint32_t granted = count;
	int quiet;

	if (!run_plan(executor->run, prefix, count)) {
		execution->ending = ENDING_FULL;
		return 0;
	}
	quiet = settle(executor, watcher);
	if (quiet > 0 && run_refused(executor->run, &granted))
		execution->ending = ENDING_REFUSED;
	else if (quiet == 0)
		execution->ending = ENDING_SPUN;
	for (uint32_t i = 0; i < granted; i++)
		if (!keep(executor, execution, prefix[i]))
			return -ENOMEM;
	return quiet;
}

int executor_run(struct executor *executor, const struct grant *prefix, uint32_t count, struct policy *policy,
		 uint32_t steps_max, const struct watcher *watcher, struct execution *execution)
{
	*execution = (struct execution){.ending = ENDING_STOPPED};
	/* Who watches wants to see the births, too. */
	bool rewound = executor->used && executor->quiet && !watcher && run_rewind(executor->run);
	int error = executor->used && !rewound ? run_restart(executor->run) : 0;
	/* Who was called back follows a plan as soon as it is there. */
	int quiet = error ? error : rewound && count ? 1 : settle(executor, watcher);

	executor->used = true;
	executor->quiet = false;
	executor->rewound = rewound;
	if (policy && policy->begin)
		policy->begin(policy);
	if (quiet > 0 && count)
		quiet = lead(executor, prefix, count, watcher, execution);
	else if (quiet == 0)
		execution->ending = ENDING_SPUN;
	if (quiet > 0 && execution->ending == ENDING_STOPPED)
		quiet = follow(executor, policy, steps_max, watcher, execution);
	if (quiet >= 0)
		execution->parked_count = run_parked(executor->run, execution->parked, PARKED_MAX);
	execution->grants = executor->grants;
	execution->steps = run_steps(executor->run, &execution->count);
	if (watcher)
		read_events(executor, watcher);
	executor->quiet = quiet >= 0 && execution->ending != ENDING_SPUN;
	if (quiet < 0)
		execution->ending = ENDING_LOST;
	return quiet < 0 ? quiet : 0;
}

int executor_run_alone(struct executor *executor, const struct grant *prefix, uint32_t count,
		       struct policy *policy, uint32_t steps_max, const struct watcher *watcher,
		       struct execution *execution)
{
	int error = executor_run(executor, prefix, count, policy, steps_max, watcher, execution);

	return !error && run_disturbed(executor->run) ? -EOWNERDEAD : error;
}
