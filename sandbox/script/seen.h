/* A set of pointers, each with the number of its arrival: which parts a message holds already. */
#ifndef SCRIPT_SEEN_H
#define SCRIPT_SEEN_H

#include <stddef.h>
#include <stdint.h>

/* Zeroed is empty. */
struct seen {
	struct seen_slot {
		const void *pointer;
		uint32_t number;
	} * slots;
	uint32_t count, room; /* room is 0 or a power of two, at least twice the count */
};

/* Returns 0: it is new, and *number is its own, 1, 2, …; 1: it is in there; -1: no memory. */
int seen_add(struct seen *seen, const void *pointer, uint32_t *number);
void seen_clear(struct seen *seen); /* keeps a moderate room for the next time */
void seen_finish(struct seen *seen);

#endif
