#include "schedule/shorten.h"

#include <stdlib.h>
#include <string.h>

#include "schedule/decisions.h"
#include "schedule/path.h"

#define STEPS_MAX 60000u /* of the model, in all: a tenth of a second or so */

struct move { /* a step, whoever else has been started before */
	uint32_t instance, decision;
};

struct shortening {
	struct knowledge *knowledge;
	struct model *model;
	bool lazy;
	struct strangers strangers; /* nobody is known to be one */
	char *here, *there;
	struct move *moves, *trial;
	uint32_t count;
	uint32_t steps; /* taken so far */
	struct judgement judgement;
};

/* A deadlock of some might be none: not all is known yet of who frees whom. */
static bool is_certain(const struct judgement *judgement)
{
	return judgement->failure != FAILURE_NONE &&
	       (judgement->failure != FAILURE_DEADLOCK || judgement->whole);
}

static bool may_take(const struct shortening *it, uint32_t place, uint32_t decision)
{
	uint32_t choice = decision >= DECISION_CHOICE ? decision - DECISION_CHOICE : 0;

	return place != UINT32_MAX && decision != DECISION_KILL && model_offer(it->model, it->here, place) &&
	       decision_at(it->model, it->here, place, choice, it->lazy) == decision;
}

static struct judgement judge(const struct shortening *it)
{
	return judge_state(it->model, it->knowledge, it->here, &it->strangers);
}

/* One step from `here`. */
static bool take(struct shortening *it, struct move move)
{
	uint32_t place = model_place(it->model, it->here, move.instance);
	char *there = it->there;
	struct taken taken;
	size_t size;

	it->steps++;
	if (!may_take(it, place, move.decision) ||
	    model_step(it->model, it->here, place, move.decision, there, &size, &taken) != STEP_DONE)
		return false;
	it->there = it->here;
	it->here = there;
	return true;
}

/* After how many of these steps has it failed? UINT32_MAX: it does not. Steps that cannot be taken are left
 * out if `lenient`, and the moves that are left are moved together. */
static uint32_t fails_after(struct shortening *it, struct move *moves, uint32_t count, bool lenient,
			    struct judgement *judgement)
{
	uint32_t taken = 0;

	if (!model_initial(it->model, it->here))
		return UINT32_MAX;
	for (uint32_t i = 0; i < count; i++) {
		if (!take(it, moves[i])) {
			if (!lenient)
				return UINT32_MAX;
			continue;
		}
		moves[taken++] = moves[i];
		*judgement = judge(it);
		if (is_certain(judgement))
			return taken;
	}
	return UINT32_MAX;
}

static uint32_t switches(const struct move *moves, uint32_t count)
{
	uint32_t sum = 0;

	for (uint32_t i = 1; i < count; i++)
		sum += moves[i].instance != moves[i - 1].instance;
	return sum;
}

/* Keep the trial if it fails in the same way, in fewer steps, or in as many with fewer switches. */
static bool keep_if_better(struct shortening *it, uint32_t count, bool lenient)
{
	struct judgement judgement;
	uint32_t after = fails_after(it, it->trial, count, lenient, &judgement);

	if (after == UINT32_MAX || judgement.failure != it->judgement.failure || after > it->count ||
	    (after == it->count && switches(it->trial, after) >= switches(it->moves, it->count)))
		return false;
	memcpy(it->moves, it->trial, after * sizeof *it->moves);
	it->count = after;
	it->judgement = judgement;
	return true;
}

static bool leave_out(struct shortening *it, uint32_t at)
{
	memcpy(it->trial, it->moves, at * sizeof *it->trial);
	memcpy(it->trial + at, it->moves + at + 1, (it->count - at - 1) * sizeof *it->trial);
	return keep_if_better(it, it->count - 1, true);
}

/* Whoever took the step before `at` goes on with its next steps first, as many as it takes in a row. */
static bool go_on_first(struct shortening *it, uint32_t at)
{
	uint32_t instance = it->moves[at - 1].instance, from = at, to;

	while (from < it->count && it->moves[from].instance != instance)
		from++;
	for (to = from; to < it->count && it->moves[to].instance == instance;)
		to++;
	if (from == at || from == to)
		return false;
	memcpy(it->trial, it->moves, at * sizeof *it->trial);
	memcpy(it->trial + at, it->moves + from, (to - from) * sizeof *it->trial);
	memcpy(it->trial + at + to - from, it->moves + at, (from - at) * sizeof *it->trial);
	memcpy(it->trial + to, it->moves + to, (it->count - to) * sizeof *it->trial);
	return keep_if_better(it, it->count, false);
}

static void improve(struct shortening *it)
{
	bool better;

	do {
		better = false;
		for (uint32_t i = it->count; i-- > 0 && it->steps < STEPS_MAX;)
			if (i < it->count)
				better |= leave_out(it, i);
		for (uint32_t i = 1; i < it->count && it->steps < STEPS_MAX; i++)
			better |= go_on_first(it, i);
	} while (better && it->steps < STEPS_MAX);
}

/* The numbers of a run become instances. */
static bool read_moves(struct shortening *it, const struct grant *grants, uint32_t count)
{
	uint32_t instances[MODEL_PROCESSES] = {0}, numbered = 1;

	if (!model_initial(it->model, it->here))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (grants[i].process >= numbered)
			return false;
		struct move move = {instances[grants[i].process], grants[i].decision};
		uint32_t place = model_place(it->model, it->here, move.instance);
		uint32_t at = ((struct state_header *)it->here)->nodes[place] & AT_NODE;

		it->moves[i] = move;
		if (at != AT_GONE && numbered < MODEL_PROCESSES &&
		    knowledge_node(it->knowledge, at)->offer.kind == OFFER_START)
			instances[numbered++] = knowledge_node(it->knowledge, at)->started;
		if (!take(it, move))
			return false;
		it->judgement = judge(it);
		if (is_certain(&it->judgement)) {
			it->count = i + 1;
			return true;
		}
	}
	return false;
}

static bool write_moves(struct shortening *it, struct grant *grants, uint32_t count)
{
	struct grant *written = NULL;
	uint32_t room = 0;
	struct path path;
	bool fits = model_initial(it->model, it->here) != 0;

	path_begin(&path, &written, &room);
	for (uint32_t i = 0; fits && i < it->count; i++) {
		uint32_t place = model_place(it->model, it->here, it->moves[i].instance);

		fits = path_add(&path, it->knowledge, it->here, place, it->moves[i].decision) &&
		       take(it, it->moves[i]);
	}
	fits = fits && path.count <= count;
	if (fits)
		memcpy(grants, written, path.count * sizeof *grants);
	free(written);
	return fits;
}

uint32_t shorten(struct knowledge *knowledge, struct model *model, struct grant *grants, uint32_t count,
		 bool lazy, struct judgement *judgement)
{
	struct shortening it = {.knowledge = knowledge,
				.model = model,
				.lazy = lazy,
				.here = malloc(MODEL_STATE_MAX),
				.there = malloc(MODEL_STATE_MAX),
				.moves = calloc(count + 1, sizeof *it.moves),
				.trial = calloc(count + 1, sizeof *it.trial)};
	uint32_t left = 0;

	if (it.here && it.there && it.moves && it.trial && read_moves(&it, grants, count)) {
		improve(&it);
		if (write_moves(&it, grants, count))
			left = it.count;
		*judgement = it.judgement;
	}
	free(it.here);
	free(it.there);
	free(it.moves);
	free(it.trial);
	return left;
}
