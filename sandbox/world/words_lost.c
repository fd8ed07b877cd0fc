/* A lost update in words: whose, by whom, and where. */
#include "world/words.h"

#include <inttypes.h>
#include <stdio.h>

#include "world/phrase.h"

static const char *value_of(const struct world_object *object, int64_t bits, char text[40])
{
	union state state = {.value = {.as.integer = bits}};

	state.value.typecode = object->primitive == PRIMITIVE_ARRAY ? object->state.array.typecode :
								       object->state.value.typecode;
	primitive_get(PRIMITIVE_VALUE)->describe(&state, text, 40);
	return text;
}

size_t words_loss(const struct world *world, const struct world_loss *loss, const char *file,
		  const char *(*translate)(const char *), char *text, size_t size)
{
	struct sentence sentence = sentence_in(text, size);
	const struct world_object *object = world_object(world, loss->object);
	char spare[24], value[40], cell[64];

	sentence.translate = translate;
	if (!object)
		return sentence_end(&sentence);
	snprintf(cell, sizeof cell, loss->element ? "%s[%" PRIu32 "]" : "%s", object->name, loss->element);
	sentence_add(&sentence, "lost update of %s: ", cell);
	if (loss->victim_known)
		sentence_add(&sentence, "%s wrote %s", words_name(world, loss->victim, spare),
			     value_of(object, loss->victim_wrote, value));
	else
		sentence_add(&sentence, "%s wrote it", words_name(world, loss->victim, spare));
	phrase_place(&sentence, file, loss->victim_line);
	if (loss->read_known)
		sentence_add(&sentence, "; %s, which had read %s", words_name(world, loss->process, spare),
			     value_of(object, loss->had_read, value));
	else
		sentence_add(&sentence, "; %s, which had read it before",
			     words_name(world, loss->process, spare));
	phrase_place(&sentence, file, loss->read_line);
	if (loss->wrote_known)
		sentence_add(&sentence, ", wrote %s over it", value_of(object, loss->wrote, value));
	else
		sentence_add(&sentence, ", wrote over it");
	phrase_place(&sentence, file, loss->line);
	if (loss->updates == 1)
		sentence_add(&sentence, ": one update is lost");
	else
		sentence_add(&sentence, ": %" PRIu32 " updates are lost", loss->updates);
	return sentence_end(&sentence);
}
