/* First the arguments are put into their places on the stack, then their types are checked; so the functions
 * that take them read them by index and check nothing again. */
#include "script/arguments.h"

#include <math.h>
#include <string.h>

#include "base/nearest.h"
#include "script/error.h"

#define PARAMETERS 8
#define LONGEST	   1e9 /* seconds; longer is for ever */

static bool is_whole(lua_State *L, int index)
{
	int whole;

	lua_tointegerx(L, index, &whole);
	return whole;
}

static bool fits(lua_State *L, int index, const char *types)
{
	switch (lua_type(L, index)) {
	case LUA_TNIL:
		return true;
	case LUA_TBOOLEAN:
		return strpbrk(types, "b*");
	case LUA_TNUMBER:
		return strpbrk(types, "n*") || (strchr(types, 'i') && is_whole(L, index));
	case LUA_TSTRING:
		return strpbrk(types, "s*");
	case LUA_TFUNCTION:
		return strpbrk(types, "f*");
	case LUA_TTABLE:
		return strpbrk(types, "t*");
	case LUA_TUSERDATA:
		return strpbrk(types, "u*");
	default:
		return strchr(types, '*');
	}
}

static const char *type_words(const char *types)
{
	switch (types[0]) {
	case 'b':
		return "true or false";
	case 'n':
		return "a number";
	case 'i':
		return "a whole number";
	case 's':
		return "a string";
	case 'f':
		return "a function";
	case 't':
		return "a table";
	case '-':
		return "nil";
	default:
		return "one of our objects";
	}
}

/* A common slip deserves its own words: lock:acquire(0.5) for a timeout. */
static void check_type(lua_State *L, const char *function, const struct parameter *parameter, int index)
{
	if (fits(L, index, parameter->types))
		return;
	if (!strcmp(parameter->name, "block") && lua_type(L, index) == LUA_TNUMBER)
		script_raise(L, "TypeError", NULL,
			     "%s: block must be true or false; for a timeout write {timeout=%s}", function,
			     lua_tostring(L, index));
	bool number = lua_type(L, index) == LUA_TNUMBER;
	const char *given = number ? lua_tostring(L, index) : luaL_typename(L, index);

	script_raise(L, "TypeError", NULL,
		     number ? "%s: %s must be %s, not %s" : "%s: %s must be %s, not a %s", function,
		     parameter->name, type_words(parameter->types), given);
}

static bool is_plain_table(lua_State *L, int index)
{
	if (!lua_istable(L, index))
		return false;
	if (!lua_getmetatable(L, index))
		return true;
	lua_pop(L, 1);
	return false;
}

static void unknown_keyword(lua_State *L, const char *function, const char *word,
			    const struct parameter *parameters, int count)
{
	const char *names[PARAMETERS + 1] = {NULL};
	luaL_Buffer list;

	for (int i = 0; i < count; i++)
		names[i] = parameters[i].name;
	const char *near = nearest(word, names);
	if (near)
		script_raise(L, "TypeError", NULL, "%s has no keyword '%s'; did you mean '%s'?", function,
			     word, near);
	luaL_buffinit(L, &list);
	for (int i = 0; i < count; i++) {
		luaL_addstring(&list, i ? ", " : "");
		luaL_addstring(&list, names[i]);
	}
	luaL_pushresult(&list);
	script_raise(L, "TypeError", NULL, "%s has no keyword '%s'; it has: %s", function, word,
		     lua_tostring(L, -1));
}

static void check_keywords(lua_State *L, const char *function, int table, const struct parameter *parameters,
			   int count, int given)
{
	lua_pushnil(L);
	while (lua_next(L, table)) {
		lua_pop(L, 1);
		if (lua_type(L, -1) != LUA_TSTRING)
			script_raise(L, "TypeError", NULL, "%s: a table of keywords has no item [%s]",
				     function, luaL_tolstring(L, -1, NULL));
		const char *word = lua_tostring(L, -1);
		int i = 0;

		while (i < count && strcmp(word, parameters[i].name))
			i++;
		if (i == count)
			unknown_keyword(L, function, word, parameters, count);
		if (i < given)
			script_raise(L, "TypeError", NULL,
				     "%s: %s is given twice, by position and by keyword", function, word);
	}
}

void arguments_take(lua_State *L, const char *function, int first, const struct parameter *parameters,
		    int count)
{
	int given = lua_gettop(L) - first + 1;
	int table = 0;

	luaL_checkstack(L, count + 4, NULL);
	if (given > 0 && given <= count + 1 && is_plain_table(L, lua_gettop(L)) &&
	    (given > count || !strpbrk(parameters[given - 1].types, "t*"))) {
		table = lua_gettop(L);
		given--;
		check_keywords(L, function, table, parameters, count, given);
	}
	if (given > count)
		script_raise(L, "TypeError", NULL, "%s takes %d argument%s, not %d", function, count,
			     count == 1 ? "" : "s", given);
	for (int i = given < 0 ? 0 : given; table && i < count; i++)
		lua_getfield(L, table, parameters[i].name);
	if (table)
		lua_remove(L, table);
	lua_settop(L, first + count - 1);
	for (int i = 0; i < count; i++)
		check_type(L, function, &parameters[i], first + i);
}

static int64_t nanoseconds(lua_State *L, const char *function, double seconds)
{
	if (isnan(seconds))
		script_raise(L, "ValueError", NULL, "%s: the time is not a number", function);
	return (int64_t)(seconds * 1e9);
}

int64_t arguments_timeout(lua_State *L, const char *function, int index)
{
	if (lua_isnil(L, index))
		return WAIT_FOREVER;
	double seconds = lua_tonumber(L, index);

	if (seconds <= 0)
		return WAIT_NOT;
	if (seconds > LONGEST)
		return WAIT_FOREVER;
	int64_t time = nanoseconds(L, function, seconds);

	return time > 0 ? time : 1;
}

int64_t arguments_seconds(lua_State *L, const char *function, int index)
{
	double seconds = lua_tonumber(L, index);

	if (lua_type(L, index) != LUA_TNUMBER)
		script_raise(L, "TypeError", NULL, "%s: seconds must be a number, not a %s", function,
			     luaL_typename(L, index));
	if (seconds < 0)
		script_raise(L, "ValueError", NULL, "%s: seconds must not be negative", function);
	return nanoseconds(L, function, seconds > LONGEST ? LONGEST : seconds);
}

int64_t arguments_wait(lua_State *L, const char *function, int first)
{
	static const struct parameter parameters[] = {{"block", "b"}, {"timeout", "n"}};

	if (lua_gettop(L) < first)
		return WAIT_FOREVER;
	arguments_take(L, function, first, parameters, 2);
	if (lua_isboolean(L, first) && !lua_toboolean(L, first))
		return WAIT_NOT;
	return arguments_timeout(L, function, first + 1);
}
