/* For deaths.c: processes: starting, joining, ending, being started, what is said; and waiting for any of
 * several objects. */
#ifndef TESTS_UNIT_DEATHS_PROCESSES_H
#define TESTS_UNIT_DEATHS_PROCESSES_H

/* Waiting for any of two events. */
static const struct kind waits[] = {{.name = "mp.wait", .primitive = PRIMITIVE_EVENT}, {NULL}};

static void wait_make_second(struct self *self, struct scene *scene)
{
	scene->second = object_create(self, PRIMITIVE_EVENT, 0, 0, "second");
}

static void wait_make_second_set(struct self *self, struct scene *scene)
{
	wait_make_second(self, scene);
	act(self, scene->second, EVENT_SET, 0, WAIT_FOREVER);
}

static void wait_for(struct self *self, struct scene *scene, int64_t timeout)
{
	struct watched both[2] = {{.handle = scene->object, .action = EVENT_WAIT},
				  {.handle = scene->second, .action = EVENT_WAIT}};

	operate_any(self, both, 2, timeout);
}

static void wait_any(struct self *self, struct scene *scene)
{
	wait_for(self, scene, WAIT_FOREVER);
}

static void wait_a_moment(struct self *self, struct scene *scene)
{
	wait_for(self, scene, MOMENT);
}

static void wait_free(struct self *self, struct scene *scene)
{
	act(self, scene->second, EVENT_SET, 0, WAIT_FOREVER);
}

static void wait_waiter(struct self *self, struct scene *scene)
{
	act(self, scene->second, EVENT_WAIT, 0, WAIT_FOREVER);
}

static const struct row wait_rows[] = {
	{"find one ready", .prepare = wait_make_second_set, .act = wait_any},
	{"wait", .prepare = wait_make_second, .act = wait_any, .waiter = wait_waiter, .behind = true,
	 .free = wait_free},
	{"give up waiting", .prepare = wait_make_second, .act = wait_a_moment},
	{NULL},
};

static const struct kind processes[] = {{.name = "Process"}, {NULL}};

static int end_at_once(struct self *self, void *context)
{
	struct scene *scene = context;

	(void)self;
	if (scene->row->follows)
		atomic_store(&scene->stage, STAGE_OVER);
	return 0;
}

static int wait_for_the_end(struct self *self, void *context)
{
	struct scene *scene = context;

	act(self, scene->object, EVENT_WAIT, 0, WAIT_FOREVER);
	return 0;
}

static void process_start(struct self *self, struct scene *scene)
{
	struct handle child;

	process_spawn(self, &child, NULL, false, end_at_once, scene);
}

static void process_start_and_join(struct self *self, struct scene *scene)
{
	struct handle child;
	int code;

	if (process_spawn(self, &child, NULL, false, end_at_once, scene) < 0)
		broken(self, scene, "it cannot start a child", 0);
	else if (process_join(self, child, 3 * PATIENCE, &code) != OUTCOME_OK)
		broken(self, scene, "it cannot join its child", 0);
}

static void process_make_event(struct self *self, struct scene *scene)
{
	scene->object = object_create(self, PRIMITIVE_EVENT, 0, 0, "end");
}

static void process_make_pipe(struct self *self, struct scene *scene)
{
	scene->object = object_create(self, PRIMITIVE_PIPE, self->number, 0, "pipe");
}

static void process_start_child(struct self *self, struct scene *scene)
{
	process_spawn(self, &scene->second, NULL, false, wait_for_the_end, scene);
}

static void process_start_daemon(struct self *self, struct scene *scene)
{
	process_spawn(self, &scene->second, NULL, true, wait_for_the_end, scene);
}

static void process_join_child(struct self *self, struct scene *scene)
{
	int code;

	process_join(self, scene->second, WAIT_FOREVER, &code);
}

static void process_kill_child(struct self *self, struct scene *scene)
{
	process_signal(self, scene->second, SIGKILL);
}

static void process_just_end(struct self *self, struct scene *scene)
{
	process_exit(self, (int)(scene->stage != STAGE_INSIDE));
}

static void process_set_event(struct self *self, struct scene *scene)
{
	act(self, scene->object, EVENT_SET, 0, WAIT_FOREVER);
}

static void process_talk(struct self *self, struct scene *scene)
{
	(void)scene;
	process_say(self, "a text that takes more than one cell of the ring, as most of what is printed does",
		    82);
	process_label(self, "talking");
}

static void process_rest(struct self *self, struct scene *scene)
{
	(void)scene;
	process_sleep(self, MOMENT);
}

static void process_create_lock(struct self *self, struct scene *scene)
{
	(void)scene;
	object_create(self, PRIMITIVE_LOCK, 0, 0, NULL);
}

static void process_create_queue(struct self *self, struct scene *scene)
{
	(void)scene;
	object_create(self, PRIMITIVE_JOINABLE, 5, 0, "tasks");
}

static void process_create_pipe(struct self *self, struct scene *scene)
{
	(void)scene;
	object_create(self, PRIMITIVE_PIPE, self->number, 0, "pipe");
}

/* Where it has the event "end" it is set, so that children which wait for it end. */
static void process_check(struct self *self, struct scene *scene)
{
	union state state;

	if (object_primitive(self, scene->object) != PRIMITIVE_PIPE)
		return;
	peek(self, scene, &state);
	if (state.pipe.holders.count != 1 || state.pipe.holders.places[0].process != ME(self))
		broken(self, scene, "holders of the pipe besides main:", state.pipe.holders.count);
}

static const struct row process_rows[] = {
	{"start", .act = process_start},
	{"start, with a pipe to inherit", .prepare = process_make_pipe, .act = process_start},
	{"start and join", .act = process_start_and_join},
	{"be started", .act = process_start_and_join, .follows = true},
	{"be started, before its parent goes on", .act = process_start_and_join, .follows = true,
	 .alone = true},
	{"be started, with a pipe to inherit", .prepare = process_make_pipe, .act = process_start_and_join,
	 .follows = true},
	{"join", .prepare = process_make_event, .before = process_start_child, .act = process_join_child,
	 .free = process_set_event, .free_at_once = true},
	{"kill", .prepare = process_make_event, .before = process_start_child, .act = process_kill_child,
	 .free = process_set_event, .free_at_once = true},
	{"end", .act = process_just_end},
	{"end, with a child", .prepare = process_make_event, .before = process_start_child,
	 .act = process_just_end, .free = process_set_event, .free_at_once = true},
	{"end, with a daemon", .prepare = process_make_event, .before = process_start_daemon,
	 .act = process_just_end, .free = process_set_event, .free_at_once = true},
	{"talk", .act = process_talk},
	{"sleep", .act = process_rest},
	{"create a lock", .act = process_create_lock},
	{"create a queue", .act = process_create_queue},
	{"create a pipe", .act = process_create_pipe},
	{NULL},
};

#endif
