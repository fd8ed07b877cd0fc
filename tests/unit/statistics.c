/* Quantiles, histograms, fairness: against values that R, NumPy or a pencil give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <math.h>

#include "base/statistics.h"
#include "world/fairness.h"

#include "unit/events.h"

#define assert_near(value, expected) assert_true(fabs((value) - (expected)) < 1e-6)

static void a_quantile_lies_between_its_neighbours(void **state)
{
	double sample[] = {4, 1, 3, 2};

	(void)state;
	statistics_sort(sample, 4);
	assert_near(statistics_quantile(sample, 4, 0), 1);
	assert_near(statistics_quantile(sample, 4, 0.5), 2.5);
	assert_near(statistics_quantile(sample, 4, 0.9), 3.7); /* numpy.quantile([1,2,3,4], 0.9) */
	assert_near(statistics_quantile(sample, 4, 1), 4);
	assert_near(statistics_quantile(sample, 1, 0.99), 1);
	assert_true(isnan(statistics_quantile(sample, 0, 0.5)));
}

static void fairness_is_one_for_equals_and_one_in_n_for_one_alone(void **state)
{
	double equal[] = {7, 7, 7, 7}, alone[] = {9, 0, 0}, uneven[] = {1, 2, 3}, nothing[] = {0, 0};

	(void)state;
	assert_near(statistics_jain(equal, 4), 1);
	assert_near(statistics_jain(alone, 3), 1.0 / 3);
	assert_near(statistics_jain(uneven, 3), 36.0 / 42);
	assert_true(isnan(statistics_jain(nothing, 2)));
}

/* Values of R's binom.confint(method = "wilson"). */
static void a_rate_lies_in_wilsons_interval(void **state)
{
	struct interval none = statistics_wilson(0, 10), some = statistics_wilson(5, 50),
			all = statistics_wilson(10, 10), nobody = statistics_wilson(0, 0);

	(void)state;
	assert_near(none.low, 0);
	assert_near(none.high, 0.277533);
	assert_near(some.low, 0.043476);
	assert_near(some.high, 0.213602);
	assert_near(all.low, 0.722467);
	assert_near(all.high, 1);
	assert_near(nobody.low, 0);
	assert_near(nobody.high, 1);
}

static uint64_t total(const struct histogram *histogram)
{
	uint64_t sum = histogram->above;

	for (size_t i = 0; i < histogram->bins; i++)
		sum += histogram->counts[i];
	return sum;
}

static void bins_have_round_edges(void **state)
{
	double sample[] = {0.0031, 0.0032, 0.0047, 0.0099, 0.0121};
	struct histogram histogram = statistics_histogram(sample, 5);

	(void)state;
	assert_near(histogram.width, 0.001);
	assert_near(histogram.low, 0.003);
	assert_int_equal(histogram.counts[0], 2);
	assert_int_equal(histogram.counts[1], 1);
	assert_int_equal(histogram.counts[6], 1);
	assert_int_equal(total(&histogram), 5);
}

static void one_slow_run_does_not_stretch_the_bins(void **state)
{
	double sample[200];

	(void)state;
	for (int i = 0; i < 199; i++)
		sample[i] = 1 + i / 1000.0;
	sample[199] = 50;
	struct histogram histogram = statistics_histogram(sample, 200);
	assert_true(histogram.width <= 0.05);
	assert_true(histogram.bins >= 5);
	assert_true(histogram.above >= 1);
	assert_int_equal(total(&histogram), 200);
}

static void equal_times_are_one_bin(void **state)
{
	double same[] = {0.25, 0.25, 0.25}, zero[] = {0, 0};
	struct histogram histogram = statistics_histogram(same, 3), zeroes = statistics_histogram(zero, 2);

	(void)state;
	assert_int_equal(histogram.bins, 1);
	assert_int_equal(histogram.counts[0], 3);
	assert_true(histogram.low <= 0.25 && histogram.low + histogram.width > 0.25);
	assert_int_equal(zeroes.counts[0], 2);
	assert_int_equal(statistics_histogram(same, 0).bins, 0);
}

/* Two workers at a lock, and main, which looks once at the end. */
struct table {
	struct world *world;
	struct fairness fairness;
	uint32_t main, one, two, lock;
};

static struct table table;

static int setup(void **state)
{
	(void)state;
	table = (struct table){.world = world_create()};
	table.main = born(table.world, "main", -1);
	table.one = born(table.world, "P1", table.main);
	table.two = born(table.world, "P2", table.main);
	table.lock = made_lock(table.world, "lock");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fairness_finish(&table.fairness);
	world_destroy(table.world);
	return 0;
}

static void take(uint32_t process)
{
	did(table.world, process, table.lock, LOCK_ACQUIRE);
	fairness_apply(&table.fairness, table.world, &told);
}

static void give(uint32_t process)
{
	did(table.world, process, table.lock, LOCK_RELEASE);
	fairness_apply(&table.fairness, table.world, &told);
}

static void want(uint32_t process)
{
	waits(table.world, process, table.lock, LOCK_ACQUIRE);
	fairness_apply(&table.fairness, table.world, &told);
}

static void take_and_give(uint32_t process, int times)
{
	while (times--) {
		take(process);
		give(process);
	}
}

static double index_of_table(void)
{
	uint32_t object;
	double index = fairness_index(&table.fairness, &object);

	if (!isnan(index))
		assert_int_equal(object, table.lock);
	return index;
}

static void turns_are_fair(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		take(table.one);
		want(table.two);
		give(table.one);
		take(table.two);
		want(table.one);
		give(table.two);
	}
	/* When P2 first comes P1 has it: P2 P1 P2 P1 P2 P1, and P1 is done. */
	assert_near(index_of_table(), 1);
}

/* Each takes it ten times in all: only who looks at when sees that P2 was kept waiting. */
static void a_barging_lock_is_not_fair_though_the_counts_are_equal(void **state)
{
	(void)state;
	take(table.one);
	want(table.two);
	give(table.one);
	take_and_give(table.one, 9);
	take_and_give(table.two, 10);
	assert_near(index_of_table(), 0.5);
}

static void who_never_gets_it_counts(void **state)
{
	(void)state;
	take(table.one);
	want(table.two);
	give(table.one);
	take_and_give(table.one, 9);
	assert_near(index_of_table(), 0.5);
}

static void what_one_does_alone_says_nothing(void **state)
{
	(void)state;
	take_and_give(table.one, 10);
	take_and_give(table.two, 10);
	take_and_give(table.main, 1);
	assert_true(isnan(index_of_table()));
	want(table.two); /* nobody has it: it is alone in the contest */
	assert_true(isnan(index_of_table()));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quantile_lies_between_its_neighbours),
		cmocka_unit_test(fairness_is_one_for_equals_and_one_in_n_for_one_alone),
		cmocka_unit_test(a_rate_lies_in_wilsons_interval),
		cmocka_unit_test(bins_have_round_edges),
		cmocka_unit_test(one_slow_run_does_not_stretch_the_bins),
		cmocka_unit_test(equal_times_are_one_bin),
		cmocka_unit_test_setup_teardown(turns_are_fair, setup, teardown),
		cmocka_unit_test_setup_teardown(a_barging_lock_is_not_fair_though_the_counts_are_equal, setup,
						teardown),
		cmocka_unit_test_setup_teardown(who_never_gets_it_counts, setup, teardown),
		cmocka_unit_test_setup_teardown(what_one_does_alone_says_nothing, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
