/* Names for objects that were given none: after the variable they are assigned to.
 *
 *	local fork = mp.Lock()                     fork
 *	local empty, full = mp.Semaphore(3), mp.Semaphore(0)
 *	forks[i] = mp.Lock()                       forks[1], forks[2], …
 *	local forks = {mp.Lock(), mp.Lock()}       forks[1], forks[2]
 *	door = {inside = mp.Lock()}                inside
 */
#ifndef SCRIPT_NAME_H
#define SCRIPT_NAME_H

#include "script/state.h"

/* Where that can be told from the source line that calls the constructor ("Lock"), write the name and
 * return true. */
bool name_after_variable(lua_State *L, struct script *script, const char *constructor, char name[NAME_SIZE]);

/* The same for a call that gives two results: `local r, w = mp.Pipe(false)`. Both are "" where that cannot be
 * told. */
void name_after_pair(lua_State *L, struct script *script, const char *constructor, char first[NAME_SIZE],
		     char second[NAME_SIZE]);

#endif
