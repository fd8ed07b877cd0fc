#include "command/rounds.h"

bool rounds_prepare(struct rounds *rounds, struct schedule *schedule)
{
	*rounds = (struct rounds){
		.first = schedule->count - schedule->cycle, .cycle = schedule->cycle, .schedule = schedule};
	for (uint32_t i = 0; i < rounds->cycle; i++)
		if (!schedule_add(schedule, schedule->grants[rounds->first + i]))
			return false;
	return true;
}

static bool same_step(const struct step *one, const struct step *other)
{
	return one->process == other->process && one->offer.kind == other->offer.kind &&
	       one->offer.action == other->offer.action && one->offer.object == other->offer.object &&
	       one->answer.outcome == other->answer.outcome && one->answer.a == other->answer.a &&
	       one->answer.b == other->answer.b && one->answer.content == other->answer.content;
}

/* Did the second round come to the same as the first? */
static bool same_steps(const struct rounds *rounds, struct run *run)
{
	uint32_t logged;
	const struct step *steps = run_steps(run, &logged);
	uint32_t count = rounds->second - rounds->begun;

	if (logged - rounds->second != count)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (!same_step(&steps[rounds->begun + i], &steps[rounds->second + i]))
			return false;
	return true;
}

void rounds_look(struct rounds *rounds, uint32_t taken, struct run *run, const struct parked *parked,
		 uint32_t count)
{
	struct standing standing[ROUNDS_PROCESSES];

	if (!rounds->cycle || count > ROUNDS_PROCESSES)
		return;
	if (taken == rounds->first) {
		run_steps(run, &rounds->begun);
		rounds->count = standing_of(parked, count, rounds->standing);
	} else if (taken == rounds->first + rounds->cycle) {
		run_steps(run, &rounds->second);
	} else if (taken == rounds->first + 2 * rounds->cycle) {
		standing_of(parked, count, standing);
		rounds->same = same_steps(rounds, run) &&
			       standing_same(rounds->standing, rounds->count, standing, count,
					     rounds->schedule->grants + rounds->first, rounds->cycle);
	}
}
