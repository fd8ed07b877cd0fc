/* Items that prove themselves, for the tests of queues, pipes and pools. */
#ifndef TESTS_UNIT_ITEMS_H
#define TESTS_UNIT_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buffer.h"

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
	static const uint32_t sizes[] = {sizeof *item, 64, 700, 1024, 1025, 9000, ITEM_MAX};

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

#endif
