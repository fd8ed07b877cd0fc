#include "schedule/judge.h"

#include "base/grow.h"

const char *failure_name(enum failure failure)
{
	static const char *const names[] = {
		[FAILURE_NONE] = "none",     [FAILURE_DEADLOCK] = "deadlock", [FAILURE_ASSERT] = "assert",
		[FAILURE_ERROR] = "error",   [FAILURE_SPIN] = "spin",	      [FAILURE_LOOP] = "livelock",
		[FAILURE_STARVATION] = "starvation",
	};

	return names[failure];
}

static bool is_strange(const struct strangers *strangers, uint32_t id)
{
	for (uint32_t i = 0; i < strangers->count; i++)
		if (strangers->ids[i] == id)
			return true;
	return false;
}

bool strangers_note(struct strangers *strangers, const struct model *model, const void *state, uint32_t place)
{
	const struct offer *offer = model_offer(model, state, place);
	const uint32_t *instances;
	holder_t owner;

	if (offer->kind != OFFER_OPERATE || offer->primitive != PRIMITIVE_LOCK ||
	    offer->action != LOCK_RELEASE)
		return true;
	owner = model_owner(model, state, offer->object);
	model_processes(model, state, &instances);
	if (!owner || owner == instances[place] + 1 || is_strange(strangers, offer->object))
		return true;
	if (!grow(&strangers->ids, &strangers->room, strangers->count + 1, sizeof *strangers->ids))
		return false;
	strangers->ids[strangers->count++] = offer->object;
	return true;
}

static const struct offer *offer_at(const struct model *model, const struct knowledge *knowledge,
				    const void *state, uint32_t place, bool *alive)
{
	uint32_t node = ((const struct state_header *)state)->nodes[place] & AT_NODE;

	(void)model;
	*alive = node != AT_GONE;
	return *alive ? &knowledge_node(knowledge, node)->offer : NULL;
}

/* Places of those who hold the other end of a pipe. */
static uint64_t other_ends(const struct model *model, const void *state, const union state *object,
			   bool sends)
{
	const struct pipe_state *pipe = &object->pipe;
	uint64_t bits = 0;

	if (pipe->travelling[!sends])
		return UINT64_MAX; /* whoever gets the message */
	for (uint32_t i = 0; i < pipe->holders.count; i++) {
		uint32_t place = model_place(model, state, pipe->holders.places[i].process - 1);

		if (pipe->holders.places[i].mark & (sends ? PIPE_READS : PIPE_WRITES) && place < 64)
			bits |= UINT64_C(1) << place;
	}
	return bits;
}

/* Places of those who could free a waiter for this action of the object. */
static uint64_t helpers(const struct model *model, const struct knowledge *knowledge, const void *state,
			uint32_t place, uint32_t id, uint8_t action, const struct strangers *strangers)
{
	uint8_t primitive = knowledge_object(knowledge, id)->primitive;
	holder_t owner;
	uint32_t helper;

	if (primitive == PRIMITIVE_PROCESS) {
		helper = model_place(model, state, knowledge_object(knowledge, id)->instance);
		return helper < 64 ? UINT64_C(1) << helper : 0;
	}
	if (primitive == PRIMITIVE_PIPE)
		return other_ends(model, state, model_object(model, state, id), action == PIPE_SEND);
	if (primitive == PRIMITIVE_POOL)
		return UINT64_MAX;
	owner = model_owner(model, state, id);
	if (!owner || is_strange(strangers, id))
		return UINT64_MAX;
	helper = model_place(model, state, owner - 1);
	/* Who waits for what it owns itself may be freed by anyone, as far as is known; a dead owner frees
	 * nobody, but anyone may release its lock. */
	return helper == place || helper >= 64 ? UINT64_MAX : UINT64_C(1) << helper;
}

static bool may_be_freed(const struct model *model, const struct knowledge *knowledge, const void *state,
			 uint32_t place, const struct offer *offer, uint64_t movers,
			 const struct strangers *strangers)
{
	if (offer->attends && movers)
		return true; /* by what it does when it hears of its pool */
	if (offer->kind == OFFER_OPERATE)
		return helpers(model, knowledge, state, place, offer->object, offer->action, strangers) &
		       movers;
	for (uint32_t i = 0; i < offer->watched_count; i++)
		if (helpers(model, knowledge, state, place, offer->watched[i].object,
			    offer->watched[i].action, strangers) &
		    movers)
			return true;
	return offer->cut && movers;
}

struct judgement judge_state(const struct model *model, const struct knowledge *knowledge, const void *state,
			     const struct strangers *strangers)
{
	struct judgement judgement = {.failure = FAILURE_NONE};
	const uint32_t *instances;
	uint32_t count = model_processes(model, state, &instances);
	uint64_t movers = 0, waiters = 0;
	bool alive;

	for (uint32_t i = 0; i < count; i++) {
		const struct offer *offer = offer_at(model, knowledge, state, i, &alive);
		uint32_t node = ((const struct state_header *)state)->nodes[i] & AT_NODE;

		if (!alive)
			continue;
		judgement.culprit = i;
		if (knowledge_node(knowledge, node)->state == NODE_SPINS) {
			judgement.failure = FAILURE_SPIN;
			return judgement;
		}
		if (offer->kind == OFFER_EXIT && offer->b > 0) {
			judgement.failure = offer->b == 1 + ERROR_ASSERT ? FAILURE_ASSERT : FAILURE_ERROR;
			return judgement;
		}
		if (model_can(model, state, i))
			movers |= UINT64_C(1) << i;
		else
			waiters |= UINT64_C(1) << i;
	}
	judgement.culprit = 0;
	judgement.whole = !movers;
	for (bool added = true; added && waiters && movers;) {
		added = false;
		for (uint32_t i = 0; i < count; i++) {
			if (!(waiters >> i & 1) ||
			    !may_be_freed(model, knowledge, state, i,
					  offer_at(model, knowledge, state, i, &alive), movers, strangers))
				continue;
			waiters &= ~(UINT64_C(1) << i);
			movers |= UINT64_C(1) << i;
			added = true;
		}
	}
	judgement.stuck = waiters;
	if (waiters)
		judgement.failure = FAILURE_DEADLOCK;
	return judgement;
}
