/* An experiment for programs: CSV and JSON Lines. Times are in seconds; what there is none of is empty or
 * null. */
#include "command/experiment.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "world/json_writer.h"

/* Appends to a buffer; the first failure is remembered. */
struct sheet {
	struct buffer *out;
	bool failed;
};

#define SHEET(sheet, ...) ((sheet)->failed = !buffer_print((sheet)->out, __VA_ARGS__) || (sheet)->failed)

static const struct {
	const char *name;
	double share;
} quantiles[] = {{"min", 0}, {"median", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"max", 1}};

#define QUANTILES (sizeof quantiles / sizeof *quantiles)

static void string(struct sheet *sheet, const char *text)
{
	size_t length = strlen(text);

	if (!buffer_reserve(sheet->out, JSON_STRING * length + 2)) {
		sheet->failed = true;
		return;
	}
	struct json json = {.at = sheet->out->bytes + sheet->out->length};
	json_string(&json, text, length);
	sheet->out->length = (size_t)(json.at - sheet->out->bytes);
}

/* "partial deadlock" as a name in a program: partial_deadlock */
static const char *identifier(enum result result, char name[32])
{
	snprintf(name, 32, "%s", result_name(result));
	for (char *at = name; *at; at++)
		if (*at == ' ')
			*at = '_';
	return name;
}

/* A number, or what stands for none. */
static void number(struct sheet *sheet, const char *format, double value, const char *none)
{
	char text[48];

	snprintf(text, sizeof text, "%.*f", *format - '0', value);
	SHEET(sheet, "%s", isnan(value) ? none : text);
}

static void csv_head(struct sheet *sheet, const struct experiment *experiment)
{
	char name[32];

	for (size_t i = 0; i < experiment->knobs.count; i++)
		SHEET(sheet, "%s,", experiment->knobs.axes[i].name);
	SHEET(sheet, "planned,runs,passed,failed,failure_rate,failure_rate_low,failure_rate_high");
	for (int i = RESULT_PASSED + 1; i < RESULTS; i++)
		SHEET(sheet, ",%s", identifier(i, name));
	SHEET(sheet, ",lost_update_runs");
	for (size_t i = 0; i < QUANTILES; i++)
		SHEET(sheet, ",time_%s", quantiles[i].name);
	SHEET(sheet, ",operations_per_second,fairness_median,fairness_min,fairness_runs\n");
}

static void csv_row(struct sheet *sheet, const struct experiment *experiment, size_t combination)
{
	const struct tally *tally = &experiment->tallies[combination];
	struct interval sure = statistics_wilson(tally_failed(tally), tally->runs);
	struct knob_setting settings[OPTION_LIST_MAX];

	knobs_combine(&experiment->knobs, combination, settings);
	for (size_t i = 0; i < experiment->knobs.count; i++)
		SHEET(sheet, "%" PRId64 ",", settings[i].value);
	SHEET(sheet, "%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",", experiment->runs, tally->runs,
	      tally->results[RESULT_PASSED], tally_failed(tally));
	number(sheet, "6", tally->runs ? (double)tally_failed(tally) / (double)tally->runs : NAN, "");
	SHEET(sheet, ",%.6f,%.6f", sure.low, sure.high);
	for (int i = RESULT_PASSED + 1; i < RESULTS; i++)
		SHEET(sheet, ",%" PRIu64, tally->results[i]);
	SHEET(sheet, ",%" PRIu64, tally->lost);
	for (size_t i = 0; i < QUANTILES; i++) {
		SHEET(sheet, ",");
		number(sheet, "6", tally_quantile(&tally->times, quantiles[i].share), "");
	}
	SHEET(sheet, ",");
	number(sheet, "1", tally_throughput(tally), "");
	SHEET(sheet, ",");
	number(sheet, "6", tally_quantile(&tally->fairness, 0.5), "");
	SHEET(sheet, ",");
	number(sheet, "6", tally_quantile(&tally->fairness, 0), "");
	SHEET(sheet, ",%" PRIu32 "\n", tally->fairness.count);
}

bool experiment_csv(struct buffer *out, const struct experiment *experiment)
{
	struct sheet sheet = {.out = out};

	csv_head(&sheet, experiment);
	for (size_t i = 0; i < experiment->knobs.combinations; i++)
		csv_row(&sheet, experiment, i);
	return !sheet.failed;
}

static void put_set(struct sheet *sheet, const struct experiment *experiment, size_t combination)
{
	struct knob_setting settings[OPTION_LIST_MAX];

	knobs_combine(&experiment->knobs, combination, settings);
	SHEET(sheet, "\"set\":{");
	for (size_t i = 0; i < experiment->knobs.count; i++) {
		SHEET(sheet, "%s", i ? "," : "");
		string(sheet, settings[i].name);
		SHEET(sheet, ":%" PRId64, settings[i].value);
	}
	SHEET(sheet, "}");
}

bool experiment_json_run(struct buffer *out, const struct experiment *experiment, size_t combination,
			 const struct outcome_of_run *outcome)
{
	struct sheet sheet = {.out = out};
	char name[32];

	SHEET(&sheet, "{\"seed\":%" PRIu64 ",", experiment->seed + outcome->nth);
	if (experiment->manner.kind == MANNER_PERTURBED)
		SHEET(&sheet, "\"perturb\":%" PRIu64 ",", experiment->manner.seed + outcome->nth);
	if (experiment->manner.kind == MANNER_RANDOM)
		SHEET(&sheet, "\"random\":%" PRIu64 ",", experiment->manner.seed + outcome->nth);
	if (experiment->manner.kind == MANNER_PCT)
		SHEET(&sheet, "\"pct\":%" PRIu64 ",", experiment->manner.seed + outcome->nth);
	put_set(&sheet, experiment, combination);
	SHEET(&sheet, ",\"result\":\"%s\",\"t\":%.6f,\"operations\":%" PRIu64 ",\"fairness\":",
	      identifier(outcome->result, name), (double)outcome->time / 1e9, outcome->operations);
	number(&sheet, "6", outcome->fairness, "null");
	SHEET(&sheet, ",\"lost_updates\":%s", outcome->lost_updates ? "true" : "false");
	if (outcome->result != RESULT_PASSED) {
		SHEET(&sheet, ",\"sentence\":");
		string(&sheet, outcome->sentence);
	}
	SHEET(&sheet, "}\n");
	return !sheet.failed;
}

static void put_reasons(struct sheet *sheet, const struct experiment *experiment, const struct tally *tally)
{
	char name[32];

	SHEET(sheet, ",\"reasons\":[");
	for (size_t i = 0; i < tally->reason_count; i++) {
		const struct reason *reason = &tally->reasons[i];
		SHEET(sheet, "%s{\"result\":\"%s\",\"count\":%" PRIu64 ",\"seeds\":[", i ? "," : "",
		      identifier(reason->result, name), reason->count);
		for (size_t j = 0; j < reason->named; j++)
			SHEET(sheet, "%s%" PRIu64, j ? "," : "", experiment->seed + reason->runs[j]);
		SHEET(sheet, "],\"sentence\":");
		string(sheet, reason->sentence ? reason->sentence : "");
		SHEET(sheet, "}");
	}
	SHEET(sheet, "],\"other_reasons\":%" PRIu64, tally->other_reasons);
}

static void put_histogram(struct sheet *sheet, const struct tally *tally)
{
	struct histogram histogram = statistics_histogram(tally->times.values, tally->times.count);

	if (!histogram.bins)
		return;
	SHEET(sheet, ",\"histogram\":{\"low\":%.9g,\"width\":%.9g,\"counts\":[", histogram.low,
	      histogram.width);
	for (size_t i = 0; i < histogram.bins; i++)
		SHEET(sheet, "%s%" PRIu64, i ? "," : "", histogram.counts[i]);
	SHEET(sheet, "],\"above\":%" PRIu64 "}", histogram.above);
}

static void json_setting(struct sheet *sheet, const struct experiment *experiment, size_t combination)
{
	const struct tally *tally = &experiment->tallies[combination];
	struct interval sure = statistics_wilson(tally_failed(tally), tally->runs);
	char name[32];

	SHEET(sheet, "{");
	put_set(sheet, experiment, combination);
	SHEET(sheet, ",\"planned\":%" PRIu64 ",\"runs\":%" PRIu64 ",\"failed\":%" PRIu64 ",\"failure_rate\":",
	      experiment->runs, tally->runs, tally_failed(tally));
	number(sheet, "6", tally->runs ? (double)tally_failed(tally) / (double)tally->runs : NAN, "null");
	SHEET(sheet, ",\"failure_rate_95\":[%.6f,%.6f],\"results\":{", sure.low, sure.high);
	for (int i = 0; i < RESULTS; i++)
		SHEET(sheet, "%s\"%s\":%" PRIu64, i ? "," : "", identifier(i, name), tally->results[i]);
	SHEET(sheet, "},\"lost_update_runs\":%" PRIu64 ",\"time\":{", tally->lost);
	for (size_t i = 0; i < QUANTILES; i++) {
		SHEET(sheet, "%s\"%s\":", i ? "," : "", quantiles[i].name);
		number(sheet, "6", tally_quantile(&tally->times, quantiles[i].share), "null");
	}
	SHEET(sheet, "},\"operations_per_second\":");
	number(sheet, "1", tally_throughput(tally), "null");
	SHEET(sheet, ",\"fairness\":{\"median\":");
	number(sheet, "6", tally_quantile(&tally->fairness, 0.5), "null");
	SHEET(sheet, ",\"min\":");
	number(sheet, "6", tally_quantile(&tally->fairness, 0), "null");
	SHEET(sheet, ",\"runs\":%" PRIu32 "}", tally->fairness.count);
	if (experiment->manner.kind == MANNER_PCT)
		pct_json(sheet->out, experiment, combination);
	put_reasons(sheet, experiment, tally);
	put_histogram(sheet, tally);
	SHEET(sheet, "}\n");
}

static const char *verdict_of(const struct experiment *experiment)
{
	if (experiment->signal)
		return "interrupted";
	if (!experiment_complete(experiment))
		return "stopped";
	return experiment->failed ? "failed" : "passed";
}

bool experiment_json(struct buffer *out, const struct experiment *experiment)
{
	struct sheet sheet = {.out = out};
	bool perturbed = experiment->manner.kind == MANNER_PERTURBED,
	     random = experiment->manner.kind == MANNER_RANDOM, pct = experiment->manner.kind == MANNER_PCT;

	for (size_t i = 0; i < experiment->knobs.combinations; i++)
		json_setting(&sheet, experiment, i);
	SHEET(&sheet,
	      "{\"verdict\":\"%s\",\"status\":%d,\"complete\":%s,\"planned\":%" PRIu64 ",\"runs\":%" PRIu64
	      ",\"failed\":%" PRIu64 ",\"settings\":%zu,\"seed\":%" PRIu64
	      ",\"schedule\":\"%s\",\"jobs\":%zu,\"t\":%.6f",
	      verdict_of(experiment), experiment_status(experiment),
	      experiment_complete(experiment) ? "true" : "false", experiment_total(experiment),
	      experiment->finished, experiment->failed, experiment->knobs.combinations, experiment->seed,
	      perturbed ? "perturbed" :
	      random	? "random" :
	      pct	? "pct" :
			  "free",
	      experiment->jobs,
	      (double)(experiment->ended - experiment->began) / 1e9);
	if (perturbed)
		SHEET(&sheet, ",\"perturb\":%" PRIu64, experiment->manner.seed);
	if (random)
		SHEET(&sheet, ",\"random\":%" PRIu64, experiment->manner.seed);
	if (pct)
		SHEET(&sheet, ",\"pct\":%" PRIu64 ",\"depth\":%" PRIu32, experiment->manner.seed,
		      experiment->manner.depth);
	if (experiment->stopped[0]) {
		SHEET(&sheet, ",\"error\":");
		string(&sheet, experiment->stopped);
	}
	SHEET(&sheet, ",\"file\":");
	string(&sheet, experiment->file);
	SHEET(&sheet, "}\n");
	return !sheet.failed;
}
