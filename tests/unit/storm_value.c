/* Kill storms over Value and Array: what is read is what was written last, and never half of it. */
#include "unit/storm.h"

#include "runtime/array.h"

/* Value: each worker writes and reads. The world knows what was written last. */
static int value_worker(struct self *self, void *context)
{
	struct storm *storm = context;

	for (int64_t turn = 1; !atomic_load(&storm->over); turn++) {
		act(self, storm->object, VALUE_WRITE, turn << 16 | self->number % 65536, WAIT_FOREVER);
		value_read(self, storm->object);
	}
	return 0;
}

static void value_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_VALUE, 'q', 0, "value");
}

static void value_check(struct storm *storm, const struct trace_event *event)
{
	if (event->action == VALUE_READ)
		assert_int_equal(event->a, storm->put);
	storm->put = storm->got = event->a;
}

/* Array: single elements, and two ranges that are only written as a whole, each element of which is the same.
 * An element proves itself: four times the same 16 bits. That a read gives what the last write before it
 * wrote is checked with the events. */
#define SINGLE 16u /* elements 1.. that are written one by one */
#define RANGE  3000u

static int64_t element_make(uint64_t serial)
{
	return (int64_t)((serial & 0xffff) * UINT64_C(0x0001000100010001));
}

static bool element_is_whole(int64_t bits)
{
	return bits == element_make((uint64_t)bits);
}

static bool range_is_whole(const int64_t *elements)
{
	for (uint32_t i = 1; i < RANGE; i++)
		if (elements[i] != elements[0])
			return false;
	return element_is_whole(elements[0]);
}

static void check_array(struct self *self, struct storm *storm)
{
	static int64_t elements[RANGE];
	int64_t bits;

	for (uint32_t range = 0; range < 2; range++) {
		array_slice(self, storm->object, SINGLE + range * RANGE + 1, RANGE, elements);
		if (!range_is_whole(elements))
			say(self, "BROKEN: a torn range", range);
	}
	for (uint32_t i = 1; i <= SINGLE; i++)
		if (array_read(self, storm->object, i, &bits) != OUTCOME_OK || !element_is_whole(bits))
			say(self, "BROKEN: a torn element", bits);
}

static int array_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	int64_t elements[RANGE];

	for (uint64_t serial = self->number * 7919; !atomic_load(&storm->over); serial++) {
		for (uint32_t i = 0; i < RANGE; i++)
			elements[i] = element_make(serial);
		array_assign(self, storm->object, SINGLE + serial % 2 * RANGE + 1, RANGE, elements);
		array_assign(self, storm->object, 1, 3, elements);
		array_write(self, storm->object, 1 + (uint32_t)serial % SINGLE, elements[0]);
		if (serial % 4 == 0)
			check_array(self, storm);
	}
	return 0;
}

static void array_prepare(struct self *self, struct storm *storm)
{
	storm->object = array_create(self, 'q', SINGLE + 2 * RANGE, NULL, "elements");
}

/* Neither a write without its event nor an event without its write. */
static void array_check(struct storm *storm, const struct trace_event *event)
{
	static int64_t elements[SINGLE];

	(void)storm;
	if (event->a > SINGLE)
		return;
	if (event->action == ARRAY_READ)
		assert_int_equal(event->b, elements[event->a - 1]);
	else if (event->action == ARRAY_WRITE)
		elements[event->a - 1] = event->b;
	else if (event->action == ARRAY_ASSIGN)
		memcpy(&elements[event->a - 1], event->text, event->length);
}

static void values_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = value_worker, .prepare = value_prepare, .check = value_check});
}

static void arrays_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = array_worker,
				   .prepare = array_prepare,
				   .settle = check_array,
				   .check = array_check});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_survive),
		cmocka_unit_test(arrays_survive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
