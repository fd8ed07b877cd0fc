#include "schedule/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "schedule/decisions.h"
#include "schedule/path.h"

struct edge { /* one step, for the fates */
	uint32_t from, to;
};

struct search {
	struct knowledge *knowledge;
	struct model *model;
	struct search_options options;
	struct store *store;
	struct strangers strangers;
	char *next, *spare; /* room for one state each */
	uint32_t at; /* state that is being expanded */
	uint32_t place, choice; /* and where in it */
	bool begun;
	uint64_t steps;
	uint32_t ends, failures;
	uint64_t backward;
	uint32_t failure;
	struct judgement judgement;
	struct edge *edges; /* with goes_on */
	uint32_t edge_count, edge_room;
	uint8_t *failed; /* by state, with goes_on */
	uint32_t failed_room;
	uint8_t *fates;
	uint32_t *distances;
	struct grant need; /* the step behind the state at hand that leads to what is not known */
};

struct search *search_create(struct knowledge *knowledge, struct model *model,
			     const struct search_options *options)
{
	struct search *search = calloc(1, sizeof *search);

	if (!search)
		return NULL;
	search->knowledge = knowledge;
	search->model = model;
	search->options = *options;
	search->store = store_create(options->bytes_max ? options->bytes_max : UINT64_MAX);
	search->next = malloc(MODEL_STATE_MAX);
	search->spare = malloc(MODEL_STATE_MAX);
	if (search->store && search->next && search->spare)
		return search;
	search_destroy(search);
	return NULL;
}

void search_destroy(struct search *search)
{
	if (!search)
		return;
	store_destroy(search->store);
	free(search->strangers.ids);
	free(search->next);
	free(search->spare);
	free(search->edges);
	free(search->failed);
	free(search->fates);
	free(search->distances);
	free(search);
}

static const struct node *node_at(const struct search *search, const void *state, uint32_t place)
{
	uint32_t node = ((const struct state_header *)state)->nodes[place] & AT_NODE;

	return node == AT_GONE ? NULL : knowledge_node(search->knowledge, node);
}

/* Take quiet steps from the state in search->next for as long as there are any. `path` gets them, if it is
 * not NULL. Returns SEARCH_PAUSED, or what stands in the way. */
static enum search_end settle(struct search *search, size_t *size, struct path *path)
{
	for (;;) {
		uint32_t quiet =
			search->options.eager ? model_quiet(search->model, search->next) : UINT32_MAX;
		struct taken taken;

		if (quiet == UINT32_MAX)
			return SEARCH_PAUSED;
		if (path && !path_add(path, search->knowledge, search->next, quiet, DECISION_GO))
			return SEARCH_NO_MEMORY;
		switch (model_step(search->model, search->next, quiet, DECISION_GO, search->spare, size,
				   &taken)) {
		case STEP_UNKNOWN:
			return SEARCH_NEEDS;
		case STEP_BEYOND:
			return SEARCH_BEYOND;
		case STEP_NO_MEMORY:
			return SEARCH_NO_MEMORY;
		default:
			break;
		}
		char *settled = search->spare;
		search->spare = search->next;
		search->next = settled;
		search->steps++;
	}
}

/* The state at hand, and the steps from there with the quiet ones behind them. */
static enum search_end step_and_settle(struct search *search, const void *state, uint32_t place,
				       uint32_t decision, size_t *size, struct path *path)
{
	struct taken taken;

	if (path && !path_add(path, search->knowledge, state, place, decision))
		return SEARCH_NO_MEMORY;
	switch (model_step(search->model, state, place, decision, search->next, size, &taken)) {
	case STEP_UNKNOWN:
		return SEARCH_NEEDS;
	case STEP_BEYOND:
		return SEARCH_BEYOND;
	case STEP_NO_MEMORY:
		return SEARCH_NO_MEMORY;
	default:
		search->steps++;
		return settle(search, size, path);
	}
}

static bool is_over(const struct search *search, const void *state)
{
	const uint32_t *instances;
	uint32_t count = model_processes(search->model, state, &instances);

	for (uint32_t i = 0; i < count; i++)
		if (node_at(search, state, i))
			return false;
	return true;
}

static bool mark_failed(struct search *search, uint32_t state, bool failed)
{
	uint32_t before = search->failed_room;

	if (!search->options.goes_on)
		return true;
	if (!grow(&search->failed, &search->failed_room, (uint64_t)state + 1, 1))
		return false;
	memset(search->failed + before, 0, search->failed_room - before);
	search->failed[state] = failed;
	return true;
}

static bool add_edge(struct search *search, uint32_t from, uint32_t to)
{
	if (!search->options.goes_on || from == STORE_NONE)
		return true;
	if (!grow(&search->edges, &search->edge_room, search->edge_count + 1, sizeof *search->edges))
		return false;
	search->edges[search->edge_count++] = (struct edge){from, to};
	return true;
}

/* A state was reached. */
static enum search_end reach(struct search *search, const void *state, size_t size,
			     const struct reached *reached)
{
	bool fresh;
	uint32_t number = store_add(search->store, state, size, reached, &fresh);

	if (number == STORE_NONE)
		return SEARCH_FULL;
	if (!add_edge(search, reached->from, number))
		return SEARCH_NO_MEMORY;
	if (!fresh) {
		search->backward += store_reached(search->store, number)->depth < reached->depth;
		return SEARCH_PAUSED;
	}
	search->ends += is_over(search, state);
	struct judgement judgement =
		judge_state(search->model, search->knowledge, state, &search->strangers);
	if (!mark_failed(search, number, judgement.failure != FAILURE_NONE))
		return SEARCH_NO_MEMORY;
	if (judgement.failure == FAILURE_NONE)
		return SEARCH_PAUSED;
	search->failure = number;
	search->judgement = judgement;
	search->failures++;
	return SEARCH_FOUND;
}

static enum search_end take_step(struct search *search, uint32_t place, uint32_t decision)
{
	const void *state = store_state(search->store, search->at);
	const struct node *node = node_at(search, state, place);
	struct reached reached = {.from = search->at, .instance = node->instance, .decision = decision};
	size_t size;

	if (!strangers_note(&search->strangers, search->model, state, place))
		return SEARCH_NO_MEMORY;
	search->need = (struct grant){place, decision};
	enum search_end end = step_and_settle(search, state, place, decision, &size, NULL);
	if (end != SEARCH_PAUSED)
		return end;
	reached.depth = store_reached(search->store, search->at)->depth + 1;
	return reach(search, search->next, size, &reached);
}

/* Take all steps from the state at hand, from where it was left. */
static enum search_end expand(struct search *search)
{
	const void *state = store_state(search->store, search->at);
	const uint32_t *instances;
	uint32_t count = model_processes(search->model, state, &instances), decision;

	while (search->place < count) {
		decision = decision_at(search->model, state, search->place, search->choice,
				       search->options.lazy);
		if (decision == DECISION_NONE) {
			search->place++;
			search->choice = 0;
			continue;
		}
		enum search_end end = take_step(search, search->place, decision);
		if (end == SEARCH_NEEDS || end == SEARCH_NO_MEMORY || end == SEARCH_BEYOND ||
		    end == SEARCH_FULL)
			return end;
		search->choice++;
		if (end == SEARCH_FOUND)
			return end;
	}
	search->at++;
	search->place = search->choice = 0;
	return SEARCH_PAUSED;
}

static bool has_failed(const struct search *search, uint32_t state)
{
	return search->options.goes_on && search->failed[state];
}

enum search_end search_run(struct search *search, uint32_t states)
{
	if (!search->begun) {
		struct reached reached = {.from = STORE_NONE};
		size_t size = model_initial(search->model, search->next);

		if (!size)
			return SEARCH_NO_MEMORY;
		enum search_end end = settle(search, &size, NULL);
		if (end != SEARCH_PAUSED)
			return end;
		search->begun = true;
		end = reach(search, search->next, size, &reached);
		if (end != SEARCH_PAUSED)
			return end;
	}
	for (uint32_t i = 0; i < states; i++) {
		if (search->at == store_count(search->store))
			return SEARCH_EXHAUSTED;
		if (search->options.depth_max &&
		    store_reached(search->store, search->at)->depth >= search->options.depth_max)
			return SEARCH_DEPTH;
		if (search->options.states_max && store_count(search->store) >= search->options.states_max)
			return SEARCH_FULL;
		if (has_failed(search, search->at)) {
			search->at++;
			continue;
		}
		enum search_end end = expand(search);
		if (end != SEARCH_PAUSED)
			return end;
	}
	return SEARCH_PAUSED;
}

/* From the first state on, along the states that led to this one; NULL grants nothing. */
static enum search_end walk(struct search *search, uint32_t state, struct path *path)
{
	uint32_t depth = 0, *states;
	size_t size = model_initial(search->model, search->next);
	enum search_end end = size ? settle(search, &size, path) : SEARCH_NO_MEMORY;

	for (uint32_t s = state; store_reached(search->store, s)->from != STORE_NONE;
	     s = store_reached(search->store, s)->from)
		depth++;
	states = malloc((depth + 1) * sizeof *states);
	if (!states)
		return SEARCH_NO_MEMORY;
	for (uint32_t i = depth, s = state; i-- > 0; s = store_reached(search->store, s)->from)
		states[i] = s;
	for (uint32_t i = 0; i < depth && end == SEARCH_PAUSED; i++) {
		const struct reached *reached = store_reached(search->store, states[i]);
		const void *from = store_state(search->store, reached->from);

		end = step_and_settle(search, from, model_place(search->model, from, reached->instance),
				      reached->decision, &size, path);
	}
	free(states);
	return end;
}

uint32_t search_path(struct search *search, uint32_t state, struct grant **grants, uint32_t *room)
{
	struct path path;

	path_begin(&path, grants, room);
	return walk(search, state, &path) == SEARCH_PAUSED ? path.count : UINT32_MAX;
}

enum search_end search_steps(struct search *search, uint32_t state, search_see *see, void *context)
{
	const void *bytes = store_state(search->store, state);
	const uint32_t *instances;
	uint32_t count = model_processes(search->model, bytes, &instances);
	struct search_step step = {.place = 0};
	size_t size;

	for (; step.place < count; step.place++)
		for (uint32_t choice = 0; (step.decision = decision_at(search->model, bytes, step.place,
								       choice, search->options.lazy));
		     choice++) {
			enum search_end end =
				step_and_settle(search, bytes, step.place, step.decision, &size, NULL);

			if (end != SEARCH_PAUSED)
				return end;
			step.to = store_find(search->store, search->next, size);
			if (step.to != STORE_NONE)
				see(context, &step);
		}
	return SEARCH_PAUSED;
}

uint32_t search_path_on(struct search *search, uint32_t state, const struct search_step *steps,
			uint32_t count, struct grant **grants, uint32_t *room)
{
	struct path path;
	enum search_end end;
	size_t size;

	path_begin(&path, grants, room);
	end = walk(search, state, &path);
	for (uint32_t i = 0; i < count && end == SEARCH_PAUSED; i++) {
		end = step_and_settle(search, store_state(search->store, state), steps[i].place,
				      steps[i].decision, &size, &path);
		state = steps[i].to;
	}
	return end == SEARCH_PAUSED ? path.count : UINT32_MAX;
}

uint32_t search_number(struct search *search, uint32_t state, uint32_t instance)
{
	struct grant *grants = NULL;
	uint32_t room = 0, number = UINT32_MAX;
	struct path path;

	path_begin(&path, &grants, &room);
	if (walk(search, state, &path) == SEARCH_PAUSED)
		for (uint32_t i = 0; i < path.numbered; i++)
			if (path.instances[i] == instance)
				number = i;
	free(grants);
	return number;
}

const struct offer *search_offer(const struct search *search, uint32_t state, uint32_t place)
{
	return model_offer(search->model, store_state(search->store, state), place);
}

struct model *search_model(const struct search *search)
{
	return search->model;
}

uint32_t search_failure(const struct search *search, struct judgement *judgement)
{
	*judgement = search->judgement;
	return search->failure;
}

uint32_t search_need(struct search *search, struct grant **grants, uint32_t *room)
{
	struct path path;
	enum search_end end;
	size_t size;

	path_begin(&path, grants, room);
	if (!search->begun) {
		size = model_initial(search->model, search->next);
		end = size ? settle(search, &size, &path) : SEARCH_NO_MEMORY;
		return end == SEARCH_NEEDS ? path.count : UINT32_MAX;
	}
	end = walk(search, search->at, &path);
	if (end == SEARCH_PAUSED)
		end = step_and_settle(search, store_state(search->store, search->at), search->need.process,
				      search->need.decision, &size, &path);
	return end == SEARCH_NEEDS ? path.count : UINT32_MAX;
}

struct search_figures search_figures(const struct search *search)
{
	uint32_t stored = store_count(search->store);

	return (struct search_figures){
		.states = stored,
		.frontier = stored - search->at,
		.depth = search->at < stored ? store_reached(search->store, search->at)->depth :
			 stored ? store_reached(search->store, stored - 1)->depth : 0,
		.steps = search->steps,
		.failures = search->failures,
		.ends = search->ends,
		.backward = search->backward,
	};
}

const struct store *search_store(const struct search *search)
{
	return search->store;
}

/* Fates ----------------------------------------------------------------------------------------------- */

struct incoming { /* edges by their end */
	uint32_t *first; /* of each state, in froms; one more at the end */
	uint32_t *froms;
	uint32_t *out; /* steps that lead out of each state to states not known to be doomed */
};

static bool sort_edges(const struct search *search, struct incoming *incoming, uint32_t count)
{
	incoming->first = calloc(count + 2, sizeof *incoming->first);
	incoming->froms = malloc((search->edge_count + 1) * sizeof *incoming->froms);
	incoming->out = calloc(count + 1, sizeof *incoming->out);
	if (!incoming->first || !incoming->froms || !incoming->out)
		return false;
	for (uint32_t i = 0; i < search->edge_count; i++) {
		incoming->first[search->edges[i].to + 2]++;
		incoming->out[search->edges[i].from]++;
	}
	for (uint32_t i = 2; i < count + 2; i++)
		incoming->first[i] += incoming->first[i - 1];
	for (uint32_t i = 0; i < search->edge_count; i++)
		incoming->froms[incoming->first[search->edges[i].to + 1]++] = search->edges[i].from;
	return true;
}

/* Backwards from the failures: first who can come to one, with the distance, then who must. */
static void spread(struct search *search, struct incoming *incoming, uint32_t *queue, uint32_t count)
{
	uint32_t head = 0, tail = 0;

	for (uint32_t i = 0; i < count; i++) {
		search->distances[i] = search->failed[i] ? 0 : UINT32_MAX;
		if (search->failed[i])
			queue[tail++] = i;
	}
	while (head < tail) {
		uint32_t state = queue[head++];

		for (uint32_t i = incoming->first[state]; i < incoming->first[state + 1]; i++) {
			uint32_t from = incoming->froms[i];

			if (search->distances[from] != UINT32_MAX)
				continue;
			search->distances[from] = search->distances[state] + 1;
			search->fates[from] = FATE_AVOIDABLE;
			queue[tail++] = from;
		}
	}
	for (uint32_t i = head = tail = 0; i < count; i++)
		if (search->failed[i]) {
			search->fates[i] = FATE_DOOMED;
			queue[tail++] = i;
		}
	while (head < tail) {
		uint32_t state = queue[head++];

		for (uint32_t i = incoming->first[state]; i < incoming->first[state + 1]; i++) {
			uint32_t from = incoming->froms[i];

			if (--incoming->out[from] || search->fates[from] == FATE_DOOMED)
				continue;
			search->fates[from] = FATE_DOOMED;
			queue[tail++] = from;
		}
	}
}

bool search_fates(struct search *search)
{
	uint32_t count = store_count(search->store);
	struct incoming incoming = {NULL, NULL, NULL};
	uint32_t *queue = malloc((count + 1) * sizeof *queue);

	search->fates = calloc(count + 1, 1);
	search->distances = malloc((count + 1) * sizeof *search->distances);
	bool fits = queue && search->fates && search->distances && search->options.goes_on &&
		    sort_edges(search, &incoming, count);
	if (fits)
		spread(search, &incoming, queue, count);
	free(queue);
	free(incoming.first);
	free(incoming.froms);
	free(incoming.out);
	return fits;
}

enum fate search_fate(const struct search *search, uint32_t state)
{
	return (enum fate)search->fates[state];
}

uint32_t search_distance(const struct search *search, uint32_t state)
{
	return search->distances[state];
}
