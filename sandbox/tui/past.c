#include "tui/past.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "world/copy.h"

static void drop_mark(struct past *past)
{
	past->mark_bytes -= past->marks[0].bytes;
	world_destroy(past->marks[0].world);
	timeline_finish(&past->marks[0].timeline);
	memmove(past->marks, past->marks + 1, --past->mark_count * sizeof *past->marks);
}

void past_finish(struct past *past)
{
	while (past->mark_count)
		drop_mark(past);
	free(past->marks);
	tape_finish(&past->tape);
	*past = (struct past){.limit = past->limit};
}

/* The oldest block can go if the world after it is known. */
static bool drop_oldest(struct past *past)
{
	uint64_t next = past->tape.first + TAPE_BLOCK;
	size_t older = 0;

	while (older < past->mark_count && past->marks[older].place < next)
		older++;
	if (past->tape.block_count < 2 || older == past->mark_count || past->marks[older].place != next)
		return false;
	while (older--)
		drop_mark(past);
	tape_drop(&past->tape);
	return true;
}

void past_add(struct past *past, const struct trace_event *event)
{
	past->count++;
	if (past->broken)
		return;
	if (past->limit && past->tape.count % TAPE_BLOCK == 0)
		while (past->tape.bytes + past->mark_bytes > past->limit && drop_oldest(past))
			;
	if (!tape_add(&past->tape, event)) {
		uint64_t count = past->count;
		past_finish(past);
		past->broken = true;
		past->count = count;
	}
}

void past_mark(struct past *past, uint64_t place, const struct world *world, const struct timeline *timeline)
{
	struct past_mark *mark;

	if (past->broken || !place || place % TAPE_BLOCK ||
	    (past->mark_count && past->marks[past->mark_count - 1].place >= place))
		return;
	if (!grow(&past->marks, &past->mark_room, past->mark_count + UINT64_C(1), sizeof *past->marks))
		return;
	/* Without memory there is no mark, and going back takes longer. */
	mark = &past->marks[past->mark_count];
	mark->world = world_copy(world);
	if (!mark->world)
		return;
	if (!timeline_copy(&mark->timeline, timeline)) {
		world_destroy(mark->world);
		return;
	}
	mark->place = place;
	mark->bytes = sizeof *mark + world_size(world) + timeline_size(timeline);
	past->mark_bytes += mark->bytes;
	past->mark_count++;
}

uint64_t past_first(const struct past *past)
{
	return past->broken ? past->count : past->tape.first;
}

const struct past_mark *past_find(const struct past *past, uint64_t place)
{
	size_t low = 0, high = past->mark_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (past->marks[middle].place <= place)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &past->marks[low - 1] : NULL;
}
