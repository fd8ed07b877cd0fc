/* For deaths.c: Condition and Barrier, at which processes stand in line. */
#ifndef TESTS_UNIT_DEATHS_LINES_H
#define TESTS_UNIT_DEATHS_LINES_H

/* Condition, with an RLock: who notifies and dies has notified or not; the notification of one who dies
 * goes to the next in line. */
static const struct kind conditions[] = {{.name = "Condition", .primitive = PRIMITIVE_CONDITION}, {NULL}};

static void condition_make_lock(struct self *self, struct scene *scene)
{
	scene->second = object_create(self, PRIMITIVE_RLOCK, 0, 0, "its lock");
}

static void condition_take(struct self *self, struct scene *scene)
{
	lock_take(self, scene->second, 1, 3 * PATIENCE);
}

static void condition_give(struct self *self, struct scene *scene)
{
	act(self, scene->second, LOCK_RELEASE, 0, WAIT_FOREVER);
}

static void condition_wait_for(struct self *self, struct scene *scene, int64_t timeout)
{
	enum outcome taken;

	condition_await(self, scene->object, scene->second, timeout, &taken);
	if (taken != OUTCOME_OK && taken != OUTCOME_ABANDONED)
		broken(self, scene, "it has not got its lock again: outcome", taken);
}

static void condition_wait(struct self *self, struct scene *scene)
{
	condition_wait_for(self, scene, WAIT_FOREVER);
}

static void condition_wait_a_moment(struct self *self, struct scene *scene)
{
	condition_wait_for(self, scene, MOMENT);
}

static void condition_waiter(struct self *self, struct scene *scene)
{
	condition_take(self, scene);
	condition_wait(self, scene);
	condition_give(self, scene);
}

static void condition_notify(struct self *self, struct scene *scene)
{
	act(self, scene->object, CONDITION_NOTIFY, 1, WAIT_FOREVER);
}

static void condition_free(struct self *self, struct scene *scene)
{
	condition_take(self, scene);
	condition_notify(self, scene);
	condition_give(self, scene);
}

static void condition_check(struct self *self, struct scene *scene)
{
	union state state;

	peek(self, scene, &state);
	if (state.condition.line.count)
		broken(self, scene, "in line though nobody waits:", state.condition.line.count);
	condition_free(self, scene);
	object_peek(self, scene->second, &state);
	if (state.lock.owner)
		broken(self, scene, "its lock is owned by", state.lock.owner);
}

static const struct row condition_rows[] = {
	{"wait", .prepare = condition_make_lock, .before = condition_take, .act = condition_wait,
	 .waiter = condition_waiter, .behind = true, .free = condition_free},
	{"give up waiting", .prepare = condition_make_lock, .before = condition_take,
	 .act = condition_wait_a_moment},
	{"notify", .prepare = condition_make_lock, .act = condition_notify, .waiter = condition_waiter,
	 .free = condition_free},
	{"take and notify", .prepare = condition_make_lock, .act = condition_free, .waiter = condition_waiter,
	 .free = condition_free},
	{NULL},
};

/* Barrier, of two parties: whose death breaks it or has opened it. */
static const struct kind barriers[] = {
	{"Barrier", PRIMITIVE_BARRIER, .a = 2},
	{"Barrier with action", PRIMITIVE_BARRIER, .a = 2, .b = 1},
	{NULL},
};

static void barrier_come(struct self *self, struct scene *scene, int64_t arriving, int64_t waiting)
{
	struct request arrive = {.action = BARRIER_ARRIVE};
	enum outcome outcome = operate(self, scene->object, &arrive, arriving);
	int64_t why;

	if (outcome != OUTCOME_OK)
		return;
	if (!arrive.b)
		barrier_await(self, scene->object, waiting, &why);
	else if (scene->kind->b)
		act(self, scene->object, BARRIER_OPEN, 0, WAIT_FOREVER);
}

static void barrier_wait(struct self *self, struct scene *scene)
{
	barrier_come(self, scene, WAIT_FOREVER, WAIT_FOREVER);
}

static void barrier_wait_a_moment(struct self *self, struct scene *scene)
{
	barrier_come(self, scene, WAIT_FOREVER, MOMENT);
}

/* The last to come, or one who gives up at once. */
static void barrier_free(struct self *self, struct scene *scene)
{
	barrier_come(self, scene, WAIT_NOT, 1);
}

static void barrier_abort(struct self *self, struct scene *scene)
{
	struct request request = {.action = BARRIER_BREAK, .b = BARRIER_ABORTED};

	operate(self, scene->object, &request, WAIT_FOREVER);
}

static void barrier_reset(struct self *self, struct scene *scene)
{
	act(self, scene->object, BARRIER_RESET, 0, WAIT_FOREVER);
}

static void barrier_check(struct self *self, struct scene *scene)
{
	struct request arrive = {.action = BARRIER_ARRIVE};
	union state state;

	peek(self, scene, &state);
	if (state.barrier.line.count)
		broken(self, scene, "in line though nobody waits:", state.barrier.line.count);
	barrier_reset(self, scene);
	if (operate(self, scene->object, &arrive, WAIT_NOT) != OUTCOME_OK || arrive.a != 0 || arrive.b)
		broken(self, scene, "reset, it cannot be entered; index", arrive.a);
	barrier_abort(self, scene);
}

static const struct row barrier_rows[] = {
	{"come first", .act = barrier_wait, .free = barrier_free},
	{"come last", .act = barrier_wait, .waiter = barrier_wait, .free = barrier_free},
	{"give up waiting", .act = barrier_wait_a_moment, .waiter = NULL},
	{"abort", .act = barrier_abort, .waiter = barrier_wait, .free = barrier_free},
	{"reset", .act = barrier_reset, .waiter = barrier_wait, .free = barrier_free},
	{NULL},
};

#endif
