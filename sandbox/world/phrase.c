/* How processes, objects and waits are called. */
#include "world/phrase.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "world/words.h"

/* How an action is spoken of: these words, the object's name, those words. A primitive that is not here
 * gets "wants to ACTION NAME". */
struct phrase {
	const char *before, *after;
};

#define ACTIONS 4

static const struct phrase wants[PRIMITIVES][ACTIONS] = {
	[PRIMITIVE_PROCESS] = {[PROCESS_JOIN] = {"wants to join ", ""}},
	[PRIMITIVE_LOCK] = {[LOCK_ACQUIRE] = {"wants ", ""}, [LOCK_RELEASE] = {"wants to release ", ""}},
	[PRIMITIVE_SEMAPHORE] = {[SEMAPHORE_ACQUIRE] = {"wants a permit of ", ""},
				 [SEMAPHORE_RELEASE] = {"wants to give a permit back to ", ""}},
	[PRIMITIVE_EVENT] =
		{[EVENT_WAIT] = {"wants to wait for ", ""}, [EVENT_IS_SET] = {"wants to look at ", ""}},
	[PRIMITIVE_QUEUE] = {[QUEUE_PUT] = {"wants to put an item into ", ""},
			     [QUEUE_GET] = {"wants to get an item from ", ""}},
};

static const struct phrase waits[PRIMITIVES][ACTIONS] = {
	[PRIMITIVE_PROCESS] = {[PROCESS_JOIN] = {"waits for ", " to end"}},
	[PRIMITIVE_LOCK] = {[LOCK_ACQUIRE] = {"waits for ", ""}},
	[PRIMITIVE_SEMAPHORE] = {[SEMAPHORE_ACQUIRE] = {"waits for a permit of ", ""}},
	[PRIMITIVE_EVENT] = {[EVENT_WAIT] = {"waits for ", " to be set"}},
	[PRIMITIVE_QUEUE] = {[QUEUE_PUT] = {"waits to put into ", ", which is full"},
			     [QUEUE_GET] = {"waits to get from ", ", which is empty"}},
};

const char *phrase_signal(int64_t number, char spare[24])
{
	const char *abbreviation = number > 0 && number < 128 ? sigabbrev_np((int)number) : NULL;

	if (abbreviation)
		snprintf(spare, 24, "SIG%s", abbreviation);
	else
		snprintf(spare, 24, "signal %" PRId64, number);
	return spare;
}

const char *words_name(const struct world *world, uint32_t number, char spare[24])
{
	const struct world_process *process = world_process(world, number);

	if (process)
		return process->name;
	if (number == TRACE_SANDBOX)
		return "sandbox";
	snprintf(spare, 24, "process %" PRIu32, number);
	return spare;
}

const char *phrase_object(const struct world_object *object)
{
	return object ? object->name : "an unknown object";
}

size_t words_exit(int32_t exit_code, char *text, size_t size)
{
	struct sentence sentence = sentence_in(text, size);
	char spare[24];

	if (exit_code < 0)
		sentence_add(&sentence, "killed by %s", phrase_signal(-(int64_t)exit_code, spare));
	else
		sentence_add(&sentence, "exit code %" PRId32, exit_code);
	return sentence_end(&sentence);
}

/* "wants fork1": the phrase for the action, or the action's own name. */
static void add_phrase(struct sentence *sentence, const struct phrase table[PRIMITIVES][ACTIONS],
		       const char *verb, const struct world_object *object, unsigned number)
{
	const struct primitive *primitive = primitive_get(object ? object->primitive : PRIMITIVE_NONE);
	const struct phrase *phrase = object && number < ACTIONS ? &table[object->primitive][number] : NULL;

	if (phrase && phrase->before)
		sentence_add(sentence, "%s%s%s", phrase->before, object->name, phrase->after);
	else if (number < primitive->action_count)
		sentence_add(sentence, "%s to %s %s", verb, primitive->actions[number].name, object->name);
	else
		sentence_add(sentence, "%s something of %s", verb, phrase_object(object));
}

/* ", held by P2 since 0.31s" */
void phrase_owner(struct sentence *sentence, const struct world *world, const struct world_object *object,
		      uint32_t waiter)
{
	holder_t owner = object ? world_owner(world, object->number) : 0;
	char spare[24];

	if (!owner || object->primitive == PRIMITIVE_PROCESS)
		return;
	if (owner == waiter + 1) {
		sentence_add(sentence, ", which it holds itself");
		return;
	}
	sentence_add(sentence, ", held by %s", words_name(world, owner - 1, spare));
	if (object->taker_count && object->takers[0].process == owner - 1)
		sentence_add(sentence, " since %.3fs", (double)object->takers[0].since / 1e9);
}

size_t words_waiting(const struct world *world, const struct world_process *process, char *text, size_t size)
{
	struct sentence sentence = sentence_in(text, size);
	const struct world_object *object = world_object(world, process->target);

	if (process->doing == DOING_WAITING && process->life == LIFE_ALIVE) {
		add_phrase(&sentence, waits, "waits", object, process->action);
		phrase_owner(&sentence, world, object, process->number);
	}
	return sentence_end(&sentence);
}

void phrase_wants(struct sentence *sentence, const struct world_object *object, unsigned action)
{
	add_phrase(sentence, wants, "wants", object, action);
}

void phrase_waits(struct sentence *sentence, const struct world_object *object, unsigned action)
{
	add_phrase(sentence, waits, "waits", object, action);
}
