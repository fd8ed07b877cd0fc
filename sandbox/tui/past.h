/* The past of a run: its events, and every so often the world as it was then, so that any moment can be gone
 * back to by folding a few thousand events. Memory is bounded: the oldest are let go first. Zeroed, but for
 * its limit, it is empty. */
#ifndef TUI_PAST_H
#define TUI_PAST_H

#include "trace/tape.h"
#include "tui/timeline.h"
#include "world/world.h"

/* The world before the event at `place`. */
struct past_mark {
	uint64_t place;
	struct world *world;
	struct timeline timeline;
	size_t bytes;
};

struct past {
	size_t limit;	/* bytes, about; 0 = no limit */
	uint64_t count; /* events ever added */
	struct tape tape;
	struct past_mark *marks; /* in order of place, multiples of TAPE_BLOCK */
	uint32_t mark_count, mark_room;
	size_t mark_bytes;
	bool broken; /* memory was gone once: nothing is kept any more */
};

void past_finish(struct past *past); /* empties it; the limit stays */

void past_add(struct past *past, const struct trace_event *event);

/* So many events were folded, and this came of them: keep a copy if it is time for one. */
void past_mark(struct past *past, uint64_t place, const struct world *world, const struct timeline *timeline);

/* The earliest place that can be gone back to: what was before is no longer kept. */
uint64_t past_first(const struct past *past);

/* The last mark at or before a place; NULL: begin with an empty world. */
const struct past_mark *past_find(const struct past *past, uint64_t place);

#endif
