/* operate: the one function through which every operation goes (process.h has the plain form).
 *
 * What is said here is for the runtime's own files: primitives that carry bytes (storage.c), and the
 * supervisor's repair, which wakes and commits on behalf of the dead.
 */
#ifndef RUNTIME_OPERATE_H
#define RUNTIME_OPERATE_H

#include "runtime/arena.h"
#include "runtime/process.h"

/* What goes along with a transition, inside the same step. */
struct carry {
	/* With the monitor held, before the commit: may complete the next state. 0, or -errno: then nothing
	 * happens and operate gives OUTCOME_MISUSE with errno set. */
	int (*before)(struct self *self, uint32_t index, const union state *now, union state *next,
		      void *cargo);
	/* With the monitor held, right after the commit. */
	void (*after)(struct self *self, uint32_t index, const union state *before, void *cargo);
	void *cargo;
	const char *text; /* goes into the event; NULL = none; at most 8 bytes, if length is 0 */
	uint16_t length;  /* of a text that is bytes, at most 64 */
};

enum outcome operate_carrying(struct self *self, struct handle handle, struct request *request,
			      int64_t timeout, const struct carry *carry);

/* With the monitor held: mark the waiters that may now proceed, first come first: those whose guards hold
 * when the ones before them have taken what they wait for. Returns true if there are any. Frozen ones are
 * passed over. */
bool operate_choose(struct arena *arena, uint32_t index, uint64_t chosen[SLOT_WORDS]);
void operate_wake(struct arena *arena, const uint64_t chosen[SLOT_WORDS]);
void slot_wake(struct slot *slot);

/* At the gate before an operation: wait while the run is paused; at a tempo, show the intent and hold it for
 * a moment. */
void gate_operation_slowly(struct self *self, const struct object *object, const struct request *request);
static inline void gate_operation(struct self *self, const struct object *object,
				  const struct request *request)
{
	if (__builtin_expect(atomic_load_explicit(&self->arena->gate, memory_order_relaxed) != 0, 0))
		gate_operation_slowly(self, object, request);
}
/* There is news for the process in that slot, if it is still this one: its wait is interrupted to hear it. */
void attention_call(struct arena *arena, uint32_t slot, holder_t process);
/* Is there any for us? And then hear it. */
static inline bool attention_wanted(const struct self *self)
{
	return self->attend && atomic_load_explicit(&self->slot->attention, memory_order_acquire);
}
void attention_give(struct self *self);

/* Wait at the gate while the run is paused. */
void gate_pass(struct self *self);
/* The same, and where the schedule is perturbed, a delay (perturb.h). */
void gate_linger(struct self *self);
/* Make sure that the ring has room for that many cells; never with a monitor held. */
void trace_reserve_slowly(struct self *self, uint32_t cells);
static inline void trace_reserve(struct self *self, uint32_t cells)
{
	if (__builtin_expect(!ring_has_room(self->ring, cells), 0))
		trace_reserve_slowly(self, cells);
}
/* One about an action of an object that changes nothing: TRACE_WAITS, TRACE_REFUSED, … */
void trace_action(struct self *self, enum event_kind kind, uint32_t object, const struct request *request,
		  int64_t a, enum outcome outcome, const char *text, size_t length);
/* A plain event, not tied to a commit. */
void trace_plain(struct self *self, enum event_kind kind, uint32_t process, int64_t a, int64_t b,
		 uint32_t object, const char *text, size_t length);

/* A piece of a print; more: the next event of this process goes on with it. */
void trace_said(struct self *self, const char *text, size_t length, bool more);

/* Sleep on one's own slot until woken or until the deadline in run time (< 0: none). Returns false at the
 * deadline. */
bool slot_wait(struct self *self, int64_t deadline);

#endif
