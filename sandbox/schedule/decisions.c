#include "schedule/decisions.h"

static bool anybody_can_go(const struct model *model, const void *state)
{
	const uint32_t *instances;
	uint32_t count = model_processes(model, state, &instances);

	for (uint32_t i = 0; i < count; i++)
		if (model_can(model, state, i) & CAN_GO)
			return true;
	return false;
}

uint32_t decision_at(const struct model *model, const void *state, uint32_t place, uint32_t choice, bool lazy)
{
	const struct offer *offer = model_offer(model, state, place);
	unsigned can = offer ? model_can(model, state, place) : 0;

	if (!can)
		return DECISION_NONE;
	if (offer->kind == OFFER_CHOOSE)
		return choice < (uint64_t)offer->a ? DECISION_CHOICE + choice : DECISION_NONE;
	if (choice > 0)
		return DECISION_NONE;
	if (can & CAN_GO)
		return DECISION_GO;
	return lazy && (anybody_can_go(model, state) || !model_due(model, state, place)) ? DECISION_NONE :
											   DECISION_TIMEOUT;
}
