/* The search: breadth first over the states of the model, from the first one on.
 *
 * Breadth first, so the first failure that is found needs the fewest steps. Where a process goes where none
 * has been the search stops and asks for an execution; it goes on where it was once that has been learned.
 *
 * With `eager`, steps that commute with everything others do, now and later (the start of a child, a join
 * that can be done, an end that leaves nothing behind) are taken at once where there is one, and the states
 * that they lead through are not counted: a persistent set of one step (Godefroid, Partial-order methods for
 * the verification of concurrent systems, LNCS 1032, 1996). That keeps every failure, but not the shortest
 * way to it.
 */
#ifndef SCHEDULE_SEARCH_H
#define SCHEDULE_SEARCH_H

#include "runtime/run.h"
#include "schedule/judge.h"
#include "schedule/store.h"

struct search_options {
	bool eager;
	bool lazy;           /* timeouts only where nothing else can be done */
	bool goes_on;        /* after a failure: to find all of them, and to know what can be avoided */
	uint32_t depth_max;  /* steps, with `eager` those that it takes by itself not counted; 0 = no bound */
	uint32_t states_max; /* 0 = no bound */
	uint64_t bytes_max;
};

struct search;

enum search_end {
	SEARCH_PAUSED,    /* after so many states: call again */
	SEARCH_FOUND,     /* search_failure says where; call again to go on */
	SEARCH_EXHAUSTED, /* there are no more states */
	SEARCH_NEEDS,     /* an execution of search_need; then call again */
	SEARCH_DEPTH,     /* everything up to depth_max was seen; the frontier is what is beyond */
	SEARCH_FULL,      /* states_max or bytes_max */
	SEARCH_BEYOND,    /* model_beyond says why */
	SEARCH_NO_MEMORY,
};

struct search *search_create(struct knowledge *knowledge, struct model *model,
			     const struct search_options *options);
void search_destroy(struct search *search);

/* Expand up to `states` states. main's first node must be known. */
enum search_end search_run(struct search *search, uint32_t states);

/* The steps to a state, as grants in the numbers of a run: written to *grants, which grows. Returns how many,
 * UINT32_MAX without memory. */
uint32_t search_path(struct search *search, uint32_t state, struct grant **grants, uint32_t *room);
/* The state that failed, and how. */
uint32_t search_failure(const struct search *search, struct judgement *judgement);
/* The execution that is needed: a path, ending with the step whose outcome is not known. */
uint32_t search_need(struct search *search, struct grant **grants, uint32_t *room);

struct search_figures {
	uint32_t states;   /* seen; with `eager` those are not counted that only quiet steps lead on from */
	uint32_t frontier; /* not yet expanded */
	uint32_t depth;    /* of the state that is being expanded: nothing up to here fails */
	uint64_t steps;    /* taken */
	uint32_t failures; /* states */
	uint32_t ends;     /* states in which every process has ended */
	uint64_t backward; /* steps to states that are no further from the first one: 0 = there is no cycle */
};
struct search_figures search_figures(const struct search *search);
const struct store *search_store(const struct search *search);

/* After the whole was seen: the steps that lead on from a state, in order of place. */
struct search_step {
	uint32_t place, decision;
	uint32_t to; /* state */
};
typedef void search_see(void *context, const struct search_step *step);
enum search_end search_steps(struct search *search, uint32_t state, search_see *see,
			     void *context); /* SEARCH_PAUSED: that was all of them */
/* As search_path, and from there on along `count` steps more. */
uint32_t search_path_on(struct search *search, uint32_t state, const struct search_step *steps,
			uint32_t count, struct grant **grants, uint32_t *room);
/* The number in a run that comes to this state of that instance; UINT32_MAX: it is not there. */
uint32_t search_number(struct search *search, uint32_t state, uint32_t instance);
const struct offer *search_offer(const struct search *search, uint32_t state, uint32_t place);
struct model *search_model(const struct search *search);

/* After the whole was seen with goes_on: can the failure still be avoided from there? Least fixpoint: a state
 * is doomed if it fails, or all its steps lead to doomed ones. */
enum fate { FATE_SAFE /* no failure can be reached */, FATE_AVOIDABLE, FATE_DOOMED };
bool search_fates(struct search *search); /* computes them; false without memory */
enum fate search_fate(const struct search *search, uint32_t state);
/* Steps from there to the nearest failure, UINT32_MAX = none. */
uint32_t search_distance(const struct search *search, uint32_t state);

#endif
