/* A pool's tasks and results on their way: several at once, where that pays.
 *
 * The owner gives tasks in packets, each with one function and the items of many tasks. A worker takes the
 * next task of the first packet, or a batch of them when many wait and those before were short, finishes
 * them one after the other, and hands the results in together. Nobody is to see that it does so:
 * - What it hands in, and what it has not begun, lies in a block that all can see, with the number of the
 *   task it is at, which one store advances. When it is killed, the results it had are handed in for it
 *   and the tasks it had not begun are put back (batch_salvage, from repair.c): only the one it was at is
 *   lost.
 * - Before it waits for anything, and when a batch lasts too long, it hands in what it has and puts back
 *   what it has not begun (struct self: unload).
 * While people watch or steps are granted one by one there is one task at a time.
 */
#ifndef RUNTIME_BATCH_H
#define RUNTIME_BATCH_H

#include "runtime/storage.h"

#define BATCH_MOST  64u	  /* tasks */
#define PACKET_TASK 2048u /* bytes of the function and one task, in a packet of several */

/* What a packet begins with. Then come the bytes of the function, and the items: u32 length, bytes. A
 * packet of one task may have more behind. */
struct packet {
	uint32_t job, mode;
	uint32_t first, count; /* items first .. first + count - 1 of the job */
	uint32_t chunk;	       /* items of a task, 1 or more; the last task may have fewer */
	uint32_t function;     /* bytes */
	uint32_t position;     /* of the first task, modulo 2³¹: packet_submit sets it */
};

static inline uint32_t packet_tasks(const struct packet *packet)
{
	return packet->chunk < packet->count ? (packet->count - 1) / packet->chunk + 1 : 1;
}

/* Its item number `items`, counted from 0. */
const char *packet_item(const char *packet, uint32_t items);

/* One task at a time? */
bool batch_single(const struct self *self);

/* By the pool's owner: give the packet's tasks. MISUSE with errno 0: the pool is closed; ENOMEM. */
enum outcome packet_submit(struct self *self, struct handle pool, char *packet, size_t length);
/* The next results, all that were handed in together: request->a = how many, and the bytes replace those
 * of the buffer. Or request->b != 0: a worker ended, see primitive.h. Waits until there are request->b at
 * least. */
enum outcome results_collect(struct self *self, struct handle pool, struct request *request,
			     struct buffer *bytes, int64_t timeout);

/* A worker's. Between batch_open and batch_close it stays where it is; one at a time in a process. */
struct batch {
	struct self *self;
	struct handle pool;
	const char *packet;   /* what was taken, as a packet */
	uint32_t tasks, done; /* in it; finished so far */
	uint32_t position;    /* of the first */
	/* The batch's own. */
	struct block *block;
	uint32_t page, handed, used, wanted;
	int64_t began;
	struct buffer own; /* a task that is too large for the block */
	struct fetch fetch;
	struct large spent; /* the pages of a packet of which this was the rest */
	struct request *request;
};

int batch_open(struct batch *batch, struct self *self,
	       struct handle pool); /* 0, or -ENOMEM: the arena is full */
void batch_close(struct batch *batch);
/* Wait for a task, and take it and perhaps others, at most so many. MISUSE with errno 0: there will be
 * none. */
enum outcome batch_take(struct batch *batch, uint64_t most, int64_t timeout);
/* The task at hand is done, and has this result; the next one begins. MISUSE with errno ENOMEM: there is
 * no room for it, or for those before it (batch->handed < batch->done). */
enum outcome batch_finish(struct batch *batch, const void *bytes, size_t length);

/* By the sandbox, with the monitor held, after a worker died: the next state, in which its results are
 * handed in (request->action POOL_FINISH) and then its tasks put back (POOL_RETURN). False: there are
 * none, or no room. */
bool batch_salvage(struct self *self, uint32_t index, union state *next, struct request *request);

#endif
