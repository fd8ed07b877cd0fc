/* Recordings: a run in a file, as JSON Lines. Folding the events of the file gives exactly the world that the
 *run had; nothing needs to be run for that.
 *
 *	{"sandbox-recording":1,"version":"0.1","scenario":"bank.lua",…,"events":["void","born",…],…}
 *	[1,0,-1,23]
 *	[2,61503,-1,15,0,1,1,0,0,0,0,0,0,"main"]
 *	…
 *	{"end":"deadlock","count":412}
 *
 * The first line says what it is, the last that nothing is missing. An event is an array in the order of
 * RECORDING_FIELDS; what is 0 at its end is left out. Times are whole nanoseconds, the sandbox itself is
 *process -1. Kinds, primitives, actions and outcomes are numbers, and the header has the names that they
 *stand for: a program that has numbered them anew still reads the file. Text is UTF-8; a byte that is none is
 *the escape of a lone surrogate, U+DC80 .. U+DCFF (base/scan.h).
 *
 * This is not the form of `run --json`: that one is for people and their tools, says names instead of
 *numbers, rounds times, and cannot be folded.
 */
#ifndef TRACE_RECORDING_H
#define TRACE_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/event.h"

#define RECORDING_FORMAT 1
#define RECORDING_KNOBS	 64
#define RECORDING_KIND	 UINT32_MAX /* asks recording_word for the primitive itself */

enum recording_field {
	RECORDING_SEQ,
	RECORDING_TIME,
	RECORDING_PROCESS,
	RECORDING_EVENT,
	RECORDING_LINE,
	RECORDING_OBJECT,
	RECORDING_PRIMITIVE,
	RECORDING_ACTION,
	RECORDING_OUTCOME,
	RECORDING_VERSION,
	RECORDING_A,
	RECORDING_B,
	RECORDING_MORE,
	RECORDING_FIELDS, /* and behind them the text */
};

/* The name of a primitive's action, or of the primitive; NULL if there is none. Given by whoever knows them:
 * this folder does not. */
typedef const char *recording_word(unsigned primitive, unsigned action);

struct recording_knob {
	char name[32];
	int64_t value;
};

struct recording_header {
	char version[32];   /* of the program that wrote it */
	char scenario[256]; /* the scenario's file name, without folders */
	char path[1024];    /* as the person wrote it, or where the lesson has it */
	char lesson[64];    /* its id, "" = the scenario is no lesson's */
	uint64_t hash;	    /* recording_hash of the scenario's text */
	uint64_t seed;
	int64_t tempo;	 /* microseconds an operation was held at first, 0 = free */
	bool controlled; /* a schedule decided who goes; else the kernel did */
	bool lazy;	 /* and sleeping was a step, too: times ran out in order */
	struct recording_knob knobs[RECORDING_KNOBS]; /* that were set; the others had their defaults */
	uint32_t knob_count;
	char started[24]; /* "2026-11-23T04:17:46Z"; "" = now, for recording_create */
	char *schedule;	  /* that was given (schedule/schedule.h), NULL = none */
};

/* FNV-1a, 64 bits: tells an edited scenario from the recorded one. No protection against malice. */
uint64_t recording_hash(const char *text, size_t length);

/* Writing. */

struct recording;

/* Create or overwrite; a file that is there must be a recording or empty, so that nobody loses a scenario by
 * a slip. The header is the caller's. Returns 0 and *recording, or -errno with one sentence in message. */
int recording_create(struct recording **recording, const char *path, const struct recording_header *header,
		     recording_word *word, char *message, size_t size);

/* Once the disk is full (or whatever it is) nothing more is written; recording_close tells. */
void recording_add(struct recording *recording, const struct trace_event *event);

/* When what was added is to be written at the latest: CLOCK_MONOTONIC ns, INT64_MAX = nothing waits. Call
 * recording_flush then, or let recording_add do it. */
int64_t recording_due(const struct recording *recording);
void recording_flush(struct recording *recording);

/* The end mark: how it ended, and the schedule as it was taken, if there is one (else NULL); then close.
 * Returns 0, or -errno of the first failure with one sentence in message. NULL is harmless. */
int recording_close(struct recording *recording, const char *end, const char *schedule, char *message,
		    size_t size);

/* Reading. */

struct recording_reader;

/* Does this begin as recordings do? Then recording_open says what is wrong with it, if anything. */
bool recording_is(const char *path);

/* Returns 0 and *reader, or -errno with one sentence in message. */
int recording_open(struct recording_reader **reader, const char *path, recording_word *word, char *message,
		   size_t size);
void recording_finish(struct recording_reader *reader); /* NULL is harmless */

const struct recording_header *recording_header(const struct recording_reader *reader);

/* The next event. Returns 1; 0 behind the last one; -errno at the first thing that is damaged or missing,
 * with one sentence "FILE:LINE: what" in message, and so ever after. */
int recording_next(struct recording_reader *reader, struct trace_event *event, char *message, size_t size);

/* Behind the last event: how it ended, "" = the end mark is missing; and its schedule, NULL = none. */
const char *recording_ending(const struct recording_reader *reader);
const char *recording_schedule(const struct recording_reader *reader);

#endif
