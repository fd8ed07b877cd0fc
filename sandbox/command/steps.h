/* A run whose steps are granted one by one: by a schedule, and behind it by a policy. session_run does it,
 * when session.steps is set.
 *
 * What a recording holds can be compared while it goes on: the first event that differs ends the run.
 */
#ifndef COMMAND_STEPS_H
#define COMMAND_STEPS_H

#include "base/buffer.h"
#include "command/rounds.h"
#include "schedule/executor.h"
#include "schedule/schedule.h"
#include "trace/recording.h"

struct session;
struct world;

/* Where a replay parted from what it was to be. */
struct divergence {
	uint32_t step; /* 1, 2, … of the schedule; 0 = nothing differs */
	bool refused;  /* the step could not be taken: `got` says why */
	char expected[600], got[600];
	struct trace_event theirs, ours; /* unless it was refused */
	bool more;			 /* one of the two has an event that the other one has not */
};

struct steps {
	struct schedule schedule; /* the first steps; owned */
	struct rounds rounds;	  /* those of it that go round */
	struct buffer again;	  /* with a policy: the command that runs it again, but for --schedule */
	char policy[64]; /* who decides behind them: steps_policy's text, "" = nobody, it stops there */
	struct recording_reader *expected; /* NULL = nothing to compare with; the caller's */

	struct executor *executor;
	struct policy *behind; /* that policy */
	struct policy policy_of_ours;
	struct session *session;
	uint32_t at; /* steps of the schedule that were granted */
	struct execution execution;
	struct divergence divergence;
	struct buffer taken; /* all steps that were taken, as text */
};

/* Is it "first", "random", "random:SEED", "pct", "pct:SEED", "pct:SEED:DEPTH", with ":STEPS" behind it?
 * Sets steps->policy, with the seed given here where it names none. False: it is none, and message says
 * so. */
bool steps_policy(struct steps *steps, const char *text, uint64_t seed, char *message, size_t size);

/* "first", "random", "pct", NULL. */
const char *steps_policy_name(size_t i);

/* For session_run: as run_start, session_follow and run_finish. */
int steps_start(struct session *session, const struct run_options *options);
void steps_follow(struct session *session);
void steps_finish(struct session *session);

/* Release what `steps` owns, when the session is over. */
void steps_release(struct steps *steps);

/* How it ended, for a person: what only controlled runs come to. */
void steps_report(const struct session *session, struct buffer *out);
/* How to run it again. */
void steps_advise(const struct session *session, struct buffer *out);

/* The schedule that was taken, "" if there is no memory. */
const char *steps_taken(struct steps *steps);

#endif
