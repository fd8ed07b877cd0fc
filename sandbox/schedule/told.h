/* What an exploration came to, in sentences: for the terminal and for the screen. `translate` as in
 * world/words.h; every function returns the length that the text has or would have. */
#ifndef SCHEDULE_TOLD_H
#define SCHEDULE_TOLD_H

#include "schedule/explorer.h"

/* Where an exploration that is not done was stopped, for told_proviso. */
enum told_stop { TOLD_INTERRUPTED, TOLD_LATE /* its time was over */ };

const char *told_kind(const struct exploration *told); /* "partial deadlock", "assert", … English */

/* The verdict: "PROVED: no schedule fails (75 states, 2 runs on real processes)." */
size_t told_verdict(const struct exploration *told, const char *(*translate)(const char *), char *text,
		    size_t size);
/* What is to be said with it: "This holds for this scenario with these inputs." Or "". */
size_t told_proviso(const struct exploration *told, enum told_stop stop,
		    const char *(*translate)(const char *), char *text, size_t size);

/* What became of running every class; "" if nothing was. */
size_t told_every(const struct exploration *told, const char *(*translate)(const char *), char *text,
		  size_t size);

#endif
