/* For deaths.c: queues and pipes. Items come out whole and in order, and as many as there are. */
#ifndef TESTS_UNIT_DEATHS_QUEUES_H
#define TESTS_UNIT_DEATHS_QUEUES_H

static const struct kind queues[] = {
	{"Queue", PRIMITIVE_QUEUE, .a = 8, .bounded = true},
	{.name = "SimpleQueue", .primitive = PRIMITIVE_SIMPLEQUEUE},
	{"JoinableQueue", PRIMITIVE_JOINABLE, .a = 8, .bounded = true},
	{"Pipe", PRIMITIVE_PIPE, .bounded = true}, /* a: main's number is 0 */
	{NULL},
};

#define SMALL  60
#define MIDDLE 1600		       /* five fill a segment */
#define SEGMENT 2		       /* pages */
#define LARGE  2100		       /* has pages of its own */
#define BULKY  (PIPE_CAPACITY / 8 + 1) /* eight fill a pipe, and a queue too */

enum { VICTIMS = 100, WAITERS = 1000 }; /* the serials of their items; main's count up */

static enum outcome queue_add(struct self *self, struct scene *scene, uint32_t length, uint64_t serial,
			      int64_t timeout)
{
	static char memory[BULKY];

	item_fill((struct item *)memory, length, self->number, serial);
	return queue_put(self, scene->object, memory, length, "item", timeout);
}

static enum outcome queue_get_any(struct self *self, struct scene *scene, struct buffer *bytes,
				  int64_t timeout)
{
	if (scene->kind->primitive == PRIMITIVE_PIPE)
		return pipe_get(self, scene->object, bytes, SIZE_MAX, timeout);
	return queue_get(self, scene->object, bytes, timeout);
}

/* Get one and be done with it. Returns its serial, 0 = there was none. */
static uint64_t queue_take(struct self *self, struct scene *scene, int64_t timeout)
{
	struct buffer bytes = {0};
	uint64_t serial = 0;

	if (queue_get_any(self, scene, &bytes, timeout) == OUTCOME_OK) {
		if (!item_is_whole(&bytes))
			broken(self, scene, "a torn item of bytes", (int64_t)bytes.length);
		serial = ((struct item *)bytes.bytes)->serial;
		if (scene->kind->primitive == PRIMITIVE_JOINABLE)
			act(self, scene->object, JOINABLE_TASK_DONE, 0, WAIT_FOREVER);
	}
	buffer_finish(&bytes);
	return serial;
}

static void queue_put_small(struct self *self, struct scene *scene)
{
	queue_add(self, scene, SMALL, VICTIMS, WAIT_FOREVER);
}

static void queue_put_large(struct self *self, struct scene *scene)
{
	queue_add(self, scene, LARGE, VICTIMS, WAIT_FOREVER);
}

static void queue_put_middle(struct self *self, struct scene *scene)
{
	queue_add(self, scene, MIDDLE, VICTIMS, WAIT_FOREVER);
}

static void queue_put_for_a_moment(struct self *self, struct scene *scene)
{
	queue_add(self, scene, LARGE, VICTIMS, MOMENT);
}

static void queue_get_one(struct self *self, struct scene *scene)
{
	struct buffer bytes = {0};

	/* Room beforehand, so that steps in the allocator are few; not done with it, if it is joinable. */
	buffer_add(&bytes, "", 1);
	queue_get_any(self, scene, &bytes, WAIT_FOREVER);
}

static void queue_get_for_a_moment(struct self *self, struct scene *scene)
{
	queue_take(self, scene, MOMENT);
}

static void queue_get_at_once(struct self *self, struct scene *scene)
{
	queue_take(self, scene, WAIT_NOT);
}

static void queue_prepare_one(struct self *self, struct scene *scene)
{
	queue_add(self, scene, SMALL, 1, WAIT_NOT);
}

static void queue_prepare_large(struct self *self, struct scene *scene)
{
	queue_add(self, scene, LARGE, 1, WAIT_NOT);
}

/* Its segment is full: the next item goes into a new one. */
static void queue_prepare_segment(struct self *self, struct scene *scene)
{
	for (uint64_t serial = 1; serial <= 5; serial++)
		queue_add(self, scene, MIDDLE, serial, WAIT_NOT);
}

/* One is left, and it is at the start of the second segment. */
static void queue_prepare_end(struct self *self, struct scene *scene)
{
	queue_prepare_segment(self, scene);
	queue_add(self, scene, MIDDLE, 6, WAIT_NOT);
	for (uint64_t serial = 1; serial <= 5; serial++)
		if (queue_take(self, scene, WAIT_NOT) != serial)
			broken(self, scene, "out of order, item", (int64_t)serial);
}

static void queue_prepare_full(struct self *self, struct scene *scene)
{
	uint32_t length = scene->kind->primitive == PRIMITIVE_PIPE ? BULKY - 1 : SMALL;

	for (uint64_t serial = 1; queue_add(self, scene, length, serial, WAIT_NOT) == OUTCOME_OK;)
		serial++;
}

static void queue_waiter_gets(struct self *self, struct scene *scene)
{
	queue_take(self, scene, WAIT_FOREVER);
}

static void queue_waiter_puts(struct self *self, struct scene *scene)
{
	queue_add(self, scene, MIDDLE, WAITERS, WAIT_FOREVER);
}

static void queue_give_item(struct self *self, struct scene *scene)
{
	union state state;

	peek(self, scene, &state);
	if (state.queue.put == state.queue.got)
		queue_add(self, scene, SMALL, 2000 + state.queue.put, WAIT_NOT);
}

static void queue_give_room(struct self *self, struct scene *scene)
{
	queue_take(self, scene, WAIT_NOT);
}

static void queue_task_done(struct self *self, struct scene *scene)
{
	act(self, scene->object, JOINABLE_TASK_DONE, 0, WAIT_FOREVER);
}

static void queue_join(struct self *self, struct scene *scene)
{
	act(self, scene->object, JOINABLE_JOIN, 0, WAIT_FOREVER);
}

static void queue_close_writes(struct self *self, struct scene *scene)
{
	pipe_close(self, scene->object, PIPE_WRITES);
}

/* main's end is closed: the victim's is the last, and whoever receives finds the end. */
static void pipe_close_all_writes(struct self *self, struct scene *scene)
{
	if (self->number)
		return queue_close_writes(self, scene);
	queue_close_writes(self, scene);
}

static void pipe_close_all(struct self *self, struct scene *scene)
{
	pipe_close(self, scene->object, PIPE_READS | PIPE_WRITES);
}

/* The reader, itself no writer: it gets what there is, then the end. */
static void pipe_read_to_the_end(struct self *self, struct scene *scene)
{
	struct buffer bytes = {0};
	enum outcome outcome;

	queue_close_writes(self, scene);
	while ((outcome = pipe_get(self, scene->object, &bytes, SIZE_MAX, 3 * PATIENCE)) == OUTCOME_OK)
		if (!item_is_whole(&bytes))
			broken(self, scene, "a torn message of bytes", (int64_t)bytes.length);
	if (outcome != OUTCOME_EOF)
		broken(self, scene, "no end of the pipe but outcome", outcome);
	buffer_finish(&bytes);
}

static void pipe_hold(struct self *self, struct scene *scene)
{
	struct request request = {.action = PIPE_HOLD, .a = PIPE_WRITES, .b = 1};

	operate(self, scene->object, &request, WAIT_NOT);
}

static void pipe_lend(struct self *self, struct scene *scene)
{
	struct request request = {.action = PIPE_LEND, .a = PIPE_WRITES, .b = 1};

	operate(self, scene->object, &request, WAIT_NOT);
}

static void queue_check_pages(struct self *self, struct scene *scene)
{
	uint32_t high = atomic_load(&self->arena->page_high), pages = 0;
	uint32_t most = SEGMENT + (arena_object(self->arena, scene->object.index)->states_page != 0);

	for (uint32_t page = 1; page < high; page++)
		pages += atomic_load(arena_page_owner(self->arena, page)) ==
			 (OWNER_OBJECT | scene->object.index);
	if (pages > most)
		broken(self, scene, "it is empty and has more pages than it needs:", pages);
}

static void queue_check(struct self *self, struct scene *scene)
{
	uint64_t serial, count = 0, last[2] = {0, 0};
	union state state;

	peek(self, scene, &state);
	if (scene->kind->primitive == PRIMITIVE_PIPE &&
	    (!state.pipe.holders.count || state.pipe.holders.places[0].mark != (PIPE_READS | PIPE_WRITES)))
		return; /* main has closed its own */
	while ((serial = queue_take(self, scene, WAIT_NOT))) {
		bool others = serial == VICTIMS || serial == WAITERS; /* either may have been faster */

		if (others ? serial == last[1] : serial <= last[0])
			broken(self, scene, "out of order or twice, item", (int64_t)serial);
		last[others] = serial;
		count++;
	}
	if (count != state.queue.put - state.queue.got)
		broken(self, scene, "not as many as there should be:", (int64_t)count);
	queue_check_pages(self, scene);
	if (queue_add(self, scene, LARGE, 7, WAIT_NOT) != OUTCOME_OK ||
	    queue_take(self, scene, WAIT_NOT) != 7)
		broken(self, scene, "it cannot be used", 0);
	if (scene->kind->primitive != PRIMITIVE_JOINABLE)
		return;
	enum outcome outcome = act(self, scene->object, JOINABLE_JOIN, 0, PATIENCE);
	peek(self, scene, &state);
	if (state.joinable.unfinished != state.joinable.lost || state.joinable.count ||
	    outcome != (state.joinable.lost ? OUTCOME_ABANDONED : OUTCOME_OK))
		broken(self, scene, "unfinished but not lost:", (int64_t)state.joinable.unfinished);
}

static const struct row queue_rows[] = {
	{"put", .act = queue_put_small},
	{"put a large item", .act = queue_put_large},
	{"put into a new page", .prepare = queue_prepare_segment, .act = queue_put_middle},
	{"put, with a waiter", .act = queue_put_small, .waiter = queue_waiter_gets, .free = queue_give_item},
	{"put a large item, with a waiter", .act = queue_put_large, .waiter = queue_waiter_gets,
	 .free = queue_give_item},
	{"put into a full one", .prepare = queue_prepare_full, .act = queue_put_middle,
	 .waiter = queue_waiter_puts, .behind = true, .free = queue_give_room, .bounded = true},
	{"put a large item into a full one", .prepare = queue_prepare_full, .act = queue_put_large,
	 .waiter = queue_waiter_puts, .behind = true, .free = queue_give_room, .bounded = true},
	{"give up putting", .prepare = queue_prepare_full, .act = queue_put_for_a_moment, .bounded = true},
	{"put, the monitor being held", .act = queue_put_small, .waiter = queue_waiter_puts,
	 AT_A_HELD_MONITOR, .free = leave_monitor,
	 .except = PRIMITIVE_PIPE /* main starts children, which inherit: the supervisor wants it too */},
	{"get", .prepare = queue_prepare_one, .act = queue_get_one},
	{"get a large item", .prepare = queue_prepare_large, .act = queue_get_one},
	{"get from the next page", .prepare = queue_prepare_end, .act = queue_get_one},
	{"get, with a waiter", .prepare = queue_prepare_full, .act = queue_get_one,
	 .waiter = queue_waiter_puts, .free = queue_give_room, .bounded = true},
	{"get from an empty one", .act = queue_get_one, .waiter = queue_waiter_gets, .behind = true,
	 .free = queue_give_item},
	{"give up getting", .act = queue_get_for_a_moment},
	{"find it empty", .act = queue_get_at_once},
	{"say task_done", .prepare = queue_prepare_one, .before = queue_get_one, .act = queue_task_done,
	 .waiter = queue_join, .free = queue_give_room, .only = PRIMITIVE_JOINABLE},
	{"join", .prepare = queue_prepare_one, .act = queue_join, .waiter = queue_join, .behind = true,
	 .free = queue_give_room, .only = PRIMITIVE_JOINABLE},
	{"close the last writing end", .prepare = queue_prepare_one, .act = queue_close_writes,
	 .waiter = pipe_read_to_the_end, .free = pipe_close_all_writes, .only = PRIMITIVE_PIPE},
	{"close the last end", .prepare = queue_prepare_large, .before = NULL, .act = pipe_close_all,
	 .only = PRIMITIVE_PIPE},
	{"hold an end that was lent", .prepare = pipe_lend, .act = pipe_hold, .only = PRIMITIVE_PIPE},
	{"lend an end", .act = pipe_lend, .only = PRIMITIVE_PIPE},
	{NULL},
};

#endif
