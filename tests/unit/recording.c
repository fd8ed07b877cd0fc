/* Recordings: what was written is read back exactly; whatever else stands in a file costs a sentence, never
 * more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "trace/recording.h"
#include "unit/events.h"
#include "world/json.h"

static char path[256], message[600];

static int open_folder(void **state)
{
	const char *folder = getenv("TMPDIR");

	(void)state;
	snprintf(path, sizeof path, "%s/recording-%d.jsonl", folder ? folder : "/tmp", (int)getpid());
	return 0;
}

static int close_folder(void **state)
{
	(void)state;
	return unlink(path) && errno != ENOENT;
}

static const struct recording_header header = {
	.version = "0.1",
	.scenario = "bank.lua",
	.path = "/home/anna/\"bank\".lua",
	.lesson = "bank",
	.hash = 0xfedcba9876543210,
	.seed = UINT64_MAX,
	.tempo = 300000,
	.knobs = {{"meals", 2}, {"low", INT64_MIN}},
	.knob_count = 2,
	.started = "2026-11-23T04:17:46Z",
};

static struct recording *create(void)
{
	struct recording *recording;

	if (recording_create(&recording, path, &header, primitive_word, message, sizeof message))
		fail_msg("%s", message);
	return recording;
}

static void close_as(struct recording *recording, const char *end)
{
	if (recording_close(recording, end, NULL, message, sizeof message))
		fail_msg("%s", message);
}

static struct recording_reader *open_it(void)
{
	struct recording_reader *reader;

	if (recording_open(&reader, path, primitive_word, message, sizeof message))
		fail_msg("%s", message);
	return reader;
}

/* An event with every field at work; the n-th of them differ. */
static struct trace_event busy(uint64_t n)
{
	struct trace_event event = {.seq = n,
				    .time = (int64_t)n * 1000003,
				    .process = n % 3 ? (uint32_t)n : TRACE_SANDBOX,
				    .object = (uint32_t)n * 7,
				    .version = UINT32_MAX - (uint32_t)n,
				    .line = (uint32_t)n,
				    .a = n % 2 ? INT64_MIN : INT64_MAX,
				    .b = -(int64_t)n,
				    .kind = (uint8_t)(n % TRACE_KINDS),
				    .primitive = (uint8_t)(n % PRIMITIVES),
				    .outcome = (uint8_t)(n % OUTCOMES),
				    .more = n % 2};

	event.length = (uint16_t)(n % 7 ? n % (TRACE_TEXT_MAX + 1) : 0);
	for (unsigned i = 0; i < event.length; i++)
		event.text[i] = (char)(n * 31 + i * i);
	return event;
}

static void assert_same(const struct trace_event *one, const struct trace_event *other)
{
	assert_memory_equal(one, other, offsetof(struct trace_event, more) + 1); /* what follows is padding */
	assert_int_equal(one->length, other->length);
	assert_memory_equal(one->text, other->text, one->length);
}

static void every_field_and_every_byte_comes_back(void **state)
{
	struct recording *recording = create();
	struct recording_reader *reader;
	struct trace_event event, wanted;

	for (uint64_t n = 1; n <= 3000; n++) {
		wanted = busy(n);
		recording_add(recording, &wanted);
	}
	close_as(recording, "deadlock");
	reader = open_it();
	assert_memory_equal(recording_header(reader), &header, offsetof(struct recording_header, schedule));
	for (uint64_t n = 1; n <= 3000; n++) {
		wanted = busy(n);
		memset(&event, 0x55, sizeof event);
		if (recording_next(reader, &event, message, sizeof message) != 1)
			fail_msg("%s", message);
		assert_same(&event, &wanted);
	}
	assert_int_equal(recording_next(reader, &event, message, sizeof message), 0);
	assert_int_equal(recording_next(reader, &event, message, sizeof message), 0);
	assert_string_equal(recording_ending(reader), "deadlock");
	assert_null(recording_schedule(reader));
	recording_finish(reader);
	(void)state;
}

/* The world of the events, as --json has it: whoever folds the file must get the same. */
static void the_fold_of_the_file_is_the_fold_of_the_run(void **state)
{
	struct world *world = world_create(), *again = world_create();
	struct recording *recording = create();
	struct buffer one = {0}, other = {0};
	struct recording_reader *reader;
	struct trace_event event;
	uint32_t main, p1, lock, queue;

#define RECORDED(call) (call), recording_add(recording, &told), json_event(&one, world, &told)
	told_clear();
	RECORDED(happens(world, TRACE_TEMPO, TRACE_SANDBOX, 0, ""));
	/* born makes its object, too: both are told, the object first */
	made(world, PRIMITIVE_PROCESS, 0, 0, "main");
	recording_add(recording, &told);
	json_event(&one, world, &told);
	told_clear();
	told.a = 4711;
	told.b = -1;
	told_text("main");
	RECORDED(tell(world, TRACE_BORN, 0, 2 - 1));
	main = p1 = 0;
	RECORDED(lock = made_lock(world, "fork \xff\xc3\xa9"));
	RECORDED(queue = made_queue(world, "jobs", 2));
	at_line = 14;
	RECORDED(did(world, p1, lock, LOCK_ACQUIRE));
	RECORDED(put(world, main, queue, "\"x\"\n"));
	RECORDED(said(world, main, "caf\xc3\xa9 \x01 \xff"));
	RECORDED(sleeps(world, main, 1234567));
	RECORDED(waits_until(world, main, lock, LOCK_ACQUIRE, 99));
	close_as(recording, "interrupted");
	reader = open_it();
	while (recording_next(reader, &event, message, sizeof message) == 1) {
		world_apply(again, &event);
		json_event(&other, again, &event);
	}
	assert_string_equal(recording_ending(reader), "interrupted");
	assert_null(world->inconsistent);
	assert_string_equal(buffer_text(&one), buffer_text(&other));
	recording_finish(reader);
	buffer_finish(&one);
	buffer_finish(&other);
	world_destroy(world);
	world_destroy(again);
	(void)state;
}

/* Write the file by hand. */
static void write_file(const char *text, size_t length)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static struct buffer read_file(void)
{
	struct buffer text = {0};
	FILE *file = fopen(path, "r");
	size_t got;

	assert_non_null(file);
	do {
		assert_true(buffer_reserve(&text, 65536));
		got = fread(text.bytes + text.length, 1, 65536, file);
		text.length += got;
	} while (got);
	fclose(file);
	return text;
}

/* A small recording of three events as text. */
static struct buffer small_one(void)
{
	struct recording *recording = create();

	for (uint64_t n = 1; n <= 3; n++) {
		struct trace_event event = busy(n);
		recording_add(recording, &event);
	}
	close_as(recording, "finished");
	return read_file();
}

/* The file as it is now gives so many events, and then this sentence (behind its name). */
static void expect_damage(uint64_t events, const char *sentence)
{
	struct recording_reader *reader = open_it();
	struct trace_event event;
	uint64_t count = 0;
	char wanted[700];
	int got;

	while ((got = recording_next(reader, &event, message, sizeof message)) == 1)
		count++;
	snprintf(wanted, sizeof wanted, "%s:%s", path, sentence);
	assert_true(got < 0);
	assert_string_equal(message, wanted);
	assert_int_equal(count, events);
	assert_true(recording_next(reader, &event, message, sizeof message) < 0);
	recording_finish(reader);
}

static void expect_no_recording(const char *sentence)
{
	struct recording_reader *reader;
	char wanted[700];

	assert_true(recording_open(&reader, path, primitive_word, message, sizeof message) < 0);
	snprintf(wanted, sizeof wanted, "%s%s", path, sentence);
	assert_string_equal(message, wanted);
}

static char *line_of(struct buffer *text, int number)
{
	char *line = (char *)(uintptr_t)buffer_text(text);

	while (--number)
		line = strchr(line, '\n') + 1;
	return line;
}

static void what_breaks_off_is_noticed(void **state)
{
	struct buffer text = small_one();

	write_file(text.bytes, (size_t)(line_of(&text, 5) - text.bytes));
	expect_damage(3, "4: the recording ends here without its end mark: the run went on, or was cut off");
	write_file(text.bytes, (size_t)(line_of(&text, 3) + 9 - text.bytes));
	expect_damage(1, "3: the recording breaks off in the middle of this line");
	write_file(text.bytes, (size_t)(line_of(&text, 2) - text.bytes));
	expect_damage(0, "1: the recording ends here without its end mark: the run went on, or was cut off");
	buffer_finish(&text);
	(void)state;
}

static void damage_is_named_and_what_is_before_it_is_read(void **state)
{
	struct buffer text = small_one();
	char *third = line_of(&text, 3), *fourth = line_of(&text, 4);

	third[0] = 'x';
	write_file(text.bytes, text.length);
	expect_damage(1, "3: this is no event");
	third[0] = '[';
	third[1] = '9';
	write_file(text.bytes, text.length);
	expect_damage(1, "3: event 2 is missing before this line");
	third[1] = '2';
	memset(fourth, 'q', 4);
	write_file(text.bytes, text.length);
	expect_damage(2, "4: this is no event");
	memcpy(fourth, "[3,x", 4);
	write_file(text.bytes, text.length);
	expect_damage(2, "4: this event is damaged");
	buffer_finish(&text);
	(void)state;
}

static void a_line_taken_out_is_noticed(void **state)
{
	struct buffer text = small_one();
	char *fourth = line_of(&text, 4), *fifth = line_of(&text, 5);
	size_t rest = strlen(fifth);

	memmove(fourth, fifth, rest);
	write_file(text.bytes, (size_t)(fourth - text.bytes) + rest);
	expect_damage(2, "4: the end mark counts 3 events, but 2 are here");
	buffer_finish(&text);
	(void)state;
}

static void other_files_are_no_recordings(void **state)
{
	static const char *const others[] = {"",
					     "\n",
					     "hello\n",
					     "{\"seq\":1,\"t\":0.0}\n",
					     "{\"sandbox-recording\"",
					     "[1,2]",
					     "\x7f"
					     "ELF\x02\x01\x01"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		write_file(others[i], strlen(others[i]));
		expect_no_recording(": this is no recording of the sandbox");
		assert_int_equal(recording_is(path), false);
	}
	unlink(path);
	expect_no_recording(": No such file or directory");
	(void)state;
}

static void other_versions_are_told_apart(void **state)
{
	static const char newer[] = "{\"sandbox-recording\":2,\"x\":1}\n",
			  older[] = "{\"sandbox-recording\":0}\n",
			  broken[] = "{\"sandbox-recording\":1,\"seed\":\"x\"}\n";

	write_file(newer, strlen(newer));
	expect_no_recording(":1: a recording of format 2, by a newer sandbox; this one reads format 1");
	write_file(older, strlen(older));
	expect_no_recording(":1: a recording of format 0, by an older sandbox; this one reads format 1");
	write_file(broken, strlen(broken));
	expect_no_recording(":1: the header of the recording is damaged");
	(void)state;
}

static void numbers_are_read_by_their_names(void **state)
{
	static const char text[] =
		"{\"sandbox-recording\":1,\"new\":{\"a\":[1,2,{\"b\":null}]},\"events\":[\"did\",\"dances\"],"
		"\"outcomes\":[\"timeout\"],\"primitives\":[[\"queue\",\"get\",\"twist\"]]}\n"
		"[1,5,0,0,0,1,0,0]\n[2,5,0,0,0,1,0,1]\n";
	struct recording_reader *reader;
	struct trace_event event;

	write_file(text, strlen(text));
	reader = open_it();
	assert_int_equal(recording_next(reader, &event, message, sizeof message), 1);
	assert_int_equal(event.kind, TRACE_DID);
	assert_int_equal(event.outcome, OUTCOME_TIMED_OUT);
	assert_int_equal(event.primitive, PRIMITIVE_QUEUE);
	assert_int_equal(event.action, QUEUE_GET);
	assert_true(recording_next(reader, &event, message, sizeof message) < 0);
	assert_non_null(strstr(message,
			       ":3: this event is of a kind that only another version of the sandbox knows"));
	recording_finish(reader);
	(void)state;
}

static void a_huge_line_is_given_up(void **state)
{
	struct buffer text = small_one();
	size_t before = (size_t)(line_of(&text, 3) - text.bytes);

	assert_true(buffer_reserve(&text, 20000000));
	memset(text.bytes + before, '7', 20000000);
	write_file(text.bytes, before + 20000000);
	expect_damage(1, "3: this line is longer than any that we write");
	buffer_finish(&text);
	(void)state;
}

static void nothing_but_a_recording_is_overwritten(void **state)
{
	struct recording *recording;

	write_file("local mp", 8);
	assert_int_equal(recording_create(&recording, path, &header, primitive_word, message, sizeof message),
			 -EEXIST);
	assert_non_null(
		strstr(message, "is there already and is no recording; give the recording another name"));
	struct buffer text = read_file();
	assert_int_equal(text.length, 8);
	buffer_finish(&text);
	write_file("", 0);
	close_as(create(), "finished");
	close_as(create(), "finished");
	(void)state;
}

static void a_full_disk_is_a_sentence(void **state)
{
	struct recording *recording;

	if (access("/dev/full", W_OK))
		skip();
	assert_int_equal(
		recording_create(&recording, "/dev/full", &header, primitive_word, message, sizeof message),
		-ENOSPC);
	assert_string_equal(
		message, "cannot write the recording /dev/full: No space left on device; it is not complete");
	(void)state;
}

static void a_schedule_is_kept_at_both_ends(void **state)
{
	struct recording_header scheduled = header;
	struct recording_reader *reader;
	struct recording *recording;
	struct trace_event event;

	scheduled.controlled = true;
	scheduled.schedule = (char *)"0 1 1";
	assert_int_equal(
		recording_create(&recording, path, &scheduled, primitive_word, message, sizeof message), 0);
	assert_int_equal(recording_close(recording, "finished", "0 1 1 2!", message, sizeof message), 0);
	reader = open_it();
	assert_true(recording_header(reader)->controlled);
	assert_string_equal(recording_header(reader)->schedule, "0 1 1");
	assert_int_equal(recording_next(reader, &event, message, sizeof message), 0);
	assert_string_equal(recording_schedule(reader), "0 1 1 2!");
	recording_finish(reader);
	(void)state;
}

static uint64_t dice = 88172645463325252;

static uint64_t roll(uint64_t sides) /* xorshift */
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return dice % sides;
}

/* Change a few bytes, or copy, move or take out a piece. */
static void mutate(char *bytes, size_t *length)
{
	static const char likely[] = "0123456789-,[]{}\"\\u:\n\xff";

	for (uint64_t times = 1 + roll(4); times; times--) {
		size_t at = roll(*length), to = roll(*length), size = roll(64);

		if (at + size > *length)
			size = *length - at;
		switch (roll(5)) {
		case 0:
			bytes[at] = (char)roll(256);
			break;
		case 1:
			bytes[at] = likely[roll(sizeof likely - 1)];
			break;
		case 2:
			bytes[at] ^= (char)(1 << roll(8));
			break;
		case 3:
			memmove(bytes + to, bytes + at, to + size > *length ? *length - to : size);
			break;
		default:
			memmove(bytes + at, bytes + at + size, *length - at - size);
			*length -= size;
		}
		if (!*length)
			return;
	}
}

/* Thousands of damaged files: each is read to its damage and folded. A crash, a hang or a wild access is for
 * the sanitizers' build to see; here it must end, and say something. */
static void damaged_files_do_no_harm(void **state)
{
	struct recording *recording = create();
	struct world *world = world_create();
	struct buffer text;
	char *copy;

#define ALSO(call) (call), recording_add(recording, &told)
	told_clear();
	for (int i = 0; i < 4; i++)
		ALSO(made(world, i % 2 ? PRIMITIVE_LOCK : PRIMITIVE_QUEUE, 3, 0, "thing"));
	told_clear();
	told.b = -1;
	ALSO(tell(world, TRACE_BORN, 0, 0));
	for (int i = 0; i < 12; i++) {
		ALSO(put(world, 0, 1 + 2 * (uint32_t)(i % 2), "item"));
		ALSO(did(world, 0, 2, i % 2 ? LOCK_RELEASE : LOCK_ACQUIRE));
		ALSO(waits(world, 0, 3, QUEUE_GET));
	}
	close_as(recording, "finished");
	world_destroy(world);
	text = read_file();
	copy = malloc(text.length + 1);
	for (int i = 0; i < 3000; i++) {
		struct recording_reader *reader;
		struct trace_event event;
		size_t length = text.length;
		int got = 1;

		memcpy(copy, text.bytes, length);
		size_t part = i % 4 ? length / 2 : length; /* a broken header hides all the rest */
		mutate(copy + (length - part) * (i % 2), &part);
		write_file(copy, length);
		*message = '\0';
		if (recording_open(&reader, path, primitive_word, message, sizeof message)) {
			assert_true(*message != '\0');
			continue;
		}
		world = world_create();
		while (got > 0 && (got = recording_next(reader, &event, message, sizeof message)) > 0)
			world_apply(world, &event);
		assert_true(got == 0 || *message != '\0');
		world_destroy(world);
		recording_finish(reader);
	}
	free(copy);
	buffer_finish(&text);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_and_every_byte_comes_back),
		cmocka_unit_test(the_fold_of_the_file_is_the_fold_of_the_run),
		cmocka_unit_test(what_breaks_off_is_noticed),
		cmocka_unit_test(damage_is_named_and_what_is_before_it_is_read),
		cmocka_unit_test(a_line_taken_out_is_noticed),
		cmocka_unit_test(other_files_are_no_recordings),
		cmocka_unit_test(other_versions_are_told_apart),
		cmocka_unit_test(numbers_are_read_by_their_names),
		cmocka_unit_test(a_huge_line_is_given_up),
		cmocka_unit_test(nothing_but_a_recording_is_overwritten),
		cmocka_unit_test(a_full_disk_is_a_sentence),
		cmocka_unit_test(a_schedule_is_kept_at_both_ends),
		cmocka_unit_test(damaged_files_do_no_harm),
	};

	return cmocka_run_group_tests_name("recording", tests, open_folder, close_folder);
}
