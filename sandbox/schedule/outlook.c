#include "schedule/outlook.h"

#include <stdlib.h>
#include <string.h>

struct walk {
	const struct knowledge *knowledge;
	struct model *model;
	const struct search *search;
	char *here, *there; /* two states */
	size_t size;
	uint32_t instances[MODEL_PROCESSES], numbered; /* by number of a process */
	bool doomed;	/* once it failed nothing that comes after is in the graph */
	uint32_t state; /* number, STORE_NONE = it is not in the graph */
};

static const struct node *node_at(const struct walk *walk, uint32_t place)
{
	uint32_t node = ((const struct state_header *)walk->here)->nodes[place] & AT_NODE;

	return node == AT_GONE ? NULL : knowledge_node(walk->knowledge, node);
}

/* Where that process is, UINT32_MAX: it is not there, or has ended. */
static uint32_t place_of(const struct walk *walk, uint32_t process)
{
	if (process >= walk->numbered)
		return UINT32_MAX;
	uint32_t place = model_place(walk->model, walk->here, walk->instances[process]);

	return place != UINT32_MAX && node_at(walk, place) ? place : UINT32_MAX;
}

/* The state that the step leads to is in `there` afterwards. */
static bool look(struct walk *walk, struct grant grant, uint32_t place, size_t *size)
{
	struct taken taken;

	return model_step(walk->model, walk->here, place, grant.decision, walk->there, size, &taken) ==
	       STEP_DONE;
}

static uint32_t find(const struct walk *walk, const char *state, size_t size)
{
	return store_find(search_store(walk->search), state, size);
}

static bool step(struct walk *walk, struct grant grant)
{
	uint32_t place = place_of(walk, grant.process);
	const struct node *node = place == UINT32_MAX ? NULL : node_at(walk, place);
	char *swap = walk->here;

	if (!node || grant.decision == DECISION_KILL || !look(walk, grant, place, &walk->size))
		return false;
	if (node->offer.kind == OFFER_START && walk->numbered < MODEL_PROCESSES)
		walk->instances[walk->numbered++] = node->started;
	walk->here = walk->there;
	walk->there = swap;
	walk->state = find(walk, walk->here, walk->size);
	walk->doomed = walk->doomed ||
		       (walk->state != STORE_NONE && search_fate(walk->search, walk->state) == FATE_DOOMED);
	return true;
}

static enum fate fate_of(const struct walk *walk, uint32_t state)
{
	return walk->doomed || state == STORE_NONE ? FATE_DOOMED : search_fate(walk->search, state);
}

static void see_next(struct walk *walk, struct outlook *outlook)
{
	for (uint32_t process = 0; process < walk->numbered; process++) {
		uint32_t place = place_of(walk, process);
		unsigned can = place == UINT32_MAX ? 0 : model_can(walk->model, walk->here, place);
		struct grant grant = {process, can & CAN_GO ? DECISION_GO : DECISION_TIMEOUT};
		size_t size;

		if (!can || node_at(walk, place)->offer.kind == OFFER_CHOOSE)
			continue;
		if (!look(walk, grant, place, &size))
			continue;
		uint32_t state = find(walk, walk->there, size);
		if (state != STORE_NONE || walk->doomed)
			outlook->next[outlook->count++] = (struct prospect){grant, fate_of(walk, state)};
	}
}

static bool begin(struct walk *walk)
{
	walk->here = malloc(MODEL_STATE_MAX);
	walk->there = malloc(MODEL_STATE_MAX);
	walk->numbered = 1; /* main is instance 0 */
	walk->size = walk->here && walk->there ? model_initial(walk->model, walk->here) : 0;
	walk->state = walk->size ? find(walk, walk->here, walk->size) : STORE_NONE;
	return walk->state != STORE_NONE;
}

bool outlook_see(const struct knowledge *knowledge, struct model *model, const struct search *search,
		 const struct grant *grants, uint32_t count, struct outlook *outlook)
{
	struct walk walk = {.knowledge = knowledge, .model = model, .search = search};

	*outlook = (struct outlook){.distance = UINT32_MAX};
	outlook->known = begin(&walk);
	for (uint32_t i = 0; outlook->known && i < count; i++)
		outlook->known = step(&walk, grants[i]);
	outlook->known = outlook->known && (walk.doomed || walk.state != STORE_NONE);
	if (outlook->known) {
		outlook->fate = fate_of(&walk, walk.state);
		outlook->distance = walk.state == STORE_NONE ? 0 : search_distance(search, walk.state);
		see_next(&walk, outlook);
	}
	free(walk.here);
	free(walk.there);
	return outlook->known;
}
