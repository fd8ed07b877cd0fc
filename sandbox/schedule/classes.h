/* The classes of schedules: two belong to the same one when they differ only in the order of steps that
 * commute (Mazurkiewicz, Trace theory, LNCS 255, 1987). Whatever happens in one of a class happens in all of
 * it.
 *
 * Sleep sets (Godefroid, LNCS 1032, 1996) go through one schedule of each class: after a step was looked at,
 * it sleeps in the branches beside it until a step comes that does not commute with it. With the whole graph
 * of states known, the classes can be counted without going through them: a branch's number of classes
 * depends on its state and on who sleeps only.
 */
#ifndef SCHEDULE_CLASSES_H
#define SCHEDULE_CLASSES_H

#include "runtime/run.h"
#include "schedule/judge.h"

struct classes_count {
	double classes; /* exact up to 2^53 */
	double failing; /* of them: those that end in a failure */
	bool complete;  /* no bound was met, and everything was known */
};

/* Count them. All nodes that can be reached must be known (after a search that was exhausted). `eager` as in
 * search.h: with it, the order of starts, joins and ends does not count, which is the same number, found
 * sooner. spots_max: pairs of a state and who sleeps there, 0 = 5 million. False without memory. */
bool classes_count(struct knowledge *knowledge, struct model *model, bool eager, uint64_t spots_max,
		   struct classes_count *count);

/* One of `of` equal shares of the classes, in the order in which classes_next tells them: work that can
 * be done anywhere. A share is some neighbouring branches, each a schedule prefix and who sleeps behind
 * it; the branches beside them are stepped over, since it is known how many classes they have. The same
 * knowledge gives the same shares. */
struct classes_share {
	uint32_t number, of;   /* 0 .. of - 1; of 0: all in one */
	uint64_t total, first; /* written: classes in all, and before the share */
	uint64_t count;	       /* written: in it */
	uint64_t graph;	       /* written: hash of all branches; equal for the shares of one whole */
};

/* Which classes of so many in all are the share's. */
void classes_share_out(struct classes_share *share, uint64_t total);

/* Go through those of a share, one schedule of each. share: number and of are looked at, the rest is written.
 * Returns 0 or -errno: -EDOM, something is not known, or schedules have no end, or there are more than can be
 * counted exactly. */
struct classes;
int classes_open(struct classes **opened, struct knowledge *knowledge, struct model *model, bool eager,
		 struct classes_share *share);
void classes_close(struct classes *classes); /* NULL is harmless */
/* The next one, in the numbers of a run, and how it ends; valid until the next call. Returns 1, 0 after
 * the last one, or -ENOMEM. */
int classes_next(struct classes *classes, const struct grant **schedule, uint32_t *steps,
		 enum failure *failure);

#endif
