/* The timeline: what every process did when, in ticks; the most severe wins; memory is bounded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tui/timeline.h"
#include "unit/events.h"

#define MS 1000000

static struct world *world;
static struct timeline timeline;

static int open_timeline(void **state)
{
	(void)state;
	world = world_create();
	timeline_init(&timeline);
	told_step = MS;
	return world ? 0 : -1;
}

static int close_timeline(void **state)
{
	(void)state;
	timeline_finish(&timeline);
	world_destroy(world);
	return 0;
}

static void saw(void)
{
	timeline_apply(&timeline, world, &told);
}

static enum moment at(uint32_t process, int64_t from, int64_t to)
{
	return timeline_moment(&timeline, process, from, to, world->time + 50 * MS);
}

static void what_goes_on_lasts_until_something_else(void **state)
{
	uint32_t main = born(world, "main", -1);
	int64_t born_at = world->time;

	(void)state;
	saw();
	told_step = 100 * MS;
	sleeps(world, main, 500 * MS);
	saw();
	assert_int_equal(at(main, 0, born_at), MOMENT_NONE);
	assert_int_equal(at(main, born_at + 20 * MS, born_at + 30 * MS), MOMENT_RUNS);
	assert_int_equal(at(main, world->time + 20 * MS, world->time + 30 * MS), MOMENT_SLEEPS);
	assert_int_equal(at(main, world->time + 60 * MS, world->time + 70 * MS),
			 MOMENT_NONE); /* the future */
}

static void a_short_wait_never_vanishes(void **state)
{
	uint32_t main = born(world, "main", -1), lock = made_lock(world, "lock");

	(void)state;
	saw();
	waits(world, main, lock, LOCK_ACQUIRE);
	saw();
	told_step = 1;
	did(world, main, lock, LOCK_ACQUIRE);
	saw();
	assert_int_equal(at(main, 0, 1000 * MS), MOMENT_WAITS);
}

static void the_stuck_are_marked_and_unmarked(void **state)
{
	struct verdict verdict = {0};
	uint32_t a, b, one, two;

	(void)state;
	born(world, "main", -1);
	a = born(world, "A", 0);
	saw();
	b = born(world, "B", 0);
	saw();
	one = made_lock(world, "one");
	two = made_lock(world, "two");
	did(world, a, one, LOCK_ACQUIRE);
	saw();
	did(world, b, two, LOCK_ACQUIRE);
	saw();
	waits(world, a, two, LOCK_ACQUIRE);
	saw();
	waits(world, b, one, LOCK_ACQUIRE);
	saw();
	assert_int_equal(verdict_judge(world, &verdict), 0);
	timeline_judge(&timeline, &verdict, world->time);
	assert_int_equal(timeline.closed, world->time);
	assert_int_equal(at(a, world->time + MS, world->time + 2 * MS), MOMENT_STUCK);
	verdict_finish(&verdict);
	told_step = 10 * MS;
	killed(world, b, 9);
	saw();
	assert_int_equal(verdict_judge(world, &verdict), 0);
	timeline_judge(&timeline, &verdict, world->time);
	assert_int_equal(timeline.closed, -1);
	assert_int_equal(at(a, world->time + 2 * MS, world->time + 3 * MS), MOMENT_WAITS);
	assert_int_equal(at(b, world->time, world->time + MS), MOMENT_DIED);
	assert_int_equal(at(b, world->time + 2 * MS, world->time + 3 * MS), MOMENT_NONE);
	verdict_finish(&verdict);
}

static void an_hour_fits(void **state)
{
	uint32_t main = born(world, "main", -1);

	(void)state;
	saw();
	told_step = 1000 * (int64_t)MS;
	for (int i = 0; i < 1800; i++) {
		sleeps(world, main, 1000 * (int64_t)MS);
		saw();
		happens(world, TRACE_WOKE, main, 0, "");
		saw();
	}
	assert_true(timeline.rows[main].count <= TIMELINE_TICKS);
	assert_true(world->time / timeline.tick < TIMELINE_TICKS);
	assert_int_equal(at(main, 10000 * (int64_t)MS, 20000 * (int64_t)MS), MOMENT_RUNS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_goes_on_lasts_until_something_else, open_timeline,
						close_timeline),
		cmocka_unit_test_setup_teardown(a_short_wait_never_vanishes, open_timeline, close_timeline),
		cmocka_unit_test_setup_teardown(the_stuck_are_marked_and_unmarked, open_timeline,
						close_timeline),
		cmocka_unit_test_setup_teardown(an_hour_fits, open_timeline, close_timeline),
	};

	return cmocka_run_group_tests_name("timeline", tests, NULL, NULL);
}
