/* What the runs of one setting came to: counts, reasons, times. */
#ifndef COMMAND_TALLY_H
#define COMMAND_TALLY_H

#include "base/statistics.h"
#include "command/trial.h"

#define REASON_RUNS 5 /* the first ones of a reason are named */
#define REASONS_MAX 64

/* Runs that failed for the same reason at the same lines. */
struct reason {
	enum result result;
	uint64_t count;
	char *key;
	char *sentence;		    /* of the first such run */
	uint64_t runs[REASON_RUNS]; /* lowest numbers, ascending; the first is the sentence's */
	size_t named;
};

struct sample {
	double *values;
	uint32_t count, room;
};

struct tally {
	uint64_t runs, results[RESULTS];
	uint64_t lost;		/* runs in which updates were lost, whether they failed or not */
	uint64_t lost_nth;	/* the first of them, … */
	char *lost_sentence;	/* … in words; NULL = none */
	struct reason *reasons; /* after tally_close: most frequent first */
	size_t reason_count;
	uint64_t other_reasons; /* runs whose reason is one too many */
	/* Of the runs that passed; after tally_close the times and indices are sorted. */
	struct sample times;	    /* seconds */
	struct sample fairness;	    /* of those that had a contest */
	double operations, seconds; /* in all */
	bool out_of_memory;	    /* something was not counted */
};

void tally_add(struct tally *tally, const struct outcome_of_run *outcome);
/* No more runs: sort. */
void tally_close(struct tally *tally);
void tally_finish(struct tally *tally);

uint64_t tally_failed(const struct tally *tally);
/* Operations a second; NAN when no run passed. */
double tally_throughput(const struct tally *tally);
/* The q-quantile of the times (seconds) or indices of a closed tally. */
double tally_quantile(const struct sample *sample, double share);

#endif
