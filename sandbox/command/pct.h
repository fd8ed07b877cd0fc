/* An experiment whose steps are granted by PCT (schedule/policy_pct.c): how long a run is, which the bound is
 * about, and what the bound then says. */
#ifndef COMMAND_PCT_H
#define COMMAND_PCT_H

#include "base/buffer.h"
#include "script/script.h"

struct experiment;

/* Of one setting. Nothing is known until steps is not 0. */
struct pct_size {
	uint32_t steps;	    /* that a run is taken to have at most: those of one random run, and a quarter */
	uint32_t processes; /* of that run */
	uint64_t longer;    /* runs that had more steps or more processes: the bound is not about them */
};

/* Run the scenario once, step by step at random. Returns 0 or -errno. */
int pct_measure(struct pct_size *size, const struct scenario *scenario, uint64_t seed);

/* At least so probable is it that a run shows a failure that takes `depth` ordering constraints: 1 / (n
 * k^(depth - 1)) for n processes and k steps (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010). */
double pct_probability(const struct pct_size *size, uint32_t depth);

/* What can be said of a setting: a sentence, or a JSON member with a comma before it. */
void pct_text(struct buffer *out, const struct experiment *experiment, size_t combination);
void pct_json(struct buffer *out, const struct experiment *experiment, size_t combination);

#endif
