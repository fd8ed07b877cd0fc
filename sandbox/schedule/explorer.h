/* The explorer: does any schedule of this scenario fail, and which is the shortest that does?
 *
 * Learn, then search: executions on real processes tell what each process does after what came of its steps
 * (knowledge.h), the search goes through all states on copies of the objects (search.h), and comes back for
 * an execution where a process goes where none has been. First with the reduction (unless a bound of steps is
 * given), which tells whether anything fails; where that takes long, a few random schedules are run on real
 * processes in between, and what fails there is told at once, shortened (shorten.h). If anything fails, then
 * without the reduction, for the fewest steps; then the failing schedule is run on real processes, and must
 * fail there too. Where nothing fails, all executions are run once more in a second supervisor, which loads
 * the scenario anew: what differs was not determined by the schedule, and nothing is called proved.
 */
#ifndef SCHEDULE_EXPLORER_H
#define SCHEDULE_EXPLORER_H

#include "schedule/cycles.h"
#include "schedule/every.h"
#include "schedule/executor.h"
#include "schedule/outlook.h"

enum exploring {
	EXPLORING,	  /* not done yet */
	EXPLORED_PROVED,  /* no schedule fails */
	EXPLORED_FOUND,	  /* one does */
	EXPLORED_SHARED,  /* nothing fails in the model, and this share of the classes was run */
	EXPLORED_UP_TO,	  /* none of up to `depth` steps does; there is more */
	EXPLORED_SAMPLED, /* the model does not cover the scenario: `samples` random schedules did not fail */
	EXPLORED_NONDETERMINISTIC, /* a process did something else after the same results */
	EXPLORED_WRONG,		   /* real processes and the model came to different results: a bug of ours */
	EXPLORED_ERROR,		   /* -errno in `error` */
};

struct explorer_options {
	bool lazy;	/* timeouts only where nothing else can be done */
	bool histories; /* tell processes apart by their whole history; never merge those with equal memories
			 */
	bool first;	     /* stop at the first failure that is found, whichever it is */
	bool shortest;       /* look for the schedule of the fewest steps whatever it takes */
	/* look for the failing schedule with the fewest of them, not that of the fewest steps */
	bool fewest_switches;
	bool starvation; /* a schedule in which one is overtaken for ever fails, too (cycles.h) */
	struct classes_share share; /* number and of: of those, only these; of 0 = all */
	bool every;	/* run one schedule of every class on real processes (every.h), if they can be told */
	bool avoidable; /* also find out from which step on a failure cannot be avoided: the whole graph */
	uint32_t depth_max;  /* steps; 0 = none */
	uint32_t states_max; /* 0 = 20 million */
	uint64_t bytes_max;  /* of states; 0 = 2 GiB */
	uint32_t samples;    /* where the model does not cover the scenario; 0 = 1000 */
};

struct exploration {
	enum exploring how;
	enum failure failure;
	bool whole;          /* a deadlock of all */
	bool reduced;        /* the search was: its depth counts operations, without starts, joins and ends */
	const char *stage;   /* what is being done: "searching", "shortest", … English */
	const char *bound;   /* what stopped it: "steps", "states", "memory", "classes"; NULL = nothing */
	const char *because; /* a sentence: why it was only sampled, what differs; NULL = nothing */
	struct search_figures figures; /* of the search that counts */
	double classes;      /* EXPLORED_PROVED: of schedules (classes.h), 0 = they were too many to count */
	uint32_t executions; /* on real processes */
	struct every_told every; /* with `every` */
	bool every_refused;	 /* they could not: they are too many, or endless */
	uint32_t samples;
	uint32_t merged;     /* histories that were found to leave a process as another one had */
	uint32_t nodes;      /* steps known of all processes together */
	const struct grant *schedule; /* EXPLORED_FOUND, or `early`: the shortest known that fails */
	uint32_t steps;
	uint32_t switches;   /* of processes in it */
	uint32_t
		cycle; /* of a livelock or starvation: so many steps at its end go round for ever; 0 = none */
	bool trap;	     /* once they do, no schedule ends any more, though others end */
	uint32_t victim;     /* number of the process that starves */
	enum ending_known ends; /* after the search of everything: does every schedule come to an end? */
	uint32_t critical;   /* from this step on (1 ..) it cannot be avoided any more; 0 = not known */
	bool early; /* a run failed by chance: others may fail in fewer steps. Told while EXPLORING */
	bool certain_shortest; /* no schedule of fewer steps fails */
	bool fewest_switches;	/* none of fewer switches does, and none of as many in fewer steps */
	bool fewest_operations; /* none of fewer operations does, starts, joins and ends not counted */
	int error;
};

struct explorer;

int explorer_create(struct explorer **created, const struct run_options *options,
		    const struct explorer_options *how);
void explorer_destroy(struct explorer *explorer);

/* Go on for about that long, in ns, and tell how far it has come. */
const struct exploration *explorer_go_on(struct explorer *explorer, int64_t nanoseconds);

/* Nobody waits any longer: a failure that a run came to by chance is the result, and where classes were being
 * run, what was known before. */
const struct exploration *explorer_settle(struct explorer *explorer);

/* After EXPLORED_PROVED, and after EXPLORED_FOUND with `avoidable`: what is still possible after a schedule.
 * Returns outlook->known: false also where the graph was too large to be seen whole. */
bool explorer_outlook(struct explorer *explorer, const struct grant *grants, uint32_t count,
		      struct outlook *outlook);

/* After EXPLORED_FOUND: the failing schedule once more on real processes, with all its events. Returns
 * whether it failed there as told. */
bool explorer_show(struct explorer *explorer, const struct watcher *watcher, struct execution *execution);

#endif
