/* One schedule of every class of schedules (classes.h), run on real processes.
 *
 * What is known of the scenario tells which classes there are; the processes tell whether it is true: each
 * step, each result and each ending is compared with the model. The processes live again from schedule to
 * schedule (runtime/lives.h), all on one processor, and hand the baton on themselves.
 */
#ifndef SCHEDULE_EVERY_H
#define SCHEDULE_EVERY_H

#include "schedule/classes.h"
#include "schedule/learn.h"

struct every;

struct every_told {
	struct classes_share share; /* which of all classes are run */
	uint64_t classes; /* of the share */
	uint64_t run;	  /* so far */
	uint64_t failed;  /* of these */
	int64_t began;	  /* when the first was run, clock_now() */
	uint64_t anew;	  /* of these: those for which the processes were forked anew */
	enum learning lesson; /* LEARNED, or why it stopped; then with a sentence */
	const char *because;
};

/* All nodes that can be reached must be known (after a search that was exhausted). options: as for run_start.
 * share: number and of are looked at; NULL = all. Returns 0 or -errno: -EDOM, something is not known. */
int every_create(struct every **created, const struct run_options *options, struct knowledge *knowledge,
		 struct model *model, const struct classes_share *share);
void every_destroy(struct every *every); /* NULL is harmless */

/* The next class. Returns 1, 0 after the last one and where it stopped, or -errno. */
int every_next(struct every *every);
const struct every_told *every_told(const struct every *every);

#endif
