#include "tui/picture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/tr.h"
#include "world/copy.h"
#include "world/words.h"

int picture_init(struct picture *picture)
{
	*picture = (struct picture){0};
	timeline_init(&picture->timeline);
	picture->world = world_create();
	return picture->world ? 0 : -ENOMEM;
}

void picture_finish(struct picture *picture)
{
	verdict_finish(&picture->verdict);
	timeline_finish(&picture->timeline);
	history_finish(&picture->history);
	world_destroy(picture->world);
	*picture = (struct picture){0};
}

int picture_reset(struct picture *picture, const struct past_mark *mark)
{
	struct world *world = mark ? world_copy(mark->world) : world_create();
	struct timeline timeline;

	timeline_init(&timeline);
	if (picture->tick)
		timeline.tick = picture->tick;
	if (!world || (mark && !timeline_copy(&timeline, &mark->timeline))) {
		world_destroy(world);
		return -ENOMEM;
	}
	world_destroy(picture->world);
	timeline_finish(&picture->timeline);
	verdict_finish(&picture->verdict);
	history_clear(&picture->history);
	picture->world = world;
	picture->timeline = timeline;
	picture->verdict = (struct verdict){0};
	picture->judge_again = false;
	picture->losses_told = world->loss_count;
	return 0;
}

bool picture_shows(const struct trace_event *event)
{
	return event->kind != TRACE_VOID && event->kind != TRACE_KNOB && event->kind != TRACE_TEMPO &&
	       (event->kind != TRACE_CREATED || event->primitive != PRIMITIVE_PROCESS);
}

static enum ink event_ink(const struct trace_event *event)
{
	switch (event->kind) {
	case TRACE_ERROR:
	case TRACE_KILLED:
	case TRACE_ABANDONED:
		return INK_STUCK;
	case TRACE_WAITS:
	case TRACE_REFUSED:
	case TRACE_TIMED_OUT:
		return INK_WAIT;
	case TRACE_SAID:
		return INK_ACCENT;
	default:
		return INK_PLAIN;
	}
}

/* What a process wants is in its row; as a line of its own it would double the list. */
static bool is_told(const struct trace_event *event)
{
	return event->kind != TRACE_WANTS && event->kind != TRACE_KNOB && event->kind != TRACE_TEMPO &&
	       event->kind != TRACE_LABEL;
}

static void tell(struct picture *picture, const struct trace_event *event)
{
	char words[400], line[440], spare[24];
	bool nobody = event->process == TRACE_SANDBOX && event->kind != TRACE_SIGNALLED;

	if (!is_told(event) || !words_event(picture->world, event, tr, words, sizeof words))
		return;
	snprintf(line, sizeof line, "%s%s%s", nobody ? "" : words_name(picture->world, event->process, spare),
		 nobody ? "" : " ", words);
	history_add(&picture->history, event->time, event_ink(event), line);
}

static void tell_losses(struct picture *picture)
{
	const struct world *world = picture->world;
	char words[400], line[440];

	for (; picture->losses_told < world->loss_count; picture->losses_told++) {
		words_loss(world, &world->losses[picture->losses_told], NULL, tr, words, sizeof words);
		snprintf(line, sizeof line, "! %s", words);
		history_add(&picture->history, world->time, INK_STUCK, line);
	}
}

static void tell_verdict(struct picture *picture)
{
	const struct verdict *verdict = &picture->verdict;
	const uint32_t *numbers = verdict->ring_count ? verdict->ring : verdict->stuck;
	uint32_t count = verdict->ring_count ? verdict->ring_count + 1 : verdict->stuck_count;
	const char *arrow = verdict->ring_count ? ">" : " ";
	char text[200], spare[24];
	size_t length = (size_t)snprintf(text, sizeof text, "%s", tr("! DEADLOCK "));

	for (uint32_t i = 0; i < count && length < sizeof text; i++) {
		uint32_t number = numbers[verdict->ring_count ? i % verdict->ring_count : i];

		length += (size_t)snprintf(text + length, sizeof text - length, "%s%s", i ? arrow : "",
					   words_name(picture->world, number, spare));
	}
	history_add(&picture->history, picture->world->time, INK_STUCK, text);
}

bool picture_judge(struct picture *picture, int64_t now)
{
	struct verdict verdict = {0};
	bool news;

	if (verdict_judge(picture->world, &verdict)) {
		picture->world->out_of_memory = true;
		return false;
	}
	picture->judge_again = verdict.kind != VERDICT_NONE;
	/* A stall is young until its patience is over: nobody is told of it yet. */
	if (verdict.kind == VERDICT_STALLED && now - verdict.since < verdict_patience(picture->world))
		verdict.kind = VERDICT_NONE;
	news = verdict.kind != picture->verdict.kind || verdict.stuck_count != picture->verdict.stuck_count;
	verdict_finish(&picture->verdict);
	picture->verdict = verdict;
	timeline_judge(&picture->timeline, &picture->verdict, picture->world->time);
	if (news && verdict.kind == VERDICT_DEADLOCK)
		tell_verdict(picture);
	return news;
}

void picture_take(struct picture *picture, const struct trace_event *event, bool told)
{
	world_apply(picture->world, event);
	timeline_apply(&picture->timeline, picture->world, event);
	if (told)
		tell(picture, event);
	if (told)
		tell_losses(picture);
	else
		picture->losses_told = picture->world->loss_count;
}
