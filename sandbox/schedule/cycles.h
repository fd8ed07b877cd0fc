/* Schedules that go on for ever: some steps, and then the same steps again and again (a lasso).
 *
 * They are looked for once no schedule fails otherwise, in the graph of states that was seen whole. A cycle
 * counts only if it is fair: whoever can take a step somewhere in it takes one in it (strong fairness of
 * processes: Francez, Fairness, 1986). That no process makes progress in it (Lamport, Proving the
 * correctness of multiprocess programs, IEEE TSE 3(2), 1977; the non-progress cycles of Holzmann, The model
 * checker SPIN, IEEE TSE 23(5), 1997) is told without labels:
 *
 * - where some schedule of the scenario ends, its ending is the progress, and a fair cycle is a livelock;
 * - where none does, it is made to go on for ever. Then it is a livelock if everybody who takes steps in
 *   the cycle tries to get a lock or a permit there, by a try or with a timeout, and nobody ever gets one
 *   so. Who waits for ever instead, or tries for something else, is taken to be at work.
 *
 * On request, starvation: a cycle that is fair to all but one, who waits all the while for what comes free
 * again and again in it; or who only tries, and never gets anything, while the others do.
 *
 * The fair cycles of a part of the graph: where somebody can take a step and takes none, the states in
 * which he can are left out, and what then hangs together is looked at again (Emerson, Lei, Modalities for
 * model checking, Sci. Comput. Program. 8, 1987, for strong fairness).
 */
#ifndef SCHEDULE_CYCLES_H
#define SCHEDULE_CYCLES_H

#include "schedule/search.h"

/* Does every schedule come to an end? */
enum ending_known {
	ENDS_UNKNOWN, /* it was not looked at, or is too large */
	ENDS_ALWAYS,  /* every one */
	ENDS_FAIR,    /* every one that is fair */
	ENDS_NEVER,   /* none does, and none gets stuck */
};

struct lasso {
	enum failure failure;	   /* FAILURE_LOOP or FAILURE_STARVATION; FAILURE_NONE = there is none */
	uint32_t start;		   /* the state where the cycle begins, and ends */
	struct search_step *steps; /* of the cycle; owned by the cycles */
	uint32_t count;
	uint32_t victim; /* instance of who starves */
	bool trap;	 /* from there on no schedule ends, though others did */
};

struct cycles;

/* `search` has seen everything, and must live as long. NULL without memory. */
struct cycles *cycles_create(struct search *search, bool starvation);
void cycles_destroy(struct cycles *cycles);

/* Go on for `states` states of the graph. SEARCH_PAUSED: call again; SEARCH_EXHAUSTED: cycles_lasso and
 * cycles_ends tell; otherwise what went wrong. */
enum search_end cycles_run(struct cycles *cycles, uint32_t states);
const struct lasso *cycles_lasso(const struct cycles *cycles);
enum ending_known cycles_ends(const struct cycles *cycles);

/* After a lasso with `trap`: the first state on the way to it from which no schedule ends. */
uint32_t cycles_trapped(struct cycles *cycles);

#endif
