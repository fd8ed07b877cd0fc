#include "command/shards.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/scan.h"
#include "script/record.h"

#define SHARDS_MAX     100000
#define LINE_MAX_BYTES 4000000

bool shards_read(const char *text, struct classes_share *share)
{
	struct scan scan = {text, text + strlen(text)};
	uint64_t number, of;

	if (!scan_natural(&scan, &number) || !scan_char(&scan, '/') || !scan_natural(&scan, &of) ||
	    !scan_end(&scan) || !number || number > of || of > SHARDS_MAX)
		return false;
	*share = (struct classes_share){.number = (uint32_t)number - 1, .of = (uint32_t)of};
	return true;
}

void shards_json(const struct exploration *told, const struct given *given, uint64_t seed, struct buffer *out)
{
	const struct classes_share *share = &told->every.share;
	struct recording_header header;

	script_record(&header, &given->scenario, given->program->lesson, 0);
	buffer_print(out,
		     ",\"shard\":%" PRIu32 ",\"shards\":%" PRIu32 ",\"classes_total\":%" PRIu64
		     ",\"classes_first\":%" PRIu64 ",\"whole\":\"%s %016" PRIx64 " %" PRIu64,
		     share->number + 1, share->of, share->total, share->first, SANDBOX_VERSION, header.hash,
		     seed);
	for (uint32_t i = 0; i < header.knob_count; i++)
		buffer_print(out, " %s=%" PRId64, header.knobs[i].name, header.knobs[i].value);
	buffer_print(out, " %016" PRIx64 "\"", share->graph);
}

struct shard { /* what its line says */
	char verdict[32], mode[16];
	char whole[4096]; /* of what it is a shard: version, scenario, seed, knobs, graph */
	uint64_t number, of, total, first, run, failed, states;
};

struct merge {
	struct shard whole; /* sums, and what all have in common */
	uint64_t of;	    /* so many are needed */
	bool *there;	    /* by number - 1 */
	uint64_t count;	    /* of those that are there */
	char *finding;	    /* the line of a shard that found a failure; owned */
	char *message;
	size_t size;
};

static int wrong(struct merge *merge, const char *file, const char *what)
{
	snprintf(merge->message, merge->size, "%s: %s", file, what);
	return -EINVAL;
}

/* The last line of the file, without its end; to be freed. NULL: errno. */
static char *last_line(const char *file)
{
	FILE *stream = fopen(file, "re");
	char *line = NULL, *last = NULL;
	size_t room = 0;
	ssize_t length;

	if (!stream)
		return NULL;
	while ((length = getline(&line, &room, stream)) > 0 && length < LINE_MAX_BYTES) {
		if (length == 1)
			continue;
		line[strcspn(line, "\n")] = '\0';
		free(last);
		last = line;
		line = NULL;
		room = 0;
	}
	free(line);
	fclose(stream);
	if (!last)
		errno = ENODATA;
	return last;
}

static bool read_member(struct scan *scan, const char *key, struct shard *shard)
{
	static const struct {
		const char *key;
		size_t place;
	} numbers[] = {
		{"shard", offsetof(struct shard, number)},
		{"shards", offsetof(struct shard, of)},
		{"classes_total", offsetof(struct shard, total)},
		{"classes_first", offsetof(struct shard, first)},
		{"classes_run", offsetof(struct shard, run)},
		{"classes_failed", offsetof(struct shard, failed)},
		{"states", offsetof(struct shard, states)},
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (!strcmp(key, numbers[i].key))
			return scan_natural(scan, (uint64_t *)((char *)shard + numbers[i].place));
	if (!strcmp(key, "verdict"))
		return scan_string(scan, shard->verdict, sizeof shard->verdict, NULL);
	if (!strcmp(key, "mode"))
		return scan_string(scan, shard->mode, sizeof shard->mode, NULL);
	if (!strcmp(key, "whole"))
		return scan_string(scan, shard->whole, sizeof shard->whole, NULL);
	return scan_skip(scan);
}

static bool read_shard(const char *line, struct shard *shard)
{
	struct scan scan = {line, line + strlen(line)};
	char key[64];

	*shard = (struct shard){.number = 0};
	if (!scan_char(&scan, '{'))
		return false;
	while (scan_key(&scan, key, sizeof key)) {
		if (!read_member(&scan, key, shard))
			return false;
		if (!scan_char(&scan, ','))
			break;
	}
	return scan_char(&scan, '}') && scan_end(&scan);
}

/* How many shards there are to be. */
static int count_shards(struct merge *merge, const char *file, const struct shard *shard)
{
	if (!shard->of || !shard->number || shard->number > shard->of || shard->of > SHARDS_MAX)
		return wrong(merge, file, "it is no result of `sandbox explore --json --shard I/N`");
	if (!merge->there) {
		merge->of = shard->of;
		merge->there = calloc(shard->of, sizeof *merge->there);
		if (!merge->there)
			return wrong(merge, file, strerror(ENOMEM));
	}
	return shard->of == merge->of ? 0 : wrong(merge, file, "it is a shard of another number of shards");
}

/* One that did not come to its end has told nothing. */
static int add(struct merge *merge, const char *file, const struct shard *shard)
{
	struct shard *whole = &merge->whole;
	struct classes_share share = {.number = (uint32_t)shard->number - 1, .of = (uint32_t)shard->of};
	int error = count_shards(merge, file, shard);

	if (error || strcmp(shard->verdict, "shard") != 0)
		return error;
	if (!merge->count) {
		*whole = *shard;
		whole->run = whole->failed = 0;
	}
	if (strcmp(shard->mode, whole->mode) != 0 || shard->total != whole->total ||
	    shard->states != whole->states || strcmp(shard->whole, whole->whole) != 0)
		return wrong(
			merge, file,
			"it is a shard of something else: another scenario, seed, knob, option or version");
	if (merge->there[shard->number - 1])
		return wrong(merge, file, "this shard is there twice");
	classes_share_out(&share, shard->total);
	if (shard->first != share.first || shard->run != share.count)
		return wrong(merge, file, "it does not hold the classes of its share");
	merge->there[shard->number - 1] = true;
	merge->count++;
	whole->run += shard->run;
	whole->failed += shard->failed;
	return 0;
}

/* Shards that found a failure did not share anything out, so they are not compared with the others. */
static int read_file(struct merge *merge, const char *file)
{
	char *line = last_line(file);
	struct shard shard;
	int error = 0;

	if (!line)
		return wrong(merge, file, errno == ENODATA ? "it is empty" : strerror(errno));
	if (!read_shard(line, &shard))
		error = wrong(merge, file, "it is no result of `sandbox explore --json --shard I/N`");
	else if (!strcmp(shard.verdict, "found") && !merge->finding)
		merge->finding = line;
	else if (strcmp(shard.verdict, "found") != 0)
		error = add(merge, file, &shard);
	if (line != merge->finding)
		free(line);
	return error;
}

static void add_missing(const struct merge *merge, struct buffer *out)
{
	uint32_t shown = 0;

	for (uint64_t i = 0; i < merge->of && shown < 20; i++)
		if (!merge->there[i])
			buffer_print(out, "%s%" PRIu64, shown++ ? ", " : "", i + 1);
	if (merge->of - merge->count > shown)
		buffer_print(out, ", ...");
}

static int tell(const struct merge *merge, bool json, struct buffer *out)
{
	const struct shard *whole = &merge->whole;
	bool complete = merge->count == merge->of && whole->run == whole->total && !whole->failed;

	if (merge->finding) {
		buffer_print(out,
			     json ? "%s\n" : "FOUND: one of the shards found a schedule that fails:\n%s\n",
			     merge->finding);
		return STATUS_FAILED;
	}
	if (json) {
		buffer_print(
			out,
			"{\"verdict\":\"%s\",\"kind\":null,\"shards\":%" PRIu64 ",\"merged\":%" PRIu64
			",\"classes\":%" PRIu64 ",\"classes_run\":%" PRIu64 ",\"classes_failed\":%" PRIu64
			",\"states\":%" PRIu64 ",\"complete\":%s,\"mode\":\"%s\"}\n",
			complete ? "proved" : "incomplete", merge->of, merge->count, whole->total, whole->run,
			whole->failed, whole->states, complete ? "true" : "false", whole->mode);
	} else if (complete) {
		buffer_print(out,
			     "PROVED: no schedule fails (%" PRIu64 " states, %" PRIu64
			     " classes of schedules, each run on real processes, in %" PRIu64 " shards).\n",
			     whole->states, whole->total, merge->of);
	} else {
		buffer_print(out,
			     "NOT COMPLETE: %" PRIu64 " of %" PRIu64
			     " classes of schedules were run, none failed. "
			     "Shards that are missing, or did not come to their end: ",
			     whole->run, whole->total);
		add_missing(merge, out);
		buffer_print(out, " of %" PRIu64 ". Nothing is proved.\n", merge->of);
	}
	return complete ? STATUS_OK : STATUS_TIMEOUT;
}

int shards_merge(char *const *files, int count, bool json, struct buffer *out, char *message, size_t size)
{
	struct merge merge = {.message = message, .size = size};
	int error = 0;

	for (int i = 0; i < count && !error; i++)
		error = read_file(&merge, files[i]);
	int status = error ? STATUS_USAGE : tell(&merge, json, out);
	free(merge.there);
	free(merge.finding);
	return status;
}
