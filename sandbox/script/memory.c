/* What is not told by Lua's interface is read from its structures: where a frame is in its code (CallInfo),
 * what function a closure is of (LClosure), and which variable an upvalue is (UpVal). They are the same in
 * all versions 5.4; memory_open tries it out on a small program, and where anything is otherwise nothing is
 * fingerprinted. */
#include "runtime/control.h"
#include "script/memory.h"

#include <string.h>

#include <lualib.h>

#include "script/error.h"

#define DEPTH 190 /* of tables in tables */

/* Opcodes of 5.4 whose metamethods may bring us here. */
enum {
	OP_GETTABUP = 11,
	OP_GETFIELD = 14,
	OP_SETTABUP = 15,
	OP_SETTABLE = 16,
	OP_SETI = 17,
	OP_SETFIELD = 18,
	OP_SELF = 20
};

static const char scratch_key; /* of the registry: the thread on whose stack we work */

struct walk {
	lua_State *L;	    /* scratch */
	struct seen *seen;
	uint64_t hash[2];
	int depth;
	bool lost; /* no fingerprint */
};

static void add(struct walk *walk, uint64_t value)
{
	walk->hash[0] = (walk->hash[0] ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	walk->hash[0] ^= walk->hash[0] >> 29;
	walk->hash[1] = (walk->hash[1] + value) * UINT64_C(0xc2b2ae3d27d4eb4f);
	walk->hash[1] ^= walk->hash[1] >> 31;
}

static void add_bytes(struct walk *walk, const void *bytes, size_t length)
{
	const char *at = bytes;
	uint64_t word;

	add(walk, length);
	for (; length >= sizeof word; length -= sizeof word, at += sizeof word) {
		memcpy(&word, at, sizeof word);
		add(walk, word);
	}
	word = 0;
	memcpy(&word, at, length);
	add(walk, word);
}

/* Seen before: then it is known by its number. */
static bool is_known(struct walk *walk, const void *pointer)
{
	uint32_t number;
	int known = seen_add(walk->seen, pointer, &number);

	add(walk, (uint64_t)number << 8 | 0xff);
	walk->lost = walk->lost || known < 0;
	return known != 0;
}

/* A word of a structure of Lua's. */
static uint64_t word_of(const void *structure, int index)
{
	uint64_t word;

	memcpy(&word, (const char *)structure + index * 8, sizeof word);
	return word;
}

enum { CALLINFO_FUNC = 0, CALLINFO_SAVEDPC = 4, CLOSURE_PROTO = 3, UPVAL_VALUE = 2,
       TABLE_SIZES = 1, TABLE_NODE = 3, TABLE_LASTFREE = 4 };

static void visit(struct walk *walk);

/* The value on top, and it goes. */
static void visit_and_pop(struct walk *walk)
{
	visit(walk);
	lua_pop(walk->L, 1);
}

/* What decides where the next key will go, besides those that are there: sizes, and where free places are
 * sought. */
static void add_room(struct walk *walk, const void *table)
{
	add(walk, word_of(table, TABLE_SIZES) >> 24);
	add(walk, word_of(table, TABLE_LASTFREE) - word_of(table, TABLE_NODE));
}

static void visit_table(struct walk *walk)
{
	lua_State *L = walk->L;
	int table = lua_gettop(L);

	add_room(walk, lua_topointer(L, table));

	for (lua_pushnil(L); lua_next(L, table);) {
		lua_pushvalue(L, -2);
		visit_and_pop(walk);
		visit_and_pop(walk);
	}
	add(walk, 0xe0d);
	if (lua_getmetatable(L, table))
		visit_and_pop(walk);
}

/* An open upvalue is a slot of a stack, a closed one is its own. */
static void add_upvalue(struct walk *walk, const void *upvalue)
{
	uint64_t value = word_of(upvalue, UPVAL_VALUE), own = (uint64_t)(uintptr_t)upvalue;

	if (value < own || value >= own + 64)
		add(walk, value); /* stacks seldom move; if one does, that is a difference more */
}

static void visit_function(struct walk *walk)
{
	lua_State *L = walk->L;
	int function = lua_gettop(L);
	lua_CFunction native = lua_tocfunction(L, function);

	add(walk, native ? (uint64_t)(uintptr_t)native : word_of(lua_topointer(L, function), CLOSURE_PROTO));
	for (int i = 1; lua_getupvalue(L, function, i); i++) {
		const void *upvalue = native ? NULL : lua_upvalueid(L, function, i);

		if (upvalue && is_known(walk, upvalue)) {
			lua_pop(L, 1);
			continue;
		}
		if (upvalue)
			add_upvalue(walk, upvalue);
		visit_and_pop(walk);
	}
}

static void visit_userdata(struct walk *walk)
{
	lua_State *L = walk->L;
	int userdata = lua_gettop(L);

	add_bytes(walk, lua_touserdata(L, userdata), lua_rawlen(L, userdata));
	for (int i = 1; lua_getiuservalue(L, userdata, i) != LUA_TNONE; i++)
		visit_and_pop(walk);
	lua_pop(L, 1);
	if (lua_getmetatable(L, userdata))
		visit_and_pop(walk);
}

/* Registers that the instruction at hand is about to write, or that lie above what it uses, are dead: named
 * variables begin at 0, temporaries behind them, and these come and go like a stack. Returns the first dead
 * one; *written is one that is dead wherever it is, -1 = none. */
static int first_dead(uint32_t instruction, int variables, int *written)
{
	int opcode = instruction & 0x7f, a = instruction >> 7 & 0xff, b = instruction >> 16 & 0xff,
	    c = instruction >> 24, k = instruction >> 15 & 1, last = -1;

	*written = -1;
	if ((opcode >= OP_GETTABUP && opcode <= OP_GETFIELD) || opcode == OP_SELF) {
		*written = a;
		return a >= variables ? a : INT32_MAX;
	}
	if (opcode < OP_SETTABUP || opcode > OP_SETFIELD)
		return INT32_MAX;
	if (opcode != OP_SETTABUP)
		last = a;
	if (opcode == OP_SETTABLE && b > last)
		last = b;
	if (!k && c > last)
		last = c;
	return last + 1 > variables ? last + 1 : variables;
}

/* A frame of a thread: its function, its place, its slots. */
static void visit_frame(struct walk *walk, lua_State *thread, lua_Debug *frame)
{
	lua_State *L = walk->L;
	int dead = INT32_MAX, written = -1, variables = 0;
	const char *name;

	lua_getinfo(thread, "Sf", frame);
	lua_xmove(thread, L, 1);
	bool native = lua_iscfunction(L, -1);
	visit_and_pop(walk);
	if (!native) {
		const uint32_t *place = (const uint32_t *)(uintptr_t)word_of(frame->i_ci, CALLINFO_SAVEDPC);

		add(walk, (uint64_t)(uintptr_t)place);
		for (int i = 1; (name = lua_getlocal(thread, frame, i)); i++) {
			lua_pop(thread, 1);
			if (strcmp(name, "(temporary)") != 0)
				variables = i;
		}
		dead = first_dead(place[-1], variables, &written);
		for (int i = -1; (name = lua_getlocal(thread, frame, i)); i--) {
			lua_xmove(thread, L, 1);
			visit_and_pop(walk);
		}
	}
	for (int i = 1; (name = lua_getlocal(thread, frame, i)); i++) {
		lua_xmove(thread, L, 1);
		if (i - 1 != written && (i - 1 < dead || i <= variables))
			visit(walk);
		lua_pop(L, 1);
	}
	add(walk, 0xf4a);
}

static void visit_thread(struct walk *walk, lua_State *thread)
{
	lua_Debug frame;

	if (thread == walk->L)
		return;
	if (!lua_checkstack(thread, 4)) {
		walk->lost = true;
		return;
	}
	add(walk, (uint64_t)lua_status(thread));
	/* What a coroutine has on its stack outside of any call: what it is to begin with, or was yielded. */
	if (!lua_getstack(thread, 0, &frame) || lua_status(thread) == LUA_YIELD)
		for (int i = 1; i <= lua_gettop(thread); i++) {
			lua_pushvalue(thread, i);
			lua_xmove(thread, walk->L, 1);
			visit_and_pop(walk);
		}
	for (int level = 0; lua_getstack(thread, level, &frame); level++)
		visit_frame(walk, thread, &frame);
}

/* The value on top of the scratch stack, which stays. */
static void visit(struct walk *walk)
{
	lua_State *L = walk->L;
	int type = lua_type(L, -1);
	lua_Number number;
	lua_Integer integer;
	size_t length;

	if (walk->lost || walk->depth > DEPTH || !lua_checkstack(L, 8)) {
		walk->lost = true;
		return;
	}
	add(walk, (uint64_t)type);
	walk->depth++;
	switch (type) {
	case LUA_TBOOLEAN:
		add(walk, (uint64_t)lua_toboolean(L, -1));
		break;
	case LUA_TNUMBER:
		integer = lua_tointeger(L, -1);
		number = lua_tonumber(L, -1);
		if (!lua_isinteger(L, -1))
			memcpy(&integer, &number, sizeof integer);
		add(walk, (uint64_t)lua_isinteger(L, -1));
		add(walk, (uint64_t)integer);
		break;
	case LUA_TSTRING: {
		const char *text = lua_tolstring(L, -1, &length);

		add_bytes(walk, text, length);
		break;
	}
	case LUA_TLIGHTUSERDATA:
		add(walk, (uint64_t)(uintptr_t)lua_touserdata(L, -1));
		break;
	case LUA_TTABLE:
		if (!is_known(walk, lua_topointer(L, -1)))
			visit_table(walk);
		break;
	case LUA_TFUNCTION:
		if (!is_known(walk, lua_topointer(L, -1)))
			visit_function(walk);
		break;
	case LUA_TUSERDATA:
		if (!is_known(walk, lua_topointer(L, -1)))
			visit_userdata(walk);
		break;
	case LUA_TTHREAD:
		if (!is_known(walk, lua_topointer(L, -1)))
			visit_thread(walk, lua_tothread(L, -1));
		break;
	default:
		break;
	}
	walk->depth--;
}

void memory_fingerprint(struct self *self, uint64_t fingerprint[2])
{
	struct script *script = script_running();
	struct walk walk = {.seen = &script->walked, .hash = {1, 2}};
	lua_State *L = script->current ? script->current : script->L;

	fingerprint[0] = fingerprint[1] = 0;
	if (!script->walkable || script->opaque || script->collects || control_is_uncovered(self) ||
	    !lua_checkstack(L, 4))
		return;
	lua_rawgetp(L, LUA_REGISTRYINDEX, &scratch_key);
	walk.L = lua_tothread(L, -1);
	lua_pop(L, 1);
	seen_clear(walk.seen);
	add(&walk, script->guards);
	add(&walk, self->attend != NULL);
	lua_pushthread(L);
	lua_xmove(L, walk.L, 1);
	visit_and_pop(&walk);
	lua_pushvalue(walk.L, LUA_REGISTRYINDEX);
	visit_and_pop(&walk);
	lua_settop(walk.L, 0);
	if (walk.lost)
		return;
	fingerprint[0] = walk.hash[0];
	fingerprint[1] = walk.hash[1] | 1;
}

/* Addresses and the amount of garbage are not covered ------------------------------------------------ */

static void uncovered(lua_State *L)
{
	struct self *self = script_of(L)->self;

	if (self)
		control_uncovered(self);
}

/* Would it be called by its address? */
static bool has_no_name(lua_State *L, int index)
{
	int type = lua_type(L, index);

	if (type != LUA_TTABLE && type != LUA_TFUNCTION && type != LUA_TUSERDATA && type != LUA_TTHREAD)
		return false;
	if (luaL_getmetafield(L, index, "__tostring") == LUA_TNIL)
		return true;
	lua_pop(L, 1);
	return false;
}

/* Upvalue: the original. */
static int watched(lua_State *L)
{
	int count = lua_gettop(L);
	bool any = false;

	for (int i = 1; i <= count && !any; i++)
		any = has_no_name(L, i);
	if (any)
		uncovered(L);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, count, LUA_MULTRET);
	return lua_gettop(L);
}

/* When garbage is collected is a matter of the whole history: from now on no memory of this process is told
 * that such a table may depend on it. */
static int watched_metatable(lua_State *L)
{
	static const char *const fields[] = {"__gc", "__mode"};

	for (int i = 0; i < 2 && lua_istable(L, 2); i++) {
		lua_pushstring(L, fields[i]);
		if (lua_rawget(L, 2) != LUA_TNIL)
			script_of(L)->collects = true;
		lua_pop(L, 1);
	}
	int count = lua_gettop(L);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, count, LUA_MULTRET);
	return lua_gettop(L);
}

/* What it tells of the heap. To collect everything tells nothing. */
static int watched_collector(lua_State *L)
{
	int count = lua_gettop(L);

	if (count && strcmp(luaL_checkstring(L, 1), "collect") != 0)
		uncovered(L);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, count, LUA_MULTRET);
	return lua_gettop(L);
}

static void watch(lua_State *L, int table, const char *name)
{
	lua_getfield(L, table, name);
	lua_pushcclosure(L, watched, 1);
	lua_setfield(L, table, name);
}

void memory_watch(lua_State *L)
{
	lua_pushglobaltable(L);
	watch(L, lua_gettop(L), "tostring");
	lua_getfield(L, -1, "collectgarbage");
	lua_pushcclosure(L, watched_collector, 1);
	lua_setfield(L, -2, "collectgarbage");
	lua_getfield(L, -1, "setmetatable");
	lua_pushcclosure(L, watched_metatable, 1);
	lua_setfield(L, -2, "setmetatable");
	lua_getfield(L, -1, LUA_STRLIBNAME);
	watch(L, lua_gettop(L), "format");
	lua_pop(L, 2);
}

/* Trying it out -------------------------------------------------------------------------------------- */

struct trial {
	uint64_t places[2];
	uint32_t instructions[2];
	int count;
};

/* __index of a table in the program below: notes where its caller is. */
static int note_place(lua_State *L)
{
	struct trial *trial = lua_touserdata(L, lua_upvalueindex(1));
	lua_Debug frame;

	if (trial->count == 2 || !lua_getstack(L, 1, &frame))
		return 0;
	uint64_t place = word_of(frame.i_ci, CALLINFO_SAVEDPC);
	if (place % 4 || place < 4096)
		return luaL_error(L, "not as expected");
	trial->places[trial->count] = place;
	/* Only an address that is the heap's may be looked at. */
	if (heap_has(script_of(L)->heap, (const void *)(uintptr_t)place))
		memcpy(&trial->instructions[trial->count], (const char *)(uintptr_t)place - 4, 4);
	trial->count++;
	return 0;
}

static bool same_proto(lua_State *L, int one, int other)
{
	return word_of(lua_topointer(L, one), CLOSURE_PROTO) ==
	       word_of(lua_topointer(L, other), CLOSURE_PROTO);
}

static int try_out(lua_State *L)
{
	static const char program[] = "local t, f = ... local a = t.x; local b = t.y\n"
				      "local function make() return function() return f end end\n"
				      "return make(), make(), function() return f end";
	struct trial trial = {.count = 0};
	bool fits;

	if (luaL_loadbufferx(L, program, sizeof program - 1, "=trial", "t"))
		return lua_error(L);
	lua_newtable(L);
	lua_newtable(L);
	lua_pushlightuserdata(L, &trial);
	lua_pushcclosure(L, note_place, 1);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	lua_pushinteger(L, 1);
	lua_call(L, 2, 3);
	/* Two reads of a field, into registers 2 and 3, an instruction apart. */
	fits = trial.count == 2 && trial.places[1] == trial.places[0] + 4 &&
	       (trial.instructions[0] & 0x7f) == OP_GETFIELD && (trial.instructions[0] >> 7 & 0xff) == 2 &&
	       (trial.instructions[1] & 0x7f) == OP_GETFIELD && (trial.instructions[1] >> 7 & 0xff) == 3;
	fits = fits && same_proto(L, -3, -2) && !same_proto(L, -3, -1) &&
	       heap_has(script_of(L)->heap,
			(const void *)(uintptr_t)word_of(lua_topointer(L, -1), CLOSURE_PROTO));
	/* The upvalue f of the last was closed when the program ended: it holds the number itself. */
	const char *upvalue = lua_upvalueid(L, -1, 1);
	uint64_t value = word_of(upvalue, UPVAL_VALUE);
	fits = fits && value >= (uint64_t)(uintptr_t)upvalue && value < (uint64_t)(uintptr_t)upvalue + 64 &&
	       word_of((const void *)(uintptr_t)value, 0) == 1;
	lua_pushboolean(L, fits);
	return 1;
}

void memory_open(lua_State *L)
{
	struct script *script = script_of(L);

	lua_newthread(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &scratch_key);
	lua_pushcfunction(L, try_out);
	script->walkable = script->heap && lua_pcall(L, 0, 1, 0) == LUA_OK && lua_toboolean(L, -1);
	lua_pop(L, 1);
}
