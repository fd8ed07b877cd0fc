#include "runtime/lives.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>

#include "base/futex.h"
#include "runtime/operate.h"
#include "runtime/repair.h"

/* Of the process that we are in; what a child finds here is its parent's, until it keeps its own. */
static struct {
	jmp_buf birth;
	struct self self;     /* as it was then */
	struct handle *child; /* where it has what its parent got: the handle of the child */
	uint32_t vessel;      /* index */
	bool lives;	      /* there is one */
	uint32_t logged;      /* steps of the run at the birth of this life */
} own;

static void mix(uint64_t past[2], uint64_t value)
{
	past[0] = (past[0] ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	past[0] ^= past[0] >> 29;
	past[1] = (past[1] + value) * UINT64_C(0xc2b2ae3d27d4eb4f);
	past[1] ^= past[1] >> 31;
}

static void mix_offer(uint64_t past[2], const struct offer *offer)
{
	mix(past, (uint64_t)offer->kind | (uint64_t)offer->primitive << 8 | (uint64_t)offer->action << 16 |
			  (uint64_t)offer->patience << 24 | (uint64_t)offer->watched_count << 32 |
			  (uint64_t)offer->urgent << 40);
	mix(past, (uint64_t)offer->object << 32 | offer->index);
	mix(past, offer->line);
	mix(past, (uint64_t)offer->a);
	mix(past, (uint64_t)offer->b);
	mix(past, (uint64_t)offer->timeout);
	mix(past, offer->content);
	for (uint32_t i = 0; i < offer->watched_count; i++)
		mix(past, (uint64_t)offer->watched[i].object << 32 | offer->watched[i].action);
}

static void mix_answer(uint64_t past[2], const struct answer *answer)
{
	mix(past, (uint64_t)answer->outcome | (uint64_t)answer->attended << 8 |
			  (uint64_t)answer->interrupted << 9);
	mix(past, (uint64_t)answer->a);
	mix(past, (uint64_t)answer->b);
	mix(past, answer->content);
}

/* Of the process up to here, the start that it is about to make included. */
static void tell_past(struct self *self, uint64_t past[2])
{
	struct arena *arena = self->arena;
	const struct control *control = &arena->control;
	uint32_t count = atomic_load(&control->logged);
	const struct vessel *vessel = vessel_of(arena, self->slot);

	past[0] = past[1] = 1;
	if (!vessel)
		return; /* the sandbox, which starts main */
	memcpy(past, vessel->past, sizeof vessel->past);
	mix(past, (uint64_t)self->number << 32 | self->slot->index);
	for (uint32_t i = 0; i < count; i++) {
		if (control->log[i].process != self->number)
			continue;
		mix(past, control->log[i].decision);
		mix_offer(past, &control->log[i].offer);
		mix_answer(past, &control->log[i].answer);
	}
}

/* It waits for a life: it is not in any slot of the execution at hand. */
static bool is_idle(struct arena *arena, uint32_t vessel)
{
	const struct vessel *it = &arena->control.vessels[vessel - 1];
	const struct slot *slot = &arena->slots[it->slot];

	return it->state == VESSEL_KEPT && (slot_state(slot) == SLOT_FREE || slot->vessel != vessel);
}

uint32_t vessel_find(struct self *parent, bool *again)
{
	struct control *control = &parent->arena->control;
	uint32_t unused = 0;
	uint64_t past[2];

	tell_past(parent, past);
	*again = false;
	for (uint32_t i = 1; i <= VESSELS; i++) {
		const struct vessel *vessel = &control->vessels[i - 1];

		if (vessel->state == VESSEL_NONE && !unused)
			unused = i;
		if (i > control->vessels_used)
			break;
		if (memcmp(vessel->past, past, sizeof past) != 0 || !is_idle(parent->arena, i))
			continue;
		*again = true;
		return i;
	}
	if (!unused)
		return 0;
	struct vessel *vessel = &control->vessels[unused - 1];
	memset(vessel, 0, sizeof *vessel);
	vessel->state = VESSEL_FRESH;
	memcpy(vessel->past, past, sizeof past);
	if (control->vessels_used < unused)
		control->vessels_used = unused;
	return unused;
}

_Atomic uint32_t *vessel_word(struct arena *arena, struct slot *slot)
{
	struct vessel *vessel = vessel_of(arena, slot);

	return vessel ? &vessel->call : &slot->grant;
}

/* Where its first offer is known the life begins with the grant: that saves two switches of processes. */
void vessel_call(struct arena *arena, struct slot *slot)
{
	struct vessel *vessel = vessel_of(arena, slot);

	vessel->slot = slot->index;
	vessel->unborn = vessel->prompt && vessel->first_slot == slot->index &&
			 vessel->first_number == slot->number;
	if (vessel->unborn) {
		slot->offer = vessel->first;
		atomic_store(&vessel->call, DECISION_NONE);
		atomic_store(&slot->parked, 1);
		return;
	}
	atomic_store(&vessel->call, LIVE_AGAIN);
	futex_wake(&vessel->call, 1);
}

void lives_answer(struct self *self, uint32_t word)
{
	if (word == LIVE_AGAIN || (own.lives && self->arena->control.vessels[own.vessel].unborn))
		longjmp(own.birth, 1);
}

static size_t size_of(const struct offer *offer)
{
	return offsetof(struct offer, watched) + offer->watched_count * sizeof *offer->watched;
}

bool lives_begun(struct self *self)
{
	struct control *control = &self->arena->control;
	struct vessel *vessel = vessel_of(self->arena, self->slot);
	struct slot *slot = self->slot;

	if (!vessel || vessel->state != VESSEL_KEPT)
		return false;
	if (!vessel->unborn) {
		/* Objects that were made on the way are steps of the run. */
		vessel->prompt = atomic_load(&control->logged) == own.logged && !slot->offer.urgent;
		if (vessel->prompt)
			memcpy(&vessel->first, &slot->offer, size_of(&slot->offer));
		vessel->first_slot = slot->index;
		vessel->first_number = slot->number;
		return false;
	}
	/* Whoever reads the log sees what it does, and not what it did in another life. */
	vessel->unborn = false;
	memcpy(&control->log[slot->step].offer, &slot->offer, size_of(&slot->offer));
	if (atomic_load(&slot->interrupting))
		raise(SIGINT); /* it came while another life was standing there */
	return true;
}

struct self lives_sandbox(struct arena *arena)
{
	return (struct self){.arena = arena,
			     .slot = &arena->slots[SLOT_SANDBOX],
			     .ring = slot_ring(arena, SLOT_SANDBOX),
			     .number = TRACE_SANDBOX,
			     .seed = arena->seed};
}

/* Nobody is left whose process cannot go back. */
bool lives_ready(const struct arena *arena)
{
	const struct control *control = &arena->control;

	if (!lives_wanted(arena) || control->vessels_used > VESSELS / 2)
		return false;
	for (uint32_t i = 0; i < slots_used(arena); i++) {
		const struct slot *slot = &arena->slots[i];

		if (slot_state(slot) != SLOT_FREE && slot_state(slot) != SLOT_ENDED &&
		    (!slot->vessel || control->vessels[slot->vessel - 1].state != VESSEL_KEPT))
			return false;
	}
	return true;
}

bool lives_keep(struct self *self, struct handle *child)
{
	struct vessel *vessel = vessel_of(self->arena, self->slot);

	own.lives = vessel != NULL;
	if (!vessel) {
		self->keeper->forget(self);
		return false;
	}
	own.self = *self;
	own.child = child;
	own.vessel = self->slot->vessel - 1;
	own.logged = atomic_load(&self->arena->control.logged);
	vessel->slot = self->slot->index;
	vessel->state = self->keeper->keep(self) ? VESSEL_KEPT : VESSEL_MORTAL;
	return true;
}

jmp_buf *lives_birth(void)
{
	return &own.birth;
}

void lives_bring_back(struct self *self)
{
	struct arena *arena = own.self.arena;
	struct slot *slot = &arena->slots[arena->control.vessels[own.vessel].slot];

	own.logged = atomic_load(&arena->control.logged);
	*self = own.self;
	self->keeper->bring_back(self);
	self->slot = slot;
	self->ring = slot_ring(arena, slot->index);
	self->number = slot->number;
	*own.child = (struct handle){slot_object(slot->index),
				     arena_object(arena, slot_object(slot->index))->number};
}

static bool is_anybody_left(const struct arena *arena)
{
	for (uint32_t i = 0; i < slots_used(arena); i++)
		if (slot_state(&arena->slots[i]) != SLOT_FREE)
			return true;
	return false;
}

/* As the supervisor does it (died). */
static void pass_away(struct self *self, int code)
{
	struct arena *arena = self->arena;
	struct slot *slot = self->slot;
	struct self sandbox = lives_sandbox(arena);
	int32_t number = (int32_t)slot->number;
	bool orphan = slot->joined_by_sandbox;

	atomic_store(&arena->control.repairing, 1);
	repair(&sandbox, slot, code);
	repair_adopt(&sandbox, slot->index, number);
	if (orphan)
		repair_reap(&sandbox, slot);
	if (!is_anybody_left(arena))
		trace_plain(&sandbox, TRACE_FINISHED, TRACE_SANDBOX, 0, 0, 0, NULL, 0);
	atomic_store(&arena->control.repairing, 0);
}

_Noreturn void lives_end(struct self *self, int code)
{
	struct vessel *vessel = &self->arena->control.vessels[own.vessel];
	uint32_t call;

	if (vessel->state != VESSEL_KEPT)
		process_exit(self, code);
	process_end(self, code);
	atomic_store(&vessel->call, DECISION_NONE);
	pass_away(self, code & 0xff);
	control_rest(self->arena, SLOT_SANDBOX);
	for (;;) {
		while (!(call = atomic_load(&vessel->call)))
			futex_wait(&vessel->call, DECISION_NONE, -1);
		lives_answer(self, call);
	}
}
