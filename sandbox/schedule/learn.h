/* Learning: what an execution on real processes tells, checked against the model step by step. */
#ifndef SCHEDULE_LEARN_H
#define SCHEDULE_LEARN_H

#include "schedule/executor.h"
#include "schedule/model.h"

enum learning {
	LEARNED,
	LEARNED_DIFFERS, /* a process did something else than it did before after the same results:
			    `complaint` */
	LEARNED_WRONG,	 /* the model came to another result than the run: a bug of ours, or a primitive that
			    looks   beyond its state: `complaint` */
	LEARNED_BEYOND,	 /* model_beyond says why */
	LEARNED_NO_MEMORY,
};

struct complaint {
	char text[512]; /* one sentence */
};

/* Everything the execution shows becomes known. */
enum learning learn(struct knowledge *knowledge, struct model *model, const struct execution *execution,
		  struct complaint *complaint);

#endif
