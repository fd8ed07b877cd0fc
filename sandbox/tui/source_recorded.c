/* Events from a tape, played. The moments at which they are due are on an axis of ns: their own times, or
 * their places, evenly. A timer is armed for the next one, so that whoever polls need not know that this is
 * no run. */
#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "tui/source.h"

#define EVEN_PACE  100000000 /* ns from event to event */
#define FOR_PEOPLE 10000000  /* ns: a run whose events are that far apart, on average, could be watched */

struct recorded {
	struct source source;
	const struct tape *tape;
	bool even, paused;
	struct tempo tempo;
	int64_t axis;  /* where on the axis we were … */
	int64_t clock; /* … at that time, CLOCK_MONOTONIC */
	int timer;     /* -1 = there is none: then nothing plays, and everything else works */
};

static struct recorded *recorded_of(const struct source *source)
{
	return (struct recorded *)(uintptr_t)source;
}

/* Where the event at a place is on the axis. Behind the last event is where it is. */
static int64_t axis_of(const struct recorded *recorded, uint64_t place)
{
	struct trace_event event;

	if (recorded->even)
		return (int64_t)place * EVEN_PACE;
	if (place >= recorded->tape->count)
		place = recorded->tape->count - 1;
	return tape_get(recorded->tape, place, &event) ? event.time : 0;
}

static int64_t axis_now(const struct recorded *recorded)
{
	int64_t since = clock_now() - recorded->clock;

	if (recorded->paused || !recorded->tempo.numerator)
		return recorded->axis;
	return recorded->axis + since * recorded->tempo.denominator / recorded->tempo.numerator;
}

/* From now on time counts from here. */
static void anchor(struct recorded *recorded)
{
	recorded->axis = axis_now(recorded);
	recorded->clock = clock_now();
}

/* Wake who polls when this moment of the axis has come; INT64_MIN: at once; INT64_MAX: never. */
static void arm(struct recorded *recorded, int64_t axis)
{
	struct itimerspec when = {0};
	int64_t wait;

	if (recorded->timer < 0)
		return;
	if (axis != INT64_MAX) {
		wait = axis == INT64_MIN || !recorded->tempo.numerator ?
			       1 :
			       (axis - axis_now(recorded)) * recorded->tempo.numerator /
				       recorded->tempo.denominator;
		if (wait < 1)
			wait = 1;
		when.it_value = (struct timespec){wait / 1000000000, wait % 1000000000};
	}
	timerfd_settime(recorded->timer, 0, &when, NULL);
}

static int fd(const struct source *source)
{
	return recorded_of(source)->paused ? -1 : recorded_of(source)->timer;
}

static int next(struct source *source, uint64_t place, struct trace_event *event)
{
	struct recorded *recorded = recorded_of(source);
	int64_t due;

	if (recorded->paused || place >= recorded->tape->count) {
		arm(recorded, INT64_MAX);
		return 0;
	}
	due = axis_of(recorded, place);
	if (recorded->tempo.numerator && due > axis_now(recorded)) {
		arm(recorded, due);
		return 0;
	}
	if (!recorded->tempo.numerator) /* as fast as it goes: time is where the events are */
		recorded->axis = due;
	arm(recorded, INT64_MIN); /* there may be more */
	return tape_get(recorded->tape, place, event);
}

static void pause_playing(struct source *source, bool paused)
{
	struct recorded *recorded = recorded_of(source);

	anchor(recorded);
	recorded->paused = paused;
	arm(recorded, paused ? INT64_MAX : INT64_MIN);
}

static void set_tempo(struct source *source, struct tempo tempo)
{
	struct recorded *recorded = recorded_of(source);

	anchor(recorded);
	recorded->tempo = tempo;
	arm(recorded, recorded->paused ? INT64_MAX : INT64_MIN);
}

/* The events before this place are shown: it is the time of the last of them. */
static void seek(struct source *source, uint64_t place)
{
	struct recorded *recorded = recorded_of(source);

	recorded->axis = place ? axis_of(recorded, place - 1) : 0;
	recorded->clock = clock_now();
	arm(recorded, recorded->paused ? INT64_MAX : INT64_MIN);
}

/* Where events come evenly, time is that of the last one. */
static int64_t time_now(const struct source *source)
{
	const struct recorded *recorded = recorded_of(source);

	return recorded->even ? 0 : axis_now(recorded);
}

static void destroy(struct source *source)
{
	struct recorded *recorded = recorded_of(source);

	if (recorded->timer >= 0)
		close(recorded->timer);
	free(recorded);
}

static const struct source_kind recorded_kind = {
	.recorded = true,
	.fd = fd,
	.next = next,
	.pause = pause_playing,
	.tempo = set_tempo,
	.seek = seek,
	.time = time_now,
	.destroy = destroy,
};

bool source_is_slow(const struct tape *tape)
{
	struct trace_event last;

	return tape_get(tape, tape->count - 1, &last) && last.time / (int64_t)tape->count >= FOR_PEOPLE;
}

struct source *source_recorded(const struct tape *tape)
{
	struct recorded *recorded = malloc(sizeof *recorded);

	if (!recorded)
		return NULL;
	*recorded = (struct recorded){
		.source = {&recorded_kind},
		.tape = tape,
		.paused = true,
		.tempo = {1, 1},
		.clock = clock_now(),
		.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK),
	};
	recorded->even = !source_is_slow(tape);
	return &recorded->source;
}
