/* An exploration done in shards, anywhere: each runs its share of the classes of schedules, and the results,
 * lines of JSON in files, are put together to one verdict (sandbox explore --shard, --merge). */
#ifndef COMMAND_SHARDS_H
#define COMMAND_SHARDS_H

#include "base/buffer.h"
#include "command/exploring.h"

/* "2/3": share.number = 1, of = 3. False: it is no such thing. */
bool shards_read(const char *text, struct classes_share *share);

/* What a shard's line says besides, for shards_merge: a comma, and members of a JSON object. */
void shards_json(const struct exploration *told, const struct given *given, uint64_t seed,
		 struct buffer *out);

/* The verdict of all of them: text, or a line of JSON, into out. Returns the exit status; with STATUS_USAGE
 * (a file that cannot be read, or shards of different wholes) message says why, and out is as it was. */
int shards_merge(char *const *files, int count, bool json, struct buffer *out, char *message, size_t size);

#endif
