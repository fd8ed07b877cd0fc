/* What the kernel says about each process, from /proc: a second witness beside our own events.
 *
 * Descriptors of /proc/<pid>/stat and wchan are kept open and read again with pread: 3–5 µs instead of
 * 7–11. A kept descriptor belongs to that process for ever, so a reused pid cannot mislead.
 */
#ifndef TUI_KERNEL_H
#define TUI_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "world/world.h"

struct kernel_row {
	int32_t pid;           /* of the descriptors; 0 = none open */
	int stat, wchan;       /* descriptors */
	char state;            /* R, S, D, T, t, Z, X as in proc(5); '-' = no longer there; 0 = never read */
	char where[24];        /* function it sleeps in, "" = the kernel does not tell */
	uint8_t doubts;        /* samples in a row that did not fit what the events say */
};

struct kernel {
	struct kernel_row *rows; /* by process number */
	uint32_t row_count;
};

/* Sample processes number first .. first + count - 1. */
void kernel_sample(struct kernel *kernel, const struct world *world, uint32_t first, uint32_t count);
const struct kernel_row *kernel_row(const struct kernel *kernel, uint32_t process); /* NULL: never sampled */
/* Does the kernel contradict the events, and not only for a moment? */
bool kernel_disagrees(const struct kernel_row *row);
void kernel_clear(struct kernel *kernel); /* closes everything; for the next run */

#endif
