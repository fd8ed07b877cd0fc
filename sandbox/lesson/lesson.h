/* Lessons: folders under lessons/, each a lesson.lua, prose in en.md and zh.md, and a scenario.
 *
 * Interface:
 * - catalogue_open reads every lesson with all its prose, so that what is wrong shows at once. A broken
 *   lesson stays in the catalogue with its `error`, one sentence "FILE:LINE: what, what to do", and does not
 *   hide the others; its id, title and number are then those of its folder's name.
 * - lesson_open reads prose and scenario of one lesson in one language (falling back to en where a text or
 *   zh.md is missing).
 * - Everything is allocated; destroy frees all. Strings are UTF-8.
 */
#ifndef LESSON_LESSON_H
#define LESSON_LESSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum task { TASK_READ, TASK_PREDICT, TASK_RUN, TASK_BREAK, TASK_FIX };

struct catalogue_entry {
	char *id;      /* "deadlock": what the command line takes */
	char *folder;  /* path of the lesson's folder */
	int number;    /* from the folder's name, "14-deadlock" is 14; 0 = none */
	char *title;   /* in the language asked for */
	char *summary; /* one line */
	char *error;   /* NULL, or why this lesson cannot be used */
	int steps;
};

struct catalogue {
	struct catalogue_entry *entries; /* in order of folder name */
	size_t count;
};

/* lang: "en" or "zh". dir: the lessons folder; NULL = where the program was built or installed, or
 * $SANDBOX_LESSONS. Returns 0 or -errno with a sentence in message. */
int catalogue_open(struct catalogue *catalogue, const char *dir, const char *lang, char *message,
		   size_t size);
void catalogue_close(struct catalogue *catalogue);
/* By id, by number ("14"), by folder name or unique prefix of it; NULL if there is none. */
const struct catalogue_entry *catalogue_find(const struct catalogue *catalogue, const char *name);

struct prediction_choice {
	char *text; /* in the language of the lesson */
	bool right;
	char *because; /* shown after the choice: why, or which misconception this is; may be NULL */
};

struct prediction {
	char *question;
	struct prediction_choice *choices;
	size_t count;
};

/* Prose in lines of a document: what the views and the linear mode lay out. Widths are theirs. */
enum prose_kind { PROSE_PARAGRAPH, PROSE_HEADING, PROSE_ITEM, PROSE_CODE, PROSE_BLANK };
enum prose_style { STYLE_PLAIN, STYLE_STRONG, STYLE_EMPHASIS, STYLE_CODE };

struct prose_span {
	enum prose_style style;
	char *text;
};

struct prose_block {
	enum prose_kind kind;
	int depth;    /* of a heading 1..6, of a list item 1.. */
	char *marker; /* of a list item: "-" or "1."; else NULL */
	struct prose_span *spans;
	size_t span_count;
};

struct lesson_knob {
	char *name;
	int64_t value;
};

struct lesson_step {
	char *id; /* the {#id} of its heading */
	char *title;
	char *goal; /* one line that stays on the screen, "make it deadlock" */
	enum task task;
	struct prose_block *blocks;
	size_t block_count;
	struct prediction *prediction; /* NULL = none */
	struct lesson_knob *knobs;     /* knob values this step starts its run with */
	size_t knob_count;
};

/* What a lesson claims of its programs. Data: nothing here proves it. */
enum claimed_failure { FAILS_NOT, FAILS_DEADLOCK, FAILS_ASSERT, FAILS_ERROR, FAILS_LIVELOCK };
enum frequency { FREQUENCY_NEVER, FREQUENCY_SELDOM, FREQUENCY_OFTEN, FREQUENCY_ALWAYS };
enum {
	CLAIM_SCENARIO, /* of all interleavings of scenario.lua */
	CLAIM_SOLUTION, /* of those of solution.lua */
	CLAIM_FREE,     /* of free runs of scenario.lua */
	CLAIMS
};

struct lesson_claim {
	bool made;
	enum claimed_failure fails;	   /* scenario, solution: some interleaving fails so, or none does */
	int within;		   /* and needs at most so many steps; 0 = not said */
	enum frequency frequency;  /* free: how often a run fails */
	int runs;		   /* free: of how many */
	struct lesson_knob *knobs; /* that the claim is about, beside the defaults */
	size_t knob_count;
};

struct lesson {
	char *id, *folder, *title, *summary;
	int number;
	char *scenario_path;
	char *source; /* of the scenario */
	size_t source_length;
	int64_t tempo; /* microseconds an operation is held at 1.0x */
	struct lesson_step *steps;
	size_t step_count;
	struct lesson_claim claims[CLAIMS];
};

/* Returns 0 and *lesson, or -errno with one sentence in message. */
int lesson_open(struct lesson **lesson, const struct catalogue_entry *entry, const char *lang, char *message,
		size_t size);
void lesson_destroy(struct lesson *lesson);

#endif
