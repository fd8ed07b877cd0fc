/* The header's members, and what the numbers in the file mean. */
#include "trace/recording_header.h"

#include <stdlib.h>
#include <string.h>

#define TEXT(field)                                                 \
	{                                                           \
#field, offsetof(struct recording_header, field),   \
			sizeof((struct recording_header *)0)->field \
	}

static uint8_t find_kind(const char *name)
{
	for (unsigned i = 0; i < TRACE_KINDS; i++)
		if (strcmp(event_kind_name((enum event_kind)i), name) == 0)
			return (uint8_t)i;
	return RECORDING_UNKNOWN;
}

static uint8_t find_outcome(const char *name)
{
	for (unsigned i = 0; i < OUTCOMES; i++)
		if (strcmp(outcome_name((enum outcome)i), name) == 0)
			return (uint8_t)i;
	return RECORDING_UNKNOWN;
}

/* Several primitives may have one name, and several actions: the one that has the number in the file, too, is
 * the likeliest. */
static uint8_t find_primitive(recording_word *word, unsigned number, const char *name)
{
	const char *same = word(number, RECORDING_KIND), *other;

	if (same && strcmp(same, name) == 0)
		return (uint8_t)number;
	for (unsigned i = 0; i < RECORDING_UNKNOWN && (other = word(i, RECORDING_KIND)); i++)
		if (strcmp(other, name) == 0)
			return (uint8_t)i;
	return RECORDING_UNKNOWN;
}

static uint8_t find_action(recording_word *word, unsigned primitive, unsigned number, const char *name)
{
	const char *same = word(primitive, number), *other;

	if (same && strcmp(same, name) == 0)
		return (uint8_t)number;
	for (unsigned i = 0; i < RECORDING_UNKNOWN && (other = word(primitive, i)); i++)
		if (strcmp(other, name) == 0)
			return (uint8_t)i;
	return RECORDING_UNKNOWN;
}

static bool read_names(struct scan *scan, uint8_t *numbers, uint8_t *count, uint8_t room,
		       uint8_t (*find)(const char *name))
{
	char name[64];

	*count = 0;
	if (!scan_char(scan, '['))
		return false;
	if (scan_char(scan, ']'))
		return true;
	do {
		if (*count >= room || !scan_string(scan, name, sizeof name, NULL))
			return false;
		numbers[(*count)++] = find(name);
	} while (scan_char(scan, ','));
	return scan_char(scan, ']');
}

/* ["lock","acquire","release"] */
static bool read_primitive(struct scan *scan, struct recording_mapping *mapping, recording_word *word)
{
	uint8_t number = mapping->primitive_count++, *count = &mapping->action_counts[number];
	char name[64];

	*count = 0;
	if (!scan_char(scan, '[') || !scan_string(scan, name, sizeof name, NULL))
		return false;
	mapping->primitives[number] = find_primitive(word, number, name);
	while (scan_char(scan, ',')) {
		if (*count >= sizeof mapping->actions[0] || !scan_string(scan, name, sizeof name, NULL))
			return false;
		mapping->actions[number][*count] =
			find_action(word, mapping->primitives[number], *count, name);
		++*count;
	}
	return scan_char(scan, ']');
}

static bool read_primitives(struct scan *scan, struct recording_mapping *mapping, recording_word *word)
{
	mapping->primitive_count = 0;
	if (!scan_char(scan, '['))
		return false;
	if (scan_char(scan, ']'))
		return true;
	do
		if (mapping->primitive_count >= sizeof mapping->primitives ||
		    !read_primitive(scan, mapping, word))
			return false;
	while (scan_char(scan, ','));
	return scan_char(scan, ']');
}

static bool read_knobs(struct scan *scan, struct recording_header *header)
{
	header->knob_count = 0;
	if (!scan_char(scan, '{'))
		return false;
	if (scan_char(scan, '}'))
		return true;
	do {
		struct recording_knob *knob = &header->knobs[header->knob_count];
		if (header->knob_count >= RECORDING_KNOBS || !scan_key(scan, knob->name, sizeof knob->name) ||
		    !scan_integer(scan, &knob->value))
			return false;
		header->knob_count++;
	} while (scan_char(scan, ','));
	return scan_char(scan, '}');
}

static bool read_hash(struct scan *scan, uint64_t *hash)
{
	char text[32], *end;

	if (!scan_string(scan, text, sizeof text, NULL) || strncmp(text, "fnv1a64:", 8) != 0)
		return false;
	*hash = strtoull(text + 8, &end, 16);
	return end == text + 8 + 16 && *end == '\0';
}

bool recording_scan_schedule(struct scan *scan, char **text)
{
	size_t room = (size_t)(scan->end - scan->at) + 1;

	free(*text);
	*text = NULL;
	if (scan_word(scan, "null"))
		return true;
	*text = malloc(room);
	return *text && scan_string(scan, *text, room, NULL);
}

static bool read_mode(struct scan *scan, struct recording_header *header)
{
	char mode[16];

	if (!scan_string(scan, mode, sizeof mode, NULL))
		return false;
	header->lazy = strcmp(mode, "lazy") == 0;
	header->controlled = header->lazy || strcmp(mode, "controlled") == 0;
	return header->controlled || strcmp(mode, "free") == 0;
}

/* A member of the header; one that is not known is a newer program's business. */
static bool read_member(struct scan *scan, const char *key, struct recording_header *header,
			struct recording_mapping *mapping, recording_word *word)
{
	static const struct {
		const char *key;
		size_t offset, size;
	} texts[] = {
		TEXT(version), TEXT(scenario), TEXT(path), TEXT(lesson), TEXT(started),
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(key, texts[i].key) == 0)
			return scan_string(scan, (char *)header + texts[i].offset, texts[i].size, NULL);
	if (strcmp(key, "hash") == 0)
		return read_hash(scan, &header->hash);
	if (strcmp(key, "seed") == 0)
		return scan_natural(scan, &header->seed);
	if (strcmp(key, "tempo") == 0)
		return scan_integer(scan, &header->tempo);
	if (strcmp(key, "mode") == 0)
		return read_mode(scan, header);
	if (strcmp(key, "knobs") == 0)
		return read_knobs(scan, header);
	if (strcmp(key, "schedule") == 0)
		return recording_scan_schedule(scan, &header->schedule);
	if (strcmp(key, "events") == 0)
		return read_names(scan, mapping->kinds, &mapping->kind_count, sizeof mapping->kinds,
				  find_kind);
	if (strcmp(key, "outcomes") == 0)
		return read_names(scan, mapping->outcomes, &mapping->outcome_count, sizeof mapping->outcomes,
				  find_outcome);
	if (strcmp(key, "primitives") == 0)
		return read_primitives(scan, mapping, word);
	return scan_skip(scan);
}

bool recording_scan_header(struct scan *scan, struct recording_header *header,
			   struct recording_mapping *mapping, recording_word *word)
{
	char key[64];

	while (scan_char(scan, ','))
		if (!scan_key(scan, key, sizeof key) || !read_member(scan, key, header, mapping, word))
			return false;
	return scan_char(scan, '}') && scan_end(scan) && mapping->kind_count;
}
