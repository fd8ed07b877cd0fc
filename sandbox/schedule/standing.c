#include "schedule/standing.h"

uint32_t standing_of(const struct parked *parked, uint32_t count, struct standing *standing)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct offer *offer = parked[i].offer;
		uint64_t what[] = {offer->kind,	       (uint64_t)offer->primitive << 8 | offer->action,
				   offer->object,      offer->line,
				   (uint64_t)offer->a, (uint64_t)offer->b,
				   offer->memory[0],   offer->memory[1]};

		standing[i] = (struct standing){parked[i].process,
						offer->memory[1] ? control_hash(what, sizeof what) : 0,
						parked[i].can != 0};
	}
	return count;
}

bool standing_same(const struct standing *one, uint32_t ones, const struct standing *other, uint32_t others)
{
	if (ones != others)
		return false;
	for (uint32_t i = 0; i < ones; i++)
		if (one[i].process != other[i].process || !one[i].what || one[i].what != other[i].what ||
		    one[i].able != other[i].able)
			return false;
	return true;
}
