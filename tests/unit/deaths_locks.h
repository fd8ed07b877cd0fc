/* For deaths.c: Lock, RLock and fair locks. Who waits for one whose owner died gets it, or recovers it, as
 * its policy says. */
#ifndef TESTS_UNIT_DEATHS_LOCKS_H
#define TESTS_UNIT_DEATHS_LOCKS_H

static const struct kind locks[] = {
	{"Lock", PRIMITIVE_LOCK, .a = ON_DEATH_RECOVER},
	{"Lock, stall", PRIMITIVE_LOCK, .a = ON_DEATH_STALL},
	{"Lock, error", PRIMITIVE_LOCK, .a = ON_DEATH_ERROR},
	{"RLock", PRIMITIVE_RLOCK, .deep = true},
	{"RLock, stall", PRIMITIVE_RLOCK, .deep = true, .a = ON_DEATH_STALL},
	{.name = "fair Lock", .primitive = PRIMITIVE_FAIR_LOCK},
	{"fair RLock, error", PRIMITIVE_FAIR_LOCK, .deep = true, .a = ON_DEATH_ERROR, .b = 1},
	{NULL},
};

static void lock_acquire(struct self *self, struct scene *scene)
{
	lock_take(self, scene->object, 1, WAIT_FOREVER);
}

static void lock_acquire_for_a_moment(struct self *self, struct scene *scene)
{
	if (lock_take(self, scene->object, 1, MOMENT) != OUTCOME_TIMED_OUT)
		broken(self, scene, "it took what main holds", 0);
}

static void lock_release(struct self *self, struct scene *scene)
{
	act(self, scene->object, LOCK_RELEASE, 0, WAIT_FOREVER);
}

static void lock_release_all(struct self *self, struct scene *scene)
{
	act(self, scene->object, LOCK_RELEASE_ALL, 0, WAIT_FOREVER);
}

static void lock_recover_it(struct self *self, struct scene *scene)
{
	act(self, scene->object, LOCK_RECOVER, 0, WAIT_FOREVER);
}

static void lock_acquire_twice(struct self *self, struct scene *scene)
{
	lock_take(self, scene->object, 2, WAIT_FOREVER);
	lock_take(self, scene->object, 1, WAIT_FOREVER);
}

static void lock_use(struct self *self, struct scene *scene)
{
	enum outcome outcome = lock_take(self, scene->object, 1, 3 * PATIENCE);

	if (outcome == OUTCOME_NOT_RECOVERABLE)
		lock_recover_it(self, scene);
	else if (outcome != OUTCOME_OK && outcome != OUTCOME_ABANDONED)
		broken(self, scene, "the lock cannot be taken: outcome", outcome);
	else if (act(self, scene->object, LOCK_RELEASE, 0, WAIT_FOREVER) != OUTCOME_OK)
		broken(self, scene, "the lock that was taken cannot be released", 0);
}

/* main's own, or that of a dead owner. */
static void lock_free(struct self *self, struct scene *scene)
{
	union state state;

	peek(self, scene, &state);
	if (state.lock.owner == ME(self))
		lock_release(self, scene);
	else if (state.lock.abandoned >= LOCK_NOT_RECOVERABLE)
		lock_recover_it(self, scene);
}

static int lock_owner_dies(struct self *self, void *context)
{
	lock_acquire(self, context);
	return 0;
}

static void lock_leave_monitor(struct self *self, struct scene *scene)
{
	leave_monitor(self, scene);
	lock_free(self, scene);
}

/* What the dead held. */
static void lock_lose(struct self *self, struct scene *scene)
{
	struct handle owner;
	int code;

	process_spawn(self, &owner, NULL, false, lock_owner_dies, scene);
	process_join(self, owner, WAIT_FOREVER, &code);
}

static void lock_check(struct self *self, struct scene *scene)
{
	union state state;

	lock_free(self, scene);
	lock_use(self, scene);
	lock_use(self, scene);
	peek(self, scene, &state);
	if (state.lock.owner || state.lock.depth || state.lock.abandoned)
		broken(self, scene, "used and released, it is still owned by", state.lock.owner);
	if (scene->kind->primitive == PRIMITIVE_FAIR_LOCK && state.fair_lock.line.count)
		broken(self, scene, "in line though nobody waits:", state.fair_lock.line.count);
}

static const struct row lock_rows[] = {
	{"acquire", .act = lock_acquire, .free = lock_free},
	{"acquire, at a tempo", .act = lock_acquire, .free = lock_free, .tempo = true},
	{"acquire what is held", .prepare = lock_acquire, .act = lock_acquire, .waiter = lock_use,
	 .behind = true, .free = lock_free},
	{"acquire behind another", .prepare = lock_acquire, .act = lock_acquire, .waiter = lock_use,
	 .free = lock_free},
	{"give up acquiring", .prepare = lock_acquire, .act = lock_acquire_for_a_moment},
	{"acquire what the dead held", .prepare = lock_lose, .act = lock_acquire, .waiter = lock_use,
	 .behind = true, .free = lock_free},
	{"acquire, the monitor being held", .act = lock_acquire, .waiter = lock_use, AT_A_HELD_MONITOR,
	 .free = lock_leave_monitor},
	{"acquire again", .act = lock_acquire_twice, .free = lock_free, .deep = true},
	{"release", .before = lock_acquire, .act = lock_release},
	{"release to a waiter", .before = lock_acquire, .act = lock_release, .waiter = lock_use,
	 .free = lock_free},
	{"release one of three", .before = lock_acquire_twice, .act = lock_release, .waiter = lock_use,
	 .free = lock_free, .deep = true},
	{"release all to a waiter", .before = lock_acquire_twice, .act = lock_release_all, .waiter = lock_use,
	 .free = lock_free, .deep = true},
	{"release what nobody holds", .act = lock_release},
	{"recover", .prepare = lock_lose, .act = lock_recover_it},
	{NULL},
};

#endif
