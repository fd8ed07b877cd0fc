/* Errors as a scenario sees them: {kind, message, object, process, where}.
 *
 * Misuse raises such an object, never a bare string; tostring gives "lesson.lua:12: ValueError: lock
 * released too many times". What can be expected (busy, full, empty, timeout) is a result and never
 * comes here.
 */
#ifndef SCRIPT_ERROR_H
#define SCRIPT_ERROR_H

#include "script/handle.h"
#include "script/state.h"

/* Raise an error object. kind is one of Python's names; object may be NULL. Never returns; int for
 * `return script_raise`. */
int script_raise(lua_State *L, const char *kind, const struct script_object *object, const char *format, ...)
	__attribute__((format(printf, 4, 5), noreturn));

/* The arena is full: raises MemoryError with "no room for WHAT", the limit, and how to raise it. */
int script_no_room(lua_State *L, const struct script_object *object, const char *what)
	__attribute__((noreturn));

/* Make the error object from the message on top of the stack, and leave it there instead. */
void error_make(lua_State *L, const char *kind, const struct script_object *object);
bool error_is(lua_State *L, int index);
void error_adopt(lua_State *L); /* the table on top becomes an error object: one that came through a queue */

/* "a Lock has no 'aquire'; did you mean 'acquire'?": the name and the table of what there is, by their
 * indexes. */
int error_no_such_name(lua_State *L, const char *what, int name, int table) __attribute__((noreturn));

/* Unwind to the process's end, closing what is to be closed: nothing of the scenario catches it. */
int error_exit(lua_State *L, int code) __attribute__((noreturn));
bool error_is_exit(lua_State *L, int index);

/* Push the traceback as the scenario's author understands it: without C functions and our own modules. "" if
 * nothing is left. */
void error_push_traceback(lua_State *L);

/* Message handler of script_call: turns the error into the text of a TRACE_ERROR, message and traceback. */
int error_handler(lua_State *L);

/* pcall, xpcall, coroutine.resume and assert as a scenario gets them; error_raise and error_unknown for
 * our own modules. */
void error_open(lua_State *L);
int error_raise(lua_State *L);
int error_unknown(lua_State *L);

#endif
