/* Lost updates: what is one, what is none, how many there are, and how it is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "unit/events.h"
#include "world/json.h"
#include "world/lost.h"
#include "world/words.h"

static struct world *world;
static uint32_t p1, p2, p3, counter;

static int open_world(void **state)
{
	(void)state;
	at_line = 0;
	world = world_create();
	if (!world)
		return -1;
	uint32_t main = born(world, "main", -1);
	p1 = born(world, "P1", main);
	p2 = born(world, "P2", main);
	p3 = born(world, "P3", main);
	counter = made_value(world, "counter", 'i', 40);
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	assert_null(world->inconsistent);
	world_destroy(world);
	return 0;
}

static void reads(uint32_t process, uint32_t line)
{
	at_line = line;
	did_with(world, process, counter, VALUE_READ, 0, "");
}

static void writes(uint32_t process, uint32_t line, int64_t value)
{
	at_line = line;
	did_with(world, process, counter, VALUE_WRITE, value, "");
}

static void expect_lost(int64_t updates)
{
	assert_int_equal(world_object(world, counter)->updates_lost, updates);
}

static void expect_words(uint32_t loss, const char *file, const char *expected)
{
	char text[512];

	assert_in_range(loss + 1, 1, world->loss_count);
	words_loss(world, &world->losses[loss], file, NULL, text, sizeof text);
	assert_string_equal(text, expected);
}

static void a_write_over_what_it_has_not_seen(void **state)
{
	(void)state;
	reads(p1, 7);
	reads(p2, 7);
	writes(p2, 9, 41);
	expect_lost(0);
	writes(p1, 8, 41); /* the same number: P2's update is lost all the same */
	expect_lost(1);
	expect_words(0, "two.lua",
		     "lost update of counter: P2 wrote 41 (two.lua:9); P1, which had read 40 (two.lua:7), "
		     "wrote 41 over it (two.lua:8): one update is lost");
	assert_int_equal(world->losses[0].seq, world->seq);
}

static void who_writes_without_reading_is_a_victim_too(void **state)
{
	(void)state;
	reads(p1, 7);
	writes(p2, 9, 0);
	writes(p1, 8, 41);
	expect_lost(1);
}

static void reading_again_sees_it(void **state)
{
	(void)state;
	reads(p1, 7);
	reads(p2, 7);
	writes(p2, 9, 41);
	reads(p1, 7);
	writes(p1, 8, 42);
	expect_lost(0);
	assert_int_equal(world->loss_count, 0);
}

static void an_assignment_loses_nothing(void **state)
{
	(void)state;
	writes(p1, 3, 1);
	writes(p2, 4, 2);
	reads(p2, 5);
	writes(p1, 3, 3);
	/* P1's read is used up by its first write. */
	reads(p1, 6);
	writes(p1, 7, 4);
	reads(p2, 5);
	writes(p2, 4, 5);
	writes(p1, 3, 0);
	expect_lost(0);
	assert_int_equal(world->loss_count, 0);
}

static void alone_nobody_loses_anything(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++) {
		reads(p1, 7);
		reads(p1, 7);
		writes(p1, 8, 41 + i);
		writes(p1, 9, 41 + i);
	}
	reads(p2, 7);
	reads(p3, 7);
	assert_int_equal(world->loss_count, 0);
}

/* A counter that only grows by one: its writes less its value is what was lost. */
static void the_count_is_exact(void **state)
{
	(void)state;
	reads(p1, 7);
	reads(p2, 7);
	reads(p3, 7);
	writes(p2, 7, 41);
	writes(p3, 7, 41); /* loses P2's */
	writes(p1, 7, 41); /* loses P3's; P2's is lost already */
	expect_lost(2);
	reads(p2, 7);
	for (int i = 0; i < 5; i++) {
		reads(p1, 7);
		writes(p1, 7, 42 + i);
	}
	writes(p2, 7, 42);
	expect_lost(7); /* of 9 writes 2 are left: 42 */
	assert_int_equal(world->loss_count, 1);
	assert_int_equal(world->losses[0].times, 3);
	assert_int_equal(world->losses[0].updates, 1);
}

static void a_pair_of_lines_is_told_once(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++) {
		reads(p1, 7);
		writes(p2, 9 + i % 2, 1);
		writes(p1, 8, 2);
	}
	assert_int_equal(world->loss_count, 2);
	assert_int_equal(world->losses[0].times, 50);
	expect_words(1, NULL,
		     "lost update of counter: P2 wrote 1 (line 10); P1, which had read 2 (line 7), wrote 2 "
		     "over it (line 8): one update is lost");
}

static void several_updates_at_once(void **state)
{
	char text[512];

	(void)state;
	reads(p1, 7);
	writes(p2, 9, 41);
	writes(p3, 9, 42);
	writes(p1, 8, 41);
	expect_lost(2);
	words_loss(world, &world->losses[0], NULL, NULL, text, sizeof text);
	assert_non_null(strstr(text, "P3 wrote 42"));
	assert_non_null(strstr(text, ": 2 updates are lost"));
}

/* One element, or a range of them: told.b is their bits or their number. */
static void element(uint32_t process, uint32_t array, unsigned action, int64_t index, int64_t b)
{
	told_clear();
	told.action = (uint8_t)action;
	told.a = index;
	told.b = b;
	told.version = world_object(world, array)->version + 1;
	tell(world, TRACE_DID, process, array);
}

static void elements_are_watched_each_for_itself(void **state)
{
	uint32_t array = made(world, PRIMITIVE_ARRAY, 5000, 'i', "a");

	(void)state;
	at_line = 4;
	element(p1, array, ARRAY_READ, 1, 0);
	element(p2, array, ARRAY_WRITE, 2, 7);
	element(p1, array, ARRAY_WRITE, 1, 5);
	assert_int_equal(world->loss_count, 0);
	element(p1, array, ARRAY_READ, 2, 7);
	element(p2, array, ARRAY_WRITE, 2, 8);
	element(p1, array, ARRAY_WRITE, 2, 9);
	expect_words(0, NULL,
		     "lost update of a[2]: P2 wrote 8 (line 4); P1, which had read 7 (line 4), wrote 9 over "
		     "it (line 4): one update is lost");
	assert_int_equal(world_object(world, array)->updates_lost, 1);
	assert_false(world_object(world, array)->unwatched);
}

static void ranges_read_and_write_their_elements(void **state)
{
	uint32_t array = made(world, PRIMITIVE_ARRAY, 5000, 'd', "a");

	(void)state;
	element(p1, array, ARRAY_SLICE, 1, 10);
	at_line = 6;
	element(p2, array, ARRAY_ASSIGN, 3, 2);
	element(p1, array, ARRAY_ASSIGN, 1, 10);
	assert_int_equal(world_object(world, array)->updates_lost, 2);
	expect_words(0, NULL,
		     "lost update of a[3]: P2 wrote it (line 6); P1, which had read it before, wrote over it "
		     "(line 6): one update is lost");
	/* A range that is read again sees it. */
	element(p1, array, ARRAY_READ, 20, 0);
	element(p2, array, ARRAY_WRITE, 20, 0);
	element(p1, array, ARRAY_SLICE, 1, 4000);
	element(p1, array, ARRAY_WRITE, 20, 0);
	assert_int_equal(world_object(world, array)->updates_lost, 2);
}

static void far_elements_are_not_watched_and_that_is_said(void **state)
{
	uint32_t array = made(world, PRIMITIVE_ARRAY, 5000, 'i', "a");

	(void)state;
	element(p1, array, ARRAY_READ, LOST_ELEMENTS + 1, 0);
	element(p1, array, ARRAY_WRITE, LOST_ELEMENTS + 1, 0);
	assert_false(world_object(world, array)->unwatched);
	element(p1, array, ARRAY_READ, LOST_ELEMENTS + 1, 0);
	element(p2, array, ARRAY_WRITE, LOST_ELEMENTS + 1, 0);
	element(p1, array, ARRAY_WRITE, LOST_ELEMENTS + 1, 0);
	assert_true(world_object(world, array)->unwatched);
	assert_int_equal(world_object(world, array)->updates_lost, 0);
	assert_int_equal(world->loss_count, 0);
}

static void past_the_bound_it_says_so(void **state)
{
	(void)state;
	told_step = 1000;
	for (uint32_t i = 0; i < LOST_MEMORIES / (2 * LOST_ELEMENTS); i++) {
		uint32_t array = made(world, PRIMITIVE_ARRAY, LOST_ELEMENTS, 'b', "a");
		element(p1, array, ARRAY_SLICE, 1, LOST_ELEMENTS);
	}
	assert_false(world->lost_cut);
	reads(p1, 7);
	assert_true(world->lost_cut);
	writes(p2, 9, 41);
	writes(p1, 8, 41);
	assert_int_equal(world->loss_count, 0);
	told_step = 1000000;
}

static void as_json(void **state)
{
	struct buffer out = {0};

	(void)state;
	reads(p1, 7);
	writes(p2, 9, 41);
	writes(p1, 8, 41);
	assert_true(json_loss(&out, world, &world->losses[0], "two.lua"));
	assert_true(buffer_add(&out, "", 1));
	assert_non_null(strstr(out.bytes, "{\"note\":\"lost update\",\"seq\":"));
	assert_non_null(strstr(out.bytes, "\"object\":\"counter\",\"number\":5,\"kind\":\"value\","
					  "\"process\":\"P1\",\"read_line\":7,\"had_read\":40,\"line\":8,"
					  "\"wrote\":41,\"over\":{\"process\":\"P2\",\"line\":9,"
					  "\"wrote\":41},\"updates\":1,\"sentence\":\"lost update of "));
	buffer_finish(&out);
}

int main(void)
{
#define LOST(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)
	const struct CMUnitTest tests[] = {
		LOST(a_write_over_what_it_has_not_seen),
		LOST(who_writes_without_reading_is_a_victim_too),
		LOST(reading_again_sees_it),
		LOST(an_assignment_loses_nothing),
		LOST(alone_nobody_loses_anything),
		LOST(the_count_is_exact),
		LOST(a_pair_of_lines_is_told_once),
		LOST(several_updates_at_once),
		LOST(elements_are_watched_each_for_itself),
		LOST(ranges_read_and_write_their_elements),
		LOST(far_elements_are_not_watched_and_that_is_said),
		LOST(past_the_bound_it_says_so),
		LOST(as_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
