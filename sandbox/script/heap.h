/* The Lua heap of a scenario's processes.
 *
 * One region at a fixed address, with its bookkeeping inside. A fork copies page tables and nothing
 * else, addresses are the same in every run, and a limit on memory is a comparison. The kernel hands
 * out the region's pages as they are touched.
 *
 * Interface:
 * - heap_allocate has the shape of a lua_Alloc, and never fails to shrink or to free.
 * - a process inherits the heap by fork, as its own.
 */
#ifndef SCRIPT_HEAP_H
#define SCRIPT_HEAP_H

#include <stdbool.h>
#include <stddef.h>

struct heap;

/* limit: bytes in use at once. Returns NULL and errno without address space. */
struct heap *heap_create(size_t limit);
void heap_destroy(struct heap *heap); /* NULL is harmless */

/* As lua_Alloc: old_size must be the size the block was allocated with. NULL when the limit is reached. */
void *heap_allocate(void *heap, void *block, size_t old_size, size_t new_size);

bool heap_has(const struct heap *heap, const void *address); /* does it lie in there? */
size_t heap_extent(const struct heap *heap); /* bytes from `heap` on that were ever used */
/* From now on no page in there is given back to the kernel: somebody keeps track of what is written. */
void heap_pin(struct heap *heap);
size_t heap_limit(const struct heap *heap);
size_t heap_used(const struct heap *heap); /* bytes in use, rounded up to the sizes of blocks */

#endif
