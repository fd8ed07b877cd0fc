/* Values as bytes: what crosses from one process to another.
 *
 * nil, booleans, integers, floats, strings, tables (deep, with cycles and shared parts), our objects
 * (by handle), error objects, and Lua functions: their code, their upvalues by value, but the globals
 * and the modules by name. Everything else cannot cross.
 *
 * The bytes are for processes of one run only: same program, same machine.
 */
#ifndef SCRIPT_SERIAL_H
#define SCRIPT_SERIAL_H

#include "script/state.h"

#define SERIAL_SMALL 9 /* bytes of anything but strings, tables, functions and objects */

/* Write the value at an index, in place of what the buffer holds. Raises a TypeError that names the
 * part which cannot cross: "item[2].sock (userdata) cannot cross"; what: the name of the whole, "item". */
void serial_write(lua_State *L, int index, struct buffer *out, const char *what);

/* Push the value that the bytes stand for. */
void serial_read(lua_State *L, const char *bytes, size_t length);

/* Variables that a pool's workers share with its initializer: the upvalues of a function and of the functions
 * it uses. They cross by their place in the list, so that what the initializer has set is what the tasks see.
 * Pushes the list for the function at an index; it must be inherited by fork, not sent. */
void serial_push_shared(lua_State *L, int function);
/* serial_write and serial_read with such a list at the index shared; 0 = none. place: the whole is called
 * what[place]; 0 = what. */
void serial_write_sharing(lua_State *L, int index, struct buffer *out, const char *what, uint32_t place,
			  int shared);
void serial_read_sharing(lua_State *L, const char *bytes, size_t length, int shared);

/* A few bytes of it for the screen, UTF-8, with a NUL. */
void serial_preview(lua_State *L, int index, char preview[9]);

#endif
