/* A run that is followed: read, folded, judged, written, until it ends one way or another. */
#ifndef COMMAND_SESSION_H
#define COMMAND_SESSION_H

#include "command/output.h"
#include "runtime/run.h"
#include "trace/recording.h"
#include "world/verdict.h"

/* How a run ends. */
enum end {
	END_NOT_YET,
	END_FINISHED,
	END_DEADLOCK,
	END_TIMEOUT,
	END_SIGNAL,
	END_USAGE,
	END_OUTPUT,
	END_LOST,
	/* Of controlled runs. */
	END_STUCK,    /* nobody can take a step, though it is not certain that it is for ever */
	END_SCHEDULE, /* the schedule is over */
	END_ROUND,    /* the last steps of the schedule were taken twice, and can go on for ever */
	END_DIVERGED, /* it could not be followed, or something differs from what was recorded */
	END_SPINS,    /* a process computes and comes to no step */
	END_FULL,     /* too many steps */
};

struct session {
	/* Is given every event, after it was folded, in place of writing lines; NULL = lines are written. */
	void (*watch)(void *context, const struct world *world, const struct trace_event *event);
	void *context;
	const char *who;  /* for messages: "sandbox run" */
	const char *file; /* of the scenario, for places */
	bool json, quiet;
	/* The scenario is the caller's own program (run_options.main): it prints by itself, the rest goes to
	 * stderr, and a run that did not fail has main's exit code. */
	bool hosted;
	/* Steps are granted one by one (steps.h); the caller's, NULL = the kernel decides. */
	struct steps *steps;
	/* What session_run fills in, and others themselves. */
	struct run *run;
	struct world *world;
	struct verdict verdict;
	struct recording *recording; /* gets every event; the caller's, NULL = none */
	struct output out; /* its fd is given */
	int signals;      /* signalfd, -1 = none */
	int signal;       /* the one that came */
	int64_t deadline; /* of --timeout, CLOCK_MONOTONIC ns; INT64_MAX = none */
	bool stall_told;
	uint32_t losses_told; /* of world->losses */
	bool stall_old; /* events came since it was judged that there is a stall */
	enum end end;
	const char *ended; /* "finished", "deadlock" …: after session_run, which leaves no world behind */
	char usage[TRACE_TEXT_MAX + 1]; /* what the scenario did not like about our options */
};

/* All of it: start a run, follow it, write how it ended, end it. timeout: seconds, 0 = none. Returns the exit
 * status; what is wrong has been printed. In main of a hosted run, which goes on from here: -1. */
int session_run(struct session *session, const struct run_options *options, double timeout);

/* For steps.c. An event has come; nothing may have ended the session before. And: signals, deadline, output.
 */
void session_take(struct session *session, const struct trace_event *event);
void session_look(struct session *session);

/* A seed for a run that was given none; 48 bits, so that JSON readers keep it whole. */
uint64_t session_seed(void);

/* Follow the run until session->end says how it ended. The verdict's text is the caller's to write. */
void session_follow(struct session *session);

/* The same, a piece at a time, for who follows several. Take what has come; returns true if there is nothing
 * more to do before run_fd is readable or so many milliseconds have passed (session_wait; -1: never), or if
 * it has ended. */
bool session_step(struct session *session);
int session_wait(const struct session *session);

#endif
