#include "schedule/learn.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

#define NOT UINT32_MAX
#define PROCESSES 256

struct pupil {
	struct knowledge *knowledge;
	struct model *model;
	const struct execution *execution;
	struct complaint *complaint;
	uint32_t firsts[PROCESSES]; /* of each process its first step in the log, NOT = none */
	uint32_t *following; /* for each step of the log the next one of the same process, NOT = none */
	uint32_t *instances; /* of the run's processes, by number */
	uint32_t process_count, process_room;
	uint32_t *ids; /* of the run's objects, by number */
	uint32_t object_room;
	struct known_object *created;
	uint32_t created_room;
	char *state;
	size_t size;
	uint64_t numbering;   /* hash of which number stands for what */
	uint32_t from;        /* node and result that led to where the process is about to arrive */
	struct result result;
};

static enum learning complain(struct pupil *pupil, enum learning lesson, const char *what,
			    const struct step *step)
{
	const struct primitive *primitive = primitive_get(step->offer.primitive);
	const char *action =
		step->offer.kind == OFFER_OPERATE && step->offer.action < primitive->action_count ?
			primitive->actions[step->offer.action].name :
			"step";

	snprintf(pupil->complaint->text, sizeof pupil->complaint->text, "process %" PRIu32 ", line %" PRIu32
		 ", %s of a %s: %s", step->process, step->offer.line, action,
		 primitive->kind ? primitive->kind : "process", what);
	return lesson;
}

/* The log's numbers of objects become ids. */
static uint32_t id_of(const struct pupil *pupil, uint32_t number)
{
	return number && number < pupil->object_room ? pupil->ids[number] : 0;
}

static bool names_process(const struct offer *offer)
{
	return offer->kind == OFFER_SIGNAL ||
	       (offer->kind == OFFER_OPERATE && offer->primitive == PRIMITIVE_POOL &&
		(offer->action == POOL_HIRE || offer->action == POOL_LOSE));
}

static int64_t instance_of(const struct pupil *pupil, int64_t process)
{
	return process >= 0 && process < pupil->process_count ? (int64_t)pupil->instances[process] : -1;
}

/* An offer as it stands in a node. */
static struct offer canonical(const struct pupil *pupil, const struct offer *offer)
{
	struct offer copy;

	memset(&copy, 0, sizeof copy);
	copy.kind = offer->kind;
	copy.primitive = offer->primitive;
	copy.action = offer->action;
	copy.patience = offer->patience;
	copy.urgent = offer->urgent;
	copy.attends = offer->attends;
	copy.news = offer->news;
	copy.cut = offer->cut;
	copy.watched_count = offer->watched_count;
	copy.object = id_of(pupil, offer->object);
	copy.line = offer->line;
	copy.a = names_process(offer) ? instance_of(pupil, offer->a) : offer->a;
	copy.b = offer->b;
	copy.timeout = offer->timeout;
	copy.content = offer->content;
	for (uint32_t i = 0; i < offer->watched_count; i++) {
		copy.watched[i].object = id_of(pupil, offer->watched[i].object);
		copy.watched[i].action = offer->watched[i].action;
	}
	return copy;
}

static bool set_id(struct pupil *pupil, uint32_t number, uint32_t id)
{
	uint32_t before = pupil->object_room;

	if (!grow(&pupil->ids, &pupil->object_room, (uint64_t)number + 1, sizeof *pupil->ids))
		return false;
	memset(pupil->ids + before, 0, (pupil->object_room - before) * sizeof *pupil->ids);
	pupil->ids[number] = id;
	pupil->numbering += control_hash((uint32_t[]){1, number, id}, 3 * sizeof number);
	return true;
}

static bool add_process(struct pupil *pupil, uint32_t instance, uint32_t object)
{
	if (!grow(&pupil->instances, &pupil->process_room, pupil->process_count + 1,
		  sizeof *pupil->instances))
		return false;
	pupil->numbering +=
		control_hash((uint32_t[]){2, pupil->process_count, instance}, 3 * sizeof instance);
	pupil->instances[pupil->process_count++] = instance;
	return set_id(pupil, object, knowledge_instance(pupil->knowledge, instance)->object);
}

static bool link_steps(struct pupil *pupil)
{
	const struct execution *execution = pupil->execution;

	pupil->following = malloc((execution->count + 1) * sizeof *pupil->following);
	if (!pupil->following)
		return false;
	for (uint32_t i = 0; i < PROCESSES; i++)
		pupil->firsts[i] = NOT;
	for (uint32_t i = execution->count; i-- > 0;) {
		uint32_t process = execution->steps[i].process;

		pupil->following[i] = process < PROCESSES ? pupil->firsts[process] : NOT;
		if (process < PROCESSES)
			pupil->firsts[process] = i;
	}
	return true;
}

/* What the process made from that step of the log on, up to its next offer. */
static const struct offer *read_on(struct pupil *pupil, uint32_t process, uint32_t at, uint32_t *count,
				   bool *memory)
{
	const struct execution *execution = pupil->execution;

	*count = 0;
	for (; at != NOT && execution->steps[at].offer.kind == OFFER_CREATE; at = pupil->following[at]) {
		const struct offer *offer = &execution->steps[at].offer;

		if (!grow(&pupil->created, &pupil->created_room, *count + 1, sizeof *pupil->created)) {
			*memory = false;
			return NULL;
		}
		struct known_object *object = &pupil->created[(*count)++];
		*object = (struct known_object){.instance = pupil->instances[process],
						.primitive = offer->primitive,
						.a = offer->a,
						.b = offer->b,
						.line = offer->line};
		if (offer->primitive == PRIMITIVE_PIPE || offer->primitive == PRIMITIVE_POOL)
			object->a = pupil->instances[process]; /* its maker */
		if (offer->primitive == PRIMITIVE_POOL)
			object->b = 0;
	}
	if (at != NOT)
		return &execution->steps[at].offer;
	for (uint32_t i = 0; i < execution->parked_count; i++)
		if (execution->parked[i].process == process)
			return execution->parked[i].offer;
	return NULL;
}

static bool same_created(const struct pupil *pupil, const struct node *node, uint32_t count)
{
	if (node->created_count != count)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		const struct known_object *known = knowledge_object(pupil->knowledge, node->created + i);

		if (known->primitive != pupil->created[i].primitive || known->a != pupil->created[i].a ||
		    known->b != pupil->created[i].b)
			return false;
	}
	return true;
}

/* The objects that the log makes from there on get the ids of the node's. */
static bool name_created(struct pupil *pupil, uint32_t at, const struct node *node)
{
	const struct step *steps = pupil->execution->steps;

	for (uint32_t i = 0; i < node->created_count; i++, at = pupil->following[at])
		if (!set_id(pupil, steps[at].offer.object, node->created + i))
			return false;
	return true;
}

/* The process comes to a node where nobody has been, with a memory that it had at another one: it is that
 * one. The numbers in its memory must stand for the same, too. */
static uint32_t merge(struct pupil *pupil, uint32_t place, uint32_t number, const struct offer *offer)
{
	uint64_t key[2] = {offer->memory[0] ^ pupil->numbering ^ offer->news, offer->memory[1]};
	uint32_t *at = &((struct state_header *)pupil->state)->nodes[place];
	uint32_t same;

	if (!offer->memory[1] || pupil->from == NODE_NONE)
		return number;
	same = knowledge_merge(pupil->knowledge, number, key);
	if (same == NODE_NONE || knowledge_node(pupil->knowledge, same)->state != NODE_KNOWN ||
	    knowledge_node(pupil->knowledge, same)->created_count)
		return number;
	knowledge_redirect(pupil->knowledge, pupil->from, &pupil->result, same);
	*at = (*at & ~AT_NODE) | same;
	return same;
}

/* The process has come to the node that the state says, and goes on from step `at` of the log. */
static enum learning arrive(struct pupil *pupil, uint32_t process, uint32_t at)
{
	uint32_t place = model_place(pupil->model, pupil->state, pupil->instances[process]), count;
	uint32_t number = ((struct state_header *)pupil->state)->nodes[place] & AT_NODE;
	bool memory = true;
	const struct offer *offer = read_on(pupil, process, at, &count, &memory);

	if (!memory)
		return LEARNED_NO_MEMORY;
	if (number == AT_GONE)
		return LEARNED;
	if (!offer) /* it was killed, or it spins */
		return LEARNED;
	if (knowledge_node(pupil->knowledge, number)->state == NODE_UNKNOWN && !count)
		number = merge(pupil, place, number, offer);
	const struct node *node = knowledge_node(pupil->knowledge, number);
	bool fresh = node->state == NODE_UNKNOWN;
	if (!fresh && !same_created(pupil, node, count))
		return complain(pupil, LEARNED_DIFFERS, "it made other objects than before",
				at == NOT ? &(struct step){.process = process, .offer = *offer} :
					    &pupil->execution->steps[at]);
	/* The offer may be about the objects that were made just before: these have ids first. */
	if (fresh && !knowledge_create_objects(pupil->knowledge, number, pupil->created, count))
		return LEARNED_NO_MEMORY;
	if (!name_created(pupil, at, knowledge_node(pupil->knowledge, number)))
		return LEARNED_NO_MEMORY;
	struct offer told = canonical(pupil, offer);
	if (offer->object && !told.object)
		return complain(pupil, LEARNED_WRONG, "nobody has made that object",
				&(struct step){.process = process, .offer = *offer});
	if (fresh) {
		if (!knowledge_learn(pupil->knowledge, number, &told))
			return LEARNED_NO_MEMORY;
	} else if (memcmp(&told, &knowledge_node(pupil->knowledge, number)->offer, sizeof told) != 0) {
		return complain(pupil, LEARNED_DIFFERS,
				"it did something else before, after the same results",
				&(struct step){.process = process, .offer = *offer});
	}
	if (!model_arrive(pupil->model, pupil->state, place, &pupil->size))
		return model_beyond(pupil->model) ? LEARNED_BEYOND : LEARNED_NO_MEMORY;
	return LEARNED;
}

/* Does the run tell the same? Numbers of processes in results are the run's there and instances here. */
static bool agrees(const struct offer *offer, const struct answer *answer, const struct result *result)
{
	bool plain = offer->kind == OFFER_OPERATE && offer->primitive != PRIMITIVE_POOL;

	if (answer->attended != (result->attended != 0))
		return false;
	if (offer->kind == OFFER_LOOK || offer->kind == OFFER_EXIT || offer->kind == OFFER_SLEEP ||
	    answer->attended)
		return true;
	if (offer->kind == OFFER_CHOOSE || offer->kind == OFFER_SIGNAL)
		return answer->a == (offer->kind == OFFER_CHOOSE ? (int64_t)result->choice : result->a);
	if (answer->outcome != result->outcome)
		return false;
	if (offer->kind == OFFER_ANY || offer->kind == OFFER_START)
		return answer->a == result->a;
	if (!plain || result->outcome == OUTCOME_BROKEN)
		return true;
	switch (offer->primitive) {
	case PRIMITIVE_QUEUE:
	case PRIMITIVE_SIMPLEQUEUE:
	case PRIMITIVE_PIPE:
		return answer->content == result->content;
	case PRIMITIVE_JOINABLE:
		return offer->action > JOINABLE_GET || answer->content == result->content;
	case PRIMITIVE_ARRAY:
		return offer->action != ARRAY_READ || result->content || answer->b == result->b;
	default:
		return answer->a == result->a && answer->b == result->b;
	}
}

static bool is_parked(const struct execution *execution, uint32_t process)
{
	for (uint32_t i = 0; i < execution->parked_count; i++)
		if (execution->parked[i].process == process)
			return true;
	return false;
}

/* Did nothing come of the step any more? Its process spins, or it waits for a child that does. */
static bool is_unanswered(const struct pupil *pupil, uint32_t at)
{
	const struct execution *execution = pupil->execution;

	return execution->ending == ENDING_SPUN && pupil->following[at] == NOT &&
	       !is_parked(execution, execution->steps[at].process);
}

/* Who is alive and has come to no step. */
static void learn_spinning(struct pupil *pupil)
{
	for (uint32_t process = 0; process < pupil->process_count; process++) {
		uint32_t place = model_place(pupil->model, pupil->state, pupil->instances[process]);
		uint32_t node = ((struct state_header *)pupil->state)->nodes[place] & AT_NODE;

		if (node != AT_GONE && !is_parked(pupil->execution, process) &&
		    knowledge_node(pupil->knowledge, node)->state == NODE_UNKNOWN)
			knowledge_spins(pupil->knowledge, node);
	}
}

static enum learning take(struct pupil *pupil, uint32_t at)
{
	const struct step *step = &pupil->execution->steps[at];
	struct result result;

	if (step->process >= pupil->process_count)
		return complain(pupil, LEARNED_WRONG, "nobody started this process", step);
	uint32_t instance = pupil->instances[step->process];
	uint32_t place = model_place(pupil->model, pupil->state, instance);
	uint32_t number = ((struct state_header *)pupil->state)->nodes[place] & AT_NODE;
	if (number == AT_GONE)
		return complain(pupil, LEARNED_WRONG, "the model has it dead", step);
	enum step_kind kind =
		model_step_one(pupil->model, pupil->state, place, step->decision, &pupil->size, &result);
	if (kind != STEP_DONE)
		return kind == STEP_BEYOND ? LEARNED_BEYOND : LEARNED_NO_MEMORY;
	if (step->offer.kind == OFFER_OPERATE && step->offer.primitive == PRIMITIVE_PIPE &&
	    step->answer.outcome == OUTCOME_MISUSE && result.outcome == OUTCOME_OK)
		return complain(pupil, LEARNED_BEYOND, "a message was refused for what it is", step);
	if (step->decision != DECISION_KILL && !is_unanswered(pupil, at) &&
	    !agrees(&step->offer, &step->answer, &result)) {
		char what[200];

		snprintf(what, sizeof what,
			 "the run came to %s %" PRId64 " %" PRId64 ", the model to %s %" PRId64 " %" PRId64,
			 outcome_name(step->answer.outcome), step->answer.a, step->answer.b,
			 outcome_name(result.outcome), result.a, result.b);
		return complain(pupil, LEARNED_WRONG, what, step);
	}
	pupil->from = number;
	pupil->result = result;
	if (step->offer.kind != OFFER_START || step->answer.outcome != OUTCOME_OK)
		return arrive(pupil, step->process, pupil->following[at]);
	uint32_t child = knowledge_node(pupil->knowledge, number)->started;
	if (pupil->process_count == PROCESSES)
		return LEARNED_BEYOND;
	if (!add_process(pupil, child, (uint32_t)step->answer.b))
		return LEARNED_NO_MEMORY;
	/* The child runs to its first step before its parent goes on. */
	uint32_t number_of_child = pupil->process_count - 1;
	pupil->from = NODE_NONE;
	enum learning lesson = arrive(pupil, number_of_child, pupil->firsts[number_of_child]);
	pupil->from = number;
	return lesson == LEARNED ? arrive(pupil, step->process, pupil->following[at]) : lesson;
}

static enum learning attend(struct pupil *pupil)
{
	enum learning lesson;

	pupil->from = NODE_NONE;
	if (!add_process(pupil, 0, 1) || !(pupil->size = model_begin(pupil->model, pupil->state)))
		return LEARNED_NO_MEMORY;
	if ((lesson = arrive(pupil, 0, pupil->firsts[0])) != LEARNED)
		return lesson;
	for (uint32_t i = 0; i < pupil->execution->count; i++) {
		if (pupil->execution->steps[i].offer.kind == OFFER_CREATE)
			continue;
		if ((lesson = take(pupil, i)) != LEARNED)
			return lesson;
	}
	if (pupil->execution->ending == ENDING_SPUN)
		learn_spinning(pupil);
	return LEARNED;
}

enum learning learn(struct knowledge *knowledge, struct model *model, const struct execution *execution,
		  struct complaint *complaint)
{
	struct pupil pupil = {.knowledge = knowledge, .model = model, .execution = execution,
			      .complaint = complaint, .state = malloc(MODEL_STATE_MAX)};
	enum learning lesson = LEARNED_NO_MEMORY;

	complaint->text[0] = '\0';
	if (pupil.state && link_steps(&pupil))
		lesson = attend(&pupil);
	if (lesson == LEARNED_BEYOND && !complaint->text[0] && model_beyond(model))
		snprintf(complaint->text, sizeof complaint->text, "%s", model_beyond(model));
	free(pupil.following);
	free(pupil.instances);
	free(pupil.ids);
	free(pupil.created);
	free(pupil.state);
	return lesson;
}
