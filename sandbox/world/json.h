/* The world as JSON Lines: what `sandbox run --json` writes, one object a line.
 *
 * Every event has seq, t (seconds of run time, 6 decimals), process (its name, null = the sandbox itself),
 * pid and event; where they apply object (its name), number (of the object: names need not be unique),
 * kind, action, outcome and line (in the scenario); and what the kind of event adds. The last line of a run
 * is the verdict.
 *
 * The output is UTF-8 whatever the input is: bytes that are not become U+FFFD. Every function appends to
 * the buffer and returns false without memory, leaving it as it was.
 */
#ifndef WORLD_JSON_H
#define WORLD_JSON_H

#include "base/buffer.h"
#include "world/verdict.h"

/* The world is the one after the event. */
bool json_event(struct buffer *out, const struct world *world, const struct trace_event *event);

struct json_ending {
	const char *verdict; /* "finished", "failed", "deadlock", "timeout", "interrupted" */
	const char *file;    /* of the scenario: its last component */
	uint64_t seed;
	int64_t time; /* ns of run time */
	int status;   /* exit status */
	/* Of a run whose steps were granted one by one: those that were taken, and how many; else NULL. */
	const char *schedule;
	uint32_t steps;
	uint32_t diverged; /* step at which it parted from what it was to be, 0 = it did not */
	const char *expected, *got;
};

/* {"verdict": …}: how it ended, the ring, who is stuck and why, and how every process ended. */
bool json_verdict(struct buffer *out, const struct world *world, const struct verdict *verdict,
		  const struct json_ending *ending);

/* {"note":"stalled", …}: somebody waits, probably for ever. */
bool json_note(struct buffer *out, const struct world *world, const struct verdict *verdict,
	       const char *file);

/* {"note":"lost update", …}: a write went over one that its writer had not seen. */
bool json_loss(struct buffer *out, const struct world *world, const struct world_loss *loss,
	       const char *file);

#endif
