/* Kill storms over Pool: main gives tasks and collects, the crew works. Whatever a worker lives through, main
 * hears of each task once: its result, or that it was lost with its worker. */
#include "unit/storm.h"

#include <sys/wait.h>

#include "runtime/arena.h"
#include "unit/items.h"

#define POOL_AHEAD   1500  /* tasks that are out at once */
#define POOL_SERIALS (1u << 20) /* their places */
#define POOL_PACKET  40    /* tasks in a packet at most */

/* main's own. */
static struct {
	uint64_t given, heard;
	bool out[POOL_SERIALS]; /* by position of the task */
} pool_ledger;

/* The results of tasks are their items; of some a larger one, which has to be handed in by itself. */
static void pool_do(struct self *self, struct batch *batch, uint64_t serial, struct buffer *item)
{
	const char *at = packet_item(batch->packet, batch->done) + sizeof(uint32_t);

	if (!item_next(item, at, at + ITEM_MAX) || !item_is_whole(item) ||
	    ((struct item *)item->bytes)->serial != serial)
		say(self, "BROKEN: not the task that was taken,", (int64_t)serial);
	char *result = malloc(ITEM_MAX);
	size_t length = item_fill((struct item *)result, serial % 50 ? 60 : ITEM_MAX, self->number, serial);
	if (batch_finish(batch, result, length) != OUTCOME_OK)
		say(self, "BROKEN: could not finish, errno", errno);
	free(result);
}

static int pool_worker(struct self *self, void *context)
{
	struct storm *storm = context;
	struct buffer item = {0};
	struct batch batch;

	if (batch_open(&batch, self, storm->object) < 0)
		say(self, "BROKEN: no room for a worker", 0);
	while (!atomic_load(&storm->over)) {
		enum outcome outcome = batch_take(&batch, BATCH_MOST, 5000000);

		if (outcome == OUTCOME_MISUSE)
			break;
		if (outcome != OUTCOME_OK)
			continue;
		while (batch.done < batch.tasks) {
			uint64_t serial = batch.position + batch.done;

			if (serial % 30 == 0 && self->unload)
				self->unload(self); /* as if it waited for something */
			pool_do(self, &batch, serial, &item);
		}
	}
	batch_close(&batch);
	buffer_finish(&item);
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
	struct buffer item = {0};

	while (results_collect(self, storm->object, &request, bytes, WAIT_NOT) == OUTCOME_OK) {
		const char *at = bytes->bytes, *end = at + bytes->length;

		if (request.b && request.a)
			pool_heard(self, (uint64_t)request.a);
		for (int64_t i = 0; !request.b && i < request.a; i++) {
			at = item_next(&item, at, end);
			if (!at || !item_is_whole(&item))
				return say(self, "BROKEN: a torn result,", i);
			pool_heard(self, ((struct item *)item.bytes)->serial);
		}
		if (!request.b && at != end)
			say(self, "BROKEN: more than was handed in,", end - at);
		request = (struct request){.action = POOL_COLLECT};
	}
	buffer_finish(&item);
}

static void pool_give(struct self *self, struct storm *storm, char *packet, uint32_t tasks, uint32_t length)
{
	uint64_t position = pool_ledger.given + 1;
	struct packet header;

	for (uint32_t i = 0; i < tasks; i++)
		pool_ledger.out[(position + i) % POOL_SERIALS] = true;
	pool_ledger.given += tasks;
	size_t bytes = item_packet(packet, tasks, length, self->number, position);
	if (packet_submit(self, storm->object, packet, bytes) != OUTCOME_OK)
		say(self, "BROKEN: could not give task", (int64_t)position);
	memcpy(&header, packet, sizeof header);
	if (header.position != position)
		say(self, "BROKEN: not the position of task", (int64_t)position);
}

/* A worker may be kept from its task for long, while all the others go on: its place must be free again. */
static bool pool_has_places(void)
{
	for (uint64_t i = 1; i <= POOL_PACKET; i++)
		if (pool_ledger.out[(pool_ledger.given + i) % POOL_SERIALS])
			return false;
	return true;
}

/* Packets of one task of any size, and of many small ones. */
static void pool_tend(struct self *self, struct storm *storm)
{
	char *packet = malloc(2 * ITEM_MAX);
	struct buffer bytes = {0};

	while (pool_ledger.given - pool_ledger.heard < POOL_AHEAD && pool_has_places()) {
		uint64_t turn = pool_ledger.given;

		if (turn % 3)
			pool_give(self, storm, packet, 1 + turn % POOL_PACKET, 60);
		else
			pool_give(self, storm, packet, 1, turn % 2 ? 700 : ITEM_MAX);
	}
	pool_collect(self, storm, &bytes);
	free(packet);
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
