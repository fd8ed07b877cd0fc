/* A free run, followed without a word: does it fail? What beginners believe in is that it does not; beside a
 * schedule that fails, the count of such runs says what that is worth.
 *
 * Interface:
 * - free_run_start; then poll free_run_fd for input, and call free_run_read, until it is over; then
 *   free_run_stop, also before its end.
 */
#ifndef SCHEDULE_FREE_RUN_H
#define SCHEDULE_FREE_RUN_H

#include "runtime/run.h"

struct free_run;

enum free_end {
	FREE_GOING,
	FREE_PASSED,
	FREE_FAILED, /* a deadlock, of all or some, or an uncaught error */
	FREE_LOST,   /* it could not be followed to its end */
};

/* options: as for run_start; what is for controlled runs is not looked at. Returns 0 or -errno. */
int free_run_start(struct free_run **run, const struct run_options *options, uint64_t seed);
int free_run_fd(const struct free_run *run);
enum free_end free_run_read(struct free_run *run);
void free_run_stop(struct free_run *run); /* NULL is harmless */

#endif
