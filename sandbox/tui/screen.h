/* The screen as a program: one poll loop over the terminal, the run's events, signals and the next frame's
 * time. */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "lesson/lesson.h"
#include "lesson/study.h"
#include "trace/recording.h"
#include "tui/terminal.h"

struct screen_options {
	const struct catalogue *catalogue;    /* what can be opened; the caller's */
	const struct catalogue_entry *entry;  /* open this at once, NULL = show the list */
	const struct lesson *lesson; /* open this at once, and leave when it is left; NULL = the above */
	struct study *study;		      /* what the person does is noted there; NULL = nowhere */
	const char *language;                 /* "en" or "zh" */
	enum theme theme;
	bool ascii;
	uint64_t arena; /* run_options.heap_limit */
	const char *record; /* file that the latest run is recorded in, NULL = none */
	/* Show a recording in place of a run; `lesson` is then what was recorded, or stands for it. */
	struct recording_reader *recording; /* read from here; NULL = none */
	const char *recording_file;         /* its name */
	const char *no_source;              /* why the lesson has no source, "" = it has */
};

/* Runs until the person quits. Returns 0; 128 + n when signal n ended it; or -errno with one sentence in
 * message, if the terminal cannot be used. The terminal is as it was in all cases. */
int screen_run(const struct screen_options *options, char *message, size_t size);

#endif
