#include "command/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "world/words.h"

#define NAME_COLUMNS 14
#define WORDS_COLUMNS 44 /* so that the source lines stand below each other; longer words push them */
#define ENDINGS_NAMED 20
#define TEXT_COLUMN 26   /* where the words begin */

/* What follows the first line of an error: its traceback, below the words. */
static bool add_rest(struct buffer *out, const struct trace_event *event)
{
	size_t length = event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX;
	const char *line = memchr(event->text, '\n', length), *end = event->text + length;
	char clean[TRACE_TEXT_MAX + 1];

	while (line && ++line < end) {
		const char *next = memchr(line, '\n', (size_t)(end - line));
		const char *from = line + (*line == '\t');
		utf8_clean(clean, sizeof clean, from, (size_t)((next ? next : end) - from));
		if (!buffer_print(out, "%*s| %s%s\n", TEXT_COLUMN, "", *line == '\t' ? "    " : "", clean))
			return false;
		line = next;
	}
	return true;
}

bool report_event(struct buffer *out, const struct world *world, const struct trace_event *event)
{
	char words[1200], spare[24], line[16] = "";

	if (words_event(world, event, NULL, words, sizeof words) == 0)
		return true;
	const char *name = words_name(world, event->process, spare);
	struct text_fit fit = text_fit(name, NAME_COLUMNS, TEXT_LEFT);
	int columns = text_columns(words);
	if (event->line)
		snprintf(line, sizeof line, ":%" PRIu32, event->line);
	int after = !event->line ? 0 : columns < WORDS_COLUMNS ? WORDS_COLUMNS - columns + 2 : 2;
	if (!buffer_print(out, "%9.3f  %.*s%s%*s %s%*s%s\n", (double)event->time / 1e9, (int)fit.bytes, name,
			  fit.clipped ? "~" : "", fit.after, "", words, after, "", line))
		return false;
	return event->kind != TRACE_ERROR || add_rest(out, event);
}

void report_stalled(struct buffer *out, const struct world *world, const struct verdict *verdict,
		    const char *file)
{
	char text[2048];

	verdict_sentence(world, verdict, file, text, sizeof text);
	buffer_print(out, "%9.3f  %-*s note: %s\n", (double)world->time / 1e9, NAME_COLUMNS, "sandbox", text);
}

void report_loss(struct buffer *out, const struct world *world, const struct world_loss *loss,
		 const char *file)
{
	char text[512];

	words_loss(world, loss, file, NULL, text, sizeof text);
	buffer_print(out, "%9.3f  %-*s note: %s\n", (double)world->time / 1e9, NAME_COLUMNS, "sandbox", text);
}

/* "  counter: 27061 updates; two.lua:8 wrote over two.lua:9, 26110 times" */
static void add_lost(struct buffer *out, const struct world *world, const struct world_object *object,
		     const char *file)
{
	const char *of_file = file ? file : "line";

	buffer_print(out, "  %s: %" PRId64 " update%s", object->name, object->updates_lost,
		     object->updates_lost == 1 ? "" : "s");
	for (uint32_t i = 0; i < world->loss_count; i++) {
		const struct world_loss *loss = &world->losses[i];
		if (loss->object == object->number)
			buffer_print(out, "; %s:%" PRIu32 " wrote over %s:%" PRIu32 ", %" PRIu64 " time%s",
				     of_file, loss->line, of_file, loss->victim_line, loss->times,
				     loss->times == 1 ? "" : "s");
	}
	buffer_print(out, "%s\n",
		     object->unwatched ? "; and perhaps some of elements that are too many to watch" : "");
}

void report_losses(struct buffer *out, const struct world *world, const char *file)
{
	bool any = false;

	for (uint32_t i = 0; i < world->object_count; i++) {
		if (!world_has_lost(&world->objects[i]))
			continue;
		buffer_print(out, "%s", any ? "" : "Lost updates, written over by who had not seen them:\n");
		add_lost(out, world, &world->objects[i], file);
		any = true;
	}
	if (world->lost_cut)
		buffer_print(out, "Too many values, elements and processes to watch all of them for lost "
				  "updates: there may be %s.\n", any ? "more" : "some");
}

static bool contains(const uint32_t *numbers, uint32_t count, uint32_t number)
{
	for (uint32_t i = 0; i < count; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

static void add_stuck(struct buffer *out, const struct world *world, uint32_t process, const char *file)
{
	char text[1024];

	words_stuck(world, process, file, text, sizeof text);
	buffer_print(out, "  %s\n", text);
}

/* "P1 and P2 wait for each other", "5 processes wait for each other in a ring" */
static void add_ring_title(struct buffer *out, const struct world *world, const struct verdict *verdict)
{
	const uint32_t *ring = verdict->ring;
	char one[24], other[24];

	if (verdict->ring_count == 1)
		buffer_print(out, "%s waits for itself", words_name(world, ring[0], one));
	else if (verdict->ring_count == 2)
		buffer_print(out, "%s and %s wait for each other", words_name(world, ring[0], one),
			     words_name(world, ring[1], other));
	else
		buffer_print(out, "%" PRIu32 " processes wait for each other in a ring", verdict->ring_count);
}

void report_deadlock(struct buffer *out, const struct world *world, const struct verdict *verdict,
		     const char *file)
{
	const uint32_t *stuck = verdict->stuck;
	uint32_t behind = verdict->stuck_count - verdict->ring_count;
	char spare[24], sum[80];

	words_sum(world, verdict, sum, sizeof sum);
	buffer_print(out, "\nDEADLOCK after %.3f s: ", (double)world->time / 1e9);
	if (verdict->ring_count)
		add_ring_title(out, world, verdict);
	else if (verdict->stuck_count == 1)
		buffer_print(out, "%s waits%s, and nobody is left who could %s",
			     words_name(world, stuck[0], spare), sum, words_missing(world, verdict));
	else
		buffer_print(out, "%s%s, and nobody is left who could %s",
			     verdict->whole ? "everybody waits" : "some wait for ever", sum,
			     words_missing(world, verdict));
	buffer_print(out, ".\n");
	for (uint32_t i = 0; i < verdict->ring_count; i++)
		add_stuck(out, world, verdict->ring[i], file);
	if (verdict->ring_count && behind)
		buffer_print(out, "Stuck behind %s:\n", verdict->ring_count == 1 ? "it" : "them");
	for (uint32_t i = 0; i < verdict->stuck_count; i++)
		if (!contains(verdict->ring, verdict->ring_count, stuck[i]))
			add_stuck(out, world, stuck[i], file);
}

/* The first line of an error message. */
static void add_error(struct buffer *out, const char *name, const struct trace_text *error)
{
	char clean[TRACE_TEXT_MAX + 1];

	utf8_clean(clean, sizeof clean, error->bytes, strcspn(error->bytes, "\n"));
	buffer_print(out, "  %s: %s\n", name, clean);
}

static void add_endings(struct buffer *out, const struct world *world)
{
	uint32_t named = 0;
	char text[64];

	for (uint32_t i = 0; i < world->process_count; i++) {
		const struct world_process *process = world_process(world, i);
		bool remarkable = process && (process->error ||
					      (process->life != LIFE_ALIVE && process->exit_code != 0));
		if (!remarkable || ++named > ENDINGS_NAMED)
			continue;
		if (process->error) {
			add_error(out, process->name, process->error);
		} else {
			words_exit(process->exit_code, text, sizeof text);
			buffer_print(out, "  %s: %s\n", process->name, text);
		}
	}
	if (named > ENDINGS_NAMED)
		buffer_print(out, "  and %" PRIu32 " more\n", named - ENDINGS_NAMED);
}

static void add_counts(struct buffer *out, const struct world *world)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < world->process_count; i++)
		count += world_process(world, i) != NULL;
	buffer_print(out, "%" PRIu32 " process%s, %" PRIu64 " events", count, count == 1 ? "" : "es",
		     world->events);
}

void report_end(struct buffer *out, const struct world *world, uint64_t seed)
{
	buffer_print(out, "\n%s after %.3f s: ", world->errors ? "FAILED" : "Finished",
		     (double)world->time / 1e9);
	if (world->errors && !world->load_error)
		buffer_print(out, "%" PRIu32 " uncaught error%s, ", world->errors,
			     world->errors == 1 ? "" : "s");
	add_counts(out, world);
	buffer_print(out, ", seed %" PRIu64 ".\n", seed);
	if (world->load_error)
		add_error(out, "sandbox", world->load_error);
	add_endings(out, world);
}

void report_stopped(struct buffer *out, const struct world *world, int64_t time, const char *why,
		    const char *file)
{
	char text[1024];

	buffer_print(out, "\nStopped %s after %.3f s: ", why, (double)time / 1e9);
	add_counts(out, world);
	buffer_print(out, ".%s\n", world->alive ? " Where everybody was:" : "");
	for (uint32_t i = 0; i < world->process_count; i++)
		if (words_whereabouts(world, i, file, text, sizeof text))
			buffer_print(out, "  %s\n", text);
}
