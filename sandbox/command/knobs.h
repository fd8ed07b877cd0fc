/* --set: a scenario's knobs, and what an experiment sets them to. */
#ifndef COMMAND_KNOBS_H
#define COMMAND_KNOBS_H

#include "base/options.h"
#include "script/script.h"

#define KNOB_NAME 32

/* "philosophers=3". The name is copied to `name`. */
bool knobs_read_one(const char *text, struct knob_setting *knob, char name[KNOB_NAME]);

/* One knob and its values. */
struct knob_axis {
	char name[KNOB_NAME];
	int64_t *values;
	size_t count;
};

/* Every combination of the values of some knobs. Combination 0 has the first value of each; the last knob
 * changes fastest. Zeroed is none: one combination, of nothing. */
struct knobs {
	struct knob_axis axes[OPTION_LIST_MAX];
	size_t count;	     /* of axes */
	size_t combinations; /* 1 or more, KNOBS_COMBINATIONS at most */
};

#define KNOBS_COMBINATIONS 10000

/* "philosophers=2,3,5..9" and so on. Returns 0, or -errno with one sentence in the message; knobs_finish is
 * then due all the same. */
int knobs_read(struct knobs *knobs, const struct option_list *list, char *message, size_t size);
void knobs_finish(struct knobs *knobs);

/* What a combination sets: writes knobs->count settings, whose names stay the axes'. */
void knobs_combine(const struct knobs *knobs, size_t combination, struct knob_setting *settings);

/* What the scenario calls its knobs before its first step: a world that knows nothing else, to be destroyed.
 * NULL: it could not be started. */
struct world;
struct world *knobs_declared(const struct scenario *scenario);

#endif
