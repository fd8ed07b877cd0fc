/* Which steps commute. What is not known to is taken not to: then the same thing is looked at in two orders,
 * and nothing is missed. */
#include "schedule/model.h"

#define EVERYTHING UINT32_MAX

/* What a step does to objects. */
struct touch {
	const struct offer *offer;
	uint32_t object; /* id, 0 = none, EVERYTHING */
	bool reads;      /* and changes nothing of it */
};

static bool only_reads(const struct model *model, const void *state, uint32_t place,
		       const struct offer *offer)
{
	const struct action *action = &primitive_get(offer->primitive)->actions[offer->action];

	if (!model_ready(model, state, place, offer) || !action->effect)
		return true; /* it is refused, or gives up, or only waits */
	switch (offer->primitive) {
	case PRIMITIVE_VALUE:
		return offer->action == VALUE_READ;
	case PRIMITIVE_ARRAY:
		return offer->action == ARRAY_READ || offer->action == ARRAY_SLICE;
	case PRIMITIVE_PROCESS:
		return offer->action == PROCESS_JOIN;
	case PRIMITIVE_EVENT:
		return offer->action == EVENT_IS_SET;
	default:
		return false;
	}
}

static bool has_pipes(const struct model *model, const void *state)
{
	const uint32_t *ids;
	uint32_t count = model_objects(model, state, &ids);

	for (uint32_t i = 0; i < count; i++)
		if (model_primitive(model, ids[i]) == PRIMITIVE_PIPE)
			return true;
	return false;
}

static uint32_t process_object(const struct model *model, const void *state, uint32_t place)
{
	const uint32_t *instances;

	model_processes(model, state, &instances);
	return model_process_object(model, instances[place]);
}

static struct touch touch_of(const struct model *model, const void *state, uint32_t place)
{
	const struct offer *offer = model_offer(model, state, place);
	struct touch touch = {.offer = offer, .object = offer->object};

	switch (offer->kind) {
	case OFFER_OPERATE:
		touch.reads = only_reads(model, state, place, offer);
		/* Whether it hears news of a pool depends on all who may tell it. */
		if (offer->attends && !model_ready(model, state, place, offer))
			touch.object = EVERYTHING;
		break;
	case OFFER_LOOK:
		touch.reads = true;
		break;
	case OFFER_CHOOSE:
	case OFFER_SLEEP:
		touch.object = 0;
		break;
	case OFFER_START: /* a child inherits ends of pipes */
		touch.object = has_pipes(model, state) ? EVERYTHING : 0;
		break;
	case OFFER_EXIT:
		touch.object = model_leaves_nothing(model, state, place) ?
				       process_object(model, state, place) :
				       EVERYTHING;
		break;
	default: /* a signal kills, and waiting for any of several depends on all of them */
		touch.object = EVERYTHING;
		break;
	}
	return touch;
}

static bool is_pair(const struct touch *one, const struct touch *other, unsigned first, unsigned second)
{
	return (one->offer->action == first && other->offer->action == second) ||
	       (one->offer->action == second && other->offer->action == first);
}

/* Two steps on the same object, of which one at least changes it. */
static bool commute(const union state *object, const struct touch *one, const struct touch *other)
{
	uint64_t length;

	if (one->offer->kind != OFFER_OPERATE || other->offer->kind != OFFER_OPERATE)
		return false;
	switch (one->offer->primitive) {
	case PRIMITIVE_SEMAPHORE:
		if (is_pair(one, other, SEMAPHORE_RELEASE, SEMAPHORE_RELEASE))
			return object->semaphore.bound == INT32_MAX;
		return object->semaphore.value >= 2 &&
		       is_pair(one, other, SEMAPHORE_ACQUIRE, SEMAPHORE_ACQUIRE);
	case PRIMITIVE_ARRAY:
		return one->offer->action <= ARRAY_WRITE && other->offer->action <= ARRAY_WRITE &&
		       one->offer->a != other->offer->a;
	case PRIMITIVE_QUEUE:
	case PRIMITIVE_SIMPLEQUEUE:
		length = object->queue.put - object->queue.got;
		return length > 0 && (!object->queue.maxsize || length < object->queue.maxsize) &&
		       is_pair(one, other, QUEUE_PUT, QUEUE_GET);
	default:
		return false;
	}
}

bool model_independent(const struct model *model, const void *state, uint32_t one, uint32_t other)
{
	struct touch first = touch_of(model, state, one), second = touch_of(model, state, other);

	if (first.object == EVERYTHING || second.object == EVERYTHING)
		return !first.object || !second.object;
	if (first.object != second.object || !first.object || (first.reads && second.reads))
		return true;
	return commute(model_object(model, state, first.object), &first, &second);
}
