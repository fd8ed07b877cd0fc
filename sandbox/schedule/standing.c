#include "schedule/standing.h"

uint32_t standing_of(const struct parked *parked, uint32_t count, struct standing *standing)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct offer *offer = parked[i].offer;
		uint64_t what[] = {offer->kind,	       (uint64_t)offer->primitive << 8 | offer->action,
				   offer->object,      offer->line,
				   (uint64_t)offer->a, (uint64_t)offer->b,
				   offer->memory[0],   offer->memory[1]};

		standing[i] = (struct standing){parked[i].process, control_hash(what, sizeof what),
						offer->memory[1] != 0, parked[i].can != 0};
	}
	return count;
}

static bool takes_any(uint32_t process, const struct grant *steps, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (steps[i].process == process)
			return true;
	return false;
}

bool standing_same(const struct standing *before, uint32_t befores, const struct standing *after,
		   uint32_t afters, const struct grant *steps, uint32_t count)
{
	if (befores != afters)
		return false;
	for (uint32_t i = 0; i < befores; i++) {
		const struct standing *one = &before[i], *other = &after[i];

		if (one->process != other->process || one->what != other->what || one->able != other->able)
			return false;
		if ((!one->told || !other->told) && takes_any(one->process, steps, count))
			return false;
	}
	return true;
}
