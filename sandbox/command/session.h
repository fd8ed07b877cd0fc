/* A run that is followed: read, folded, judged, written, until it ends one way or another. */
#ifndef COMMAND_SESSION_H
#define COMMAND_SESSION_H

#include "command/output.h"
#include "runtime/run.h"
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
	END_LOST
};

struct session {
	bool json, quiet;
	const char *file; /* of the scenario, for places */
	struct run *run;
	struct world *world;
	struct verdict verdict;
	struct output out;
	int signals;      /* signalfd, -1 = none */
	int signal;       /* the one that came */
	int64_t deadline; /* of --timeout, CLOCK_MONOTONIC ns; INT64_MAX = none */
	bool stall_told;
	enum end end;
	char usage[TRACE_TEXT_MAX + 1]; /* what the scenario did not like about our options */
};

/* Follow the run until session->end says how it ended. The verdict's text is the caller's to write. */
void session_follow(struct session *session);

#endif
