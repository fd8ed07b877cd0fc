/* Kill storms over Event: waiting, setting, clearing; and over waiting for any of several. */
#include "unit/storm.h"

static int event_worker(struct self *self, void *context)
{
	struct storm *storm = context;

	for (unsigned turn = self->number; !atomic_load(&storm->over); turn++) {
		if (turn % 3 == 0)
			act(self, storm->object, EVENT_CLEAR, 0, WAIT_FOREVER);
		else if (turn % 3 == 1)
			act(self, storm->object, EVENT_SET, 0, WAIT_FOREVER);
		else
			act(self, storm->object, EVENT_WAIT, 0, 2000000);
	}
	return 0;
}

static void event_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_EVENT, 0, 0, "flag");
}

/* Two events, one of which is set now and then; whoever waits for any of them is told which. */
static int any_worker(struct self *self, void *context)
{
	struct storm *storm = context;

	for (unsigned turn = self->number; !atomic_load(&storm->over); turn++) {
		struct watched both[2] = {{.handle = storm->object, .action = EVENT_WAIT},
					  {.handle = storm->second, .action = EVENT_WAIT}};
		struct handle one = both[turn / 3 % 2].handle;

		if (turn % 3 == 0)
			act(self, one, EVENT_CLEAR, 0, WAIT_FOREVER);
		else if (turn % 3 == 1)
			act(self, one, EVENT_SET, 0, WAIT_FOREVER);
		else if (operate_any(self, both, 2, 2000000) == OUTCOME_OK && !both[0].ready &&
			 !both[1].ready)
			say(self, "BROKEN: woken for nothing, turn", turn);
	}
	return 0;
}

static void any_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_EVENT, 0, 0, "one");
	storm->second = object_create(self, PRIMITIVE_EVENT, 0, 0, "two");
}

static void events_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = event_worker, .prepare = event_prepare});
}

static void waiting_for_any_survives(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = any_worker, .prepare = any_prepare});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_survive),
		cmocka_unit_test(waiting_for_any_survives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
