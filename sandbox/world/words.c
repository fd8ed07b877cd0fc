/* Events in plain English. What is said of an action that took effect is its primitive's own word, and more
 * where there is more to say. */
#include "world/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/sentence.h"
#include "base/utf8.h"
#include "world/phrase.h"

static double seconds(int64_t nanoseconds)
{
	return (double)nanoseconds / 1e9;
}

static void add_created(struct sentence *sentence, const struct trace_event *event,
			const struct world_object *object)
{
	char value[40];

	if (!object || object->primitive == PRIMITIVE_PROCESS)
		return; /* its birth says it */
	const struct primitive *primitive = primitive_get(object->primitive);
	sentence_add(sentence, "made %s %s", primitive->kind, object->name);
	switch (object->primitive) {
	case PRIMITIVE_SEMAPHORE:
		sentence_add(sentence, " with %" PRId64 " permit%s", event->a, event->a == 1 ? "" : "s");
		break;
	case PRIMITIVE_QUEUE:
		if (event->a > 0)
			sentence_add(sentence, ", room for %" PRId64 " item%s", event->a,
				     event->a == 1 ? "" : "s");
		break;
	case PRIMITIVE_VALUE:
		primitive->describe(&object->state, value, sizeof value);
		sentence_add(sentence, " = %s", value);
		break;
	default:
		break;
	}
}

static void add_item(struct sentence *sentence, const struct trace_event *event, const char *verb,
		     const char *preview, const char *where, const char *name)
{
	sentence_add(sentence, "%s item %" PRId64, verb, event->a);
	if (*preview)
		sentence_add(sentence, " (%s)", preview);
	sentence_add(sentence, " %s %s", where, name);
}

/* What an action that took effect is called, where "did NAME" is not all there is to say. */
static bool add_special(struct sentence *sentence, const struct world *world, const struct trace_event *event,
			const struct world_object *object)
{
	char text[64], spare[24];
	union state state = {0};

	switch (object->primitive) {
	case PRIMITIVE_PROCESS:
		if (event->action != PROCESS_JOIN)
			return false;
		words_exit((int32_t)event->a, text, sizeof text);
		sentence_add(sentence, "joined %s: %s", object->name, text);
		return true;
	case PRIMITIVE_SEMAPHORE:
		if (event->action == SEMAPHORE_RELEASE && event->a > 1)
			sentence_add(sentence, "gave %" PRId64 " permits to %s", event->a, object->name);
		else
			sentence_add(sentence, "%s %s",
				     primitive_get(PRIMITIVE_SEMAPHORE)->actions[event->action].did,
				     object->name);
		sentence_add(sentence, ", %" PRId64 " left", object->state.semaphore.value);
		return true;
	case PRIMITIVE_EVENT:
		if (event->action != EVENT_WAIT && event->action != EVENT_IS_SET)
			return false;
		sentence_add(sentence, "saw that %s is %sset", object->name,
			     event->action == EVENT_WAIT || event->a ? "" : "not ");
		return true;
	case PRIMITIVE_QUEUE:
		utf8_clean(text, sizeof text, event->text, strnlen(event->text, TRACE_TEXT_MAX));
		if (event->action == QUEUE_PUT)
			add_item(sentence, event, "put", text, "into", object->name);
		else
			add_item(sentence, event, "got", object->last_item, "from", object->name);
		return true;
	case PRIMITIVE_VALUE:
		state.value.as.integer = event->a;
		state.value.typecode = object->state.value.typecode;
		primitive_get(PRIMITIVE_VALUE)->describe(&state, text, sizeof text);
		sentence_add(sentence, "%s %s: %s", event->action == VALUE_READ ? "read" : "wrote",
			     object->name, text);
		return true;
	case PRIMITIVE_LOCK:
		if (event->action != LOCK_RELEASE || !object->freed_from)
			return false;
		sentence_add(sentence, "released %s, which %s had taken", object->name,
			     words_name(world, object->freed_from - 1, spare));
		return true;
	default:
		return false;
	}
}

static void add_did(struct sentence *sentence, const struct world *world, const struct trace_event *event,
		    const struct world_object *object)
{
	const struct primitive *primitive = primitive_get(object ? object->primitive : PRIMITIVE_NONE);

	if (event->action >= primitive->action_count)
		sentence_add(sentence, "did something to %s", phrase_object(object));
	else if (!add_special(sentence, world, event, object))
		sentence_add(sentence, "%s %s", primitive->actions[event->action].did, object->name);
	if (event->outcome == OUTCOME_ABANDONED)
		sentence_add(sentence, ", abandoned by its last owner");
	else if (event->outcome == OUTCOME_MISUSE)
		sentence_add(sentence, ": not allowed");
}

/* It would not wait, or not any longer. */
static void add_refused(struct sentence *sentence, const struct trace_event *event,
			const struct world_object *object)
{
	const struct primitive *primitive = primitive_get(object ? object->primitive : PRIMITIVE_NONE);

	if (event->outcome == OUTCOME_MISUSE && event->action < primitive->action_count)
		sentence_add(sentence, "may not %s %s", primitive->actions[event->action].name, object->name);
	else if (event->outcome == OUTCOME_EMPTY || event->outcome == OUTCOME_FULL)
		sentence_add(sentence, "found %s %s", phrase_object(object), outcome_name(event->outcome));
	else
		sentence_add(sentence, "asked for %s: %s", phrase_object(object),
			     outcome_name(event->outcome));
}

static void add_quoted(struct sentence *sentence, const struct trace_event *event, size_t length)
{
	char text[TRACE_TEXT_MAX + 1];

	while (length && (event->text[length - 1] == '\n' || event->text[length - 1] == '\r'))
		length--;
	utf8_clean(text, sizeof text, event->text, length);
	sentence_add(sentence, "%s", text);
}

static void add_error(struct sentence *sentence, const struct trace_event *event, size_t length)
{
	const char *newline = memchr(event->text, '\n', length);

	sentence_add(sentence, event->a == ERROR_ASSERT ? "failed an assertion: " : "failed: ");
	add_quoted(sentence, event, newline ? (size_t)(newline - event->text) : length);
}

static void add_knob(struct sentence *sentence, const struct trace_event *event, size_t length)
{
	char name[32], least[24] = "", most[24] = "";
	size_t end = strcspn(event->text, "\t");

	utf8_clean(name, sizeof name, event->text, end < length ? end : length);
	sentence_add(sentence, "knob %s = %" PRId64, name, event->a);
	if (end < length && sscanf(event->text + end, "\t%23[-0-9]\t%23[-0-9]", least, most) == 2)
		sentence_add(sentence, " (%s to %s)", least, most);
}

/* Births, deaths and other things about a process or the run. */
static void add_other(struct sentence *sentence, const struct world *world, const struct trace_event *event,
		      size_t length)
{
	const struct world_object *object = world_object(world, event->object);
	char spare[24], name[24];

	switch (event->kind) {
	case TRACE_BORN:
		if (world_process(world, event->process) && world_process(world, event->process)->parent >= 0)
			sentence_add(sentence, "started by %s, pid %" PRId64,
				     words_name(world, (uint32_t)event->b, spare), event->a);
		else
			sentence_add(sentence, "started, pid %" PRId64, event->a);
		break;
	case TRACE_EXITED:
		sentence_add(sentence, "ended, exit code %" PRId64, event->a);
		break;
	case TRACE_KILLED:
		sentence_add(sentence, "was killed (%s)", phrase_signal(event->a, spare));
		break;
	case TRACE_CREATED:
		add_created(sentence, event, object);
		break;
	case TRACE_ABANDONED:
		sentence_add(sentence, "left %s %s when it died: abandoned", phrase_object(object),
			     object && object->primitive == PRIMITIVE_LOCK ? "locked" : "as it was");
		break;
	case TRACE_SLEEPS:
		sentence_add(sentence, "sleeps %.2fs",
			     seconds(event->a > event->time ? event->a - event->time : 0));
		break;
	case TRACE_WORKS:
		sentence_add(sentence, "works %.2fs of processor time", seconds(event->a));
		break;
	case TRACE_SAID:
		sentence_add(sentence, "says: ");
		add_quoted(sentence, event, length);
		break;
	case TRACE_LABEL:
		if (length)
			sentence_add(sentence, "is ");
		add_quoted(sentence, event, length);
		break;
	case TRACE_ERROR:
		add_error(sentence, event, length);
		break;
	case TRACE_KNOB:
		add_knob(sentence, event, length);
		break;
	case TRACE_SIGNALLED:
		sentence_add(sentence, "sent %s to %s", phrase_signal(event->b, spare),
			     words_name(world, (uint32_t)event->a, name));
		break;
	case TRACE_STOPPED:
		sentence_add(sentence, "was stopped (SIGSTOP)");
		break;
	case TRACE_CONTINUED:
		sentence_add(sentence, "goes on (SIGCONT)");
		break;
	case TRACE_PAUSED:
		sentence_add(sentence, "paused");
		break;
	case TRACE_RESUMED:
		sentence_add(sentence, "goes on");
		break;
	case TRACE_TEMPO:
		if (event->a > 0)
			sentence_add(sentence, "tempo: %.2fs an operation", (double)event->a / 1e6);
		else
			sentence_add(sentence, "tempo: free");
		break;
	case TRACE_FINISHED:
		sentence_add(sentence, "every process has ended");
		break;
	default: /* void, reaped, woke: nothing that a person would want to see */
		break;
	}
}

size_t words_event(const struct world *world, const struct trace_event *event, const char *file, char *text,
		   size_t size)
{
	struct sentence sentence = sentence_in(text, size);
	const struct world_object *object = world_object(world, event->object);
	size_t length = event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX;

	(void)file;
	switch (event->kind) {
	case TRACE_WANTS:
		phrase_wants(&sentence, object, event->action);
		break;
	case TRACE_WAITS:
		phrase_waits(&sentence, object, event->action);
		phrase_owner(&sentence, world, object, event->process);
		if (event->a > event->time)
			sentence_add(&sentence, ", for %.2fs at most", seconds(event->a - event->time));
		break;
	case TRACE_TIMED_OUT:
		sentence_add(&sentence, "gave up waiting for %s: timeout", phrase_object(object));
		break;
	case TRACE_DID:
		add_did(&sentence, world, event, object);
		break;
	case TRACE_REFUSED:
		add_refused(&sentence, event, object);
		break;
	default:
		add_other(&sentence, world, event, length);
		break;
	}
	return sentence_end(&sentence);
}
