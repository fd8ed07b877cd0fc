/* Once around: what is looked for in a part of the graph of states (cycles.h), and a way around it that shows
 * it. */
#ifndef SCHEDULE_ROUND_H
#define SCHEDULE_ROUND_H

#include "schedule/graph.h"

enum rule_kind {
	RULE_ENDS,     /* any fair cycle */
	RULE_PROGRESS, /* a fair one in which everybody tries, and nobody gets anything so */
	RULE_WAITS,    /* fair to all but the victim, who waits for what comes free again and again */
	RULE_TRIES,    /* a fair one in which the victim tries, and never gets anything */
};

struct rule {
	enum rule_kind kind;
	uint32_t victim; /* place */
};

/* Bits by place. */
struct shape_of_part {
	uint64_t able;	/* can take a step somewhere in it */
	uint64_t moves; /* take one that stays in it */
	uint64_t fails; /* try and fail in it */
	uint64_t
		/* must take no step in any cycle that is to count: there is such a one only where they
		 * cannot */
		unfair;
	bool hopeless;	/* there is none in it at all */
};

bool rule_leaves_out(const struct rule *rule, const struct graph_edge *edge);
enum failure rule_failure(const struct rule *rule);
/* The part is marked, and stays so. */
struct shape_of_part rule_measure(const struct rule *rule, struct graph *graph, const struct states *part);

struct round {
	uint32_t start;
	struct search_step *steps; /* owned */
	uint32_t count, room;
};

/* From the start back to it, in few steps, over all that the rule asks for. The part hangs together and is
 * fair by the rule. False without memory. */
bool round_find(struct round *round, struct graph *graph, const struct rule *rule, const struct states *part,
		uint32_t start, const struct shape_of_part *shape);
void round_finish(struct round *round);

#endif
