#include "schedule/round.h"

#include <stdlib.h>

#include "base/grow.h"

bool rule_leaves_out(const struct rule *rule, const struct graph_edge *edge)
{
	switch (rule->kind) {
	case RULE_PROGRESS:
		return edge->try == TRY_GOT;
	case RULE_WAITS:
		return edge->place == rule->victim;
	case RULE_TRIES:
		return edge->place == rule->victim && edge->try == TRY_GOT;
	default:
		return false;
	}
}

enum failure rule_failure(const struct rule *rule)
{
	return rule->kind <= RULE_PROGRESS ? FAILURE_LOOP : FAILURE_STARVATION;
}

static uint64_t bit(uint32_t place)
{
	return UINT64_C(1) << place;
}

static bool waits_for_the_end_of_another(const struct graph *graph, uint32_t state, uint32_t place)
{
	const struct offer *offer = search_offer(graph->search, state, place);

	return !offer || offer->kind != OFFER_OPERATE || offer->primitive == PRIMITIVE_PROCESS;
}

struct shape_of_part rule_measure(const struct rule *rule, struct graph *graph, const struct states *part)
{
	struct shape_of_part shape = {.able = 0};
	uint32_t region = graph_mark(graph, part), wanted = 0;

	for (uint32_t i = 0; i < part->count; i++) {
		uint32_t state = part->states[i];

		wanted += graph_able(graph, state) >> rule->victim & 1;
		for (uint32_t at = graph->first[state]; at < graph->first[state + 1]; at++) {
			const struct graph_edge *edge = &graph->edges[at];

			shape.able |= bit(edge->place);
			if (graph->region[edge->to] != region || rule_leaves_out(rule, edge))
				continue;
			shape.moves |= bit(edge->place);
			if (edge->try == TRY_FAILED)
				shape.fails |= bit(edge->place);
		}
	}
	shape.unfair = shape.able & ~shape.moves;
	if (rule->kind == RULE_PROGRESS)
		shape.unfair |= shape.moves & ~shape.fails;
	if (rule->kind == RULE_WAITS) {
		/* All the while, or he would only not have been let: it must not be free all the time. */
		shape.hopeless = !wanted || wanted == part->count ||
				 waits_for_the_end_of_another(graph, part->states[0], rule->victim);
		shape.unfair &= ~bit(rule->victim);
	}
	if (rule->kind == RULE_TRIES)
		shape.hopeless = !(shape.fails & bit(rule->victim)) || shape.moves == bit(rule->victim);
	return shape;
}

/* What is still to be seen on the way around. */
struct wanted {
	uint64_t moves, fails;
	bool able, blocked; /* the victim */
};

static bool is_all(const struct wanted *wanted)
{
	return !wanted->moves && !wanted->fails && !wanted->able && !wanted->blocked;
}

static struct wanted wanted_by(const struct rule *rule, const struct shape_of_part *shape)
{
	struct wanted wanted = {.moves = shape->moves};

	if (rule->kind == RULE_PROGRESS)
		wanted.fails = shape->moves;
	if (rule->kind == RULE_TRIES)
		wanted.fails = bit(rule->victim);
	wanted.able = wanted.blocked = rule->kind == RULE_WAITS;
	return wanted;
}

struct way {		  /* of a search through the part, by number of a state */
	uint32_t *from;	  /* edge */
	uint32_t *before; /* state */
	uint32_t *seen;	  /* by which search */
	uint32_t *queue;
	uint32_t searches;
};

struct walk {
	struct graph *graph;
	const struct rule *rule;
	uint32_t region, at;
	struct wanted wanted;
	struct way way;
	struct round *round;
};

/* Takes off what this edge, and the state that it leads to, show. True if that is anything. */
static bool shows(const struct walk *walk, const struct graph_edge *edge, struct wanted *wanted)
{
	struct wanted before = *wanted;
	bool able =
		walk->rule->kind == RULE_WAITS && graph_able(walk->graph, edge->to) >> walk->rule->victim & 1;

	wanted->moves &= ~bit(edge->place);
	if (edge->try == TRY_FAILED)
		wanted->fails &= ~bit(edge->place);
	if (able)
		wanted->able = false;
	else
		wanted->blocked = false;
	return before.moves != wanted->moves || before.fails != wanted->fails ||
	       before.able != wanted->able || before.blocked != wanted->blocked;
}

/* Would it be of use to take this edge? */
static bool is_goal(const struct walk *walk, const struct graph_edge *edge)
{
	struct wanted wanted = walk->wanted;

	if (is_all(&walk->wanted))
		return edge->to == walk->round->start;
	return shows(walk, edge, &wanted);
}

/* The way to that state, and over the edge. */
static bool add_way(struct walk *walk, uint32_t state, uint32_t edge)
{
	struct round *round = walk->round;
	uint32_t steps = 1;

	for (uint32_t s = state; s != walk->at; s = walk->way.before[s])
		steps++;
	if (!grow(&round->steps, &round->room, (uint64_t)round->count + steps, sizeof *round->steps))
		return false;
	round->count += steps;
	for (uint32_t i = round->count - 1;; i--) {
		const struct graph_edge *taken = &walk->graph->edges[edge];

		round->steps[i] = (struct search_step){taken->place, taken->decision, taken->to};
		shows(walk, taken, &walk->wanted);
		if (--steps == 0)
			break;
		edge = walk->way.from[state];
		state = walk->way.before[state];
	}
	walk->at = round->steps[round->count - 1].to;
	return true;
}

/* Breadth first to the nearest edge that is of use, and over it. */
static bool go_on(struct walk *walk)
{
	struct way *way = &walk->way;
	const struct graph *graph = walk->graph;
	uint32_t head = 0, tail = 0;

	way->searches++;
	way->queue[tail++] = walk->at;
	way->seen[walk->at] = way->searches;
	while (head < tail) {
		uint32_t state = way->queue[head++];

		for (uint32_t i = graph->first[state]; i < graph->first[state + 1]; i++) {
			const struct graph_edge *edge = &graph->edges[i];

			if (graph->region[edge->to] != walk->region || rule_leaves_out(walk->rule, edge))
				continue;
			if (is_goal(walk, edge))
				return add_way(walk, state, i);
			if (way->seen[edge->to] == way->searches)
				continue;
			way->seen[edge->to] = way->searches;
			way->from[edge->to] = i;
			way->before[edge->to] = state;
			way->queue[tail++] = edge->to;
		}
	}
	return false;
}

bool round_find(struct round *round, struct graph *graph, const struct rule *rule, const struct states *part,
		uint32_t start, const struct shape_of_part *shape)
{
	size_t states = (size_t)graph->states + 1;
	struct walk walk = {.graph = graph,
			    .rule = rule,
			    .region = graph_mark(graph, part),
			    .at = start,
			    .wanted = wanted_by(rule, shape),
			    .round = round,
			    .way = {.from = malloc(states * sizeof(uint32_t)),
				    .before = malloc(states * sizeof(uint32_t)),
				    .seen = calloc(states, sizeof(uint32_t)),
				    .queue = malloc(states * sizeof(uint32_t))}};
	bool fits = walk.way.from && walk.way.before && walk.way.seen && walk.way.queue;

	round->start = start;
	round->count = 0;
	while (fits && !(is_all(&walk.wanted) && round->count && walk.at == start))
		fits = go_on(&walk);
	free(walk.way.from);
	free(walk.way.before);
	free(walk.way.seen);
	free(walk.way.queue);
	return fits;
}

void round_finish(struct round *round)
{
	free(round->steps);
	round->steps = NULL;
	round->room = 0;
}
