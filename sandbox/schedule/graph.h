/* The graph of states with its edges, once a search has seen all of it, and its strongly connected parts.
 *
 * In a strongly connected part processes neither begin nor end and no object is made, so a process is known
 * by its place there.
 */
#ifndef SCHEDULE_GRAPH_H
#define SCHEDULE_GRAPH_H

#include "schedule/search.h"

/* What a step is to who tries to get a lock or a permit without waiting for ever. */
enum try { TRY_NOT, TRY_FAILED, TRY_GOT };

struct graph_edge {
	uint32_t to, decision;
	uint8_t place, try;
};

struct graph {
	struct search *search; /* the caller's */
	uint32_t states, built;
	uint32_t *first; /* of each state its first edge; one more at the end */
	struct graph_edge *edges;
	uint32_t edge_count, edge_room;
	uint32_t *region;      /* of each state: which set it is in now */
	uint32_t regions;      /* numbers given so far */
	uint32_t *index, *low; /* of graph_parts */
};

/* `search` has seen everything. False without memory. */
bool graph_init(struct graph *graph, struct search *search);
void graph_finish(struct graph *graph);
/* Look at `states` states more. SEARCH_PAUSED: there are more; SEARCH_EXHAUSTED: that was all of them. */
enum search_end graph_build(struct graph *graph, uint32_t states);

struct states {			 /* a set */
	uint32_t *states, count; /* owned */
};

/* Is the edge to be left out? */
typedef bool graph_without(const void *context, const struct graph_edge *edge);
/* The parts of a set in which there is a way from each state to each, over edges that are not left out,
 * of one step at least (Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1(2),
 * 1972): each goes to `take`, which owns it from then on, and returns false without memory. False
 * without memory. */
typedef bool graph_take(void *context, struct states part);
bool graph_parts(struct graph *graph, const struct states *set, graph_without *without, graph_take *take,
		 void *context);

/* The set gets a number of its own, which its states have in graph->region. */
uint32_t graph_mark(struct graph *graph, const struct states *set);
/* Places that can take a step there. Bits. */
uint64_t graph_able(const struct graph *graph, uint32_t state);
/* Can every process come to its end from there? */
bool graph_ends_from(struct graph *graph, uint32_t state, bool *memory);

#endif
