/* Where the bytes of queue items are.
 *
 * A queue is a chain of segments, each a few pages of the arena's heap. A small item lies in a segment; a
 * large one has pages of its own, filled before the queue is touched, and the segment holds their place.
 * Within the step that puts or gets, only the queue's state moves, with the one committing store, so an item
 * is in the queue or it is not.
 *
 * A process that dies leaves pages behind that are linked into nothing: those it worked on carry its tag;
 * those it had just linked or unlinked carry the queue's tag and are found by storage_sweep.
 */
#ifndef RUNTIME_STORAGE_H
#define RUNTIME_STORAGE_H

#include "runtime/arena.h"

/* Do objects of this kind carry bytes? */
bool storage_has(unsigned primitive);

/* By the supervisor, with the monitor of a queue or a pool held, after a process died in it: free what is not
 * linked. */
void storage_sweep(struct arena *arena, uint32_t index);

/* A set of pages, one bit each, for all below `high`. */
static inline bool storage_is_linked(const uint64_t *bits, uint32_t page)
{
	return bits[page / 64] >> page % 64 & 1;
}
void storage_link(uint64_t *bits, uint32_t first, uint32_t count);
/* Add the pages that an object has, whatever its kind: nothing may change it meanwhile. */
void storage_link_object(struct arena *arena, uint32_t index, uint64_t *bits, uint32_t high);

#endif
