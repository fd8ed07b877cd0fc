#include "schedule/every.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/grow.h"

#define GRANTS_MAX (UINT32_C(16) << 20) /* of all schedules together */

struct one { /* a schedule, in grants */
	uint32_t first, count;
	enum failure failure;
};

struct every {
	struct knowledge *knowledge;
	struct model *model;
	struct executor *executor;
	struct grant *grants;
	struct one *classes;
	uint32_t grant_count, grant_room, class_count, class_room;
	bool no_memory;
	struct complaint complaint;
	struct every_told told;
	struct execution execution;
};

static bool see(void *context, const struct grant *schedule, uint32_t steps, enum failure failure)
{
	struct every *every = context;

	if (every->grant_count + (uint64_t)steps > GRANTS_MAX) {
		every->told.cut = true;
		return false;
	}
	if (!grow(&every->grants, &every->grant_room, every->grant_count + (uint64_t)steps,
		  sizeof *every->grants) ||
	    !grow(&every->classes, &every->class_room, every->class_count + (uint64_t)1,
		  sizeof *every->classes)) {
		every->no_memory = true;
		return false;
	}
	if (steps)
		memcpy(every->grants + every->grant_count, schedule, steps * sizeof *schedule);
	every->classes[every->class_count++] = (struct one){every->grant_count, steps, failure};
	every->grant_count += steps;
	return true;
}

/* Two processors would wait for each other at every step. What is forked meanwhile stays there. */
static bool stay_here(cpu_set_t *before)
{
	cpu_set_t here;

	CPU_ZERO(&here);
	CPU_SET((size_t)sched_getcpu(), &here);
	return sched_getaffinity(0, sizeof *before, before) == 0 &&
	       sched_setaffinity(0, sizeof here, &here) == 0;
}

int every_create(struct every **created, const struct run_options *options, struct knowledge *knowledge,
		 struct model *model, const struct classes_share *share)
{
	struct run_options living = *options;
	struct every *every = calloc(1, sizeof *every);
	cpu_set_t before;

	if (!every)
		return -ENOMEM;
	every->knowledge = knowledge;
	every->model = model;
	living.lives = true;
	living.fingerprints = false;
	if (share)
		every->told.share = *share;
	bool whole =
		classes_each(knowledge, model, true, &every->told.share, see, every) && !every->no_memory;
	int error = every->no_memory ? -ENOMEM : !whole && !every->told.cut ? -EDOM : 0;
	if (!error) {
		bool stays = stay_here(&before);

		error = executor_create(&every->executor, &living, 0);
		if (stays)
			sched_setaffinity(0, sizeof before, &before);
	}
	every->told.classes = every->class_count;
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
	executor_destroy(every->executor);
	free(every->grants);
	free(every->classes);
	free(every);
}

/* An ending that the model did not foresee. */
static bool ends_otherwise(const struct every *every, const struct one *one)
{
	const struct execution *execution = &every->execution;

	if (execution->ending == ENDING_REFUSED || execution->granted != one->count)
		return true;
	if (one->failure == FAILURE_NONE)
		return execution->ending != ENDING_FINISHED;
	return one->failure == FAILURE_DEADLOCK && execution->ending != ENDING_STUCK;
}

static void stop(struct every *every, enum learning lesson, const char *because)
{
	every->told.lesson = lesson;
	every->told.because = because;
}

int every_next(struct every *every)
{
	struct every_told *told = &every->told;

	if (told->run == told->classes || told->lesson != LEARNED)
		return 0;
	const struct one *one = &every->classes[told->run];
	int error = executor_run(every->executor, every->grants + one->first, one->count, NULL, 0, NULL,
				 &every->execution);
	if (error)
		return error;
	told->run++;
	told->anew += !executor_rewound(every->executor);
	told->failed += one->failure != FAILURE_NONE;
	enum learning lesson = learn(every->knowledge, every->model, &every->execution, &every->complaint);
	if (lesson != LEARNED)
		stop(every, lesson, every->complaint.text);
	else if (ends_otherwise(every, one))
		stop(every, LEARNED_WRONG, "a schedule ended otherwise than in the model");
	return told->lesson == LEARNED;
}

const struct every_told *every_told(const struct every *every)
{
	return &every->told;
}
