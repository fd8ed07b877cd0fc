/* Kill storms over Pipe: messages of all sizes, each of which proves itself, and its end, which must come. */
#include "unit/storm.h"

#include "unit/items.h"

/* Half of the workers send, half receive; some of these look with operate_any before. */
static int pipe_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	struct item *item = malloc(ITEM_MAX);
	struct buffer bytes = {0};

	for (uint64_t serial = 1; !atomic_load(&storm->over); serial++) {
		struct watched both[2] = {{.handle = storm->second, .action = QUEUE_GET},
					  {.handle = storm->object, .action = PIPE_POLL}};

		if (self->number % 2) {
			size_t length = item_make(item, self->number, serial);

			queue_put(self, storm->object, item, length, "item", 5000000);
			continue;
		}
		if (self->number % 4 == 0 && operate_any(self, both, 2, 5000000) != OUTCOME_OK)
			continue;
		if (pipe_get(self, storm->object, &bytes, SIZE_MAX, 5000000) == OUTCOME_OK &&
		    !item_is_whole(&bytes)) {
			say(self, "BROKEN: a torn message of bytes", (int64_t)bytes.length);
			return 1;
		}
	}
	free(item);
	buffer_finish(&bytes);
	return 0;
}

static void pipe_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_PIPE, self->number, 0, "messages");
	storm->second = object_create(self, PRIMITIVE_QUEUE, 0, 0, "never");
}

static void pipe_settle(struct self *self, struct storm *storm)
{
	struct buffer bytes = {0};

	while (pipe_get(self, storm->object, &bytes, SIZE_MAX, WAIT_NOT) == OUTCOME_OK)
		if (!item_is_whole(&bytes))
			say(self, "BROKEN: a torn message was left, bytes", (int64_t)bytes.length);
	buffer_finish(&bytes);
}

/* The end of a pipe: each worker makes one and a child that sends into it, and receives until the end, which
 * must come, whoever is killed; what it receives has no gap. */
static int end_sender(struct self *self, void *context)
{
	const struct handle *pipe = context;
	struct item *item = malloc(ITEM_MAX);

	pipe_close(self, *pipe, PIPE_READS);
	for (uint64_t serial = 1; serial <= 20; serial++)
		if (queue_put(self, *pipe, item, item_make(item, 1, serial), "item", WAIT_FOREVER) !=
		    OUTCOME_OK)
			break;
	free(item);
	return 0;
}

static int end_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	struct buffer bytes = {0};
	struct handle child;
	int code;

	while (!atomic_load(&storm->over)) {
		struct handle pipe = object_create(self, PRIMITIVE_PIPE, self->number, 0, "way");
		uint64_t serial = 0;
		enum outcome outcome;

		if (!pipe.index || process_spawn(self, &child, NULL, false, end_sender, &pipe) < 0)
			return 0;
		pipe_close(self, pipe, PIPE_WRITES);
		while ((outcome = pipe_get(self, pipe, &bytes, SIZE_MAX, WAIT_FOREVER)) == OUTCOME_OK)
			if (!item_is_whole(&bytes) || ((struct item *)bytes.bytes)->serial != ++serial)
				say(self, "BROKEN: not the message that was sent after", (int64_t)serial);
		if (outcome != OUTCOME_EOF)
			say(self, "BROKEN: no end but outcome", outcome);
		process_join(self, child, WAIT_FOREVER, &code);
		if (code == 0 && serial != 20)
			say(self, "BROKEN: messages were lost, received", (int64_t)serial);
		pipe_close(self, pipe, PIPE_READS);
	}
	buffer_finish(&bytes);
	return 0;
}

static void end_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_EVENT, 0, 0, "unused");
}

/* Messages are sent one after the other and received one after the other, and no more bytes are inside than
 * fit, but for a message that is alone. */
static void pipe_check(struct storm *storm, const struct trace_event *event)
{
	if (event->kind != TRACE_DID || event->action > PIPE_RECV)
		return;
	assert_int_equal(event->outcome, OUTCOME_OK);
	if (event->action == PIPE_SEND)
		assert_int_equal(event->a, ++storm->put);
	else
		assert_int_equal(event->a, ++storm->got);
	storm->bytes += event->action == PIPE_SEND ? event->b : -event->b;
	assert_true(storm->got <= storm->put && storm->bytes >= 0);
	assert_true(storm->bytes <= PIPE_CAPACITY || storm->put - storm->got == 1);
}

static void pipes_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){
		.worker = pipe_worker, .prepare = pipe_prepare, .settle = pipe_settle, .check = pipe_check});
}

static void ends_of_pipes_come(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = end_worker, .prepare = end_prepare});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pipes_survive),
		cmocka_unit_test(ends_of_pipes_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
