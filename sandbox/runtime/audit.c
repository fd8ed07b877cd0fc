#include "runtime/audit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/array.h"
#include "runtime/storage.h"

static bool has_waiters(const struct object *object)
{
	for (uint32_t i = 0; i < SLOT_WORDS; i++)
		if (atomic_load(&object->waiters[i]))
			return true;
	return false;
}

static int audit_objects(struct arena *arena, char *text, size_t size)
{
	uint32_t count = atomic_load(&arena->object_count);

	for (uint32_t index = 1; index < count && index < OBJECTS; index++) {
		struct object *object = arena_object(arena, index);

		if (!atomic_load(&object->monitor) && !has_waiters(object))
			continue;
		snprintf(text, size, "nobody is left, but somebody still %s %s",
			 has_waiters(object) ? "waits for" : "is inside", object->name);
		return -EUCLEAN;
	}
	return 0;
}

static int audit_rings(struct arena *arena, char *text, size_t size)
{
	for (uint32_t slot = 0; slot < SLOTS; slot++) {
		if (!atomic_load(&slot_ring(arena, slot)->claim))
			continue;
		snprintf(text, size, "nobody is left, but an event of slot %u is half written", slot);
		return -EUCLEAN;
	}
	return 0;
}

static int audit_pages(struct arena *arena, char *text, size_t size)
{
	uint32_t high = atomic_load(&arena->page_high), objects = atomic_load(&arena->object_count);
	uint64_t *bits = calloc(high / 64 + 1, sizeof *bits);
	uint32_t lost = 0, owner = 0;

	if (!bits)
		return -ENOMEM;
	for (uint32_t index = 1; index < objects && index < OBJECTS; index++) {
		storage_link_object(arena, index, bits, high);
		array_link(arena, index, bits);
	}
	for (uint32_t page = 1; page < high; page++)
		if (atomic_load(arena_page_owner(arena, page)) && !storage_is_linked(bits, page)) {
			owner = atomic_load(arena_page_owner(arena, page));
			lost++;
		}
	free(bits);
	if (!lost)
		return 0;
	const char *name = owner & OWNER_OBJECT ? arena_object(arena, owner & ~OWNER_OBJECT)->name :
						  "a process";
	snprintf(text, size, "nobody is left, but %u page%s of shared memory, last used by %s, %s taken",
		 lost, lost == 1 ? "" : "s", name, lost == 1 ? "is" : "are");
	return -EUCLEAN;
}

int audit(struct arena *arena, char *text, size_t size)
{
	int error = audit_objects(arena, text, size);

	if (!error)
		error = audit_rings(arena, text, size);
	return error ? error : audit_pages(arena, text, size);
}
