#include "trace/ring.h"

#include <string.h>
#include <sys/timerfd.h>

#include "base/futex.h"

static void ring_in(struct trace_shared *shared, uint32_t nanoseconds)
{
	struct itimerspec timer = {.it_value = {.tv_nsec = nanoseconds}};

	timerfd_settime(shared->doorbell, 0, &timer, NULL);
}

void trace_ring_doorbell(struct trace_shared *shared)
{
	if (atomic_exchange(&shared->armed, 0))
		ring_in(shared, shared->delay);
}

void trace_ring_hurry(struct trace_shared *shared)
{
	ring_in(shared, 1);
}

bool ring_wait(struct trace_shared *shared, struct ring *ring, uint32_t cells, int64_t timeout)
{
	if (ring_has_room(ring, cells))
		return true;
	atomic_store(&ring->full, 1);
	if (!ring_has_room(ring, cells)) {
		/* The reader may be pacing itself rather than asleep: tell it in any case. */
		trace_ring_hurry(shared);
		futex_wait(&ring->full, 1, timeout);
	}
	atomic_store(&ring->full, 0);
	return ring_has_room(ring, cells);
}

void ring_text(struct ring *ring, struct event *event, const char *text, size_t length)
{
	uint64_t position = atomic_load_explicit(&ring->head, memory_order_relaxed);
	size_t first = length < sizeof event->text ? length : sizeof event->text;

	if (length > TRACE_TEXT_MAX)
		length = TRACE_TEXT_MAX;
	event->length = (uint16_t)length;
	event->cells = (uint8_t)ring_cells(length);
	if (first)
		memcpy(event->text, text, first);
	for (size_t done = first; done < length; done += TRACE_CELL) {
		size_t part = length - done < TRACE_CELL ? length - done : TRACE_CELL;

		memcpy(ring_cell(ring, ++position), text + done, part);
	}
}
