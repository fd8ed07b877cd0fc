/* Kill storms over Queue, SimpleQueue and JoinableQueue: items of all sizes, each of which proves itself.
 * Half of the workers put, half get. */
#include "unit/storm.h"

#include "unit/items.h"

#define LIMIT 5 /* items in a queue; in a SimpleQueue so many that workers stop putting */

static void queue_produce(struct self *self, struct storm *storm, struct item *item, uint64_t serial)
{
	union state state;

	object_peek(self, storm->object, &state);
	if (storm->primitive == PRIMITIVE_SIMPLEQUEUE && state.queue.put - state.queue.got >= 40)
		process_sleep(self, 50000);
	else
		queue_put(self, storm->object, item, item_make(item, self->number, serial), "item", 5000000);
}

static int queue_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	struct item *item = malloc(ITEM_MAX);
	struct buffer bytes = {0};

	for (uint64_t serial = 1; !atomic_load(&storm->over); serial++) {
		if (self->number % 2) {
			queue_produce(self, storm, item, serial);
		} else if (queue_get(self, storm->object, &bytes, 5000000) == OUTCOME_OK &&
			   !item_is_whole(&bytes)) {
			say(self, "BROKEN: a torn item of bytes", (int64_t)bytes.length);
			return 1;
		}
	}
	free(item);
	buffer_finish(&bytes);
	return 0;
}

static void queue_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, storm->primitive, LIMIT, 0, "items");
}

static void queue_settle(struct self *self, struct storm *storm)
{
	struct buffer bytes = {0};
	int64_t drained = 0;

	while (queue_get(self, storm->object, &bytes, WAIT_NOT) == OUTCOME_OK) {
		if (!item_is_whole(&bytes))
			say(self, "BROKEN: a torn item was left, bytes", (int64_t)bytes.length);
		drained++;
	}
	if (drained > LIMIT && storm->primitive != PRIMITIVE_SIMPLEQUEUE)
		say(self, "BROKEN: more than fit, items", drained);
	buffer_finish(&bytes);
}

/* What the dead had got is lost, all else is done. */
static int joinable_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	struct item *item = malloc(ITEM_MAX);
	struct buffer bytes = {0};

	for (uint64_t serial = 1; !atomic_load(&storm->over); serial++) {
		if (self->number % 2) {
			queue_produce(self, storm, item, serial);
		} else if (queue_get(self, storm->object, &bytes, 5000000) == OUTCOME_OK) {
			if (!item_is_whole(&bytes))
				say(self, "BROKEN: a torn task of bytes", (int64_t)bytes.length);
			act(self, storm->object, JOINABLE_TASK_DONE, 0, WAIT_FOREVER);
		} else {
			act(self, storm->object, JOINABLE_JOIN, 0, 1000000);
		}
	}
	free(item);
	buffer_finish(&bytes);
	return 0;
}

static void joinable_settle(struct self *self, struct storm *storm)
{
	struct buffer bytes = {0};
	union state state;

	while (queue_get(self, storm->object, &bytes, WAIT_NOT) == OUTCOME_OK)
		act(self, storm->object, JOINABLE_TASK_DONE, 0, WAIT_FOREVER);
	object_peek(self, storm->object, &state);
	if (act(self, storm->object, JOINABLE_JOIN, 0, 30000000000) == OUTCOME_TIMED_OUT)
		say(self, "BROKEN: unfinished but not lost",
		    (int64_t)(state.joinable.unfinished - state.joinable.lost));
	buffer_finish(&bytes);
}

/* Items are put one after the other and got one after the other; no more than fit. */
static void queue_check(struct storm *storm, const struct trace_event *event)
{
	if (event->kind != TRACE_DID || event->action > QUEUE_GET)
		return;
	if (event->action == QUEUE_PUT) {
		assert_int_equal(event->a, ++storm->put);
		assert_string_equal(event->text, "item");
	} else {
		assert_int_equal(event->a, ++storm->got);
	}
	assert_true(storm->got <= storm->put);
	assert_true(storm->primitive == PRIMITIVE_SIMPLEQUEUE || storm->put - storm->got <= LIMIT);
}

static void queues_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = queue_worker,
				   .prepare = queue_prepare,
				   .settle = queue_settle,
				   .check = queue_check,
				   .primitive = PRIMITIVE_QUEUE});
}

static void simple_queues_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = queue_worker,
				   .prepare = queue_prepare,
				   .settle = queue_settle,
				   .check = queue_check,
				   .primitive = PRIMITIVE_SIMPLEQUEUE});
}

static void joinable_queues_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = joinable_worker,
				   .prepare = queue_prepare,
				   .settle = joinable_settle,
				   .check = queue_check,
				   .primitive = PRIMITIVE_JOINABLE});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queues_survive),
		cmocka_unit_test(simple_queues_survive),
		cmocka_unit_test(joinable_queues_survive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
