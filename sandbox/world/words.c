/* Events in plain English. What is said of an action that took effect is its primitive's own word, and more
 * where there is more to say. */
#include "runtime/control.h"
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
	sentence_add(sentence, "made %s %s", sentence_word(sentence, primitive->kind), object->name);
	switch (object->primitive) {
	case PRIMITIVE_SEMAPHORE:
	case PRIMITIVE_PERMITS:
		sentence_add(sentence,
			     event->a == 1 ? " with %" PRId64 " permit" : " with %" PRId64 " permits",
			     event->a);
		break;
	case PRIMITIVE_QUEUE:
		if (event->a > 0)
			sentence_add(sentence,
				     event->a == 1 ? ", room for %" PRId64 " item" :
						     ", room for %" PRId64 " items",
				     event->a);
		break;
	case PRIMITIVE_BARRIER:
		sentence_add(sentence, " for %" PRIu32, object->state.barrier.parties);
		break;
	case PRIMITIVE_VALUE:
		primitive->describe(&object->state, value, sizeof value);
		sentence_add(sentence, " = %s", value);
		break;
	case PRIMITIVE_ARRAY:
		sentence_add(sentence,
			     event->a == 1 ? ", %" PRId64 " element of type '%c'" :
					     ", %" PRId64 " elements of type '%c'",
			     event->a, object->state.array.typecode);
		break;
	default:
		break;
	}
}

static void add_item(struct sentence *sentence, const struct trace_event *event, const char *preview,
		     const char *name)
{
	bool put = event->action == QUEUE_PUT;

	sentence_add(sentence, put ? "put item %" PRId64 : "got item %" PRId64, event->a);
	if (*preview)
		sentence_add(sentence, " (%s)", preview);
	sentence_add(sentence, put ? " into %s" : " from %s", name);
}

/* "took fork1": the primitive's own word for the action. */
static void add_word(struct sentence *sentence, const struct world_object *object, unsigned action)
{
	const char *did = primitive_get(object->primitive)->actions[action].did;

	sentence_add(sentence, "%s %s", sentence_word(sentence, did), object->name);
}

/* Why a barrier let its parties down: enum barrier_cause | culprit << 8. */
static void add_cause(struct sentence *sentence, const struct world *world, int64_t why)
{
	static const char *const words[] = {
		[BARRIER_ABORTED] = "aborted it",
		[BARRIER_TIMED_OUT] = "gave up waiting",
		[BARRIER_FAILED] = "failed in the action",
		[BARRIER_DIED] = "died in it",
		[BARRIER_WAS_RESET] = "reset it",
	};
	unsigned cause = (unsigned)why & 0xff;
	char spare[24];

	if (cause >= BARRIER_ABORTED && cause <= BARRIER_WAS_RESET)
		sentence_add(sentence, ": %s %s", words_name(world, (uint32_t)(why >> 8) - 1, spare),
			     sentence_word(sentence, words[cause]));
}

static void add_barrier(struct sentence *sentence, const struct world *world, const struct trace_event *event,
			const struct world_object *object)
{
	const struct barrier_state *barrier = &object->state.barrier;
	bool found = event->outcome == OUTCOME_BROKEN && event->action != BARRIER_BREAK;

	if (found)
		sentence_add(sentence, "found %s broken", object->name);
	else
		add_word(sentence, object, event->action);
	if (event->outcome == OUTCOME_BROKEN)
		add_cause(sentence, world, event->a);
	else if (event->action == BARRIER_ARRIVE)
		sentence_add(sentence, ", %" PRId64 " of %" PRIu32 " have come", event->a + 1,
			     barrier->parties);
}

static void add_lock(struct sentence *sentence, const struct world *world, const struct trace_event *event,
		     const struct world_object *object)
{
	const struct action *action = &primitive_get(object->primitive)->actions[event->action];
	char spare[24];

	if (event->outcome == OUTCOME_NOT_RECOVERABLE) {
		sentence_add(sentence, "could not take %s: its last owner died with it", object->name);
		return;
	}
	if (event->action == LOCK_RECOVER && !event->b)
		sentence_add(sentence, "found nothing to recover in %s", object->name);
	else if (action->did_none && action->counts && event->a == 0)
		sentence_add(sentence, "%s %s", sentence_word(sentence, action->did_none), object->name);
	else if (event->action == LOCK_RELEASE && object->freed_from)
		sentence_add(sentence, "released %s, which %s had taken", object->name,
			     words_name(world, object->freed_from - 1, spare));
	else
		add_word(sentence, object, event->action);
	if (object->state.lock.depth > 1 || (event->action == LOCK_RELEASE && object->state.lock.depth))
		sentence_add(sentence, ", depth %" PRIu32, object->state.lock.depth);
}

/* "read primes[3]: 5", "wrote primes[1] to [8]" */
static void add_elements(struct sentence *sentence, const struct trace_event *event,
			 const struct world_object *object)
{
	union state element = {.value = {.as.integer = event->b, .typecode = object->state.array.typecode}};
	bool reads = event->action == ARRAY_READ || event->action == ARRAY_SLICE;
	char text[64], name[64];

	if (event->action == ARRAY_READ || event->action == ARRAY_WRITE) {
		snprintf(name, sizeof name, "%s[%" PRId64 "]", object->name, event->a);
		primitive_get(PRIMITIVE_VALUE)->describe(&element, text, sizeof text);
		sentence_add(sentence, reads ? "read %s: %s" : "wrote %s: %s", name, text);
		return;
	}
	sentence_add(sentence,
		     reads ? "read %s[%" PRId64 "] to [%" PRId64 "]" :
			     "wrote %s[%" PRId64 "] to [%" PRId64 "]",
		     object->name, event->a, event->a + event->b - 1);
}

/* "sent message 3 (42) into w>r", or that it came to the end */
static bool add_message(struct sentence *sentence, const struct trace_event *event,
			const struct world_object *object)
{
	char text[64];

	if (event->action == PIPE_POLL && object->state.queue.put == object->state.queue.got) {
		sentence_add(sentence, "saw the end of %s", object->name);
		return true;
	}
	if (event->action > PIPE_RECV)
		return false;
	if (event->outcome == OUTCOME_EOF) {
		sentence_add(sentence, event->action == PIPE_SEND ? "found that nobody reads %s any more" :
								    "came to the end of %s", object->name);
		return true;
	}
	if (event->action == PIPE_SEND)
		utf8_clean(text, sizeof text, event->text, strnlen(event->text, TRACE_TEXT_MAX));
	else
		snprintf(text, sizeof text, "%s", object->last_item);
	sentence_add(sentence, event->action == PIPE_SEND ? "sent message %" PRId64 " (%s) into %s" :
							    "received message %" PRId64 " (%s) from %s",
		     event->a, *text ? text : "empty", object->name);
	return true;
}

/* Several tasks at once. */
static bool add_tasks(struct sentence *sentence, const struct trace_event *event,
		      const struct world_object *object)
{
	bool collected = event->action == POOL_COLLECT && !event->b;

	if (event->outcome != OUTCOME_OK || event->a < 2 ||
	    (!collected && event->action > POOL_FINISH && event->action != POOL_RETURN))
		return false;
	sentence_add(sentence,
		     collected			    ? "heard of %" PRId64 " results from %s" :
		     event->action == POOL_SUBMIT ? "gave %" PRId64 " tasks to %s" :
		     event->action == POOL_TAKE	    ? "took %" PRId64 " tasks from %s" :
		     event->action == POOL_FINISH ? "finished %" PRId64 " tasks of %s" :
						    "put %" PRId64 " tasks back into %s",
		     event->a, object->name);
	return true;
}

/* What an action that took effect is called, where "did NAME" is not all there is to say. */
static bool add_special(struct sentence *sentence, const struct world *world, const struct trace_event *event,
			const struct world_object *object)
{
	char text[64];
	union state state = {0};
	bool known;

	switch (object->primitive) {
	case PRIMITIVE_PROCESS:
		if (event->action != PROCESS_JOIN)
			return false;
		sentence_add(sentence, "joined %s: ", object->name);
		phrase_exit(sentence, (int32_t)event->a);
		return true;
	case PRIMITIVE_SEMAPHORE:
	case PRIMITIVE_PERMITS:
		if (event->action == SEMAPHORE_RELEASE && event->a > 1)
			sentence_add(sentence, "gave %" PRId64 " permits to %s", event->a, object->name);
		else
			add_word(sentence, object, event->action);
		sentence_add(sentence, ", %" PRId64 " left", object->state.semaphore.value);
		return true;
	case PRIMITIVE_EVENT:
		if (event->action != EVENT_WAIT && event->action != EVENT_IS_SET)
			return false;
		known = event->action == EVENT_WAIT || event->a;
		sentence_add(sentence, known ? "saw that %s is set" : "saw that %s is not set", object->name);
		return true;
	case PRIMITIVE_QUEUE:
	case PRIMITIVE_SIMPLEQUEUE:
	case PRIMITIVE_JOINABLE:
		if (event->action > QUEUE_GET)
			return false;
		utf8_clean(text, sizeof text, event->text, strnlen(event->text, TRACE_TEXT_MAX));
		if (event->action == QUEUE_PUT)
			add_item(sentence, event, text, object->name);
		else
			add_item(sentence, event, object->last_item, object->name);
		return true;
	case PRIMITIVE_PIPE:
		return add_message(sentence, event, object);
	case PRIMITIVE_ARRAY:
		add_elements(sentence, event, object);
		return true;
	case PRIMITIVE_VALUE:
		state.value.as.integer = event->a;
		state.value.typecode = object->state.value.typecode;
		primitive_get(PRIMITIVE_VALUE)->describe(&state, text, sizeof text);
		sentence_add(sentence, event->action == VALUE_READ ? "read %s: %s" : "wrote %s: %s",
			     object->name, text);
		return true;
	case PRIMITIVE_LOCK:
	case PRIMITIVE_RLOCK:
	case PRIMITIVE_FAIR_LOCK:
		add_lock(sentence, world, event, object);
		return true;
	case PRIMITIVE_CONDITION:
		add_word(sentence, object, event->action);
		if (event->action == CONDITION_NOTIFY)
			sentence_add(sentence, ": %" PRId64 " of those who wait", event->a);
		return true;
	case PRIMITIVE_BARRIER:
		add_barrier(sentence, world, event, object);
		return true;
	case PRIMITIVE_POOL:
		return add_tasks(sentence, event, object);
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
		add_word(sentence, object, event->action);
	if (event->outcome == OUTCOME_ABANDONED && object && object->primitive == PRIMITIVE_JOINABLE)
		sentence_add(sentence, ", with %" PRId64 " lost", event->a);
	else if (event->outcome == OUTCOME_ABANDONED)
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
		sentence_add(sentence, "found %s %s", phrase_object(object),
			     sentence_word(sentence, outcome_name(event->outcome)));
	else
		sentence_add(sentence, "asked for %s: %s", phrase_object(object),
			     sentence_word(sentence, outcome_name(event->outcome)));
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

/* What it means that a process ended with something of an object. */
static bool add_left(struct sentence *sentence, const struct world_object *object, uint32_t process)
{
	if (object && object->primitive == PRIMITIVE_POOL) {
		sentence_add(sentence,
			     object->state.pool.owner == process + 1 ? "ended, and so closed %s" :
								       "ended as a worker of %s",
			     object->name);
		return true;
	}
	if (!object || (object->primitive != PRIMITIVE_PIPE && object->primitive != PRIMITIVE_JOINABLE))
		return false;
	if (object->primitive == PRIMITIVE_PIPE)
		sentence_add(sentence, "ended, and so closed its ends of %s", object->name);
	else
		sentence_add(sentence, "ended without task_done for what it got from %s: %" PRIu64 " lost",
			     object->name, object->state.joinable.lost);
	return true;
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
		if (add_left(sentence, object, event->process))
			break;
		sentence_add(sentence,
			     !object || !primitive_get(object->primitive)->owner ? "left %s when it died" :
			     object->dead_owner == event->process + 1 ?
				     "left %s locked when it died: abandoned" :
				     "left the line of %s when it died",
			     phrase_object(object));
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
	case TRACE_CONTROLLED:
		sentence_add(sentence, "steps are granted one by one");
		break;
	case TRACE_LOOKED:
		sentence_add(sentence, "looked at %s", phrase_object(object));
		break;
	case TRACE_FINISHED:
		sentence_add(sentence, "every process has ended");
		break;
	default: /* void, reaped, woke: nothing that a person would want to see */
		break;
	}
}

/* A step that is no action of an object, before it is taken. */
static void add_step(struct sentence *sentence, const struct world *world, const struct trace_event *event,
		     const struct world_object *object)
{
	char spare[24], name[24];

	switch (event->action - TRACE_STEP) {
	case OFFER_LOOK:
		sentence_add(sentence, "wants to look at %s", phrase_object(object));
		break;
	case OFFER_START:
		sentence_add(sentence, "wants to start a process");
		break;
	case OFFER_SIGNAL:
		sentence_add(sentence, "wants to send %s to %s", phrase_signal(event->b, spare),
			     words_name(world, (uint32_t)event->a, name));
		break;
	case OFFER_CHOOSE:
		sentence_add(sentence, "has to choose one of %" PRId64, event->a);
		break;
	case OFFER_SLEEP:
		sentence_add(sentence, "sleeps");
		break;
	case OFFER_EXIT:
		sentence_add(sentence, "wants to end");
		break;
	default:
		break;
	}
}

size_t words_event(const struct world *world, const struct trace_event *event,
		   const char *(*translate)(const char *), char *text, size_t size)
{
	struct sentence sentence = sentence_in(text, size);
	const struct world_object *object = world_object(world, event->object);
	size_t length = event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX;

	sentence.translate = translate;
	switch (event->kind) {
	case TRACE_WANTS:
		if (event->action >= TRACE_STEP)
			add_step(&sentence, world, event, object);
		else
			phrase_wants(&sentence, object, event->action);
		break;
	case TRACE_WAITS:
		phrase_waits(&sentence, object, event->action);
		if (world_process(world, event->process))
			phrase_why(&sentence, world, world_process(world, event->process));
		if (event->a > event->time)
			sentence_add(&sentence, ", for %.2fs at most", seconds(event->a - event->time));
		break;
	case TRACE_TIMED_OUT:
		sentence_add(&sentence,
			     event->outcome == OUTCOME_INTERRUPTED ? "looked up from waiting for %s" :
								     "gave up waiting for %s: timeout",
			     phrase_object(object));
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
