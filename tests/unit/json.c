/* JSON Lines: every line is read back by another program's parser. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <cJSON.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>

#include "unit/events.h"
#include "world/json.h"

static struct world *world;
static struct buffer out;
static uint32_t main_process, p1;

static int open_world(void **state)
{
	(void)state;
	at_line = 0;
	world = world_create();
	if (!world)
		return -1;
	main_process = born(world, "main", -1);
	p1 = born(world, "P1", main_process);
	return 0;
}

static int close_world(void **state)
{
	(void)state;
	world_destroy(world);
	buffer_finish(&out);
	return 0;
}

/* The line about the last event. */
static void expect(const char *line)
{
	out.length = 0;
	assert_true(json_event(&out, world, &told));
	assert_string_equal(buffer_text(&out), line);
}

static cJSON *parse(void)
{
	cJSON *line = cJSON_Parse(buffer_text(&out));

	assert_non_null(line);
	assert_int_equal(out.bytes[out.length - 1], '\n');
	assert_null(memchr(out.bytes, '\n', out.length - 1)); /* one line */
	return line;
}

static const char *text_of(const cJSON *object, const char *key)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(object, key));

	return text ? text : "(nothing)";
}

static void what_every_event_has(void **state)
{
	uint32_t lock = made_lock(world, "fork0");

	(void)state;
	at_line = 14;
	did(world, p1, lock, LOCK_ACQUIRE);
	expect("{\"seq\":6,\"t\":0.006000,\"process\":\"P1\",\"pid\":1001,\"event\":\"did\","
	       "\"object\":\"fork0\",\"number\":3,"
	       "\"kind\":\"lock\",\"action\":\"acquire\",\"outcome\":\"ok\",\"line\":14}\n");
	waits_until(world, main_process, lock, LOCK_ACQUIRE, 2500000);
	expect("{\"seq\":7,\"t\":0.007000,\"process\":\"main\",\"pid\":1000,\"event\":\"waits\","
	       "\"object\":\"fork0\",\"number\":3,"
	       "\"kind\":\"lock\",\"action\":\"acquire\",\"line\":14,\"deadline\":0.002500,"
	       "\"held_by\":\"P1\"}\n");
	happens(world, TRACE_FINISHED, TRACE_SANDBOX, 0, "");
	expect("{\"seq\":8,\"t\":0.008000,\"process\":null,\"event\":\"finished\"}\n");
}

static void what_some_events_add(void **state)
{
	uint32_t p2 = born(world, "P2", p1), jobs, ratio;
	union state half = {.value.as.number = 0.1};

	(void)state;
	expect("{\"seq\":6,\"t\":0.006000,\"process\":\"P2\",\"pid\":1002,\"event\":\"born\","
	       "\"object\":\"P2\",\"number\":3,"
	       "\"kind\":\"process\",\"parent\":\"P1\"}\n");
	killed(world, p2, SIGKILL);
	expect("{\"seq\":7,\"t\":0.007000,\"process\":\"P2\",\"pid\":1002,\"event\":\"killed\","
	       "\"object\":\"P2\",\"number\":3,"
	       "\"kind\":\"process\",\"exit_code\":-9,\"signal\":\"SIGKILL\"}\n");
	jobs = made_queue(world, "jobs", 3);
	put(world, p1, jobs, "{1}");
	expect("{\"seq\":9,\"t\":0.009000,\"process\":\"P1\",\"pid\":1001,\"event\":\"did\","
	       "\"object\":\"jobs\",\"number\":4,"
	       "\"kind\":\"queue\",\"action\":\"put\",\"outcome\":\"ok\",\"item\":1,\"preview\":\"{1}\"}\n");
	ratio = made_value(world, "ratio", 'd', 0);
	did_with(world, p1, ratio, VALUE_WRITE, half.value.as.integer, "");
	expect("{\"seq\":11,\"t\":0.011000,\"process\":\"P1\",\"pid\":1001,\"event\":\"did\","
	       "\"object\":\"ratio\",\"number\":5,"
	       "\"kind\":\"value\",\"action\":\"write\",\"outcome\":\"ok\",\"value\":0.1}\n");
	half.value.as.number = NAN;
	did_with(world, p1, ratio, VALUE_WRITE, half.value.as.integer, "");
	assert_non_null(strstr((out.length = 0, json_event(&out, world, &told), buffer_text(&out)),
			       "\"value\":null}"));
	signals(world, TRACE_SANDBOX, p1, SIGTERM);
	expect("{\"seq\":13,\"t\":0.013000,\"process\":null,\"event\":\"signalled\",\"to\":\"P1\","
	       "\"signal\":\"SIGTERM\"}\n");
}

/* A void number is a line too, so that a reader can see that nothing is missing. */
static void void_numbers_are_written(void **state)
{
	(void)state;
	happens(world, TRACE_VOID, p1, 0, "");
	expect("{\"seq\":5,\"t\":0.005000,\"process\":\"P1\",\"pid\":1001,\"event\":\"void\"}\n");
}

static void any_bytes_become_valid_text(void **state)
{
	char bytes[TRACE_TEXT_MAX];

	(void)state;
	told_clear();
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(i % 256);
	memcpy(told.text, bytes, sizeof bytes);
	told.length = sizeof bytes;
	tell(world, TRACE_SAID, p1, 0);
	out.length = 0;
	assert_true(json_event(&out, world, &told));
	assert_non_null(strstr(buffer_text(&out), "\"\\u0000\\u0001"));
	assert_non_null(strstr(buffer_text(&out), "\\b\\t\\n\\u000b\\f\\r\\u000e"));
	assert_non_null(strstr(buffer_text(&out), "~\\u007f\xef\xbf\xbd\xef\xbf\xbd"));
	said(world, p1, "锁 \"\\ \xc3");
	out.length = 0;
	json_event(&out, world, &told);
	cJSON *line = parse();
	assert_string_equal(text_of(line, "text"), "锁 \"\\ \xef\xbf\xbd");
	cJSON_Delete(line);
}

static void the_verdict_of_a_deadlock(void **state)
{
	struct verdict verdict;
	struct json_ending ending = {.verdict = "deadlock", .file = "two.lua", .seed = 7, .status = 1};

	(void)state;
	world_destroy(world);
	world = world_create();
	philosophers(world, 2);
	joins(world, 0, 1);
	verdict_judge(world, &verdict);
	assert_true(json_verdict(&out, world, &verdict, &ending));
	cJSON *line = parse();
	assert_string_equal(text_of(line, "verdict"), "deadlock");
	assert_int_equal(cJSON_GetNumberValue(cJSON_GetObjectItem(line, "seed")), 7);
	assert_true(cJSON_IsTrue(cJSON_GetObjectItem(line, "whole")));
	cJSON *ring = cJSON_GetObjectItem(line, "ring"), *stuck = cJSON_GetObjectItem(line, "stuck");
	assert_int_equal(cJSON_GetArraySize(ring), 2);
	assert_string_equal(cJSON_GetStringValue(cJSON_GetArrayItem(ring, 0)), "P1");
	assert_int_equal(cJSON_GetArraySize(stuck), 3);
	cJSON *first = cJSON_GetArrayItem(stuck, 1), *waits = cJSON_GetObjectItem(first, "waits");
	assert_string_equal(text_of(first, "process"), "P1");
	assert_string_equal(text_of(waits, "object"), "fork1");
	assert_string_equal(text_of(waits, "for"), "P2");
	assert_int_equal(cJSON_GetNumberValue(cJSON_GetObjectItem(waits, "line")), 14);
	cJSON *held = cJSON_GetArrayItem(cJSON_GetObjectItem(first, "holds"), 0);
	assert_string_equal(text_of(held, "object"), "fork0");
	assert_int_equal(cJSON_GetNumberValue(cJSON_GetObjectItem(held, "line")), 13);
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(line, "processes")), 3);
	cJSON_Delete(line);
	verdict_finish(&verdict);
}

static void the_verdict_of_a_failed_run(void **state)
{
	struct verdict verdict = {.kind = VERDICT_NONE};
	struct json_ending ending = {.verdict = "failed", .file = "x.lua", .status = 1};

	(void)state;
	fails(world, p1, ERROR_PLAIN, "x.lua:3: \"no\"\nstack traceback:");
	exited(world, p1, 1);
	assert_true(json_verdict(&out, world, &verdict, &ending));
	cJSON *line = parse();
	cJSON *process = cJSON_GetArrayItem(cJSON_GetObjectItem(line, "processes"), 1);
	assert_string_equal(text_of(process, "error"), "x.lua:3: \"no\"\nstack traceback:");
	assert_int_equal(cJSON_GetNumberValue(cJSON_GetObjectItem(process, "exit_code")), 1);
	assert_true(cJSON_IsNull(cJSON_GetObjectItem(
		cJSON_GetArrayItem(cJSON_GetObjectItem(line, "processes"), 0), "exit_code")));
	cJSON_Delete(line);
}

/* Random events: whatever is in them, each gives one line that can be read. */
static void garbage_is_written_as_valid_json(void **state)
{
	(void)state;
	srandom(2);
	made_lock(world, "lock");
	made_queue(world, "queue", 2);
	made_value(world, "value", 'd', -1);
	for (int i = 0; i < 3000; i++) {
		for (size_t byte = 0; byte < sizeof told; byte++)
			((char *)&told)[byte] = (char)random();
		told.kind %= TRACE_KINDS + 1;
		told.process %= 4;
		told.object %= 8;
		told.seq = world->seq + 1;
		for (size_t byte = 0; byte < TRACE_TEXT_MAX; byte++)
			if (told.text[byte] == '\0') /* which cJSON could not give back */
				told.text[byte] = '0';
		told.text[TRACE_TEXT_MAX] = '\0';
		world_apply(world, &told);
		out.length = 0;
		assert_true(json_event(&out, world, &told));
		cJSON_Delete(parse());
	}
}

int main(void)
{
#define JSON(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)
	const struct CMUnitTest tests[] = {
		JSON(what_every_event_has),
		JSON(what_some_events_add),
		JSON(void_numbers_are_written),
		JSON(any_bytes_become_valid_text),
		JSON(the_verdict_of_a_deadlock),
		JSON(the_verdict_of_a_failed_run),
		JSON(garbage_is_written_as_valid_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
