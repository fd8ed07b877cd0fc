/* Where the runs of an experiment are done: several at a time, all followed by this one process. */
#ifndef COMMAND_LAB_H
#define COMMAND_LAB_H

#include "command/experiment.h"
#include "command/output.h"
#include "command/progress.h"

#define LAB_JOBS_MAX 64

struct lab {
	struct experiment *experiment;
	struct scenario *scenario;
	struct knob_setting knobs[OPTION_LIST_MAX]; /* the scenario's, of the run that is started */
	double timeout;     /* of a run, seconds */
	int signals;        /* signalfd: what ends it; -1 = none */
	bool json;          /* write a run's line when it has ended */
	struct output out;  /* its owner finishes the buffer */
	struct progress progress;
	struct lane *lanes; /* lab.c's own: [experiment->jobs] */
	uint64_t next;      /* the run to start, over all settings */
	char usage[TRACE_TEXT_MAX + 1]; /* what the scenario does not like about our options */
};

/* Do all the runs, or those until a signal, a reader that goes away, a run that cannot be started, or usage.
 * Then the tallies are closed, and no process is left. Returns 0 or -ENOMEM, when nothing was done. */
int lab_conduct(struct lab *lab);

#endif
