/* Kill storms over Barrier, with and without an action: it opens for all, or all find it broken. */
#include "unit/storm.h"

#include "runtime/steps.h"

/* Whoever finds it broken resets it. */
static int barrier_worker(struct self *self, void *context)
{
	struct storm *storm = context;

	while (!atomic_load(&storm->over)) {
		struct request arrive = {.action = BARRIER_ARRIVE};
		enum outcome outcome = operate(self, storm->object, &arrive, 2000000);
		int64_t why;

		if (outcome == OUTCOME_OK && (arrive.a < 0 || arrive.a >= 3)) {
			say(self, "BROKEN: an index of", arrive.a);
			return 1;
		}
		if (outcome == OUTCOME_OK && arrive.b && storm->policy)
			act(self, storm->object, BARRIER_OPEN, 0, WAIT_FOREVER);
		else if (outcome == OUTCOME_OK && !arrive.b)
			outcome = barrier_await(self, storm->object, 2000000, &why);
		if (outcome == OUTCOME_BROKEN)
			act(self, storm->object, BARRIER_RESET, 0, WAIT_FOREVER);
	}
	return 0;
}

static void barrier_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_BARRIER, 3, storm->policy, "barrier");
}

static void barrier_settle(struct self *self, struct storm *storm)
{
	union state state;

	object_peek(self, storm->object, &state);
	if (state.barrier.line.count)
		say(self, "BROKEN: so many are still in line:", state.barrier.line.count);
}

static void barriers_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){
		.worker = barrier_worker, .prepare = barrier_prepare, .settle = barrier_settle});
}

static void barriers_with_an_action_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){
		.worker = barrier_worker, .prepare = barrier_prepare, .settle = barrier_settle, .policy = 1});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(barriers_survive),
		cmocka_unit_test(barriers_with_an_action_survive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
