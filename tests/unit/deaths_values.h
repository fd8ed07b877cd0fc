/* For deaths.c: Value and Array. What is read is all old or all new, as the state says. */
#ifndef TESTS_UNIT_DEATHS_VALUES_H
#define TESTS_UNIT_DEATHS_VALUES_H

static const struct kind values[] = {{"Value", PRIMITIVE_VALUE, .a = 'q'}, {NULL}};

static void value_read(struct self *self, struct scene *scene)
{
	act(self, scene->object, VALUE_READ, 0, WAIT_FOREVER);
}

static void value_write(struct self *self, struct scene *scene)
{
	act(self, scene->object, VALUE_WRITE, 7, WAIT_FOREVER);
}

static void value_check(struct self *self, struct scene *scene)
{
	struct request request = {.action = VALUE_READ};

	operate(self, scene->object, &request, WAIT_FOREVER);
	if (request.a != 0 && request.a != 7)
		broken(self, scene, "a value that nobody wrote:", request.a);
}

static const struct row value_rows[] = {
	{"read", .act = value_read},
	{"write", .act = value_write},
	{"write, the monitor being held", .act = value_write, .waiter = value_write, AT_A_HELD_MONITOR,
	 .free = leave_monitor},
	{NULL},
};

static const struct kind arrays[] = {
	{"Array", PRIMITIVE_NONE, .a = 'q'}, {"Array of bytes", PRIMITIVE_NONE, .a = 'b'}, {NULL}};

#define ELEMENTS 90u

static void array_make(struct self *self, struct scene *scene)
{
	scene->object = array_create(self, (char)scene->kind->a, ELEMENTS, NULL, "elements");
}

static void array_make_another(struct self *self, struct scene *scene)
{
	static const char elements[8 * ELEMENTS];

	array_create(self, (char)scene->kind->a, ELEMENTS, elements, NULL);
}

static void array_read_one(struct self *self, struct scene *scene)
{
	int64_t bits;

	array_read(self, scene->object, 3, &bits);
}

static void array_write_one(struct self *self, struct scene *scene)
{
	array_write(self, scene->object, 3, 7);
}

static void array_read_all(struct self *self, struct scene *scene)
{
	char elements[8 * ELEMENTS];

	array_slice(self, scene->object, 1, ELEMENTS, elements);
}

static void array_write_all(struct self *self, struct scene *scene)
{
	char elements[8 * ELEMENTS];

	for (uint32_t i = 0; i < ELEMENTS; i++)
		array_store((char)scene->kind->a, elements, i, 5);
	array_assign(self, scene->object, 1, ELEMENTS, elements);
}

static void array_check(struct self *self, struct scene *scene)
{
	char elements[8 * ELEMENTS];
	union state state;

	peek(self, scene, &state);
	array_slice(self, scene->object, 1, ELEMENTS, elements);
	for (uint32_t i = 0; i < ELEMENTS; i++) {
		int64_t is = array_load(state.array.typecode, elements, i);

		if (is != (state.array.last == i + 1 ? 7 : state.array.count ? 5 : 0))
			broken(self, scene, "not what was written last: element", i + 1);
	}
	array_write_one(self, scene);
	array_read(self, scene->object, 3, (int64_t *)(void *)elements);
	if (*(int64_t *)(void *)elements != 7)
		broken(self, scene, "it cannot be written", 0);
}

static const struct row array_rows[] = {
	{"read", .prepare = array_make, .act = array_read_one},
	{"write", .prepare = array_make, .act = array_write_one},
	{"slice", .prepare = array_make, .act = array_read_all},
	{"assign", .prepare = array_make, .act = array_write_all},
	{"create", .act = array_make_another},
	{NULL},
};

#endif
