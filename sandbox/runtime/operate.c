/* operate: wait until a guard holds, then apply an effect, as one step. Once, for all primitives.
 *
 * The steps, and what a SIGKILL in each leaves behind:
 *   gate      nothing
 *   enter     the monitor held by a dead slot: the supervisor frees it
 *   guard     the same
 *   wait      a waiter bit: the supervisor clears it and chooses anew whom to wake
 *   effect    on the spare copy of the state: as if it had not begun
 *   seal      an event filled in but not true: voided
 *   commit    version + 1, one store: done, and the event that says so is published for the dead
 *   publish, choose, leave, wake: `entered` still names the object, so the supervisor chooses and wakes again
 */
#include "runtime/operate.h"

#include <errno.h>
#include <string.h>

#include "base/futex.h"
#include "runtime/monitor.h"
#include "runtime/perturb.h"

/* What every operation goes through; as calls it would take half as long again. */
#define ALWAYS_INLINE inline __attribute__((always_inline))

#define CATCHES 3 /* times that somebody else was faster, before it waits in line */
#define STUCK 10000000 /* ns on a full ring after which the supervisor looks why */

void trace_reserve_slowly(struct self *self, uint32_t cells)
{
	while (!ring_has_room(self->ring, cells)) {
		atomic_store_explicit(&self->slot->in_runtime, 0, memory_order_release);
		if (!ring_wait(&self->arena->trace, self->ring, cells, self->stuck ? STUCK : -1) &&
		    self->stuck)
			self->stuck(self);
		atomic_store_explicit(&self->slot->in_runtime, 1, memory_order_release);
	}
}

static ALWAYS_INLINE struct event *trace_draw(struct self *self, enum event_kind kind,
					      const struct object *object, const struct request *request,
					      uint32_t process)
{
	struct event *event = ring_draw(&self->arena->trace, self->ring);

	event->kind = (uint8_t)kind;
	event->process = process;
	event->line = self->line;
	event->outcome = OUTCOME_OK;
	event->version = 0;
	event->object = object ? object->number : 0;
	event->primitive = object ? object->primitive : PRIMITIVE_NONE;
	event->action = request ? request->action : 0;
	event->a = request ? request->a : 0;
	event->b = request ? request->b : 0;
	return event;
}

static void trace_finish(struct self *self, struct event *event)
{
	ring_seal(self->ring, event);
	ring_publish(&self->arena->trace, self->ring, event);
}

void trace_plain(struct self *self, enum event_kind kind, uint32_t process, int64_t a, int64_t b,
		 uint32_t object, const char *text, size_t length)
{
	const struct object *about = object ? arena_object(self->arena, object) : NULL;

	if (length > TRACE_TEXT_MAX)
		length = TRACE_TEXT_MAX;
	trace_reserve(self, ring_cells(length));
	struct event *event = trace_draw(self, kind, about, NULL, process);
	event->a = a;
	event->b = b;
	if (length)
		ring_text(self->ring, event, text, length);
	trace_finish(self, event);
}

void trace_action(struct self *self, enum event_kind kind, uint32_t object, const struct request *request,
		  int64_t a, enum outcome outcome, const char *text, size_t length)
{
	trace_reserve(self, ring_cells(length));
	struct event *event =
		trace_draw(self, kind, arena_object(self->arena, object), request, self->number);

	event->a = a;
	event->outcome = (uint8_t)outcome;
	if (length)
		ring_text(self->ring, event, text, length);
	trace_finish(self, event);
}

void trace_said(struct self *self, const char *text, size_t length, bool more)
{
	trace_reserve(self, ring_cells(length));
	struct event *event = trace_draw(self, TRACE_SAID, NULL, NULL, self->number);

	event->more = more;
	ring_text(self->ring, event, text, length);
	trace_finish(self, event);
}

/* An event about an operation that changed nothing. The room was reserved. */
static void trace_operation(struct self *self, enum event_kind kind, const struct object *object,
			    const struct request *request, int64_t a, enum outcome outcome)
{
	struct event *event = trace_draw(self, kind, object, request, self->number);

	event->a = a;
	event->outcome = (uint8_t)outcome;
	trace_finish(self, event);
}

void slot_wake(struct slot *slot)
{
	if (atomic_exchange(&slot->wake, WAKE_AWAKE) == WAKE_PARKED)
		futex_wake(&slot->wake, 1);
}

static bool still_waiting(struct slot *slot, uint32_t polls)
{
	uint32_t waiting = WAKE_WAITING;

	for (uint32_t i = 0; i < polls; i++) {
		if (atomic_load_explicit(&slot->wake, memory_order_acquire) == WAKE_AWAKE)
			return false;
		cpu_relax();
	}
	return atomic_compare_exchange_strong(&slot->wake, &waiting, WAKE_PARKED) || waiting == WAKE_PARKED;
}

bool slot_wait(struct self *self, int64_t deadline)
{
	struct slot *slot = self->slot;

	while (still_waiting(slot, self->polls)) {
		int64_t left = deadline < 0 ? -1 : deadline - arena_time(self->arena);

		if (deadline >= 0 && left <= 0)
			break;
		/* In here it may be stopped: it holds nothing, and frozen waiters are passed over. */
		atomic_store_explicit(&slot->in_runtime, 0, memory_order_release);
		uint32_t gate = atomic_load(&self->arena->gate);
		if (deadline >= 0 && (gate & GATE_PAUSED))
			futex_wait(&self->arena->gate, gate,
				   -1); /* run time stands still, so would the deadline */
		else
			futex_wait(&slot->wake, WAKE_PARKED, left);
		atomic_store_explicit(&slot->in_runtime, 1, memory_order_release);
	}
	return atomic_load(&slot->wake) == WAKE_AWAKE;
}

void gate_pass(struct self *self)
{
	uint32_t gate;

	while ((gate = atomic_load_explicit(&self->arena->gate, memory_order_relaxed)) & GATE_PAUSED) {
		atomic_store_explicit(&self->slot->in_runtime, 0, memory_order_release);
		futex_wait(&self->arena->gate, gate, -1);
		atomic_store_explicit(&self->slot->in_runtime, 1, memory_order_release);
	}
}

void gate_linger(struct self *self)
{
	uint32_t state = atomic_load_explicit(&self->arena->gate, memory_order_relaxed);

	if (__builtin_expect(state == 0, 1))
		return;
	gate_pass(self);
	if (state & GATE_PERTURB) {
		perturb(self);
		gate_pass(self);
	}
}

/* At a tempo for people: show the intent, and hold it for a visible moment. A change of tempo or an end of
 * a pause wakes it through its slot, and the moment is measured anew. */
static void gate_hold(struct self *self, const struct object *object, const struct request *request)
{
	int64_t began = arena_time(self->arena);

	trace_operation(self, TRACE_WANTS, object, request, request->a, OUTCOME_OK);
	for (;;) {
		int64_t tempo = atomic_load(&self->arena->tempo) * 1000;

		gate_pass(self);
		if (arena_time(self->arena) - began >= tempo)
			return;
		atomic_store(&self->slot->wake, WAKE_WAITING);
		slot_wait(self, began + tempo);
	}
}

void gate_operation_slowly(struct self *self, const struct object *object, const struct request *request)
{
	uint32_t state = atomic_load_explicit(&self->arena->gate, memory_order_relaxed);

	gate_pass(self);
	if (state & GATE_TEMPO)
		gate_hold(self, object, request);
	gate_linger(self);
}

/* The waiters of an object, first come first. */
static uint32_t queue_of(struct arena *arena, const struct object *object, struct slot *queue[SLOTS])
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < SLOT_WORDS; i++)
		for (uint64_t bits = atomic_load_explicit(&object->waiters[i], memory_order_relaxed); bits;
		     bits &= bits - 1) {
			struct slot *slot = &arena->slots[i * 64 + (uint32_t)__builtin_ctzll(bits)];
			uint32_t at = count++;

			for (; at > 0 && queue[at - 1]->ticket > slot->ticket; at--)
				queue[at] = queue[at - 1];
			queue[at] = slot;
		}
	return count;
}

bool operate_choose(struct arena *arena, uint32_t index, uint64_t chosen[SLOT_WORDS])
{
	struct object *object = arena_object(arena, index);
	const struct primitive *primitive = primitive_get(object->primitive);
	union state state;
	struct slot *queue[SLOTS];
	uint32_t count = queue_of(arena, object, queue);
	bool any = false;

	const union state *now =
		object_state(arena, object, atomic_load_explicit(&object->version, memory_order_relaxed));
	memcpy(&state, now, state_used(primitive, now));
	memset(chosen, 0, SLOT_WORDS * sizeof *chosen);
	for (uint32_t i = 0; i < count; i++) {
		struct request request = queue[i]->request;
		const struct action *action = &primitive->actions[request.action];
		bool watches =
			atomic_load(&queue[i]->watches); /* it takes nothing, and looks for itself (wait.c) */

		if (!watches &&
		    (atomic_load(&queue[i]->frozen) || (action->guard && !action->guard(&state, &request))))
			continue;
		if (!watches && action->effect)
			action->effect(&state, &request);
		chosen[queue[i]->index / 64] |= UINT64_C(1) << queue[i]->index % 64;
		any = true;
	}
	return any;
}

void operate_wake(struct arena *arena, const uint64_t chosen[SLOT_WORDS])
{
	for (uint32_t i = 0; i < SLOT_WORDS; i++)
		for (uint64_t bits = chosen[i]; bits; bits &= bits - 1)
			slot_wake(&arena->slots[i * 64 + (uint32_t)__builtin_ctzll(bits)]);
}

static ALWAYS_INLINE bool has_waiters(const struct object *object)
{
	return atomic_load_explicit(&object->waiter_words, memory_order_relaxed);
}

/* What an operate call has at hand in its steps. */
struct operation {
	struct self *self;
	uint32_t index;
	struct object *object;
	const struct primitive *primitive;
	const struct action *action;
	struct request *request;
	const struct carry *carry;
	bool queued; /* its waiter bit is set and its wait was announced */
	bool attends; /* it stopped waiting, to hear news first */
};

static void unqueue(struct operation *op)
{
	struct slot *slot = op->self->slot;

	if (!op->queued)
		return;
	object_remove_waiter(op->object, slot->index);
	atomic_store_explicit(&slot->waiting_on, 0, memory_order_release);
	op->queued = false;
}

/* Monitor held, guard false: take a place in the queue. */
static void enqueue(struct operation *op, int64_t deadline)
{
	struct slot *slot = op->self->slot;

	atomic_store(&slot->wake, WAKE_WAITING);
	if (op->queued)
		return;
	slot->request = *op->request;
	slot->ticket = atomic_fetch_add(&op->self->arena->tickets, 1);
	atomic_store(&slot->waiting_on, op->index);
	object_add_waiter(op->object, slot->index);
	op->queued = true;
	trace_operation(op->self, TRACE_WAITS, op->object, op->request, deadline < 0 ? 0 : deadline,
			OUTCOME_OK);
}

/* Monitor held, guard true: the step itself. */
static ALWAYS_INLINE enum outcome commit(struct operation *op)
{
	struct self *self = op->self;
	struct object *object = op->object;
	uint32_t version = atomic_load_explicit(&object->version, memory_order_relaxed);
	const union state *now = object_state(self->arena, object, version);
	union state *next = object_state(self->arena, object, version + 1);
	enum outcome outcome = OUTCOME_OK;
	int error = 0;

	state_replace(op->primitive, next, now);
	if (op->action->effect)
		outcome = op->action->effect(next, op->request);
	if (outcome == OUTCOME_MISUSE)
		return outcome;
	const struct carry *carry =
		outcome == OUTCOME_EOF ? NULL : op->carry; /* at the end nothing goes along */
	if (carry && carry->before)
		error = carry->before(self, op->index, now, next, carry->cargo);
	if (error) {
		errno = -error;
		return OUTCOME_MISUSE;
	}
	struct event *event = trace_draw(self, TRACE_DID, object, op->request, self->number);
	event->version = version + 1;
	event->outcome = (uint8_t)outcome;
	if (carry && carry->text)
		ring_text(self->ring, event, carry->text,
			  carry->length ? carry->length : strnlen(carry->text, sizeof event->text));
	ring_seal(self->ring, event);
	atomic_store_explicit(&object->version, version + 1, memory_order_release);
	ring_publish(&self->arena->trace, self->ring, event);
	if (carry && carry->after)
		carry->after(self, op->index, now, carry->cargo);
	return outcome;
}

static ALWAYS_INLINE void leave(struct operation *op)
{
	struct slot *slot = op->self->slot;
	uint64_t chosen[SLOT_WORDS];
	bool wake = __builtin_expect(has_waiters(op->object), 0) &&
		    operate_choose(op->self->arena, op->index, chosen);

	monitor_leave(op->object);
	if (wake) {
		if (atomic_load_explicit(&op->self->arena->gate, memory_order_relaxed) & GATE_PERTURB)
			perturb_briefly(op->self);
		operate_wake(op->self->arena, chosen);
	}
	atomic_store_explicit(&slot->entered, 0, memory_order_release);
	atomic_store_explicit(&slot->in_runtime, 0, memory_order_release);
}

static ALWAYS_INLINE void enter(struct operation *op)
{
	struct slot *slot = op->self->slot;

	atomic_store_explicit(&slot->in_runtime, 1, memory_order_release);
	atomic_store_explicit(&slot->entered, op->index, memory_order_release);
	monitor_enter(op->object, slot->index);
}

/* Is it still the same object, and does the guard hold? */
static ALWAYS_INLINE bool may_proceed(const struct operation *op, uint32_t number)
{
	uint32_t version = atomic_load_explicit(&op->object->version, memory_order_relaxed);

	return op->object->number == number &&
	       (!op->action->guard ||
		op->action->guard(object_state(op->self->arena, op->object, version), op->request));
}

/* One try with the monitor held. Returns true with *outcome when the call is over. */
static bool attempt(struct operation *op, uint32_t number, int64_t deadline, bool may_wait, bool late,
		    enum outcome *outcome)
{
	if (op->object->number != number) { /* a process object that was reused: it ended long ago */
		*outcome = OUTCOME_OK;
	} else if (may_proceed(op, number)) {
		*outcome = commit(op);
	} else if (!may_wait) {
		*outcome = op->action->refusal;
		trace_operation(op->self, TRACE_REFUSED, op->object, op->request, op->request->a, *outcome);
	} else if (__builtin_expect(op->self->interrupted, 0)) {
		op->self->interrupted = 0;
		*outcome = OUTCOME_INTERRUPTED;
		trace_operation(op->self, TRACE_TIMED_OUT, op->object, op->request, op->request->a, *outcome);
	} else if (__builtin_expect(attention_wanted(op->self), 0)) {
		op->attends = true;
		if (op->queued)
			trace_operation(op->self, TRACE_TIMED_OUT, op->object, op->request, op->request->a,
					OUTCOME_INTERRUPTED);
	} else if (late) {
		*outcome = OUTCOME_TIMED_OUT;
		trace_operation(op->self, TRACE_TIMED_OUT, op->object, op->request, op->request->a, *outcome);
	} else {
		enqueue(op, deadline);
		return false;
	}
	unqueue(op);
	return true;
}

void attention_call(struct arena *arena, uint32_t index, holder_t process)
{
	struct slot *slot = &arena->slots[index];

	if (slot_state(slot) != SLOT_ALIVE || slot->number + 1 != process)
		return;
	atomic_store(&slot->attention, 1);
	slot_wake(slot);
}

void attention_give(struct self *self)
{
	uint32_t line = self->line;

	atomic_store(&self->slot->attention, 0);
	atomic_store_explicit(&self->slot->in_runtime, 0, memory_order_release);
	self->attend(self);
	self->line = line;
	trace_reserve(self, 8);
}

/* Announce the step and wait until it may be done. */
static uint32_t offer(struct operation *op, uint32_t number, int64_t timeout)
{
	struct offer *offer = control_offer(op->self, OFFER_OPERATE);

	offer->primitive = op->object->primitive;
	offer->action = op->request->action;
	offer->object = number;
	offer->index = op->index;
	offer->patience = timeout == WAIT_NOT ? PATIENCE_NONE :
			  timeout < 0	      ? PATIENCE_FOREVER :
						PATIENCE_TIMED;
	offer->timeout = timeout > 0 ? timeout : 0;
	offer->a = op->request->a;
	offer->b = op->request->b;
	offer->content = op->request->content;
	if (!offer->urgent)
		trace_operation(op->self, TRACE_WANTS, op->object, op->request, op->request->a,
				control_outcome(offer->patience));
	return control_park(op->self);
}

/* In controlled mode: what is granted can be done, so nothing waits in here. */
static enum outcome operate_controlled(struct operation *op, uint32_t number, int64_t timeout)
{
	struct self *self = op->self;
	enum outcome outcome = OUTCOME_OK;

	for (;;) {
		bool late = offer(op, number, timeout) == DECISION_TIMEOUT;

		enter(op);
		bool over = attempt(op, number, -1, timeout != WAIT_NOT, late, &outcome);
		if (!over)
			unqueue(op); /* a grant that does not fit; it offers the same again */
		leave(op);
		control_answer(self, outcome, op->request->a, op->request->b);
		if (over && !op->attends)
			return outcome;
		if (op->attends) {
			self->arena->control.log[self->slot->step].answer.attended = true;
			attention_give(self);
			atomic_store_explicit(&self->slot->in_runtime, 1, memory_order_release);
		}
		op->attends = false;
	}
}

/* Another processor may be about to do what we wait for: look for a moment, before it is told to everybody
 * and costs both sides a wait. The state may change as we look, so what we see is a hint. */
static bool comes_soon(struct operation *op, uint32_t number)
{
	const struct self *self = op->self;

	for (uint32_t i = 0; i < self->polls && !self->interrupted && !attention_wanted(self); i++) {
		if (may_proceed(op, number))
			return true;
		cpu_relax();
	}
	return false;
}

static bool catch_in_passing(struct operation *op, uint32_t number, enum outcome *outcome)
{
	for (int tries = 0; tries < CATCHES && comes_soon(op, number); tries++) {
		enter(op);
		bool may = may_proceed(op, number);
		if (may)
			*outcome = commit(op);
		leave(op);
		if (may)
			return true;
		atomic_store_explicit(&op->self->slot->in_runtime, 1, memory_order_release);
	}
	return false;
}

/* What did not succeed at once: wait, and try again. */
static __attribute__((noinline)) enum outcome operate_patiently(struct operation *op, uint32_t number,
								 int64_t timeout)
{
	struct self *self = op->self;
	int64_t deadline = timeout > 0 ? arena_time(self->arena) + timeout : -1;
	enum outcome outcome = OUTCOME_OK;
	bool late = false;

	if (self->unload && timeout != WAIT_NOT) {
		self->unload(self);
		atomic_store_explicit(&self->slot->in_runtime, 1, memory_order_release);
		trace_reserve(self, 8);
	}
	if (timeout != WAIT_NOT && catch_in_passing(op, number, &outcome))
		return outcome;
	for (;;) {
		enter(op);
		bool over = attempt(op, number, deadline, timeout != WAIT_NOT, late, &outcome);
		leave(op);
		if (over && !op->attends)
			return outcome;
		if (op->attends)
			attention_give(self);
		atomic_store_explicit(&self->slot->in_runtime, 1, memory_order_release);
		if (op->attends)
			late = deadline >= 0 && arena_time(self->arena) >= deadline;
		else
			late = !self->interrupted && !attention_wanted(self) && !slot_wait(self, deadline);
		op->attends = false;
		gate_linger(self);
	}
}

enum outcome operate_carrying(struct self *self, struct handle handle, struct request *request,
			      int64_t timeout, const struct carry *carry)
{
	struct object *object = arena_object(self->arena, handle.index);
	const struct primitive *primitive = primitive_get(object->primitive);
	struct operation op = {.self = self,
			       .index = handle.index,
			       .object = object,
			       .primitive = primitive,
			       .action = &primitive->actions[request->action],
			       .request = request,
			       .carry = carry};
	enum outcome outcome = OUTCOME_OK;

	request->process = self->number;
	atomic_store_explicit(&self->slot->in_runtime, 1, memory_order_release);
	trace_reserve(self, 8);
	if (__builtin_expect(atomic_load_explicit(&self->arena->gate, memory_order_relaxed) != 0, 0)) {
		if (control_is_on(self))
			return operate_controlled(&op, handle.number, timeout);
		gate_operation(self, object, request);
	}
	enter(&op);
	bool may = may_proceed(&op, handle.number);
	if (__builtin_expect(may, 1))
		outcome = commit(&op);
	leave(&op);
	return may ? outcome : operate_patiently(&op, handle.number, timeout);
}

enum outcome operate(struct self *self, struct handle handle, struct request *request, int64_t timeout)
{
	return operate_carrying(self, handle, request, timeout, NULL);
}
