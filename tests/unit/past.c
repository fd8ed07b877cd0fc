/* Going back: the world as it was after any number of events is the same however one came there, and it does
 * not take long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tui/session.h"
#include "unit/events.h"
#include "world/copy.h"
#include "world/json.h"

static char path[256], message[600];

static int name_file(void **state)
{
	const char *folder = getenv("TMPDIR");

	(void)state;
	snprintf(path, sizeof path, "%s/past-%d.jsonl", folder ? folder : "/tmp", (int)getpid());
	return 0;
}

static int remove_file(void **state)
{
	(void)state;
	unlink(path);
	return 0;
}

/* A run of so many events, about: six processes and two locks, a queue, prints; with waits, so that there is
 * something to judge. Each event goes to `see`. */
static void tell_run(uint64_t events, void (*see)(void *context), void *context)
{
	struct world *world = world_create();
	uint32_t locks[2], jobs;

#define TOLD(call) (call), see(context)
	at_line = 0;
	told_step = 20000000;
	for (uint32_t i = 0; i < 6; i++) {
		TOLD(made(world, PRIMITIVE_PROCESS, i, 0, "worker"));
		told_clear();
		told.a = 1000 + i;
		told.b = (int64_t)i - 1;
		told_text("worker");
		TOLD(tell(world, TRACE_BORN, i, i + 1));
	}
	for (int i = 0; i < 2; i++)
		TOLD(locks[i] = made_lock(world, i ? "right" : "left"));
	TOLD(jobs = made_queue(world, "jobs", 0));
	for (uint32_t n = 0; world->seq < events; n++) {
		uint32_t one = n % 5 + 1, other = (n + 1) % 5 + 1, lock = locks[n % 2];
		at_line = n % 40 + 1;
		TOLD(did(world, one, lock, LOCK_ACQUIRE));
		TOLD(waits(world, other, lock, LOCK_ACQUIRE));
		TOLD(put(world, one, jobs, "item"));
		TOLD(did(world, one, lock, LOCK_RELEASE));
		TOLD(did(world, other, lock, LOCK_ACQUIRE));
		TOLD(did(world, other, jobs, QUEUE_GET));
		TOLD(did(world, other, lock, LOCK_RELEASE));
	}
	assert_null(world->inconsistent);
	world_destroy(world);
}

static void record(void *recording)
{
	recording_add(recording, &told);
}

static void open_session(struct session *session, uint64_t events)
{
	struct recording_header header = {.scenario = "x.lua"};
	struct recording_reader *reader;
	struct recording *recording;

	assert_int_equal(recording_create(&recording, path, &header, primitive_word, message, sizeof message),
			 0);
	tell_run(events, record, recording);
	assert_int_equal(recording_close(recording, "finished", NULL, message, sizeof message), 0);
	assert_int_equal(recording_open(&reader, path, primitive_word, message, sizeof message), 0);
	assert_int_equal(session_init(session), 0);
	assert_int_equal(session_play(session, reader, message, sizeof message), 0);
	assert_string_equal(message, "");
	recording_finish(reader);
}

/* All that the views read, as text. */
static void describe(struct buffer *out, const struct picture *picture)
{
	const struct world *world = picture->world;
	struct json_ending ending = {.verdict = "x", .file = "x", .time = world->time};

	out->length = 0;
	json_verdict(out, world, &picture->verdict, &ending);
	for (uint32_t i = 0; i < world->object_count; i++) {
		const struct world_object *object = &world->objects[i];

		buffer_print(out, "%s %u %u items %u users %u takers %u\n", object->name, object->version,
			     object->last_user, object->item_count, object->user_count, object->taker_count);
		buffer_add(out, &object->state, sizeof object->state);
	}
	for (uint32_t i = 0; i < world->process_count; i++) {
		const struct world_process *process = &world->processes[i];

		buffer_print(out, "%s %d line %u steps %u since %lld target %u held %u\n", process->name,
			     (int)process->doing, process->line, process->steps, (long long)process->since,
			     process->target, process->held_count);
		if (i < picture->timeline.row_count)
			buffer_add(out, picture->timeline.rows[i].ticks, picture->timeline.rows[i].count);
	}
}

/* The last line of the Events panel. */
static const char *last_line(const struct picture *picture)
{
	const struct history_line *line =
		history_line(&picture->history, (int64_t)picture->history.total - 1);

	return line ? line->text : "";
}

static void a_moment_is_the_same_from_both_sides(void **state)
{
	static const uint64_t places[] = {
		1, 13, 500, TAPE_BLOCK - 1, TAPE_BLOCK, TAPE_BLOCK + 1, 3 * TAPE_BLOCK + 77, 49999};
	const size_t count = sizeof places / sizeof *places;
	struct buffer forward[8] = {0}, back = {0};
	char lines[8][160];
	struct session session;

	open_session(&session, 50000);
	for (size_t i = 0; i < count; i++) {
		assert_true(session_seek(&session, places[i]));
		assert_int_equal(session.picture.world->seq, places[i]);
		describe(&forward[i], &session.picture);
		snprintf(lines[i], sizeof lines[i], "%s", last_line(&session.picture));
	}
	session_seek(&session, UINT64_MAX);
	assert_false(session_is_past(&session));
	for (size_t i = count; i--;) {
		assert_true(session_seek(&session, places[i]));
		describe(&back, &session.picture);
		assert_int_equal(back.length, forward[i].length);
		assert_memory_equal(back.bytes, forward[i].bytes, back.length);
		assert_string_equal(last_line(&session.picture), lines[i]);
		buffer_finish(&forward[i]);
	}
	assert_null(session.picture.world->inconsistent);
	buffer_finish(&back);
	session_finish(&session);
	(void)state;
}

/* The machine may be busy with other things. */
static int64_t processor_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void a_step_back_in_a_long_run_is_quick(void **state)
{
	struct trace_event event;
	struct session session;
	int64_t longest = 0;

	open_session(&session, 100000);
	session_seek(&session, UINT64_MAX);
	for (int i = 0; i < 20; i++) {
		int64_t start = processor_time(), took;

		assert_true(session_event(&session, -1, &event));
		took = processor_time() - start;
		longest = took > longest ? took : longest;
		session_seek(&session, session.at - 3000);
	}
	print_message("# a step back among 100 000 events: %.1f ms at most\n", (double)longest / 1e6);
	assert_true(longest <
		    1000000000); /* 50 ms is what we want; the sanitizers' build takes ten times as long */
	session_finish(&session);
	(void)state;
}

static void steps_go_back_the_way_they_came(void **state)
{
	struct trace_event on, back;
	struct session session;
	uint64_t steps = 0;

	open_session(&session, 300);
	assert_false(session_event(&session, -1, &back)); /* at the beginning */
	while (session_event(&session, 1, &on)) {
		uint64_t at = session.at;

		assert_int_equal(on.seq, at);
		assert_true(session_event(&session, -1, &back));
		assert_true(session_event(&session, 1, &back));
		assert_int_equal(session.at, at);
		steps++;
	}
	assert_true(steps > 250);
	assert_int_equal(session.state, RUN_FINISHED);
	assert_true(session_event(&session, -1, &back));
	assert_int_equal(session.state, RUN_PAUSED);
	session_finish(&session);
	(void)state;
}

static void a_recording_plays_to_its_end(void **state)
{
	struct session session;

	open_session(&session, 2000);
	assert_true(session_tempo(&session, 4)); /* max */
	session_pause(&session, false);
	while (session.state == RUN_LIVE)
		session_read(&session);
	assert_int_equal(session.state, RUN_FINISHED);
	assert_int_equal(session.at, session.past.count);
	session_finish(&session);
	(void)state;
}

/* A past with little room, and a world that follows, as of a run. */
struct follower {
	struct past past;
	struct picture picture;
};

static void follow(void *context)
{
	struct follower *follower = context;

	past_add(&follower->past, &told);
	picture_take(&follower->picture, &told, false);
	past_mark(&follower->past, follower->past.count, follower->picture.world,
		  &follower->picture.timeline);
}

static void what_is_too_old_is_let_go(void **state)
{
	struct follower follower = {.past = {.limit = 4000000}};
	struct past *past = &follower.past;
	struct picture again;
	struct trace_event event;
	struct buffer one = {0}, other = {0};
	uint64_t first;

	assert_int_equal(picture_init(&follower.picture), 0);
	tell_run(200000, follow, &follower);
	first = past_first(past);
	assert_true(first > 0 && first % TAPE_BLOCK == 0);
	assert_true(past->tape.bytes + past->mark_bytes < 7000000); /* the limit and a block */
	assert_false(tape_get(&past->tape, first - 1, &event));
	assert_int_equal(picture_init(&again), 0);
	assert_int_equal(picture_reset(&again, past_find(past, first)), 0);
	for (uint64_t i = first; tape_get(&past->tape, i, &event); i++)
		picture_take(&again, &event, false);
	assert_null(again.world->inconsistent);
	describe(&one, &follower.picture);
	describe(&other, &again);
	assert_int_equal(one.length, other.length);
	assert_memory_equal(one.bytes, other.bytes, one.length);
	buffer_finish(&one);
	buffer_finish(&other);
	picture_finish(&again);
	picture_finish(&follower.picture);
	past_finish(past);
	(void)state;
}

static void a_copy_goes_its_own_way(void **state)
{
	struct world *world = world_create(), *copy;
	uint32_t p = born(world, "main", -1), lock, jobs;

	lock = made_lock(world, "lock");
	jobs = made_queue(world, "jobs", 0);
	did(world, p, lock, LOCK_ACQUIRE);
	put(world, p, jobs, "a");
	put(world, p, jobs, "b");
	fails(world, p, ERROR_PLAIN, "x.lua:1: no");
	copy = world_copy(world);
	put(copy, p, jobs, "c");
	did(copy, p, lock, LOCK_RELEASE);
	assert_int_equal(world_object(world, jobs)->item_count, 2);
	assert_int_equal(world_object(copy, jobs)->item_count, 3);
	assert_string_equal(world_object(copy, jobs)->items[2], "c");
	assert_int_equal(world_owner(world, lock), p + 1);
	assert_int_equal(world_owner(copy, lock), 0);
	assert_ptr_not_equal(world_process(copy, p)->error, world_process(world, p)->error);
	world_destroy(world);
	assert_string_equal(world_process(copy, p)->error->bytes, "x.lua:1: no");
	world_destroy(copy);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moment_is_the_same_from_both_sides),
		cmocka_unit_test(a_step_back_in_a_long_run_is_quick),
		cmocka_unit_test(steps_go_back_the_way_they_came),
		cmocka_unit_test(a_recording_plays_to_its_end),
		cmocka_unit_test(what_is_too_old_is_let_go),
		cmocka_unit_test(a_copy_goes_its_own_way),
	};

	return cmocka_run_group_tests_name("past", tests, name_file, remove_file);
}
