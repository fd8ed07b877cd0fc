#include "schedule/policy.h"

#include <stdlib.h>

struct first {
	struct policy policy;
	uint32_t current; /* process that went last */
};

static void begin(struct policy *policy)
{
	((struct first *)policy)->current = 0;
}

static bool choose(struct policy *policy, const struct parked *parked, uint32_t count, struct grant *next)
{
	struct first *first = (struct first *)policy;
	const struct parked *chosen = NULL;

	for (uint32_t i = 0; i < count; i++)
		if (parked[i].can && (!chosen || parked[i].process == first->current))
			chosen = &parked[i];
	if (!chosen)
		return false;
	first->current = chosen->process;
	*next = (struct grant){chosen->process, policy_decision(chosen, 0)};
	return true;
}

struct policy *policy_first(void)
{
	struct first *first = malloc(sizeof *first);

	if (!first)
		return NULL;
	*first = (struct first){.policy = {.name = "first", .begin = begin, .choose = choose}};
	return &first->policy;
}
