/* Reading the tables of lesson.lua key by key, with one clear sentence for whatever does not fit.
 *
 * Every function that returns false (or -1) has complained. `what` is the words for the value in the
 * sentence. */
#ifndef LESSON_FIELDS_H
#define LESSON_FIELDS_H

#include "lesson/lesson.h"
#include "lesson/source.h"
#include "script/config.h"

struct fields {
	const char *name, *lang; /* of the file; of the texts */
	struct complaint *complaint;
};

bool field_wrong(struct fields *fields, const struct config *where, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
bool field_expect(struct fields *fields, const struct config *value, enum config_kind kind, const char *what,
		  const char *example);
/* A table with no other fields than keys (NULL: any), and list items only if it may have them. */
bool field_table(struct fields *fields, const struct config *table, const char *what, const char *example,
		 bool items, const char *const *keys);
/* The index of a string among words, or -1. */
int field_choose(struct fields *fields, const struct config *value, const char *what,
		 const char *const *words);
/* "words", or {en = "words", zh = "词"}: one line in the language asked for, else in English. The caller's.
 */
bool field_text(struct fields *fields, const struct config *value, const char *what, char **text);
bool field_id(struct fields *fields, const struct config *table, const char *what, char **id);
/* A whole number of a range; `number` stays as it is when the table has none. */
bool field_number(struct fields *fields, const struct config *table, const char *key, int least, int most,
		  int *number);
/* knobs = {name = 3}, if there are any. The array and its names are the caller's, also after a complaint. */
bool field_knobs(struct fields *fields, const struct config *table, struct lesson_knob **knobs,
		 size_t *count);

#endif
