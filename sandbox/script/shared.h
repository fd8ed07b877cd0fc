/* What Value and Array have in common: elements of a type, and the lock that comes along. */
#ifndef SCRIPT_SHARED_H
#define SCRIPT_SHARED_H

#include "script/handle.h"

/* The typecode at an index: one of b B h H i I l L q Q f d c. Raises a TypeError. */
char shared_typecode(lua_State *L, const char *function, int index);

/* What an element comes from, for messages. */
struct shared_place {
	const struct script_object *object; /* NULL: it is being made */
	const char *what;		    /* "a Value", "an Array" */
	lua_Integer element;		    /* of the table it is in, 0 = it is in none */
};

/* The 64 bits of the Lua value at an index: an integer, or those of a double ('d' and 'f' alike). Raises a
 * TypeError or an OverflowError. */
int64_t shared_pack(lua_State *L, const struct shared_place *place, char typecode, int index);
void shared_unpack(lua_State *L, char typecode, int64_t bits); /* push it */

/* The lock of a new object, whose handle is on top of the stack. index: true or nothing for one of its own,
 * false for none, or one to share, which shared_check_lock has found to be one. */
void shared_check_lock(lua_State *L, int index);
void shared_take_lock(lua_State *L, struct script_object *object, int index);

/* Methods of both. */
int shared_get_lock(lua_State *L);
int shared_get_obj(lua_State *L);
int shared_with(lua_State *L);

#endif
