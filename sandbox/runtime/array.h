/* Arrays: what a process does with one (the rest is as with any object, process.h).
 *
 * Elements cross this interface as the array holds them, side by side, array_width bytes each, or one by one
 * as 64 bits: an integer of the type, or the bits of a double ('d' and 'f' alike). Indexes begin at 1.
 *
 * Interface:
 * - array_read, array_write: one element, one step. array_slice, array_assign: ranges.
 * - array_load, array_store: from bytes to bits and back.
 * - array_settle: by the supervisor, after a process died in an array.
 */
#ifndef RUNTIME_ARRAY_H
#define RUNTIME_ARRAY_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/process.h"

/* Bytes of a range that are moved in one step: a few microseconds with the monitor held. A longer range takes
 * several steps, and others may come between them; each step is all or nothing, whoever dies when. */
#define ARRAY_STEP 65536u

size_t array_width(char typecode); /* bytes of an element: 1, 2, 4, 8 */
int64_t array_load(char typecode, const void *elements, size_t index); /* index from 0 */
void array_store(char typecode, void *elements, size_t index, int64_t bits);

/* elements: `size` of them, or NULL: all are 0. name may be NULL. Returns {0, 0} with errno ENOMEM (the heap
 * of the run is full) or ENOSPC (the table of objects is). */
struct handle array_create(struct self *self, char typecode, uint32_t size, const void *elements,
			   const char *name);
uint32_t array_size(struct self *self, struct handle handle);
/* Bytes of the heap that arrays and queues of the run share, taken or not. */
uint64_t array_room(const struct self *self);

/* OUTCOME_MISUSE: there is no such index, and nothing happened. */
enum outcome array_read(struct self *self, struct handle handle, uint32_t index, int64_t *bits);
enum outcome array_write(struct self *self, struct handle handle, uint32_t index, int64_t bits);
/* Nothing is done for a count of 0. assign: also OUTCOME_MISUSE with errno ENOMEM, nothing happened. */
enum outcome array_slice(struct self *self, struct handle handle, uint32_t first, uint32_t count,
			 void *elements);
enum outcome array_assign(struct self *self, struct handle handle, uint32_t first, uint32_t count,
			  const void *elements);

/* With the monitor of an array held by the dead: what it has committed goes into its place. */
void array_settle(struct arena *arena, uint32_t index);
/* If the object is an array, add its pages to that set (storage.h). */
void array_link(struct arena *arena, uint32_t index, uint64_t *bits);

#endif
