/* What an experiment is, and what it found: for experiment.c and the files that write it down. */
#ifndef COMMAND_EXPERIMENT_H
#define COMMAND_EXPERIMENT_H

#include "base/buffer.h"
#include "command/knobs.h"
#include "command/pct.h"
#include "command/tally.h"

struct experiment {
	const char *operand; /* the scenario, as the person named it */
	const char *file;    /* its name in sentences */
	uint64_t runs;	     /* of each setting */
	uint64_t seed;	     /* run i (from 0) of every setting has seed + i */
	struct manner manner;
	size_t jobs; /* runs at a time */
	struct knobs knobs;
	struct tally *tallies;	   /* [knobs.combinations] */
	struct pct_size *sizes;	   /* [knobs.combinations]; of MANNER_PCT */
	uint64_t finished, failed; /* runs, so far */
	int64_t began, ended;	   /* CLOCK_MONOTONIC ns; ended 0 = still going */
	int signal;		   /* that stopped it, 0 = none */
	char stopped[256];	   /* why else it was stopped; "" = it was not */
};

uint64_t experiment_total(const struct experiment *experiment);
/* It did all that it was to do. */
bool experiment_complete(const struct experiment *experiment);
int experiment_status(const struct experiment *experiment);

/* Everything below appends to a buffer, and returns false without memory. The tallies are closed. */

bool experiment_text(struct buffer *out, const struct experiment *experiment);
bool experiment_csv(struct buffer *out, const struct experiment *experiment);
/* A line for each setting, then the last one. */
bool experiment_json(struct buffer *out, const struct experiment *experiment);
/* A run's line, when it ends. */
bool experiment_json_run(struct buffer *out, const struct experiment *experiment, size_t combination,
			 const struct outcome_of_run *outcome);

/* "philosophers=3 ordered=0"; "" = no knobs. before: of each, " --set " say. */
bool experiment_setting(struct buffer *out, const struct experiment *experiment, size_t combination,
			const char *before, const char *between);

#endif
