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

#include "base/buffer.h"
#include "runtime/arena.h"
#include "runtime/process.h"

#define RECORD_LARGE (UINT32_MAX - 1) /* record length: the item has pages of its own */

struct large { /* the bytes of such a record */
	uint32_t page, pages;
	uint64_t length;
};

struct record {
	uint32_t length; /* bytes, or as above */
	uint32_t units;  /* of a pool: results in it */
	char bytes[];
};

/* An item on its way into a chain. */
struct load {
	size_t chain; /* its place in the state */
	const void *bytes; /* a small one: the caller's */
	uint32_t length, mark; /* of the record, and what it says its length is */
	uint32_t units;
	struct large large; /* its own pages, if large.page: they are ours until it is put */
};

/* Make it ready: a large item is copied into pages. 0 or -ENOMEM. */
int storage_load(struct self *self, struct load *load, size_t chain, const void *bytes, size_t length);
/* It is not to be put after all. */
void storage_unload(struct arena *arena, const struct load *load);
/* Within a step, with the monitor held: put it at the end of the chain of the next state. 0 or -ENOMEM. */
int storage_append(struct arena *arena, uint32_t index, union state *next, const struct load *load);
/* Do request->action, in which it is put. MISUSE with errno ENOMEM: no room; in any case but OK the load is
 * no more. */
enum outcome storage_put(struct self *self, struct handle handle, struct request *request, struct load *load,
			 const char *preview, int64_t timeout);

static inline const void *storage_bytes(struct arena *arena, const struct load *load)
{
	return load->large.page ? arena_page(arena, load->large.page) : load->bytes;
}

static inline size_t storage_length(const struct load *load)
{
	return load->large.page ? load->large.length : load->length;
}

/* The other way. Within a step, with the monitor held: the first record of the chain. *emptied = the segment
 * that was passed to get there. Then, move the chain's head past it. */
struct record *storage_front(struct arena *arena, struct chain *chain, uint32_t *emptied);
void storage_drop(struct chain *chain, const struct record *record);

/* All of an item out of a chain. */
struct fetch {
	size_t chain;
	struct buffer *item; /* gets its bytes in place of its contents */
	size_t max;          /* 1 + the longest that is wanted; 0 = any */
	/* Results. */
	size_t length;
	uint32_t units;
	struct large large; /* the item's own pages, if large.page */
	uint32_t emptied;   /* segment that is left behind, 0 = none */
};

/* Within a step: take it from the chain of the next state. 0, or -ENOMEM, or -EMSGSIZE. Then, right after the
 * commit. Then, when the step is over: a large item is copied out. MISUSE with errno ENOMEM: no memory. */
int storage_fetch(struct arena *arena, union state *next, struct fetch *fetch);
void storage_fetched(struct self *self, const struct fetch *fetch);
enum outcome storage_receive(struct self *self, const struct fetch *fetch);

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
