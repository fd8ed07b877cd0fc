/* Waiting for any of several objects (mp.wait), without doing anything to them.
 *
 * The process stands among the waiters of all of them, and says in its slot that it only watches: so any
 * commit on one of them wakes it, and it looks for itself. The wake word is set before the looks, so none
 * that comes between two of them is lost. The flag is set before the first waiter bit and cleared after the
 * last one, and the bits change under the objects' monitors: whoever finds the bit finds the flag. */
#include <stdio.h>

#include "runtime/monitor.h"
#include "runtime/operate.h"

struct watch {
	struct self *self;
	struct watched *watched;
	uint32_t count;
};

static void enter(struct watch *watch, uint32_t index)
{
	struct slot *slot = watch->self->slot;

	atomic_store_explicit(&slot->entered, index, memory_order_release);
	monitor_enter(arena_object(watch->self->arena, index), slot->index);
}

static void leave(struct watch *watch, uint32_t index)
{
	monitor_leave(arena_object(watch->self->arena, index));
	atomic_store_explicit(&watch->self->slot->entered, 0, memory_order_release);
}

/* With the monitor held. */
static bool is_ready(struct watch *watch, const struct watched *one)
{
	struct arena *arena = watch->self->arena;
	struct object *object = arena_object(arena, one->handle.index);
	const struct action *action = &primitive_get(object->primitive)->actions[one->action];
	struct request request = {.process = watch->self->number, .action = one->action};

	return object->number != one->handle.number || !action->guard ||
	       action->guard(object_state(arena, object, atomic_load(&object->version)), &request);
}

/* Look at all. Returns how many are ready; if none is, it now waits for each. */
static uint32_t look(struct watch *watch)
{
	const struct slot *slot = watch->self->slot;
	uint32_t ready = 0;

	for (uint32_t i = 0; i < watch->count; i++) {
		struct watched *one = &watch->watched[i];
		struct object *object = arena_object(watch->self->arena, one->handle.index);

		enter(watch, one->handle.index);
		one->ready = is_ready(watch, one);
		if (!one->ready)
			object_add_waiter(object, slot->index);
		leave(watch, one->handle.index);
		ready += one->ready;
	}
	return ready;
}

static void watch_begin(struct watch *watch)
{
	struct slot *slot = watch->self->slot;

	slot->request = (struct request){.process = watch->self->number};
	slot->ticket = atomic_fetch_add(&watch->self->arena->tickets, 1);
	atomic_store(&slot->watches, 1);
}

static void watch_end(struct watch *watch)
{
	struct slot *slot = watch->self->slot;

	for (uint32_t i = 0; i < watch->count; i++) {
		uint32_t index = watch->watched[i].handle.index;

		enter(watch, index);
		object_remove_waiter(arena_object(watch->self->arena, index), slot->index);
		leave(watch, index);
	}
	atomic_store(&slot->watches, 0);
}

/* An event about all of them: of the first, and with the numbers and actions of all as text; a + for no room.
 */
static void announce(struct watch *watch, enum event_kind kind, int64_t a, enum outcome outcome)
{
	const struct watched *first = &watch->watched[0];
	struct request request = {.process = watch->self->number, .action = first->action};
	char text[TRACE_TEXT_MAX];
	size_t length = 0;

	for (uint32_t i = 0; watch->count > 1 && i < watch->count; i++) {
		if (length + 16 > sizeof text) {
			text[length++] = '+';
			break;
		}
		length += (size_t)snprintf(text + length, sizeof text - length, i ? " %u:%u" : "%u:%u",
					   watch->watched[i].handle.number, watch->watched[i].action);
	}
	trace_action(watch->self, kind, first->handle.index, &request, a, outcome, text, length);
}

static uint32_t offer(struct watch *watch, int64_t timeout)
{
	struct offer *offer = control_offer(watch->self, OFFER_ANY);

	offer->patience = timeout == WAIT_NOT ? PATIENCE_NONE :
			  timeout < 0	      ? PATIENCE_FOREVER :
						PATIENCE_TIMED;
	offer->timeout = timeout > 0 ? timeout : 0;
	offer->cut = watch->count > OFFER_WATCHED;
	offer->watched_count = (uint8_t)(offer->cut ? OFFER_WATCHED : watch->count);
	offer->object = watch->watched[0].handle.number;
	offer->index = watch->watched[0].handle.index;
	offer->primitive = arena_object(watch->self->arena, offer->index)->primitive;
	offer->a = watch->count;
	for (uint32_t i = 0; i < offer->watched_count; i++) {
		offer->watched[i].object = watch->watched[i].handle.number;
		offer->watched[i].index = watch->watched[i].handle.index;
		offer->watched[i].action = watch->watched[i].action;
	}
	if (!offer->urgent)
		announce(watch, TRACE_WANTS, 0, control_outcome(offer->patience));
	return control_park(watch->self);
}

/* Bits of those that are ready, as far as an offer tells of them. */
static int64_t ready_bits(const struct watch *watch)
{
	int64_t bits = 0;

	for (uint32_t i = 0; i < watch->count && i < OFFER_WATCHED; i++)
		bits |= (int64_t)watch->watched[i].ready << i;
	return bits;
}

/* In controlled mode nobody waits in here: it is granted when something is ready. */
static enum outcome operate_any_controlled(struct watch *watch, int64_t timeout)
{
	struct self *self = watch->self;

	for (;;) {
		bool late = offer(watch, timeout) == DECISION_TIMEOUT;
		enum outcome outcome = OUTCOME_TIMED_OUT;
		uint32_t ready = 0;

		for (uint32_t i = 0; i < watch->count; i++) {
			enter(watch, watch->watched[i].handle.index);
			ready += watch->watched[i].ready = is_ready(watch, &watch->watched[i]);
			leave(watch, watch->watched[i].handle.index);
		}
		if (ready)
			outcome = OUTCOME_OK;
		else if (self->interrupted)
			outcome = OUTCOME_INTERRUPTED;
		control_answer(self, outcome, ready_bits(watch), ready);
		if (!ready && !self->interrupted && attention_wanted(self)) {
			self->arena->control.log[self->slot->step].answer.attended = true;
			attention_give(self);
			atomic_store_explicit(&self->slot->in_runtime, 1, memory_order_release);
			continue;
		}
		if (!ready && !late && !self->interrupted && timeout != WAIT_NOT)
			continue;
		if (outcome == OUTCOME_INTERRUPTED)
			self->interrupted = 0;
		announce(watch, ready ? TRACE_WOKE : TRACE_TIMED_OUT, ready, outcome);
		atomic_store_explicit(&self->slot->in_runtime, 0, memory_order_release);
		return outcome;
	}
}

enum outcome operate_any(struct self *self, struct watched *watched, uint32_t count, int64_t timeout)
{
	struct watch watch = {.self = self, .watched = watched, .count = count};
	struct request request = {.process = self->number, .action = count ? watched->action : 0};
	bool late = timeout == WAIT_NOT, waited = false;
	int64_t deadline = -1;
	enum outcome outcome;
	uint32_t ready;

	if (!count)
		return OUTCOME_TIMED_OUT;
	if (self->unload && timeout != WAIT_NOT)
		self->unload(self);
	atomic_store_explicit(&self->slot->in_runtime, 1, memory_order_release);
	if (control_is_on(self))
		return operate_any_controlled(&watch, timeout);
	gate_operation(self, arena_object(self->arena, watched->handle.index), &request);
	if (timeout > 0)
		deadline = arena_time(self->arena) + timeout;
	watch_begin(&watch);
	for (;;) {
		atomic_store(&self->slot->wake, WAKE_WAITING);
		ready = look(&watch);
		if (ready || late || self->interrupted)
			break;
		if (attention_wanted(self)) {
			watch_end(&watch);
			if (waited)
				announce(&watch, TRACE_TIMED_OUT, 0, OUTCOME_INTERRUPTED);
			waited = false;
			attention_give(self);
			atomic_store_explicit(&self->slot->in_runtime, 1, memory_order_release);
			watch_begin(&watch);
			continue;
		}
		if (!waited)
			announce(&watch, TRACE_WAITS, deadline < 0 ? 0 : deadline, OUTCOME_OK);
		waited = true;
		late = !self->interrupted && !attention_wanted(self) && !slot_wait(self, deadline);
		gate_pass(self);
	}
	watch_end(&watch);
	outcome = ready ? OUTCOME_OK : self->interrupted ? OUTCOME_INTERRUPTED : OUTCOME_TIMED_OUT;
	if (outcome == OUTCOME_INTERRUPTED)
		self->interrupted = 0;
	announce(&watch, ready || !waited ? TRACE_WOKE : TRACE_TIMED_OUT, ready, outcome);
	atomic_store_explicit(&self->slot->in_runtime, 0, memory_order_release);
	return outcome;
}
