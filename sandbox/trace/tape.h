/* Events kept in memory, so that a run can be looked at again. The oldest can be let go, a block at a time.
 *
 * Zeroed it is empty. Events are numbered by their place, 0 for the first ever, whether it is
 * still kept or not.
 */
#ifndef TRACE_TAPE_H
#define TRACE_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/event.h"

#define TAPE_BLOCK 8192 /* events */

struct tape_block;

struct tape {
	size_t bytes;		    /* that the blocks take, about */
	uint64_t first;		    /* place of the oldest that is kept: a multiple of TAPE_BLOCK */
	uint64_t count;		    /* events added so far: the place of the next */
	struct tape_block **blocks; /* those from `first` on */
	uint32_t block_count, block_room;
};

bool tape_add(struct tape *tape, const struct trace_event *event); /* false without memory: it is not kept */
bool tape_get(const struct tape *tape, uint64_t place, struct trace_event *event); /* false: not there */
void tape_drop(struct tape *tape); /* the oldest block; there must be two or more */
void tape_finish(struct tape *tape);

#endif
