/* Random numbers for schedules: the same seed, the same numbers, on every machine. */
#ifndef BASE_DRAW_H
#define BASE_DRAW_H

#include <stdint.h>

struct draw {
	uint64_t state; /* the seed, at first */
};

/* SplitMix64 (Steele, Lea, Flood, Fast splittable pseudorandom number generators, OOPSLA 2014). */
static inline uint64_t draw_bits(struct draw *draw)
{
	uint64_t z = draw->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* The number that belongs to another one, without a row of them. */
static inline uint64_t draw_once(uint64_t seed)
{
	return draw_bits(&(struct draw){seed});
}

/* 0 .. below - 1, all alike but for 2⁻³² of them. */
static inline uint32_t draw_below(struct draw *draw, uint32_t below)
{
	return (uint32_t)((draw_bits(draw) >> 32) * below >> 32);
}

#endif
