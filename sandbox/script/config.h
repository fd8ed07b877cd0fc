/* Configuration written in Lua (lesson.lua), read as plain data.
 *
 * The text runs in a cage of its own: no libraries but string and table (without pattern matching, which can
 * run for ever), text chunks only, 1 MiB of heap, 100 000 instructions, one second. It must return a table.
 * What comes back is a C tree that knows nothing of Lua.
 *
 * Interface:
 * - config_read, config_free.
 * - config_field, config_item look things up; every value knows its source line, for messages.
 */
#ifndef SCRIPT_CONFIG_H
#define SCRIPT_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum config_kind {
	CONFIG_BOOLEAN,
	CONFIG_INTEGER,
	CONFIG_NUMBER,
	CONFIG_STRING,
	CONFIG_TABLE,
	CONFIG_FUNCTION /* no data */
};

struct config {
	enum config_kind kind;
	/* Line of its key, or of itself in a list; where the table was not written as a constructor, the line
	 * of what is around it. Never 0. */
	unsigned line;
	union {
		bool boolean;
		int64_t integer;
		double number;
		struct {
			char *bytes; /* with a NUL behind it, and perhaps inside */
			size_t length;
		} string;
		struct {
			struct config_entry *entries; /* items by index, then fields by key */
			size_t count;
			size_t items; /* how many of them are items */
		} table;
	} as;
};

struct config_entry {
	char *key;     /* NULL: an item of the list */
	int64_t index; /* of an item, from 1; items may have gaps */
	struct config value;
};

/* name is what messages call the file. Returns 0 and *root; or -EINVAL with one sentence "NAME:LINE: what,
 * what to do" in message, or -ENOMEM. */
int config_read(struct config **root, const char *name, const char *text, size_t length, char *message,
		size_t size);
void config_free(struct config *root); /* NULL is harmless */

const struct config *config_field(const struct config *table, const char *key); /* NULL: there is none */
const struct config *config_item(const struct config *table, size_t index);	/* from 1 */
const char *config_kind_name(enum config_kind kind);				/* "a number", "a string" */

/* Find the line of every value of a tree in the text it came from (config_lines.c; config_read does it). */
void config_mark_lines(struct config *root, const char *text, size_t length);

#endif
