#include "schedule/classes.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "schedule/path.h"
#include "schedule/store.h"

#define PAIRS_MAX UINT64_C(5000000)
#define DEPTH_MAX 4000 /* steps of one schedule, those taken along not counted */

struct pair { /* a state, who sleeps, and what was found from there */
	uint32_t state; /* + 1, 0 = free */
	uint64_t asleep;
	double classes, failing;
};

struct tour {
	struct knowledge *knowledge;
	struct model *model;
	bool eager;
	struct store *store;
	struct pair *pairs; /* a hash table; only to count */
	uint64_t pair_count, pair_room, pairs_max;
	struct path path; /* only to go through them */
	classes_see *see;
	void *context;
	struct strangers strangers;
	char *scratch; /* room for a state */
	bool full, no_memory, unknown, stopped;
};

static uint64_t pair_hash(uint32_t state, uint64_t asleep)
{
	uint64_t hash = (asleep ^ (uint64_t)state << 32 ^ state) * UINT64_C(0x9e3779b97f4a7c15);

	return hash ^ hash >> 31;
}

static struct pair *pair_place(struct pair *pairs, uint64_t room, uint32_t state, uint64_t asleep)
{
	uint64_t at = pair_hash(state, asleep) & (room - 1);

	while (pairs[at].state && (pairs[at].state != state + 1 || pairs[at].asleep != asleep))
		at = (at + 1) & (room - 1);
	return &pairs[at];
}

static bool widen_pairs(struct tour *tour)
{
	uint64_t room = tour->pair_room ? tour->pair_room * 2 : 4096;
	struct pair *pairs = calloc(room, sizeof *pairs);

	if (!pairs)
		return false;
	for (uint64_t i = 0; i < tour->pair_room; i++)
		if (tour->pairs[i].state)
			*pair_place(pairs, room, tour->pairs[i].state - 1, tour->pairs[i].asleep) =
				tour->pairs[i];
	free(tour->pairs);
	tour->pairs = pairs;
	tour->pair_room = room;
	return true;
}

static void visit(struct tour *tour, const void *state, size_t size, uint64_t asleep, unsigned depth,
		  struct classes_count *count);

/* An end of a schedule: nobody can go on, or it has failed. */
static void end(struct tour *tour, enum failure failure, struct classes_count *count)
{
	count->classes = 1;
	count->failing = failure != FAILURE_NONE;
	if (tour->see && !tour->see(tour->context, *tour->path.grants, tour->path.count, failure))
		tour->stopped = true;
}

/* Those of the others that are awake after this step no more: what does not commute with it wakes up. */
static uint64_t still_asleep(const struct tour *tour, const void *state, uint32_t place, uint64_t asleep)
{
	uint64_t left = 0;

	for (uint32_t i = 0; i < 64; i++)
		if (asleep >> i & 1 && model_independent(tour->model, state, place, i))
			left |= UINT64_C(1) << i;
	return left;
}

/* Places move when a process is added in between; sleepers are told by place. */
static uint64_t moved(const struct tour *tour, const void *before, const void *after, uint64_t asleep)
{
	const uint32_t *instances;
	uint64_t places = 0;

	for (uint32_t i = 0; i < 64; i++) {
		if (!(asleep >> i & 1))
			continue;
		model_processes(tour->model, before, &instances);
		places |= UINT64_C(1) << model_place(tour->model, after, instances[i]);
	}
	return places;
}

static void take(struct tour *tour, const void *state, uint32_t place, uint32_t decision, uint64_t asleep,
		 unsigned depth, struct classes_count *count)
{
	struct path_mark mark = path_mark(&tour->path);
	struct taken taken;
	char *next = NULL;
	size_t size;

	*count = (struct classes_count){.classes = 0};
	if (tour->see && !path_add(&tour->path, tour->knowledge, state, place, decision))
		tour->no_memory = true;
	else if (model_step(tour->model, state, place, decision, tour->scratch, &size, &taken) != STEP_DONE)
		tour->unknown = true;
	else if (!(next = malloc(size)))
		tour->no_memory = true;
	if (next) {
		memcpy(next, tour->scratch, size);
		visit(tour, next, size, moved(tour, state, next, asleep), depth + 1, count);
	}
	path_back(&tour->path, mark);
	free(next);
}

static uint32_t decision_for(const struct tour *tour, const void *state, uint32_t place, uint32_t choice)
{
	const struct offer *offer = model_offer(tour->model, state, place);
	unsigned can = offer ? model_can(tour->model, state, place) : 0;

	if (!can)
		return DECISION_NONE;
	if (offer->kind == OFFER_CHOOSE)
		return choice < (uint64_t)offer->a ? DECISION_CHOICE + choice : DECISION_NONE;
	return choice ? DECISION_NONE : can & CAN_GO ? DECISION_GO : DECISION_TIMEOUT;
}

/* All that can be done, one branch after the other; who was looked at sleeps in the next ones. */
static void branch(struct tour *tour, const void *state, uint64_t asleep, unsigned depth,
		   struct classes_count *count)
{
	const uint32_t *instances;
	uint32_t processes = model_processes(tour->model, state, &instances), decision;
	struct classes_count one;

	for (uint32_t i = 0; i < processes && !tour->stopped; i++) {
		if (asleep >> i & 1 || !model_can(tour->model, state, i))
			continue;
		uint64_t others = still_asleep(tour, state, i, asleep);

		for (uint32_t choice = 0; (decision = decision_for(tour, state, i, choice)); choice++) {
			take(tour, state, i, decision, others, depth, &one);
			count->classes += one.classes;
			count->failing += one.failing;
			asleep |= UINT64_C(1) << i;
		}
	}
}

static void visit(struct tour *tour, const void *state, size_t size, uint64_t asleep, unsigned depth,
		  struct classes_count *count)
{
	const uint32_t *instances;
	uint32_t processes = model_processes(tour->model, state, &instances), able = 0;
	struct judgement judgement = judge_state(tour->model, tour->knowledge, state, &tour->strangers);
	struct reached none = {.from = STORE_NONE};
	uint32_t number = 0;
	bool fresh;

	if (depth > DEPTH_MAX || tour->no_memory || tour->full) {
		tour->full = true;
		return;
	}
	uint32_t quiet = tour->eager ? model_quiet(tour->model, state) : UINT32_MAX;
	if (quiet != UINT32_MAX && judgement.failure <= FAILURE_DEADLOCK) {
		take(tour, state, quiet, DECISION_GO, asleep & ~(UINT64_C(1) << quiet), depth, count);
		return;
	}
	for (uint32_t i = 0; i < processes; i++)
		able += model_can(tour->model, state, i) != 0;
	if (!able || (judgement.failure != FAILURE_NONE && judgement.failure != FAILURE_DEADLOCK)) {
		end(tour, judgement.failure, count);
		return;
	}
	if (!tour->see) {
		number = store_add(tour->store, state, size, &none, &fresh);
		if (number == STORE_NONE || (tour->pair_count * 2 >= tour->pair_room && !widen_pairs(tour))) {
			tour->no_memory = true;
			return;
		}
		const struct pair *pair = pair_place(tour->pairs, tour->pair_room, number, asleep);
		if (pair->state) {
			count->classes = pair->classes;
			count->failing = pair->failing;
			return;
		}
		if (tour->pair_count >= tour->pairs_max) {
			tour->full = true;
			return;
		}
	}
	branch(tour, state, asleep, depth, count);
	if (tour->see)
		return;
	struct pair *pair = pair_place(tour->pairs, tour->pair_room, number, asleep);
	*pair = (struct pair){number + 1, asleep, count->classes, count->failing};
	tour->pair_count++;
}

static bool go(struct tour *tour, struct classes_count *count)
{
	char *state = malloc(MODEL_STATE_MAX);
	size_t size = state ? model_initial(tour->model, state) : 0;

	*count = (struct classes_count){.classes = 0};
	tour->store = store_create(UINT64_C(4) << 30);
	tour->scratch = malloc(MODEL_STATE_MAX);
	if (size && tour->store && tour->scratch)
		visit(tour, state, size, 0, 0, count);
	else
		tour->no_memory = true;
	count->complete = !tour->full && !tour->unknown && !tour->no_memory && !tour->stopped;
	store_destroy(tour->store);
	free(tour->scratch);
	free(tour->pairs);
	free(state);
	return !tour->no_memory;
}

bool classes_count(struct knowledge *knowledge, struct model *model, bool eager, uint64_t pairs_max,
		   struct classes_count *count)
{
	struct tour tour = {.knowledge = knowledge,
			    .model = model,
			    .eager = eager,
			    .pairs_max = pairs_max ? pairs_max : PAIRS_MAX};

	return go(&tour, count);
}

bool classes_each(struct knowledge *knowledge, struct model *model, bool eager, classes_see *see,
		  void *context)
{
	struct grant *grants = NULL;
	uint32_t room = 0;
	struct classes_count count;
	struct tour tour = {
		.knowledge = knowledge, .model = model, .eager = eager, .see = see, .context = context};

	path_begin(&tour.path, &grants, &room);
	bool fits = go(&tour, &count);
	free(grants);
	return fits && !tour.unknown && !tour.full;
}
