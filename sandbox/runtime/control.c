#include "runtime/control.h"

#include <limits.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/futex.h"
#include "base/hash.h"
#include "runtime/lives.h"
#include "runtime/operate.h"

bool control_is_on(const struct self *self)
{
	return __builtin_expect(
		atomic_load_explicit(&self->arena->gate, memory_order_relaxed) & GATE_CONTROLLED, 0);
}

/* A slot in which nothing will happen by itself. */
static bool is_at_rest(const struct slot *slot)
{
	enum slot_state state = slot_state(slot);

	return state == SLOT_FREE || state == SLOT_ENDED ||
	       (state == SLOT_ALIVE && atomic_load(&slot->parked));
}

bool control_is_quiet(struct arena *arena)
{
	uint32_t used = atomic_load(&arena->trace.rings_used);

	for (uint32_t i = 0; i + 1 < used; i++)
		if (!is_at_rest(&arena->slots[i]))
			return false;
	/* In this order: a dead process is seen to have ended only while `repairing` is set. */
	return !atomic_load(&arena->control.repairing);
}

static bool guard_holds(struct arena *arena, const struct slot *slot, uint32_t index, uint32_t number,
			uint8_t action)
{
	struct object *object = arena_object(arena, index);
	const struct primitive *primitive = primitive_get(object->primitive);
	struct request request = {.process = slot->number, .action = action, .a = slot->offer.a,
				  .b = slot->offer.b};

	if (object->number != number || !primitive->actions[action].guard)
		return true;
	return primitive->actions[action].guard(object_state(arena, object, atomic_load(&object->version)),
						&request);
}

static bool is_any_ready(struct arena *arena, const struct slot *slot)
{
	const struct offer *offer = &slot->offer;

	for (uint32_t i = 0; i < offer->watched_count; i++)
		if (guard_holds(arena, slot, offer->watched[i].index, offer->watched[i].object,
				offer->watched[i].action))
			return true;
	return offer->cut; /* it looks for itself, and offers the same again */
}

unsigned control_can(struct arena *arena, const struct slot *slot)
{
	const struct offer *offer = &slot->offer;
	bool ready = true;

	if (slot_state(slot) != SLOT_ALIVE || !atomic_load(&slot->parked))
		return 0;
	if (offer->kind == OFFER_SLEEP)
		return CAN_TIME_OUT;
	if (offer->kind == OFFER_OPERATE)
		ready = guard_holds(arena, slot, offer->index, offer->object, offer->action);
	else if (offer->kind == OFFER_ANY)
		ready = is_any_ready(arena, slot);
	if (ready || offer->patience == PATIENCE_NONE || atomic_load(&slot->interrupting) ||
	    (offer->attends && atomic_load(&slot->attention)))
		return CAN_GO;
	return offer->patience == PATIENCE_TIMED ? CAN_TIME_OUT : 0;
}

static struct step *log_step(struct arena *arena, struct slot *slot, uint32_t decision)
{
	uint32_t at = atomic_load(&arena->control.logged);
	struct step *step = &arena->control.log[at < CONTROL_STEPS ? at : CONTROL_STEPS - 1];

	/* The last place is for whatever is too much: whoever decides stops before it is reached. */
	step->process = slot->number;
	step->decision = decision;
	step->offer = slot->offer;
	step->answer = (struct answer){.outcome = OUTCOME_OK};
	slot->step = (uint32_t)(step - arena->control.log);
	if (at < CONTROL_STEPS)
		atomic_store(&arena->control.logged, at + 1);
	return step;
}

static void let_go(struct arena *arena, struct slot *slot, uint32_t decision)
{
	_Atomic uint32_t *word = vessel_word(arena, slot);

	if (decision == DECISION_KILL) {
		atomic_store(&slot->doomed, 1);
		kill(atomic_load(&slot->pid), SIGKILL);
		return;
	}
	atomic_store(word, decision);
	futex_wake(word, 1);
}

static struct slot *slot_of(struct arena *arena, uint32_t process)
{
	uint32_t used = atomic_load(&arena->trace.rings_used);

	for (uint32_t i = 0; i + 1 < used; i++)
		if (slot_state(&arena->slots[i]) == SLOT_ALIVE && arena->slots[i].number == process)
			return &arena->slots[i];
	return NULL;
}

static bool may_be_granted(struct arena *arena, const struct slot *slot, uint32_t decision)
{
	unsigned can = slot ? control_can(arena, slot) : 0;

	if (decision == DECISION_KILL)
		return slot != NULL;
	if (decision >= DECISION_CHOICE)
		return can && slot->offer.kind == OFFER_CHOOSE &&
		       decision - DECISION_CHOICE < (uint64_t)slot->offer.a;
	return can & (decision == DECISION_TIMEOUT ? CAN_TIME_OUT : CAN_GO);
}

static bool is_planned(const struct control *control)
{
	return atomic_load(&control->granted) < control->planned && !atomic_load(&control->refused);
}

/* The run is quiet, and we are the only one who acts in it. Returns who is to be let go, or NULL. */
static struct slot *follow_plan(struct arena *arena)
{
	struct control *control = &arena->control;
	uint32_t next = atomic_load(&control->granted);

	struct slot *slot = slot_of(arena, control->plan[next].process);
	if (!may_be_granted(arena, slot, control->plan[next].decision)) {
		atomic_store(&control->refused, 1);
		return NULL;
	}
	log_step(arena, slot, control->plan[next].decision);
	/* In this order: a plan that is done is never seen with a run that still looks quiet. */
	atomic_store(&slot->parked, 0);
	atomic_store(&control->granted, next + 1);
	return slot;
}

/* The parked process that can take a step, so many of which have lower numbers. */
static struct slot *able_slot(struct arena *arena, uint32_t used, uint32_t rank)
{
	for (uint32_t i = 0; i + 1 < used; i++) {
		struct slot *slot = &arena->slots[i];
		uint32_t lower = 0;

		if (!control_can(arena, slot))
			continue;
		for (uint32_t j = 0; j + 1 < used; j++)
			lower +=
				arena->slots[j].number < slot->number && control_can(arena, &arena->slots[j]);
		if (lower == rank)
			return slot;
	}
	return NULL;
}

/* The same for a random walk, which is that of policy_random. The log is nobody's there: it begins again when
 * it is full. */
static struct slot *walk(struct arena *arena, uint32_t *decision)
{
	struct control *control = &arena->control;
	uint32_t used = atomic_load(&arena->trace.rings_used), able = 0;

	for (uint32_t i = 0; i + 1 < used; i++)
		able += control_can(arena, &arena->slots[i]) != 0;
	if (!able)
		return NULL;
	struct slot *slot = able_slot(arena, used, draw_below(&control->walk, able));
	*decision = control_can(arena, slot) & CAN_GO ? DECISION_GO : DECISION_TIMEOUT;
	if (slot->offer.kind == OFFER_CHOOSE)
		*decision = DECISION_CHOICE +
			    (slot->offer.a > 1 ? draw_below(&control->walk, (uint32_t)slot->offer.a) : 0);
	if (atomic_load(&control->logged) >= CONTROL_STEPS - 1)
		atomic_store(&control->logged, 0);
	log_step(arena, slot, *decision);
	atomic_store(&slot->parked, 0);
	return slot;
}

/* Whoever finds another one at it goes away: that one looks again when it is through, and what it finds then
 * is what we would have found. */
static bool go_on(struct arena *arena, uint32_t actor)
{
	struct control *control = &arena->control;

	while ((is_planned(control) || control->walks) && control_is_quiet(arena)) {
		uint32_t nobody = 0, decision = DECISION_NONE;
		struct slot *slot = NULL;

		if (!atomic_compare_exchange_strong(&control->granting, &nobody, actor + 1))
			return true;
		bool planned = is_planned(control), quiet = control_is_quiet(arena);
		if (planned && quiet && (slot = follow_plan(arena)))
			decision = control->plan[atomic_load(&control->granted) - 1].decision;
		else if (!planned && quiet && control->walks)
			slot = walk(arena, &decision);
		atomic_store(&control->granting, 0);
		if (!slot && !planned && quiet)
			break; /* nobody can be let go */
		if (!slot)
			continue;
		let_go(arena, slot, decision);
		return true;
	}
	return false;
}

void control_rest(struct arena *arena, uint32_t actor)
{
	_Atomic uint32_t *word;

	if (go_on(arena, actor))
		return;
	word = control_is_quiet(arena) ? &arena->control.pulse : &arena->control.arrivals;
	atomic_fetch_add(word, 1);
	futex_wake(word, INT_MAX);
}

void control_bury(struct arena *arena, uint32_t actor)
{
	uint32_t granting = actor + 1;

	atomic_compare_exchange_strong(&arena->control.granting, &granting, 0);
}

uint32_t control_steps(const struct self *self)
{
	return atomic_load(&self->arena->control.logged);
}

_Noreturn void control_spins(struct self *self)
{
	struct control *control = &self->arena->control;

	atomic_store(&control->spins, self->number + 1);
	atomic_fetch_add(&control->pulse, 1);
	futex_wake(&control->pulse, INT_MAX);
	for (;;)
		pause();
}

struct offer *control_offer(struct self *self, enum offer_kind kind)
{
	struct offer *offer = &self->slot->offer;

	memset(offer, 0, offsetof(struct offer, watched));
	offer->kind = (uint8_t)kind;
	offer->line = self->line;
	offer->urgent = self->urgent && self->stepped;
	offer->attends = self->attend != NULL;
	offer->news = self->news;
	self->urgent = self->news = false;
	return offer;
}

bool control_fingerprints(const struct self *self)
{
	return self->arena->control.fingerprints;
}

void control_uncovered(struct self *self)
{
	atomic_store(&self->arena->control.uncovered, 1);
}

bool control_is_uncovered(const struct self *self)
{
	return atomic_load(&self->arena->control.uncovered);
}

enum outcome control_outcome(unsigned patience)
{
	return patience == PATIENCE_NONE ? OUTCOME_BUSY :
	       patience == PATIENCE_TIMED ? OUTCOME_TIMED_OUT : OUTCOME_OK;
}

void control_tell(struct self *self)
{
	const struct offer *offer = &self->slot->offer;
	struct request request = {.process = self->number, .action = (uint8_t)(TRACE_STEP + offer->kind),
				  .b = offer->b};

	if (!offer->urgent)
		trace_action(self, TRACE_WANTS, offer->index, &request, offer->a,
			     control_outcome(offer->patience), NULL, 0);
}

uint32_t control_park(struct self *self)
{
	struct slot *slot = self->slot;
	_Atomic uint32_t *word = vessel_word(self->arena, slot);
	uint32_t decision;

	self->clock += 1000;
	if (self->fresh && self->fingerprint && self->arena->control.fingerprints && !slot->offer.urgent)
		self->fingerprint(self, slot->offer.memory);
	self->fresh = false;
	if (slot->offer.urgent) {
		log_step(self->arena, slot, DECISION_GO);
		return DECISION_GO;
	}
	if (self->stepped || !lives_wanted(self->arena) || !lives_begun(self)) {
		atomic_store(word, DECISION_NONE);
		atomic_store(&slot->in_runtime, 0);
		atomic_store(&slot->parked, 1);
		control_rest(self->arena, slot->index);
	}
	while (!(decision = atomic_load(word)))
		futex_wait(word, DECISION_NONE, -1);
	lives_answer(self, decision);
	atomic_store(&slot->in_runtime, 1);
	self->stepped = true;
	if (decision == DECISION_TIMEOUT)
		self->clock += slot->offer.timeout;
	return decision;
}

void control_answer(struct self *self, enum outcome outcome, int64_t a, int64_t b)
{
	struct answer *answer = &self->arena->control.log[self->slot->step].answer;

	answer->outcome = (uint8_t)outcome;
	answer->a = a;
	answer->b = b;
}

void control_content(struct self *self, uint64_t content)
{
	self->arena->control.log[self->slot->step].answer.content = content;
}

void control_created(struct self *self, uint32_t index, int64_t a, int64_t b)
{
	struct offer kept = self->slot->offer;
	struct offer *offer = control_offer(self, OFFER_CREATE);
	const struct object *object = arena_object(self->arena, index);
	uint32_t step = self->slot->step;

	offer->urgent = true;
	offer->primitive = object->primitive;
	offer->object = object->number;
	offer->index = index;
	offer->a = a;
	offer->b = b;
	offer->content = control_hash(object->name, strlen(object->name));
	log_step(self->arena, self->slot, DECISION_GO);
	self->slot->step = step;
	self->slot->offer = kept;
}

void control_await(struct self *self, const struct slot *slot)
{
	struct arena *arena = self->arena;

	for (;;) {
		uint32_t arrivals = atomic_load(&arena->control.arrivals);

		if (is_at_rest(slot) && !atomic_load(&arena->control.repairing))
			return;
		futex_wait(&arena->control.arrivals, arrivals, -1);
	}
}

uint64_t control_hash(const void *bytes, size_t length)
{
	uint64_t hash = hash_bytes(bytes, length);

	hash ^= hash >> 32;
	hash *= UINT64_C(0xd6e8feb86659fd93);
	hash ^= hash >> 32;
	return hash ? hash : 1;
}
