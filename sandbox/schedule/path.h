/* Steps of the model on their way to a run: processes get the numbers that they have there, in order of
 * creation. */
#ifndef SCHEDULE_PATH_H
#define SCHEDULE_PATH_H

#include "base/grow.h"
#include "runtime/run.h"
#include "schedule/model.h"

struct path {
	struct grant **grants; /* the caller's, and it grows */
	uint32_t *room, count;
	uint32_t instances[MODEL_PROCESSES], numbered;
};

struct path_mark {
	uint32_t count, numbered;
};

static inline void path_begin(struct path *path, struct grant **grants, uint32_t *room)
{
	*path = (struct path){.grants = grants, .room = room, .numbered = 1};
}

static inline struct path_mark path_mark(const struct path *path)
{
	return (struct path_mark){path->count, path->numbered};
}

static inline void path_back(struct path *path, struct path_mark mark)
{
	path->count = mark.count;
	path->numbered = mark.numbered;
}

/* The process at that place is about to take its step. False without memory. */
static inline bool path_add(struct path *path, const struct knowledge *knowledge, const void *state,
			    uint32_t place, uint32_t decision)
{
	uint32_t at = ((const struct state_header *)state)->nodes[place] & AT_NODE, number = 0;
	const struct node *node = knowledge_node(knowledge, at);

	while (number < path->numbered && path->instances[number] != node->instance)
		number++;
	if (!grow(path->grants, path->room, (uint64_t)path->count + 1, sizeof **path->grants))
		return false;
	(*path->grants)[path->count++] = (struct grant){number, decision};
	if (node->offer.kind == OFFER_START && decision != DECISION_KILL && path->numbered < MODEL_PROCESSES)
		path->instances[path->numbered++] = node->started;
	return true;
}

#endif
