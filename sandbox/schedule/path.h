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

/* A step of that process; starts: instance + 1 of the child that it starts, 0 = none. False without memory.
 */
static inline bool path_push(struct path *path, uint32_t instance, uint32_t decision, uint32_t starts)
{
	uint32_t number = 0;

	while (number < path->numbered && path->instances[number] != instance)
		number++;
	if (!grow(path->grants, path->room, (uint64_t)path->count + 1, sizeof **path->grants))
		return false;
	(*path->grants)[path->count++] = (struct grant){number, decision};
	if (starts && path->numbered < MODEL_PROCESSES)
		path->instances[path->numbered++] = starts - 1;
	return true;
}

/* The process at that place is about to take its step. */
static inline bool path_add(struct path *path, const struct knowledge *knowledge, const void *state,
			    uint32_t place, uint32_t decision)
{
	uint32_t at = ((const struct state_header *)state)->nodes[place] & AT_NODE;
	const struct node *node = knowledge_node(knowledge, at);
	bool starts = node->offer.kind == OFFER_START && decision != DECISION_KILL;

	return path_push(path, node->instance, decision, starts ? node->started + 1 : 0);
}

#endif
