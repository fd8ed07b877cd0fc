/* The store of states: each kept once, in order of finding, with how it was reached. */
#ifndef SCHEDULE_STORE_H
#define SCHEDULE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

#define STORE_NONE UINT32_MAX

struct reached { /* by which step */
	uint32_t from; /* state, STORE_NONE for the first */
	uint32_t instance, decision;
	uint32_t depth; /* steps from the first state, those that `eager` takes by itself not counted */
};

struct store *store_create(uint64_t bytes_max); /* NULL without memory */
void store_destroy(struct store *store);

/* Its number, found or made. *fresh tells which. STORE_NONE: there is no room (bytes_max, or memory). */
uint32_t store_add(struct store *store, const void *state, size_t size, const struct reached *reached,
		   bool *fresh);
uint32_t store_find(const struct store *store, const void *state, size_t size); /* STORE_NONE: not there */
const void *store_state(const struct store *store, uint32_t number);
const struct reached *store_reached(const struct store *store, uint32_t number);
/* It was reached on another way, which is to be told from now on. */
void store_reach_anew(struct store *store, uint32_t number, const struct reached *reached);
uint32_t store_count(const struct store *store);
uint64_t store_bytes(const struct store *store);

#endif
