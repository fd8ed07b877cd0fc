/* Schedules as text: who was granted each step, in order, in one line that can be pasted, compared and put in
 *a test.
 *
 *	0 1 1 2	    processes by number, in order of creation: main is 0
 *	2!	    the wait of process 2 times out
 *	1x	    process 1 is killed where it stands
 *	3=2	    process 3 chooses its possibility 2 (they count from 0)
 *	1*3	    the same as 1 1 1
 *
 *	0 (1 2 1)   the steps in parentheses, which come last, go round for ever
 *
 * Steps are divided by white space. What is written is one step after the other, without *: then two
 *schedules differ where their texts do.
 */
#ifndef SCHEDULE_SCHEDULE_H
#define SCHEDULE_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "runtime/run.h"

#define SCHEDULE_STEPS 1000000 /* of one text at most */

struct schedule {
	struct grant *grants; /* owned */
	uint32_t count, room;
	uint32_t cycle; /* so many of the last ones go round; 0 = none */
};

/* Zeroed is empty. */
void schedule_finish(struct schedule *schedule);
bool schedule_add(struct schedule *schedule, struct grant grant); /* false without memory */

/* Add the steps of the text. Returns 0; or -errno with one sentence in message, which names the place, and
 * the schedule is as it was. */
int schedule_parse(struct schedule *schedule, const char *text, char *message, size_t size);

/* Append the text of the grants. False without memory. */
bool schedule_print(struct buffer *out, const struct grant *grants, uint32_t count);
/* The same, with the last `cycle` of them in parentheses, if it is not 0. */
bool schedule_print_round(struct buffer *out, const struct grant *grants, uint32_t count, uint32_t cycle);

#endif
