/* Kill storms over Condition: nobody is forgotten in its line, and whoever waited has its lock again. */
#include "unit/storm.h"

#include "runtime/steps.h"

/* Some wait, some notify, all with its lock. */
static int condition_worker(struct self *self, void *context)
{
	struct storm *storm = context;

	for (unsigned turn = self->number; !atomic_load(&storm->over); turn++) {
		enum outcome taken = lock_take(self, storm->lock, 1, WAIT_FOREVER);

		if (turn % 2)
			act(self, storm->object, CONDITION_NOTIFY, turn % 4 == 1 ? 1 : 100, WAIT_FOREVER);
		else
			condition_await(self, storm->object, storm->lock, turn % 3 ? 2000000 : 50000, &taken);
		if (!inside(self, storm, true))
			return 1;
		if (act(self, storm->lock, LOCK_RELEASE, 0, WAIT_FOREVER) != OUTCOME_OK) {
			say(self, "BROKEN: not the owner after a wait, turn", turn);
			return 1;
		}
	}
	return 0;
}

static void condition_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_CONDITION, 0, 0, "condition");
	storm->lock = object_create(self, PRIMITIVE_RLOCK, 0, 0, "its lock");
	storm->second = object_create(self, PRIMITIVE_VALUE, 'q', 0, "guarded");
}

static void condition_settle(struct self *self, struct storm *storm)
{
	union state state;

	object_peek(self, storm->object, &state);
	if (state.condition.line.count)
		say(self, "BROKEN: so many are still in line:", state.condition.line.count);
}

static void conditions_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){
		.worker = condition_worker, .prepare = condition_prepare, .settle = condition_settle});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions_survive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
