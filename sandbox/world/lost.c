/* What is remembered to notice a lost update: of each cell that somebody has read, the last write; of each
 * process that has read it, what it read and when. All in one hash table with open addressing, which only
 * grows. The elements of an array that lie side by side lie side by side in it, eight by eight, so that a
 * range costs little more than a copy. */
#include "world/lost.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 256 /* of the table; twice LOST_MEMORIES at most, so it is never more than half full */
#define ELEMENTS_BEYOND 0 /* the one cell for all elements that are not watched each for itself */

/* A cell, or what a process knows of a cell. */
struct memory {
	uint32_t object, element;
	holder_t reader;  /* 0 = this is the cell itself */
	holder_t writer;  /* of a cell: who wrote it last */
	uint32_t line;    /* of that write, or of the read */
	uint32_t writes;  /* to the cell since it was first read; at the time of the read */
	uint32_t kept;    /* those of them that its value is made from; at the time of the read */
	bool known;       /* the bits are; of ranges they are not told */
	bool pending;     /* of a reader: it has not written since */
	int64_t bits;
};

struct lost {
	uint32_t room, count; /* room is a power of 2 */
	struct memory *memories;
};

/* A read or a write of one cell. */
struct access {
	struct world *world;
	struct world_object *object;
	const struct trace_event *event;
	uint32_t element;
	bool known;
	int64_t bits;
};

void lost_destroy(struct lost *lost)
{
	if (lost)
		free(lost->memories);
	free(lost);
}

struct lost *lost_copy(const struct lost *lost)
{
	struct lost *copy = lost ? malloc(sizeof *copy) : NULL;

	if (!copy)
		return NULL;
	*copy = *lost;
	copy->memories = malloc(lost_size(lost));
	if (!copy->memories) {
		free(copy);
		return NULL;
	}
	if (lost->room)
		memcpy(copy->memories, lost->memories, lost_size(lost));
	return copy;
}

size_t lost_size(const struct lost *lost)
{
	return lost ? lost->room * sizeof *lost->memories : 0;
}

static struct memory *slot_of(const struct lost *lost, uint32_t object, uint32_t element, holder_t reader)
{
	uint32_t hash = (object * 0x9e3779b1u) ^ (reader * 0x85ebca6bu) ^ ((element >> 3) * 0xc2b2ae35u);
	uint32_t mask = lost->room - 1, at = (((hash ^ (hash >> 15)) << 3) | (element & 7)) & mask;

	while (lost->memories[at].object &&
	       (lost->memories[at].object != object || lost->memories[at].element != element ||
		lost->memories[at].reader != reader))
		at = (at + 1) & mask;
	return &lost->memories[at];
}

static bool grow(struct lost *lost)
{
	struct lost larger = {.room = lost->room ? 2 * lost->room : FIRST_ROOM, .count = lost->count};

	larger.memories = calloc(larger.room, sizeof *larger.memories);
	if (!larger.memories)
		return false;
	for (uint32_t i = 0; i < lost->room; i++) {
		const struct memory *memory = &lost->memories[i];
		if (memory->object)
			*slot_of(&larger, memory->object, memory->element, memory->reader) = *memory;
	}
	free(lost->memories);
	*lost = larger;
	return true;
}

/* NULL if there is none. */
static struct memory *find(const struct access *access, holder_t reader)
{
	const struct lost *lost = access->world->lost;
	struct memory *memory = lost ? slot_of(lost, access->object->number, access->element, reader) : NULL;

	return memory && memory->object ? memory : NULL;
}

/* NULL when it cannot be watched, and the world says so. Moves the others. */
static struct memory *find_or_make(const struct access *access, holder_t reader)
{
	struct world *world = access->world;
	struct memory *memory = find(access, reader);

	if (memory)
		return memory;
	if (!world->lost)
		world->lost = calloc(1, sizeof *world->lost);
	struct lost *lost = world->lost;
	if (lost && lost->count >= LOST_MEMORIES) {
		world->lost_cut = true;
		return NULL;
	}
	if (!lost || (2 * lost->count >= lost->room && !grow(lost))) {
		world->out_of_memory = true;
		return NULL;
	}
	lost->count++;
	memory = slot_of(lost, access->object->number, access->element, reader);
	*memory = (struct memory){
		.object = access->object->number, .element = access->element, .reader = reader};
	return memory;
}

static void read_cell(const struct access *access)
{
	struct memory *cell = find_or_make(access, 0);

	if (!cell)
		return;
	uint32_t writes = cell->writes, kept = cell->kept;
	struct memory *reader = find_or_make(access, access->event->process + 1);
	if (!reader)
		return;
	reader->line = access->event->line;
	reader->writes = writes;
	reader->kept = kept;
	reader->known = access->known;
	reader->bits = access->bits;
	reader->pending = true;
}

/* One more at a pair of lines, or the first. */
static void record(const struct access *access, const struct memory *cell, const struct memory *reader)
{
	struct world *world = access->world;
	const struct trace_event *event = access->event;

	for (uint32_t i = 0; i < world->loss_count; i++) {
		struct world_loss *loss = &world->losses[i];
		if (loss->object == event->object && loss->line == event->line &&
		    loss->victim_line == cell->line) {
			loss->times++;
			return;
		}
	}
	if (world->loss_count == WORLD_LOSSES)
		return;
	world->losses[world->loss_count++] = (struct world_loss){
		.object = event->object,
		.element = access->element,
		.process = event->process,
		.read_line = reader->line,
		.line = event->line,
		.victim = cell->writer - 1,
		.victim_line = cell->line,
		.had_read = reader->bits,
		.wrote = access->bits,
		.victim_wrote = cell->bits,
		.read_known = reader->known,
		.wrote_known = access->known,
		.victim_known = cell->known,
		.seq = event->seq,
		.updates = cell->kept > reader->kept ? cell->kept - reader->kept : 1,
		.times = 1,
	};
}

static void write_cell(const struct access *access)
{
	struct memory *cell = find(access, 0);

	if (!cell)
		return; /* nobody has read it */
	struct memory *reader = find(access, access->event->process + 1);
	uint32_t kept = cell->kept;
	if (reader && reader->pending) {
		kept = reader->kept;
		reader->pending = false;
		/* Its own writes would have used the read up: these are others'. */
		if (cell->writes == reader->writes)
			;
		else if (access->element == ELEMENTS_BEYOND && access->object->primitive == PRIMITIVE_ARRAY)
			access->object->unwatched = true;
		else
			record(access, cell, reader);
	}
	if (access->element != ELEMENTS_BEYOND || access->object->primitive == PRIMITIVE_VALUE)
		access->object->updates_lost += (int64_t)cell->kept - kept;
	cell->kept = kept + 1;
	cell->writes++;
	cell->writer = access->event->process + 1;
	cell->line = access->event->line;
	cell->known = access->known;
	cell->bits = access->bits;
}

static void watch_range(struct access *access, bool writes)
{
	const struct trace_event *event = access->event;
	int64_t last = event->a + event->b - 1;

	for (int64_t i = event->a; i <= last && i <= LOST_ELEMENTS; i++) {
		access->element = (uint32_t)i;
		(writes ? write_cell : read_cell)(access);
	}
	if (last > LOST_ELEMENTS) {
		access->element = ELEMENTS_BEYOND;
		(writes ? write_cell : read_cell)(access);
	}
}

void lost_watch(struct world *world, struct world_object *object, const struct trace_event *event)
{
	struct access access = {.world = world, .object = object, .event = event, .known = true};

	if (object->primitive == PRIMITIVE_VALUE) {
		access.bits = event->a;
		(event->action == VALUE_WRITE ? write_cell : read_cell)(&access);
	} else if (event->action == ARRAY_READ || event->action == ARRAY_WRITE) {
		access.element = event->a <= LOST_ELEMENTS ? (uint32_t)event->a : ELEMENTS_BEYOND;
		access.bits = event->b;
		(event->action == ARRAY_WRITE ? write_cell : read_cell)(&access);
	} else {
		access.known = false;
		watch_range(&access, event->action == ARRAY_ASSIGN);
	}
}
