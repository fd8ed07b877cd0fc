/* The supervisor: parent of main, adoptive parent of every orphan (child subreaper). It knows each process by
 * a pidfd, repairs what the dead leave behind, and carries out the front end's commands. Nobody outlives it:
 * a keeper, the leader of the lessons' process group, kills the group as soon as the supervisor is gone, and
 * the supervisor kills it as soon as the front end is gone. */
#ifndef RUNTIME_SUPERVISOR_H
#define RUNTIME_SUPERVISOR_H

#include "runtime/arena.h"
#include "runtime/run.h"

enum command_kind {
	COMMAND_PAUSE,
	COMMAND_RESUME,
	COMMAND_TEMPO,
	COMMAND_SIGNAL,
	COMMAND_RESTART,
	COMMAND_COUNT,
	COMMAND_FINISH
};

struct supervisor_command { /* one message on the socket */
	uint32_t kind, process;
	int64_t value;
};

/* The life of the supervisor process, just forked. `socket` is its end. It never returns, but in main when
 * that is to go on where run_start was called. */
void supervise(struct arena *arena, int socket, const struct run_options *options);

#endif
