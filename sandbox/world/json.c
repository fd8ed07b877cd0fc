/* Events as JSON. Written by hand, because every event of a run passes through here: 10 times as fast as a
 * tree of values, and without an allocation. */
#include "world/json.h"

#include <string.h>

#include "world/json_writer.h"
#include "world/phrase.h"
#include "world/words.h"

/* Enough for any event: its text, half a dozen names, two dozen values. */
#define EVENT_ROOM (JSON_STRING * (TRACE_TEXT_MAX + 6 * 64) + 32 * JSON_VALUE)

static void put_text(struct json *json, const char *key, const char *text)
{
	json_raw(json, key);
	json_string(json, text, strlen(text));
}

static void put_process(struct json *json, const char *key, const struct world *world, int64_t number)
{
	char spare[24];

	if (number < 0 || number >= TRACE_SANDBOX) {
		json_raw(json, key);
		json_raw(json, "null");
		return;
	}
	put_text(json, key, words_name(world, (uint32_t)number, spare));
}

/* `more`: the text goes on in the next event of this process. */
static void put_event_text(struct json *json, const char *key, const struct trace_event *event)
{
	json_raw(json, key);
	json_string(json, event->text, event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX);
	if (event->more)
		json_raw(json, ",\"more\":true");
}

static void put_signal(struct json *json, int64_t number)
{
	char spare[24];

	put_text(json, ",\"signal\":", phrase_signal(number, spare));
}

static void put_value(struct json *json, char typecode, int64_t bits)
{
	json_raw(json, ",\"value\":");
	json_typed(json, typecode, bits);
}

static void put_integer(struct json *json, const char *key, int64_t value)
{
	json_raw(json, key);
	json_integer(json, value);
}

static void put_created(struct json *json, const struct trace_event *event, const struct world_object *object)
{
	if (object->primitive == PRIMITIVE_SEMAPHORE || object->primitive == PRIMITIVE_PERMITS) {
		put_integer(json, ",\"value\":", event->a);
	} else if (object->primitive == PRIMITIVE_QUEUE || object->primitive == PRIMITIVE_JOINABLE) {
		put_integer(json, ",\"maxsize\":", event->a);
	} else if (object->primitive == PRIMITIVE_BARRIER) {
		put_integer(json, ",\"parties\":", event->a);
	} else if (object->primitive == PRIMITIVE_VALUE) {
		char typecode = (char)event->a;
		json_raw(json, ",\"typecode\":");
		json_string(json, &typecode, 1);
		put_value(json, typecode, event->b);
	} else if (object->primitive == PRIMITIVE_ARRAY) {
		json_raw(json, ",\"typecode\":");
		json_string(json, &object->state.array.typecode, 1);
		put_integer(json, ",\"size\":", event->a);
	}
}

static void put_pipe(struct json *json, const struct world *world, const struct trace_event *event,
		     const struct world_object *object)
{
	if (event->action == PIPE_INHERIT)
		put_process(json, ",\"parent\":", world, event->a);
	if (event->action > PIPE_RECV || event->outcome != OUTCOME_OK)
		return;
	put_integer(json, ",\"message\":", event->a);
	put_integer(json, ",\"bytes\":", event->b);
	if (event->action == PIPE_SEND)
		put_event_text(json, ",\"preview\":", event);
	else
		put_text(json, ",\"preview\":", object->last_item);
}

static void put_result(struct json *json, const struct world *world, const struct trace_event *event,
		       const struct world_object *object)
{
	switch (object->primitive) {
	case PRIMITIVE_PROCESS:
		put_integer(json, ",\"exit_code\":", event->a);
		break;
	case PRIMITIVE_RLOCK:
	case PRIMITIVE_FAIR_LOCK:
		put_integer(json, ",\"depth\":", object->state.lock.depth);
		break;
	case PRIMITIVE_CONDITION:
		if (event->action == CONDITION_NOTIFY)
			put_integer(json, ",\"notified\":", event->a);
		break;
	case PRIMITIVE_BARRIER:
		if (event->action == BARRIER_ARRIVE && event->outcome == OUTCOME_OK)
			put_integer(json, ",\"index\":", event->a);
		break;
	case PRIMITIVE_SEMAPHORE:
	case PRIMITIVE_PERMITS:
		if (event->action == SEMAPHORE_RELEASE)
			put_integer(json, ",\"permits\":", event->a);
		break;
	case PRIMITIVE_EVENT:
		if (event->action == EVENT_IS_SET)
			json_raw(json, event->a ? ",\"value\":true" : ",\"value\":false");
		break;
	case PRIMITIVE_QUEUE:
	case PRIMITIVE_SIMPLEQUEUE:
	case PRIMITIVE_JOINABLE:
		if (event->action > QUEUE_GET)
			break;
		put_integer(json, ",\"item\":", event->a);
		if (event->action == QUEUE_PUT)
			put_event_text(json, ",\"preview\":", event);
		else
			put_text(json, ",\"preview\":", object->last_item);
		break;
	case PRIMITIVE_VALUE:
		put_value(json, object->state.value.typecode, event->a);
		break;
	case PRIMITIVE_PIPE:
		put_pipe(json, world, event, object);
		break;
	case PRIMITIVE_ARRAY:
		put_integer(json, ",\"index\":", event->a);
		if (event->action == ARRAY_READ || event->action == ARRAY_WRITE)
			put_value(json, object->state.array.typecode, event->b);
		else
			put_integer(json, ",\"count\":", event->b);
		break;
	default:
		break;
	}
}

/* text = name "\t" min "\t" max "\t" help: the world has read it already. */
static void put_knob(struct json *json, const struct world *world, const struct trace_event *event)
{
	size_t length = strcspn(event->text, "\t");

	json_raw(json, ",\"name\":");
	json_string(json, event->text, length);
	put_integer(json, ",\"value\":", event->a);
	for (uint32_t i = 0; i < world->knob_count; i++) {
		const struct world_knob *knob = &world->knobs[i];
		if (strlen(knob->name) != length || memcmp(knob->name, event->text, length) != 0)
			continue;
		put_integer(json, ",\"min\":", knob->min);
		put_integer(json, ",\"max\":", knob->max);
		put_text(json, ",\"help\":", knob->help);
	}
}

static void put_error(struct json *json, const struct trace_event *event)
{
	static const char *const kinds[] = {
		[ERROR_PLAIN] = "error", [ERROR_ASSERT] = "assert", [ERROR_USAGE] = "usage"};

	put_text(json, ",\"error\":", event->a >= 0 && event->a <= ERROR_USAGE ? kinds[event->a] : "error");
	put_event_text(json, ",\"text\":", event);
}

/* What this kind of event has besides the columns that all have. */
static void put_details(struct json *json, const struct world *world, const struct trace_event *event,
			const struct world_object *object)
{
	switch (event->kind) {
	case TRACE_BORN:
		put_process(json, ",\"parent\":", world, event->b);
		break;
	case TRACE_EXITED:
		put_integer(json, ",\"exit_code\":", event->a);
		break;
	case TRACE_KILLED:
		put_integer(json, ",\"exit_code\":", event->a == INT64_MIN ? event->a : -event->a);
		put_signal(json, event->a);
		break;
	case TRACE_CREATED:
		if (object)
			put_created(json, event, object);
		break;
	case TRACE_DID:
		if (object)
			put_result(json, world, event, object);
		break;
	case TRACE_WAITS:
		if (event->a > 0) {
			json_raw(json, ",\"deadline\":");
			json_seconds(json, event->a);
		}
		if (object && object->primitive != PRIMITIVE_PROCESS && world_owner(world, object->number))
			put_process(json, ",\"held_by\":", world,
				    (int64_t)world_owner(world, object->number) - 1);
		break;
	case TRACE_SLEEPS:
		json_raw(json, ",\"until\":");
		json_seconds(json, event->a);
		break;
	case TRACE_WORKS:
		json_raw(json, ",\"seconds\":");
		json_seconds(json, event->a);
		break;
	case TRACE_SAID:
	case TRACE_LABEL:
		put_event_text(json, ",\"text\":", event);
		break;
	case TRACE_ERROR:
		put_error(json, event);
		break;
	case TRACE_KNOB:
		put_knob(json, world, event);
		break;
	case TRACE_SIGNALLED:
		put_process(json, ",\"to\":", world, event->a);
		put_signal(json, event->b);
		break;
	case TRACE_TEMPO:
		json_raw(json, ",\"seconds\":");
		json_number(json, (double)event->a / 1e6);
		break;
	default:
		break;
	}
}

static bool has_action(const struct trace_event *event)
{
	return event->kind == TRACE_WANTS || event->kind == TRACE_DID || event->kind == TRACE_REFUSED ||
	       event->kind == TRACE_WAITS || event->kind == TRACE_TIMED_OUT;
}

static void put_object(struct json *json, const struct trace_event *event, const struct world_object *object)
{
	const struct primitive *primitive = primitive_get(object->primitive);

	put_text(json, ",\"object\":", object->name);
	json_raw(json, ",\"number\":");
	json_natural(json, object->number);
	put_text(json, ",\"kind\":", primitive->kind);
	if (!has_action(event))
		return;
	if (event->action < primitive->action_count)
		put_text(json, ",\"action\":", primitive->actions[event->action].name);
	if (event->kind != TRACE_WANTS && event->kind != TRACE_WAITS)
		put_text(json, ",\"outcome\":", outcome_name(event->outcome));
}

bool json_event(struct buffer *out, const struct world *world, const struct trace_event *event)
{
	const struct world_process *process = world_process(world, event->process);
	const struct world_object *object = world_object(world, event->object);

	if (!buffer_reserve(out, EVENT_ROOM))
		return false;
	struct json json = {.at = out->bytes + out->length};
	json_raw(&json, "{\"seq\":");
	json_natural(&json, event->seq);
	json_raw(&json, ",\"t\":");
	json_seconds(&json, event->time);
	put_process(&json, ",\"process\":", world, event->process);
	if (process)
		put_integer(&json, ",\"pid\":", process->pid);
	put_text(&json, ",\"event\":", event_kind_name(event->kind));
	if (object)
		put_object(&json, event, object);
	if (event->line)
		put_integer(&json, ",\"line\":", event->line);
	put_details(&json, world, event, object);
	json_raw(&json, "}\n");
	out->length = (size_t)(json.at - out->bytes);
	return true;
}
