#include <stdlib.h>

#include "base/draw.h"
#include "schedule/policy.h"

struct walk {
	struct policy policy;
	struct draw draw;
};

static bool choose(struct policy *policy, const struct parked *parked, uint32_t count, struct grant *next)
{
	struct walk *walk = (struct walk *)policy;
	uint32_t able = 0;

	for (uint32_t i = 0; i < count; i++)
		able += parked[i].can != 0;
	if (!able)
		return false;
	uint32_t which = draw_below(&walk->draw, able);
	for (uint32_t i = 0; i < count; i++) {
		if (!parked[i].can || which-- != 0)
			continue;
		uint32_t choices = parked[i].offer->kind == OFFER_CHOOSE ? (uint32_t)parked[i].offer->a : 1;

		*next = (struct grant){
			parked[i].process,
			policy_decision(&parked[i], choices > 1 ? draw_below(&walk->draw, choices) : 0)};
		return true;
	}
	return false;
}

struct policy *policy_random(uint64_t seed)
{
	struct walk *walk = malloc(sizeof *walk);

	if (!walk)
		return NULL;
	*walk = (struct walk){.policy = {.name = "random", .choose = choose}, .draw = {seed}};
	return &walk->policy;
}
