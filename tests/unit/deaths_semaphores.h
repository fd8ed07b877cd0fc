/* For deaths.c: semaphores and Event. A permit that a dead process held is gone, or comes back where there is
 * a ledger. */
#ifndef TESTS_UNIT_DEATHS_SEMAPHORES_H
#define TESTS_UNIT_DEATHS_SEMAPHORES_H

static const struct kind semaphores[] = {
	{"Semaphore", PRIMITIVE_SEMAPHORE, .a = 1},
	{"BoundedSemaphore", PRIMITIVE_SEMAPHORE, .a = 1, .b = 1, .bounded = true},
	{"Semaphore with ledger", PRIMITIVE_PERMITS, .a = 1, .b = 1, .bounded = true},
	{NULL},
};

static void semaphore_acquire_it(struct self *self, struct scene *scene)
{
	act(self, scene->object, SEMAPHORE_ACQUIRE, 0, WAIT_FOREVER);
}

static void semaphore_acquire_for_a_moment(struct self *self, struct scene *scene)
{
	act(self, scene->object, SEMAPHORE_ACQUIRE, 0, MOMENT);
}

static void semaphore_give(struct self *self, struct scene *scene)
{
	act(self, scene->object, SEMAPHORE_RELEASE, 1, WAIT_FOREVER);
}

static void semaphore_use(struct self *self, struct scene *scene)
{
	if (act(self, scene->object, SEMAPHORE_ACQUIRE, 0, 3 * PATIENCE) != OUTCOME_OK)
		broken(self, scene, "no permit", 0);
	semaphore_give(self, scene);
}

/* Where there is no ledger somebody must give back what the dead took. */
static void semaphore_free(struct self *self, struct scene *scene)
{
	union state state;

	peek(self, scene, &state);
	if (state.semaphore.value == 0)
		semaphore_give(self, scene);
}

static void semaphore_check(struct self *self, struct scene *scene)
{
	union state state;

	/* With a ledger, only what was taken by one who ended by itself, main's own included. */
	if (scene->kind->primitive != PRIMITIVE_PERMITS || scene->over ||
	    scene->row->prepare == semaphore_acquire_it)
		semaphore_free(self, scene);
	peek(self, scene, &state);
	if (state.semaphore.value != 1 && (scene->kind->bounded || state.semaphore.value != 2))
		broken(self, scene, "of one permit there are", state.semaphore.value);
	semaphore_use(self, scene);
}

static const struct row semaphore_rows[] = {
	{"acquire", .act = semaphore_acquire_it},
	{"acquire what is taken", .prepare = semaphore_acquire_it, .act = semaphore_acquire_it,
	 .waiter = semaphore_use, .behind = true, .free = semaphore_free},
	{"acquire behind another", .prepare = semaphore_acquire_it, .act = semaphore_acquire_it,
	 .waiter = semaphore_use, .free = semaphore_free},
	{"give up acquiring", .prepare = semaphore_acquire_it, .act = semaphore_acquire_for_a_moment},
	{"acquire, the monitor being held", .act = semaphore_acquire_it, .waiter = semaphore_give,
	 AT_A_HELD_MONITOR, .free = leave_monitor},
	{"release", .before = semaphore_acquire_it, .act = semaphore_give},
	{"release to a waiter", .before = semaphore_acquire_it, .act = semaphore_give,
	 .waiter = semaphore_use, .free = semaphore_free},
	{"release too many", .act = semaphore_give, .bounded = true},
	{NULL},
};

static const struct kind events[] = {{.name = "Event", .primitive = PRIMITIVE_EVENT}, {NULL}};

static void event_set(struct self *self, struct scene *scene)
{
	act(self, scene->object, EVENT_SET, 0, WAIT_FOREVER);
}

static void event_clear(struct self *self, struct scene *scene)
{
	act(self, scene->object, EVENT_CLEAR, 0, WAIT_FOREVER);
}

static void event_wait(struct self *self, struct scene *scene)
{
	act(self, scene->object, EVENT_WAIT, 0, WAIT_FOREVER);
}

static void event_wait_for_a_moment(struct self *self, struct scene *scene)
{
	act(self, scene->object, EVENT_WAIT, 0, MOMENT);
}

static void event_is_set(struct self *self, struct scene *scene)
{
	act(self, scene->object, EVENT_IS_SET, 0, WAIT_FOREVER);
}

static void event_check(struct self *self, struct scene *scene)
{
	event_set(self, scene);
	if (act(self, scene->object, EVENT_WAIT, 0, PATIENCE) != OUTCOME_OK)
		broken(self, scene, "set, and cannot be waited for", 0);
}

static const struct row event_rows[] = {
	{"set", .act = event_set},
	{"set, with a waiter", .act = event_set, .waiter = event_wait, .free = event_set},
	{"set, the monitor being held", .act = event_set, .waiter = event_set, AT_A_HELD_MONITOR,
	 .free = leave_monitor},
	{"clear", .prepare = event_set, .act = event_clear},
	{"wait for what is set", .prepare = event_set, .act = event_wait},
	{"wait", .act = event_wait, .waiter = event_wait, .behind = true, .free = event_set},
	{"give up waiting", .act = event_wait_for_a_moment},
	{"look", .act = event_is_set},
	{NULL},
};

#endif
