/* A lesson.lua may come from anywhere, and the front end itself reads it. So it runs in a state that it
 * cannot keep busy: Lua code is counted by a hook, memory by the allocator, and the library functions that
 * can run for long without either (patterns, string.rep of nothing, table.move over a huge range) are left
 * out or bounded.
 *
 * What the caller gets is malloc'ed here and owned by the tree from the first moment, so that a Lua error at
 * any point leaks nothing: config_free takes a tree that is half built.
 */
#include "script/config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#define HEAP_LIMIT	  ((size_t)1 << 20)
#define INSTRUCTION_LIMIT 100000
#define INSTRUCTION_STEP  100
#define TIME_LIMIT	  1000000000 /* ns */
#define DEPTH_LIMIT	  16
#define VALUE_LIMIT	  10000
#define REPEAT_LIMIT	  100000

struct cage {
	size_t used;
	unsigned instructions;
	int64_t deadline; /* as spent() */
	int line;	  /* the last one that ran */
	const char *over; /* which limit was hit */
	struct config *root;
	unsigned values;
	const char *text;
	size_t length;
};

static void *allocate(void *context, void *block, size_t old, size_t size)
{
	struct cage *cage = context;
	void *fresh;

	if (!block)
		old = 0; /* Lua passes the type of the object instead */
	if (size == 0) {
		free(block);
		cage->used -= old;
		return NULL;
	}
	if (size > old && size - old > HEAP_LIMIT - cage->used)
		return NULL;
	fresh = realloc(block, size);
	if (fresh)
		cage->used += size - old;
	return fresh;
}

static struct cage *cage_of(lua_State *L)
{
	void *context;

	lua_getallocf(L, &context);
	return context;
}

/* Of the processor, in ns: what a busy machine does meanwhile is not its fault. */
static int64_t spent(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void count(lua_State *L, lua_Debug *where)
{
	struct cage *cage = cage_of(L);

	if (where->event == LUA_HOOKLINE) {
		cage->line = where->currentline;
		return;
	}
	cage->instructions += INSTRUCTION_STEP;
	if (cage->instructions > INSTRUCTION_LIMIT || spent() > cage->deadline) {
		cage->over = "it does not come to an end";
		luaL_error(L, "limit");
	}
}

/* string.rep of an empty string costs no memory, so the count itself needs a limit. */
static int repeat(lua_State *L)
{
	lua_Integer times = luaL_checkinteger(L, 2);

	luaL_argcheck(L, times <= REPEAT_LIMIT, 2, "too many repetitions");
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, 1);
	return 1;
}

static void open_libraries(lua_State *L)
{
	static const char *const unbounded[] = {"find", "match", "gmatch", "gsub",
						"dump", "pack",	 "unpack", "packsize"};

	luaL_requiref(L, "string", luaopen_string, 1);
	for (size_t i = 0; i < sizeof unbounded / sizeof *unbounded; i++) {
		lua_pushnil(L);
		lua_setfield(L, -2, unbounded[i]);
	}
	lua_getfield(L, -1, "rep");
	lua_pushcclosure(L, repeat, 1);
	lua_setfield(L, -2, "rep");
	luaL_requiref(L, "table", luaopen_table, 1);
	lua_pushnil(L);
	lua_setfield(L, -2, "move");
	lua_settop(L, 0);
}

static void *allocated(lua_State *L, void *block)
{
	if (!block)
		luaL_error(L, "not enough memory");
	return block;
}

static void convert(lua_State *L, struct config *value, int depth);

static int by_key(const void *left, const void *right)
{
	const struct config_entry *a = left, *b = right;

	if (!a->key != !b->key)
		return a->key ? 1 : -1;
	if (a->key)
		return strcmp(a->key, b->key);
	return a->index < b->index ? -1 : a->index > b->index;
}

static void convert_table(lua_State *L, struct config *value, int depth)
{
	size_t count = 0;

	if (depth > DEPTH_LIMIT)
		luaL_error(L, "tables in tables, more than %d deep; keep it flat", DEPTH_LIMIT);
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		count++;
	if (count > VALUE_LIMIT)
		luaL_error(L, "more than %d values; that is too much for a lesson", VALUE_LIMIT);
	value->as.table.entries = allocated(L, calloc(count + 1, sizeof *value->as.table.entries));
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
		struct config_entry *entry = &value->as.table.entries[value->as.table.count++];

		if (lua_type(L, -2) == LUA_TSTRING)
			entry->key = allocated(L, strdup(lua_tostring(L, -2)));
		else if (lua_isinteger(L, -2))
			entry->index = lua_tointeger(L, -2);
		else
			luaL_error(L, "a key that is %s; keys are names", luaL_typename(L, -2));
		value->as.table.items += !entry->key;
		convert(L, &entry->value, depth + 1);
	}
	qsort(value->as.table.entries, value->as.table.count, sizeof *value->as.table.entries, by_key);
}

/* The value on top of the stack; it stays there. */
static void convert(lua_State *L, struct config *value, int depth)
{
	/* A table may be in the tree many times over, and that grows without any memory of Lua's. */
	if (++cage_of(L)->values > VALUE_LIMIT)
		luaL_error(L, "more than %d values; that is too much for a lesson", VALUE_LIMIT);
	luaL_checkstack(L, 4, NULL);
	switch (lua_type(L, -1)) {
	case LUA_TBOOLEAN:
		value->kind = CONFIG_BOOLEAN;
		value->as.boolean = lua_toboolean(L, -1);
		break;
	case LUA_TNUMBER:
		value->kind = lua_isinteger(L, -1) ? CONFIG_INTEGER : CONFIG_NUMBER;
		if (value->kind == CONFIG_INTEGER)
			value->as.integer = lua_tointeger(L, -1);
		else
			value->as.number = lua_tonumber(L, -1);
		break;
	case LUA_TSTRING: {
		const char *bytes = lua_tolstring(L, -1, &value->as.string.length);

		value->as.string.bytes = allocated(L, malloc(value->as.string.length + 1));
		memcpy(value->as.string.bytes, bytes, value->as.string.length + 1);
		value->kind = CONFIG_STRING;
		break;
	}
	case LUA_TTABLE:
		value->kind = CONFIG_TABLE;
		convert_table(L, value, depth);
		break;
	default:
		value->kind = CONFIG_FUNCTION;
	}
}

static int run(lua_State *L)
{
	struct cage *cage = lua_touserdata(L, 1);

	open_libraries(L);
	lua_sethook(L, count, LUA_MASKCOUNT | LUA_MASKLINE, INSTRUCTION_STEP);
	if (luaL_loadbufferx(L, cage->text, cage->length, "=lesson", "t") != LUA_OK)
		return lua_error(L);
	lua_call(L, 0, 1);
	lua_sethook(L, NULL, 0, 0);
	if (!lua_istable(L, -1))
		return luaL_error(L, "it returned %s%s instead of a table; end the file with return { ... }",
				  lua_isnil(L, -1) ? "" : "a ",
				  lua_isnil(L, -1) ? "nothing" : luaL_typename(L, -1));
	cage->root = allocated(L, calloc(1, sizeof *cage->root));
	convert(L, cage->root, 0);
	return 0;
}

/* Lua's words are "lesson:LINE: what"; say the file's name, and what to do. */
static void explain(const struct cage *cage, int status, const char *said, const char *name, char *message,
		    size_t size)
{
	int line = cage->line > 0 ? cage->line : 1, skip = 0;

	if (cage->over) {
		snprintf(message, size, "%s:%d: %s; write the lesson as one table of data, without loops",
			 name, line, cage->over);
	} else if (status == LUA_ERRMEM) {
		snprintf(message, size, "%s:%d: it needs more than %zu KiB of memory; make it smaller", name,
			 line, HEAP_LIMIT / 1024);
	} else if (sscanf(said, "lesson:%d: %n", &line, &skip) == 1 && skip) {
		bool ran = cage->line > 0; /* else it did not even compile */

		snprintf(message, size, "%s:%d: %s%s", name, line, said + skip,
			 ran ? "; a lesson.lua has nothing but string and table" : "; correct the Lua there");
	} else {
		snprintf(message, size, "%s:%d: %s", name, line, said);
	}
}

int config_read(struct config **root, const char *name, const char *text, size_t length, char *message,
		size_t size)
{
	struct cage cage = {.text = text, .length = length, .deadline = spent() + TIME_LIMIT};
	lua_State *L = lua_newstate(allocate, &cage);
	int status;

	*root = NULL;
	if (!L) {
		snprintf(message, size, "%s:1: out of memory", name);
		return -ENOMEM;
	}
	lua_pushcfunction(L, run);
	lua_pushlightuserdata(L, &cage);
	status = lua_pcall(L, 1, 0, 0);
	if (status != LUA_OK) {
		const char *said = lua_tostring(L, -1);

		explain(&cage, status, said ? said : "it failed", name, message, size);
	}
	lua_close(L);
	if (status != LUA_OK) {
		config_free(cage.root);
		return -EINVAL;
	}
	config_mark_lines(cage.root, text, length);
	*root = cage.root;
	return 0;
}

static void finish(struct config *value)
{
	if (value->kind == CONFIG_STRING)
		free(value->as.string.bytes);
	if (value->kind != CONFIG_TABLE)
		return;
	for (size_t i = 0; i < value->as.table.count; i++) {
		free(value->as.table.entries[i].key);
		finish(&value->as.table.entries[i].value);
	}
	free(value->as.table.entries);
}

void config_free(struct config *root)
{
	if (!root)
		return;
	finish(root);
	free(root);
}

const struct config *config_field(const struct config *table, const char *key)
{
	for (size_t i = 0; i < table->as.table.count; i++) {
		const struct config_entry *entry = &table->as.table.entries[i];

		if (entry->key && strcmp(entry->key, key) == 0)
			return &entry->value;
	}
	return NULL;
}

const struct config *config_item(const struct config *table, size_t index)
{
	for (size_t i = 0; i < table->as.table.items; i++)
		if (table->as.table.entries[i].index == (int64_t)index)
			return &table->as.table.entries[i].value;
	return NULL;
}

const char *config_kind_name(enum config_kind kind)
{
	static const char *const names[] = {"true or false", "a whole number", "a number",
					    "a string",	     "a table",	       "a function"};

	return names[kind];
}
