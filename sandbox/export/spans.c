#include "export/spans.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct span state_of(const struct world_process *process)
{
	struct span span = {.process = process->number, .line = process->line};

	if (process->life != LIFE_ALIVE)
		return span;
	if (process->stopped) {
		span.kind = SPAN_STOPPED;
	} else if (process->doing == DOING_WAITING) {
		span.kind = SPAN_WAITS;
		span.object = process->target;
		span.action = process->action;
	} else {
		span.kind = process->doing == DOING_SLEEPING ? SPAN_SLEEPS :
			    process->doing == DOING_WORKING  ? SPAN_WORKS :
							       SPAN_RUNS;
	}
	return span;
}

static int reserve(struct spans *spans, uint32_t count)
{
	struct span *open;

	if (count <= spans->count)
		return 0;
	open = realloc(spans->open, count * sizeof *open);
	if (!open)
		return -ENOMEM;
	memset(open + spans->count, 0, (count - spans->count) * sizeof *open);
	spans->open = open;
	spans->count = count;
	return 0;
}

static int close_span(struct spans *spans, struct span *span, int64_t to)
{
	span->to = to > span->from ? to : span->from;
	return span->kind == SPAN_ABSENT ? 0 : spans->seen(spans->context, span);
}

int spans_event(struct spans *spans, const struct world *world, const struct trace_event *event)
{
	const struct world_process *process = world_process(world, event->process);
	struct span now, *before;
	int error;

	if (!process)
		return 0;
	error = reserve(spans, world->process_count);
	if (error)
		return error;
	now = state_of(process);
	before = &spans->open[process->number];
	if (now.kind == before->kind && now.object == before->object && now.action == before->action)
		return 0;
	error = close_span(spans, before, event->time);
	now.from = event->time;
	*before = now;
	return error;
}

static bool is_stuck(const struct verdict *verdict, uint32_t process)
{
	for (uint32_t i = 0; verdict->kind == VERDICT_DEADLOCK && i < verdict->stuck_count; i++)
		if (verdict->stuck[i] == process)
			return true;
	return false;
}

int spans_end(struct spans *spans, const struct world *world, const struct verdict *verdict)
{
	int error = 0;

	for (uint32_t i = 0; i < spans->count && !error; i++) {
		struct span *span = &spans->open[i];

		if (is_stuck(verdict, i) && span->kind == SPAN_WAITS) {
			int64_t since = verdict->since > span->from ? verdict->since : span->from;
			if (since > span->from)
				error = close_span(spans, span, since);
			span->from = since;
			span->kind = SPAN_STUCK;
		}
		if (!error)
			error = close_span(spans, span, world->time);
	}
	return error;
}

void spans_finish(struct spans *spans)
{
	free(spans->open);
	spans->open = NULL;
	spans->count = 0;
}
