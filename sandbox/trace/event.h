/* The events: everything that happens in a run, in one order.
 *
 * A process writes its events into its own ring (ring.h); the reader (reader.h) merges the rings by
 * sequence number. Whatever is shown, printed, judged or recorded is folded from these events and from
 * nothing else.
 *
 * Interface:
 * - struct event is the form in shared memory: one 64-byte cell, and further cells for a longer text.
 * - struct trace_event is the decoded form that every consumer gets.
 */
#ifndef TRACE_EVENT_H
#define TRACE_EVENT_H

#include <stddef.h>
#include <stdint.h>

/* The process number that events of the sandbox itself carry (the supervisor, the person at the screen).
 * Scenario processes are numbered in order of creation: main is 0, the first child 1, … */
#define TRACE_SANDBOX UINT32_MAX

/* The longest text of one event in bytes; a longer print is split into several TRACE_SAID with
 * `more` set on all but the last. */
#define TRACE_TEXT_MAX 960

enum event_kind {
	TRACE_VOID, /* a number drawn by a process that was killed before it could write; no meaning */
	TRACE_BORN, /* by the sandbox: a = pid, b = number of the parent process (-1: none, it is main), text
		       = name */
	TRACE_EXITED,  /* by the sandbox, `object` = its process object: a = exit code, process = whose */
	TRACE_KILLED,  /* by the sandbox: a = signal number, process = whose */
	TRACE_REAPED,  /* the zombie is gone (its parent joined it, or it was an orphan) */
	TRACE_CREATED, /* an object: primitive, a and b = its configuration (primitive.h), text = name */
	TRACE_WANTS, /* about to do `action`, held at the gate so that a person can see it. In controlled mode
			outcome says what it does if its guard does not hold: wait for ever (OK), give up at
			some time (TIMED_OUT), or not wait (BUSY); and action TRACE_STEP + enum offer_kind is
			a step that is no action of the object (control.h) */
	TRACE_DID,   /* `action` took effect; a, b, outcome as the primitive says; version = the object's */
	TRACE_REFUSED, /* would not wait: outcome says why (busy, full, empty) */
	TRACE_WAITS, /* the guard does not hold: waiting; a = its deadline in ns of run time, 0 = for ever */
	TRACE_TIMED_OUT, /* gave up waiting */
	TRACE_ABANDONED, /* by the sandbox: process died and left this object so; version = the object's */
	TRACE_SLEEPS,	 /* process sleeps until a ns of run time */
	TRACE_WORKS,	 /* process burns a ns of processor time */
	TRACE_WOKE,	 /* the sleep or the work is over */
	TRACE_SAID,	 /* print: text */
	TRACE_LABEL,	 /* what it is doing, in its own words: text ("" = nothing special) */
	TRACE_ERROR,	 /* uncaught error: a = enum error_kind, text = message, then "\n" and a traceback */
	TRACE_KNOB,	 /* sandbox.knob: a = value, text = name "\t" min "\t" max "\t" help */
	TRACE_SIGNALLED, /* process sent signal b to process number a (terminate, kill, the screen's x) */
	TRACE_STOPPED,	 /* SIGSTOP took hold */
	TRACE_CONTINUED, /* SIGCONT */
	TRACE_PAUSED,	 /* by the sandbox: the run stands still; run time does not advance */
	TRACE_RESUMED,
	TRACE_TEMPO,	  /* by the sandbox: a = microseconds an operation is held, 0 = free */
	TRACE_CONTROLLED, /* by the sandbox: from here on processes park before every step (control.h) */
	TRACE_LOOKED,	  /* process has seen the state of object */
	TRACE_FINISHED,	  /* by the sandbox: no process is left. Always the last event of a run */
	TRACE_KINDS
};

enum error_kind {
	ERROR_PLAIN,
	ERROR_ASSERT,
	ERROR_USAGE /* not the scenario's fault: an unknown --set knob, a value out of its range */
};

#define ERROR_KIND_SIZE 24 /* of an error's kind in words, "ValueError", with its NUL */

/* What an operation came to. Kept small: it crosses shared memory and names the second result in Lua. */
enum outcome {
	OUTCOME_OK,
	OUTCOME_BUSY,	   /* "busy": a lock or semaphore, and we were told not to wait */
	OUTCOME_FULL,	   /* "full" */
	OUTCOME_EMPTY,	   /* "empty" */
	OUTCOME_TIMED_OUT, /* "timeout" */
	OUTCOME_ABANDONED, /* it is ours, but its last owner died holding it */
	OUTCOME_MISUSE,	   /* nothing changed; the caller broke the rules of the object */
	OUTCOME_INTERRUPTED,
	OUTCOME_BROKEN,		 /* "broken": a barrier that will not open */
	OUTCOME_NOT_RECOVERABLE, /* "notrecoverable": its last owner died holding it, and it is to be
				    recovered first */
	OUTCOME_EOF,		 /* "eof": a pipe whose other ends are all closed */
	OUTCOMES
};

#define TRACE_STEP 0xf0 /* action of a TRACE_WANTS, see there */

#define TRACE_CELL 64 /* bytes; one cache line */

struct event {
	uint64_t seq;     /* 1, 2, 3, … without a gap over the whole run */
	uint64_t ticks;   /* base/clock.h */
	uint32_t process; /* whose event it is, or TRACE_SANDBOX */
	uint32_t object;  /* number of the object, 0 = none; numbers are never reused in a run */
	uint32_t version; /* of the object after a DID or ABANDONED: 1 more than after the one before */
	uint32_t line;    /* source line in the scenario, 0 = unknown */
	int64_t a, b;
	uint8_t kind;      /* enum event_kind */
	uint8_t primitive; /* enum primitive_id of the object, 0 = none */
	uint8_t action;    /* index into the primitive's actions */
	uint8_t outcome;   /* enum outcome */
	uint16_t length;   /* of the text in bytes */
	uint8_t cells;     /* cells this event takes, 1 or more */
	uint8_t more;      /* the text goes on in the next event of this process */
	char text[8];      /* the text's first bytes; the rest is in the cells that follow */
};

_Static_assert(sizeof(struct event) == TRACE_CELL, "an event is one cell");

struct trace_event {
	uint64_t seq;
	int64_t time; /* ns of run time since the start of the run: stands still while the run is paused */
	uint32_t process, object, version, line;
	int64_t a, b;
	uint8_t kind, primitive, action, outcome, more;
	uint16_t length;
	char text[TRACE_TEXT_MAX + 1]; /* NUL-terminated; may hold any byte */
};

const char *event_kind_name(enum event_kind kind); /* "born", "exited", "did", … as in --json */
const char *outcome_name(enum outcome outcome);    /* "ok", "busy", "timeout", … as in Lua and --json */

#endif
