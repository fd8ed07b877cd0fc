/* A lost update as a line of JSON, at the moment it happens. */
#include <string.h>

#include "world/json.h"
#include "world/json_writer.h"
#include "world/words.h"

static void put_string(struct json *json, const char *key, const char *text)
{
	json_raw(json, key);
	json_string(json, text, strlen(text));
}

static void put_natural(struct json *json, const char *key, uint64_t value)
{
	json_raw(json, key);
	json_natural(json, value);
}

static void put_process(struct json *json, const char *key, const struct world *world, uint32_t number)
{
	char spare[24];

	put_string(json, key, words_name(world, number, spare));
}

/* null where it is not known: of a range */
static void put_value(struct json *json, const char *key, const struct world_object *object, bool known,
		      int64_t bits)
{
	json_raw(json, key);
	if (known)
		json_typed(json,
			   object->primitive == PRIMITIVE_ARRAY ? object->state.array.typecode :
								  object->state.value.typecode,
			   bits);
	else
		json_raw(json, "null");
}

bool json_loss(struct buffer *out, const struct world *world, const struct world_loss *loss, const char *file)
{
	const struct world_object *object = world_object(world, loss->object);
	char sentence[512];

	if (!object || !buffer_reserve(out, JSON_STRING * (sizeof sentence + 4 * 64) + 24 * JSON_VALUE))
		return false;
	words_loss(world, loss, file, NULL, sentence, sizeof sentence);
	struct json json = {.at = out->bytes + out->length};
	put_natural(&json, "{\"note\":\"lost update\",\"seq\":", loss->seq);
	json_raw(&json, ",\"t\":");
	json_seconds(&json, world->time);
	put_string(&json, ",\"object\":", object->name);
	put_natural(&json, ",\"number\":", object->number);
	put_string(&json, ",\"kind\":", primitive_get(object->primitive)->kind);
	if (loss->element)
		put_natural(&json, ",\"index\":", loss->element);
	put_process(&json, ",\"process\":", world, loss->process);
	put_natural(&json, ",\"read_line\":", loss->read_line);
	put_value(&json, ",\"had_read\":", object, loss->read_known, loss->had_read);
	put_natural(&json, ",\"line\":", loss->line);
	put_value(&json, ",\"wrote\":", object, loss->wrote_known, loss->wrote);
	put_process(&json, ",\"over\":{\"process\":", world, loss->victim);
	put_natural(&json, ",\"line\":", loss->victim_line);
	put_value(&json, ",\"wrote\":", object, loss->victim_known, loss->victim_wrote);
	put_natural(&json, "},\"updates\":", loss->updates);
	put_string(&json, ",\"sentence\":", sentence);
	json_raw(&json, "}\n");
	out->length = (size_t)(json.at - out->bytes);
	return true;
}
