/* An event takes what it has: its fixed part, and of the text as many bytes as there are. */
#include "trace/tape.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

#define FIXED offsetof(struct trace_event, text)

struct tape_block {
	uint32_t offsets[TAPE_BLOCK]; /* of the events in bytes */
	uint32_t count;
	size_t length, room;
	char *bytes;
};

static void destroy(struct tape *tape, struct tape_block *block)
{
	tape->bytes -= sizeof *block + block->room;
	free(block->bytes);
	free(block);
}

void tape_drop(struct tape *tape)
{
	destroy(tape, tape->blocks[0]);
	memmove(tape->blocks, tape->blocks + 1, --tape->block_count * sizeof *tape->blocks);
	tape->first += TAPE_BLOCK;
}

static struct tape_block *add_block(struct tape *tape)
{
	struct tape_block *block;

	if (!grow(&tape->blocks, &tape->block_room, tape->block_count + UINT64_C(1), sizeof *tape->blocks))
		return NULL;
	block = calloc(1, sizeof *block);
	if (!block)
		return NULL;
	tape->bytes += sizeof *block;
	return tape->blocks[tape->block_count++] = block;
}

static bool reserve(struct tape *tape, struct tape_block *block, size_t more)
{
	size_t room = block->room ? 2 * block->room : 65536;
	char *bytes;

	if (more <= block->room - block->length)
		return true;
	bytes = realloc(block->bytes, room);
	if (!bytes)
		return false;
	tape->bytes += room - block->room;
	block->bytes = bytes;
	block->room = room;
	return true;
}

bool tape_add(struct tape *tape, const struct trace_event *event)
{
	struct tape_block *block = tape->block_count ? tape->blocks[tape->block_count - 1] : NULL;
	size_t length = event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX;

	if ((!block || block->count == TAPE_BLOCK) && !(block = add_block(tape)))
		return false;
	if (!reserve(tape, block, FIXED + length))
		return false;
	block->offsets[block->count++] = (uint32_t)block->length;
	memcpy(block->bytes + block->length, event, FIXED + length);
	block->length += FIXED + length;
	tape->count++;
	return true;
}

bool tape_get(const struct tape *tape, uint64_t place, struct trace_event *event)
{
	const struct tape_block *block;
	const char *bytes;
	size_t length;

	if (place < tape->first || place >= tape->count)
		return false;
	block = tape->blocks[(place - tape->first) / TAPE_BLOCK];
	bytes = block->bytes + block->offsets[place % TAPE_BLOCK];
	memcpy(event, bytes, FIXED);
	length = event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX;
	memcpy(event->text, bytes + FIXED, length);
	event->text[length] = '\0';
	return true;
}

void tape_finish(struct tape *tape)
{
	for (size_t i = 0; i < tape->block_count; i++)
		destroy(tape, tape->blocks[i]);
	free(tape->blocks);
	*tape = (struct tape){0};
}
