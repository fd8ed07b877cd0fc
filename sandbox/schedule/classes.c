/* The tour goes through a graph of spots: a state, and who sleeps there. What comes after a spot depends on
 * nothing else, so each is looked at once, and the classes from there on are counted once. Going through all
 * schedules is then a walk through the graph, past the spots from which no end is reached. */
#include "schedule/classes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "schedule/path.h"
#include "schedule/store.h"

#define SPOTS_MAX UINT64_C(5000000)
#define DEPTH_MAX 4000 /* steps of one schedule */
#define EXACT_MAX 9007199254740992.0 /* 2^53 */
#define SPOT_NONE UINT32_MAX

struct arc { /* a step from a spot; of a process that is told by its instance */
	uint32_t to, instance, decision;
	uint32_t starts; /* instance + 1 of the child that it starts, 0 = none */
};

struct spot {
	uint64_t asleep; /* places */
	double classes, failing;
	uint32_t state; /* of the store */
	uint32_t first, count; /* arcs */
	uint8_t failure; /* of an end: enum failure */
	bool closed;	 /* all that comes after it was looked at */
};

struct tour {
	struct knowledge *knowledge;
	struct model *model;
	bool eager;
	struct store *store;
	struct spot *spots;
	uint32_t spot_count, spot_room;
	uint32_t *places; /* a hash table of spots: + 1, 0 = free */
	uint64_t place_room, spots_max;
	struct arc *arcs, *open; /* of spots that are done, and of those that are being looked at */
	uint32_t arc_count, arc_room, open_count, open_room;
	struct strangers strangers;
	char *scratch; /* room for a state */
	bool full, no_memory, unknown;
};

static uint64_t spot_hash(uint32_t state, uint64_t asleep)
{
	uint64_t hash = (asleep ^ (uint64_t)state << 32 ^ state) * UINT64_C(0x9e3779b97f4a7c15);

	return hash ^ hash >> 31;
}

static uint32_t *place_of(const struct tour *tour, uint32_t state, uint64_t asleep)
{
	uint64_t at = spot_hash(state, asleep) & (tour->place_room - 1);

	for (; tour->places[at]; at = (at + 1) & (tour->place_room - 1)) {
		const struct spot *spot = &tour->spots[tour->places[at] - 1];

		if (spot->state == state && spot->asleep == asleep)
			break;
	}
	return &tour->places[at];
}

static bool widen_places(struct tour *tour)
{
	uint64_t room = tour->place_room ? tour->place_room * 2 : 4096;
	uint32_t *places = calloc(room, sizeof *places);

	if (!places)
		return false;
	free(tour->places);
	tour->places = places;
	tour->place_room = room;
	for (uint32_t i = 0; i < tour->spot_count; i++)
		*place_of(tour, tour->spots[i].state, tour->spots[i].asleep) = i + 1;
	return true;
}

/* The spot of that state and those sleepers, found or made. SPOT_NONE: the tour is over. */
static uint32_t spot_of(struct tour *tour, const void *state, size_t size, uint64_t asleep, bool *fresh)
{
	struct reached none = {.from = STORE_NONE};
	bool fresh_state;
	uint32_t number = store_add(tour->store, state, size, &none, &fresh_state);

	*fresh = false;
	if (number == STORE_NONE ||
	    (tour->spot_count * UINT64_C(2) >= tour->place_room && !widen_places(tour)) ||
	    !grow(&tour->spots, &tour->spot_room, tour->spot_count + UINT64_C(1), sizeof *tour->spots)) {
		tour->no_memory = true;
		return SPOT_NONE;
	}
	uint32_t *place = place_of(tour, number, asleep);
	if (*place)
		return *place - 1;
	if (tour->spot_count >= tour->spots_max) {
		tour->full = true;
		return SPOT_NONE;
	}
	*fresh = true;
	tour->spots[tour->spot_count] = (struct spot){.state = number, .asleep = asleep};
	*place = ++tour->spot_count;
	return *place - 1;
}

static bool is_over(const struct tour *tour)
{
	return tour->full || tour->no_memory || tour->unknown;
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

static uint32_t visit(struct tour *tour, const void *state, size_t size, uint64_t asleep, unsigned depth);

/* One step from there, and all that comes after it. */
static void take(struct tour *tour, const void *state, uint32_t place, uint32_t decision, uint64_t asleep,
		 unsigned depth)
{
	const struct node *node = knowledge_node(
		tour->knowledge, ((const struct state_header *)state)->nodes[place] & AT_NODE);
	struct arc arc = {.instance = node->instance, .decision = decision};
	struct taken taken;
	size_t size;
	char *next;

	if (node->offer.kind == OFFER_START && decision != DECISION_KILL)
		arc.starts = node->started + 1;
	if (model_step(tour->model, state, place, decision, tour->scratch, &size, &taken) != STEP_DONE) {
		tour->unknown = true;
		return;
	}
	if (!(next = malloc(size))) {
		tour->no_memory = true;
		return;
	}
	memcpy(next, tour->scratch, size);
	arc.to = visit(tour, next, size, moved(tour, state, next, asleep), depth + 1);
	free(next);
	if (arc.to == SPOT_NONE)
		return;
	if (grow(&tour->open, &tour->open_room, tour->open_count + UINT64_C(1), sizeof *tour->open))
		tour->open[tour->open_count++] = arc;
	else
		tour->no_memory = true;
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
static void branch(struct tour *tour, const void *state, uint64_t asleep, unsigned depth)
{
	const uint32_t *instances;
	uint32_t processes = model_processes(tour->model, state, &instances), decision;

	for (uint32_t i = 0; i < processes && !is_over(tour); i++) {
		if (asleep >> i & 1 || !model_can(tour->model, state, i))
			continue;
		uint64_t others = still_asleep(tour, state, i, asleep);

		for (uint32_t choice = 0; (decision = decision_for(tour, state, i, choice)); choice++) {
			take(tour, state, i, decision, others, depth);
			asleep |= UINT64_C(1) << i;
		}
	}
}

static bool anybody_can(const struct tour *tour, const void *state)
{
	const uint32_t *instances;
	uint32_t processes = model_processes(tour->model, state, &instances);

	for (uint32_t i = 0; i < processes; i++)
		if (model_can(tour->model, state, i))
			return true;
	return false;
}

/* The arcs that were opened since then are the spot's, and what they lead to counts. */
static void close_spot(struct tour *tour, uint32_t number, uint32_t opened)
{
	struct spot *spot = &tour->spots[number];

	spot->closed = true;
	spot->first = tour->arc_count;
	spot->count = tour->open_count - opened;
	if (!grow(&tour->arcs, &tour->arc_room, (uint64_t)tour->arc_count + spot->count,
		  sizeof *tour->arcs)) {
		tour->no_memory = true;
		return;
	}
	for (uint32_t i = opened; i < tour->open_count; i++) {
		spot->classes += tour->spots[tour->open[i].to].classes;
		spot->failing += tour->spots[tour->open[i].to].failing;
		tour->arcs[tour->arc_count++] = tour->open[i];
	}
	tour->open_count = opened;
}

static uint32_t visit(struct tour *tour, const void *state, size_t size, uint64_t asleep, unsigned depth)
{
	bool fresh;
	uint32_t number, opened = tour->open_count;

	if (depth > DEPTH_MAX)
		tour->full = true;
	if (is_over(tour) || (number = spot_of(tour, state, size, asleep, &fresh)) == SPOT_NONE)
		return SPOT_NONE;
	if (!fresh) {
		/* Back to where we come from: there are schedules without an end. */
		tour->full = tour->full || !tour->spots[number].closed;
		return number;
	}
	struct judgement judgement = judge_state(tour->model, tour->knowledge, state, &tour->strangers);
	uint32_t quiet = tour->eager ? model_quiet(tour->model, state) : UINT32_MAX;
	if (quiet != UINT32_MAX && judgement.failure <= FAILURE_DEADLOCK) {
		take(tour, state, quiet, DECISION_GO, asleep & ~(UINT64_C(1) << quiet), depth);
	} else if ((judgement.failure != FAILURE_NONE && judgement.failure != FAILURE_DEADLOCK) ||
		   !anybody_can(tour, state)) {
		/* An end of a schedule: it has failed, or nobody can go on. */
		tour->spots[number].failure = (uint8_t)judgement.failure;
		tour->spots[number].classes = 1;
		tour->spots[number].failing = judgement.failure != FAILURE_NONE;
	} else {
		branch(tour, state, asleep, depth);
	}
	close_spot(tour, number, opened);
	return number;
}

static void finish(struct tour *tour)
{
	store_destroy(tour->store);
	free(tour->spots);
	free(tour->places);
	free(tour->arcs);
	free(tour->open);
	free(tour->scratch);
}

/* The whole graph. The first spot is the beginning. */
static void go(struct tour *tour)
{
	char *state = malloc(MODEL_STATE_MAX);
	size_t size = state ? model_initial(tour->model, state) : 0;

	tour->store = store_create(UINT64_C(4) << 30);
	tour->scratch = malloc(MODEL_STATE_MAX);
	if (size && tour->store && tour->scratch)
		visit(tour, state, size, 0, 0);
	else
		tour->no_memory = true;
	free(state);
}

bool classes_count(struct knowledge *knowledge, struct model *model, bool eager, uint64_t spots_max,
		   struct classes_count *count)
{
	struct tour tour = {.knowledge = knowledge,
			    .model = model,
			    .eager = eager,
			    .spots_max = spots_max ? spots_max : SPOTS_MAX};

	go(&tour);
	*count = (struct classes_count){.complete = !is_over(&tour)};
	if (tour.spot_count) {
		count->classes = tour.spots[0].classes;
		count->failing = tour.spots[0].failing;
	}
	finish(&tour);
	return !tour.no_memory;
}

void classes_share_out(struct classes_share *share, uint64_t total)
{
	uint64_t of = share->of ? share->of : 1, number = share->number;

	share->total = total;
	share->first = total / of * number + total % of * number / of;
	share->count = total / of * (number + 1) + total % of * (number + 1) / of - share->first;
}

/* Going through them: the spots from the beginning to where we are, each with its next arc. */
struct standpoint {
	uint32_t spot, arc;
	struct path_mark mark; /* of the path before the step that led there */
};

struct classes {
	struct tour tour;
	struct path path;
	struct grant *grants;
	uint32_t room;
	struct standpoint *trail;
	uint32_t trail_count, trail_room;
	uint64_t at, first, last; /* so many were passed; those from first on, up to last, are to be seen */
};

static bool go_to(struct classes *classes, uint32_t spot, struct path_mark mark)
{
	if (!grow(&classes->trail, &classes->trail_room, classes->trail_count + UINT64_C(1),
		  sizeof *classes->trail))
		return false;
	classes->trail[classes->trail_count++] = (struct standpoint){.spot = spot, .mark = mark};
	return true;
}

int classes_open(struct classes **opened, struct knowledge *knowledge, struct model *model, bool eager,
		 struct classes_share *share)
{
	struct classes *classes = calloc(1, sizeof *classes);
	struct tour *tour = &classes->tour;

	if (!classes)
		return -ENOMEM;
	*tour = (struct tour){.knowledge = knowledge, .model = model, .eager = eager, .spots_max = SPOTS_MAX};
	go(tour);
	path_begin(&classes->path, &classes->grants, &classes->room);
	int error = tour->no_memory ? -ENOMEM :
		    is_over(tour) || tour->spots[0].classes >= EXACT_MAX ? -EDOM : 0;
	if (!error) {
		classes_share_out(share, (uint64_t)tour->spots[0].classes);
		share->graph = control_hash(tour->arcs, tour->arc_count * sizeof *tour->arcs);
		classes->first = share->first;
		classes->last = share->first + share->count;
		if (!go_to(classes, 0, path_mark(&classes->path)))
			error = -ENOMEM;
	}
	if (error)
		classes_close(classes);
	else
		*opened = classes;
	return error;
}

void classes_close(struct classes *classes)
{
	if (!classes)
		return;
	finish(&classes->tour);
	free(classes->grants);
	free(classes->trail);
	free(classes);
}

/* All classes behind this one lie before or behind what is to be seen, or there are none. */
static bool steps_over(struct classes *classes, uint32_t number)
{
	uint64_t count = (uint64_t)classes->tour.spots[number].classes;

	if (count && classes->at + count > classes->first && classes->at < classes->last)
		return false;
	classes->at += count;
	return true;
}

int classes_next(struct classes *classes, const struct grant **schedule, uint32_t *steps,
		 enum failure *failure)
{
	while (classes->trail_count) {
		struct standpoint *here = &classes->trail[classes->trail_count - 1];
		const struct spot *spot = &classes->tour.spots[here->spot];

		if (!spot->count && !here->arc) {
			here->arc = 1;
			classes->at++;
			*schedule = classes->grants;
			*steps = classes->path.count;
			*failure = (enum failure)spot->failure;
			return 1;
		}
		if (here->arc >= spot->count) {
			path_back(&classes->path, here->mark);
			classes->trail_count--;
			continue;
		}
		const struct arc *arc = &classes->tour.arcs[spot->first + here->arc++];
		struct path_mark mark = path_mark(&classes->path);
		if (steps_over(classes, arc->to))
			continue;
		if (!path_push(&classes->path, arc->instance, arc->decision, arc->starts) ||
		    !go_to(classes, arc->to, mark))
			return -ENOMEM;
	}
	return 0;
}
