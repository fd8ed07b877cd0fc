/* What the supervisor does for a process that died, before it is reaped: so that a SIGKILL at any instruction
 * leaves every object as it was before or after a step, nobody waiting for a wake that the dead one took, and
 * nothing taken for ever without saying so. Idempotent, step by step. */
#ifndef RUNTIME_REPAIR_H
#define RUNTIME_REPAIR_H

#include "runtime/arena.h"
#include "runtime/process.h"

/* status: exit code 0.., or -signal. */
void repair(struct self *supervisor, struct slot *dead, int status);

/* After its repair: its children are the supervisor's to reap from now on. */
void repair_adopt(struct self *supervisor, uint32_t parent_slot, int32_t parent_number);
/* And it itself, if it was the supervisor's to reap. */
void repair_reap(struct self *supervisor, struct slot *slot);

/* The supervisor's ring stays full: the reader may be waiting for the event of one who died and whose repair
 * is still to come; or there is no front end any more, and nobody will ever read: then everything ends. */
void repair_stuck(struct self *supervisor);

/* Choose anew among an object's waiters and wake them: after one of them died or was frozen. */
void repair_wake(struct self *supervisor, uint32_t index);

/* A child is born, its parent waits until we say go (or died): the child holds every end of a pipe that its
 * parent holds. */
void repair_inherit(struct self *supervisor, const struct slot *child);

#endif
