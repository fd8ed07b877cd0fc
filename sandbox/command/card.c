#include "command/card.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "world/words.h"

#define COLUMN_MIN 26 /* columns of a process; with less, the processes stand below each other */
#define LEFT 12       /* "  12 ├ " */

struct card_row {
	uint32_t step; /* 0 = it was said in between */
	uint32_t process, line;
	char text[160];
};

int card_begin(struct card *card, const struct grant *schedule, uint32_t steps)
{
	*card = (struct card){.world = world_create(), .schedule = schedule, .steps = steps};
	return card->world ? 0 : -ENOMEM;
}

void card_finish(struct card *card)
{
	world_destroy(card->world);
	free(card->rows);
}

static struct card_row *add_row(struct card *card, uint32_t step, uint32_t process)
{
	if (!grow(&card->rows, &card->room, (uint64_t)card->count + 1, sizeof *card->rows)) {
		card->cut = true;
		return NULL;
	}
	card->rows[card->count] = (struct card_row){.step = step, .process = process};
	return &card->rows[card->count++];
}

void card_step(void *context, uint32_t step)
{
	struct card *card = context;

	card->step = step + 1;
	add_row(card, step + 1, card->schedule[step].process);
}

/* Events that say what a step was. What is wanted next belongs to the next step, and making objects to none.
 */
static bool tells(const struct trace_event *event)
{
	switch (event->kind) {
	case TRACE_DID:
		return event->primitive != PRIMITIVE_PIPE || event->action != PIPE_INHERIT;
	case TRACE_REFUSED:
	case TRACE_TIMED_OUT:
	case TRACE_LOOKED:
	case TRACE_EXITED:
	case TRACE_KILLED:
	case TRACE_SIGNALLED:
	case TRACE_WOKE:
		return true;
	default:
		return false;
	}
}

static void tell(const struct card *card, struct card_row *row, const struct trace_event *event)
{
	char spare[24];

	row->line = event->line;
	if (event->kind == TRACE_BORN)
		snprintf(row->text, sizeof row->text, "started %s",
			 words_name(card->world, event->process, spare));
	else
		words_event(card->world, event, NULL, row->text, sizeof row->text);
	if (!row->text[0] && event->kind == TRACE_WOKE) /* mp.wait: the events do not say of what */
		snprintf(row->text, sizeof row->text, "saw that it need not wait");
}

void card_see(void *context, const struct trace_event *event)
{
	struct card *card = context;
	struct card_row *row;

	world_apply(card->world, event);
	if (!card->step || !card->count) {
		/* It may fail before its first step. */
		if (event->kind == TRACE_ERROR && (row = add_row(card, 0, event->process)))
			tell(card, row, event);
		return;
	}
	for (row = &card->rows[card->count - 1]; row > card->rows && !row->step;)
		row--;
	bool born = event->kind == TRACE_BORN && event->b == row->process;
	if (!row->text[0] && (born || (tells(event) && event->process == row->process))) {
		tell(card, row, event);
		if (born)
			row->line = 0;
	} else if (event->kind == TRACE_SAID || event->kind == TRACE_ERROR || event->kind == TRACE_KILLED) {
		row = add_row(card, 0, event->process);
		if (row)
			tell(card, row, event);
	}
}

/* The processes that take a step, in order of number. Returns how many. */
static uint32_t list_processes(const struct card *card, uint32_t *numbers, uint32_t room)
{
	uint32_t count = 0;

	for (uint32_t process = 0; process < card->world->process_count; process++)
		for (uint32_t i = 0; i < card->count; i++) {
			if (card->rows[i].process != process)
				continue;
			if (count < room)
				numbers[count] = process;
			count++;
			break;
		}
	return count;
}

static void add_place(struct buffer *out, const struct card_row *row)
{
	char place[24] = "";

	if (row->line)
		snprintf(place, sizeof place, "  :%" PRIu32, row->line);
	buffer_print(out, "%s\n", place);
}

/* A row in between belongs to the step before it: `step` of the last row. */
static void add_number(const struct card *card, struct buffer *out, const struct card_row *row,
		       uint32_t critical, uint32_t *step)
{
	if (row->step)
		*step = row->step;
	bool round = card->cycle && *step > card->steps - card->cycle;

	buffer_print(out, "%s", row->step && row->step == critical ? " ! " : round ? " | " : "   ");
	if (row->step)
		buffer_print(out, "%4" PRIu32 "  ", row->step);
	else
		buffer_print(out, "%6s", "");
}

static void print_list(const struct card *card, struct buffer *out, uint32_t critical)
{
	uint32_t step = 0;
	char spare[24];

	for (uint32_t i = 0; i < card->count; i++) {
		const struct card_row *row = &card->rows[i];
		struct text_fit fit = text_fit(words_name(card->world, row->process, spare), 14, TEXT_LEFT);

		add_number(card, out, row, critical, &step);
		buffer_print(out, "%.*s%s%*s %s", (int)fit.bytes,
			     words_name(card->world, row->process, spare), fit.clipped ? "~" : "", fit.after,
			     "", row->text);
		add_place(out, row);
	}
}

static void print_columns(const struct card *card, struct buffer *out, uint32_t critical,
			  const uint32_t *numbers, uint32_t count, int width)
{
	uint32_t step = 0;
	char spare[24];

	buffer_print(out, "%9s", "step   ");
	for (uint32_t i = 0; i < count; i++)
		buffer_print(out, "%-*s", width, words_name(card->world, numbers[i], spare));
	buffer_print(out, "\n");
	for (uint32_t i = 0; i < card->count; i++) {
		const struct card_row *row = &card->rows[i];
		uint32_t column = 0;

		while (column < count && numbers[column] != row->process)
			column++;
		add_number(card, out, row, critical, &step);
		buffer_print(out, "%*s%s", (int)column * width, "", row->text);
		add_place(out, row);
	}
}

void card_print(const struct card *card, struct buffer *out, uint32_t critical, int columns)
{
	uint32_t numbers[8], count = list_processes(card, numbers, 8);
	int width = count && count <= 8 ? (columns - LEFT) / (int)count : 0;

	if (width >= COLUMN_MIN)
		print_columns(card, out, critical, numbers, count, width > 40 ? 40 : width);
	else
		print_list(card, out, critical);
	if (critical)
		buffer_print(out, "   !     from this step on it cannot be avoided\n");
	if (card->cycle)
		buffer_print(out, "   |     these steps go round for ever: then everything is as before\n");
}
