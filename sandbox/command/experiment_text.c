/* An experiment for people: a table, why runs failed, how long the others took. */
#include "command/experiment.h"

#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define CELL		 40
#define BAR		 40 /* columns of the longest one */
#define HISTOGRAM_LEAST 10 /* runs; of fewer one sees more in the table */
#define HISTOGRAMS_MAX	 8
#define REASONS_SHOWN	 8 /* of a setting */
#define SENTENCE_COLUMNS 94

enum column { FAILED, RATE, SURE, MIN, MEDIAN, P90, P99, MAX, SPEED, FAIR, COLUMNS };

static const char *const titles[COLUMNS] = {"failed", "rate", "95 % sure", "min",   "median",
					    "p90",    "p99",  "max",	   "ops/s", "fair"};

/* Three digits that count. */
static void number_text(double value, char text[CELL], const char *unit)
{
	snprintf(text, CELL, value < 9.995 ? "%.2f%s" : value < 99.95 ? "%.1f%s" : "%.0f%s", value, unit);
}

static void time_text(double seconds, char text[CELL])
{
	if (isnan(seconds))
		snprintf(text, CELL, "-");
	else if (seconds < 0.9995)
		number_text(seconds * 1e3, text, " ms");
	else
		number_text(seconds, text, " s");
}

static void speed_text(double speed, char text[CELL])
{
	if (isnan(speed))
		snprintf(text, CELL, "-");
	else if (speed < 999.5)
		number_text(speed, text, "");
	else if (speed < 999.5e3)
		number_text(speed / 1e3, text, " k");
	else
		number_text(speed / 1e6, text, " M");
}

static void fill(char cells[COLUMNS][CELL], const struct tally *tally)
{
	static const double shares[] = {0, 0.5, 0.9, 0.99, 1};
	struct interval sure = statistics_wilson(tally_failed(tally), tally->runs);
	double fair = tally_quantile(&tally->fairness, 0.5);

	snprintf(cells[FAILED], CELL, "%" PRIu64 "/%" PRIu64, tally_failed(tally), tally->runs);
	snprintf(cells[RATE], CELL, "-");
	snprintf(cells[SURE], CELL, "-");
	if (tally->runs) {
		snprintf(cells[RATE], CELL, "%.1f %%",
			 100.0 * (double)tally_failed(tally) / (double)tally->runs);
		snprintf(cells[SURE], CELL, "%.1f-%.1f", 100 * sure.low, 100 * sure.high);
	}
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
		time_text(tally_quantile(&tally->times, shares[i]), cells[MIN + i]);
	speed_text(tally_throughput(tally), cells[SPEED]);
	snprintf(cells[FAIR], CELL, isnan(fair) ? "-" : "%.3f", fair);
}

/* "deadlock 12, timeout 1" */
static void add_how(struct buffer *out, const struct tally *tally)
{
	const char *comma = "  ";

	for (int i = RESULT_PASSED + 1; i < RESULTS; i++) {
		if (!tally->results[i])
			continue;
		buffer_print(out, "%s%s %" PRIu64, comma, result_name(i), tally->results[i]);
		comma = ", ";
	}
	buffer_print(out, "\n");
}

static void widen(int *width, const char *text)
{
	int length = (int)strlen(text);

	*width = length > *width ? length : *width;
}

/* Knobs to the left, results to the right of them. */
static void add_table(struct buffer *out, const struct experiment *experiment)
{
	const struct knobs *knobs = &experiment->knobs;
	struct knob_setting settings[OPTION_LIST_MAX];
	int widths[COLUMNS] = {0}, knob_widths[OPTION_LIST_MAX] = {0};
	char cells[COLUMNS][CELL], text[CELL];

	for (size_t i = 0; i < knobs->combinations; i++) {
		fill(cells, &experiment->tallies[i]);
		knobs_combine(knobs, i, settings);
		for (size_t j = 0; j < COLUMNS; j++) {
			widen(&widths[j], titles[j]);
			widen(&widths[j], cells[j]);
		}
		for (size_t j = 0; j < knobs->count; j++) {
			snprintf(text, sizeof text, "%" PRId64, settings[j].value);
			widen(&knob_widths[j], settings[j].name);
			widen(&knob_widths[j], text);
		}
	}
	for (size_t j = 0; j < knobs->count; j++)
		buffer_print(out, "%s%*s", j ? "  " : "", knob_widths[j], knobs->axes[j].name);
	for (size_t j = 0; j < COLUMNS; j++)
		buffer_print(out, "%s%*s", j || knobs->count ? "  " : "", widths[j], titles[j]);
	buffer_print(out, "  how\n");
	for (size_t i = 0; i < knobs->combinations; i++) {
		fill(cells, &experiment->tallies[i]);
		knobs_combine(knobs, i, settings);
		for (size_t j = 0; j < knobs->count; j++)
			buffer_print(out, "%s%*" PRId64, j ? "  " : "", knob_widths[j], settings[j].value);
		for (size_t j = 0; j < COLUMNS; j++)
			buffer_print(out, "%s%*s", j || knobs->count ? "  " : "", widths[j], cells[j]);
		add_how(out, &experiment->tallies[i]);
	}
}

static bool any_fairness(const struct experiment *experiment)
{
	for (size_t i = 0; i < experiment->knobs.combinations; i++)
		if (experiment->tallies[i].fairness.count)
			return true;
	return false;
}

static void add_key(struct buffer *out, const struct experiment *experiment)
{
	buffer_print(
		out,
		"Of the runs that passed: min to max, how long they took; ops/s, operations a second%s.\n",
		any_fairness(experiment) ?
			"; fair, how fairly\nthe least fairly shared lock or semaphore was "
			"shared (median of Jain's index; 1 = equally, 1/n = one of n alone)" :
			"");
}

/* " with philosophers=3", or nothing where there are no knobs. */
static void add_setting(struct buffer *out, const struct experiment *experiment, size_t combination)
{
	if (!experiment->knobs.count)
		return;
	buffer_print(out, " with ");
	experiment_setting(out, experiment, combination, "", " ");
}

static void add_bound(struct buffer *out, const struct experiment *experiment, size_t combination)
{
	if (experiment->manner.kind != MANNER_PCT)
		return;
	if (experiment->knobs.count)
		experiment_setting(out, experiment, combination, "", " ");
	buffer_print(out, "%s", experiment->knobs.count ? ": " : "");
	pct_text(out, experiment, combination);
}

/* A sentence, which may be long, below what it belongs to. */
static void add_sentence(struct buffer *out, const char *text)
{
	size_t next;

	for (; text && *text; text += next) {
		size_t length = text_wrap(text, SENTENCE_COLUMNS, &next);
		buffer_print(out, "      %.*s\n", (int)length, text);
	}
}

static void add_reason(struct buffer *out, const struct experiment *experiment, const struct reason *reason)
{
	buffer_print(out, "  %" PRIu64 " x %s, seed%s", reason->count, result_name(reason->result),
		     reason->count == 1 ? "" : "s");
	for (size_t i = 0; i < reason->named; i++)
		buffer_print(out, "%s%" PRIu64, i ? ", " : " ", experiment->seed + reason->runs[i]);
	buffer_print(out, "%s:\n", reason->count > reason->named ? ", ..." : "");
	add_sentence(out, reason->sentence);
}

static void add_reasons(struct buffer *out, const struct experiment *experiment, size_t combination)
{
	const struct tally *tally = &experiment->tallies[combination];
	uint64_t more = tally->other_reasons;

	if (tally_failed(tally)) {
		buffer_print(out, "\nFailed: %" PRIu64 " of %" PRIu64 " runs", tally_failed(tally),
			     tally->runs);
		add_setting(out, experiment, combination);
		buffer_print(out, ".\n");
	}
	for (size_t i = 0; i < tally->reason_count; i++)
		if (i < REASONS_SHOWN)
			add_reason(out, experiment, &tally->reasons[i]);
		else
			more += tally->reasons[i].count;
	if (more)
		buffer_print(out, "  %" PRIu64 " for other reasons\n", more);
	if (tally->lost) {
		buffer_print(out, "\nLost updates: in %" PRIu64 " of %" PRIu64 " runs", tally->lost,
			     tally->runs);
		add_setting(out, experiment, combination);
		buffer_print(out, ", failed or not; the first with seed %" PRIu64 ":\n",
			     experiment->seed + tally->lost_nth);
		add_sentence(out, tally->lost_sentence);
	}
}

/* The first run that failed, as a command. */
static void add_again(struct buffer *out, const struct experiment *experiment)
{
	for (size_t i = 0; i < experiment->knobs.combinations; i++) {
		const struct tally *tally = &experiment->tallies[i];
		if (!tally->reason_count)
			continue;
		uint64_t nth = tally->reasons[0].runs[0];
		buffer_print(out, "\nTo run one of them again:  sandbox run %s", experiment->operand);
		if (experiment->knobs.count)
			experiment_setting(out, experiment, i, " --set ", "");
		buffer_print(out, " --seed %" PRIu64, experiment->seed + nth);
		if (experiment->manner.kind == MANNER_PERTURBED)
			buffer_print(out, " --perturb %" PRIu64, experiment->manner.seed + nth);
		if (experiment->manner.kind == MANNER_PCT) {
			buffer_print(out, " --schedule pct:%" PRIu64 ":%" PRIu32 ":%" PRIu32
				     "\nIt takes the same steps again.\n",
				     experiment->manner.seed + nth, experiment->manner.depth,
				     experiment->sizes[i].steps);
			return;
		}
		if (experiment->manner.kind == MANNER_RANDOM) {
			buffer_print(out, " --schedule random:%" PRIu64 "\nIt takes the same steps again.\n",
				     experiment->manner.seed + nth);
			return;
		}
		buffer_print(
			out,
			"\nThe seed repeats the random numbers%s, not the schedule: the kernel decides who "
			"runs,\nand it may end otherwise.\n",
			experiment->manner.kind == MANNER_PERTURBED ? " and the delays" : "");
		return;
	}
}

/* The lower edge of a bin, with the digits that its width needs. */
static void add_edge(struct buffer *out, double edge, double width, bool in_seconds)
{
	double scale = in_seconds ? 1 : 1e3;
	int digits = (int)ceil(-log10(width * scale) - 1e-9);

	buffer_print(out, "%10.*f %s", digits > 0 ? digits : 0, edge * scale, in_seconds ? "s " : "ms");
}

static void add_bar(struct buffer *out, uint64_t count, uint64_t most)
{
	int length = (int)ceil((double)count / (double)most * BAR);

	buffer_print(out, "  %.*s%s%" PRIu64 "\n", length, "########################################",
		     length ? " " : "", count);
}

static void add_histogram(struct buffer *out, const struct experiment *experiment, size_t combination)
{
	const struct tally *tally = &experiment->tallies[combination];
	struct histogram histogram = statistics_histogram(tally->times.values, tally->times.count);
	bool in_seconds = histogram.low + histogram.width * (double)histogram.bins > 1.5;
	uint64_t most = histogram.above;

	if (tally->times.count < HISTOGRAM_LEAST)
		return;
	for (size_t i = 0; i < histogram.bins; i++)
		most = histogram.counts[i] > most ? histogram.counts[i] : most;
	buffer_print(out, "\nTime of the %" PRIu32 " run%s that passed", tally->times.count,
		     tally->times.count == 1 ? "" : "s");
	add_setting(out, experiment, combination);
	buffer_print(out, ", from:\n");
	for (size_t i = 0; i < histogram.bins; i++) {
		add_edge(out, histogram.low + histogram.width * (double)i, histogram.width, in_seconds);
		add_bar(out, histogram.counts[i], most);
	}
	if (histogram.above) {
		buffer_print(out, "%13s", "more");
		add_bar(out, histogram.above, most);
	}
}

static void add_title(struct buffer *out, const struct experiment *experiment)
{
	double seconds = (double)(experiment->ended - experiment->began) / 1e9;
	char took[CELL];

	time_text(seconds, took);
	buffer_print(out,
		     "%s: %" PRIu64
		     " run%s in %s (%.0f a second), %zu at a time, %s\n",
		     experiment->operand, experiment->finished, experiment->finished == 1 ? "" : "s", took,
		     seconds > 0 ? (double)experiment->finished / seconds : 0.0, experiment->jobs,
		     experiment->manner.kind == MANNER_PERTURBED ? "scheduled by the kernel with delays" :
		     experiment->manner.kind == MANNER_RANDOM ?
			     "each step a random one of those that could be taken" :
		     experiment->manner.kind == MANNER_PCT ? "by priorities drawn at random (PCT)" :
			     "scheduled by the kernel");
	if (experiment->knobs.combinations > 1)
		buffer_print(out, "%zu settings, %" PRIu64 " runs each, ", experiment->knobs.combinations,
			     experiment->runs);
	buffer_print(out, "seeds %" PRIu64 " to %" PRIu64 "\n\n", experiment->seed,
		     experiment->seed + experiment->runs - 1);
}

static void add_incomplete(struct buffer *out, const struct experiment *experiment)
{
	if (experiment_complete(experiment))
		return;
	buffer_print(out, "\nINCOMPLETE, %" PRIu64 " of %" PRIu64 " runs: ", experiment->finished,
		     experiment_total(experiment));
	if (experiment->signal)
		buffer_print(out, "stopped by SIG%s\n", sigabbrev_np(experiment->signal));
	else
		buffer_print(out, "%s\n", experiment->stopped);
}

bool experiment_text(struct buffer *out, const struct experiment *experiment)
{
	size_t combinations = experiment->knobs.combinations;

	add_title(out, experiment);
	add_table(out, experiment);
	add_key(out, experiment);
	for (size_t i = 0; i < combinations; i++)
		add_bound(out, experiment, i);
	for (size_t i = 0; i < combinations; i++)
		add_reasons(out, experiment, i);
	add_again(out, experiment);
	for (size_t i = 0; i < combinations && combinations <= HISTOGRAMS_MAX; i++)
		add_histogram(out, experiment, i);
	if (combinations > HISTOGRAMS_MAX)
		buffer_print(out, "\nHistograms are shown for up to %d settings.\n", HISTOGRAMS_MAX);
	add_incomplete(out, experiment);
	return buffer_reserve(out, 1); /* it fails again where one above did */
}
