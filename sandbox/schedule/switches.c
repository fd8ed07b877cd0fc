#include "schedule/switches.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "schedule/decisions.h"
#include "schedule/path.h"

struct queue { /* pairs, by number, and in how many steps each was reached then */
	struct {
		uint32_t pair, steps;
	} * items;
	uint32_t head, tail, room;
};

struct cost {
	uint32_t switches; /* reached.depth has the steps */
	bool expanded;
};

struct switches {
	struct knowledge *knowledge;
	struct model *model;
	struct search_options options;
	struct store *store; /* of pairs: a state, and behind it who went last */
	struct strangers strangers;
	struct cost *costs;
	uint32_t cost_room;
	/* With as many switches as now: those that a switch led to, and those reached from there; both
	 * in order of steps. With one more: those that a switch leads to. */
	struct queue arrived, reached, next;
	uint32_t now;		    /* switches */
	char *spare;		    /* room for a pair */
	uint32_t at, place, choice; /* that is being expanded; STORE_NONE: the next one */
	struct grant need;	    /* place and decision, from there */
	struct judgement judgement;
	uint32_t taken;
};

struct switches *switches_create(struct knowledge *knowledge, struct model *model,
				 const struct search_options *options)
{
	struct switches *it = calloc(1, sizeof *it);

	if (!it)
		return NULL;
	it->knowledge = knowledge;
	it->model = model;
	it->options = *options;
	it->at = STORE_NONE;
	it->store = store_create(options->bytes_max ? options->bytes_max : UINT64_MAX);
	it->spare = malloc(MODEL_STATE_MAX + sizeof(uint64_t));
	if (it->store && it->spare)
		return it;
	switches_destroy(it);
	return NULL;
}

void switches_destroy(struct switches *it)
{
	if (!it)
		return;
	store_destroy(it->store);
	free(it->strangers.ids);
	free(it->costs);
	free(it->arrived.items);
	free(it->reached.items);
	free(it->next.items);
	free(it->spare);
	free(it);
}

static bool put(struct queue *queue, uint32_t pair, uint32_t steps)
{
	if (!grow(&queue->items, &queue->room, (uint64_t)queue->tail + 1, sizeof *queue->items))
		return false;
	queue->items[queue->tail].pair = pair;
	queue->items[queue->tail++].steps = steps;
	return true;
}

static bool is_empty(const struct queue *queue)
{
	return queue->head == queue->tail;
}

/* The queue whose first pair has the fewer steps; NULL: both are empty. */
static struct queue *nearer(struct switches *it)
{
	if (is_empty(&it->arrived) || is_empty(&it->reached))
		return is_empty(&it->arrived) ? (is_empty(&it->reached) ? NULL : &it->reached) : &it->arrived;
	return it->arrived.items[it->arrived.head].steps <= it->reached.items[it->reached.head].steps ?
		       &it->arrived :
		       &it->reached;
}

/* The next pair that is not expanded yet, and was not reached on a better way since. */
static bool pop(struct switches *it)
{
	for (;;) {
		struct queue *queue = nearer(it);

		if (!queue && is_empty(&it->next))
			return false;
		if (!queue) {
			struct queue empty = it->arrived;

			it->arrived = it->next;
			empty.head = empty.tail = it->reached.head = it->reached.tail = 0;
			it->next = empty;
			it->now++;
			continue;
		}
		uint32_t pair = queue->items[queue->head].pair, steps = queue->items[queue->head].steps;

		queue->head++;
		if (it->costs[pair].expanded || it->costs[pair].switches != it->now ||
		    store_reached(it->store, pair)->depth != steps)
			continue;
		it->costs[pair].expanded = true;
		it->at = pair;
		it->place = it->choice = 0;
		return true;
	}
}

/* The state in `spare` was reached by a step of `last`. */
static enum search_end reach(struct switches *it, size_t size, uint32_t last, const struct reached *reached,
			     uint32_t switches)
{
	uint64_t who = last;
	bool fresh;

	memcpy(it->spare + size, &who, sizeof who);
	uint32_t pair = store_add(it->store, it->spare, size + sizeof who, reached, &fresh);
	if (pair == STORE_NONE)
		return SEARCH_FULL;
	if (!grow(&it->costs, &it->cost_room, (uint64_t)pair + 1, sizeof *it->costs))
		return SEARCH_NO_MEMORY;
	if (!fresh) {
		const struct cost *cost = &it->costs[pair];

		if (cost->expanded || cost->switches < switches ||
		    (cost->switches == switches && store_reached(it->store, pair)->depth <= reached->depth))
			return SEARCH_PAUSED;
		store_reach_anew(it->store, pair, reached);
	}
	it->costs[pair] = (struct cost){.switches = switches};
	return put(switches > it->now ? &it->next : &it->reached, pair, reached->depth) ? SEARCH_PAUSED :
											  SEARCH_NO_MEMORY;
}

static uint32_t last_of(const struct switches *it, uint32_t pair)
{
	const void *state = store_state(it->store, pair);
	uint64_t who;

	memcpy(&who, (const char *)state + model_size(it->model, state), sizeof who);
	return (uint32_t)who;
}

static enum search_end end_of(enum step_kind kind)
{
	switch (kind) {
	case STEP_UNKNOWN:
		return SEARCH_NEEDS;
	case STEP_BEYOND:
		return SEARCH_BEYOND;
	case STEP_NO_MEMORY:
		return SEARCH_NO_MEMORY;
	default:
		return SEARCH_PAUSED;
	}
}

static enum search_end take(struct switches *it, uint32_t instance, uint32_t decision)
{
	const void *state = store_state(it->store, it->at);
	struct reached reached = {.from = it->at,
				  .instance = instance,
				  .decision = decision,
				  .depth = store_reached(it->store, it->at)->depth + 1};
	uint32_t last = last_of(it, it->at);
	struct taken taken;
	size_t size;

	it->need = (struct grant){it->place, decision};
	if (!strangers_note(&it->strangers, it->model, state, it->place))
		return SEARCH_NO_MEMORY;
	enum search_end end =
		end_of(model_step(it->model, state, it->place, decision, it->spare, &size, &taken));
	if (end != SEARCH_PAUSED)
		return end;
	it->taken++;
	return reach(it, size, instance, &reached, it->now + (last != UINT32_MAX && last != instance));
}

static enum search_end expand(struct switches *it)
{
	const void *state = store_state(it->store, it->at);
	const uint32_t *instances;
	uint32_t count = model_processes(it->model, state, &instances), decision;

	while (it->place < count) {
		decision = decision_at(it->model, state, it->place, it->choice, it->options.lazy);
		if (decision == DECISION_NONE) {
			it->place++;
			it->choice = 0;
			continue;
		}
		model_processes(it->model, state, &instances);
		enum search_end end = take(it, instances[it->place], decision);
		if (end != SEARCH_PAUSED)
			return end;
		it->choice++;
	}
	it->at = STORE_NONE;
	return SEARCH_PAUSED;
}

static enum search_end begin(struct switches *it)
{
	struct reached none = {.from = STORE_NONE};
	size_t size = model_initial(it->model, it->spare);

	return size ? reach(it, size, UINT32_MAX, &none, 0) : SEARCH_NO_MEMORY;
}

enum search_end switches_run(struct switches *it, uint32_t pairs)
{
	enum search_end end = store_count(it->store) ? SEARCH_PAUSED : begin(it);

	for (uint32_t i = 0; i < pairs && end == SEARCH_PAUSED; i++) {
		if (it->options.states_max && store_count(it->store) >= it->options.states_max)
			return SEARCH_FULL;
		if (it->at == STORE_NONE) {
			if (!pop(it))
				return SEARCH_EXHAUSTED;
			it->judgement = judge_state(it->model, it->knowledge, store_state(it->store, it->at),
						    &it->strangers);
			if (it->judgement.failure != FAILURE_NONE)
				return SEARCH_FOUND;
		}
		end = expand(it);
	}
	return end;
}

/* The steps to the pair at hand. */
static bool walk(const struct switches *it, struct path *path)
{
	uint32_t depth = store_reached(it->store, it->at)->depth, pair = it->at;
	uint32_t *pairs = malloc((depth + 1) * sizeof *pairs);
	bool fits = pairs;

	for (uint32_t i = depth; fits && i-- > 0; pair = store_reached(it->store, pair)->from)
		pairs[i] = pair;
	for (uint32_t i = 0; fits && i < depth; i++) {
		const struct reached *reached = store_reached(it->store, pairs[i]);
		const void *from = store_state(it->store, reached->from);

		fits = path_add(path, it->knowledge, from, model_place(it->model, from, reached->instance),
				reached->decision);
	}
	free(pairs);
	return fits;
}

uint32_t switches_need(struct switches *it, struct grant **grants, uint32_t *room)
{
	struct path path;

	path_begin(&path, grants, room);
	return walk(it, &path) && path_add(&path, it->knowledge, store_state(it->store, it->at),
					   it->need.process, it->need.decision) ?
		       path.count :
		       UINT32_MAX;
}

uint32_t switches_path(struct switches *it, struct grant **grants, uint32_t *room,
		       struct judgement *judgement)
{
	struct path path;

	*judgement = it->judgement;
	path_begin(&path, grants, room);
	return walk(it, &path) ? path.count : UINT32_MAX;
}

struct search_figures switches_figures(const struct switches *it)
{
	uint32_t count = store_count(it->store);
	uint32_t waiting = it->arrived.tail - it->arrived.head + it->reached.tail - it->reached.head +
			   it->next.tail - it->next.head;

	return (struct search_figures){
		.states = count, .frontier = waiting, .depth = it->now, .steps = it->taken};
}
