/* Items that prove themselves, for the tests of queues, pipes and pools. */
#ifndef TESTS_UNIT_ITEMS_H
#define TESTS_UNIT_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "runtime/batch.h"

#define ITEM_MAX 40000

struct item {
	uint32_t length, process;
	uint64_t serial;
	unsigned char filler[];
};

/* Of at least sizeof(struct item) bytes. */
static inline size_t item_fill(struct item *item, uint32_t length, uint32_t process, uint64_t serial)
{
	*item = (struct item){.length = length, .process = process, .serial = serial};
	memset(item->filler, (int)(process * 31 + serial), length - sizeof *item);
	return length;
}

/* Of all sizes that storage.c tells apart. */
static inline size_t item_make(struct item *item, uint32_t process, uint64_t serial)
{
	static const uint32_t sizes[] = {sizeof *item, 64, 700, 2000, 2001, 9000, ITEM_MAX};

	return item_fill(item, sizes[serial % 7], process, serial);
}

static inline bool item_is_whole(const struct buffer *bytes)
{
	const struct item *item = (const struct item *)bytes->bytes;

	if (bytes->length < sizeof *item || bytes->length != item->length)
		return false;
	for (size_t i = 0; i < item->length - sizeof *item; i++)
		if (item->filler[i] != (unsigned char)(item->process * 31 + item->serial))
			return false;
	return true;
}

/* Put the first of the items that begin here into the buffer in place of its contents. Returns where the
 * next one begins; NULL: that is no item. */
static inline const char *item_next(struct buffer *buffer, const char *at, const char *end)
{
	uint32_t length = 0;

	buffer->length = 0;
	if ((size_t)(end - at) >= sizeof(struct item))
		memcpy(&length, at, sizeof length);
	if (length < sizeof(struct item) || length > (size_t)(end - at) || !buffer_add(buffer, at, length))
		return NULL;
	return at + length;
}

/* A packet of that many tasks (batch.h), of one item each: serial, serial + 1, … Returns its length. */
static inline size_t item_packet(char *bytes, uint32_t tasks, uint32_t length, uint32_t process,
				 uint64_t serial)
{
	struct packet packet = {.job = 1, .first = 1, .count = tasks, .chunk = 1, .function = 3};
	size_t at = sizeof packet + packet.function;

	memcpy(bytes, &packet, sizeof packet);
	memcpy(bytes + sizeof packet, "f()", packet.function);
	struct item *item = malloc(length);
	for (uint32_t i = 0; i < tasks; i++) {
		item_fill(item, length, process, serial + i);
		memcpy(bytes + at, &length, sizeof length);
		memcpy(bytes + at + sizeof length, item, length);
		at += sizeof length + length;
	}
	free(item);
	return at;
}

#endif
