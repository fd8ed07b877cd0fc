/* Arguments in Python's order, or by keyword in one plain table.
 *
 *	mp.Queue(10)            mp.Queue{maxsize = 10}
 *	q:get(true, 1)          q:get{timeout = 1}
 *	q:put(item, true, 1)    q:put(item, {timeout = 1})
 *
 * A plain table where none is expected, given last, holds keywords for the parameters that were not given
 * by position.
 */
#ifndef SCRIPT_ARGUMENTS_H
#define SCRIPT_ARGUMENTS_H

#include <stddef.h>
#include <stdint.h>

#include <lua.h>

struct parameter {
	const char *name;
	/* Letters of the types it takes besides nil: b boolean, n number, i integer, s string, f
	 * function, t table, u one of our objects, * anything, - none. */
	const char *types;
};

/* Afterwards the stack holds exactly the parameters from index first on; those not given are nil.
 * function is for messages: "Queue". Raises TypeErrors. */
void arguments_take(lua_State *L, const char *function, int first, const struct parameter *parameters,
		    int count);

/* A timeout at an index: nil = for ever, <= 0 = at once, else seconds. */
int64_t arguments_timeout(lua_State *L, const char *function, int index);
int64_t arguments_seconds(lua_State *L, const char *function, int index); /* ≥ 0, in ns */

/* (block, timeout) from index first on, either missing: how long to wait. */
int64_t arguments_wait(lua_State *L, const char *function, int first);

#endif
