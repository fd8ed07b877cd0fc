/* What policies share. */
#include "schedule/policy.h"

#include <stdlib.h>

uint32_t policy_decision(const struct parked *parked, uint32_t which)
{
	if (parked->offer->kind == OFFER_CHOOSE)
		return DECISION_CHOICE + which;
	return parked->can & CAN_GO ? DECISION_GO : DECISION_TIMEOUT;
}

void policy_destroy(struct policy *policy)
{
	if (policy && policy->finish)
		policy->finish(policy);
	free(policy);
}
