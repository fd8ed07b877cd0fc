/* How processes, objects and waits are called. */
#include "world/phrase.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "world/words.h"

/* How an action is spoken of: these words, the object's name, those words. A primitive that is not here
 * gets the words in its own table (primitive.h), or "wants to ACTION NAME". */
struct phrase {
	const char *before, *after;
};

#define ACTIONS 4

static const struct phrase wants[PRIMITIVES][ACTIONS] = {
	[PRIMITIVE_PROCESS] = {[PROCESS_JOIN] = {"wants to join ", ""}},
	[PRIMITIVE_EVENT] =
		{[EVENT_WAIT] = {"wants to wait for ", ""}, [EVENT_IS_SET] = {"wants to look at ", ""}},
	[PRIMITIVE_QUEUE] = {[QUEUE_PUT] = {"wants to put an item into ", ""},
			     [QUEUE_GET] = {"wants to get an item from ", ""}},
	[PRIMITIVE_SIMPLEQUEUE] = {[QUEUE_PUT] = {"wants to put an item into ", ""},
				   [QUEUE_GET] = {"wants to get an item from ", ""}},
	[PRIMITIVE_ARRAY] = {[ARRAY_READ] = {"wants to read an element of ", ""},
			     [ARRAY_WRITE] = {"wants to write an element of ", ""},
			     [ARRAY_SLICE] = {"wants to read a range of ", ""},
			     [ARRAY_ASSIGN] = {"wants to write a range of ", ""}},
};

static const struct phrase waits[PRIMITIVES][ACTIONS] = {
	[PRIMITIVE_PROCESS] = {[PROCESS_JOIN] = {"waits for ", " to end"}},
	[PRIMITIVE_EVENT] = {[EVENT_WAIT] = {"waits for ", " to be set"}},
	[PRIMITIVE_QUEUE] = {[QUEUE_PUT] = {"waits to put into ", ", which is full"},
			     [QUEUE_GET] = {"waits to get from ", ", which is empty"}},
	[PRIMITIVE_SIMPLEQUEUE] = {[QUEUE_GET] = {"waits to get from ", ", which is empty"}},
	[PRIMITIVE_JOINABLE] = {[QUEUE_PUT] = {"waits to put into ", ", which is full"},
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

void phrase_place(struct sentence *sentence, const char *file, uint32_t line)
{
	if (line == 0)
		return;
	if (file)
		sentence_add(sentence, " (%s:%" PRIu32 ")", file, line);
	else
		sentence_add(sentence, " (line %" PRIu32 ")", line);
}

void phrase_exit(struct sentence *sentence, int32_t exit_code)
{
	char spare[24];

	if (exit_code < 0)
		sentence_add(sentence, "killed by %s", phrase_signal(-(int64_t)exit_code, spare));
	else
		sentence_add(sentence, "exit code %" PRId32, exit_code);
}

size_t words_exit(int32_t exit_code, char *text, size_t size)
{
	struct sentence sentence = sentence_in(text, size);

	phrase_exit(&sentence, exit_code);
	return sentence_end(&sentence);
}

/* "waits for fork1", from a phrase with a * for the object's name. */
static void add_starred(struct sentence *sentence, bool wanted, const char *phrase, const char *name)
{
	char text[128];

	phrase = sentence_word(sentence, phrase);
	size_t before = strcspn(phrase, "*");
	const char *after = phrase + before + (phrase[before] == '*');
	snprintf(text, sizeof text, "%.*s%s%s", (int)before, phrase, name, after);
	sentence_add(sentence, wanted ? "wants %s" : "waits %s", text);
}

/* "wants fork1": the phrase for the action, or the action's own name. */
static void add_phrase(struct sentence *sentence, const struct phrase table[PRIMITIVES][ACTIONS],
		       const char *verb, const struct world_object *object, unsigned number)
{
	const struct primitive *primitive = primitive_get(object ? object->primitive : PRIMITIVE_NONE);
	const struct phrase *phrase = object && number < ACTIONS ? &table[object->primitive][number] : NULL;
	const struct action *action = number < primitive->action_count ? &primitive->actions[number] : NULL;
	const char *starred = !action ? NULL : table == wants ? action->wants : action->waits;

	if (phrase && phrase->before)
		sentence_add(sentence, "%s%s%s", sentence_word(sentence, phrase->before), object->name,
			     sentence_word(sentence, phrase->after));
	else if (starred)
		add_starred(sentence, table == wants, starred, object->name);
	else if (number < primitive->action_count)
		sentence_add(sentence, "%s to %s %s", verb, primitive->actions[number].name, object->name);
	else
		sentence_add(sentence, "%s something of %s", verb, phrase_object(object));
}

/* ", whose writing end only main itself holds" */
static void phrase_ends(struct sentence *sentence, const struct world *world, struct world_target target,
			uint32_t waiter)
{
	uint32_t numbers[4], count = world_other_ends(world, target, numbers, 4),
			     shown = count < 4 ? count : 3;
	char spare[24];

	bool reads = target.action == PIPE_SEND; /* the end that is not the waiter's */
	if (count == UINT32_MAX)
		return;
	if (count == 0 && world_object(world, target.object)->state.pipe.travelling[!reads])
		sentence_add(sentence, reads ? ", whose reading end is in a message" :
					       ", whose writing end is in a message");
	else if (count == 0)
		sentence_add(sentence, reads ? ", whose reading end nobody holds" :
					       ", whose writing end nobody holds");
	if (count == 0)
		return;
	if (count == 1)
		sentence_add(sentence, reads ? ", whose reading end only " : ", whose writing end only ");
	else
		sentence_add(sentence, reads ? ", whose reading end " : ", whose writing end ");
	for (uint32_t i = 0; i < shown; i++)
		sentence_add(sentence, "%s%s%s", i == 0		  ? "" :
			     i + 1 == count ? sentence_word(sentence, " and ") :
					      ", ",
			     words_name(world, numbers[i], spare),
			     numbers[i] == waiter ? sentence_word(sentence, " itself") : "");
	if (count > shown)
		sentence_add(sentence, " and %" PRIu32 " more", count - shown);
	sentence_add(sentence, count == 1 ? " holds" : " hold");
}

/* " or a, b and 3 more": what it waits for as well. */
static void phrase_others(struct sentence *sentence, const struct world *world,
			  const struct world_process *process)
{
	uint32_t shown = process->other_count < 4 ? process->other_count : 3;

	for (uint32_t i = 0; i < shown; i++)
		sentence_add(sentence, "%s%s",
			     i + 1 < process->other_count ? ", " : sentence_word(sentence, " or "),
			     phrase_object(world_object(world, process->others[i].object)));
	if (process->other_count > shown)
		sentence_add(sentence, " or %" PRIu32 " more", process->other_count - shown);
}

void phrase_why(struct sentence *sentence, const struct world *world, const struct world_process *process)
{
	struct world_target target = {.object = process->target, .action = process->action};

	phrase_others(sentence, world, process);
	phrase_owner(sentence, world, world_object(world, process->target), process->number);
	if (process->other_count == 0)
		phrase_ends(sentence, world, target, process->number);
}

/* ", held by P2 since 0.31s" */
void phrase_owner(struct sentence *sentence, const struct world *world, const struct world_object *object,
		      uint32_t waiter)
{
	holder_t owner = object ? world_owner(world, object->number) : 0;
	char spare[24];

	if (!owner || object->primitive == PRIMITIVE_PROCESS || object->primitive == PRIMITIVE_POOL)
		return;
	if (owner == waiter + 1) {
		sentence_add(sentence, ", which it holds itself");
		return;
	}
	if (object->dead_owner == owner) {
		sentence_add(sentence, ", held by %s, which died with it",
			     words_name(world, owner - 1, spare));
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
		phrase_why(&sentence, world, process);
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
