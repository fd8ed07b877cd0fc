#include "world/fairness.h"

#include <math.h>
#include <stdlib.h>

#include "base/grow.h"
#include "base/statistics.h"

#define TAKES_KEPT (1u << 20) /* of an object; what comes later is not looked at */
#define CONTENDERS 256

struct contender {
	uint32_t process;
	uint32_t since; /* takes of the object when it came in */
};

struct contest {
	uint32_t *takes; /* whose they were, in order */
	uint32_t take_count, take_room;
	struct contender *contenders;
	uint32_t contender_count, contender_room;
};

static bool reserve(struct fairness *fairness, void *array, uint32_t *room, uint32_t count, size_t element)
{
	if (grow(array, room, count, element))
		return true;
	fairness->out_of_memory = true;
	return false;
}

static struct contest *contest_of(struct fairness *fairness, uint32_t object)
{
	if (object == 0 ||
	    !reserve(fairness, &fairness->contests, &fairness->room, object, sizeof *fairness->contests))
		return NULL;
	while (fairness->count < object)
		fairness->contests[fairness->count++] = (struct contest){0};
	return &fairness->contests[object - 1];
}

static void come_in(struct fairness *fairness, struct contest *contest, uint32_t process)
{
	for (uint32_t i = 0; i < contest->contender_count; i++)
		if (contest->contenders[i].process == process)
			return;
	if (contest->contender_count < CONTENDERS &&
	    reserve(fairness, &contest->contenders, &contest->contender_room, contest->contender_count + 1,
		    sizeof *contest->contenders))
		contest->contenders[contest->contender_count++] =
			(struct contender){.process = process, .since = contest->take_count};
}

static void waits(struct fairness *fairness, const struct world *world, const struct trace_event *event)
{
	const struct world_object *object = world_object(world, event->object);
	struct contest *contest = contest_of(fairness, event->object);

	if (!contest || !object)
		return;
	come_in(fairness, contest, event->process);
	for (uint32_t i = 0; i < object->taker_count; i++)
		come_in(fairness, contest, object->takers[i].process);
}

static void takes(struct fairness *fairness, const struct trace_event *event)
{
	struct contest *contest = contest_of(fairness, event->object);

	if (contest && contest->take_count < TAKES_KEPT &&
	    reserve(fairness, &contest->takes, &contest->take_room, contest->take_count + 1,
		    sizeof *contest->takes))
		contest->takes[contest->take_count++] = event->process;
}

void fairness_apply(struct fairness *fairness, const struct world *world, const struct trace_event *event)
{
	const struct primitive *primitive;

	if ((event->kind != TRACE_DID && event->kind != TRACE_WAITS) || event->primitive >= PRIMITIVES)
		return;
	primitive = primitive_get(event->primitive);
	if (event->action >= primitive->action_count || primitive->actions[event->action].takes <= 0)
		return;
	if (event->kind == TRACE_WAITS)
		waits(fairness, world, event);
	else if (event->outcome == OUTCOME_OK || event->outcome == OUTCOME_ABANDONED)
		takes(fairness, event);
}

/* One past the last take of a process: until then it competes. To the end, if it never got one. */
static uint32_t last_take(const struct contest *contest, uint32_t process)
{
	uint32_t end = contest->take_count;

	while (end > 0 && contest->takes[end - 1] != process)
		end--;
	return end ? end : contest->take_count;
}

static double index_of(const struct contest *contest)
{
	uint32_t from = 0, to = contest->take_count, total = 0;
	double shares[CONTENDERS] = {0};

	for (uint32_t i = 0; i < contest->contender_count; i++) {
		uint32_t end = last_take(contest, contest->contenders[i].process);
		from = contest->contenders[i].since > from ? contest->contenders[i].since : from;
		to = end < to ? end : to;
	}
	for (uint32_t at = from; at < to; at++)
		for (uint32_t i = 0; i < contest->contender_count; i++)
			if (contest->contenders[i].process == contest->takes[at]) {
				shares[i]++;
				total++;
				break;
			}
	if (contest->contender_count < 2 || total < 2 * contest->contender_count)
		return NAN;
	return statistics_jain(shares, contest->contender_count);
}

double fairness_index(const struct fairness *fairness, uint32_t *object)
{
	double least = NAN;

	*object = 0;
	for (uint32_t i = 0; i < fairness->count && !fairness->out_of_memory; i++) {
		double index = index_of(&fairness->contests[i]);
		if (isnan(index) || index >= least)
			continue;
		least = index;
		*object = i + 1;
	}
	return least;
}

void fairness_finish(struct fairness *fairness)
{
	for (uint32_t i = 0; i < fairness->count; i++) {
		free(fairness->contests[i].takes);
		free(fairness->contests[i].contenders);
	}
	free(fairness->contests);
	*fairness = (struct fairness){0};
}
