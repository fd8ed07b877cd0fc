/* The monitor of an object: a lock held for microseconds, never across anything that can raise or block.
 *
 * One word says who holds it, so a death is repaired by whoever knows of it, the supervisor: it finds its
 * number in the word, finishes or discards the transition (repair.c) and frees it. That is why this is not a
 * robust pthread mutex: the repair is needed anyway, and the word costs half as much (5 ns instead of 11
 * here). */
#ifndef RUNTIME_MONITOR_H
#define RUNTIME_MONITOR_H

#include "runtime/arena.h"

#define MONITOR_CONTENDED 0x80000000u

void monitor_enter_slowly(struct object *object, uint32_t me);
/* Spin, then sleep until it is left, for a millisecond at most. false: it is not taken. */
bool monitor_try(struct object *object, uint32_t slot);
void monitor_leave_contended(struct object *object);

/* The caller has stored the object's index in its slot's `entered` before. */
static inline void monitor_enter(struct object *object, uint32_t slot)
{
	uint32_t nobody = 0;

	if (!atomic_compare_exchange_strong_explicit(&object->monitor, &nobody, slot + 1,
						     memory_order_acquire, memory_order_relaxed))
		monitor_enter_slowly(object, slot + 1);
}

/* While it is held others only add MONITOR_CONTENDED to the word. So a plain store leaves it, which costs
 * less than half of an exchange; released, so that whoever takes the monitor next sees all that was done in
 * it. A flag that comes between the look and the store is lost, and whoever sleeps by it wakes by itself
 * (MONITOR_NAP). */
static inline void monitor_leave(struct object *object)
{
	if (__builtin_expect(
		    atomic_load_explicit(&object->monitor, memory_order_relaxed) & MONITOR_CONTENDED, 0))
		monitor_leave_contended(object);
	else
		atomic_store_explicit(&object->monitor, 0, memory_order_release);
}

#endif
