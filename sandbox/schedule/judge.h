/* Which states fail: the same rules as world/verdict.h, on states of the model. */
#ifndef SCHEDULE_JUDGE_H
#define SCHEDULE_JUDGE_H

#include "schedule/model.h"

enum failure {
	FAILURE_NONE,
	FAILURE_DEADLOCK, /* some or all can never go on */
	FAILURE_ASSERT,   /* a process ends by a failed assertion ... */
	FAILURE_ERROR,    /* ... or by another uncaught error */
	FAILURE_SPIN,     /* a process goes on for ever without a step */
	FAILURE_LOOP,	  /* a livelock: steps that go round for ever, and nobody gets anywhere (cycles.h) */
	FAILURE_STARVATION, /* others go round for ever, and one never gets what it waits for (cycles.h) */
};

struct judgement {
	enum failure failure;
	bool whole;        /* a deadlock of all that are left */
	uint64_t stuck;    /* bits by place: who can never go on */
	uint32_t culprit;  /* place of the process that failed or spins */
};

/* Locks that somebody else than the owner releases in this scenario: whoever moves may free their waiters.
 * Set by the search as it sees such releases. */
struct strangers {
	uint32_t *ids;
	uint32_t count, room;
};

/* The process at that place is about to take its step: is it one of those? False without memory. */
bool strangers_note(struct strangers *strangers, const struct model *model, const void *state,
		    uint32_t place);

struct judgement judge_state(const struct model *model, const struct knowledge *knowledge, const void *state,
			     const struct strangers *strangers);
const char *failure_name(enum failure failure); /* "deadlock", "assert", … as in --json */

#endif
