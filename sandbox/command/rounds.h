/* A schedule that goes round: its last steps are taken twice, and everything must then be as it was before
 * them: everybody stands where he stood, with the same in his memory, and the second time the same came of
 * each step. Then they can go on for ever. */
#ifndef COMMAND_ROUNDS_H
#define COMMAND_ROUNDS_H

#include "schedule/schedule.h"
#include "schedule/standing.h"

#define ROUNDS_PROCESSES 256

struct rounds {
	uint32_t first, cycle; /* steps before the round, and of it; no cycle: nothing is looked at */
	const struct schedule *schedule;
	uint32_t begun, second; /* where in the log the rounds begin */
	struct standing standing[ROUNDS_PROCESSES];
	uint32_t count;
	bool same; /* they were found so */
};

/* The schedule is made longer by its round. False without memory. */
bool rounds_prepare(struct rounds *rounds, struct schedule *schedule);
/* So many steps of the schedule have been taken, and the run is quiet. */
void rounds_look(struct rounds *rounds, uint32_t taken, struct run *run, const struct parked *parked,
		 uint32_t count);

#endif
