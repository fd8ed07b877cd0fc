/* Executions: a scenario on real processes under a schedule, again and again from the beginning.
 *
 * One supervisor loads the scenario once; each execution starts main anew. The first steps come from a
 * prefix, which the processes carry out by themselves; the rest is decided one by one by a policy.
 *
 * Interface:
 * - executor_create, executor_destroy around all executions.
 * - executor_run does one. What it tells is valid until the next one.
 */
#ifndef SCHEDULE_EXECUTOR_H
#define SCHEDULE_EXECUTOR_H

#include "runtime/run.h"
#include "schedule/policy.h"

enum ending {
	ENDING_FINISHED, /* every process has ended */
	ENDING_STUCK,	 /* nobody who is left can take a step */
	ENDING_STOPPED,	 /* the policy chose nobody, or steps_max was reached */
	ENDING_REFUSED,	 /* the next step of the prefix could not be granted: its process is blocked or not
			    there */
	ENDING_FULL,	 /* the run has more steps than can be logged (CONTROL_STEPS) */
	ENDING_SPUN,	 /* a process came to no further step within the patience */
	ENDING_LOST,	 /* the supervisor was killed, or memory is gone */
};

#define PARKED_MAX 256 /* processes that there can be at once */

struct execution {
	enum ending ending;
	const struct step *steps; /* all that were taken, fused ones and creations too */
	uint32_t count;
	struct grant *grants;     /* the schedule: one for each step that was granted */
	uint32_t granted;
	struct parked parked[PARKED_MAX]; /* where everybody stands at the end */
	uint32_t parked_count;
};

struct executor;

/* options: as for run_start; controlled is set here. patience: ns of wall time between two steps before a
 * process is said to spin; 0 = 30 s. Returns 0 or -errno. */
int executor_create(struct executor **created, const struct run_options *options, int64_t patience);
void executor_destroy(struct executor *executor);

/* From the beginning: the prefix, and then what the policy says (NULL: nothing more) for at most steps_max
 * grants in all (0: no limit but the log's). Each event goes to `see` (may be NULL: they are thrown away)
 * before the next step is granted. Returns 0 or -errno of what went wrong on our side (ENDING_LOST). */
struct watcher {
	void (*see)(void *context, const struct trace_event *event);
	void (*step)(void *context,
		     uint32_t step); /* about to be granted by the policy: 0, 1, …; NULL = nothing */
	void *context;
	/* Asked now and then while a process takes long: true = do not wait for it (ENDING_SPUN). May be
	 * NULL. */
	bool (*stops)(void *context);
};
int executor_run(struct executor *executor, const struct grant *prefix, uint32_t count, struct policy *policy,
		 uint32_t steps_max, const struct watcher *watcher, struct execution *execution);

/* The same for who draws conclusions: -EOWNERDEAD if a process was killed from outside meanwhile. */
int executor_run_alone(struct executor *executor, const struct grant *prefix, uint32_t count,
		       struct policy *policy, uint32_t steps_max, const struct watcher *watcher,
		       struct execution *execution);

/* Did the last execution begin with the processes that were there (run_options.lives)? */
bool executor_rewound(const struct executor *executor);

/* The run behind it: for its clock, signals and events. */
struct run *executor_of_run(struct executor *executor);

#endif
