#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/grow.h"
#include "schedule/executor.h"
#include "tui/stepped.h"

#define PACE   INT64_C(600000000) /* ns from step to step while it plays */
#define MOMENT 1000000		  /* ns that we wait for a step at once: nearly all are done by then */
#define GLANCE 5000000		  /* ns between two looks at a longer one */
#define SLEEPY 30000000		  /* ns after which the kernel has put the parked ones to sleep */
#define LONG   300000000	  /* ns after which whoever is at work is to count its instructions */

struct stepped {
	struct source source;
	struct run *run;
	int epoll, timer; /* epoll: the run and the timer */
	struct schedule schedule;
	uint32_t taken;
	uint32_t until; /* go on by itself up to this step */
	enum stepped_state state;
	uint64_t events;  /* told so far */
	uint64_t *places; /* of each step taken, and of the one after them */
	uint32_t place_room;
	bool over; /* the step has come to its end: its process wants the next one */
	bool playing;
	bool looked; /* somebody was told to look again, once all had really gone to sleep */
	struct tempo tempo;
	int64_t granted; /* when the last step was, CLOCK_MONOTONIC */
	int64_t count;	 /* when its process is to be told to count */
	struct parked parked[PARKED_MAX];
	uint32_t parked_count;
};

static struct stepped *stepped_of(const struct source *source)
{
	return (struct stepped *)(uintptr_t)source;
}

/* Wake who polls after so many ns; INT64_MAX: not at all. */
static void arm(struct stepped *stepped, int64_t wait)
{
	struct itimerspec when = {0};

	if (wait < 1)
		wait = 1;
	if (wait != INT64_MAX)
		when.it_value = (struct timespec){wait / 1000000000, wait % 1000000000};
	timerfd_settime(stepped->timer, 0, &when, NULL);
}

static int64_t pace(const struct stepped *stepped)
{
	return PACE * stepped->tempo.numerator / stepped->tempo.denominator;
}

static void stamp(struct stepped *stepped, struct trace_event *event)
{
	stepped->events++;
	stepped->over = stepped->over || event->kind == TRACE_WANTS;
	event->time = (int64_t)stepped->taken * STEPPED_STEP - (stepped->taken && !stepped->over);
}

static bool read_event(struct stepped *stepped, struct trace_event *event)
{
	if (run_read_now(stepped->run, event) <= 0)
		return false;
	stamp(stepped, event);
	return true;
}

static const struct parked *parked_of(const struct stepped *stepped, uint32_t process)
{
	for (uint32_t i = 0; i < stepped->parked_count; i++)
		if (stepped->parked[i].process == process)
			return &stepped->parked[i];
	return NULL;
}

static bool can_take(const struct stepped *stepped, struct grant grant)
{
	const struct parked *parked = parked_of(stepped, grant.process);

	if (!parked || grant.decision == DECISION_KILL)
		return parked != NULL;
	if (grant.decision >= DECISION_CHOICE)
		return parked->can && parked->offer->kind == OFFER_CHOOSE &&
		       grant.decision - DECISION_CHOICE < (uint64_t)parked->offer->a;
	return parked->can & (grant.decision == DECISION_TIMEOUT ? CAN_TIME_OUT : CAN_GO);
}

/* Everybody is parked, and all that happened has been read. */
static void rest(struct stepped *stepped)
{
	uint32_t steps, able = 0;

	stepped->looked = false;
	run_steps(stepped->run, &steps);
	stepped->parked_count = run_parked(stepped->run, stepped->parked, PARKED_MAX);
	for (uint32_t i = 0; i < stepped->parked_count; i++)
		able += stepped->parked[i].can != 0;
	stepped->state = !stepped->parked_count ? STEPPED_ENDED :
			 steps >= CONTROL_STEPS ? STEPPED_FULL :
			 able			? STEPPED_READY :
						  STEPPED_STUCK;
	if (grow(&stepped->places, &stepped->place_room, (uint64_t)stepped->taken + 1,
		 sizeof *stepped->places))
		stepped->places[stepped->taken] = stepped->events;
}

/* The next of the known steps. Who is stuck may still be killed. */
static void take_next(struct stepped *stepped)
{
	struct grant grant = stepped->schedule.grants[stepped->taken];

	if (stepped->state == STEPPED_FULL || !can_take(stepped, grant)) {
		if (stepped->state != STEPPED_FULL)
			stepped->state = STEPPED_REFUSED;
		stepped->schedule.count = stepped->until = stepped->taken;
		stepped->playing = false;
		return;
	}
	stepped->taken++;
	stepped->over = false;
	stepped->state = STEPPED_BUSY;
	stepped->granted = clock_now();
	stepped->count = stepped->granted + LONG;
	run_grant(stepped->run, grant.process, grant.decision);
}

static bool is_due(struct stepped *stepped)
{
	if (stepped->taken >= stepped->schedule.count)
		stepped->playing = false;
	if (stepped->taken < stepped->until)
		return true;
	if (stepped->playing && clock_now() >= stepped->granted + pace(stepped))
		return true;
	arm(stepped, stepped->playing ? stepped->granted + pace(stepped) - clock_now() :
		     stepped->looked  ? INT64_MAX :
					SLEEPY);
	stepped->looked = !stepped->playing;
	return false;
}

/* A step is being taken. Returns 1 when it is done, 0 not yet, or -EPIPE. */
static int await(struct stepped *stepped)
{
	uint32_t spinning;
	int quiet = run_await(stepped->run, MOMENT, false);

	if (quiet)
		return quiet;
	if (run_spins(stepped->run, &spinning)) {
		stepped->state = STEPPED_SPINS;
		arm(stepped, INT64_MAX);
		return 0;
	}
	if (clock_now() >= stepped->count) {
		run_count(stepped->run);
		stepped->count = clock_now() + LONG;
	}
	arm(stepped, GLANCE);
	return 0;
}

/* Nothing is under way: look for what nobody asked for, such as a kill from outside. */
static int idle(struct stepped *stepped, struct trace_event *event)
{
	int got = run_read(stepped->run, event);

	if (got > 0) {
		stamp(stepped, event);
		if (stepped->state != STEPPED_SPINS)
			stepped->state = STEPPED_BUSY;
	}
	return got;
}

static int next(struct source *source, uint64_t place, struct trace_event *event)
{
	struct stepped *stepped = stepped_of(source);
	int quiet;

	(void)place; /* they come in order, once */
	for (;;) {
		if (read_event(stepped, event))
			return 1;
		if (stepped->state == STEPPED_BUSY) {
			if ((quiet = await(stepped)) < 0)
				return quiet;
			if (read_event(stepped, event))
				return 1;
			if (!quiet)
				return stepped->state == STEPPED_BUSY ? 0 : idle(stepped, event);
			rest(stepped);
		}
		if (!is_due(stepped) || stepped->state == STEPPED_SPINS)
			return idle(stepped, event);
		take_next(stepped);
	}
}

static int fd(const struct source *source)
{
	return stepped_of(source)->epoll;
}

static void pause_playing(struct source *source, bool paused)
{
	struct stepped *stepped = stepped_of(source);

	stepped->playing = !paused && stepped->taken < stepped->schedule.count;
	stepped->granted = 0; /* the first at once */
	if (paused && stepped->until > stepped->taken)
		stepped->until = stepped->taken;
	arm(stepped, 1);
}

static void set_tempo(struct source *source, struct tempo tempo)
{
	stepped_of(source)->tempo = tempo;
	arm(stepped_of(source), 1);
}

static int64_t time_now(const struct source *source)
{
	return (int64_t)stepped_of(source)->taken * STEPPED_STEP;
}

static void destroy(struct source *source)
{
	struct stepped *stepped = stepped_of(source);

	if (stepped->timer >= 0)
		close(stepped->timer);
	if (stepped->epoll >= 0)
		close(stepped->epoll);
	run_finish(stepped->run);
	schedule_finish(&stepped->schedule);
	free(stepped->places);
	free(stepped);
}

static const struct source_kind stepped_kind = {
	.stepped = true,
	.fd = fd,
	.next = next,
	.pause = pause_playing,
	.tempo = set_tempo,
	.time = time_now,
	.destroy = destroy,
};

static int watch(struct stepped *stepped, int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

	return fd < 0 || epoll_ctl(stepped->epoll, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

int source_stepped(struct source **source, const struct run_options *options)
{
	struct run_options controlled = *options;
	struct stepped *stepped = calloc(1, sizeof *stepped);
	int error;

	if (!stepped)
		return -ENOMEM;
	*stepped = (struct stepped){
		.source = {&stepped_kind},
		.tempo = {1, 1},
		.count = clock_now() + LONG,
		.epoll = epoll_create1(EPOLL_CLOEXEC),
		.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK),
	};
	controlled.controlled = true;
	controlled.paused = controlled.perturbed = false;
	controlled.tempo = 0;
	error = watch(stepped, stepped->timer);
	if (!error)
		error = run_start(&stepped->run, &controlled);
	if (!error)
		error = watch(stepped, run_fd(stepped->run));
	if (error) {
		destroy(&stepped->source);
		return error;
	}
	*source = &stepped->source;
	return 0;
}

enum stepped_state stepped_state(const struct source *source)
{
	const struct stepped *stepped = stepped_of(source);
	bool due = stepped->state == STEPPED_READY && stepped->taken < stepped->until;

	return due ? STEPPED_BUSY : stepped->state;
}

bool stepped_is_going(const struct source *source)
{
	return stepped_of(source)->playing || stepped_state(source) == STEPPED_BUSY;
}

const struct schedule *stepped_schedule(const struct source *source, uint32_t *taken)
{
	*taken = stepped_of(source)->taken;
	return &stepped_of(source)->schedule;
}

uint64_t stepped_place(const struct source *source, uint32_t step)
{
	const struct stepped *stepped = stepped_of(source);

	if (step > stepped->taken || step >= stepped->place_room ||
	    (step == stepped->taken && stepped->state == STEPPED_BUSY))
		return UINT64_MAX;
	return stepped->places[step];
}

unsigned stepped_can(const struct source *source, uint32_t process)
{
	const struct parked *parked = parked_of(stepped_of(source), process);

	return parked ? parked->can : 0;
}

void stepped_cut(struct source *source, uint32_t step)
{
	struct stepped *stepped = stepped_of(source);

	if (step < stepped->schedule.count)
		stepped->schedule.count = step;
	stepped->playing = false;
}

bool stepped_plan(struct source *source, struct grant grant)
{
	return schedule_add(&stepped_of(source)->schedule, grant);
}

void stepped_go(struct source *source, uint32_t step)
{
	struct stepped *stepped = stepped_of(source);

	stepped->until = step < stepped->schedule.count ? step : stepped->schedule.count;
	stepped->playing = false;
	arm(stepped, 1);
}

int stepped_again(struct source *source, uint32_t steps)
{
	struct stepped *stepped = stepped_of(source);
	int error = run_restart(stepped->run);

	stepped->taken = 0;
	stepped->events = 0;
	stepped->over = false;
	stepped->parked_count = 0;
	stepped->state = STEPPED_BUSY;
	stepped->count = clock_now() + LONG;
	stepped_go(source, steps);
	return error;
}
