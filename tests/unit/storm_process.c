/* Kill storms over processes: workers start children, which print and end, and join them. Whoever is killed
 * when, parents, children and those who are just being born: every child that was started can be joined,
 * and its exit code is its own or that of the kill. */
#include "unit/storm.h"

#define CHILD_CODE 7

static int child(struct self *self, void *context)
{
	(void)context;
	process_label(self, "a child");
	return CHILD_CODE;
}

static bool join(struct self *self, struct handle started)
{
	int code;

	if (process_join(self, started, WAIT_FOREVER, &code) == OUTCOME_OK &&
	    (code == CHILD_CODE || code == -SIGKILL || code == -SIGTERM))
		return true;
	say(self, "BROKEN: a child came to", code);
	return false;
}

/* Of four children one is a daemon, one is terminated, and one is joined only after the next. */
static int process_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	struct handle late = {0};

	for (int turn = 0; !atomic_load(&storm->over); turn++) {
		struct handle started;

		if (process_spawn(self, &started, NULL, turn % 4 == 1, child, NULL) < 0) {
			say(self, "BROKEN: it cannot start a child, turn", turn);
			return 1;
		}
		if (turn % 4 == 2)
			process_signal(self, started, SIGTERM);
		if (turn % 4 == 3)
			late = started;
		else if (!join(self, started) || (turn % 4 == 0 && late.index && !join(self, late)))
			return 1;
	}
	return 0;
}

static void process_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_EVENT, 0, 0, "unused");
}

static void processes_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = process_worker, .prepare = process_prepare});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(processes_survive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
