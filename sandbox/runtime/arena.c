#include "runtime/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t round_up(size_t bytes)
{
	return (bytes + ARENA_PAGE - 1) & ~(size_t)(ARENA_PAGE - 1);
}

struct arena *arena_create(uint64_t heap_bytes)
{
	uint32_t pages = (uint32_t)(heap_bytes / ARENA_PAGE) + 1;
	size_t owners = round_up(sizeof(struct arena));
	size_t bytes = owners + round_up(pages * sizeof(uint32_t));
	size_t size = bytes + (size_t)pages * ARENA_PAGE;
	int fd = memfd_create("sandbox", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return NULL;
	void *memory = MAP_FAILED;
	if (ftruncate(fd, (off_t)size) == 0 &&
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
		memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0);
	int error = errno;
	close(fd);
	if (memory == MAP_FAILED) {
		errno = error;
		return NULL;
	}
	struct arena *arena = memory;
	arena->size = size;
	arena->page_owners = owners;
	arena->page_bytes = bytes;
	arena->pages = pages;
	arena->page_hint = 1;
	arena->object_count = SLOTS + 1; /* 0 is no object, 1 .. SLOTS are the slots' */
	arena->trace.rings_used = 1;
	arena->slots[SLOT_SANDBOX].index = SLOT_SANDBOX; /* the others get theirs when they are claimed */
	return arena;
}

void arena_destroy(struct arena *arena)
{
	if (arena)
		munmap(arena, arena->size);
}

static void ring_restart(struct ring *ring)
{
	atomic_store(&ring->head, 0);
	atomic_store(&ring->tail, 0);
	atomic_store(&ring->claim, 0);
	atomic_store(&ring->full, 0);
	ring->known_tail = 0;
}

static void control_restart(struct control *control)
{
	atomic_store(&control->spins, 0);
	atomic_store(&control->disturbed, 0);
	atomic_store(&control->granting, 0);
	control->planned = 0;
	atomic_store(&control->begun, 0);
	atomic_store(&control->logged, 0);
	atomic_store(&control->granted, 0);
	atomic_store(&control->refused, 0);
	atomic_store(&control->repairing, 0);
}

void arena_restart(struct arena *arena)
{
	uint32_t used = atomic_load(&arena->trace.rings_used), objects = atomic_load(&arena->object_count);

	for (uint32_t i = 0; i < used; i++)
		ring_restart(&arena->rings[i]);
	for (uint32_t i = 0; i + 1 < used; i++) {
		memset(&arena->slots[i], 0, sizeof arena->slots[i]);
		arena->slots[i].index = i;
		memset(&arena->objects[slot_object(i)], 0, sizeof *arena->objects);
	}
	if (objects > OBJECTS)
		objects = OBJECTS;
	memset(&arena->objects[SLOTS + 1], 0, (objects - SLOTS - 1) * sizeof *arena->objects);
	memset(arena_page_owner(arena, 0), 0, atomic_load(&arena->page_high) * sizeof(uint32_t));
	memset(arena->kind_counts, 0, sizeof arena->kind_counts);
	atomic_store(&arena->slots[SLOT_SANDBOX].children, 0);
	atomic_store(&arena->slots[SLOT_SANDBOX].entered, 0);
	atomic_store(&arena->trace.drawn, 0);
	atomic_store(&arena->trace.armed, 0);
	atomic_store(&arena->trace.rings_used, 1);
	atomic_store(&arena->tickets, 0);
	atomic_store(&arena->process_count, 0);
	atomic_store(&arena->object_count, SLOTS + 1);
	atomic_store(&arena->object_numbers, 0);
	atomic_store(&arena->page_hint, 1);
	atomic_store(&arena->page_high, 0);
	atomic_store(&arena->paused_since, 0);
	atomic_store(&arena->paused_total, 0);
	control_restart(&arena->control);
	arena->start = clock_now();
}

int64_t arena_time(const struct arena *arena)
{
	int64_t total = atomic_load(&arena->paused_total);
	int64_t since = atomic_load(&arena->paused_since);

	return (since ? since : clock_now()) - arena->start - total;
}

static const char *title_of(const struct primitive *primitive)
{
	return primitive->title ? primitive->title : primitive->kind;
}

/* Kinds that a scenario calls by the same name are counted together. */
static uint32_t count_kind(struct arena *arena, enum primitive_id id)
{
	const char *title = title_of(primitive_get(id));
	unsigned first = 0;

	while (strcmp(title_of(primitive_get(first)), title))
		first++;
	return atomic_fetch_add(&arena->kind_counts[first], 1) + 1;
}

void arena_object_set(struct arena *arena, uint32_t index, enum primitive_id id, int64_t a, int64_t b,
		      const char *name)
{
	const struct primitive *primitive = primitive_get(id);
	struct object *object = arena_object(arena, index);
	uint32_t nth = count_kind(arena, id);

	object->primitive = (uint8_t)id;
	object->state_size = primitive->size <= STATE_TINY ? STATE_TINY : sizeof ((union state *)0)->small;
	union state *state = object_state(arena, object, 0);
	memset(state, 0, primitive->size > sizeof state->small ? primitive->size : sizeof state->small);
	atomic_store(&object->version, 0);
	if (primitive->init)
		primitive->init(state, a, b);
	if (name) {
		snprintf(object->name, sizeof object->name, "%s", name);
	} else {
		snprintf(object->name, sizeof object->name, "%s-%u", title_of(primitive), nth);
		if (object->name[0] >= 'a' && object->name[0] <= 'z')
			object->name[0] -= 'a' - 'A';
	}
	object->number = atomic_fetch_add(&arena->object_numbers, 1) + 1;
}

uint32_t arena_object_new(struct arena *arena, enum primitive_id id, int64_t a, int64_t b, const char *name)
{
	uint32_t index = atomic_fetch_add(&arena->object_count, 1);

	bool large = primitive_get(id)->size > sizeof ((union state *)0)->small;

	if (index >= OBJECTS) {
		atomic_fetch_sub(&arena->object_count, 1);
		return 0;
	}
	if (large &&
	    !(arena_object(arena, index)->states_page = arena_pages_take(arena, 1, OWNER_OBJECT | index)))
		return 0; /* the index stays unused */
	arena_object_set(arena, index, id, a, b, name);
	return index;
}

_Atomic uint32_t *arena_page_owner(struct arena *arena, uint32_t page)
{
	return (_Atomic uint32_t *)((char *)arena + arena->page_owners) + page;
}


/* Claim count pages from first on; on the way back give up those already claimed. */
static bool claim(struct arena *arena, uint32_t first, uint32_t count, uint32_t owner, uint32_t *taken)
{
	for (uint32_t i = 0; i < count; i++) {
		uint32_t nobody = 0;

		if (!atomic_compare_exchange_strong(arena_page_owner(arena, first + i), &nobody, owner)) {
			arena_pages_give(arena, first, i);
			*taken = first + i;
			return false;
		}
	}
	return true;
}

static void raise_high(struct arena *arena, uint32_t high)
{
	uint32_t now = atomic_load_explicit(&arena->page_high, memory_order_relaxed);

	while (now < high && !atomic_compare_exchange_weak(&arena->page_high, &now, high))
		;
}

static uint32_t search(struct arena *arena, uint32_t from, uint32_t to, uint32_t count, uint32_t owner)
{
	uint32_t taken;

	for (uint32_t first = from; first < to && count <= arena->pages - first; first++) {
		if (atomic_load_explicit(arena_page_owner(arena, first), memory_order_relaxed))
			continue;
		raise_high(arena, first + count); /* before the claim, so that a death hides no page */
		if (claim(arena, first, count, owner, &taken))
			return first;
		first = taken;
	}
	return 0;
}

/* Next fit. */
uint32_t arena_pages_take(struct arena *arena, uint32_t count, uint32_t owner)
{
	uint32_t hint = atomic_load_explicit(&arena->page_hint, memory_order_relaxed);
	uint32_t first = 0;

	if (count == 0 || count >= arena->pages)
		return 0;
	if (hint > 0 && hint < arena->pages)
		first = search(arena, hint, arena->pages, count, owner);
	if (!first)
		first = search(arena, 1, arena->pages, count, owner);
	if (!first)
		return 0;
	atomic_store_explicit(&arena->page_hint, first + count, memory_order_relaxed);
	return first;
}

void arena_pages_give(struct arena *arena, uint32_t first, uint32_t count)
{
	arena_pages_retag(arena, first, count, 0);
	if (count && first < atomic_load_explicit(&arena->page_hint, memory_order_relaxed))
		atomic_store_explicit(&arena->page_hint, first, memory_order_relaxed);
}

void arena_pages_retag(struct arena *arena, uint32_t first, uint32_t count, uint32_t owner)
{
	for (uint32_t i = 0; i < count; i++)
		atomic_store_explicit(arena_page_owner(arena, first + i), owner, memory_order_release);
}

void arena_pages_give_all(struct arena *arena, uint32_t owner)
{
	uint32_t high = atomic_load(&arena->page_high);

	for (uint32_t page = 1; page < high; page++)
		if (atomic_load_explicit(arena_page_owner(arena, page), memory_order_relaxed) == owner)
			arena_pages_give(arena, page, 1);
}
