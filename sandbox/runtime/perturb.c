#include "runtime/perturb.h"

#include <sched.h>
#include <time.h>

#include "base/draw.h"
#include "base/futex.h"
#include "runtime/arena.h"

#define EARLY 64     /* draws of a process that come with much noise */
#define SPINS 9      /* 2^9 pauses are about 25 µs */
/* Dozes, as powers of two of µs. Shorter ones than these the kernel makes longer anyway. */
#define SHORTEST 4
#define LONGEST 11
#define LONGEST_BRIEF 6

static uint64_t draw(struct self *self)
{
	return draw_once(draw_once(self->arena->perturb) ^ ((uint64_t)self->number << 32 | self->draws++));
}

static void spin(uint64_t pauses)
{
	for (uint64_t i = 0; i < pauses; i++)
		cpu_relax();
}

/* A signal ends it early, and that is as good as any other length. */
static void doze(uint64_t microseconds)
{
	nanosleep(&(struct timespec){.tv_nsec = (long)microseconds * 1000}, NULL);
}

static void disturb(struct self *self, unsigned int longest)
{
	bool early = self->draws < EARLY;
	uint64_t number = draw(self), chance = number % 256, length = number >> 32;

	if (chance < (early ? 96 : 1))
		doze(UINT64_C(1) << (SHORTEST + length % (longest - SHORTEST + 1)));
	else if (chance < (early ? 128 : 2))
		spin(UINT64_C(1) << length % (SPINS + 1));
	else if (chance < (early ? 160 : 3))
		sched_yield();
}

void perturb(struct self *self)
{
	uint32_t inside = atomic_exchange(&self->slot->in_runtime, 0);

	disturb(self, LONGEST);
	atomic_store(&self->slot->in_runtime, inside);
}

void perturb_briefly(struct self *self)
{
	disturb(self, LONGEST_BRIEF);
}
