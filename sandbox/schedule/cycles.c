#include "schedule/cycles.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "schedule/graph.h"
#include "schedule/round.h"

#define STARTS	  8	/* states of a part that a cycle is tried from ... */
#define SMALL	  4000u /* ... if it has no more than that; of a larger one, the first only */
#define PARTS_MAX 64u	/* of those that are fair; then the best so far is told */

struct cycles {
	struct graph graph;
	struct lasso lasso;
	uint32_t reach; /* steps to the start of the lasso and around */
	bool starvation, done;
	enum ending_known ends;
	struct rule rule;     /* what is looked for now */
	struct states *parts; /* to be looked at */
	uint32_t count, room;
	uint32_t looked_at; /* fair ones */
};

struct cycles *cycles_create(struct search *search, bool starvation)
{
	struct cycles *cycles = calloc(1, sizeof *cycles);

	if (!cycles)
		return NULL;
	cycles->starvation = starvation;
	if (search_figures(search).backward == 0) {
		cycles->ends = ENDS_ALWAYS;
		cycles->done = true;
		return cycles;
	}
	if (graph_init(&cycles->graph, search))
		return cycles;
	free(cycles);
	return NULL;
}

void cycles_destroy(struct cycles *cycles)
{
	if (!cycles)
		return;
	for (uint32_t i = 0; i < cycles->count; i++)
		free(cycles->parts[i].states);
	free(cycles->parts);
	free(cycles->lasso.steps);
	graph_finish(&cycles->graph);
	free(cycles);
}

const struct lasso *cycles_lasso(const struct cycles *cycles)
{
	return &cycles->lasso;
}

enum ending_known cycles_ends(const struct cycles *cycles)
{
	return cycles->ends;
}

static bool push(void *context, struct states part)
{
	struct cycles *cycles = context;

	if (!grow(&cycles->parts, &cycles->room, (uint64_t)cycles->count + 1, sizeof *cycles->parts)) {
		free(part.states);
		return false;
	}
	cycles->parts[cycles->count++] = part;
	return true;
}

static bool leaves_out(const void *context, const struct graph_edge *edge)
{
	return rule_leaves_out(&((const struct cycles *)context)->rule, edge);
}

/* The states of the part in which none of these can take a step. */
static bool without_places(const struct graph *graph, const struct states *part, uint64_t places,
			   struct states *left)
{
	*left = (struct states){malloc((part->count + 1) * sizeof *left->states), 0};
	for (uint32_t i = 0; left->states && i < part->count; i++)
		if (!(graph_able(graph, part->states[i]) & places))
			left->states[left->count++] = part->states[i];
	return left->states != NULL;
}

static uint32_t steps_to(const struct cycles *cycles, uint32_t state)
{
	return store_reached(search_store(cycles->graph.search), state)->depth;
}

static bool keep(struct cycles *cycles, const struct round *round)
{
	struct search_step *steps = malloc((round->count + 1) * sizeof *steps);

	if (!steps)
		return false;
	free(cycles->lasso.steps);
	memcpy(steps, round->steps, round->count * sizeof *steps);
	cycles->lasso.steps = steps;
	cycles->lasso.count = round->count;
	cycles->lasso.start = round->start;
	cycles->lasso.failure = rule_failure(&cycles->rule);
	cycles->reach = steps_to(cycles, round->start) + round->count;
	return true;
}

static int compare(const void *one, const void *other)
{
	uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;

	return a < b ? -1 : a > b;
}

/* It is fair: go round it, from where it is reached first, or where that makes fewer steps. */
static bool go_round(struct cycles *cycles, const struct states *part, const struct shape_of_part *shape)
{
	struct round round = {.count = 0};
	uint32_t starts = part->count <= SMALL ? STARTS : 1;
	bool fits = true;

	cycles->looked_at++;
	qsort(part->states, part->count, sizeof *part->states, compare);
	for (uint32_t i = 0; fits && starts && i < part->count; i++) {
		uint32_t start = part->states[i];

		/* A card ends with the victim waiting. */
		if (cycles->rule.kind == RULE_WAITS &&
		    graph_able(&cycles->graph, start) >> cycles->rule.victim & 1)
			continue;
		starts--;
		if (cycles->lasso.failure && steps_to(cycles, start) >= cycles->reach)
			break;
		fits = round_find(&round, &cycles->graph, &cycles->rule, part, start, shape);
		if (fits && (!cycles->lasso.failure || steps_to(cycles, start) + round.count < cycles->reach))
			fits = keep(cycles, &round);
	}
	round_finish(&round);
	return fits;
}

/* A part that hangs together: is there a fair cycle in it? */
static bool look_at(struct cycles *cycles, struct states part)
{
	struct shape_of_part shape = rule_measure(&cycles->rule, &cycles->graph, &part);
	struct states left;
	bool fits = true;

	if (shape.hopeless)
		goto done;
	if (!shape.unfair) {
		fits = go_round(cycles, &part, &shape);
		goto done;
	}
	fits = without_places(&cycles->graph, &part, shape.unfair, &left);
	if (!fits)
		goto done;
	if (left.count)
		fits = graph_parts(&cycles->graph, &left, leaves_out, push, cycles);
	free(left.states);
done:
	free(part.states);
	return fits;
}

/* All fair cycles of these parts, by the rule at hand. The parts stay. */
static bool apply(struct cycles *cycles, const struct states *whole, uint32_t wholes)
{
	bool fits = true;

	for (uint32_t i = 0; fits && i < wholes; i++)
		fits = graph_parts(&cycles->graph, &whole[i], leaves_out, push, cycles);
	while (cycles->count) {
		struct states part = cycles->parts[--cycles->count];

		if (fits && cycles->looked_at < PARTS_MAX)
			fits = look_at(cycles, part);
		else
			free(part.states);
	}
	return fits;
}

static uint32_t places_in(const struct cycles *cycles, const struct states *wholes, uint32_t count)
{
	const struct model *model = search_model(cycles->graph.search);
	uint32_t most = 0;

	for (uint32_t i = 0; i < count; i++) {
		const void *state = store_state(search_store(cycles->graph.search), wholes[i].states[0]);
		const uint32_t *instances;
		uint32_t places = model_processes(model, state, &instances);

		most = places > most ? places : most;
	}
	return most;
}

static bool look_for_victims(struct cycles *cycles, const struct states *wholes, uint32_t count)
{
	uint32_t places = places_in(cycles, wholes, count);

	for (uint32_t victim = 0; victim < places; victim++)
		for (unsigned kind = RULE_WAITS; kind <= RULE_TRIES; kind++) {
			uint32_t before = cycles->reach;

			cycles->rule = (struct rule){.kind = (enum rule_kind)kind, .victim = victim};
			cycles->looked_at = 0;
			if (!apply(cycles, wholes, count))
				return false;
			if (cycles->lasso.failure && cycles->reach != before) {
				const void *state =
					store_state(search_store(cycles->graph.search), cycles->lasso.start);
				const uint32_t *instances;

				model_processes(search_model(cycles->graph.search), state, &instances);
				cycles->lasso.victim = instances[victim];
			}
		}
	return true;
}

static bool take_whole(void *context, struct states part)
{
	return push(context, part);
}

static bool leaves_out_nothing(const void *context, const struct graph_edge *edge)
{
	(void)context;
	(void)edge;
	return false;
}

/* All states of all cycles. */
static bool find_parts(struct cycles *cycles, struct states **wholes, uint32_t *count)
{
	struct states all = {malloc(((size_t)cycles->graph.states + 1) * sizeof *all.states),
			     cycles->graph.states};

	for (uint32_t i = 0; all.states && i < all.count; i++)
		all.states[i] = i;
	bool fits = all.states && graph_parts(&cycles->graph, &all, leaves_out_nothing, take_whole, cycles);
	free(all.states);
	*wholes = cycles->parts;
	*count = cycles->count;
	cycles->parts = NULL;
	cycles->count = cycles->room = 0;
	return fits;
}

static bool judge(struct cycles *cycles)
{
	bool some_end = search_figures(cycles->graph.search).ends > 0, memory = true;
	struct states *wholes;
	uint32_t count;
	bool fits = find_parts(cycles, &wholes, &count);

	cycles->rule = (struct rule){.kind = some_end ? RULE_ENDS : RULE_PROGRESS};
	if (fits && count)
		fits = apply(cycles, wholes, count);
	if (fits && cycles->starvation && !cycles->lasso.failure)
		fits = look_for_victims(cycles, wholes, count);
	if (fits && cycles->lasso.failure == FAILURE_LOOP && some_end)
		cycles->lasso.trap = !graph_ends_from(&cycles->graph, cycles->lasso.start, &memory);
	cycles->ends = !some_end ? ENDS_NEVER : count ? ENDS_FAIR : ENDS_ALWAYS;
	for (uint32_t i = 0; i < count; i++)
		free(wholes[i].states);
	free(wholes);
	return fits && memory;
}

enum search_end cycles_run(struct cycles *cycles, uint32_t states)
{
	if (cycles->done)
		return SEARCH_EXHAUSTED;
	enum search_end end = graph_build(&cycles->graph, states);
	if (end != SEARCH_EXHAUSTED)
		return end;
	cycles->done = true;
	return judge(cycles) ? SEARCH_EXHAUSTED : SEARCH_NO_MEMORY;
}

uint32_t cycles_trapped(struct cycles *cycles)
{
	const struct store *store = search_store(cycles->graph.search);
	uint32_t state = cycles->lasso.start, from;
	bool memory = true;

	while ((from = store_reached(store, state)->from) != STORE_NONE &&
	       !graph_ends_from(&cycles->graph, from, &memory) && memory)
		state = from;
	return state;
}
