/* What is known of a scenario's processes: what each does next after what came of its steps so far.
 *
 * A process is a deterministic function from the results of its steps to its next step. So its executions are
 * paths in a tree: a node is a history, and tells the step that comes next (the offer); an edge is what came
 * of it. A child's tree hangs off its parent's node at the start: it inherits the parent's memory, and with
 * it its history.
 *
 * Processes and objects get numbers of their own here (instances, from 0 = main; ids, from 1), by the node in
 * which they were made, which do not depend on who else runs. Offers in nodes carry those, and not the
 * numbers of a run.
 */
#ifndef SCHEDULE_KNOWLEDGE_H
#define SCHEDULE_KNOWLEDGE_H

#include "runtime/control.h"

/* What came of a step, as far as its process can tell. */
struct result {
	uint8_t timed_out, outcome, attended, interrupted;
	uint32_t choice;
	int64_t a, b;
	uint64_t content;
};

enum node_state {
	NODE_UNKNOWN, /* no process has been there yet */
	NODE_KNOWN,
	NODE_SPINS,   /* it comes to no further step */
};

struct node {
	uint32_t instance, parent, depth; /* parent: NODE_NONE for the first */
	uint8_t state;
	uint32_t created, created_count; /* ids of the objects made on the way here */
	uint32_t started;		 /* of an OFFER_START: the instance that it makes */
	struct offer
		offer; /* object, watched[].object: ids; a of OFFER_SIGNAL, POOL_HIRE, POOL_LOSE: instances */
};

#define NODE_NONE UINT32_MAX

struct known_object {
	uint32_t instance; /* who made it; of a process object: which it is */
	uint8_t primitive;
	int64_t a, b;
	uint32_t line;
	char name[32];
};

struct known_instance {
	uint32_t node; /* the first: its history is empty */
	uint32_t parent; /* instance */
	uint32_t object; /* id of its process object */
	char name[32];
};

struct knowledge;

struct knowledge *knowledge_create(void); /* main is instance 0. NULL without memory */
void knowledge_destroy(struct knowledge *knowledge);

const struct node *knowledge_node(const struct knowledge *knowledge, uint32_t node);
const struct known_object *knowledge_object(const struct knowledge *knowledge, uint32_t id);
const struct known_instance *knowledge_instance(const struct knowledge *knowledge, uint32_t instance);
uint32_t knowledge_nodes(const struct knowledge *knowledge);

/* The node after this result, made if it is new. NODE_NONE without memory. */
uint32_t knowledge_next(struct knowledge *knowledge, uint32_t node, const struct result *result);
/* The same, NODE_NONE if it is not there. */
uint32_t knowledge_find(const struct knowledge *knowledge, uint32_t node, const struct result *result);

/* A node becomes known: first `count` objects are made on the way, which get ids, then comes the offer. False
 * without memory. */
bool knowledge_create_objects(struct knowledge *knowledge, uint32_t node, const struct known_object *created,
			      uint32_t count);
bool knowledge_learn(struct knowledge *knowledge, uint32_t node, const struct offer *offer);
/* The memory of a process as it was at a node, as a key: if there is another node with the same one, of the
 * same instance, returns that; else this one is kept for it, and NODE_NONE is returned. */
uint32_t knowledge_merge(struct knowledge *knowledge, uint32_t node, const uint64_t key[2]);
/* What came of that step leads to another node from now on: both have the same future. */
void knowledge_redirect(struct knowledge *knowledge, uint32_t node, const struct result *result, uint32_t to);
uint32_t knowledge_merged(const struct knowledge *knowledge); /* how often */

/* Does any step known so far tell whether a process has ended, other than waiting for its end? Then the
 * moment of an end matters. */
bool knowledge_sees_ends(const struct knowledge *knowledge);
void knowledge_spins(struct knowledge *knowledge, uint32_t node);

/* Lists of numbers, each kept once: contents of queues and arrays. 0 is the empty one. UINT32_MAX without
 * memory. */
uint32_t knowledge_list(struct knowledge *knowledge, const uint64_t *items, uint32_t count);
const uint64_t *knowledge_items(const struct knowledge *knowledge, uint32_t list, uint32_t *count);

#endif
