/* Event, as a scenario sees it. */
#include "script/arguments.h"
#include "script/error.h"
#include "script/handle.h"

static int event_new(lua_State *L)
{
	static const struct parameter parameters[] = {{"name", "s"}};

	arguments_take(L, "Event", 1, parameters, 1);
	handle_create(L, PRIMITIVE_EVENT, 0, 0, 1, 0);
	return 1;
}

static int64_t act(lua_State *L, enum event_action action)
{
	struct script_object *event = handle_at(L, 1, PRIMITIVE_EVENT);
	struct request request = {.action = (uint8_t)action};

	handle_operate(L, script_of(L), event, &request, WAIT_NOT);
	return request.a;
}

static int event_set(lua_State *L)
{
	act(L, EVENT_SET);
	return 0;
}

static int event_clear(lua_State *L)
{
	act(L, EVENT_CLEAR);
	return 0;
}

static int event_is_set(lua_State *L)
{
	lua_pushboolean(L, act(L, EVENT_IS_SET) != 0);
	return 1;
}

static int event_wait(lua_State *L)
{
	static const struct parameter parameters[] = {{"timeout", "n"}};
	struct script_object *event = handle_at(L, 1, PRIMITIVE_EVENT);
	struct request request = {.action = EVENT_WAIT};
	int64_t timeout = WAIT_FOREVER;

	if (lua_gettop(L) > 1) {
		arguments_take(L, "Event.wait", 2, parameters, 1);
		timeout = arguments_timeout(L, "Event.wait", 2);
	}
	return handle_answer(L, handle_operate(L, script_of(L), event, &request, timeout));
}

static int event_tostring(lua_State *L)
{
	struct script_object *event = handle_at(L, 1, PRIMITIVE_EVENT);
	char name[NAME_SIZE];
	union state state;

	object_name(script_of(L)->self, event->handle, name);
	object_peek(script_of(L)->self, event->handle, &state);
	lua_pushfstring(L, "<Event name='%s' %s>", name, state.event.set ? "set" : "unset");
	return 1;
}

void event_open(lua_State *L)
{
	static const luaL_Reg methods[] = {
		{"set", event_set},   {"clear", event_clear},	      {"is_set", event_is_set},
		{"wait", event_wait}, {"__tostring", event_tostring}, {NULL, NULL},
	};
	static const luaL_Reg functions[] = {{"Event", event_new}, {NULL, NULL}};

	handle_class(L, PRIMITIVE_EVENT, methods, NULL);
	luaL_setfuncs(L, functions, 0);
}
