#include "schedule/every.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

#include "base/clock.h"

struct every {
	struct knowledge *knowledge;
	struct model *model;
	struct classes *classes;
	struct executor *executor;
	struct complaint complaint;
	struct every_told told;
	struct execution execution;
	cpu_set_t before; /* processors that we may use otherwise */
	bool stays;
};

/* Two processors would wait for each other at every step. What is forked meanwhile stays there, too. */
static void stay_here(struct every *every)
{
	cpu_set_t here;

	CPU_ZERO(&here);
	CPU_SET((size_t)sched_getcpu(), &here);
	every->stays = sched_getaffinity(0, sizeof every->before, &every->before) == 0 &&
		       sched_setaffinity(0, sizeof here, &here) == 0;
}

static void go_anywhere(struct every *every)
{
	if (every->stays)
		sched_setaffinity(0, sizeof every->before, &every->before);
	every->stays = false;
}

int every_create(struct every **created, const struct run_options *options, struct knowledge *knowledge,
		 struct model *model, const struct classes_share *share)
{
	struct run_options living = *options;
	struct every *every = calloc(1, sizeof *every);

	if (!every)
		return -ENOMEM;
	every->knowledge = knowledge;
	every->model = model;
	living.lives = true;
	living.fingerprints = false;
	if (share)
		every->told.share = *share;
	int error = classes_open(&every->classes, knowledge, model, true, &every->told.share);
	if (!error) {
		stay_here(every);
		error = executor_create(&every->executor, &living, 0);
	}
	every->told.classes = every->told.share.count;
	every->told.began = clock_now();
	if (error)
		every_destroy(every);
	else
		*created = every;
	return error;
}

void every_destroy(struct every *every)
{
	if (!every)
		return;
	go_anywhere(every);
	executor_destroy(every->executor);
	classes_close(every->classes);
	free(every);
}

/* An ending that the model did not foresee. */
static bool ends_otherwise(const struct execution *execution, uint32_t steps, enum failure failure)
{
	if (execution->ending == ENDING_REFUSED || execution->granted != steps)
		return true;
	if (failure == FAILURE_NONE)
		return execution->ending != ENDING_FINISHED;
	return failure == FAILURE_DEADLOCK && execution->ending != ENDING_STUCK;
}

static void stop(struct every *every, enum learning lesson, const char *because)
{
	every->told.lesson = lesson;
	every->told.because = because;
}

int every_next(struct every *every)
{
	struct every_told *told = &every->told;
	const struct grant *schedule;
	enum failure failure;
	uint32_t steps;
	int more = told->lesson == LEARNED ? classes_next(every->classes, &schedule, &steps, &failure) : 0;

	if (more <= 0) {
		go_anywhere(every);
		return more;
	}
	int error = executor_run_alone(every->executor, schedule, steps, NULL, 0, NULL, &every->execution);
	if (error)
		return error;
	told->run++;
	told->anew += !executor_rewound(every->executor);
	told->failed += failure != FAILURE_NONE;
	enum learning lesson = learn(every->knowledge, every->model, &every->execution, &every->complaint);
	if (lesson != LEARNED)
		stop(every, lesson, every->complaint.text);
	else if (ends_otherwise(&every->execution, steps, failure))
		stop(every, LEARNED_WRONG, "a schedule ended otherwise than in the model");
	return told->lesson == LEARNED;
}

const struct every_told *every_told(const struct every *every)
{
	return &every->told;
}
