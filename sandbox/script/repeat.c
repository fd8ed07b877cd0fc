#include "script/repeat.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <lauxlib.h>

#include "runtime/control.h"
#include "runtime/process.h"

#define SEED  0x5eed5eedu
#define EPOCH ((time_t)1704067200) /* 1 January 2024, 0:00 UTC: when all controlled runs begin */

/* How a lua_State's global part begins, in every Lua 5.4. The seed must be there before the first string is,
 * and no function of Lua's sets it; so we look for this pattern when Lua asks for its second block, which is
 * when all of it has been filled in and no string has been made. Where it is not found the seed stays as it
 * is: runs are then the same within one program run only. */
struct value {
	uint64_t bits;
	uint8_t type;
};

struct global {
	lua_Alloc allocate;
	void *context;
	ptrdiff_t bytes, debt;
	size_t estimate, atomic;
	struct {
		void *table;
		int used, size;
	} strings;
	struct value registry, incomplete;
	unsigned seed;
	uint8_t white, phase;
};

enum { TYPE_NIL = 0, TYPE_INTEGER = 3, WHITE = 8, PHASE_PAUSE = 8 };

struct newborn {
	struct heap *heap;
	char *state;
	size_t size;
	bool seeded;
};

static bool is_global(const struct global *global, const struct newborn *newborn, lua_Alloc allocate)
{
	return global->allocate == allocate && global->context == newborn &&
	       global->bytes == (ptrdiff_t)newborn->size && global->debt == 0 && !global->strings.table &&
	       global->registry.type == TYPE_NIL && global->incomplete.type == TYPE_INTEGER &&
	       global->incomplete.bits == 0 && global->white == WHITE && global->phase == PHASE_PAUSE;
}

static void *allocate(void *context, void *block, size_t old_size, size_t new_size)
{
	struct newborn *newborn = context;

	if (newborn->state && !newborn->seeded) {
		newborn->seeded = true;
		for (size_t at = 0; at + sizeof(struct global) <= newborn->size; at += sizeof(void *)) {
			struct global *global = (struct global *)(newborn->state + at);

			if (is_global(global, newborn, allocate))
				global->seed = SEED;
		}
	}
	void *bytes = heap_allocate(newborn->heap, block, old_size, new_size);
	if (!newborn->state) {
		newborn->state = bytes;
		newborn->size = new_size;
	}
	return bytes;
}

lua_State *repeat_newstate(struct heap *heap)
{
	struct newborn newborn = {.heap = heap};
	lua_State *L = lua_newstate(allocate, &newborn);

	if (L)
		lua_setallocf(L, heap_allocate, heap);
	return L;
}

/* next stays: it is to be what pairs() gives. */
static bool is_light(lua_State *L, int index)
{
	bool light = lua_iscfunction(L, index);

	if (light && lua_getupvalue(L, index, 1)) {
		lua_pop(L, 1);
		light = false;
	}
	return light &&
	       !(lua_type(L, index - 1) == LUA_TSTRING && !strcmp(lua_tostring(L, index - 1), "next"));
}

void repeat_settle_table(lua_State *L)
{
	luaL_checkstack(L, 6, NULL);
	for (lua_pushnil(L); lua_next(L, -2);) {
		if (is_light(L, -1)) {
			lua_CFunction function = lua_tocfunction(L, -1);

			lua_pushvalue(L, -2);
			lua_pushnil(L);
			lua_pushcclosure(L, function, 1);
			lua_rawset(L, -5); /* assigning to a field that is there is allowed */
		}
		lua_pop(L, 1);
	}
}

void repeat_settle(lua_State *L)
{
	lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		if (lua_istable(L, -1))
			repeat_settle_table(L);
	lua_pop(L, 1);
}

static struct self *clocked; /* the process we are in, when its clocks are its own */

void repeat_clock(struct self *self)
{
	clocked = control_is_on(self) ? self : NULL;
	if (clocked) {
		setenv("TZ", "UTC0", 1);
		tzset();
	}
}

/* These two are the C library's to all who call them in this program: to os.time, os.date and math.randomseed
 * without arguments, os.clock, and table.sort, which draws its pivots from them. */
#define SEEN            \
	__attribute__(( \
		visibility("default"))) /* by Lua's library too, which is none of this program's files */

SEEN time_t time(time_t *result)
{
	struct timespec now = {.tv_sec = EPOCH};

	if (clocked)
		now.tv_sec += (time_t)(process_time(clocked) / 1000000000);
	else
		clock_gettime(CLOCK_REALTIME, &now);
	if (result)
		*result = now.tv_sec;
	return now.tv_sec;
}

SEEN clock_t clock(void)
{
	struct timespec now;

	if (clocked)
		return (clock_t)(process_time(clocked) / (1000000000 / CLOCKS_PER_SEC));
	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) < 0)
		return (clock_t)-1;
	return (clock_t)now.tv_sec * CLOCKS_PER_SEC + (clock_t)(now.tv_nsec / (1000000000 / CLOCKS_PER_SEC));
}
