/* Blocks come in classes of size, and a freed block goes to the list of its class. Lua tells the size
 * of a block when it frees it, so blocks have no headers.
 *
 * - Up to 1 KiB, a class every 16 bytes; above, four classes to each power of two (at most a fifth is
 *   lost).
 * - A class without a free block takes the next bytes of the region.
 * - Free blocks are never joined: Lua asks for the same sizes again and again. What is lost that way is
 *   address space, and large free blocks give their pages back.
 */
#include "script/heap.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

/* Free in the layouts of Linux on 64-bit machines, sanitizers included; the second one where addresses have
 * 39 bits. */
static const uintptr_t bases[] = {0x200000000000, 0x2000000000};
#define SMALL_MAX     1024
#define SMALL_STEP    16
#define SMALL_CLASSES (SMALL_MAX / SMALL_STEP + 1)
#define LARGE_CLASSES (4 * 30)
#define PAGE	      ((size_t)4096)
#define GIVE_BACK     ((size_t)1 << 20) /* a free block of this size or more keeps no pages */

struct block {
	struct block *next;
};

struct heap {
	size_t size; /* of the region */
	size_t limit, used;
	char *next, *end; /* never yet used */
	char *pinned;	  /* the pages below stay */
	struct block *free[SMALL_CLASSES + LARGE_CLASSES];
};

/* The class of a size, and that class's size. */
static inline unsigned class_of(size_t size, size_t *rounded)
{
	if (size <= SMALL_MAX) {
		unsigned class = (unsigned)((size + SMALL_STEP - 1) / SMALL_STEP);

		*rounded = class * SMALL_STEP;
		return class;
	}
	unsigned power = 63 - (unsigned)__builtin_clzll(size - 1);
	unsigned quarter = (unsigned)((size - 1) >> (power - 2)) & 3;

	*rounded = (size_t)(5 + quarter) << (power - 2);
	return SMALL_CLASSES + (power - 10) * 4 + quarter;
}

static char *page_after(char *start)
{
	return (char *)(((uintptr_t)start + PAGE - 1) & ~(PAGE - 1));
}

static void *take_fresh(struct heap *heap, size_t size)
{
	char *start = heap->next;

	if (size > (size_t)(heap->end - start))
		return NULL;
	heap->next = start + size;
	return start;
}

/* The newest block of the region grows where it is: a large array is often that. */
static bool grow_in_place(struct heap *heap, char *block, size_t old_rounded, size_t new_rounded)
{
	if (block + old_rounded != heap->next || new_rounded < old_rounded ||
	    new_rounded - old_rounded > heap->limit - heap->used || new_rounded > (size_t)(heap->end - block))
		return false;
	heap->next = block + new_rounded;
	heap->used += new_rounded - old_rounded;
	return true;
}

static void *take(struct heap *heap, size_t size)
{
	if (size > heap->limit)
		return NULL;
	size_t rounded;
	unsigned class = class_of(size, &rounded);

	if (rounded > heap->limit - heap->used)
		return NULL;
	struct block *block = heap->free[class];

	if (block)
		heap->free[class] = block->next;
	else if (!(block = take_fresh(heap, rounded)))
		return NULL;
	heap->used += rounded;
	return block;
}

static void give(struct heap *heap, void *bytes, size_t size)
{
	size_t rounded;
	unsigned class = class_of(size, &rounded);
	struct block *block = bytes;

	if (rounded >= GIVE_BACK && (char *)bytes >= heap->pinned) {
		char *start = page_after((char *)bytes + sizeof *block), *end = (char *)bytes + rounded;

		madvise(start, (size_t)(end - start) & ~(PAGE - 1), MADV_DONTNEED);
	}
	block->next = heap->free[class];
	heap->free[class] = block;
	heap->used -= rounded;
}

void *heap_allocate(void *context, void *block, size_t old_size, size_t new_size)
{
	struct heap *heap = context;

	if (!block) /* then old_size is the kind of object, to Lua */
		return new_size ? take(heap, new_size) : NULL;
	if (!new_size) {
		if (old_size)
			give(heap, block, old_size);
		return NULL;
	}
	if (new_size > heap->limit) /* no block is that large: it is to grow */
		return NULL;
	size_t old_rounded, new_rounded;

	if (class_of(old_size, &old_rounded) == class_of(new_size, &new_rounded))
		return block;
	if (grow_in_place(heap, block, old_rounded, new_rounded))
		return block;
	void *moved = take(heap, new_size);

	/* Lua relies on it that shrinking works: the old block is large enough to be the smaller one, and its
	 * surplus is lost until the heap goes. */
	if (!moved) {
		if (new_size > old_size)
			return NULL;
		heap->used -= old_rounded - new_rounded;
		return block;
	}
	memcpy(moved, block, old_size < new_size ? old_size : new_size);
	give(heap, block, old_size);
	return moved;
}

static void *reserve(size_t size)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
	void *region = MAP_FAILED;

	for (size_t i = 0; i < sizeof bases / sizeof *bases && region == MAP_FAILED; i++)
		region = mmap((void *)bases[i], size, PROT_READ | PROT_WRITE, flags | MAP_FIXED_NOREPLACE, -1,
			      0);
	if (region == MAP_FAILED) /* taken: addresses are then the same within one program run only */
		region = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, -1, 0);
	return region == MAP_FAILED ? NULL : region;
}

struct heap *heap_create(size_t limit)
{
	struct heap *heap = NULL;
	size_t size = 0;

	/* Sizes that are no longer asked for keep their address space: four times the limit is plenty,
	 * and where address space is rationed, less will do. */
	for (size_t times = 4; times >= 1 && !heap; times /= 2) {
		size = ((limit + PAGE) * times + PAGE - 1) & ~(PAGE - 1);
		heap = reserve(size);
	}
	if (!heap)
		return NULL;
	heap->size = size;
	heap->limit = limit;
	heap->next = (char *)heap + ((sizeof *heap + SMALL_STEP - 1) & ~(size_t)(SMALL_STEP - 1));
	heap->end = (char *)heap + size;
	return heap;
}

void heap_destroy(struct heap *heap)
{
	if (heap)
		munmap(heap, heap->size);
}

bool heap_has(const struct heap *heap, const void *address)
{
	return heap && (const char *)address > (const char *)heap && (const char *)address < heap->next;
}

size_t heap_extent(const struct heap *heap)
{
	return (size_t)(heap->next - (const char *)heap);
}

void heap_pin(struct heap *heap)
{
	heap->pinned = heap->next;
}

size_t heap_limit(const struct heap *heap)
{
	return heap->limit;
}

size_t heap_used(const struct heap *heap)
{
	return heap->used;
}
