#include "tui/timeline.h"

#include <stdlib.h>
#include <string.h>

void timeline_init(struct timeline *timeline)
{
	*timeline = (struct timeline){.tick = TIMELINE_FIRST_TICK, .closed = -1};
}

void timeline_finish(struct timeline *timeline)
{
	for (uint32_t i = 0; i < timeline->row_count; i++)
		free(timeline->rows[i].ticks);
	free(timeline->rows);
	timeline_init(timeline);
}

bool timeline_copy(struct timeline *copy, const struct timeline *timeline)
{
	*copy = *timeline;
	copy->row_count = 0;
	copy->rows = calloc(timeline->row_count + 1, sizeof *copy->rows);
	if (!copy->rows)
		return false;
	for (; copy->row_count < timeline->row_count; copy->row_count++) {
		const struct timeline_row *from = &timeline->rows[copy->row_count];
		struct timeline_row *to = &copy->rows[copy->row_count];

		*to = *from;
		to->room = from->count;
		to->ticks = from->count ? malloc(from->count) : NULL;
		if (from->count && !to->ticks) {
			timeline_finish(copy);
			return false;
		}
		if (from->count)
			memcpy(to->ticks, from->ticks, from->count);
	}
	return true;
}

size_t timeline_size(const struct timeline *timeline)
{
	size_t size = timeline->row_count * sizeof *timeline->rows;

	for (uint32_t i = 0; i < timeline->row_count; i++)
		size += timeline->rows[i].count;
	return size;
}

static uint8_t severer(uint8_t a, uint8_t b)
{
	return a > b ? a : b;
}

static void halve(struct timeline *timeline)
{
	for (uint32_t i = 0; i < timeline->row_count; i++) {
		struct timeline_row *row = &timeline->rows[i];

		for (uint32_t k = 0; k < row->count; k += 2)
			row->ticks[k / 2] =
				severer(row->ticks[k], k + 1 < row->count ? row->ticks[k + 1] : MOMENT_NONE);
		row->count = (row->count + 1) / 2;
	}
	timeline->tick *= 2;
}

/* Without memory a row stays short: its end reads as "what goes on now". */
static bool make_room(struct timeline_row *row, uint32_t count)
{
	uint32_t room = row->room ? row->room : 256;
	uint8_t *ticks;

	if (count <= row->room)
		return true;
	while (room < count)
		room *= 2;
	ticks = realloc(row->ticks, room);
	if (!ticks)
		return false;
	row->ticks = ticks;
	row->room = room;
	return true;
}

static struct timeline_row *find_row(struct timeline *timeline, uint32_t process)
{
	struct timeline_row *rows;

	if (process < timeline->row_count)
		return &timeline->rows[process];
	rows = realloc(timeline->rows, (process + 1) * sizeof *rows);
	if (!rows)
		return NULL;
	memset(rows + timeline->row_count, 0, (process + 1 - timeline->row_count) * sizeof *rows);
	timeline->rows = rows;
	timeline->row_count = process + 1;
	return &rows[process];
}

/* At this time the process turned to `next`; `mark` is what the tick shows at least. */
static void turn(struct timeline *timeline, uint32_t process, int64_t time, uint8_t mark, uint8_t next)
{
	struct timeline_row *row = find_row(timeline, process);
	uint32_t tick;

	if (!row)
		return;
	while (time / timeline->tick >= TIMELINE_TICKS)
		halve(timeline);
	tick = (uint32_t)(time / timeline->tick);
	if (!make_room(row, tick + 1))
		return;
	if (row->count <= tick) {
		memset(row->ticks + row->count, row->now, tick + 1 - row->count);
		row->count = tick + 1;
	}
	row->ticks[tick] = severer(row->ticks[tick], mark);
	row->now = next;
}

static uint8_t moment_of(const struct world_process *process)
{
	if (process->life != LIFE_ALIVE)
		return MOMENT_NONE;
	if (process->stopped)
		return MOMENT_STOPPED;
	switch (process->doing) {
	case DOING_WAITING:
		return MOMENT_WAITS;
	case DOING_SLEEPING:
		return MOMENT_SLEEPS;
	default:
		return MOMENT_RUNS;
	}
}

/* In controlled mode nobody says that he waits, or no longer does: what others do decides it. And who starts
 * a process says nothing of it, but the new one does. */
static void settle(struct timeline *timeline, const struct world *world, const struct trace_event *event)
{
	for (uint32_t i = 0; i < world->process_count && i < timeline->row_count; i++) {
		uint8_t now = moment_of(&world->processes[i]);

		now = now == MOMENT_RUNS				       ? MOMENT_SLEEPS :
		      now == MOMENT_WAITS && timeline->rows[i].now == MOMENT_STUCK ? MOMENT_STUCK :
										     now;
		if (i != event->process && now != timeline->rows[i].now &&
		    (now == MOMENT_WAITS || timeline->rows[i].now >= MOMENT_WAITS) &&
		    timeline->rows[i].now <= MOMENT_STUCK)
			turn(timeline, i, event->time, now, now);
	}
	if (event->kind == TRACE_BORN && event->b >= 0 && event->b < timeline->row_count)
		turn(timeline, (uint32_t)event->b, event->time, MOMENT_RUNS, MOMENT_SLEEPS);
}

/* The process's own doing: not what it does on its way to the next step. */
static bool is_step(const struct trace_event *event)
{
	return event->kind == TRACE_DID || event->kind == TRACE_LOOKED || event->kind == TRACE_REFUSED ||
	       event->kind == TRACE_TIMED_OUT;
}

void timeline_apply(struct timeline *timeline, const struct world *world, const struct trace_event *event)
{
	const struct world_process *process = world_process(world, event->process);
	uint8_t next, mark;

	if (!process || event->kind == TRACE_CREATED || event->kind == TRACE_SIGNALLED)
		return;
	next = mark = moment_of(process);
	if (world->controlled)
		settle(timeline, world, event);
	if (event->kind == TRACE_KILLED || event->kind == TRACE_ERROR)
		mark = MOMENT_DIED;
	else if (event->kind == TRACE_EXITED)
		mark = process->failed ? MOMENT_DIED : MOMENT_ENDED;
	else if (event->kind == TRACE_DID)
		mark = MOMENT_RUNS;
	/* It is at work for as long as a step takes, and then parked. */
	if (world->controlled && next == MOMENT_RUNS)
		next = MOMENT_SLEEPS;
	if (world->controlled && mark == MOMENT_RUNS && !is_step(event))
		mark = next;
	turn(timeline, process->number, event->time, mark, next);
}

void timeline_judge(struct timeline *timeline, const struct verdict *verdict, int64_t time)
{
	bool deadlock = verdict->kind == VERDICT_DEADLOCK;

	timeline->closed = deadlock ? verdict->since : -1;
	for (uint32_t i = 0; i < timeline->row_count; i++)
		if (timeline->rows[i].now == MOMENT_STUCK)
			turn(timeline, i, time, MOMENT_NONE, MOMENT_WAITS);
	for (uint32_t i = 0; deadlock && i < verdict->stuck_count; i++) {
		struct timeline_row *row = find_row(timeline, verdict->stuck[i]);

		if (row && row->now == MOMENT_WAITS)
			turn(timeline, verdict->stuck[i], time, MOMENT_STUCK, MOMENT_STUCK);
	}
}

enum moment timeline_moment(const struct timeline *timeline, uint32_t process, int64_t from, int64_t to,
			    int64_t now)
{
	const struct timeline_row *row = process < timeline->row_count ? &timeline->rows[process] : NULL;
	int64_t first = from / timeline->tick, last = (to - 1) / timeline->tick;
	uint8_t worst = MOMENT_NONE;

	if (!row || from > now)
		return MOMENT_NONE;
	for (int64_t tick = first; tick <= last && tick < row->count; tick++)
		worst = severer(worst, row->ticks[tick]);
	return last >= row->count ? severer(worst, row->now) : worst;
}
