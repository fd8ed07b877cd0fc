/* Events for tests, told tersely: each function makes one event, 1 ms after the one before, and folds it
 * into the world.
 *
 *	struct world *world = world_create();
 *	uint32_t main = born(world, "main", -1), p1 = born(world, "P1", main);
 *	uint32_t fork0 = made_lock(world, "fork0");
 *	at_line = 14;
 *	did(world, p1, fork0, LOCK_ACQUIRE);
 *	waits(world, main, fork0, LOCK_ACQUIRE);
 *
 * Every function leaves its event in `told`, for what is to be said or written about it.
 */
#ifndef TESTS_UNIT_EVENTS_H
#define TESTS_UNIT_EVENTS_H

#include <stdio.h>
#include <string.h>

#include "world/world.h"

#define TELLS __attribute__((unused)) static

TELLS struct trace_event told; /* the last event */
TELLS uint32_t at_line;        /* the source line of the events to come, 0 = unknown */
TELLS int64_t told_step = 1000000; /* ns of run time from one event to the next */

/* Any event: fill in `told` but for seq, time and line, and fold it. */
TELLS void tell(struct world *world, enum event_kind kind, uint32_t process, uint32_t object)
{
	const struct world_object *known = world_object(world, object);

	told.seq = world->seq + 1;
	told.time = world->time + told_step;
	told.line = process == TRACE_SANDBOX ? 0 : at_line;
	told.kind = (uint8_t)kind;
	told.process = process;
	told.object = object;
	if (known && kind != TRACE_CREATED)
		told.primitive = known->primitive;
	world_apply(world, &told);
}

TELLS void told_clear(void)
{
	memset(&told, 0, sizeof told);
}

TELLS void told_text(const char *text)
{
	told.length = (uint16_t)strnlen(text, TRACE_TEXT_MAX);
	memcpy(told.text, text, told.length);
	told.text[told.length] = '\0';
}

TELLS uint32_t made(struct world *world, enum primitive_id primitive, int64_t a, int64_t b, const char *name)
{
	uint32_t number = world->object_count + 1;

	told_clear();
	told.primitive = (uint8_t)primitive;
	told.a = a;
	told.b = b;
	told_text(name);
	tell(world, TRACE_CREATED,
	     primitive == PRIMITIVE_PROCESS ? (uint32_t)a :
	     world->process_count	    ? 0 :
					      TRACE_SANDBOX,
	     number);
	return number;
}

TELLS uint32_t made_lock(struct world *world, const char *name)
{
	return made(world, PRIMITIVE_LOCK, 0, 0, name);
}
TELLS uint32_t made_event(struct world *world, const char *name)
{
	return made(world, PRIMITIVE_EVENT, 0, 0, name);
}

TELLS uint32_t made_semaphore(struct world *world, const char *name, int64_t value)
{
	return made(world, PRIMITIVE_SEMAPHORE, value, 0, name);
}

TELLS uint32_t made_queue(struct world *world, const char *name, int64_t maxsize)
{
	return made(world, PRIMITIVE_QUEUE, maxsize, 0, name);
}

TELLS uint32_t made_value(struct world *world, const char *name, char typecode, int64_t value)
{
	return made(world, PRIMITIVE_VALUE, typecode, value, name);
}

/* A process and its process object (see world_process.object). parent: its number, -1 for main. */
TELLS uint32_t born(struct world *world, const char *name, int64_t parent)
{
	uint32_t number = world->process_count;
	uint32_t object = made(world, PRIMITIVE_PROCESS, number, 0, name);

	told_clear();
	told.a = 1000 + number; /* its pid */
	told.b = parent;
	told_text(name);
	tell(world, TRACE_BORN, number, object);
	return number;
}

/* The action took effect: version, results and outcome are those that the primitive gives. text: of an item
 * that is put. */
TELLS void did_with(struct world *world, uint32_t process, uint32_t object, unsigned action, int64_t a,
		    const char *text)
{
	const struct world_object *known = world_object(world, object);
	const struct action *does = &primitive_get(known->primitive)->actions[action];
	struct request request = {.process = process, .action = (uint8_t)action, .a = a};
	union state state = known->state;

	told_clear();
	told.action = (uint8_t)action;
	told.outcome = (uint8_t)(does->effect ? does->effect(&state, &request) : OUTCOME_OK);
	told.a = request.a;
	told.b = request.b;
	told.version = known->version + 1;
	told_text(text);
	tell(world, TRACE_DID, process, object);
}

TELLS void did(struct world *world, uint32_t process, uint32_t object, unsigned action)
{
	did_with(world, process, object, action, 1, "");
}

TELLS void put(struct world *world, uint32_t process, uint32_t queue, const char *preview)
{
	did_with(world, process, queue, QUEUE_PUT, 0, preview);
}

/* deadline: ns of run time, 0 = for ever */
TELLS void waits_until(struct world *world, uint32_t process, uint32_t object, unsigned action,
		       int64_t deadline)
{
	told_clear();
	told.action = (uint8_t)action;
	told.a = deadline;
	tell(world, TRACE_WAITS, process, object);
}

TELLS void waits(struct world *world, uint32_t process, uint32_t object, unsigned action)
{
	waits_until(world, process, object, action, 0);
}

TELLS void joins(struct world *world, uint32_t process, uint32_t child) /* waits for its end */
{
	waits(world, process, world_process(world, child)->object, PROCESS_JOIN);
}

TELLS void wants(struct world *world, uint32_t process, uint32_t object, unsigned action)
{
	told_clear();
	told.action = (uint8_t)action;
	tell(world, TRACE_WANTS, process, object);
}

TELLS void refused(struct world *world, uint32_t process, uint32_t object, unsigned action,
		   enum outcome outcome)
{
	told_clear();
	told.action = (uint8_t)action;
	told.outcome = (uint8_t)outcome;
	tell(world, TRACE_REFUSED, process, object);
}

TELLS void timed_out(struct world *world, uint32_t process, uint32_t object, unsigned action)
{
	told_clear();
	told.action = (uint8_t)action;
	told.outcome = OUTCOME_TIMED_OUT;
	tell(world, TRACE_TIMED_OUT, process, object);
}

TELLS void abandoned(struct world *world, uint32_t process, uint32_t object)
{
	told_clear();
	told.version = world_object(world, object)->version + 1;
	tell(world, TRACE_ABANDONED, process, object);
}

/* A death; `a` is the exit code (TRACE_EXITED) or the signal (TRACE_KILLED). */
TELLS void died(struct world *world, enum event_kind kind, uint32_t process, int64_t a)
{
	uint32_t object = world_process(world, process)->object;

	told_clear();
	told.a = a;
	told.version = world_object(world, object)->version + 1;
	tell(world, kind, process, object);
}

TELLS void exited(struct world *world, uint32_t process, int code)
{
	died(world, TRACE_EXITED, process, code);
}
TELLS void killed(struct world *world, uint32_t process, int signal)
{
	died(world, TRACE_KILLED, process, signal);
}

/* What has no object: sleeps, works, woke, stopped, paused, tempo, label, said, … a and text as event.h
 * says. */
TELLS void happens(struct world *world, enum event_kind kind, uint32_t process, int64_t a, const char *text)
{
	told_clear();
	told.a = a;
	told_text(text);
	tell(world, kind, process, 0);
}

TELLS void said(struct world *world, uint32_t process, const char *text)
{
	happens(world, TRACE_SAID, process, 0, text);
}
TELLS void labels(struct world *world, uint32_t process, const char *text)
{
	happens(world, TRACE_LABEL, process, 0, text);
}

TELLS void sleeps(struct world *world, uint32_t process, int64_t nanoseconds)
{
	happens(world, TRACE_SLEEPS, process, world->time + told_step + nanoseconds, "");
}

TELLS void fails(struct world *world, uint32_t process, enum error_kind kind, const char *text)
{
	happens(world, TRACE_ERROR, process, kind, text);
}

TELLS void signals(struct world *world, uint32_t from, uint32_t to, int signal)
{
	told_clear();
	told.a = to;
	told.b = signal;
	tell(world, TRACE_SIGNALLED, from, 0);
}

/* n philosophers P1..Pn, forks fork0..fork(n-1), everybody with the left fork in hand and waiting for the
 * right one. main (number 0) has started them and does not yet join. Returns the first fork's object
 * number; the processes are 1..n. */
TELLS uint32_t philosophers(struct world *world, uint32_t n)
{
	uint32_t main = born(world, "main", -1), first = world->object_count + 1;
	char name[16];

	for (uint32_t i = 0; i < n; i++) {
		snprintf(name, sizeof name, "fork%u", i);
		made_lock(world, name);
	}
	for (uint32_t i = 1; i <= n; i++) {
		snprintf(name, sizeof name, "P%u", i);
		born(world, name, main);
	}
	for (uint32_t i = 0; i < n; i++) {
		at_line = 13;
		did(world, i + 1, first + i, LOCK_ACQUIRE);
	}
	for (uint32_t i = 0; i < n; i++) {
		at_line = 14;
		waits(world, i + 1, first + (i + 1) % n, LOCK_ACQUIRE);
	}
	return first;
}

#endif
