/* Locks of all kinds, for what brings one: guards, Condition, Value. Acquiring one is lock_take
 * (runtime/steps.h). */
#ifndef SCRIPT_LOCK_H
#define SCRIPT_LOCK_H

#include "script/handle.h"

static inline bool lock_kind(uint32_t kind) /* Lock, RLock, fair or not */
{
	return kind == PRIMITIVE_LOCK || kind == PRIMITIVE_RLOCK || kind == PRIMITIVE_FAIR_LOCK;
}

/* The lock at an index; raises for anything else. */
static inline struct script_object *lock_at(lua_State *L, int index)
{
	struct script_object *lock = lua_touserdata(L, index);

	if (__builtin_expect(!lock || !lock_kind(lock->kind), 0))
		handle_wrong(L, index, PRIMITIVE_LOCK);
	return lock;
}

/* Raise what lock_take came to, if that is an error and no refusal. */
void lock_check(lua_State *L, const struct script_object *lock, enum outcome outcome);
bool lock_is_mine(struct self *self, struct handle lock);

/* Methods, for what delegates to its lock. */
int lock_acquire(lua_State *L);
int lock_release(lua_State *L);

#endif
