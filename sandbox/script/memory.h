/* A fingerprint of a process's memory: two histories that leave it with the same one have the same future.
 *
 * It covers everything that a Lua program can go on from: the frames of its stacks, each with its place in
 * the code and its live slots, and what can be reached from them, from the registry and from globals, in the
 * order in which `next` would give it. Addresses do not count, nor does garbage. What cannot be covered has
 * no fingerprint: a pool's worker (its results lie in C), code that asks for the time or for addresses, very
 * deep structures. So equal means equal, and unequal may still be equal.
 */
#ifndef SCRIPT_MEMORY_H
#define SCRIPT_MEMORY_H

#include "script/state.h"

/* Once, when the state is made: finds out whether this Lua is as we know it. Without it there are no
 * fingerprints. */
void memory_open(lua_State *L);
/* Once the libraries are there, for a run with fingerprints: who asks for an address or for the amount of
 * garbage is noticed (control_uncovered). */
void memory_watch(lua_State *L);
/* For struct self. Two numbers, {0, 0} = none. */
void memory_fingerprint(struct self *self, uint64_t fingerprint[2]);

#endif
