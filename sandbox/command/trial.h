/* One run of an experiment: started, followed without a word, judged.
 *
 * Interface:
 * - trial_start; then trial_step until it returns true, sleeping on run_fd in between; then trial_end.
 */
#ifndef COMMAND_TRIAL_H
#define COMMAND_TRIAL_H

#include "command/session.h"
#include "schedule/policy.h"
#include "script/script.h"
#include "world/fairness.h"

/* How the processes of a run are scheduled: by the kernel alone, by the kernel with delays thrown in, or step
 * by step, at random or by PCT. */
struct manner {
	enum { MANNER_FREE, MANNER_PERTURBED, MANNER_RANDOM, MANNER_PCT } kind;
	uint64_t seed; /* of the first run; run i has seed + i */
	uint32_t depth; /* of MANNER_PCT */
};

/* How a run ended. All but the first are failures. */
enum result {
	RESULT_PASSED,
	RESULT_DEADLOCK, /* nobody can move for ever, or within a moment nobody could */
	RESULT_PARTIAL,	 /* some can not, the others went on or ended */
	RESULT_ASSERT,	 /* a failed assertion came first */
	RESULT_ERROR,	 /* another uncaught error came first */
	RESULT_KILLED,	 /* a process was killed, and nobody in the run had sent the signal */
	RESULT_STALLED,	 /* somebody waited until the time was over, probably for ever: not certain */
	RESULT_TIMEOUT,	 /* the time was over, and nobody was seen to be stuck */
	RESULT_LOST,	 /* the supervisor was killed from outside */
	RESULT_BUG,	 /* the events contradict one another: a bug in the sandbox */
	RESULTS
};

/* "passed", "deadlock", "partial deadlock", … */
const char *result_name(enum result result);

struct outcome_of_run {
	enum result result;
	uint64_t nth;	     /* of its setting, from 0 */
	int64_t time;	     /* ns from main's birth to the last event */
	uint64_t operations; /* that took effect, of all processes */
	uint32_t steps;	     /* granted, and ... */
	uint32_t processes;  /* ... that there were: of MANNER_PCT */
	double fairness;     /* fairness.h; NAN = no contest */
	bool stillborn;	     /* main never began: the machine refused. The sentence says why */
	bool lost_updates;
	bool out_of_memory;  /* what it says is incomplete */
	char key[256];	     /* equal for runs that failed for the same reason at the same lines */
	char sentence[1024]; /* why it failed, with lines; "" = passed */
	char lost[512];	     /* the first lost update, in words */
};

struct trial {
	struct session session;
	struct fairness fairness;
	struct outcome_of_run outcome;
	int64_t closed; /* ns of run time: when a deadlock was seen, 0 = none yet. From then on the run is
			   followed for a moment only, to see whether the others get stuck too */
	int64_t born;	/* ns of run time: when main was, INT64_MAX = not yet */
	bool errs;	/* an error was seen; error_kind is that of the first */
	int64_t error_kind;
	uint32_t error_of; /* whose it was */
	struct policy *policy; /* of MANNER_PCT: who takes the next step */
	uint32_t killed;   /* number + 1 of the first process that a stranger killed, 0 = none */
};

struct trial_options {
	struct scenario *scenario; /* with the knobs of this run; only trial_start looks at them */
	const char *file;	   /* its name in sentences; lives as long as the trial */
	uint64_t seed, nth;
	struct manner manner;
	uint32_t steps; /* of MANNER_PCT: that the run is taken to have */
	double timeout; /* seconds */
};

/* The trial must stay where it is until trial_end. Returns 0 or -errno, as run_start. */
int trial_start(struct trial *trial, const struct trial_options *options);
/* True when there is nothing to do until run_fd or session_wait, or when it has ended (session.end). */
bool trial_step(struct trial *trial);
/* What came of it is in trial->outcome, or, when session.end is END_USAGE, in session.usage. Also ends a run
 * that goes on; then the outcome means nothing. */
void trial_end(struct trial *trial);

#endif
