/* Deadlines for poll(2). */
#ifndef COMMAND_WAIT_H
#define COMMAND_WAIT_H

#include <limits.h>
#include <stdint.h>

#include "base/clock.h"

/* Milliseconds from now until a deadline, both in ns; rounded up, 0 when it is over, -1 when it is
 * INT64_MAX: never. */
static inline int command_wait(int64_t deadline, int64_t now)
{
	if (deadline == INT64_MAX)
		return -1;
	if (deadline <= now)
		return 0;
	return (deadline - now) / 1000000 >= INT_MAX - 1 ? INT_MAX : (int)((deadline - now) / 1000000) + 1;
}

#endif
