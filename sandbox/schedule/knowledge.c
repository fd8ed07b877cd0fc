#include "schedule/knowledge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

struct edge {
	uint32_t from, to; /* to: NODE_NONE marks a free place */
	struct result result;
};

struct memory { /* a key, and the node it stands for; 0, 0 = free */
	uint64_t key[2];
	uint32_t node;
};

struct list {
	uint32_t first, count; /* in items */
};

struct knowledge {
	struct node *nodes;
	uint32_t node_count, node_room;
	struct known_object *objects; /* id - 1 */
	uint32_t object_count, object_room;
	struct known_instance *instances;
	uint32_t instance_count, instance_room;
	struct edge *edges; /* a hash table with open addressing */
	uint32_t edge_count, edge_room;
	struct list *lists;
	uint32_t list_count, list_room;
	uint64_t *items;
	uint32_t item_count, item_room;
	uint32_t *list_table;
	uint32_t list_table_room;
	struct memory *memories;
	uint32_t memory_count, memory_room, merged;
	bool sees_ends;
};

static uint32_t add_node(struct knowledge *knowledge, uint32_t instance, uint32_t parent)
{
	if (!grow(&knowledge->nodes, &knowledge->node_room, knowledge->node_count + 1,
		  sizeof *knowledge->nodes))
		return NODE_NONE;
	uint32_t depth = parent == NODE_NONE ? 0 : knowledge->nodes[parent].depth + 1;
	knowledge->nodes[knowledge->node_count] =
		(struct node){.instance = instance, .parent = parent, .depth = depth, .started = UINT32_MAX};
	return knowledge->node_count++;
}

static uint32_t add_object(struct knowledge *knowledge, const struct known_object *object)
{
	if (!grow(&knowledge->objects, &knowledge->object_room, knowledge->object_count + 1,
		  sizeof *knowledge->objects))
		return 0;
	knowledge->objects[knowledge->object_count++] = *object;
	return knowledge->object_count;
}

static uint32_t add_instance(struct knowledge *knowledge, uint32_t parent)
{
	uint32_t instance = knowledge->instance_count;
	struct known_object process = {.instance = instance, .primitive = PRIMITIVE_PROCESS, .a = instance};

	if (!grow(&knowledge->instances, &knowledge->instance_room, instance + 1,
		  sizeof *knowledge->instances))
		return UINT32_MAX;
	struct known_instance *known = &knowledge->instances[instance];
	*known = (struct known_instance){.parent = parent};
	known->node = add_node(knowledge, instance, NODE_NONE);
	known->object = add_object(knowledge, &process);
	if (known->node == NODE_NONE || !known->object)
		return UINT32_MAX;
	knowledge->instance_count++;
	return instance;
}

struct knowledge *knowledge_create(void)
{
	struct knowledge *knowledge = calloc(1, sizeof *knowledge);

	if (!knowledge)
		return NULL;
	if (knowledge_list(knowledge, NULL, 0) != 0 || add_instance(knowledge, UINT32_MAX) != 0) {
		knowledge_destroy(knowledge);
		return NULL;
	}
	snprintf(knowledge->instances[0].name, sizeof knowledge->instances[0].name, "main");
	return knowledge;
}

void knowledge_destroy(struct knowledge *knowledge)
{
	if (!knowledge)
		return;
	free(knowledge->nodes);
	free(knowledge->objects);
	free(knowledge->instances);
	free(knowledge->edges);
	free(knowledge->lists);
	free(knowledge->items);
	free(knowledge->list_table);
	free(knowledge->memories);
	free(knowledge);
}

const struct node *knowledge_node(const struct knowledge *knowledge, uint32_t node)
{
	return &knowledge->nodes[node];
}

const struct known_object *knowledge_object(const struct knowledge *knowledge, uint32_t id)
{
	return &knowledge->objects[id - 1];
}

const struct known_instance *knowledge_instance(const struct knowledge *knowledge, uint32_t instance)
{
	return &knowledge->instances[instance];
}

uint32_t knowledge_nodes(const struct knowledge *knowledge)
{
	return knowledge->node_count;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash ^= value + UINT64_C(0x9e3779b97f4a7c15) + (hash << 6) + (hash >> 2);
	hash *= UINT64_C(0xff51afd7ed558ccd);
	return hash ^ hash >> 32;
}

static uint64_t hash_edge(uint32_t from, const struct result *result)
{
	uint64_t small = (uint64_t)result->timed_out | (uint64_t)result->outcome << 8 |
			 (uint64_t)result->attended << 16 | (uint64_t)result->interrupted << 24 |
			 (uint64_t)result->choice << 32;

	return mix(mix(mix(mix(from, small), (uint64_t)result->a), (uint64_t)result->b), result->content);
}

static bool same_result(const struct result *one, const struct result *other)
{
	return one->timed_out == other->timed_out && one->outcome == other->outcome &&
	       one->attended == other->attended && one->interrupted == other->interrupted &&
	       one->choice == other->choice && one->a == other->a && one->b == other->b &&
	       one->content == other->content;
}

/* Its place, or the free one where it belongs. */
static uint32_t edge_place(const struct edge *edges, uint32_t room, uint32_t from,
			   const struct result *result)
{
	uint32_t at = (uint32_t)hash_edge(from, result) & (room - 1);

	while (edges[at].to != NODE_NONE &&
	       !(edges[at].from == from && same_result(&edges[at].result, result)))
		at = (at + 1) & (room - 1);
	return at;
}

static bool widen_edges(struct knowledge *knowledge)
{
	uint32_t room = knowledge->edge_room ? knowledge->edge_room * 2 : 1024;
	struct edge *edges = malloc(room * sizeof *edges);

	if (!edges)
		return false;
	for (uint32_t i = 0; i < room; i++)
		edges[i].to = NODE_NONE;
	for (uint32_t i = 0; i < knowledge->edge_room; i++) {
		const struct edge *edge = &knowledge->edges[i];

		if (edge->to != NODE_NONE)
			edges[edge_place(edges, room, edge->from, &edge->result)] = *edge;
	}
	free(knowledge->edges);
	knowledge->edges = edges;
	knowledge->edge_room = room;
	return true;
}

uint32_t knowledge_find(const struct knowledge *knowledge, uint32_t node, const struct result *result)
{
	if (!knowledge->edge_room)
		return NODE_NONE;
	return knowledge->edges[edge_place(knowledge->edges, knowledge->edge_room, node, result)].to;
}

uint32_t knowledge_next(struct knowledge *knowledge, uint32_t node, const struct result *result)
{
	if (knowledge->edge_count * 2 >= knowledge->edge_room && !widen_edges(knowledge))
		return NODE_NONE;
	uint32_t at = edge_place(knowledge->edges, knowledge->edge_room, node, result);
	struct edge *edge = &knowledge->edges[at];

	if (edge->to != NODE_NONE)
		return edge->to;
	uint32_t next = add_node(knowledge, knowledge->nodes[node].instance, node);
	if (next == NODE_NONE)
		return NODE_NONE;
	*edge = (struct edge){.from = node, .to = next, .result = *result};
	knowledge->edge_count++;
	return next;
}

bool knowledge_create_objects(struct knowledge *knowledge, uint32_t node, const struct known_object *created,
			      uint32_t count)
{
	knowledge->nodes[node].created = knowledge->object_count + 1;
	knowledge->nodes[node].created_count = count;
	for (uint32_t i = 0; i < count; i++)
		if (!add_object(knowledge, &created[i]))
			return false;
	return true;
}

static struct memory *memory_place(struct memory *memories, uint32_t room, const uint64_t key[2])
{
	uint32_t at = (uint32_t)key[0] & (room - 1);

	while (memories[at].key[1] && (memories[at].key[0] != key[0] || memories[at].key[1] != key[1]))
		at = (at + 1) & (room - 1);
	return &memories[at];
}

static bool widen_memories(struct knowledge *knowledge)
{
	uint32_t room = knowledge->memory_room ? knowledge->memory_room * 2 : 256;
	struct memory *memories = calloc(room, sizeof *memories);

	if (!memories)
		return false;
	for (uint32_t i = 0; i < knowledge->memory_room; i++)
		if (knowledge->memories[i].key[1])
			*memory_place(memories, room, knowledge->memories[i].key) = knowledge->memories[i];
	free(knowledge->memories);
	knowledge->memories = memories;
	knowledge->memory_room = room;
	return true;
}

uint32_t knowledge_merge(struct knowledge *knowledge, uint32_t node, const uint64_t key[2])
{
	if (knowledge->memory_count * 2 >= knowledge->memory_room && !widen_memories(knowledge))
		return NODE_NONE;
	struct memory *memory = memory_place(knowledge->memories, knowledge->memory_room, key);

	if (memory->key[1]) {
		bool same = knowledge->nodes[memory->node].instance == knowledge->nodes[node].instance &&
			    memory->node != node;
		return same ? memory->node : NODE_NONE;
	}
	*memory = (struct memory){.key = {key[0], key[1]}, .node = node};
	knowledge->memory_count++;
	return NODE_NONE;
}

void knowledge_redirect(struct knowledge *knowledge, uint32_t node, const struct result *result, uint32_t to)
{
	knowledge->edges[edge_place(knowledge->edges, knowledge->edge_room, node, result)].to = to;
	knowledge->merged++;
}

uint32_t knowledge_merged(const struct knowledge *knowledge)
{
	return knowledge->merged;
}

static bool sees_end(const struct offer *offer)
{
	for (uint32_t i = 0; i < offer->watched_count; i++)
		if (offer->kind == OFFER_ANY && offer->watched[i].action == PROCESS_JOIN)
			return true; /* or the first action of another kind: no harm */
	if (offer->primitive != PRIMITIVE_PROCESS)
		return false;
	return offer->kind == OFFER_LOOK || offer->kind == OFFER_SIGNAL ||
	       (offer->kind == OFFER_OPERATE && offer->patience != PATIENCE_FOREVER);
}

bool knowledge_sees_ends(const struct knowledge *knowledge)
{
	return knowledge->sees_ends;
}

bool knowledge_learn(struct knowledge *knowledge, uint32_t node, const struct offer *offer)
{
	knowledge->nodes[node].offer = *offer;
	knowledge->sees_ends = knowledge->sees_ends || sees_end(offer);
	if (offer->kind == OFFER_START) {
		uint32_t instance = add_instance(knowledge, knowledge->nodes[node].instance);

		if (instance == UINT32_MAX)
			return false;
		knowledge->nodes[node].started = instance;
	}
	knowledge->nodes[node].state = NODE_KNOWN;
	return true;
}

void knowledge_spins(struct knowledge *knowledge, uint32_t node)
{
	knowledge->nodes[node].state = NODE_SPINS;
}

const uint64_t *knowledge_items(const struct knowledge *knowledge, uint32_t list, uint32_t *count)
{
	*count = knowledge->lists[list].count;
	return knowledge->items + knowledge->lists[list].first;
}

static uint64_t hash_items(const uint64_t *items, uint32_t count)
{
	uint64_t hash = count;

	for (uint32_t i = 0; i < count; i++)
		hash = mix(hash, items[i]);
	return hash;
}

static uint32_t list_place(const struct knowledge *knowledge, const uint64_t *items, uint32_t count)
{
	uint32_t room = knowledge->list_table_room, at = (uint32_t)hash_items(items, count) & (room - 1);

	for (; knowledge->list_table[at]; at = (at + 1) & (room - 1)) {
		uint32_t other;
		const uint64_t *there = knowledge_items(knowledge, knowledge->list_table[at] - 1, &other);

		if (other == count && (!count || !memcmp(there, items, count * sizeof *items)))
			break;
	}
	return at;
}

static bool widen_lists(struct knowledge *knowledge)
{
	uint32_t room = knowledge->list_table_room ? knowledge->list_table_room * 2 : 256;
	uint32_t *table = calloc(room, sizeof *table);

	if (!table)
		return false;
	free(knowledge->list_table);
	knowledge->list_table = table;
	knowledge->list_table_room = room;
	for (uint32_t i = 0; i < knowledge->list_count; i++) {
		const struct list *list = &knowledge->lists[i];

		table[list_place(knowledge, knowledge->items + list->first, list->count)] = i + 1;
	}
	return true;
}

uint32_t knowledge_list(struct knowledge *knowledge, const uint64_t *items, uint32_t count)
{
	if (knowledge->list_count * 2 >= knowledge->list_table_room && !widen_lists(knowledge))
		return UINT32_MAX;
	uint32_t at = list_place(knowledge, items, count);

	if (knowledge->list_table[at])
		return knowledge->list_table[at] - 1;
	if (!grow(&knowledge->lists, &knowledge->list_room, knowledge->list_count + 1,
		  sizeof *knowledge->lists) ||
	    !grow(&knowledge->items, &knowledge->item_room, knowledge->item_count + count + 1,
		  sizeof *knowledge->items))
		return UINT32_MAX;
	if (count)
		memcpy(knowledge->items + knowledge->item_count, items, count * sizeof *items);
	knowledge->lists[knowledge->list_count] = (struct list){knowledge->item_count, count};
	knowledge->item_count += count;
	knowledge->list_table[at] = ++knowledge->list_count;
	return knowledge->list_count - 1;
}
