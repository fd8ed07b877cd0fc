/* What a scenario says to the person, and takes from them: knobs, work, label. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/sentence.h"
#include "script/arguments.h"
#include "script/error.h"

/* A knob can be turned before a run, so the run must know them all before it has processes. */
static void add_knob(lua_State *L, struct script *script, const char *name, int64_t min, int64_t max)
{
	if (script->started)
		script_raise(L, "ValueError", NULL,
			     "knob '%s' is declared too late: declare it before the first process starts",
			     name);
	for (uint32_t i = 0; i < script->knob_count; i++)
		if (!strcmp(script->knobs[i], name))
			script_raise(L, "ValueError", NULL, "knob '%s' is declared twice", name);
	if (script->knob_count == KNOBS)
		script_raise(L, "ValueError", NULL, "a scenario has at most %d knobs", KNOBS);
	lua_pushvalue(L, 1); /* the name must stay */
	lua_rawsetp(L, LUA_REGISTRYINDEX, &script->knobs[script->knob_count]);
	script->knob_bounds[script->knob_count][0] = min;
	script->knob_bounds[script->knob_count][1] = max;
	script->knobs[script->knob_count++] = name;
}

static const char *knobs_from(const struct scenario *scenario)
{
	return scenario->knobs_from ? scenario->knobs_from : "--set";
}

static int64_t chosen(lua_State *L, const struct script *script, const char *name, int64_t value, int64_t min,
		      int64_t max)
{
	const struct scenario *scenario = script->scenario;

	if (value < min || value > max)
		script_raise(L, "ValueError", NULL,
			     "knob '%s': %" PRId64 " is not between %" PRId64 " and %" PRId64, name, value,
			     min, max);
	for (uint32_t i = 0; i < scenario->knob_count; i++)
		if (!strcmp(scenario->knobs[i].name, name))
			value = scenario->knobs[i].value;
	if (value < min || value > max)
		script_raise(L, "UsageError", NULL,
			     "%s %s=%" PRId64 ": knob %s goes from %" PRId64 " to %" PRId64,
			     knobs_from(scenario), name, value, name, min, max);
	return value;
}

/* knob(name, default [, {min=, max=, help=}]) → value */
static int sandbox_knob(lua_State *L)
{
	static const struct parameter parameters[] = {
		{"name", "s"}, {"default", "i"}, {"min", "i"}, {"max", "i"}, {"help", "s"}};
	struct script *script = script_of(L);

	arguments_take(L, "knob", 1, parameters, 5);
	if (lua_isnil(L, 1) || lua_isnil(L, 2))
		script_raise(L, "TypeError", NULL, "knob needs a name and a whole number to begin with");
	const char *name = lua_tostring(L, 1);
	int64_t value = lua_tointeger(L, 2);
	int64_t min = lua_isnil(L, 3) ? (value < 0 ? value : 0) : lua_tointeger(L, 3);
	int64_t max = lua_isnil(L, 4) ? INT32_MAX : lua_tointeger(L, 4);

	script_here(L, script);
	add_knob(L, script, name, min, max);
	value = chosen(L, script, name, value, min, max);
	process_knob(script->self, name, value, min, max, lua_isnil(L, 5) ? "" : lua_tostring(L, 5));
	lua_pushinteger(L, value);
	return 1;
}

static void unknown_setting(lua_State *L, struct script *script, const char *name)
{
	const char *words[KNOBS + 1] = {NULL};
	char text[512];
	struct sentence sentence = sentence_in(text, sizeof text);

	memcpy(words, script->knobs, script->knob_count * sizeof *words);
	sentence_add(&sentence, "%s %s: %s has no knob '%s'", knobs_from(script->scenario), name,
		     script->file, name);
	if (nearest(name, words))
		sentence_add(&sentence, "; did you mean '%s'? It has: ", nearest(name, words));
	else
		sentence_add(&sentence, script->knob_count ? "; it has: " : "; it has none");
	for (uint32_t i = 0; i < script->knob_count; i++)
		sentence_add(&sentence, "%s%s (%" PRId64 " to %" PRId64 ")", i ? ", " : "", words[i],
			     script->knob_bounds[i][0], script->knob_bounds[i][1]);
	sentence_end(&sentence);
	script_raise(L, "UsageError", NULL, "%s", text);
}

void knobs_settle(lua_State *L, struct script *script)
{
	const struct scenario *scenario = script->scenario;

	if (script->started)
		return;
	script->started = true;
	for (uint32_t i = 0; i < scenario->knob_count; i++) {
		uint32_t known = 0;

		while (known < script->knob_count && strcmp(script->knobs[known], scenario->knobs[i].name))
			known++;
		if (known == script->knob_count)
			unknown_setting(L, script, scenario->knobs[i].name);
	}
}

static int sandbox_work(lua_State *L)
{
	struct script *script = script_of(L);
	int64_t time = arguments_seconds(L, "work", 1);

	script_here(L, script);
	process_work(script->self, time);
	return 0;
}

static int sandbox_label(lua_State *L)
{
	struct script *script = script_of(L);

	script_here(L, script);
	lua_settop(L, 1);
	process_label(script->self, lua_isnil(L, 1) ? "" : luaL_tolstring(L, 1, NULL));
	return 0;
}

void sandbox_open(lua_State *L)
{
	static const luaL_Reg functions[] = {{"knob", sandbox_knob},	 {"work", sandbox_work},
					     {"label", sandbox_label},	 {"raise", error_raise},
					     {"unknown", error_unknown}, {"data", sandbox_data},
					     {NULL, NULL}};

	luaL_setfuncs(L, functions, 0);
}
