#include "base/clock.h"

#if defined(__x86_64__)
#include <cpuid.h>

/* CPUID 8000_0007h EDX bit 8: the counter runs at one rate in every power state (Intel SDM vol. 3, 17.17.1).
 */
static bool counter_is_invariant(void)
{
	unsigned eax, ebx, ecx, edx;

	return __get_cpuid(0x80000007, &eax, &ebx, &ecx, &edx) && (edx & (1u << 8));
}
#endif

void clock_base_init(struct clock_base *base)
{
	static double rate; /* of this machine's counter, 0 = not measured yet */

	*base = (struct clock_base){.per_tick = 1};
#if defined(__x86_64__)
	base->counter = counter_is_invariant();
#endif
	base->nanoseconds = clock_now();
	base->ticks = clock_ticks(base);
	if (!base->counter)
		return;
	/* A first estimate over a quarter of a millisecond, once: thousands of runs may follow. The reader
	 * refines it as its run goes on. */
	if (rate > 0) {
		base->per_tick = rate;
		return;
	}
	while (clock_now() - base->nanoseconds < 250000)
		;
	clock_base_refine(base);
	rate = base->per_tick;
}

void clock_base_refine(struct clock_base *base)
{
	if (!base->counter)
		return;
	int64_t elapsed = clock_now() - base->nanoseconds;
	uint64_t ticks = clock_ticks(base) - base->ticks;

	if (elapsed > 0 && ticks > 0)
		base->per_tick = (double)elapsed / (double)ticks;
}

int64_t clock_from_ticks(const struct clock_base *base, uint64_t ticks)
{
	return base->nanoseconds + (int64_t)((double)(int64_t)(ticks - base->ticks) * base->per_tick);
}
