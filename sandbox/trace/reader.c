/* Rings are scanned ahead into a window indexed by number, so that merging costs the same whatever the number
 * of rings. A ring's tail moves only when its events are consumed, so the window holds positions, not copies.
 */
#include "trace/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/futex.h"

#define WINDOW 65536u /* numbers ahead; a power of two */
#define RINGS_MAX 1024
#define STRIDE 64u /* cells consumed before the writer is told: its cache line moves less often */

struct place {
	uint16_t ring;
	uint16_t cell; /* index of the cell + 1; 0 = nothing there */
};

struct reader {
	struct trace_shared *shared;
	struct ring *rings;
	uint64_t next;              /* number to return next */
	uint64_t scanned[RINGS_MAX];  /* cells of each ring that are in the window */
	uint64_t consumed[RINGS_MAX]; /* cells of each ring that were returned; its tail follows in strides */
	int64_t start;              /* CLOCK_MONOTONIC ns of time 0 */
	int64_t paused_at;          /* run time at which the pause began, -1 = not paused */
	int64_t paused_total;       /* ns spent paused */
	int64_t last;               /* time of the last event: time never goes back */
	int64_t refined;            /* time at which the clock's rate was measured last */
	struct place window[WINDOW];
};

struct reader *reader_create(struct trace_shared *shared, struct ring *rings, int64_t start)
{
	struct reader *reader = calloc(1, sizeof *reader);

	if (reader) {
		reader->shared = shared;
		reader->rings = rings;
		reader->start = start;
		reader->next = 1;
		reader->paused_at = -1;
	}
	return reader;
}

void reader_restart(struct reader *reader, int64_t start)
{
	struct trace_shared *shared = reader->shared;
	struct ring *rings = reader->rings;
	bool scanned = false;

	for (uint32_t i = 0; i < RINGS_MAX && !scanned; i++)
		scanned = reader->scanned[i];
	if (scanned) /* the window is large */
		*reader = (struct reader){.shared = shared, .rings = rings};
	reader->next = 1;
	reader->start = start;
	reader->paused_at = -1;
	reader->paused_total = reader->last = reader->refined = 0;
}

void reader_destroy(struct reader *reader)
{
	free(reader);
}

bool reader_behind(const struct reader *reader)
{
	return atomic_load(&reader->shared->drawn) >= reader->next;
}

static void scan(struct reader *reader)
{
	uint32_t used = atomic_load(&reader->shared->rings_used);

	for (uint32_t i = 0; i < used && i < RINGS_MAX; i++) {
		struct ring *ring = &reader->rings[i];
		uint64_t head = atomic_load_explicit(&ring->head, memory_order_acquire);

		while (reader->scanned[i] < head) {
			const struct event *event = ring_cell(ring, reader->scanned[i]);

			if (event->seq - reader->next >= WINDOW)
				break;
			reader->window[event->seq & (WINDOW - 1)] = (struct place){
				(uint16_t)i, (uint16_t)((reader->scanned[i] & (RING_CELLS - 1)) + 1)};
			reader->scanned[i] += event->cells ? event->cells : 1;
		}
	}
}

/* Could the next number still come? Only after all claims were seen, and the rings looked at once more. */
static bool is_void(struct reader *reader, bool dead)
{
	uint32_t used = atomic_load(&reader->shared->rings_used);

	if (!reader_behind(reader))
		return false;
	for (uint32_t i = 0; !dead && i < used && i < RINGS_MAX; i++) {
		uint64_t claim = atomic_load(&reader->rings[i].claim);

		if (claim == RING_CLAIMING || claim == reader->next)
			return false;
	}
	scan(reader);
	return reader->window[reader->next & (WINDOW - 1)].cell == 0;
}

static int64_t run_time_of(struct reader *reader, const struct event *event)
{
	int64_t time =
		clock_from_ticks(&reader->shared->clock, event->ticks) - reader->start - reader->paused_total;

	if (event->kind == TRACE_RESUMED && reader->paused_at >= 0) {
		reader->paused_total += time - reader->paused_at;
		time = reader->paused_at;
		reader->paused_at = -1;
	} else if (reader->paused_at >= 0) {
		time = reader->paused_at;
	} else if (event->kind == TRACE_PAUSED) {
		reader->paused_at = time;
	}
	if (time < reader->last)
		time = reader->last;
	reader->last = time;
	return time;
}

static void copy_text(struct ring *ring, uint64_t position, const struct event *event,
		      struct trace_event *out)
{
	size_t length = event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX;
	size_t first = length < sizeof event->text ? length : sizeof event->text;

	memcpy(out->text, event->text, first);
	for (size_t done = first; done < length; done += TRACE_CELL) {
		size_t part = length - done < TRACE_CELL ? length - done : TRACE_CELL;

		memcpy(out->text + done, ring_cell(ring, ++position), part);
	}
	out->text[length] = '\0';
	out->length = (uint16_t)length;
}

/* Tell the writer how far we are, and wake it if it waits. */
static void give_back(struct reader *reader, uint32_t index)
{
	struct ring *ring = &reader->rings[index];

	atomic_store(&ring->tail, reader->consumed[index]);
	if (atomic_load(&ring->full)) {
		atomic_store(&ring->full, 0);
		futex_wake(&ring->full, 1);
	}
}

static void consume(struct reader *reader, struct place place, struct trace_event *out)
{
	struct ring *ring = &reader->rings[place.ring];
	const struct event *event = &ring->cells[place.cell - 1];
	uint64_t position = reader->consumed[place.ring];

	out->seq = event->seq;
	out->time = run_time_of(reader, event);
	out->process = event->process;
	out->object = event->object;
	out->version = event->version;
	out->line = event->line;
	out->a = event->a;
	out->b = event->b;
	out->kind = event->kind;
	out->primitive = event->primitive;
	out->action = event->action;
	out->outcome = event->outcome;
	out->more = event->more;
	copy_text(ring, position, event, out);
	reader->consumed[place.ring] = position + (event->cells ? event->cells : 1);
	if (reader->consumed[place.ring] - atomic_load_explicit(&ring->tail, memory_order_relaxed) >= STRIDE)
		give_back(reader, place.ring);
}

/* Nothing to read for now: nobody may be left waiting for room that there is. */
static void give_back_all(struct reader *reader)
{
	uint32_t used = atomic_load(&reader->shared->rings_used);

	for (uint32_t i = 0; i < used && i < RINGS_MAX; i++)
		if (reader->consumed[i] !=
			    atomic_load_explicit(&reader->rings[i].tail, memory_order_relaxed) ||
		    atomic_load_explicit(&reader->rings[i].full, memory_order_relaxed))
			give_back(reader, i);
}

int reader_next(struct reader *reader, struct trace_event *event, bool dead)
{
	struct place *place = &reader->window[reader->next & (WINDOW - 1)];

	if (!place->cell)
		scan(reader);
	if (place->cell) {
		consume(reader, *place, event);
	} else if (is_void(reader, dead)) {
		*event = (struct trace_event){.seq = reader->next, .time = reader->last, .kind = TRACE_VOID,
					      .process = TRACE_SANDBOX};
	} else if (place->cell) {
		consume(reader, *place, event); /* the second look of is_void found it */
	} else {
		give_back_all(reader);
		return 0;
	}
	place->cell = 0;
	/* The rate is known the better the longer we measure; the steps are of microseconds, times do not
	 * jump. */
	if (reader->last - reader->refined >= 100000000) {
		reader->refined = reader->last;
		clock_base_refine(&reader->shared->clock);
	}
	reader->next++;
	return 1;
}
