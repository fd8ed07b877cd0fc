#include "schedule/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

bool graph_init(struct graph *graph, struct search *search)
{
	uint32_t states = store_count(search_store(search));

	*graph = (struct graph){.search = search, .states = states};
	graph->first = calloc((size_t)states + 1, sizeof *graph->first);
	graph->region = calloc((size_t)states + 1, sizeof *graph->region);
	graph->index = calloc((size_t)states + 1, sizeof *graph->index);
	graph->low = calloc((size_t)states + 1, sizeof *graph->low);
	if (graph->first && graph->region && graph->index && graph->low)
		return true;
	graph_finish(graph);
	return false;
}

void graph_finish(struct graph *graph)
{
	free(graph->first);
	free(graph->edges);
	free(graph->region);
	free(graph->index);
	free(graph->low);
	*graph = (struct graph){.states = 0};
}

/* Taking, without waiting for ever, what others can have, too. */
static bool is_try(const struct offer *offer)
{
	if (offer->kind != OFFER_OPERATE || offer->patience == PATIENCE_FOREVER)
		return false;
	switch (offer->primitive) {
	case PRIMITIVE_LOCK:
	case PRIMITIVE_RLOCK:
	case PRIMITIVE_FAIR_LOCK:
		return offer->action == LOCK_ACQUIRE || offer->action == LOCK_ARRIVE;
	case PRIMITIVE_SEMAPHORE:
	case PRIMITIVE_PERMITS:
		return offer->action == SEMAPHORE_ACQUIRE;
	default:
		return false;
	}
}

static enum try try_of(const struct graph *graph, const struct search_step *step)
{
	const struct offer *offer = search_offer(graph->search, graph->built, step->place);
	const struct model *model = search_model(graph->search);
	const void *state = store_state(search_store(graph->search), graph->built);

	if (!is_try(offer))
		return TRY_NOT;
	/* Who arrives in line has it if it is free, and fails later if it is not. */
	if (offer->primitive == PRIMITIVE_FAIR_LOCK && offer->action == LOCK_ARRIVE)
		return model_owner(model, state, offer->object) ? TRY_NOT : TRY_GOT;
	return step->decision == DECISION_GO && model_ready(model, state, step->place, offer) ? TRY_GOT :
												TRY_FAILED;
}

static void add(void *context, const struct search_step *step)
{
	struct graph *graph = context;

	if (!grow(&graph->edges, &graph->edge_room, (uint64_t)graph->edge_count + 1, sizeof *graph->edges)) {
		graph->edge_count = UINT32_MAX;
		return;
	}
	graph->edges[graph->edge_count++] = (struct graph_edge){
		step->to, step->decision, (uint8_t)step->place, (uint8_t)try_of(graph, step)};
}

enum search_end graph_build(struct graph *graph, uint32_t states)
{
	for (uint32_t i = 0; i < states && graph->built < graph->states; i++, graph->built++) {
		enum search_end end = search_steps(graph->search, graph->built, add, graph);

		if (end != SEARCH_PAUSED)
			return end;
		if (graph->edge_count == UINT32_MAX)
			return SEARCH_NO_MEMORY;
		graph->first[graph->built + 1] = graph->edge_count;
	}
	return graph->built < graph->states ? SEARCH_PAUSED : SEARCH_EXHAUSTED;
}

uint64_t graph_able(const struct graph *graph, uint32_t state)
{
	uint64_t places = 0;

	for (uint32_t i = graph->first[state]; i < graph->first[state + 1]; i++)
		places |= UINT64_C(1) << graph->edges[i].place;
	return places;
}

uint32_t graph_mark(struct graph *graph, const struct states *set)
{
	graph->regions++;
	for (uint32_t i = 0; i < set->count; i++)
		graph->region[set->states[i]] = graph->regions;
	return graph->regions;
}

struct tarjan {
	struct graph *graph;
	uint32_t region, counter;
	graph_without *without;
	graph_take *take;
	void *context;
	uint32_t *stack, depth; /* states whose part is not known yet */
	uint32_t *path, length; /* states on the way, … */
	uint32_t *edges;	/* … and at which edge each is */
};

static bool has_loop(const struct tarjan *it, uint32_t state)
{
	const struct graph *graph = it->graph;

	for (uint32_t i = graph->first[state]; i < graph->first[state + 1]; i++)
		if (graph->edges[i].to == state && !it->without(it->context, &graph->edges[i]))
			return true;
	return false;
}

/* All that were found since this state are one part. */
static bool close_part(struct tarjan *it, uint32_t state)
{
	uint32_t bottom = it->depth;
	struct states part;

	while (it->stack[--bottom] != state)
		;
	part.count = it->depth - bottom;
	it->depth = bottom;
	for (uint32_t i = 0; i < part.count; i++)
		it->graph->index[it->stack[bottom + i]] = UINT32_MAX;
	if (part.count == 1 && !has_loop(it, state))
		return true;
	part.states = malloc(part.count * sizeof *part.states);
	if (!part.states)
		return false;
	memcpy(part.states, it->stack + bottom, part.count * sizeof *part.states);
	return it->take(it->context, part);
}

static void enter(struct tarjan *it, uint32_t state)
{
	it->graph->index[state] = it->graph->low[state] = ++it->counter;
	it->stack[it->depth++] = state;
	it->path[it->length] = state;
	it->edges[it->length++] = it->graph->first[state];
}

/* The next edge of the last state on the way. Returns false when there is none left. */
static bool go_on(struct tarjan *it)
{
	struct graph *graph = it->graph;
	uint32_t state = it->path[it->length - 1];

	while (it->edges[it->length - 1] < graph->first[state + 1]) {
		const struct graph_edge *edge = &graph->edges[it->edges[it->length - 1]++];

		if (graph->region[edge->to] != it->region || it->without(it->context, edge))
			continue;
		if (!graph->index[edge->to]) {
			enter(it, edge->to);
			return true;
		}
		if (graph->index[edge->to] < graph->low[state])
			graph->low[state] = graph->index[edge->to];
	}
	return false;
}

static bool search_from(struct tarjan *it, uint32_t root)
{
	struct graph *graph = it->graph;

	enter(it, root);
	while (it->length) {
		if (go_on(it))
			continue;
		uint32_t state = it->path[--it->length];

		if (graph->low[state] == graph->index[state] && !close_part(it, state))
			return false;
		if (it->length && graph->low[state] < graph->low[it->path[it->length - 1]])
			graph->low[it->path[it->length - 1]] = graph->low[state];
	}
	return true;
}

bool graph_parts(struct graph *graph, const struct states *set, graph_without *without, graph_take *take,
		 void *context)
{
	struct tarjan it = {.graph = graph,
			    .region = graph_mark(graph, set),
			    .without = without,
			    .take = take,
			    .context = context,
			    .stack = malloc((set->count + 1) * sizeof *it.stack),
			    .path = malloc((set->count + 1) * sizeof *it.path),
			    .edges = malloc((set->count + 1) * sizeof *it.edges)};
	bool fits = it.stack && it.path && it.edges;

	for (uint32_t i = 0; i < set->count; i++)
		graph->index[set->states[i]] = 0;
	for (uint32_t i = 0; fits && i < set->count; i++)
		if (!graph->index[set->states[i]])
			fits = search_from(&it, set->states[i]);
	free(it.stack);
	free(it.path);
	free(it.edges);
	return fits;
}

bool graph_ends_from(struct graph *graph, uint32_t state, bool *memory)
{
	uint32_t *queue = malloc((size_t)graph->states * sizeof *queue), head = 0, tail = 0;
	bool ends = false;

	*memory = *memory && queue;
	if (!queue)
		return false;
	uint32_t region = ++graph->regions;
	graph->region[state] = region;
	queue[tail++] = state;
	while (head < tail && !ends) {
		uint32_t at = queue[head++];

		ends = graph->first[at] == graph->first[at + 1];
		for (uint32_t i = graph->first[at]; i < graph->first[at + 1]; i++) {
			uint32_t to = graph->edges[i].to;

			if (graph->region[to] == region)
				continue;
			graph->region[to] = region;
			queue[tail++] = to;
		}
	}
	free(queue);
	return ends;
}
