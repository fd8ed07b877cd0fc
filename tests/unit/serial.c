/* Values as bytes and back, in one state; tests/lua/crossing.lua does it between processes. */
#include "script/serial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int open_state(void **state)
{
	static const struct scenario scenario = {.path = "serial.lua", .source = "", .length = 0};
	struct script *script;
	char message[256] = "";

	if (script_create(&script, &scenario, NULL, message, sizeof message)) {
		print_error("%s\n", message);
		return -1;
	}
	*state = script;
	return 0;
}

static int close_state(void **state)
{
	script_destroy(*state);
	return 0;
}

static int cross(lua_State *L)
{
	struct buffer *out = &script_of(L)->out;

	serial_write(L, 1, out, "it");
	serial_read(L, out->bytes, out->length);
	return 1;
}

/* Run Lua code that has `cross`; it fails by an error. */
static void run(struct script *script, const char *code)
{
	lua_State *L = script->L;

	lua_register(L, "cross", cross);
	if (luaL_dostring(L, code))
		fail_msg("%s", luaL_tolstring(L, -1, NULL));
	lua_settop(L, 0);
}

/* Tables of every shape come back equal, subtypes of numbers included. */
static void test_random_tables(void **state)
{
	run(*state,
	    "math.randomseed(7)\n"
	    "local function any(depth)\n"
	    "  local r = math.random(depth > 4 and 6 or 8)\n"
	    "  if r == 1 then return math.random(0) elseif r == 2 then return math.random() * 1e9\n"
	    "  elseif r == 3 then return ('x'):rep(math.random(0, 400))\n"
	    "  elseif r == 4 then return math.random(2) == 1\n"
	    "  elseif r == 5 then return 3.0 elseif r == 6 then return 'k' .. math.random(9) end\n"
	    "  local t = {}\n"
	    "  for i = 1, math.random(0, 5) do t[i] = any(depth + 1) end\n"
	    "  for _ = 1, math.random(0, 5) do t[any(9)] = any(depth + 1) end\n"
	    "  return t\n"
	    "end\n"
	    "local function same(a, b)\n"
	    "  if type(a) ~= 'table' then return a == b and math.type(a) == math.type(b) end\n"
	    "  for k, v in pairs(a) do if not same(v, b[k]) then return false end end\n"
	    "  for k in pairs(b) do if a[k] == nil then return false end end\n"
	    "  return true\n"
	    "end\n"
	    "for i = 1, 500 do local v = any(1) assert(same(v, cross(v)), i) end");
}

static void test_sharing(void **state)
{
	run(*state, "local t = {{}, {}} t[3] = t[1] t.up = t\n"
		    "local c = cross(t)\n"
		    "assert(c.up == c and c[3] == c[1] and c[2] ~= c[1] and c ~= t)\n"
		    "local list = {} for i = 1, 3000 do list[i] = {list[i - 1], list} end\n"
		    "local c = cross(list)\n"
		    "for i = 1, 3000 do assert(c[i][1] == c[i - 1] and c[i][2] == c) end\n"
		    "local n = 0\n"
		    "local function f() n = n + 1 return f, n end\n"
		    "local g, count = cross(f)()\n"
		    "assert(g ~= f and count == 1 and n == 0)");
}

static void test_globals_by_name(void **state)
{
	run(*state, "x = 1\n"
		    "local f = cross(function() return x, math.pi end)\n"
		    "x = 2\n"
		    "assert(f() == 2)\n"
		    "local math = math\n"
		    "assert(cross(function() return math end)() == math)\n"
		    "local function sandboxed() local _ENV = {y = 3} return function() return y end end\n"
		    "assert(cross(sandboxed())() == 3)");
}

/* Integers are the hot path: one byte and eight. */
static void test_integer_is_small(void **state)
{
	struct script *script = *state;

	lua_pushinteger(script->L, 42);
	serial_write(script->L, -1, &script->out, "it");
	assert_int_equal(script->out.length, SERIAL_SMALL);
	lua_settop(script->L, 0);
}

static int read_cut(lua_State *L)
{
	serial_read(L, lua_touserdata(L, 1), (size_t)lua_tointeger(L, 2));
	return 0;
}

/* A message that is cut short anywhere is an error, and nothing worse. */
static void test_cut_short(void **state)
{
	struct script *script = *state;
	lua_State *L = script->L;

	assert_int_equal(luaL_dostring(L, "local t = {1, 2.5, 'three', {x = 'y'}} t[5] = t "
					  "return {t, function() return t end, ('z'):rep(300)}"),
			 LUA_OK);
	serial_write(L, -1, &script->out, "it");
	size_t length = script->out.length;
	for (size_t cut = 0; cut < length; cut++) {
		char *bytes = malloc(cut ? cut : 1); /* exactly as long, for the sanitizer */

		memcpy(bytes, script->out.bytes, cut);
		lua_pushcfunction(L, read_cut);
		lua_pushlightuserdata(L, bytes);
		lua_pushinteger(L, (lua_Integer)cut);
		assert_int_not_equal(lua_pcall(L, 2, 0, 0), LUA_OK);
		lua_settop(L, 0);
		free(bytes);
	}
}

static const char *preview(lua_State *L, const char *code, char text[9])
{
	assert_int_equal(luaL_dostring(L, lua_pushfstring(L, "return %s", code)), LUA_OK);
	serial_preview(L, -1, text);
	lua_settop(L, 0);
	return text;
}

static void test_preview(void **state)
{
	lua_State *L = ((struct script *)*state)->L;
	char text[9];

	assert_string_equal(preview(L, "42", text), "42");
	assert_string_equal(preview(L, "-1234567890", text), "-12345..");
	assert_string_equal(preview(L, "0.1", text), "0.1");
	assert_string_equal(preview(L, "0/0", text), "nan");
	assert_string_equal(preview(L, "'bread'", text), "bread");
	assert_string_equal(preview(L, "'12345678'", text), "12345678");
	assert_string_equal(preview(L, "'123456789'", text), "123456..");
	assert_string_equal(preview(L, "'面包房间'", text), "面包..");
	assert_string_equal(preview(L, "nil", text), "nil");
	assert_string_equal(preview(L, "{1, 2}", text), "{2}");
	assert_string_equal(preview(L, "{x = 1}", text), "{..}");
	assert_string_equal(preview(L, "print", text), "function");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_random_tables, open_state, close_state),
		cmocka_unit_test_setup_teardown(test_sharing, open_state, close_state),
		cmocka_unit_test_setup_teardown(test_globals_by_name, open_state, close_state),
		cmocka_unit_test_setup_teardown(test_integer_is_small, open_state, close_state),
		cmocka_unit_test_setup_teardown(test_cut_short, open_state, close_state),
		cmocka_unit_test_setup_teardown(test_preview, open_state, close_state),
	};

	return cmocka_run_group_tests_name("serial", tests, NULL, NULL);
}
