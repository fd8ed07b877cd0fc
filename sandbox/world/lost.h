/* Inside the fold: lost updates of Values and of the elements of Arrays (also of their Raw kinds).
 *
 * An update is lost when
 *	1. process A reads a cell,
 *	2. after that, another process writes it,
 *	3. after that, A writes it, and has not read it again in between.
 * What A writes is then made from a value that is no longer there, and what was written meanwhile is gone,
 * whatever the numbers are: it is lost too when A happens to write the same one.
 *
 * A read is used up by the first write of the same process to the same cell. A write without a read before
 * it is an assignment: it overwrites on purpose, and loses nothing. Locks play no part: where everybody reads
 * and writes under one lock, step 2 cannot come between 1 and 3, and where it came, the lock did not help.
 *
 * How many updates are lost: a cell counts the writes that its present value is made from (`kept`). A write
 * keeps those that its writer had read, and itself; the others are lost. So a counter that only grows by one
 * has its writes less its value lost, exactly.
 *
 * Memory is bounded: LOST_MEMORIES pairs of cell and process in a run, and of an Array the first
 * LOST_ELEMENTS elements. Further elements are watched together, as if they were one: that tells that updates
 * may have been lost there (world_object.unwatched), not which. Past the bound world->lost_cut is set.
 */
#ifndef WORLD_LOST_H
#define WORLD_LOST_H

#include "world/world.h"

#define LOST_ELEMENTS 1024
#define LOST_MEMORIES 65536

struct lost;

/* A read or write of a value or array took effect. */
void lost_watch(struct world *world, struct world_object *object, const struct trace_event *event);
void lost_destroy(struct lost *lost);
struct lost *lost_copy(const struct lost *lost); /* NULL of NULL, and without memory */
size_t lost_size(const struct lost *lost);       /* bytes */

#endif
