/* The world in plain English: what the screen and `sandbox run` say.
 *
 * Every function writes at most `size` bytes with the NUL and returns the length that the text has or would
 * have. Texts have no newline and no control characters. `file` is put before source lines ("two.lua:14");
 * NULL gives "line 14".
 *
 * What the screen tells of events can also be in another language: `translate` gives for an English phrase,
 * often a format, the one to use in its place (see base/sentence.h); NULL = English.
 */
#ifndef WORLD_WORDS_H
#define WORLD_WORDS_H

#include "world/verdict.h"

/* What happened, as the rest of a sentence that starts with the process's name: "took fork0", "was killed
 * (SIGKILL)". The world is the one after the event. 0 = nothing that a person would want to see. */
size_t words_event(const struct world *world, const struct trace_event *event,
		   const char *(*translate)(const char *), char *text, size_t size);

/* What it waits for: "waits for fork1, held by P2 since 0.312s". "" when it does not wait. */
size_t words_waiting(const struct world *world, const struct world_process *process, char *text, size_t size);

/* The same for a verdict, with places and what it holds: "P1 holds fork0 (two.lua:13) and waits for fork1
 * (two.lua:14), which P2 holds". */
size_t words_stuck(const struct world *world, uint32_t process, const char *file, char *text, size_t size);

/* Where it is, for a run that is stopped: "P1 sleeps (eating) (two.lua:20) and holds fork0 (two.lua:13)"; 0
 * = nowhere, it has ended. */
size_t words_whereabouts(const struct world *world, uint32_t process, const char *file, char *text,
			 size_t size);

/* Of a verdict without a ring, what nobody is left to do: "put", "give a permit back"; "free them" when it
 * is several things. */
const char *words_missing(const struct world *world, const struct verdict *verdict);

/* Of a verdict without a ring, the state of the one object that they wait for, where that says why: ": 3 of 4
 * have come"; or
 * "". */
size_t words_sum(const struct world *world, const struct verdict *verdict, char *text, size_t size);

/* A lost update: "lost update of counter: P2 wrote 41 (two.lua:9); P1, which had read 40 (two.lua:7),
 * wrote 41 over it (two.lua:8): one update is lost". */
size_t words_loss(const struct world *world, const struct world_loss *loss, const char *file,
		  const char *(*translate)(const char *), char *text, size_t size);

/* How it ended: "exit code 0", "killed by SIGKILL". */
size_t words_exit(int32_t exit_code, char *text, size_t size);

/* The name of a process, also of TRACE_SANDBOX ("sandbox") and of one that is not known ("process 7"). The
 * text is in the world, or in `spare`. */
const char *words_name(const struct world *world, uint32_t process, char spare[24]);

#endif
