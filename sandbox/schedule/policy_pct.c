/* PCT (Burckhardt, Kothari, Musuvathi, Nagarakatte, A randomized scheduler with probabilistic guarantees of
 * finding bugs, ASPLOS 2010): every process has a priority drawn at random, the highest one that can go on
 * goes, and at depth - 1 steps drawn at random whoever goes falls below all others. A failure that takes
 * `depth` ordering constraints is found by one run in n·k^(depth-1) or more, n processes, k steps.
 *
 * The bound is for processes that do not wait by asking again and again. Those would go for ever here, so who
 * runs out of time, or takes POLLS steps in a row while others could go, falls too. */
#include <stdlib.h>

#include "base/draw.h"
#include "base/grow.h"
#include "schedule/policy.h"

#define DEPTH_MAX 32
#define POLLS	  500

struct pct {
	struct policy policy;
	struct draw draw;
	uint64_t *priorities; /* by process; 0 = not yet seen */
	uint32_t room;
	uint32_t depth, steps;
	uint32_t changes[DEPTH_MAX];
	uint64_t lowest; /* drawn ones are above LOWEST */
	uint32_t at;	 /* steps so far */
	uint32_t current, in_a_row;
};

#define LOWEST (UINT64_C(1) << 62)

static void begin(struct policy *policy)
{
	struct pct *pct = (struct pct *)policy;

	for (uint32_t i = 0; i < pct->room; i++)
		pct->priorities[i] = 0;
	for (uint32_t i = 0; i + 1 < pct->depth; i++)
		pct->changes[i] = draw_below(&pct->draw, pct->steps);
	pct->lowest = LOWEST;
	pct->at = pct->in_a_row = 0;
}

static uint64_t *priority_of(struct pct *pct, uint32_t process)
{
	uint32_t before = pct->room;

	if (!grow(&pct->priorities, &pct->room, process + UINT64_C(1), sizeof *pct->priorities))
		return NULL;
	for (uint32_t i = before; i < pct->room; i++)
		pct->priorities[i] = 0;
	if (!pct->priorities[process])
		pct->priorities[process] = LOWEST + 1 + (draw_bits(&pct->draw) >> 2);
	return &pct->priorities[process];
}

static bool can_go(const struct parked *parked)
{
	return parked->can & CAN_GO;
}

/* The highest one that can go on; where nobody can, the highest one whose time can run out. */
static const struct parked *highest(struct pct *pct, const struct parked *parked, uint32_t count)
{
	const struct parked *best = NULL;
	uint64_t most = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint64_t *priority = parked[i].can ? priority_of(pct, parked[i].process) : NULL;

		if (!priority || (best && can_go(best) > can_go(&parked[i])))
			continue;
		if (!best || can_go(&parked[i]) > can_go(best) || *priority > most) {
			best = &parked[i];
			most = *priority;
		}
	}
	return best;
}

static void fall(struct pct *pct, uint32_t process)
{
	uint64_t *priority = priority_of(pct, process);

	if (priority)
		*priority = --pct->lowest;
}

static bool choose(struct policy *policy, const struct parked *parked, uint32_t count, struct grant *next)
{
	struct pct *pct = (struct pct *)policy;
	const struct parked *best = highest(pct, parked, count);

	for (uint32_t i = 0; best && i + 1 < pct->depth; i++)
		if (pct->changes[i] == pct->at) {
			fall(pct, best->process);
			best = highest(pct, parked, count);
		}
	if (best && best->process == pct->current && pct->in_a_row >= POLLS) {
		fall(pct, best->process);
		best = highest(pct, parked, count);
	}
	if (!best)
		return false;
	pct->in_a_row = best->process == pct->current ? pct->in_a_row + 1 : 0;
	pct->current = best->process;
	pct->at++;
	uint32_t choices = best->offer->kind == OFFER_CHOOSE ? (uint32_t)best->offer->a : 1;
	*next = (struct grant){best->process,
			       policy_decision(best, choices > 1 ? draw_below(&pct->draw, choices) : 0)};
	if (!can_go(best))
		fall(pct, best->process);
	return true;
}

static void finish(struct policy *policy)
{
	free(((struct pct *)policy)->priorities);
}

struct policy *policy_pct(uint64_t seed, uint32_t depth, uint32_t steps)
{
	struct pct *pct = malloc(sizeof *pct);

	if (!pct)
		return NULL;
	*pct = (struct pct){
		.policy = {.name = "pct", .begin = begin, .choose = choose, .finish = finish},
		.draw = {seed},
		.depth = depth < 1	   ? 1 :
			 depth > DEPTH_MAX ? DEPTH_MAX :
					     depth,
		.steps = steps ? steps : 1,
	};
	return &pct->policy;
}
