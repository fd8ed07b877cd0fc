/* Schedules as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "schedule/schedule.h"

/* The end of every message. */
#define HOW "steps are written 1, 1!, 1x or 1=2"

static char message[256];

static struct schedule parse(const char *text)
{
	struct schedule schedule = {0};

	if (schedule_parse(&schedule, text, message, sizeof message))
		fail_msg("%s", message);
	return schedule;
}

static void assert_grant(const struct grant *grant, uint32_t process, uint32_t decision)
{
	assert_int_equal(grant->process, process);
	assert_int_equal(grant->decision, decision);
}

static void every_kind_of_step_is_read(void **state)
{
	struct schedule schedule = parse("0 1\t2!\n 1x  3=2 12");

	assert_int_equal(schedule.count, 6);
	assert_grant(&schedule.grants[0], 0, DECISION_GO);
	assert_grant(&schedule.grants[1], 1, DECISION_GO);
	assert_grant(&schedule.grants[2], 2, DECISION_TIMEOUT);
	assert_grant(&schedule.grants[3], 1, DECISION_KILL);
	assert_grant(&schedule.grants[4], 3, DECISION_CHOICE + 2);
	assert_grant(&schedule.grants[5], 12, DECISION_GO);
	schedule_finish(&schedule);
	(void)state;
}

static void a_star_repeats(void **state)
{
	struct schedule schedule = parse("1*3 0!*2");

	assert_int_equal(schedule.count, 5);
	assert_grant(&schedule.grants[2], 1, DECISION_GO);
	assert_grant(&schedule.grants[4], 0, DECISION_TIMEOUT);
	schedule_finish(&schedule);
	(void)state;
}

static void an_empty_text_is_no_step(void **state)
{
	struct schedule schedule = parse(" \n");

	assert_int_equal(schedule.count, 0);
	schedule_finish(&schedule);
	(void)state;
}

static void what_is_printed_reads_back(void **state)
{
	static const char text[] = "0 1 1 1 2! 1x 3=2 3=0 65535";
	struct schedule schedule = parse(text);
	struct buffer out = {0};

	assert_true(schedule_print(&out, schedule.grants, schedule.count));
	assert_string_equal(buffer_text(&out), text);
	buffer_finish(&out);
	schedule_finish(&schedule);
	(void)state;
}

static void a_round_comes_last_in_parentheses(void **state)
{
	static const char text[] = "0 0 (1! 2 1)";
	struct schedule schedule = parse(text);
	struct buffer out = {0};

	assert_int_equal(schedule.count, 5);
	assert_int_equal(schedule.cycle, 3);
	assert_true(schedule_print_round(&out, schedule.grants, schedule.count, schedule.cycle));
	assert_string_equal(buffer_text(&out), text);
	buffer_finish(&out);
	schedule_finish(&schedule);
	(void)state;
}

static void a_wrong_step_is_named_by_its_place(void **state)
{
	static const struct {
		const char *text, *message;
	} wrong[] = {
		{"0 1 y",
		 "the schedule's step 3, \"y\" at byte 5, starts with no process number (0 to 65535); " HOW},
		{"0 1,2",
		 "the schedule's step 2, \"1,2\" at byte 3, goes on with what is no part of one; " HOW},
		{"3=",
		 "the schedule's step 1, \"3=\" at byte 1, has no number from 0 to 65535 behind =; " HOW},
		{"3*0",
		 "the schedule's step 1, \"3*0\" at byte 1, has no number from 1 to 1000000 behind *; " HOW},
		{"0 99999999999999999999999",
		 "the schedule's step 2, \"99999999999999999999999\" at byte 3, starts with no "
		 "process number (0 to "
		 "65535); " HOW},
		{"1*1000000 1*1",
		 "the schedule's step 2, \"1*1\" at byte 11, makes more than 1000000 steps; " HOW},
		{"0 (1) 2",
		 "the schedule's step 3, \")\" at byte 5, ends a round, and a round comes last; " HOW},
		{"0 ()", "the schedule's step 2, \")\" at byte 4, ends a round that has no step; " HOW},
		{"0 (1", "the schedule's step 3, \"\" at byte 5, is missing: a round has no end; " HOW},
		{"-1",
		 "the schedule's step 1, \"-1\" at byte 1, starts with no process number (0 to 65535); " HOW},
	};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct schedule schedule = parse("7 7");

		assert_int_equal(schedule_parse(&schedule, wrong[i].text, message, sizeof message), -EINVAL);
		assert_string_equal(message, wrong[i].message);
		assert_int_equal(schedule.count, 2); /* as it was */
		schedule_finish(&schedule);
	}
	(void)state;
}

static void a_hundred_thousand_steps_take_no_time(void **state)
{
	struct schedule schedule = {0}, again = {0};
	struct buffer out = {0};
	clock_t start = clock(); /* of the processor: others may use it, too */

	for (uint32_t i = 0; i < 100000; i++)
		assert_true(schedule_add(&schedule, (struct grant){i % 64, DECISION_GO + i % 5}));
	assert_true(schedule_print(&out, schedule.grants, schedule.count));
	assert_int_equal(schedule_parse(&again, buffer_text(&out), message, sizeof message), 0);
	assert_int_equal(again.count, schedule.count);
	assert_memory_equal(again.grants, schedule.grants, schedule.count * sizeof *again.grants);
	assert_true(clock() - start < CLOCKS_PER_SEC); /* 15 ms where this was written */
	buffer_finish(&out);
	schedule_finish(&schedule);
	schedule_finish(&again);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_step_is_read),
		cmocka_unit_test(a_star_repeats),
		cmocka_unit_test(an_empty_text_is_no_step),
		cmocka_unit_test(what_is_printed_reads_back),
		cmocka_unit_test(a_round_comes_last_in_parentheses),
		cmocka_unit_test(a_wrong_step_is_named_by_its_place),
		cmocka_unit_test(a_hundred_thousand_steps_take_no_time),
	};

	return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
