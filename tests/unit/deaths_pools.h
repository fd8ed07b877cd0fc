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

static void pool_submit(struct self *self, struct scene *scene)
{
	struct request request = {.action = POOL_SUBMIT};
	char memory[LARGE];

	item_fill((struct item *)memory, LARGE, self->number, 1);
	pool_put(self, scene->object, &request, memory, LARGE, "task");
}

static void pool_take(struct self *self, struct scene *scene)
{
	struct request request = {.action = POOL_TAKE};
	struct buffer bytes = {0};

	buffer_add(&bytes, "", 1);
	if (pool_get(self, scene->object, &request, &bytes, WAIT_FOREVER) == OUTCOME_OK &&
	    !item_is_whole(&bytes))
		broken(self, scene, "a torn task", request.a);
	buffer_finish(&bytes);
}

static void pool_finish(struct self *self, struct scene *scene)
{
	struct request request = {.action = POOL_FINISH};
	char memory[LARGE];

	item_fill((struct item *)memory, LARGE, self->number, 1);
	pool_put(self, scene->object, &request, memory, LARGE, "result");
}

static void pool_work(struct self *self, struct scene *scene)
{
	pool_hire_me(self, scene);
	pool_take(self, scene);
	pool_finish(self, scene);
}

/* By one who does all of it. */
static void pool_submit_and_work(struct self *self, struct scene *scene)
{
	pool_submit(self, scene);
	pool_work(self, scene);
}

static void pool_collect_one(struct self *self, struct scene *scene)
{
	struct request request = {.action = POOL_COLLECT};
	struct buffer bytes = {0};

	buffer_add(&bytes, "", 1);
	pool_get(self, scene->object, &request, &bytes, WAIT_FOREVER);
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

static void pool_hire_and_take(struct self *self, struct scene *scene)
{
	pool_hire_me(self, scene);
	pool_take(self, scene);
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

/* A state that has come to one result or one loss for each task that is not waiting any more. */
static void pool_check(struct self *self, struct scene *scene)
{
	struct request request = {.action = POOL_COLLECT};
	struct buffer bytes = {0};
	uint64_t lost = scene->lost;
	union state state;

	while (pool_get(self, scene->object, &request, &bytes, WAIT_NOT) == OUTCOME_OK) {
		lost += request.b && request.a;
		if (!request.b && !item_is_whole(&bytes))
			broken(self, scene, "a torn result", request.a);
		request = (struct request){.action = POOL_COLLECT};
	}
	buffer_finish(&bytes);
	peek(self, scene, &state);
	uint64_t running = 0;
	for (uint32_t i = 0; i < state.pool.count; i++)
		running += state.pool.workers[i].task != 0;
	if (state.pool.taken != state.pool.collected + lost + running)
		broken(self, scene, "a task was forgotten or heard of twice; lost", (int64_t)lost);
}

static struct scene *owned; /* by the process that is in pool_owner_waits */
static bool called;

static void pool_news(struct self *self)
{
	struct request request = {.action = POOL_COLLECT};
	struct buffer bytes = {0};

	called = true;
	if (pool_get(self, owned->object, &request, &bytes, WAIT_NOT) == OUTCOME_OK)
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
	{"take a task", .prepare = pool_make_with_task, .before = pool_hire_me, .act = pool_take},
	{"take a task, and wait", .prepare = pool_make, .before = pool_hire_me, .act = pool_take,
	 .free = pool_submit},
	{"finish", .prepare = pool_make_with_task, .before = pool_hire_and_take, .act = pool_finish},
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
