/* Output that may be slow, full or gone: buffered, and given up when a signal is waiting or the time is
 * over. */
#ifndef COMMAND_OUTPUT_H
#define COMMAND_OUTPUT_H

#include "base/buffer.h"

struct output {
	int fd;
	int interrupt; /* a signalfd: while it is readable, a blocked output is given up; -1 = none */
	struct buffer buffer; /* append here; the owner of the struct finishes it */
	int64_t deadline; /* CLOCK_MONOTONIC ns: when a blocked output is given up; INT64_MAX = never */
	int error; /* 0, or the errno of the first failure: nothing is written any more */
};

/* Write what there is. Returns false when the output has failed, or is blocked and was given up; then the
 * rest stays in the buffer. */
bool output_flush(struct output *output);

/* The same, when enough has been gathered to be worth a write. */
bool output_flow(struct output *output);

#endif
