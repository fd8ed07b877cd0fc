/* Standing still: pausing the run, stopping one process, changing the tempo. By the supervisor.
 *
 * A pause closes the gate, where every process parks at its next operation; those inside a long computation
 * of their own are stopped by SIGSTOP. A naive SIGSTOP may hit a process inside a monitor and with it freeze
 * everybody, so: stop it, see it stopped, look whether it was in the runtime, and if so let it go on and try
 * again. */
#ifndef RUNTIME_FREEZE_H
#define RUNTIME_FREEZE_H

#include "runtime/arena.h"
#include "runtime/process.h"

void freeze_run(struct self *supervisor);
void thaw_run(struct self *supervisor);
void freeze_tempo(struct self *supervisor, int64_t microseconds);

/* why: FROZEN_PERSON or FROZEN_PAUSE. */
void freeze_process(struct self *supervisor, struct slot *slot, uint32_t why);
void thaw_process(struct self *supervisor, struct slot *slot, uint32_t why);

#endif
