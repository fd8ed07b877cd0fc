/* For deaths.c: Pool. Each task is heard of once: its result, or that it was lost with its worker. */
#ifndef TESTS_UNIT_DEATHS_POOLS_H
#define TESTS_UNIT_DEATHS_POOLS_H

static const struct kind pools[] = {{.name = "Pool"}, {NULL}};

static void pool_make(struct self *self, struct scene *scene)
{
	scene->object = object_create(self, PRIMITIVE_POOL, self->number, self->slot->index, "pool");
}

static void pool_hire_me(struct self *self, struct scene *scene)
{
	act(self, scene->object, POOL_HIRE, self->number, WAIT_FOREVER);
}

#define MANY 12 /* tasks, of which a worker takes half at once */

static void pool_give(struct self *self, struct scene *scene, uint32_t tasks, uint32_t length)
{
	char packet[LARGE + MANY * 100];

	packet_submit(self, scene->object, packet, item_packet(packet, tasks, length, self->number, 1));
}

static void pool_submit(struct self *self, struct scene *scene)
{
	pool_give(self, scene, 1, LARGE);
}

static void pool_submit_many(struct self *self, struct scene *scene)
{
	pool_give(self, scene, MANY, 60);
}

static struct batch crew; /* of the worker we are */
static _Alignas(8) char crew_result[12000]; /* too large for what is left of the block; of the second task */

static void pool_come(struct self *self, struct scene *scene)
{
	pool_hire_me(self, scene);
	batch_open(&crew, self, scene->object);
	crew.wanted = BATCH_MOST;
	buffer_add(&crew.own, "", 1);
	item_fill((struct item *)crew_result, sizeof crew_result, self->number, 2);
}

static void pool_take(struct self *self, struct scene *scene)
{
	struct buffer item = {0};

	if (batch_take(&crew, BATCH_MOST, WAIT_FOREVER) == OUTCOME_OK &&
	    (!item_next(&item, packet_item(crew.packet, 0) + sizeof(uint32_t), crew.packet + 2 * LARGE) ||
	     !item_is_whole(&item)))
		broken(self, scene, "a torn task", crew.position);
	buffer_finish(&item);
}

/* One, with a result that stays in the block as long as there are others to come. */
static void pool_finish_one(struct self *self)
{
	_Alignas(8) char result[LARGE];
	size_t length = item_fill((struct item *)result, crew.tasks > 1 ? 60 : LARGE, self->number,
				  crew.position + crew.done);

	batch_finish(&crew, result, length);
}

static void pool_finish(struct self *self, struct scene *scene)
{
	(void)scene;
	while (crew.done < crew.tasks)
		pool_finish_one(self);
}

/* A result for which there is no room beside the others is handed in by itself. */
static void pool_finish_large(struct self *self, struct scene *scene)
{
	pool_finish_one(self);
	batch_finish(&crew, crew_result, sizeof crew_result);
	pool_finish(self, scene);
}

static void pool_finish_two(struct self *self, struct scene *scene)
{
	(void)scene;
	pool_finish_one(self);
	pool_finish_one(self);
}

static void pool_unload(struct self *self, struct scene *scene)
{
	self->unload(self);
	pool_finish(self, scene);
}

static void pool_go_on(struct self *self, struct scene *scene)
{
	pool_take(self, scene);
	pool_finish(self, scene);
}

static void pool_work(struct self *self, struct scene *scene)
{
	pool_come(self, scene);
	pool_go_on(self, scene);
}

/* By one who does all of it. */
static void pool_submit_and_work(struct self *self, struct scene *scene)
{
	pool_submit(self, scene);
	pool_work(self, scene);
	batch_close(&crew);
}

static void pool_collect_one(struct self *self, struct scene *scene)
{
	struct request request = {.action = POOL_COLLECT};
	struct buffer bytes = {0};

	buffer_add(&bytes, "", 1);
	results_collect(self, scene->object, &request, &bytes, WAIT_FOREVER);
	buffer_finish(&bytes);
}

static void pool_close(struct self *self, struct scene *scene)
{
	act(self, scene->object, POOL_CLOSE, 1, WAIT_FOREVER);
}

static void pool_terminate(struct self *self, struct scene *scene)
{
	act(self, scene->object, POOL_CLOSE, 2, WAIT_FOREVER);
}

static void pool_strike_off(struct self *self, struct scene *scene)
{
	act(self, scene->object, POOL_LOSE, self->number, WAIT_FOREVER);
}

static void pool_make_with_task(struct self *self, struct scene *scene)
{
	pool_make(self, scene);
	pool_submit(self, scene);
}

static void pool_make_with_many(struct self *self, struct scene *scene)
{
	pool_make(self, scene);
	pool_submit_many(self, scene);
}

static void pool_come_and_take(struct self *self, struct scene *scene)
{
	pool_come(self, scene);
	pool_take(self, scene);
}

static void pool_be_in_the_middle(struct self *self, struct scene *scene)
{
	pool_come_and_take(self, scene);
	pool_finish_two(self, scene);
}

static void pool_make_and_hire(struct self *self, struct scene *scene)
{
	pool_make(self, scene);
	pool_hire_me(self, scene);
}

static void pool_make_and_finish(struct self *self, struct scene *scene)
{
	pool_make(self, scene);
	pool_submit_and_work(self, scene);
}

/* A state that has come to one result or one loss for each task that is not waiting any more; and no more
 * is lost than the task that a worker was at. */
static void pool_check(struct self *self, struct scene *scene)
{
	struct request request = {.action = POOL_COLLECT};
	struct buffer bytes = {0}, item = {0};
	uint64_t lost = scene->lost, seen = 0;
	union state state;

	while (results_collect(self, scene->object, &request, &bytes, WAIT_NOT) == OUTCOME_OK) {
		const char *at = bytes.bytes;

		lost += request.b && request.a;
		for (int64_t i = 0; !request.b && i < request.a; i++) {
			at = at ? item_next(&item, at, bytes.bytes + bytes.length) : NULL;
			uint64_t bit = at ? UINT64_C(1) << ((struct item *)item.bytes)->serial % 64 : 0;
			if (!at || !item_is_whole(&item) || seen & bit)
				broken(self, scene, "a result is torn, or there twice:", i);
			seen |= bit;
		}
		request = (struct request){.action = POOL_COLLECT};
	}
	buffer_finish(&bytes);
	buffer_finish(&item);
	peek(self, scene, &state);
	uint64_t running = 0;
	for (uint32_t i = 0; i < state.pool.count; i++)
		running += state.pool.workers[i].count;
	if (state.pool.taken != state.pool.collected + lost + running)
		broken(self, scene, "a task was forgotten or heard of twice; lost", (int64_t)lost);
	if (lost > 1)
		broken(self, scene, "more than the task at hand was lost:", (int64_t)lost);
}

static struct scene *owned; /* by the process that is in pool_owner_waits */
static bool called;

static void pool_news(struct self *self)
{
	struct request request = {.action = POOL_COLLECT};
	struct buffer bytes = {0};

	called = true;
	if (results_collect(self, owned->object, &request, &bytes, WAIT_NOT) == OUTCOME_OK)
		owned->lost += request.b && request.a;
	buffer_finish(&bytes);
}

static void pool_make_event(struct self *self, struct scene *scene)
{
	scene->second = object_create(self, PRIMITIVE_EVENT, 0, 0, "something else");
}

static void pool_set_event(struct self *self, struct scene *scene)
{
	act(self, scene->second, EVENT_SET, 0, WAIT_FOREVER);
}

/* The owner waits for something else and is called when there is news, also of the last that its worker
 * did. */
static void pool_owner_waits(struct self *self, struct scene *scene)
{
	union state state;

	owned = scene;
	pool_make_with_task(self, scene);
	pool_close(self, scene);
	self->attend = pool_news;
	act(self, scene->second, EVENT_WAIT, 0, WAIT_FOREVER);
	peek(self, scene, &state);
	if (!called && (state.pool.done || (state.pool.count && state.pool.workers[0].gone)))
		broken(self, scene, "its owner was not called", 0);
}

static const struct row pool_rows[] = {
	{"submit", .before = pool_make, .act = pool_submit},
	{"submit to a worker", .before = pool_make, .act = pool_submit, .waiter = pool_work,
	 .free = pool_submit},
	{"submit many to a worker", .before = pool_make, .act = pool_submit_many, .waiter = pool_work,
	 .free = pool_submit},
	{"take a task", .prepare = pool_make_with_task, .before = pool_come, .act = pool_take},
	{"take a task, and wait", .prepare = pool_make, .before = pool_come, .act = pool_take,
	 .free = pool_submit},
	{"take many", .prepare = pool_make_with_many, .before = pool_come, .act = pool_take},
	{"finish", .prepare = pool_make_with_task, .before = pool_come_and_take, .act = pool_finish},
	{"finish many", .prepare = pool_make_with_many, .before = pool_come_and_take, .act = pool_finish},
	{"finish with a large result", .prepare = pool_make_with_many, .before = pool_come_and_take,
	 .act = pool_finish_large},
	{"take the rest", .prepare = pool_make_with_many, .before = pool_work, .act = pool_go_on},
	{"unload", .prepare = pool_make_with_many, .before = pool_be_in_the_middle, .act = pool_unload},
	{"finish, the owner waiting", .prepare = pool_make_event, .act = pool_work,
	 .waiter = pool_owner_waits, .free = pool_set_event},
	{"collect", .before = pool_make_and_finish, .act = pool_collect_one},
	{"collect, and wait", .before = pool_make, .act = pool_collect_one, .free = pool_submit_and_work},
	{"hire", .before = pool_make, .act = pool_hire_me},
	{"strike off", .before = pool_make_and_hire, .act = pool_strike_off},
	{"close", .before = pool_make, .act = pool_close, .waiter = pool_work, .free = pool_submit},
	{"terminate", .before = pool_make, .act = pool_terminate, .waiter = pool_work, .free = pool_submit},
	{NULL},
};

#endif
