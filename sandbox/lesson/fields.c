#include "lesson/fields.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"

#define KNOBS_MOST 16 /* of a world */

bool field_wrong(struct fields *fields, const struct config *where, const char *format, ...)
{
	char what[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(what, sizeof what, format, arguments);
	va_end(arguments);
	return complain(fields->complaint, -EINVAL, "%s:%u: %s", fields->name, where->line, what);
}

bool field_expect(struct fields *fields, const struct config *value, enum config_kind kind, const char *what,
		  const char *example)
{
	if (value->kind == kind)
		return true;
	return field_wrong(fields, value, "%s must be %s, not %s; write %s", what, config_kind_name(kind),
			   config_kind_name(value->kind), example);
}

/* ", did you mean …", or the words there are. */
static void suggest(char *text, size_t size, const char *word, const char *const *words)
{
	const char *near = nearest(word, words);
	size_t used = 0;

	if (near) {
		snprintf(text, size, "did you mean \"%s\"?", near);
		return;
	}
	for (size_t i = 0; words[i] && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%s",
					 i ? ", " : "it can be: ", words[i]);
}

/* A table that has no other fields than these, and items only if it may. */
bool field_table(struct fields *fields, const struct config *table, const char *what, const char *example,
		 bool items, const char *const *keys)
{
	if (!field_expect(fields, table, CONFIG_TABLE, what, example))
		return false;
	if (!items && table->as.table.items)
		return field_wrong(fields, &table->as.table.entries[0].value,
				   "%s has a value without a name; write name = value", what);
	for (size_t i = 0; i < table->as.table.count; i++) {
		const struct config_entry *entry = &table->as.table.entries[i];
		bool known = !entry->key || !keys;
		char hint[256];

		for (size_t j = 0; !known && keys[j]; j++)
			known = strcmp(entry->key, keys[j]) == 0;
		if (known)
			continue;
		suggest(hint, sizeof hint, entry->key, keys);
		return field_wrong(fields, &entry->value, "%s has no \"%.60s\"; %s", what, entry->key, hint);
	}
	if (table->as.table.items && !config_item(table, table->as.table.items))
		return field_wrong(fields, table, "%s has a hole in its list; remove the nil", what);
	return true;
}

/* The index of a string among words, or -1 after a complaint. */
int field_choose(struct fields *fields, const struct config *value, const char *what,
		 const char *const *words)
{
	char hint[256];

	if (!field_expect(fields, value, CONFIG_STRING, what, "one of its words in quotes"))
		return -1;
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], value->as.string.bytes) == 0)
			return i;
	suggest(hint, sizeof hint, value->as.string.bytes, words);
	field_wrong(fields, value, "%s cannot be \"%.60s\"; %s", what, value->as.string.bytes, hint);
	return -1;
}

static bool read_string(struct fields *fields, const struct config *value, const char *what, char **text)
{
	const char *bytes = value->as.string.bytes, *why;
	size_t length = value->as.string.length;

	if (length == 0)
		return field_wrong(fields, value, "%s is empty; give it words", what);
	if (source_check(bytes, length, &why) < length)
		return field_wrong(fields, value, "%s: %s", what, why);
	if (strpbrk(bytes, "\n\r\t"))
		return field_wrong(fields, value, "%s has a line break or tab in it; write it as one line",
				   what);
	*text = strdup(bytes);
	return *text ? true : complain_memory(fields->complaint);
}

/* "words", or {en = "words", zh = "词"}: the language asked for, else English. Both are checked. */
bool field_text(struct fields *fields, const struct config *value, const char *what, char **text)
{
	static const char *const languages[] = {"en", "zh", NULL};
	char *other = NULL;
	const struct config *chosen;

	if (value->kind == CONFIG_STRING)
		return read_string(fields, value, what, text);
	if (!field_table(fields, value, what, "{en = \"...\", zh = \"...\"}", false, languages))
		return false;
	if (!config_field(value, "en"))
		return field_wrong(fields, value, "%s has no English; add en = \"...\"", what);
	for (size_t i = 0; i < value->as.table.count; i++) {
		const struct config *one = &value->as.table.entries[i].value;
		bool good = field_expect(fields, one, CONFIG_STRING, what, "{en = \"...\", zh = \"...\"}") &&
			    read_string(fields, one, what, &other);

		free(other);
		other = NULL;
		if (!good)
			return false;
	}
	chosen = config_field(value, fields->lang);
	return read_string(fields, chosen ? chosen : config_field(value, "en"), what, text);
}

bool field_id(struct fields *fields, const struct config *table, const char *what, char **id)
{
	const struct config *value = config_field(table, "id");
	const char *bytes;

	if (!value)
		return field_wrong(fields, table, "%s has no id; add id = \"short-name\"", what);
	if (!field_expect(fields, value, CONFIG_STRING, "an id", "id = \"short-name\""))
		return false;
	bytes = value->as.string.bytes;
	if (bytes[0] < 'a' || bytes[0] > 'z' ||
	    strspn(bytes, "abcdefghijklmnopqrstuvwxyz0123456789-") != value->as.string.length)
		return field_wrong(fields, value,
				   "an id is made of a-z, 0-9 and -, and begins with a letter; write id = "
				   "\"short-name\"");
	return read_string(fields, value, "an id", id);
}

/* A whole number of a range; `number` stays as it is when there is none. */
bool field_number(struct fields *fields, const struct config *table, const char *key, int least, int most,
		  int *number)
{
	const struct config *value = config_field(table, key);
	char example[80];

	if (!value)
		return true;
	snprintf(example, sizeof example, "%s = %d", key, least);
	if (!field_expect(fields, value, CONFIG_INTEGER, key, example))
		return false;
	if (value->as.integer < least || value->as.integer > most)
		return field_wrong(fields, value, "%s must be from %d to %d; change it", key, least, most);
	*number = (int)value->as.integer;
	return true;
}

bool field_knobs(struct fields *fields, const struct config *table, struct lesson_knob **knobs, size_t *count)
{
	const struct config *value = config_field(table, "knobs");

	if (!value)
		return true;
	if (!field_table(fields, value, "knobs", "knobs = {name = 3}", false, NULL))
		return false;
	if (value->as.table.count > KNOBS_MOST)
		return field_wrong(fields, value, "more than %d knobs; a scenario cannot have so many",
				   KNOBS_MOST);
	*knobs = calloc(value->as.table.count + 1, sizeof **knobs);
	if (!*knobs)
		return complain_memory(fields->complaint);
	for (size_t i = 0; i < value->as.table.count; i++) {
		const struct config_entry *entry = &value->as.table.entries[i];
		struct lesson_knob *knob = &(*knobs)[(*count)++];

		if (!field_expect(fields, &entry->value, CONFIG_INTEGER, "a knob's value",
				  "knobs = {name = 3}"))
			return false;
		knob->value = entry->value.as.integer;
		knob->name = strdup(entry->key);
		if (!knob->name)
			return complain_memory(fields->complaint);
	}
	return true;
}
