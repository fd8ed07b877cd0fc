#include "runtime/freeze.h"

#include <limits.h>
#include <signal.h>
#include <time.h>

#include "base/futex.h"
#include "base/proc.h"
#include "runtime/operate.h"
#include "runtime/repair.h"

#define TRIES 200
#define LOOKS 400 /* at 20 µs: 8 ms for a signal to take hold */

static void wait_a_moment(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 20000}, NULL);
}

/* false: it is gone. */
static bool see_it_stopped(pid_t pid)
{
	for (int i = 0; i < LOOKS; i++) {
		char state = proc_state(pid);

		if (state == 'T' || state == 't')
			return true;
		if (state == 0 || state == 'Z' || state == 'X')
			return false;
		wait_a_moment();
	}
	return true; /* in an uninterruptible call: it will stop on its way out of it */
}

static bool stop(struct slot *slot)
{
	pid_t pid = atomic_load(&slot->pid);

	for (int i = 0; i < TRIES; i++) {
		kill(pid, SIGSTOP);
		if (!see_it_stopped(pid))
			return false;
		if (!atomic_load(&slot->in_runtime))
			return true;
		kill(pid, SIGCONT);
		wait_a_moment();
	}
	return false;
}

/* Others may be waiting behind it, or it may be its turn again. */
static void choose_again(struct self *self, const struct slot *slot)
{
	uint32_t index = atomic_load(&slot->waiting_on);

	if (index)
		repair_wake(self, index);
}

void freeze_process(struct self *self, struct slot *slot, uint32_t why)
{
	if (atomic_load(&slot->frozen) == 0 && !stop(slot))
		return;
	uint32_t before = atomic_fetch_or(&slot->frozen, why);
	choose_again(self, slot);
	if (why == FROZEN_PERSON && !(before & FROZEN_PERSON))
		trace_plain(self, TRACE_STOPPED, slot->number, 0, 0, slot_object(slot->index), NULL, 0);
}

void thaw_process(struct self *self, struct slot *slot, uint32_t why)
{
	uint32_t before = atomic_fetch_and(&slot->frozen, ~why);

	if (!(before & why))
		return;
	if (why == FROZEN_PERSON)
		trace_plain(self, TRACE_CONTINUED, slot->number, 0, 0, slot_object(slot->index), NULL, 0);
	if (before == why) {
		kill(atomic_load(&slot->pid), SIGCONT);
		choose_again(self, slot);
	}
}

void freeze_run(struct self *self)
{
	struct arena *arena = self->arena;

	if (atomic_fetch_or(&arena->gate, GATE_PAUSED) & GATE_PAUSED)
		return;
	atomic_store(&arena->paused_since, clock_now());
	trace_plain(self, TRACE_PAUSED, TRACE_SANDBOX, 0, 0, 0, NULL, 0);
	for (uint32_t i = 0; i < slots_used(arena); i++) {
		struct slot *slot = &arena->slots[i];

		/* One that sleeps is parked, or will park at the gate when it wakes. */
		if (slot_state(slot) == SLOT_ALIVE && proc_state(atomic_load(&slot->pid)) == 'R')
			freeze_process(self, slot, FROZEN_PAUSE);
	}
}

void thaw_run(struct self *self)
{
	struct arena *arena = self->arena;
	int64_t since = atomic_load(&arena->paused_since);

	if (!(atomic_load(&arena->gate) & GATE_PAUSED))
		return;
	atomic_fetch_add(&arena->paused_total, clock_now() - since);
	atomic_store(&arena->paused_since, 0);
	trace_plain(self, TRACE_RESUMED, TRACE_SANDBOX, 0, 0, 0, NULL, 0);
	atomic_fetch_and(&arena->gate, ~(uint32_t)GATE_PAUSED);
	futex_wake(&arena->gate, INT_MAX);
	for (uint32_t i = 0; i < slots_used(arena); i++)
		if (slot_state(&arena->slots[i]) == SLOT_ALIVE)
			thaw_process(self, &arena->slots[i], FROZEN_PAUSE);
}

void freeze_tempo(struct self *self, int64_t microseconds)
{
	struct arena *arena = self->arena;

	atomic_store(&arena->tempo, microseconds);
	if (microseconds > 0)
		atomic_fetch_or(&arena->gate, GATE_TEMPO);
	else
		atomic_fetch_and(&arena->gate, ~(uint32_t)GATE_TEMPO);
	trace_plain(self, TRACE_TEMPO, TRACE_SANDBOX, microseconds, 0, 0, NULL, 0);
	/* Those held at the gate look at the new tempo; others take it for a needless wake and sleep on. */
	for (uint32_t i = 0; i < slots_used(arena); i++)
		if (slot_state(&arena->slots[i]) == SLOT_ALIVE)
			slot_wake(&arena->slots[i]);
}
