/* Rings: where a process writes its events.
 *
 * One ring a process, one writer a ring, so writing takes no lock. A global counter numbers the events; the
 * reader merges by number. No event is ever lost: a writer whose ring is full waits for the reader.
 *
 * The life of an event, so that a SIGKILL at any instruction leaves it whole or not there at all:
 *   ring_reserve   wait for room (only here; never with a monitor held)
 *   ring_draw      claim = CLAIMING; draw a number; stamp
 *   …              the writer fills in the rest
 *   ring_seal      claim = its number: filled in, not yet true
 *   …              the commit that makes it true, one store elsewhere (operate.c); none for plain events
 *   ring_publish   head moves past it: the reader may see it; claim = 0
 * Dead while CLAIMING: nothing happened, the number is void. Dead while sealed: whoever repairs asks whether
 * the commit happened (repair.c), and publishes or voids. The reader takes a number for void only after it
 * has seen every claim and found none that could still bring it.
 */
#ifndef TRACE_RING_H
#define TRACE_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "trace/event.h"

#define RING_CELLS 4096u /* a power of two; 256 KiB, of which a quiet process touches a page or two */
#define RING_CLAIMING UINT64_MAX

/* What all rings of a run share. */
struct trace_shared {
	_Alignas(64) _Atomic uint64_t drawn;   /* the last number drawn */
	_Alignas(64) _Atomic uint32_t armed;   /* the reader sleeps: the next writer rings the doorbell */
	_Atomic uint32_t rings_used;           /* rings 0 .. rings_used-1 may have events */
	int doorbell;                          /* timerfd, the same number in every process of the run */
	/* ns from its ring to the reader's waking, 1 or more: those whom the writer wakes go first */
	uint32_t delay;
	struct clock_base clock;
};

struct ring {
	_Alignas(64) _Atomic uint64_t head; /* cells published; written by the writer */
	_Atomic uint64_t claim;             /* 0, RING_CLAIMING, or the number that is being written */
	uint64_t known_tail; /* what the writer last saw of tail: it looks again only when it must */
	_Alignas(64) _Atomic uint64_t tail; /* cells consumed; written by the reader, in strides */
	_Atomic uint32_t full;              /* the writer waits for room: a futex */
	_Alignas(64) struct event cells[RING_CELLS];
};

static inline struct event *ring_cell(struct ring *ring, uint64_t position)
{
	return &ring->cells[position & (RING_CELLS - 1)];
}

/* Room for that many cells? */
static inline bool ring_has_room(struct ring *ring, uint32_t cells)
{
	uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);

	if (__builtin_expect(head + cells - ring->known_tail <= RING_CELLS, 1))
		return true;
	ring->known_tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
	return head + cells - ring->known_tail <= RING_CELLS;
}

/* Wait until there is room, at most `timeout` ns. Returns whether there is. */
bool ring_wait(struct trace_shared *shared, struct ring *ring, uint32_t cells, int64_t timeout);

void trace_ring_doorbell(struct trace_shared *shared);
/* Wake the reader in any case, also from a nap of its own: what was written is worth it. */
void trace_ring_hurry(struct trace_shared *shared);

/* Start an event of one cell. Only seq, ticks, length, cells and more are set. */
static inline struct event *ring_draw(struct trace_shared *shared, struct ring *ring)
{
	struct event *event = ring_cell(ring, atomic_load_explicit(&ring->head, memory_order_relaxed));

	atomic_store_explicit(&ring->claim, RING_CLAIMING, memory_order_release);
	event->seq = atomic_fetch_add(&shared->drawn, 1) + 1;
	event->ticks = clock_ticks(&shared->clock);
	event->length = 0;
	event->cells = 1;
	event->more = 0;
	return event;
}

static inline void ring_seal(struct ring *ring, const struct event *event)
{
	atomic_store_explicit(&ring->claim, event->seq, memory_order_release);
}

static inline void ring_publish(struct trace_shared *shared, struct ring *ring, const struct event *event)
{
	uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);

	atomic_store_explicit(&ring->head, head + event->cells, memory_order_release);
	atomic_store_explicit(&ring->claim, 0, memory_order_release);
	/* No fence is needed between publishing and looking at `armed`: the reader arms and then looks at
	 * `drawn`, and drawing was a full barrier. Either it sees our number and stays awake, or we see it
	 * armed. */
	if (__builtin_expect(atomic_load_explicit(&shared->armed, memory_order_relaxed), 0))
		trace_ring_doorbell(shared);
}

/* Append text to a drawn event, at most TRACE_TEXT_MAX bytes. The cells must have been reserved. */
void ring_text(struct ring *ring, struct event *event, const char *text, size_t length);

/* Cells that an event with so much text takes. */
static inline uint32_t ring_cells(size_t length)
{
	return length <= 8 ? 1 : 1 + (uint32_t)((length - 8 + TRACE_CELL - 1) / TRACE_CELL);
}

#endif
