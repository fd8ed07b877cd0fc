/* Locks of all kinds, for what brings one: guards, Condition, Value. Acquiring one is lock_take (runtime/steps.h). */
#ifndef SCRIPT_LOCK_H
#define SCRIPT_LOCK_H

#include "script/handle.h"

bool lock_kind(uint32_t kind); /* Lock, RLock, fair or not */
/* The lock at an index; raises for anything else. */
struct script_object *lock_at(lua_State *L, int index);

/* Raise what lock_take came to, if that is an error and no refusal. */
void lock_check(lua_State *L, const struct script_object *lock, enum outcome outcome);
bool lock_is_mine(struct self *self, struct handle lock);

/* Methods, for what delegates to its lock. */
int lock_acquire(lua_State *L);
int lock_release(lua_State *L);

#endif
