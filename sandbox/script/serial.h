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

/* A few bytes of it for the screen, UTF-8, with a NUL. */
void serial_preview(lua_State *L, int index, char preview[9]);

#endif
