#include "runtime/storage.h"

#include <errno.h>
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

struct put_cargo {
	const void *bytes; /* of the record: the item, or its struct large */
	uint32_t length;
	uint32_t mark; /* record length: length, or LARGE */
	const struct large *large;
};

/* Make room for a record of that size behind the tail, in a new segment if need be. */
static int tail_room(struct arena *arena, uint32_t index, union state *next, uint32_t size)
{
	struct queue_state *queue = &next->queue;

	/* An END must always fit behind the last record. */
	if (queue->tail_page && queue->tail_offset + size + sizeof(struct record) <= SEGMENT_BYTES)
		return 0;
	uint32_t page = arena_pages_take(arena, SEGMENT_PAGES, OWNER_OBJECT | index);
	if (!page)
		return -ENOMEM;
	if (queue->tail_page) {
		((struct segment *)arena_page(arena, queue->tail_page))->next = page;
		record_at(arena, queue->tail_page, queue->tail_offset)->length = END;
	} else {
		queue->head_page = page;
		queue->head_offset = sizeof(struct segment);
	}
	queue->tail_page = page;
	queue->tail_offset = sizeof(struct segment);
	return 0;
}

static int before_put(struct self *self, uint32_t index, const union state *now, union state *next, void *cargo)
{
	const struct put_cargo *put = cargo;
	uint32_t size = record_size(put->length);
	int error = tail_room(self->arena, index, next, size);

	(void)now;
	if (error)
		return error;
	struct record *record = record_at(self->arena, next->queue.tail_page, next->queue.tail_offset);
	record->length = put->mark;
	memcpy(record->bytes, put->bytes, put->length);
	next->queue.tail_offset += size;
	if (put->large)
		arena_pages_retag(self->arena, put->large->page, put->large->pages, OWNER_OBJECT | index);
	return 0;
}

static enum outcome put_record(struct self *self, struct handle handle, struct put_cargo *put, const char *preview,
			       int64_t timeout)
{
	struct request request = {.action = QUEUE_PUT};
	struct carry carry = {.before = before_put, .cargo = put, .text = preview};

	return operate_carrying(self, handle, &request, timeout, &carry);
}

static enum outcome put_large(struct self *self, struct handle handle, const void *bytes, size_t length,
			      const char *preview, int64_t timeout)
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
	struct put_cargo put = {.bytes = &large, .length = sizeof large, .mark = LARGE, .large = &large};
	enum outcome outcome = put_record(self, handle, &put, preview, timeout);
	if (outcome != OUTCOME_OK) {
		int error = errno;

		arena_pages_give(self->arena, large.page, large.pages);
		errno = error;
	}
	return outcome;
}

enum outcome queue_put(struct self *self, struct handle handle, const void *bytes, size_t length, const char *preview,
		       int64_t timeout)
{
	if (length > SMALL)
		return put_large(self, handle, bytes, length, preview, timeout);
	struct put_cargo put = {.bytes = bytes, .length = (uint32_t)length, .mark = (uint32_t)length};
	return put_record(self, handle, &put, preview, timeout);
}

struct get_cargo {
	struct buffer *item;
	struct large large; /* the item's own pages, if large.page */
	uint32_t emptied;   /* segment that the get leaves behind, 0 = none */
};

static int before_get(struct self *self, uint32_t index, const union state *now, union state *next, void *cargo)
{
	struct get_cargo *get = cargo;
	struct queue_state *queue = &next->queue;
	struct record *record = record_at(self->arena, queue->head_page, queue->head_offset);

	(void)index, (void)now;
	if (record->length == END) {
		get->emptied = queue->head_page;
		queue->head_page = ((struct segment *)arena_page(self->arena, queue->head_page))->next;
		queue->head_offset = sizeof(struct segment);
		record = record_at(self->arena, queue->head_page, queue->head_offset);
	}
	if (record->length == LARGE) {
		memcpy(&get->large, record->bytes, sizeof get->large);
		queue->head_offset += record_size(sizeof get->large);
	} else {
		get->item->length = 0;
		if (!buffer_add(get->item, record->bytes, record->length))
			return -ENOMEM;
		queue->head_offset += record_size(record->length);
	}
	/* Empty: begin at the start of the segment again, it is warm. */
	if (queue->head_page == queue->tail_page && queue->head_offset == queue->tail_offset)
		queue->head_offset = queue->tail_offset = sizeof(struct segment);
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

enum outcome queue_get(struct self *self, struct handle handle, struct buffer *item, int64_t timeout)
{
	struct request request = {.action = QUEUE_GET};
	struct get_cargo get = {.item = item};
	struct carry carry = {.before = before_get, .after = after_get, .cargo = &get};
	enum outcome outcome = operate_carrying(self, handle, &request, timeout, &carry);

	if (outcome == OUTCOME_OK && get.large.page)
		outcome = take_large(self, &get.large, item);
	return outcome;
}

static bool linked(const uint64_t *bits, uint32_t page)
{
	return bits[page / 64] >> page % 64 & 1;
}

static void link_pages(uint64_t *bits, uint32_t first, uint32_t count)
{
	for (uint32_t page = first; page < first + count; page++)
		bits[page / 64] |= UINT64_C(1) << page % 64;
}

/* Mark every page that is reachable from the head to the tail. */
static void mark(struct arena *arena, const struct queue_state *queue, uint64_t *bits, uint32_t high)
{
	uint32_t page = queue->head_page, offset = queue->head_offset;

	while (page && page < high) {
		link_pages(bits, page, SEGMENT_PAGES);
		while (page != queue->tail_page || offset != queue->tail_offset) {
			struct record *record = record_at(arena, page, offset);
			struct large large = {0};

			if (record->length == END)
				break;
			if (record->length == LARGE)
				memcpy(&large, record->bytes, sizeof large);
			if (large.page && large.page + large.pages <= high)
				link_pages(bits, large.page, large.pages);
			offset += record_size(record->length == LARGE ? sizeof large : record->length);
		}
		if (page == queue->tail_page)
			return;
		page = ((struct segment *)arena_page(arena, page))->next;
		offset = sizeof(struct segment);
	}
}

void storage_sweep(struct arena *arena, uint32_t index)
{
	struct object *object = arena_object(arena, index);
	const union state *now = object_state(arena, object, atomic_load(&object->version));
	uint32_t high = atomic_load(&arena->page_high);
	uint64_t *bits = calloc(high / 64 + 1, sizeof *bits);

	if (!bits)
		return; /* a few pages stay taken until the run ends */
	mark(arena, &now->queue, bits, high);
	for (uint32_t page = 1; page < high; page++)
		if (atomic_load(arena_page_owner(arena, page)) == (OWNER_OBJECT | index) && !linked(bits, page))
			arena_pages_give(arena, page, 1);
	free(bits);
}
