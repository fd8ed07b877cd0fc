#include "runtime/storage.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/operate.h"

#define SMALL	      2000u /* bytes; an item up to this size is copied with the monitor held (60 ns) */
#define SEGMENT_PAGES 2u
#define SEGMENT_BYTES (SEGMENT_PAGES * ARENA_PAGE)
#define END	      UINT32_MAX /* record length: the chain goes on in the next segment */

struct segment {
	uint32_t next; /* first page of the next segment; valid once an END was reached */
	uint32_t unused;
	char records[];
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

static size_t record_length(const struct record *record)
{
	struct large large;

	if (record->length != RECORD_LARGE)
		return record->length;
	memcpy(&large, record->bytes, sizeof large);
	return large.length;
}

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

int storage_load(struct self *self, struct load *load, size_t chain, const void *bytes, size_t length)
{
	uint32_t bytes_in_it = (uint32_t)length;

	*load = (struct load){.chain = chain, .bytes = bytes, .length = bytes_in_it, .mark = bytes_in_it};
	if (length <= SMALL)
		return 0;
	if (length / ARENA_PAGE + 1 >= self->arena->pages)
		return -ENOMEM;
	load->large.length = length;
	load->large.pages = (uint32_t)((length + ARENA_PAGE - 1) / ARENA_PAGE);
	load->large.page = arena_pages_take(self->arena, load->large.pages, self->slot->index + 1);
	if (!load->large.page)
		return -ENOMEM;
	memcpy(arena_page(self->arena, load->large.page), bytes, length);
	load->mark = RECORD_LARGE;
	load->length = sizeof load->large;
	return 0;
}

void storage_unload(struct arena *arena, const struct load *load)
{
	if (load->large.page)
		arena_pages_give(arena, load->large.page, load->large.pages);
}

int storage_append(struct arena *arena, uint32_t index, union state *next, const struct load *load)
{
	struct chain *chain = chain_of(next, load->chain);
	uint32_t size = record_size(load->length);
	int error = tail_room(arena, index, chain, size);

	if (error)
		return error;
	struct record *record = record_at(arena, chain->tail_page, chain->tail_offset);
	record->length = load->mark;
	record->units = load->units;
	memcpy(record->bytes, load->large.page ? &load->large : load->bytes, load->length);
	chain->tail_offset += size;
	if (load->large.page)
		arena_pages_retag(arena, load->large.page, load->large.pages, OWNER_OBJECT | index);
	return 0;
}

static int before_put(struct self *self, uint32_t index, const union state *now, union state *next,
		      void *cargo)
{
	(void)now;
	return storage_append(self->arena, index, next, cargo);
}

enum outcome storage_put(struct self *self, struct handle handle, struct request *request, struct load *load,
			 const char *preview, int64_t timeout)
{
	struct carry carry = {.before = before_put, .cargo = load, .text = preview};

	errno = 0; /* so that a caller can tell the state's own MISUSE */
	if (control_is_on(self))
		request->content = control_hash(storage_bytes(self->arena, load), storage_length(load));
	enum outcome outcome = operate_carrying(self, handle, request, timeout, &carry);
	if (outcome != OUTCOME_OK) {
		int error = errno;

		storage_unload(self->arena, load);
		errno = error;
	}
	return outcome;
}

enum outcome queue_put(struct self *self, struct handle handle, const void *bytes, size_t length,
		       const char *preview, int64_t timeout)
{
	bool pipe = arena_object(self->arena, handle.index)->primitive == PRIMITIVE_PIPE;
	struct request request = {.action = QUEUE_PUT, .b = pipe ? (int64_t)length : 0};

	struct load load;

	int error = storage_load(self, &load, offsetof(struct queue_state, chain), bytes, length);
	if (error) {
		errno = -error;
		return OUTCOME_MISUSE;
	}
	return storage_put(self, handle, &request, &load, preview, timeout);
}

struct record *storage_front(struct arena *arena, struct chain *chain, uint32_t *emptied)
{
	struct record *record = record_at(arena, chain->head_page, chain->head_offset);

	if (record->length != END)
		return record;
	*emptied = chain->head_page;
	chain->head_page = ((struct segment *)arena_page(arena, chain->head_page))->next;
	chain->head_offset = sizeof(struct segment);
	return record_at(arena, chain->head_page, chain->head_offset);
}

void storage_drop(struct chain *chain, const struct record *record)
{
	bool large = record->length == RECORD_LARGE;

	chain->head_offset += record_size(large ? sizeof(struct large) : record->length);
	/* Empty: begin at the start of the segment again, it is warm. */
	if (chain->head_page == chain->tail_page && chain->head_offset == chain->tail_offset)
		chain->head_offset = chain->tail_offset = sizeof(struct segment);
}

int storage_fetch(struct arena *arena, union state *next, struct fetch *fetch)
{
	struct chain *chain = chain_of(next, fetch->chain);
	const struct record *record = storage_front(arena, chain, &fetch->emptied);
	size_t length = record_length(record);

	if (fetch->max && length > fetch->max - 1)
		return -EMSGSIZE;
	fetch->length = length;
	fetch->units = record->units;
	if (record->length == RECORD_LARGE) {
		memcpy(&fetch->large, record->bytes, sizeof fetch->large);
	} else {
		fetch->item->length = 0;
		if (!buffer_add(fetch->item, record->bytes, length))
			return -ENOMEM;
	}
	storage_drop(chain, record);
	return 0;
}

void storage_fetched(struct self *self, const struct fetch *fetch)
{
	if (fetch->emptied)
		arena_pages_give(self->arena, fetch->emptied, SEGMENT_PAGES);
	if (fetch->large.page)
		arena_pages_retag(self->arena, fetch->large.page, fetch->large.pages, self->slot->index + 1);
}

enum outcome storage_receive(struct self *self, const struct fetch *fetch)
{
	const struct large *large = &fetch->large;
	bool fits = true;

	if (large->page) {
		fetch->item->length = 0;
		fits = buffer_add(fetch->item, arena_page(self->arena, large->page), large->length);
		arena_pages_give(self->arena, large->page, large->pages);
	}
	if (!fits) {
		errno = ENOMEM;
		return OUTCOME_MISUSE;
	}
	if (control_is_on(self))
		control_content(self, control_hash(fetch->item->bytes, fetch->item->length));
	return OUTCOME_OK;
}

static int before_get(struct self *self, uint32_t index, const union state *now, union state *next,
		      void *cargo)
{
	(void)index, (void)now;
	return storage_fetch(self->arena, next, cargo);
}

static void after_get(struct self *self, uint32_t index, const union state *before, void *cargo)
{
	(void)index, (void)before;
	storage_fetched(self, cargo);
}

enum outcome queue_get(struct self *self, struct handle handle, struct buffer *item, int64_t timeout)
{
	struct request request = {.action = QUEUE_GET};
	struct fetch fetch = {.chain = offsetof(struct queue_state, chain), .item = item};
	struct carry carry = {.before = before_get, .after = after_get, .cargo = &fetch};

	errno = 0;
	enum outcome outcome = operate_carrying(self, handle, &request, timeout, &carry);
	return outcome == OUTCOME_OK ? storage_receive(self, &fetch) : outcome;
}

struct pipe_cargo {
	struct fetch fetch; /* first */
	struct request *request; /* gets the message's length */
};

static int before_recv(struct self *self, uint32_t index, const union state *now, union state *next,
		       void *cargo)
{
	struct pipe_cargo *pipe = cargo;
	int error = before_get(self, index, now, next, &pipe->fetch);

	if (error)
		return error;
	next->pipe.bytes -= pipe->fetch.length;
	pipe->request->b = (int64_t)pipe->fetch.length;
	return 0;
}

enum outcome pipe_get(struct self *self, struct handle handle, struct buffer *item, size_t max,
		      int64_t timeout)
{
	struct request request = {.action = PIPE_RECV};
	struct pipe_cargo pipe = {.fetch = {.chain = offsetof(struct queue_state, chain),
					    .item = item,
					    .max = max == SIZE_MAX ? 0 : max + 1},
				  .request = &request};
	struct carry carry = {.before = before_recv, .after = after_get, .cargo = &pipe};

	errno = 0;
	enum outcome outcome = operate_carrying(self, handle, &request, timeout, &carry);
	return outcome == OUTCOME_OK ? storage_receive(self, &pipe.fetch) : outcome;
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
			if (record->length == RECORD_LARGE)
				memcpy(&large, record->bytes, sizeof large);
			if (large.page && large.page + large.pages <= high)
				storage_link(bits, large.page, large.pages);
			offset += record_size(record->length == RECORD_LARGE ? sizeof large : record->length);
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
