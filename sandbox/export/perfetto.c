/* Tracks for ui.perfetto.dev and chrome://tracing, in the Trace Event Format (JSON): a track a process.
 * Slices are waits, sleeps, work and stops; a short one is an operation; what is held is a slice of its own
 * below; an arrow leads from the operation that ended a wait to the one that it let through. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/export.h"
#include "export/spans.h"
#include "world/json_writer.h"
#include "world/words.h"

#define MICROSECONDS	      "%" PRId64 ".%03d"
#define IN_MICROSECONDS(time) (time) / 1000, (int)((time) % 1000)

/* The last operation on an object. */
struct touch {
	uint32_t process;
	int64_t time;
	bool any;
};

struct perfetto {
	struct export *export;
	struct spans spans;
	struct touch *touches; /* by object number */
	uint32_t touch_count;
	uint64_t flows;
};

static bool add_string(struct buffer *out, const char *text)
{
	size_t length = strlen(text);
	struct json json;

	if (!buffer_reserve(out, length * JSON_STRING + 2))
		return false;
	json.at = out->bytes + out->length;
	json_string(&json, text, length);
	out->length = (size_t)(json.at - out->bytes);
	return true;
}

/* {"ph":"X","pid":1,"tid":2,"ts":1.5,"name":"…" : what all have; the caller closes it. */
static bool open_entry(struct buffer *out, char phase, uint32_t process, int64_t time, const char *name)
{
	return buffer_print(out,
			    ",\n{\"ph\":\"%c\",\"pid\":1,\"tid\":%" PRIu32 ",\"ts\":" MICROSECONDS
			    ",\"name\":",
			    phase, process, IN_MICROSECONDS(time)) &&
	       add_string(out, name);
}

static int see_span(void *context, const struct span *span)
{
	static const char *const names[] = {
		[SPAN_WAITS] = "waits for ", [SPAN_STUCK] = "stuck: waits for ", [SPAN_SLEEPS] = "sleeps",
		[SPAN_WORKS] = "works",	     [SPAN_STOPPED] = "stopped",
	};
	struct perfetto *perfetto = context;
	const struct world_object *object = world_object(perfetto->export->world, span->object);
	struct buffer *out = perfetto->export->out;
	char name[128];

	if (!names[span->kind])
		return 0;
	snprintf(name, sizeof name, "%s%s", names[span->kind], object ? object->name : "");
	return open_entry(out, 'X', span->process, span->from, name) &&
			       buffer_print(out,
					    ",\"cat\":\"%s\",\"dur\":" MICROSECONDS
					    ",\"args\":{\"line\":%" PRIu32 "}}",
					    span->kind == SPAN_STUCK ? "stuck" : "state",
					    IN_MICROSECONDS(span->to - span->from), span->line) ?
		       0 :
		       -ENOMEM;
}

static int begin(struct export *export)
{
	struct perfetto *perfetto = calloc(1, sizeof *perfetto);

	if (!perfetto)
		return -ENOMEM;
	*perfetto = (struct perfetto){.export = export, .spans = {.seen = see_span, .context = perfetto}};
	export->own = perfetto;
	return buffer_print(export->out,
			    "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n"
			    "{\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\",\"args\":{\"name\":") &&
			       add_string(export->out, export->file) && buffer_print(export->out, "}}") ?
		       0 :
		       -ENOMEM;
}

static struct touch *touch_of(struct perfetto *perfetto, uint32_t object)
{
	if (object >= perfetto->touch_count) {
		uint32_t count = perfetto->export->world->object_count + 1;
		struct touch *touches =
			object < count ? realloc(perfetto->touches, count * sizeof *touches) : NULL;
		if (!touches)
			return NULL;
		memset(touches + perfetto->touch_count, 0, (count - perfetto->touch_count) * sizeof *touches);
		perfetto->touches = touches;
		perfetto->touch_count = count;
	}
	return &perfetto->touches[object];
}

/* From the last operation on the object to this one. */
static bool add_flow(struct perfetto *perfetto, const struct touch *from, const struct trace_event *event)
{
	struct buffer *out = perfetto->export->out;
	uint64_t id = ++perfetto->flows;

	return open_entry(out, 's', from->process, from->time, "lets go on") &&
	       buffer_print(out, ",\"cat\":\"wake\",\"id\":%" PRIu64 "}", id) &&
	       open_entry(out, 'f', event->process, event->time, "lets go on") &&
	       buffer_print(out, ",\"cat\":\"wake\",\"bp\":\"e\",\"id\":%" PRIu64 "}", id);
}

/* A unit is held from +1 to -1. */
static bool add_hold(struct buffer *out, const struct world_object *object, const struct trace_event *event,
		     int takes)
{
	return open_entry(out, takes > 0 ? 'b' : 'e', event->process, event->time, object->name) &&
	       buffer_print(out, ",\"cat\":\"holds\",\"id\":\"%" PRIu32 ".%" PRIu32 "\"}", object->number,
			    event->process);
}

static bool add_operation(struct perfetto *perfetto, const struct trace_event *event, bool waited)
{
	const struct world_object *object = world_object(perfetto->export->world, event->object);
	const struct primitive *primitive = primitive_get(event->primitive);
	struct buffer *out = perfetto->export->out;
	struct touch *touch;
	char name[128];
	bool fine;

	if (!object || event->action >= primitive->action_count)
		return true;
	const struct action *action = &primitive->actions[event->action];
	snprintf(name, sizeof name, "%s %s", action->name ? action->name : "", object->name);
	fine = open_entry(out, 'X', event->process, event->time, name) &&
	       buffer_print(out,
			    ",\"cat\":\"operation\",\"dur\":0.5,\"args\":{\"seq\":%" PRIu64
			    ",\"line\":%" PRIu32 ",\"outcome\":\"%s\"}}",
			    event->seq, event->line, outcome_name(event->outcome));
	touch = touch_of(perfetto, event->object);
	if (fine && touch && waited && touch->any && touch->process != event->process)
		fine = add_flow(perfetto, touch, event);
	if (touch)
		*touch = (struct touch){event->process, event->time, true};
	if (fine && action->takes && (event->outcome == OUTCOME_OK || event->outcome == OUTCOME_ABANDONED))
		fine = add_hold(out, object, event, action->takes);
	return fine;
}

static bool add_name(struct perfetto *perfetto, uint32_t process)
{
	struct buffer *out = perfetto->export->out;
	char spare[24];

	return buffer_print(out,
			    ",\n{\"ph\":\"M\",\"pid\":1,\"tid\":%" PRIu32
			    ",\"name\":\"thread_name\",\"args\":{\"name\":",
			    process) &&
	       add_string(out, words_name(perfetto->export->world, process, spare)) &&
	       buffer_print(out, "}}");
}

static bool add_said(struct perfetto *perfetto, const struct trace_event *event)
{
	return open_entry(perfetto->export->out, 'i', event->process, event->time, event->text) &&
	       buffer_print(perfetto->export->out, ",\"cat\":\"says\",\"s\":\"t\"}");
}

/* Before the event, was it waiting for this? Its open span still says so. */
static bool waited_for(const struct spans *spans, const struct trace_event *event)
{
	return event->process < spans->count && spans->open[event->process].kind == SPAN_WAITS &&
	       spans->open[event->process].object == event->object;
}

static int event(struct export *export, const struct trace_event *event)
{
	struct perfetto *perfetto = export->own;
	bool waited = waited_for(&perfetto->spans, event), fine = true;
	int error = spans_event(&perfetto->spans, export->world, event);

	if (event->kind == TRACE_BORN)
		fine = add_name(perfetto, event->process);
	else if (event->kind == TRACE_DID && event->process != TRACE_SANDBOX)
		fine = add_operation(perfetto, event, waited);
	else if (event->kind == TRACE_SAID || event->kind == TRACE_ERROR)
		fine = add_said(perfetto, event);
	return error ? error : fine ? 0 : -ENOMEM;
}

static int end(struct export *export)
{
	struct perfetto *perfetto = export->own;
	int error = spans_end(&perfetto->spans, export->world, export->verdict);

	return error ? error : buffer_print(export->out, "\n]}\n") ? 0 : -ENOMEM;
}

static void finish(struct export *export)
{
	struct perfetto *perfetto = export->own;

	if (!perfetto)
		return;
	spans_finish(&perfetto->spans);
	free(perfetto->touches);
	free(perfetto);
}

const struct export_format export_perfetto = {
	.name = "perfetto",
	.summary = "tracks for ui.perfetto.dev: waits, operations, who let whom go on",
	.begin = begin,
	.event = event,
	.end = end,
	.finish = finish,
};
