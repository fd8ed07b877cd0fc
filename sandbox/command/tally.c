#include "command/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

static void sample_add(struct tally *tally, struct sample *sample, double value)
{
	if (grow(&sample->values, &sample->room, sample->count + UINT64_C(1), sizeof value))
		sample->values[sample->count++] = value;
	else
		tally->out_of_memory = true;
}

/* Take over the text; an old one is freed. Without memory the old one stays. */
static void set_text(struct tally *tally, char **text, const char *words)
{
	char *copy = strdup(words);

	if (!copy) {
		tally->out_of_memory = true;
		return;
	}
	free(*text);
	*text = copy;
}

static struct reason *find_reason(struct tally *tally, const struct outcome_of_run *outcome)
{
	for (size_t i = 0; i < tally->reason_count; i++) {
		struct reason *reason = &tally->reasons[i];
		if (reason->result == outcome->result && strcmp(reason->key, outcome->key) == 0)
			return reason;
	}
	if (!tally->reasons)
		tally->reasons = calloc(REASONS_MAX, sizeof *tally->reasons);
	char *key = strdup(outcome->key);
	if (!tally->reasons || !key || tally->reason_count == REASONS_MAX) {
		tally->out_of_memory = tally->out_of_memory || !tally->reasons || !key;
		free(key);
		return NULL;
	}
	struct reason *reason = &tally->reasons[tally->reason_count++];
	*reason = (struct reason){.result = outcome->result, .key = key};
	return reason;
}

/* Keep the lowest numbers: runs do not end in their order. */
static void name_run(struct tally *tally, struct reason *reason, const struct outcome_of_run *outcome)
{
	size_t at = reason->named;

	while (at > 0 && reason->runs[at - 1] > outcome->nth)
		at--;
	if (at == REASON_RUNS)
		return;
	if (at == 0)
		set_text(tally, &reason->sentence, outcome->sentence);
	if (reason->named < REASON_RUNS)
		reason->named++;
	memmove(&reason->runs[at + 1], &reason->runs[at], (reason->named - 1 - at) * sizeof *reason->runs);
	reason->runs[at] = outcome->nth;
}

static void add_failure(struct tally *tally, const struct outcome_of_run *outcome)
{
	struct reason *reason = find_reason(tally, outcome);

	if (!reason) {
		tally->other_reasons++;
		return;
	}
	reason->count++;
	name_run(tally, reason, outcome);
}

static void add_passed(struct tally *tally, const struct outcome_of_run *outcome)
{
	double seconds = (double)outcome->time / 1e9;

	sample_add(tally, &tally->times, seconds);
	if (!isnan(outcome->fairness))
		sample_add(tally, &tally->fairness, outcome->fairness);
	tally->operations += (double)outcome->operations;
	tally->seconds += seconds;
}

void tally_add(struct tally *tally, const struct outcome_of_run *outcome)
{
	tally->runs++;
	tally->results[outcome->result]++;
	tally->out_of_memory = tally->out_of_memory || outcome->out_of_memory;
	if (outcome->lost_updates) {
		if (tally->lost++ == 0 || outcome->nth < tally->lost_nth) {
			tally->lost_nth = outcome->nth;
			set_text(tally, &tally->lost_sentence, outcome->lost);
		}
	}
	if (outcome->result == RESULT_PASSED)
		add_passed(tally, outcome);
	else
		add_failure(tally, outcome);
}

static int more_frequent(const void *one, const void *other)
{
	const struct reason *a = one, *b = other;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return (a->runs[0] > b->runs[0]) - (a->runs[0] < b->runs[0]);
}

void tally_close(struct tally *tally)
{
	statistics_sort(tally->times.values, tally->times.count);
	statistics_sort(tally->fairness.values, tally->fairness.count);
	if (tally->reason_count)
		qsort(tally->reasons, tally->reason_count, sizeof *tally->reasons, more_frequent);
}

void tally_finish(struct tally *tally)
{
	for (size_t i = 0; i < tally->reason_count; i++) {
		free(tally->reasons[i].key);
		free(tally->reasons[i].sentence);
	}
	free(tally->reasons);
	free(tally->lost_sentence);
	free(tally->times.values);
	free(tally->fairness.values);
	*tally = (struct tally){0};
}

uint64_t tally_failed(const struct tally *tally)
{
	return tally->runs - tally->results[RESULT_PASSED];
}

double tally_throughput(const struct tally *tally)
{
	return tally->seconds > 0 ? tally->operations / tally->seconds : NAN;
}

double tally_quantile(const struct sample *sample, double share)
{
	return statistics_quantile(sample->values, sample->count, share);
}
