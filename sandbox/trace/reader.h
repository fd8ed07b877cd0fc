/* The reader: merges the rings of a run into one stream in order of number, without a gap. */
#ifndef TRACE_READER_H
#define TRACE_READER_H

#include "trace/ring.h"

struct reader;

/* start: CLOCK_MONOTONIC ns of the run's time 0. The rings are the run's shared memory. NULL without memory.
 */
struct reader *reader_create(struct trace_shared *shared, struct ring *rings, int64_t start);
void reader_destroy(struct reader *reader);
/* The rings were emptied and begin again with number 1. */
void reader_restart(struct reader *reader, int64_t start);

/* The next event. Returns 1, or 0 when there is none yet. `dead`: all writers are known to be gone, so that
 * claims mean nothing any more. */
int reader_next(struct reader *reader, struct trace_event *event, bool dead);

/* Events were drawn that reader_next has not returned yet. */
bool reader_behind(const struct reader *reader);

#endif
