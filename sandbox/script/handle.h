/* Handles: what a scenario holds of an object in shared memory.
 *
 * A handle is a small userdata; many handles, in many processes, may name one object. All userdata in a
 * scenario's state are of this folder and begin with their kind, so telling them apart is one
 * comparison.
 */
#ifndef SCRIPT_HANDLE_H
#define SCRIPT_HANDLE_H

#include <stdbool.h>
#include <stdint.h>

#include <lua.h>

#include "runtime/process.h"
#include "script/state.h"

enum { KIND_GUARD = 100 /* after enum primitive_id */, KIND_ATTEMPT };

struct script_object {
	uint32_t kind; /* enum primitive_id */
	bool closed;   /* this handle, not the object */
	char typecode; /* of a value or an array */
	uint32_t size; /* of an array, 0 = look (array.c) */
	struct handle handle;
	struct handle
		lock; /* of a value or an array, {0, 0} = none; the handle itself is the first user value */
};

/* Register the metatable of a kind: its functions; those named __something are metamethods. answer:
 * pushes the attribute of the object at index 1 whose name is the string at index 2 and returns 1, or
 * 0: it knows none of that name. NULL = there are none but `name`. */
void handle_class(lua_State *L, enum primitive_id kind, const luaL_Reg *functions, lua_CFunction answer);
/* The same for a kind whose __index is a function: the metamethods get the table of methods as their
 * upvalue. */
void handle_shared_class(lua_State *L, enum primitive_id kind, const luaL_Reg *metamethods,
			 const luaL_Reg *methods);

/* The attribute at index 2 that every object has; raises for any other. methods: index of the table of
 * methods. */
int handle_attribute(lua_State *L, struct script_object *object, int methods);

/* Push a handle of an existing object. */
struct script_object *handle_push(lua_State *L, enum primitive_id kind, struct handle handle, char typecode);

/* Create an object and push its handle. name: the index on the stack of the name given, nil = after the
 * variable. */
struct script_object *handle_create(lua_State *L, enum primitive_id kind, int64_t a, int64_t b, int name,
				    char typecode);

/* For a constructor that is not called after the kind, or does not use handle_create: put the name of the
 * variable at that index if there is nil; and the name that is there then, NULL = none. */
void handle_name_after_variable(lua_State *L, const char *constructor, int name);
const char *handle_given_name(lua_State *L, int name, char own[NAME_SIZE]);

const char *handle_kind_name(uint32_t kind); /* "Lock" */

struct script_object *handle_wrong(lua_State *L, int index, uint32_t kind) __attribute__((noreturn));

/* A connection that came in a message (connection.c): this process now holds its ends. lent: they were
 * travelling. */
void connection_arrived(lua_State *L, const struct script_object *connection, bool lent);
/* The connections in the message that was written last (script->travellers) go off with it, 1; or do not
 * after all, -1. */
void connections_depart(struct script *script, int how_many);

static inline struct script_object *handle_at(lua_State *L, int index, uint32_t kind)
{
	struct script_object *object = lua_touserdata(L, index);

	if (__builtin_expect(!object || object->kind != kind, 0))
		handle_wrong(L, index, kind);
	return object;
}

/* Operate from Lua: line first; an interrupted wait raises. */
enum outcome handle_operate(lua_State *L, struct script *script, const struct script_object *object,
			    struct request *request, int64_t timeout);

/* Push true | true, "abandoned" | false, why. Returns how many. */
int handle_answer(lua_State *L, enum outcome outcome);

/* Guards (guard.c): acquire, and push the guard that releases when it goes out of scope; or call a
 * function in between. `with` is the method, for locks and semaphores alike; guard_with the same for
 * what brings a lock, with the object that is acquired at index 1. */
int guard_with(lua_State *L);
void guard_open(lua_State *L);
/* At the end of a process: report guards that were thrown away. */
void guard_check(lua_State *L, struct script *script);

#endif
