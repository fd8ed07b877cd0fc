#include "runtime/batch.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/time.h>

#include "runtime/operate.h"

#define TASK_BITS   0x7fffffffu
#define BLOCK_PAGES 4u
#define TASKS_ROOM  6144u
#define SHORT	    100000 /* ns that a batch is to last */
#define LATE	    5000   /* µs after which it has lasted too long */
#define URGENT	    65536u /* bytes of results that the owner is to collect soon */
#define GROWTH	    4u	   /* a batch has at most so many times the tasks of the one before */

/* What others must find when the worker dies. The results of the first begun - 1 tasks are here, unless they
 * were handed in, which the pool's state knows. Only the worker writes it; a task's result and its place come
 * before the store of `begun` that makes them count. */
struct block {
	_Atomic uint32_t begun; /* tasks of the batch */
	uint32_t starts[BATCH_MOST], ends[BATCH_MOST]; /* of the results, in `results` */
	char tasks[TASKS_ROOM];			       /* the batch, as a packet */
	char results[];
};

#define RESULTS_ROOM (BLOCK_PAGES * ARENA_PAGE - sizeof(struct block))

static struct batch *at_hand; /* of this process, for unload */

bool batch_single(const struct self *self)
{
	return atomic_load_explicit(&self->arena->gate, memory_order_relaxed) &
	       (GATE_TEMPO | GATE_CONTROLLED);
}

/* Packets
 * ------------------------------------------------------------------------------------------------ */

/* The offset behind so many items. */
static size_t skip_items(const char *packet, size_t at, uint32_t items)
{
	uint32_t length;

	for (; items; items--) {
		memcpy(&length, packet + at, sizeof length);
		at += sizeof length + length;
	}
	return at;
}

const char *packet_item(const char *bytes, uint32_t items)
{
	struct packet packet;

	memcpy(&packet, bytes, sizeof packet);
	return bytes + skip_items(bytes, sizeof packet + packet.function, items);
}

static uint32_t smaller(uint64_t a, uint64_t b)
{
	return (uint32_t)(a < b ? a : b);
}

/* Append to `out` a packet of the tasks `from` .. from + tasks - 1 of another one. */
static bool cut_out(struct buffer *out, const char *bytes, uint32_t from, uint32_t tasks)
{
	struct packet packet;

	memcpy(&packet, bytes, sizeof packet);
	uint32_t before = from * packet.chunk;
	size_t items = sizeof packet + packet.function, start = skip_items(bytes, items, before);

	packet.first += before;
	packet.count = smaller(packet.count - before, (uint64_t)tasks * packet.chunk);
	packet.position = (packet.position + from) & TASK_BITS;
	size_t end = skip_items(bytes, start, packet.count);
	return buffer_add(out, &packet, sizeof packet) &&
	       buffer_add(out, bytes + sizeof packet, packet.function) &&
	       buffer_add(out, bytes + start, end - start);
}

enum outcome packet_submit(struct self *self, struct handle pool, char *bytes, size_t length)
{
	struct packet packet;
	struct load load;
	union state state;

	object_glance(self, pool, &state); /* nobody else gives tasks */
	memcpy(&packet, bytes, sizeof packet);
	packet.position = (uint32_t)(state.pool.put + 1) & TASK_BITS;
	memcpy(bytes, &packet, sizeof packet);
	struct request request = {.action = POOL_SUBMIT, .a = packet_tasks(&packet)};
	int error = storage_load(self, &load, offsetof(struct pool_state, tasks), bytes, length);
	if (error) {
		errno = -error;
		return OUTCOME_MISUSE;
	}
	return storage_put(self, pool, &request, &load, NULL, WAIT_FOREVER);
}

struct collecting {
	struct fetch fetch;
	struct request *request;
};

static int before_collect(struct self *self, uint32_t index, const union state *now, union state *next,
			  void *cargo)
{
	struct collecting *collecting = cargo;

	(void)index;
	if (next->pool.collected == now->pool.collected) /* news of a worker, without bytes */
		return 0;
	int error = storage_fetch(self->arena, next, &collecting->fetch);
	if (error)
		return error;
	collecting->request->a = collecting->fetch.units;
	next->pool.collected = now->pool.collected + collecting->fetch.units;
	next->pool.urgent = next->pool.collected == next->pool.done ? 0 : now->pool.urgent;
	return 0;
}

static void after_collect(struct self *self, uint32_t index, const union state *before, void *cargo)
{
	(void)index, (void)before;
	storage_fetched(self, &((struct collecting *)cargo)->fetch);
}

enum outcome results_collect(struct self *self, struct handle pool, struct request *request,
			     struct buffer *bytes, int64_t timeout)
{
	struct collecting collecting = {
		.fetch = {.chain = offsetof(struct pool_state, results), .item = bytes}, .request = request};
	struct carry carry = {.before = before_collect, .after = after_collect, .cargo = &collecting};

	errno = 0;
	enum outcome outcome = operate_carrying(self, pool, request, timeout, &carry);
	return outcome == OUTCOME_OK && !request->b ? storage_receive(self, &collecting.fetch) : outcome;
}

/* A worker's life
 * ---------------------------------------------------------------------------------------- */

static uint32_t worker_of(const struct pool_state *pool, uint32_t process)
{
	uint32_t i = 0;

	while (i < pool->count && pool->workers[i].process != process + 1)
		i++;
	return i;
}

int batch_open(struct batch *batch, struct self *self, struct handle pool)
{
	*batch = (struct batch){.self = self, .pool = pool, .wanted = 1};
	batch->page = arena_pages_take(self->arena, BLOCK_PAGES, self->slot->index + 1);
	if (!batch->page)
		return -ENOMEM;
	batch->block = arena_page(self->arena, batch->page);
	at_hand = batch;
	return 0;
}

static void watch_the_time(bool on)
{
	struct itimerval timer = {.it_value = {.tv_usec = on ? LATE : 0}};

	setitimer(ITIMER_REAL, &timer, NULL);
}

/* It is over, or what is left of it is one task. */
static void settle(struct batch *batch)
{
	if (!batch->self->unload)
		return;
	batch->self->unload = NULL;
	watch_the_time(false);
}

void batch_close(struct batch *batch)
{
	settle(batch);
	at_hand = NULL;
	arena_pages_give(batch->self->arena, batch->page, BLOCK_PAGES);
	buffer_finish(&batch->own);
}

/* Some of the tasks of the first packet go into the block. Returns how many. */
static uint32_t take_some(struct batch *batch, struct pool_state *pool, const char *bytes, uint32_t most)
{
	struct packet packet;
	char *out = batch->block->tasks;
	uint32_t items = 0, taken = 0;

	memcpy(&packet, bytes, sizeof packet);
	size_t start = pool->head_offset ? pool->head_offset : sizeof packet + packet.function, end = start;
	uint32_t left = packet.count - pool->head_items;
	for (; taken < most && items < left; taken++) {
		uint32_t next = smaller(left - items, packet.chunk);
		size_t behind = skip_items(bytes, end, next);

		if (taken && sizeof packet + packet.function + (behind - start) > TASKS_ROOM)
			break;
		end = behind;
		items += next;
	}
	packet.first += pool->head_items;
	packet.position = (packet.position + pool->head_items / packet.chunk) & TASK_BITS;
	packet.count = items;
	memcpy(out, &packet, sizeof packet);
	memcpy(out + sizeof packet, bytes + sizeof packet, packet.function);
	memcpy(out + sizeof packet + packet.function, bytes + start, end - start);
	batch->fetch.length = sizeof packet + packet.function + (end - start);
	batch->request->b = packet.position;
	pool->head_items = items < left ? pool->head_items + items : 0;
	pool->head_offset = items < left ? (uint32_t)end : 0;
	return taken;
}

static int before_take(struct self *self, uint32_t index, const union state *now, union state *next,
		       void *cargo)
{
	struct batch *batch = cargo;
	struct pool_state *pool = &next->pool;
	const struct record *record = storage_front(self->arena, &pool->tasks, &batch->fetch.emptied);
	uint32_t worker = worker_of(pool, self->number), taken = 1;
	struct large large = {0};
	struct packet packet;

	(void)index;
	if (record->length == RECORD_LARGE)
		memcpy(&large, record->bytes, sizeof large);
	const char *bytes = large.page ? arena_page(self->arena, large.page) : record->bytes;
	memcpy(&packet, bytes, sizeof packet);
	pool->workers[worker].block = 0;
	if (packet_tasks(&packet) == 1 && large.page) {
		batch->fetch.large = large; /* as it is */
		batch->request->b = packet.position;
	} else if (packet_tasks(&packet) == 1) {
		batch->fetch.length = record->length;
		batch->request->b = packet.position;
		memcpy(batch->block->tasks, bytes, record->length);
	} else {
		taken = take_some(batch, pool, bytes, (uint32_t)batch->request->a);
		pool->workers[worker].block = batch->page;
		if (!pool->head_items)
			batch->spent = large;
	}
	if (!pool->head_items)
		storage_drop(&pool->tasks, record);
	batch->request->a = taken;
	pool->taken = now->pool.taken + taken;
	pool->workers[worker].task = (uint32_t)batch->request->b & TASK_BITS;
	pool->workers[worker].count = taken;
	return 0;
}

static void after_take(struct self *self, uint32_t index, const union state *before, void *cargo)
{
	const struct batch *batch = cargo;

	(void)index, (void)before;
	storage_fetched(self, &batch->fetch);
	if (batch->spent.page)
		arena_pages_give(self->arena, batch->spent.page, batch->spent.pages);
}

static void unload(struct self *self);

enum outcome batch_take(struct batch *batch, uint64_t most, int64_t timeout)
{
	struct self *self = batch->self;
	struct request request = {.action = POOL_TAKE};
	struct carry carry = {.before = before_take, .after = after_take, .cargo = batch};

	request.a = batch_single(self) ? 1 : smaller(batch->wanted, most);
	batch->request = &request;
	batch->fetch = (struct fetch){.item = &batch->own};
	batch->spent = (struct large){0};
	atomic_store_explicit(&batch->block->begun, 1, memory_order_release);
	errno = 0;
	enum outcome outcome = operate_carrying(self, batch->pool, &request, timeout, &carry);
	if (outcome != OUTCOME_OK)
		return outcome;
	batch->tasks = (uint32_t)request.a;
	batch->position = (uint32_t)request.b;
	batch->done = batch->handed = batch->used = 0;
	batch->packet = batch->block->tasks;
	if (batch->fetch.large.page) {
		outcome = storage_receive(self, &batch->fetch);
		batch->packet = batch->own.bytes;
	} else if (control_is_on(self)) {
		control_content(self, control_hash(batch->packet, batch->fetch.length));
	}
	batch->began = arena_time(self->arena);
	if (batch->tasks > 1) {
		self->unload = unload;
		watch_the_time(true);
	}
	return outcome;
}

/* The owner has a result to hear of, if it does not wait for one anyway. Owner and slot never change. */
static void call_owner(struct self *self, uint32_t index)
{
	struct object *object = arena_object(self->arena, index);
	const struct pool_state *pool =
		&object_state(self->arena, object, atomic_load(&object->version))->pool;

	if (control_is_on(self) || atomic_load(&self->arena->slots[pool->owner_slot].waiting_on) != index)
		attention_call(self->arena, pool->owner_slot, pool->owner);
}

static enum outcome put_results(struct batch *batch, const void *bytes, size_t length, uint32_t results)
{
	struct self *self = batch->self;
	struct request request = {.action = POOL_FINISH, .a = results, .b = length >= URGENT};
	struct load load;

	int error = storage_load(self, &load, offsetof(struct pool_state, results), bytes, length);
	if (error) {
		errno = -error;
		return OUTCOME_MISUSE;
	}
	load.units = results;
	enum outcome outcome = storage_put(self, batch->pool, &request, &load, NULL, WAIT_FOREVER);
	if (outcome == OUTCOME_OK)
		call_owner(self, batch->pool.index);
	return outcome;
}

/* The results that are in the block. */
static enum outcome hand_in(struct batch *batch)
{
	struct block *block = batch->block;
	uint32_t results = batch->done - batch->handed;

	if (!results)
		return OUTCOME_OK;
	uint32_t start = block->starts[batch->handed], end = block->ends[batch->done - 1];
	enum outcome outcome = put_results(batch, block->results + start, end - start, results);
	if (outcome == OUTCOME_OK) {
		batch->handed = batch->done;
		batch->used = 0;
	}
	return outcome;
}

/* The tasks of the batch that were not begun. Without room for them they stay. */
static void put_back(struct batch *batch)
{
	uint32_t rest = batch->tasks - batch->done - 1;
	struct request request = {.action = POOL_RETURN, .a = rest};
	struct buffer packet = {0};
	struct load load;

	if (rest && cut_out(&packet, batch->packet, batch->done + 1, rest) &&
	    !storage_load(batch->self, &load, offsetof(struct pool_state, tasks), packet.bytes,
			  packet.length) &&
	    storage_put(batch->self, batch->pool, &request, &load, NULL, WAIT_FOREVER) == OUTCOME_OK)
		batch->tasks -= rest;
	buffer_finish(&packet);
}

static void unload(struct self *self)
{
	uint32_t line = self->line;

	settle(at_hand);
	hand_in(at_hand);
	put_back(at_hand);
	at_hand->wanted = 1;
	self->line = line;
}

/* How many to ask for next: so many as will be short, if they are like these. */
static void reckon(struct batch *batch)
{
	int64_t each = (arena_time(batch->self->arena) - batch->began) / batch->tasks;
	uint32_t fit = each > 0 ? smaller((uint64_t)(SHORT / each), BATCH_MOST) : BATCH_MOST;

	batch->wanted = smaller(batch->wanted * GROWTH, fit ? fit : 1);
}

enum outcome batch_finish(struct batch *batch, const void *bytes, size_t length)
{
	struct block *block = batch->block;
	bool fits = batch->tasks > 1 && length <= RESULTS_ROOM - batch->used;
	enum outcome outcome = OUTCOME_OK;

	if (!fits) {
		outcome = hand_in(batch);
		if (outcome == OUTCOME_OK)
			outcome = put_results(batch, bytes, length, 1);
		if (outcome != OUTCOME_OK)
			return outcome;
		batch->handed++;
	} else {
		memcpy(block->results + batch->used, bytes, length);
		block->starts[batch->done] = batch->used;
		batch->used += (uint32_t)length;
		block->ends[batch->done] = batch->used;
	}
	batch->done++;
	atomic_store_explicit(&block->begun, batch->done + 1, memory_order_release);
	if (batch->done < batch->tasks)
		return OUTCOME_OK;
	outcome = hand_in(batch);
	settle(batch);
	reckon(batch);
	return outcome;
}

/* After a death
 * ------------------------------------------------------------------------------------------ */

/* The worker was at the task number `begun` of its block, unless that was handed in by itself. */
bool batch_salvage(struct self *self, uint32_t index, union state *next, struct request *request)
{
	struct pool_state *pool = &next->pool;
	uint32_t worker = worker_of(pool, request->process);
	struct buffer rest = {0};
	struct packet packet;
	struct load load;
	bool done = false;

	if (worker == pool->count || !pool->workers[worker].count || !pool->workers[worker].block)
		return false;
	const struct block *block = arena_page(self->arena, pool->workers[worker].block);
	uint32_t begun = atomic_load(&block->begun), count = pool->workers[worker].count;
	memcpy(&packet, block->tasks, sizeof packet);
	uint32_t handed = (pool->workers[worker].task - packet.position) & TASK_BITS;
	if (request->action == POOL_FINISH && begun > handed + 1) {
		uint32_t start = block->starts[handed], end = block->ends[begun - 2];

		request->a = begun - 1 - handed;
		done = !storage_load(self, &load, offsetof(struct pool_state, results),
				     block->results + start, end - start);
		load.units = (uint32_t)request->a;
	} else if (request->action == POOL_RETURN && handed + count > begun) {
		request->a = begun > handed ? handed + count - begun : count;
		done = cut_out(&rest, block->tasks, handed + count - (uint32_t)request->a,
			       (uint32_t)request->a) &&
		       !storage_load(self, &load, offsetof(struct pool_state, tasks), rest.bytes,
				     rest.length);
	}
	if (done &&
	    (primitive_get(PRIMITIVE_POOL)->actions[request->action].effect(next, request) != OUTCOME_OK ||
	     storage_append(self->arena, index, next, &load) < 0)) {
		storage_unload(self->arena, &load);
		done = false;
	}
	buffer_finish(&rest);
	return done;
}
