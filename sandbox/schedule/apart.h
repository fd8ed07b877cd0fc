/* An exploration in a process of its own, for whoever must not be kept waiting: a step of an exploration can
 * take as long as a run of the scenario.
 *
 * Interface:
 * - apart_start; then poll apart_fd for input, and call apart_read.
 * - Once it is done it stays, and answers apart_ask, until apart_stop. Where it found a failure it runs the
 *   scenario freely meanwhile, and counts how many of those runs fail.
 */
#ifndef SCHEDULE_APART_H
#define SCHEDULE_APART_H

#include "schedule/explorer.h"

struct apart;

/* Returns 0 and *apart, or -errno of fork, or of whatever it needs besides. */
int apart_start(struct apart **apart, const struct run_options *options, const struct explorer_options *how);
void apart_stop(struct apart *apart); /* at once; nothing of it is left. NULL is harmless */

int apart_fd(const struct apart *apart);

/* What has come: how far it is, or an answer. Bits; 0 = nothing. Call it until it returns 0. */
enum { APART_TOLD = 1, APART_OUTLOOK = 2 };
unsigned apart_read(struct apart *apart);

/* As of the last apart_read. Its schedule is there as soon as a failure was confirmed, also while `how` is
 * EXPLORING still: then it looks for what could be avoided. Of an exploration that was killed:
 * EXPLORED_ERROR. */
const struct exploration *apart_told(const struct apart *apart);

/* Free runs so far, up to a thousand, and how many of them failed. */
struct apart_free {
	uint32_t runs, failed;
};
const struct apart_free *apart_free(const struct apart *apart);

/* What is still possible after this schedule? The answer, to the last question only, is APART_OUTLOOK. */
void apart_ask(struct apart *apart, const struct grant *grants, uint32_t count);
const struct outlook *apart_outlook(const struct apart *apart);

#endif
