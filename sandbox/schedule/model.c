#include "schedule/model.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "schedule/shape.h"

#define ITEM \
	2 /* numbers an item of a queue is kept as: hash of its bytes, and their count where it matters */
#define CONCRETE 0 /* numbers of an array's element: this and its bits, or SYMBOLIC and whose it is */
#define SYMBOLIC 1

struct model {
	struct knowledge *knowledge;
	struct shapes *shapes;
	char *scratch; /* a state, while its shape changes */
	uint64_t *items;
	uint32_t item_room;
	const char *beyond;
};

struct model *model_create(struct knowledge *knowledge)
{
	struct model *model = calloc(1, sizeof *model);

	if (!model)
		return NULL;
	model->knowledge = knowledge;
	model->shapes = shapes_create(knowledge);
	model->scratch = malloc(MODEL_STATE_MAX);
	if (model->shapes && model->scratch)
		return model;
	model_destroy(model);
	return NULL;
}

void model_destroy(struct model *model)
{
	if (!model)
		return;
	shapes_destroy(model->shapes);
	free(model->scratch);
	free(model->items);
	free(model);
}

void model_keep_times(struct model *model)
{
	shapes_keep_times(model->shapes);
}

const char *model_beyond(const struct model *model)
{
	return model->beyond;
}

static const struct shape *shape_of(const struct model *model, const void *state)
{
	return shapes_get(model->shapes, ((const struct state_header *)state)->shape);
}

size_t model_size(const struct model *model, const void *state)
{
	return shape_of(model, state)->size;
}

uint32_t model_processes(const struct model *model, const void *state, const uint32_t **instances)
{
	const struct shape *shape = shape_of(model, state);

	*instances = shape->instances;
	return shape->instance_count;
}

uint32_t model_objects(const struct model *model, const void *state, const uint32_t **ids)
{
	const struct shape *shape = shape_of(model, state);

	*ids = shape->objects;
	return shape->object_count;
}

uint32_t model_place(const struct model *model, const void *state, uint32_t instance)
{
	const struct shape *shape = shape_of(model, state);

	for (uint32_t i = 0; i < shape->instance_count; i++)
		if (shape->instances[i] == instance)
			return i;
	return UINT32_MAX;
}

/* Where an object's state is in a state; behind it are the lists of what is inside. */
static union state *object_in(const struct model *model, const void *state, uint32_t id)
{
	const struct shape *shape = shape_of(model, state);
	uint32_t at = shape_find(shape, id);

	return at == UINT32_MAX ? NULL : (union state *)((char *)state + shape->offsets[at]);
}

const union state *model_object(const struct model *model, const void *state, uint32_t id)
{
	return object_in(model, state, id);
}

static uint8_t primitive_of(const struct model *model, uint32_t id)
{
	return knowledge_object(model->knowledge, id)->primitive;
}

static uint64_t *lists_of(union state *object, uint8_t primitive)
{
	return (uint64_t *)((char *)object + shape_state_bytes(primitive));
}

holder_t model_owner(const struct model *model, const void *state, uint32_t id)
{
	const struct primitive *primitive = primitive_get(primitive_of(model, id));
	const union state *object = object_in(model, state, id);

	return object && primitive->owner ? primitive->owner(object) : 0;
}

/* Give the object its first state. */
static void init_object(const struct model *model, void *state, uint32_t id)
{
	const struct known_object *known = knowledge_object(model->knowledge, id);
	const struct primitive *primitive = primitive_get(known->primitive);
	union state *object = object_in(model, state, id);

	memset(object, 0, shape_object_bytes(known->primitive));
	if (primitive->init)
		primitive->init(object, known->a, known->b);
}

size_t model_begin(struct model *model, void *state)
{
	struct state_header *header = state;
	uint32_t shape = shapes_first(model->shapes);

	if (shape == UINT32_MAX)
		return 0;
	memset(state, 0, shapes_get(model->shapes, shape)->size);
	header->shape = shape;
	header->nodes[0] = knowledge_instance(model->knowledge, 0)->node;
	init_object(model, state, knowledge_instance(model->knowledge, 0)->object);
	return model_size(model, state);
}

size_t model_initial(struct model *model, void *state)
{
	size_t size = model_begin(model, state);

	return size && model_arrive(model, state, 0, &size) ? size : 0;
}

/* ns that are left to each process. */
static uint64_t *times_in(const struct shape *shape, const void *state)
{
	return (uint64_t *)((char *)state + shape->times);
}

/* Move a state into a larger shape; what is new in it is zero. */
static bool reshape(struct model *model, void *state, uint32_t to)
{
	const struct shape *old = shape_of(model, state), *new;
	struct state_header *from = state, *header = (void *)model->scratch;

	if (to == UINT32_MAX)
		return false;
	new = shapes_get(model->shapes, to);
	if (new->size > MODEL_STATE_MAX) {
		model->beyond = "its objects take too much memory to be explored";
		return false;
	}
	memset(model->scratch, 0, new->size);
	header->shape = to;
	for (uint32_t i = 0, j = 0; i < new->instance_count; i++)
		if (j < old->instance_count && old->instances[j] == new->instances[i]) {
			if (new->times)
				times_in(new, header)[i] = times_in(old, from)[j];
			header->nodes[i] = from->nodes[j++];
		}
	for (uint32_t i = 0, j = 0; i < new->object_count; i++)
		if (j < old->object_count && old->objects[j] == new->objects[i]) {
			memcpy(model->scratch + new->offsets[i], (char *)state + old->offsets[j],
			       shape_object_bytes(primitive_of(model, new->objects[i])));
			j++;
		}
	memcpy(state, model->scratch, new->size);
	return true;
}

/* An array begins with elements that nobody has told: each is itself. */
static bool fill_array(struct model *model, void *state, uint32_t id)
{
	union state *object = object_in(model, state, id);
	uint32_t size = object->array.size;

	if (size > 4096) {
		model->beyond = "it has an array of more than 4096 elements";
		return false;
	}
	if (!grow(&model->items, &model->item_room, (uint64_t)size * 2 + 2, sizeof *model->items))
		return false;
	for (uint32_t i = 0; i < size; i++) {
		model->items[2 * i] = SYMBOLIC;
		model->items[2 * i + 1] = (uint64_t)id << 32 | i;
	}
	uint32_t list = knowledge_list(model->knowledge, model->items, 2 * size);
	lists_of(object, PRIMITIVE_ARRAY)[0] = list;
	return list != UINT32_MAX;
}

/* The process begins to wait, or goes on without. */
static void set_time(const struct model *model, void *state, uint32_t place, const struct node *node)
{
	const struct shape *shape = shape_of(model, state);
	bool waits = node->offer.patience == PATIENCE_TIMED && node->offer.timeout > 0;

	if (shape->times)
		times_in(shape, state)[place] = waits ? (uint64_t)node->offer.timeout : 0;
}

/* So much time goes by for all. */
static void pass_time(const struct model *model, void *state, uint64_t passed)
{
	const struct shape *shape = shape_of(model, state);

	for (uint32_t i = 0; passed && i < shape->instance_count; i++)
		times_in(shape, state)[i] -=
			times_in(shape, state)[i] < passed ? times_in(shape, state)[i] : passed;
}

bool model_due(const struct model *model, const void *state, uint32_t place)
{
	const struct shape *shape = shape_of(model, state);

	for (uint32_t i = 0; shape->times && i < shape->instance_count; i++)
		if (times_in(shape, state)[i] < times_in(shape, state)[place] &&
		    model_can(model, state, i) == CAN_TIME_OUT)
			return false;
	return true;
}

bool model_arrive(struct model *model, void *state, uint32_t place, size_t *size)
{
	uint32_t number = ((struct state_header *)state)->nodes[place] & AT_NODE;
	const struct node *node = knowledge_node(model->knowledge, number);

	*size = model_size(model, state);
	if (number == AT_GONE)
		return true;
	set_time(model, state, place, node);
	if (node->offer.news)
		((struct state_header *)state)->nodes[place] |= AT_NEWS;
	if (!node->created_count)
		return true;
	if (!reshape(model, state,
		     shapes_with_objects(model->shapes, ((struct state_header *)state)->shape, node->created,
					 node->created_count)))
		return false;
	for (uint32_t id = node->created; id < node->created + node->created_count; id++) {
		init_object(model, state, id);
		if (primitive_of(model, id) == PRIMITIVE_ARRAY && !fill_array(model, state, id))
			return false;
	}
	*size = model_size(model, state);
	return true;
}

static bool guard_holds(const struct model *model, const void *state, uint32_t instance, uint32_t id,
			unsigned number, const struct offer *offer)
{
	const struct action *action = &primitive_get(primitive_of(model, id))->actions[number];
	struct request request = {
		.process = instance, .action = (uint8_t)number, .a = offer->a, .b = offer->b};

	return !action->guard || action->guard(object_in(model, state, id), &request);
}

bool model_ready(const struct model *model, const void *state, uint32_t place, const struct offer *offer)
{
	uint32_t instance = shape_of(model, state)->instances[place];

	switch (offer->kind) {
	case OFFER_OPERATE:
		return guard_holds(model, state, instance, offer->object, offer->action, offer);
	case OFFER_ANY:
		for (uint32_t i = 0; i < offer->watched_count; i++)
			if (guard_holds(model, state, instance, offer->watched[i].object,
					offer->watched[i].action, &(struct offer){0}))
				return true;
		return false;
	default:
		return true;
	}
}

unsigned model_can(const struct model *model, const void *state, uint32_t place)
{
	uint32_t at = ((const struct state_header *)state)->nodes[place];
	const struct node *node;

	if ((at & AT_NODE) == AT_GONE)
		return 0;
	node = knowledge_node(model->knowledge, at & AT_NODE);
	if (node->state != NODE_KNOWN)
		return 0;
	if (node->offer.kind == OFFER_SLEEP)
		return CAN_TIME_OUT;
	if (node->offer.patience == PATIENCE_NONE || model_ready(model, state, place, &node->offer) ||
	    at & AT_INTERRUPTED || (node->offer.attends && at & AT_NEWS))
		return CAN_GO;
	return node->offer.patience == PATIENCE_TIMED ? CAN_TIME_OUT : 0;
}

/* What goes in and out of queues
 * ------------------------------------------------------------------------------------ */

enum { CARRIES_NOTHING, PUTS, GETS };

/* What the action does with the items of its object, and which list they are in. */
static int carries(uint8_t primitive, uint8_t action, const struct request *request, uint32_t *list)
{
	*list = 0;
	switch (primitive) {
	case PRIMITIVE_QUEUE:
	case PRIMITIVE_SIMPLEQUEUE:
	case PRIMITIVE_JOINABLE:
	case PRIMITIVE_PIPE:
		return action == QUEUE_PUT ? PUTS : action == QUEUE_GET ? GETS : CARRIES_NOTHING;
	case PRIMITIVE_POOL:
		*list = action == POOL_FINISH || action == POOL_COLLECT;
		if (action == POOL_SUBMIT || action == POOL_FINISH || action == POOL_RETURN)
			return PUTS;
		return action == POOL_TAKE || (action == POOL_COLLECT && !request->b) ? GETS :
											CARRIES_NOTHING;
	default:
		return CARRIES_NOTHING;
	}
}

static bool is_queue(uint8_t primitive)
{
	return primitive == PRIMITIVE_QUEUE || primitive == PRIMITIVE_SIMPLEQUEUE ||
	       primitive == PRIMITIVE_JOINABLE || primitive == PRIMITIVE_PIPE;
}

static bool put_item(struct model *model, uint64_t *list, uint64_t content, uint64_t bytes)
{
	uint32_t count;

	knowledge_items(model->knowledge, (uint32_t)*list, &count);
	if (!grow(&model->items, &model->item_room, count + ITEM, sizeof *model->items))
		return false;
	if (count)
		memcpy(model->items, knowledge_items(model->knowledge, (uint32_t)*list, &count),
		       count * sizeof *model->items);
	model->items[count] = content;
	model->items[count + 1] = bytes;
	uint32_t longer = knowledge_list(model->knowledge, model->items, count + ITEM);
	*list = longer;
	return longer != UINT32_MAX;
}

static bool get_item(struct model *model, uint64_t *list, uint64_t *content)
{
	uint32_t count;
	const uint64_t *items = knowledge_items(model->knowledge, (uint32_t)*list, &count);

	if (count < ITEM)
		return true;
	*content = items[0];
	if (!grow(&model->items, &model->item_room, count, sizeof *model->items))
		return false;
	memcpy(model->items, items + ITEM, (count - ITEM) * sizeof *items);
	uint32_t shorter = knowledge_list(model->knowledge, model->items, count - ITEM);
	*list = shorter;
	return shorter != UINT32_MAX;
}

/* How far a queue has come does not matter to anybody, only what is inside. */
static void settle_queue(union state *object, uint64_t *list)
{
	object->queue.put -= object->queue.got;
	object->queue.got = 0;
	if (!object->queue.put)
		*list = 0;
}

/* Arrays ---------------------------------------------------------------------------------------------- */

static bool array_step(struct model *model, union state *object, const struct offer *offer, uint32_t node,
		       struct result *result)
{
	uint64_t *list = lists_of(object, PRIMITIVE_ARRAY);
	uint32_t count, first = (uint32_t)offer->a - 1;
	uint32_t many = offer->action == ARRAY_READ || offer->action == ARRAY_WRITE ? 1 : (uint32_t)offer->b;
	const uint64_t *items = knowledge_items(model->knowledge, (uint32_t)*list, &count);

	/* What was written last is in the list. */
	object->array.bits = 0;
	object->array.last = object->array.first = object->array.count = 0;
	if (offer->action == ARRAY_READ) {
		result->content = items[2 * first];
		result->b = (int64_t)items[2 * first + 1];
		return true;
	}
	if (offer->action == ARRAY_SLICE) {
		result->content = control_hash(items + 2 * first, many * 2 * sizeof *items);
		return true;
	}
	if (!grow(&model->items, &model->item_room, count, sizeof *model->items))
		return false;
	memcpy(model->items, items, count * sizeof *items);
	for (uint32_t i = first; i < first + many; i++) {
		model->items[2 * i] = offer->action == ARRAY_WRITE ? CONCRETE : SYMBOLIC;
		model->items[2 * i + 1] = offer->action == ARRAY_WRITE ?
						  (uint64_t)offer->b :
						  UINT64_C(1) << 63 | (uint64_t)node << 32 | i;
	}
	uint32_t changed = knowledge_list(model->knowledge, model->items, count);
	*list = changed;
	return changed != UINT32_MAX;
}

/* Steps ----------------------------------------------------------------------------------------------- */

static void tell_news(const struct model *model, void *state, holder_t owner)
{
	uint32_t place = owner ? model_place(model, state, owner - 1) : UINT32_MAX;
	uint32_t *nodes = ((struct state_header *)state)->nodes;

	if (place != UINT32_MAX && (nodes[place] & AT_NODE) != AT_GONE)
		nodes[place] |= AT_NEWS;
}

/* A process ends: what it leaves behind. */
static void bury(struct model *model, void *state, uint32_t place, int64_t code, bool killed)
{
	const struct shape *shape = shape_of(model, state);
	uint32_t instance = shape->instances[place];
	struct request end = {.process = instance, .action = PROCESS_END, .a = code};

	((struct state_header *)state)->nodes[place] = AT_GONE;
	if (shape->times)
		times_in(shape, state)[place] = 0;
	for (uint32_t i = 0; i < shape->object_count; i++) {
		uint8_t id = primitive_of(model, shape->objects[i]);
		const struct primitive *primitive = primitive_get(id);
		union state *object = (union state *)((char *)state + shape->offsets[i]);

		if (!primitive->abandon || (primitive->killed_only && !killed) ||
		    !primitive->abandon(object, instance))
			continue;
		if (id == PRIMITIVE_POOL)
			tell_news(model, state, object->pool.owner);
		if (is_queue(id))
			settle_queue(object, lists_of(object, id));
	}
	primitive_get(PRIMITIVE_PROCESS)
		->actions[PROCESS_END]
		.effect(object_in(model, state, knowledge_instance(model->knowledge, instance)->object),
			&end);
}

/* The object's effect, and what goes along with it. */
static bool apply(struct model *model, void *state, uint32_t instance, uint32_t node_number,
		  const struct offer *offer, struct result *result)
{
	const struct action *action = &primitive_get(offer->primitive)->actions[offer->action];
	union state *object = object_in(model, state, offer->object);
	uint64_t *lists = lists_of(object, offer->primitive);
	struct request request = {
		.process = instance, .action = offer->action, .a = offer->a, .b = offer->b};
	uint32_t which, count;
	bool fits = true;

	if (offer->primitive == PRIMITIVE_PIPE && offer->action == PIPE_RECV) {
		const uint64_t *items = knowledge_items(model->knowledge, (uint32_t)lists[0], &count);

		request.b = count ? (int64_t)items[1] : 0;
	}
	result->outcome = (uint8_t)(action->effect ? action->effect(object, &request) : OUTCOME_OK);
	result->a = request.a;
	result->b = request.b;
	if (result->outcome != OUTCOME_OK && result->outcome != OUTCOME_ABANDONED)
		return true;
	int way = carries(offer->primitive, offer->action, &request, &which);
	if (way == PUTS)
		fits = put_item(model, &lists[which], offer->content,
				offer->primitive == PRIMITIVE_PIPE ? (uint64_t)offer->b : 0);
	else if (way == GETS)
		fits = get_item(model, &lists[which], &result->content);
	if (is_queue(offer->primitive))
		settle_queue(object, lists);
	if (is_queue(offer->primitive) && way != CARRIES_NOTHING)
		result->a = 0;
	if (offer->primitive == PRIMITIVE_POOL && offer->action == POOL_FINISH)
		tell_news(model, state, object->pool.owner);
	if (offer->primitive == PRIMITIVE_ARRAY)
		fits = array_step(model, object, offer, node_number, result);
	return fits;
}

static enum step_kind operate_step(struct model *model, void *state, uint32_t place, const struct node *node,
				   uint32_t number, uint32_t decision, struct result *result)
{
	uint32_t *at = &((struct state_header *)state)->nodes[place];
	const struct offer *offer = &node->offer;

	result->a = offer->a;
	result->b = offer->b;
	if (decision == DECISION_TIMEOUT) {
		result->outcome = OUTCOME_TIMED_OUT;
		result->timed_out = 1;
		return STEP_DONE;
	}
	if (model_ready(model, state, place, offer))
		return apply(model, state, shape_of(model, state)->instances[place], number, offer, result) ?
			       STEP_DONE : STEP_NO_MEMORY;
	if (offer->patience == PATIENCE_NONE) {
		result->outcome = primitive_get(offer->primitive)->actions[offer->action].refusal;
	} else if (*at & AT_INTERRUPTED) {
		result->outcome = OUTCOME_INTERRUPTED;
	} else { /* it goes to hear the news, and then offers the same again, or something else */
		result->attended = 1;
		*at &= ~AT_NEWS;
	}
	return STEP_DONE;
}

static enum step_kind any_step(struct model *model, void *state, uint32_t place, const struct offer *offer,
			       struct result *result)
{
	uint32_t instance = shape_of(model, state)->instances[place];

	if (offer->cut) {
		model->beyond = "it waits for more than 16 objects at once";
		return STEP_BEYOND;
	}
	for (uint32_t i = 0; i < offer->watched_count; i++)
		if (guard_holds(model, state, instance, offer->watched[i].object, offer->watched[i].action,
				&(struct offer){0})) {
			result->a |= INT64_C(1) << i;
			result->b++;
		}
	result->outcome = result->b ? OUTCOME_OK : OUTCOME_TIMED_OUT;
	uint32_t *at = &((struct state_header *)state)->nodes[place];

	if (!result->b && *at & AT_INTERRUPTED) {
		result->outcome = OUTCOME_INTERRUPTED;
	} else if (!result->b && offer->attends && *at & AT_NEWS) {
		result->attended = 1;
		*at &= ~AT_NEWS;
	}
	return STEP_DONE;
}

/* The child holds the ends of pipes that its parent holds. */
static void inherit(struct model *model, void *state, uint32_t parent, uint32_t child)
{
	const struct shape *shape = shape_of(model, state);

	for (uint32_t i = 0; i < shape->object_count; i++) {
		struct request request = {.process = child, .action = PIPE_INHERIT, .a = parent};

		if (primitive_of(model, shape->objects[i]) == PRIMITIVE_PIPE)
			primitive_get(PRIMITIVE_PIPE)
				->actions[PIPE_INHERIT]
				.effect((union state *)((char *)state + shape->offsets[i]), &request);
	}
}

static enum step_kind start_step(struct model *model, void *state, const struct node *node,
				 struct result *result)
{
	const struct shape *shape = shape_of(model, state);
	uint32_t child = node->started, place;
	const struct known_instance *known = knowledge_instance(model->knowledge, child);

	if (shape->instance_count == MODEL_PROCESSES) {
		model->beyond = "it has more than 64 processes";
		return STEP_BEYOND;
	}
	result->a = shape->instance_count;
	if (!reshape(model, state,
		     shapes_with_instance(model->shapes, ((struct state_header *)state)->shape, child)))
		return model->beyond ? STEP_BEYOND : STEP_NO_MEMORY;
	place = model_place(model, state, child);
	((struct state_header *)state)->nodes[place] = known->node;
	init_object(model, state, known->object);
	inherit(model, state, node->instance, child);
	return STEP_DONE;
}

static void signal_step(struct model *model, void *state, const struct offer *offer, struct result *result)
{
	uint32_t place = offer->a < 0 ? UINT32_MAX : model_place(model, state, (uint32_t)offer->a);
	uint32_t *nodes = ((struct state_header *)state)->nodes;

	if (place == UINT32_MAX || (nodes[place] & AT_NODE) == AT_GONE)
		result->a = -ESRCH;
	else if (offer->b == SIGINT)
		nodes[place] |= AT_INTERRUPTED;
	else
		bury(model, state, place, -offer->b, true);
}

/* What anybody can see of an object. */
static uint64_t look(const struct model *model, const void *state, uint32_t id)
{
	uint8_t primitive = primitive_of(model, id);

	return control_hash(object_in(model, state, id), shape_object_bytes(primitive));
}

static enum step_kind step(struct model *model, void *state, uint32_t place, uint32_t decision,
			   uint32_t number, struct result *result)
{
	const struct node *node = knowledge_node(model->knowledge, number);
	const struct offer *offer = &node->offer;

	switch (offer->kind) {
	case OFFER_OPERATE:
		return operate_step(model, state, place, node, number, decision, result);
	case OFFER_ANY:
		return any_step(model, state, place, offer, result);
	case OFFER_LOOK:
		result->content = look(model, state, offer->object);
		return STEP_DONE;
	case OFFER_START:
		return start_step(model, state, node, result);
	case OFFER_SIGNAL:
		signal_step(model, state, offer, result);
		return STEP_DONE;
	case OFFER_CHOOSE:
		result->choice = decision - DECISION_CHOICE;
		return STEP_DONE;
	case OFFER_SLEEP:
		result->timed_out = 1;
		return STEP_DONE;
	case OFFER_EXIT:
		bury(model, state, place, offer->a, false);
		return STEP_DONE;
	default:
		model->beyond = "it takes a step of an unknown kind";
		return STEP_BEYOND;
	}
}

enum step_kind model_step_one(struct model *model, void *state, uint32_t place, uint32_t decision,
			      size_t *size, struct result *result)
{
	uint32_t instance = shape_of(model, state)->instances[place];
	uint32_t at = ((struct state_header *)state)->nodes[place];

	*result = (struct result){.interrupted = at & AT_INTERRUPTED ? 1 : 0};
	if (decision == DECISION_KILL) {
		bury(model, state, place, -SIGKILL, true);
		*size = model_size(model, state);
		return STEP_DONE;
	}
	if (decision == DECISION_TIMEOUT && shape_of(model, state)->times)
		pass_time(model, state, times_in(shape_of(model, state), state)[place]);
	enum step_kind kind = step(model, state, place, decision, at & AT_NODE, result);
	*size = model_size(model, state);
	if (kind != STEP_DONE)
		return kind;
	place = model_place(model, state, instance);
	uint32_t *now = &((struct state_header *)state)->nodes[place];
	if ((*now & AT_NODE) == AT_GONE)
		return STEP_DONE;
	uint32_t next = knowledge_next(model->knowledge, at & AT_NODE, result);
	if (next == NODE_NONE || next >= AT_GONE)
		return STEP_NO_MEMORY;
	*now = (*now & AT_NEWS) | next;
	return STEP_DONE;
}

/* Are the objects there that it is about to use? A message with objects in it reads the same whichever
 * history they are from: then it may be about one that was made in another history. */
static bool knows_objects(struct model *model, const void *state, const struct offer *offer)
{
	bool there = !offer->object || object_in(model, state, offer->object);

	for (uint32_t i = 0; i < offer->watched_count; i++)
		there = there && object_in(model, state, offer->watched[i].object);
	if (!there)
		model->beyond = "objects that are made in different ways go from one process to another";
	return there;
}

/* Whether the process at that place is where somebody has been; then it gets what it creates. */
static enum step_kind arrive(struct model *model, void *state, uint32_t instance, size_t *size,
			     struct taken *taken)
{
	uint32_t place = model_place(model, state, instance);
	uint32_t node = ((struct state_header *)state)->nodes[place] & AT_NODE;

	if (node == AT_GONE)
		return STEP_DONE;
	if (knowledge_node(model->knowledge, node)->state == NODE_UNKNOWN) {
		taken->unknown = node;
		return STEP_UNKNOWN;
	}
	if (model_arrive(model, state, place, size) &&
	    knows_objects(model, state, &knowledge_node(model->knowledge, node)->offer))
		return STEP_DONE;
	return model->beyond ? STEP_BEYOND : STEP_NO_MEMORY;
}

enum step_kind model_step(struct model *model, const void *state, uint32_t place, uint32_t decision,
			  void *next, size_t *size, struct taken *taken)
{
	const struct shape *shape = shape_of(model, state);
	uint32_t instance = shape->instances[place];
	bool first = true;

	memcpy(next, state, shape->size);
	for (;;) {
		uint32_t number = ((struct state_header *)next)->nodes[place] & AT_NODE;
		const struct node *node = knowledge_node(model->knowledge, number);
		uint32_t started = decision != DECISION_KILL && node->offer.kind == OFFER_START ?
					   node->started : UINT32_MAX;
		struct result result;
		enum step_kind kind = model_step_one(model, next, place, decision, size, &result);

		if (first)
			taken->result = result;
		first = false;
		if (kind == STEP_DONE && started != UINT32_MAX)
			kind = arrive(model, next, started, size, taken);
		if (kind == STEP_DONE)
			kind = arrive(model, next, instance, size, taken);
		if (kind != STEP_DONE)
			return kind;
		place = model_place(model, next, instance);
		number = ((struct state_header *)next)->nodes[place] & AT_NODE;
		if (number == AT_GONE || !knowledge_node(model->knowledge, number)->offer.urgent ||
		    knowledge_node(model->knowledge, number)->state != NODE_KNOWN)
			return STEP_DONE;
		decision = DECISION_GO;
	}
}

bool model_leaves_nothing(const struct model *model, const void *state, uint32_t place)
{
	const struct shape *shape = shape_of(model, state);
	union state copy;

	for (uint32_t i = 0; i < shape->object_count; i++) {
		const struct primitive *primitive = primitive_get(primitive_of(model, shape->objects[i]));

		if (!primitive->abandon || primitive->killed_only)
			continue;
		memcpy(&copy, (const char *)state + shape->offsets[i], primitive->size);
		if (primitive->abandon(&copy, shape->instances[place]))
			return false;
	}
	return true;
}

const struct offer *model_offer(const struct model *model, const void *state, uint32_t place)
{
	uint32_t node = ((const struct state_header *)state)->nodes[place] & AT_NODE;

	return node == AT_GONE ? NULL : &knowledge_node(model->knowledge, node)->offer;
}

static bool is_quiet(const struct model *model, const void *state, uint32_t place, const struct offer *offer)
{
	if (!(model_can(model, state, place) & CAN_GO) ||
	    ((const struct state_header *)state)->nodes[place] & (AT_INTERRUPTED | AT_NEWS))
		return false;
	if (offer->kind == OFFER_START)
		return true;
	if (offer->kind == OFFER_EXIT)
		return !knowledge_sees_ends(model->knowledge) && model_leaves_nothing(model, state, place);
	return offer->kind == OFFER_OPERATE && offer->primitive == PRIMITIVE_PROCESS &&
	       offer->action == PROCESS_JOIN && offer->patience == PATIENCE_FOREVER;
}

uint32_t model_quiet(const struct model *model, const void *state)
{
	uint32_t count = shape_of(model, state)->instance_count, quiet = UINT32_MAX;

	for (uint32_t i = 0; i < count; i++) {
		const struct offer *offer = model_offer(model, state, i);

		if (offer && offer->kind == OFFER_EXIT && offer->b)
			return UINT32_MAX; /* no need to go on */
		if (offer && quiet == UINT32_MAX && is_quiet(model, state, i, offer))
			quiet = i;
	}
	return quiet;
}

uint8_t model_primitive(const struct model *model, uint32_t id)
{
	return primitive_of(model, id);
}

uint32_t model_process_object(const struct model *model, uint32_t instance)
{
	return knowledge_instance(model->knowledge, instance)->object;
}
