/* The same run again: what Lua takes from the machine by itself, made the same everywhere.
 *
 * - The seed of the hashes of strings, on which the order of pairs() depends. Lua mixes it from addresses and
 * the time of day.
 * - Addresses, which are the hashes of tables and functions, and what tostring shows: the heap is at a fixed
 * place (heap.h), and C functions become closures, which lie there too.
 * - The time of day and the processor's: in controlled mode they are the process's own clock.
 */
#ifndef SCRIPT_REPEAT_H
#define SCRIPT_REPEAT_H

#include <lua.h>

#include "script/heap.h"

struct self;

/* lua_newstate, with a constant seed. NULL without memory. */
lua_State *repeat_newstate(struct heap *heap);

/* The C functions in the globals and in loaded modules: from now on they are in the heap. */
void repeat_settle(lua_State *L);
/* The same for those in the table on top of the stack, and no deeper. */
void repeat_settle_table(lua_State *L);

/* A process of the scenario begins: from now on Lua's clocks are its own, if the run is controlled. */
void repeat_clock(struct self *self);

#endif
