/* Clocks. Event stamps use the cheapest clock that all processors agree on: the time stamp counter where it
 * is constant and does not stop (8 ns here), else CLOCK_MONOTONIC (19 ns). */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

/* Lives in shared memory, so that every process converts alike. */
struct clock_base {
	uint64_t ticks;        /* at clock_base_init */
	int64_t nanoseconds;   /* CLOCK_MONOTONIC at the same moment */
	double per_tick;       /* ns a tick; refined by clock_base_refine */
	uint32_t counter;      /* 1: ticks are of the time stamp counter; 0: they are ns */
};

static inline int64_t clock_now(void) /* CLOCK_MONOTONIC in ns */
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline uint64_t clock_ticks(const struct clock_base *base)
{
#if defined(__x86_64__)
	if (base->counter)
		return __rdtsc();
#endif
	(void)base;
	return (uint64_t)clock_now();
}

void clock_base_init(struct clock_base *base);
/* Measure the counter's rate again over all the time since init: the longer, the better. */
void clock_base_refine(struct clock_base *base);
int64_t clock_from_ticks(const struct clock_base *base, uint64_t ticks); /* CLOCK_MONOTONIC ns */

#endif
