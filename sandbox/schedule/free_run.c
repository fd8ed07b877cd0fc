#include "schedule/free_run.h"

#include <errno.h>
#include <stdlib.h>

#include "world/verdict.h"

struct free_run {
	struct run *run;
	struct world *world;
	enum free_end end;
};

int free_run_start(struct free_run **started, const struct run_options *options, uint64_t seed)
{
	struct run_options free_options = *options;
	struct free_run *run = calloc(1, sizeof *run);
	int error = run && (run->world = world_create()) ? 0 : -ENOMEM;

	free_options.controlled = free_options.walks = free_options.fingerprints = free_options.lives = false;
	free_options.tempo = 0;
	free_options.seed = seed;
	if (!error)
		error = run_start(&run->run, &free_options);
	if (error)
		free_run_stop(run);
	else
		*started = run;
	return error;
}

int free_run_fd(const struct free_run *run)
{
	return run_fd(run->run);
}

static bool is_stuck(const struct world *world)
{
	struct verdict verdict = {.kind = VERDICT_NONE};
	bool stuck = verdict_judge(world, &verdict) == 0 && verdict.kind == VERDICT_DEADLOCK;

	verdict_finish(&verdict);
	return stuck;
}

static void take(struct free_run *run, const struct trace_event *event)
{
	world_apply(run->world, event);
	if (run->world->inconsistent || run->world->out_of_memory)
		run->end = FREE_LOST;
	else if (event->kind == TRACE_ERROR || (verdict_may_change(event) && is_stuck(run->world)))
		run->end = FREE_FAILED;
	else if (event->kind == TRACE_FINISHED)
		run->end = FREE_PASSED;
}

enum free_end free_run_read(struct free_run *run)
{
	struct trace_event event;
	int got = 1;

	while (run->end == FREE_GOING && (got = run_read(run->run, &event)) > 0)
		take(run, &event);
	if (got < 0)
		run->end = FREE_LOST;
	return run->end;
}

void free_run_stop(struct free_run *run)
{
	if (!run)
		return;
	run_finish(run->run);
	world_destroy(run->world);
	free(run);
}
