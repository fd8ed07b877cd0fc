#include "runtime/storage.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/operate.h"

#define SMALL 1024u       /* bytes; an item up to this size is copied with the monitor held (30 ns) */
#define SEGMENT_PAGES 1u
#define SEGMENT_BYTES (SEGMENT_PAGES * ARENA_PAGE)
#define END UINT32_MAX         /* record length: the chain goes on in the next segment */
#define LARGE (UINT32_MAX - 1) /* record length: the item has pages of its own */

struct segment {
	uint32_t next; /* first page of the next segment; valid once an END was reached */
	uint32_t unused;
	char records[];
};

struct record {
	uint32_t length; /* bytes, or END, or LARGE */
	uint32_t unused;
	char bytes[];
};

struct large { /* the bytes of a LARGE record */
	uint32_t page, pages;
	uint64_t length;
};

static uint32_t record_size(uint32_t length)
{
	return (uint32_t)((sizeof(struct record) + length + 7) & ~7u);
}

static struct record *record_at(struct arena *arena, uint32_t page, uint32_t offset)
{
	return (struct record *)((char *)arena_page(arena, page) + offset);
}

static struct chain *chain_of(union state *state, size_t offset)
{
	return (struct chain *)((char *)state + offset);
}

struct put_cargo {
	size_t chain; /* its place in the state */
	const void *bytes; /* of the record: the item, or its struct large */
	uint32_t length;
	uint32_t mark; /* record length: length, or LARGE */
	const struct large *large;
};

/* Make room for a record of that size behind the tail, in a new segment if need be. */
static int tail_room(struct arena *arena, uint32_t index, struct chain *chain, uint32_t size)
{
	/* An END must always fit behind the last record. */
	if (chain->tail_page && chain->tail_offset + size + sizeof(struct record) <= SEGMENT_BYTES)
		return 0;
	uint32_t page = arena_pages_take(arena, SEGMENT_PAGES, OWNER_OBJECT | index);
	if (!page)
		return -ENOMEM;
	if (chain->tail_page) {
		((struct segment *)arena_page(arena, chain->tail_page))->next = page;
		record_at(arena, chain->tail_page, chain->tail_offset)->length = END;
	} else {
		chain->head_page = page;
		chain->head_offset = sizeof(struct segment);
	}
	chain->tail_page = page;
	chain->tail_offset = sizeof(struct segment);
	return 0;
}

static int before_put(struct self *self, uint32_t index, const union state *now, union state *next,
		      void *cargo)
{
	const struct put_cargo *put = cargo;
	struct chain *chain = chain_of(next, put->chain);
	uint32_t size = record_size(put->length);
	int error = tail_room(self->arena, index, chain, size);

	(void)now;
	if (error)
		return error;
	struct record *record = record_at(self->arena, chain->tail_page, chain->tail_offset);
	record->length = put->mark;
	memcpy(record->bytes, put->bytes, put->length);
	chain->tail_offset += size;
	if (put->large)
		arena_pages_retag(self->arena, put->large->page, put->large->pages, OWNER_OBJECT | index);
	return 0;
}

static enum outcome put_record(struct self *self, struct handle handle, struct request *request,
			       struct put_cargo *put, const char *preview, int64_t timeout)
{
	struct carry carry = {.before = before_put, .cargo = put, .text = preview};

	return operate_carrying(self, handle, request, timeout, &carry);
}

static enum outcome put_large(struct self *self, struct handle handle, struct request *request, size_t chain,
			      const void *bytes, size_t length, const char *preview, int64_t timeout)
{
	struct large large = {.length = length};

	if (length / ARENA_PAGE + 1 >= self->arena->pages) {
		errno = ENOMEM;
		return OUTCOME_MISUSE;
	}
	large.pages = (uint32_t)((length + ARENA_PAGE - 1) / ARENA_PAGE);
	large.page = arena_pages_take(self->arena, large.pages, self->slot->index + 1);
	if (!large.page) {
		errno = ENOMEM;
		return OUTCOME_MISUSE;
	}
	memcpy(arena_page(self->arena, large.page), bytes, length);
	struct put_cargo put = {
		.chain = chain, .bytes = &large, .length = sizeof large, .mark = LARGE, .large = &large};
	enum outcome outcome = put_record(self, handle, request, &put, preview, timeout);
	if (outcome != OUTCOME_OK) {
		int error = errno;

		arena_pages_give(self->arena, large.page, large.pages);
		errno = error;
	}
	return outcome;
}

static enum outcome put_bytes(struct self *self, struct handle handle, struct request *request, size_t chain,
			      const void *bytes, size_t length, const char *preview, int64_t timeout)
{
	errno = 0; /* so that a caller can tell the state's own MISUSE */
	if (control_is_on(self))
		request->content = control_hash(bytes, length);
	if (length > SMALL)
		return put_large(self, handle, request, chain, bytes, length, preview, timeout);
	struct put_cargo put = {
		.chain = chain, .bytes = bytes, .length = (uint32_t)length, .mark = (uint32_t)length};
	return put_record(self, handle, request, &put, preview, timeout);
}

enum outcome queue_put(struct self *self, struct handle handle, const void *bytes, size_t length,
		       const char *preview, int64_t timeout)
{
	bool pipe = arena_object(self->arena, handle.index)->primitive == PRIMITIVE_PIPE;
	struct request request = {.action = QUEUE_PUT, .b = pipe ? (int64_t)length : 0};

	return put_bytes(self, handle, &request, offsetof(struct queue_state, chain), bytes, length, preview,
			 timeout);
}

/* The owner of a pool has a result to hear of. Owner and slot never change. */
static void call_owner(struct self *self, uint32_t index)
{
	struct object *object = arena_object(self->arena, index);
	const struct pool_state *pool =
		&object_state(self->arena, object, atomic_load(&object->version))->pool;

	attention_call(self->arena, pool->owner_slot, pool->owner);
}

enum outcome pool_put(struct self *self, struct handle handle, struct request *request, const void *bytes,
		      size_t length, const char *preview)
{
	size_t chain = request->action == POOL_SUBMIT ? offsetof(struct pool_state, tasks) :
							offsetof(struct pool_state, results);

	enum outcome outcome = put_bytes(self, handle, request, chain, bytes, length, preview, WAIT_FOREVER);
	if (outcome == OUTCOME_OK && request->action == POOL_FINISH)
		call_owner(self, handle.index);
	return outcome;
}

struct get_cargo {
	size_t chain;
	struct buffer *item;
	struct large large; /* the item's own pages, if large.page */
	uint32_t emptied;   /* segment that the get leaves behind, 0 = none */
	bool collect;       /* of a pool: it may be news of a worker, without bytes */
	size_t max;         /* of a pipe: the longest message that is wanted */
	struct request *message; /* of a pipe: gets the message's length; NULL otherwise */
};

static size_t record_length(const struct record *record)
{
	struct large large;

	if (record->length != LARGE)
		return record->length;
	memcpy(&large, record->bytes, sizeof large);
	return large.length;
}

static int before_get(struct self *self, uint32_t index, const union state *now, union state *next,
		      void *cargo)
{
	struct get_cargo *get = cargo;
	struct chain *chain = chain_of(next, get->chain);
	struct record *record;

	(void)index;
	if (get->collect && next->pool.collected == now->pool.collected)
		return 0;
	record = record_at(self->arena, chain->head_page, chain->head_offset);
	if (record->length == END) {
		get->emptied = chain->head_page;
		chain->head_page = ((struct segment *)arena_page(self->arena, chain->head_page))->next;
		chain->head_offset = sizeof(struct segment);
		record = record_at(self->arena, chain->head_page, chain->head_offset);
	}
	if (get->message) {
		size_t length = record_length(record);

		if (length > get->max)
			return -EMSGSIZE;
		next->pipe.bytes -= length;
		get->message->b = (int64_t)length;
	}
	if (record->length == LARGE) {
		memcpy(&get->large, record->bytes, sizeof get->large);
		chain->head_offset += record_size(sizeof get->large);
	} else {
		get->item->length = 0;
		if (!buffer_add(get->item, record->bytes, record->length))
			return -ENOMEM;
		chain->head_offset += record_size(record->length);
	}
	/* Empty: begin at the start of the segment again, it is warm. */
	if (chain->head_page == chain->tail_page && chain->head_offset == chain->tail_offset)
		chain->head_offset = chain->tail_offset = sizeof(struct segment);
	return 0;
}

static void after_get(struct self *self, uint32_t index, const union state *before, void *cargo)
{
	struct get_cargo *get = cargo;

	(void)index, (void)before;
	if (get->emptied)
		arena_pages_give(self->arena, get->emptied, SEGMENT_PAGES);
	if (get->large.page)
		arena_pages_retag(self->arena, get->large.page, get->large.pages, self->slot->index + 1);
}

/* The large item is ours now: copy it out and give its pages back. */
static enum outcome take_large(struct self *self, const struct large *large, struct buffer *item)
{
	item->length = 0;
	bool fits = buffer_add(item, arena_page(self->arena, large->page), large->length);
	arena_pages_give(self->arena, large->page, large->pages);
	if (fits)
		return OUTCOME_OK;
	errno = ENOMEM;
	return OUTCOME_MISUSE;
}

static enum outcome get_bytes(struct self *self, struct handle handle, struct request *request,
			      struct get_cargo *get, int64_t timeout)
{
	struct carry carry = {.before = before_get, .after = after_get, .cargo = get};

	errno = 0;
	enum outcome outcome = operate_carrying(self, handle, request, timeout, &carry);
	if (outcome == OUTCOME_OK && get->large.page)
		outcome = take_large(self, &get->large, get->item);
	if (outcome == OUTCOME_OK && control_is_on(self) && !(get->collect && request->b))
		control_content(self, control_hash(get->item->bytes, get->item->length));
	return outcome;
}

enum outcome queue_get(struct self *self, struct handle handle, struct buffer *item, int64_t timeout)
{
	struct request request = {.action = QUEUE_GET};
	struct get_cargo get = {.chain = offsetof(struct queue_state, chain), .item = item};

	return get_bytes(self, handle, &request, &get, timeout);
}

enum outcome pipe_get(struct self *self, struct handle handle, struct buffer *item, size_t max,
		      int64_t timeout)
{
	struct request request = {.action = PIPE_RECV};
	struct get_cargo get = {
		.chain = offsetof(struct queue_state, chain), .item = item, .max = max, .message = &request};

	return get_bytes(self, handle, &request, &get, timeout);
}

static void after_close(struct self *self, uint32_t index, const union state *before, void *cargo)
{
	const struct object *object = arena_object(self->arena, index);

	(void)cargo;
	if (before->pipe.queue.chain.head_page &&
	    !object_state(self->arena, (struct object *)object, atomic_load(&object->version))
		     ->pipe.holders.count)
		storage_sweep(self->arena, index);
}

void pipe_close(struct self *self, struct handle handle, int ends)
{
	struct request request = {.action = PIPE_CLOSE, .a = ends};
	struct carry carry = {.after = after_close};

	operate_carrying(self, handle, &request, WAIT_NOT, &carry);
}

enum outcome pool_get(struct self *self, struct handle handle, struct request *request, struct buffer *item,
		      int64_t timeout)
{
	struct get_cargo get = {.item = item};

	get.collect = request->action == POOL_COLLECT;
	get.chain = get.collect ? offsetof(struct pool_state, results) : offsetof(struct pool_state, tasks);
	return get_bytes(self, handle, request, &get, timeout);
}

bool storage_has(unsigned primitive)
{
	return primitive == PRIMITIVE_QUEUE || primitive == PRIMITIVE_SIMPLEQUEUE ||
	       primitive == PRIMITIVE_JOINABLE || primitive == PRIMITIVE_PIPE || primitive == PRIMITIVE_POOL;
}

void storage_link(uint64_t *bits, uint32_t first, uint32_t count)
{
	for (uint32_t page = first; page < first + count; page++)
		bits[page / 64] |= UINT64_C(1) << page % 64;
}

/* Mark every page that is reachable from the head to the tail. */
static void mark(struct arena *arena, const struct chain *chain, uint64_t *bits, uint32_t high)
{
	uint32_t page = chain->head_page, offset = chain->head_offset;

	while (page && page < high) {
		storage_link(bits, page, SEGMENT_PAGES);
		while (page != chain->tail_page || offset != chain->tail_offset) {
			struct record *record = record_at(arena, page, offset);
			struct large large = {0};

			if (record->length == END)
				break;
			if (record->length == LARGE)
				memcpy(&large, record->bytes, sizeof large);
			if (large.page && large.page + large.pages <= high)
				storage_link(bits, large.page, large.pages);
			offset += record_size(record->length == LARGE ? sizeof large : record->length);
		}
		if (page == chain->tail_page)
			return;
		page = ((struct segment *)arena_page(arena, page))->next;
		offset = sizeof(struct segment);
	}
}

void storage_link_object(struct arena *arena, uint32_t index, uint64_t *bits, uint32_t high)
{
	struct object *object = arena_object(arena, index);
	const union state *now = object_state(arena, object, atomic_load(&object->version));

	if (object->states_page)
		storage_link(bits, object->states_page, 1);
	if (object->primitive == PRIMITIVE_POOL) {
		mark(arena, &now->pool.tasks, bits, high);
		mark(arena, &now->pool.results, bits, high);
	} else if (storage_has(object->primitive)) {
		mark(arena, &now->queue.chain, bits, high);
	}
}

void storage_sweep(struct arena *arena, uint32_t index)
{
	uint32_t high = atomic_load(&arena->page_high);
	uint64_t *bits = calloc(high / 64 + 1, sizeof *bits);

	if (!bits)
		return; /* a few pages stay taken until the run ends */
	storage_link_object(arena, index, bits, high);
	for (uint32_t page = 1; page < high; page++)
		if (atomic_load(arena_page_owner(arena, page)) == (OWNER_OBJECT | index) &&
		    !storage_is_linked(bits, page))
			arena_pages_give(arena, page, 1);
	free(bits);
}
