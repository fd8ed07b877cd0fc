/* Inside pools: what pool.c and pool_worker.c share. Nobody else includes this. */
#ifndef SCRIPT_POOL_H
#define SCRIPT_POOL_H

#include "runtime/batch.h"
#include "script/handle.h"
#include "script/serial.h"

/* How the items of a task become arguments. */
enum mode { MODE_ITEM, MODE_SPREAD, MODE_KEYWORDS /* spread, and a table of keywords behind */ };

/* What each task comes to. Then come the items. */
struct result {
	uint32_t job, first, count;
	uint32_t failed; /* then there is one item: the error */
};

/* Append bytes. Raises a MemoryError without room. */
void pool_add(lua_State *L, struct buffer *buffer, const void *bytes, size_t length);
/* Append the value at an index as an item: u32 length, bytes. It is called what[place], or what. */
void pool_add_item(lua_State *L, struct buffer *buffer, int index, const char *what, uint32_t place);
/* Push the next item; *at moves behind it. */
void pool_read_item(lua_State *L, const char **at);
void pool_no_memory(lua_State *L, const struct script_object *pool) __attribute__((noreturn));

/* run(pool, limit | nil, shared | nil): what a worker does, until the pool is closed and empty, or it has
 * done `limit` tasks. */
int pool_run(lua_State *L);

#endif
