/* Kill storms over Pool: main gives tasks and collects, the crew works. Whatever a worker lives through, main
 * hears of each task once: its result, or that it was lost with its worker. */
#include "unit/storm.h"

#include <sys/wait.h>

#include "runtime/arena.h"
#include "unit/items.h"

#define POOL_AHEAD   300   /* tasks that are out at once */
#define POOL_SERIALS 65536 /* more than can be out */

/* main's own. */
static struct {
	uint64_t given, heard;
	bool out[POOL_SERIALS]; /* by position of the task */
} pool_ledger;

static int pool_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	struct buffer task = {0};

	while (!atomic_load(&storm->over)) {
		struct request request = {.action = POOL_TAKE};
		enum outcome outcome = pool_get(self, storm->object, &request, &task, 5000000);

		if (outcome == OUTCOME_MISUSE)
			break;
		if (outcome != OUTCOME_OK)
			continue;
		if (!item_is_whole(&task) || ((struct item *)task.bytes)->serial != (uint64_t)request.a)
			say(self, "BROKEN: not the task that was taken,", request.a);
		request = (struct request){.action = POOL_FINISH};
		if (pool_put(self, storm->object, &request, task.bytes, task.length, "") != OUTCOME_OK)
			say(self, "BROKEN: could not finish, errno", errno);
	}
	buffer_finish(&task);
	return 0;
}

static void pool_prepare(struct self *self, struct storm *storm)
{
	storm->object = object_create(self, PRIMITIVE_POOL, self->number, self->slot->index, "pool");
}

/* As script/pool.c: a worker that died before it was hired is struck off. */
static void pool_born(struct self *self, struct storm *storm, struct handle worker)
{
	struct process_info info = {0};
	siginfo_t ended = {0};

	process_info(self, worker, &info);
	act(self, storm->object, POOL_HIRE, info.number, WAIT_FOREVER);
	if (waitid(P_PID, (id_t)info.pid, &ended, WEXITED | WNOHANG | WNOWAIT) < 0 || ended.si_pid)
		act(self, storm->object, POOL_LOSE, info.number, WAIT_FOREVER);
}

static void pool_heard(struct self *self, uint64_t position)
{
	if (!pool_ledger.out[position % POOL_SERIALS])
		say(self, "BROKEN: heard twice of task", (int64_t)position);
	pool_ledger.out[position % POOL_SERIALS] = false;
	pool_ledger.heard++;
}

static void pool_collect(struct self *self, struct storm *storm, struct buffer *bytes)
{
	struct request request = {.action = POOL_COLLECT};

	while (pool_get(self, storm->object, &request, bytes, WAIT_NOT) == OUTCOME_OK) {
		if (request.b && request.a)
			pool_heard(self, (uint64_t)request.a);
		if (!request.b && !item_is_whole(bytes))
			say(self, "BROKEN: a torn result,", request.a);
		else if (!request.b)
			pool_heard(self, ((struct item *)bytes->bytes)->serial);
		request = (struct request){.action = POOL_COLLECT};
	}
}

static void pool_tend(struct self *self, struct storm *storm)
{
	struct item *item = malloc(ITEM_MAX);
	struct buffer bytes = {0};

	while (pool_ledger.given - pool_ledger.heard < POOL_AHEAD) {
		struct request request = {.action = POOL_SUBMIT};
		uint64_t position = ++pool_ledger.given;

		pool_ledger.out[position % POOL_SERIALS] = true;
		size_t length = item_make(item, self->number, position);
		if (pool_put(self, storm->object, &request, item, length, "") != OUTCOME_OK ||
		    (uint64_t)request.a != position)
			say(self, "BROKEN: could not give task", (int64_t)position);
	}
	pool_collect(self, storm, &bytes);
	free(item);
	buffer_finish(&bytes);
}

static void pool_settle(struct self *self, struct storm *storm)
{
	struct buffer bytes = {0};
	union state state;

	pool_collect(self, storm, &bytes);
	buffer_finish(&bytes);
	object_peek(self, storm->object, &state);
	if (pool_ledger.given != pool_ledger.heard + state.pool.put - state.pool.taken)
		say(self, "BROKEN: tasks were forgotten:",
		    (int64_t)(pool_ledger.given - pool_ledger.heard - state.pool.put + state.pool.taken));
	if (state.pool.count)
		say(self, "BROKEN: still in the line of workers:", state.pool.count);
}

static void pools_survive(void **state)
{
	(void)state;
	storm_blow(&(struct storm){.worker = pool_worker,
				   .prepare = pool_prepare,
				   .born = pool_born,
				   .tend = pool_tend,
				   .settle = pool_settle});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pools_survive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
