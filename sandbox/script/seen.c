/* A hash table with open addressing. */
#include "script/seen.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 32
#define KEEP_ROOM  4096

static struct seen_slot *slot_for(struct seen *seen, const void *pointer)
{
	uint32_t mask = seen->room - 1;
	uint32_t at = (uint32_t)(((uintptr_t)pointer >> 4) * 2654435761u) & mask;

	while (seen->slots[at].pointer && seen->slots[at].pointer != pointer)
		at = (at + 1) & mask;
	return &seen->slots[at];
}

static int grow(struct seen *seen)
{
	struct seen larger = {.room = seen->room ? seen->room * 2 : FIRST_ROOM, .count = seen->count};

	larger.slots = calloc(larger.room, sizeof *larger.slots);
	if (!larger.slots)
		return -1;
	for (uint32_t i = 0; i < seen->room; i++)
		if (seen->slots[i].pointer)
			*slot_for(&larger, seen->slots[i].pointer) = seen->slots[i];
	free(seen->slots);
	*seen = larger;
	return 0;
}

int seen_add(struct seen *seen, const void *pointer, uint32_t *number)
{
	if (2 * (seen->count + 1) > seen->room && grow(seen) < 0)
		return -1;
	struct seen_slot *slot = slot_for(seen, pointer);

	if (slot->pointer) {
		*number = slot->number;
		return 1;
	}
	*slot = (struct seen_slot){pointer, ++seen->count};
	*number = slot->number;
	return 0;
}

void seen_clear(struct seen *seen)
{
	if (!seen->count)
		return;
	if (seen->room > KEEP_ROOM)
		seen_finish(seen);
	else
		memset(seen->slots, 0, seen->room * sizeof *seen->slots);
	seen->count = 0;
}

void seen_finish(struct seen *seen)
{
	free(seen->slots);
	*seen = (struct seen){0};
}
