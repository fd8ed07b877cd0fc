/* What `explore`, `check` and `lint` do alike: explore a scenario until it is done or nobody wants to wait
 * any more, and show what was found. */
#ifndef COMMAND_EXPLORING_H
#define COMMAND_EXPLORING_H

#include "command/launch.h"
#include "schedule/told.h"

struct recording;

struct exploring_session {
	struct given *given;
	struct explorer *explorer;
	const struct exploration *told;
	int64_t began;
	int signal; /* that stopped it, 0 = none */
	bool late;  /* its time was over */
};

/* Returns 0, or -errno: then there is nothing to end. What is given must stay where it is. */
int exploring_begin(struct exploring_session *exploring, struct given *given,
		    const struct explorer_options *options, uint64_t seed, uint64_t heap_limit);
void exploring_end(struct exploring_session *exploring);

/* Go on until it is done, a signal has come (signals: as signals_catch returned it) or the seconds are over
 * (0 = never). `draw` is called now and then, NULL = nothing to draw. */
void exploring_go(struct exploring_session *exploring, int signals, double seconds,
		  void (*draw)(const struct exploring_session *exploring));

/* After EXPLORED_FOUND: the failing run once more. Its card and why it is stuck are added to out, its events
 * to the recording; both may be NULL. */
void exploring_show(struct exploring_session *exploring, struct recording *recording, struct buffer *out);

/* After EXPLORED_ERROR: what went wrong. */
const char *exploring_error(const struct exploration *told);
const char *exploring_word(enum exploring how); /* "proved", as in --json */

const char *exploring_ends(const struct exploration *told); /* "always", "fair", "never"; NULL: not known */

/* "verdict":"found","kind":"deadlock","steps":4,"schedule":"0 0 1 2": what a script asks for first. */
void exploring_json(const struct exploration *told, struct buffer *out);
/* A string of JSON, with its quotes; null for NULL. */
void exploring_json_text(struct buffer *out, const char *text);

#endif
