/* A verdict in words that a student understands: who holds what, who waits for what, and where. */
#include <inttypes.h>
#include <string.h>

#include "base/sentence.h"
#include "world/phrase.h"
#include "world/verdict.h"
#include "world/words.h"

/* So many objects that a process holds are named; of the others there is the number. */
#define HELD_NAMED 4

/* Where a process took the object that it holds; 0 = unknown. */
static uint32_t taken_at(const struct world_object *object, uint32_t process)
{
	for (uint32_t i = object ? object->taker_count : 0; i-- > 0;)
		if (object->takers[i].process == process)
			return object->takers[i].line;
	return 0;
}

/* "fork0 (two.lua:13), 2 permits of s (two.lua:20)"; without `places` the names alone. Units of one object
 * are one word. */
static void add_held(struct sentence *sentence, const struct world *world,
		     const struct world_process *process, const char *file, bool places)
{
	uint32_t named = 0;

	for (uint32_t i = 0; i < process->held_count; i++) {
		const struct world_object *object = world_object(world, process->held[i]);
		uint32_t units = 0, earlier = 0;
		for (uint32_t j = 0; j < process->held_count; j++) {
			units += process->held[j] == process->held[i];
			earlier += j < i && process->held[j] == process->held[i];
		}
		if (!object || earlier)
			continue;
		if (++named > HELD_NAMED)
			continue;
		sentence_add(sentence, named > 1 ? ", " : "");
		const char *unit = primitive_get(object->primitive)->unit;
		if (unit)
			sentence_add(sentence, "%" PRIu32 " %s%s of ", units, unit, units == 1 ? "" : "s");
		sentence_add(sentence, "%s", object->name);
		if (places)
			phrase_place(sentence, file, taken_at(object, process->number));
	}
	if (named > HELD_NAMED)
		sentence_add(sentence, " and %" PRIu32 " more", named - HELD_NAMED);
}

/* "P1 holds fork0 and waits for fork1 (line 14)" */
static void add_stuck(struct sentence *sentence, const struct world *world, uint32_t number, const char *file,
		      bool places)
{
	const struct world_process *process = world_process(world, number);
	const struct world_object *object = process ? world_object(world, process->target) : NULL;
	holder_t owner = object ? world_owner(world, object->number) : 0;
	char waiting[192], spare[24];

	if (!process)
		return;
	words_waiting(world, process, waiting, sizeof waiting);
	char *held_by = strstr(waiting, ", held by ");
	if (held_by)
		*held_by = '\0'; /* said below, behind the place */
	sentence_add(sentence, "%s ", process->name);
	if (process->held_count) {
		sentence_add(sentence, "holds ");
		add_held(sentence, world, process, file, places);
		sentence_add(sentence, " and ");
	}
	sentence_add(sentence, "%s", waiting);
	phrase_place(sentence, file, process->line);
	if (places && held_by && owner)
		sentence_add(sentence,
			     object->dead_owner == owner ? ", which %s died with" : ", which %s holds",
			     words_name(world, owner - 1, spare));
}

size_t words_stuck(const struct world *world, uint32_t process, const char *file, char *text, size_t size)
{
	struct sentence sentence = sentence_in(text, size);

	add_stuck(&sentence, world, process, file, true);
	return sentence_end(&sentence);
}

size_t words_whereabouts(const struct world *world, uint32_t number, const char *file, char *text,
			 size_t size)
{
	struct sentence sentence = sentence_in(text, size);
	const struct world_process *process = world_process(world, number);

	if (!process || process->life != LIFE_ALIVE)
		return 0;
	if (process->doing == DOING_WAITING) {
		add_stuck(&sentence, world, number, file, true);
		return sentence_end(&sentence);
	}
	static const char *const doings[] = {
		[DOING_RUNNING] = "runs",
		[DOING_WANTS] = "is about to go on",
		[DOING_SLEEPING] = "sleeps",
		[DOING_WORKING] = "works",
	};
	sentence_add(&sentence, "%s %s", process->name,
		     process->stopped ? "is stopped" : doings[process->doing]);
	if (process->label[0])
		sentence_add(&sentence, " (%s)", process->label);
	phrase_place(&sentence, file, process->line);
	if (process->held_count) {
		sentence_add(&sentence, " and holds ");
		add_held(&sentence, world, process, file, true);
	}
	return sentence_end(&sentence);
}

static bool in_ring(const struct verdict *verdict, uint32_t process)
{
	for (uint32_t i = 0; i < verdict->ring_count; i++)
		if (verdict->ring[i] == process)
			return true;
	return false;
}

const char *words_missing(const struct world *world, const struct verdict *verdict)
{
	const char *what = NULL;

	for (uint32_t i = 0; i < verdict->stuck_count; i++) {
		const struct world_process *process = world_process(world, verdict->stuck[i]);
		const struct world_object *object = process ? world_object(world, process->target) : NULL;
		if (!object || object->primitive == PRIMITIVE_PROCESS)
			continue;
		const struct primitive *primitive = primitive_get(object->primitive);
		const char *needs = process->action < primitive->action_count ?
					    primitive->actions[process->action].needs : NULL;
		if (!needs)
			needs = "free them";
		if (what && strcmp(what, needs) != 0)
			return "free them";
		what = needs;
	}
	return what ? what : "free them";
}

/* The one object that all of the stuck wait for, but for those that join one another; NULL if there are
 * several. */
static const struct world_object *only_object(const struct world *world, const struct verdict *verdict)
{
	const struct world_object *only = NULL;

	for (uint32_t i = 0; i < verdict->stuck_count; i++) {
		const struct world_process *process = world_process(world, verdict->stuck[i]);
		const struct world_object *object = process ? world_object(world, process->target) : NULL;
		if (!object || object->primitive == PRIMITIVE_PROCESS)
			continue;
		if (only && only != object)
			return NULL;
		only = object;
	}
	return only;
}

size_t words_sum(const struct world *world, const struct verdict *verdict, char *text, size_t size)
{
	struct sentence sentence = sentence_in(text, size);
	const struct world_object *object = verdict->ring_count ? NULL : only_object(world, verdict);
	const struct primitive *primitive = primitive_get(object ? object->primitive : PRIMITIVE_NONE);
	char state[64];

	if (primitive->sums_up) {
		primitive->describe(&object->state, state, sizeof state);
		sentence_add(&sentence, ": %s", state);
	}
	return sentence_end(&sentence);
}

static const char *kind_word(const struct verdict *verdict)
{
	return verdict->kind == VERDICT_DEADLOCK ? "deadlock" : "stalled";
}

size_t verdict_sentence(const struct world *world, const struct verdict *verdict, const char *file,
			char *text, size_t size)
{
	struct sentence sentence = sentence_in(text, size);
	const uint32_t *numbers = verdict->ring_count ? verdict->ring : verdict->stuck;
	uint32_t count = verdict->ring_count ? verdict->ring_count : verdict->stuck_count;
	const char *separator = "; ", *spare_name;
	char spare[24], sum[80];

	if (verdict->kind == VERDICT_NONE)
		return sentence_end(&sentence);
	words_sum(world, verdict, sum, sizeof sum);
	sentence_add(&sentence, "%s: ", kind_word(verdict));
	for (uint32_t i = 0; i < count; i++) {
		sentence_add(&sentence, i ? ", " : "");
		add_stuck(&sentence, world, numbers[i], file, false);
	}
	if (verdict->ring_count == 0)
		sentence_add(&sentence,
			     verdict->kind == VERDICT_DEADLOCK ?
				     "%s, and nobody is left who could %s" :
				     "%s, and nobody who ever used it is left to %s",
			     sum, words_missing(world, verdict));
	for (uint32_t i = 0; verdict->ring_count && i < verdict->stuck_count; i++) {
		if (in_ring(verdict, verdict->stuck[i]))
			continue;
		spare_name = words_name(world, verdict->stuck[i], spare);
		sentence_add(&sentence, "%s%s", separator, spare_name);
		separator = ", ";
	}
	if (verdict->stuck_count > verdict->ring_count && verdict->ring_count)
		sentence_add(&sentence, verdict->stuck_count - verdict->ring_count == 1 ?
						" waits behind them" :
						" wait behind them");
	return sentence_end(&sentence);
}
