#include "command/pct.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>

#include "command/experiment.h"
#include "schedule/executor.h"

static void take_size(struct pct_size *size, const struct execution *execution)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < execution->count; i++)
		if (execution->steps[i].process > last)
			last = execution->steps[i].process;
	size->processes = last + 1;
	size->steps = execution->granted + execution->granted / 4 + 1;
}

int pct_measure(struct pct_size *size, const struct scenario *scenario, uint64_t seed)
{
	struct run_options options = {.seed = seed};
	struct policy *policy = policy_random(seed);
	struct executor *executor = NULL;
	struct execution execution;

	script_prepare(scenario, &options);
	int error = policy ? executor_create(&executor, &options, 0) : -ENOMEM;
	if (!error)
		error = executor_run(executor, NULL, 0, policy, 0, NULL, &execution);
	if (!error)
		take_size(size, &execution);
	executor_destroy(executor);
	policy_destroy(policy);
	return error;
}

double pct_probability(const struct pct_size *size, uint32_t depth)
{
	return size->steps ? pow(size->steps, 1.0 - depth) / size->processes : 0;
}

/* How probable it is at most that all these runs miss such a failure. */
static double missed(double probability, uint64_t runs)
{
	return exp((double)runs * log1p(-probability));
}

void pct_text(struct buffer *out, const struct experiment *experiment, size_t combination)
{
	const struct pct_size *size = &experiment->sizes[combination];
	uint64_t runs = experiment->tallies[combination].runs;
	uint32_t depth = experiment->manner.depth;
	double probability = pct_probability(size, depth);

	if (!size->steps)
		return;
	buffer_print(out,
		     "A failure of %" PRIu32 " ordering constraint%s shows in a run with a probability of "
		     "1/%.0f or more\n(%" PRIu32 " processes, %" PRIu32
		     " steps), and is missed by all %" PRIu64 " with %.1f %% at most",
		     depth, depth == 1 ? "" : "s", 1 / probability, size->processes, size->steps, runs,
		     100 * missed(probability, runs));
	if (size->longer)
		buffer_print(out, "; %" PRIu64 " of them were longer, and that is not about them",
			     size->longer);
	buffer_print(out, ".\n");
}

void pct_json(struct buffer *out, const struct experiment *experiment, size_t combination)
{
	const struct pct_size *size = &experiment->sizes[combination];
	double probability = pct_probability(size, experiment->manner.depth);

	buffer_print(out,
		     ",\"pct\":{\"depth\":%" PRIu32 ",\"steps\":%" PRIu32 ",\"processes\":%" PRIu32
		     ",\"probability\":%.9g,\"missed\":%.9g,\"longer\":%" PRIu64 "}",
		     experiment->manner.depth, size->steps, size->processes, probability,
		     missed(probability, experiment->tallies[combination].runs), size->longer);
}
