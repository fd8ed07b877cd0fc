/* What a learner has done in the lessons, kept from one day to the next.
 *
 * A journal: each fact is a line that is added with one write, so a kill or a full disk loses that line at
 * most, and several programs may add at once. A line that is not understood, torn or from a newer version, is
 * left as it is. The file is $XDG_STATE_HOME/sandbox/study (XDG Base Directory Specification), by default
 * below ~/.local/state.
 *
 * Interface:
 * - study_open, study_close. There is always a study; where the file cannot be read or written it says why,
 *   and remembers for this session only.
 * - study_note adds a fact; the others tell what the facts come to.
 */
#ifndef LESSON_STUDY_H
#define LESSON_STUDY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct study;

enum fact {
	FACT_SEEN,      /* a step was read; value 0 */
	FACT_PREDICTED, /* an answer to its prediction; value = the choice, 0 .. */
	FACT_STEPPED,   /* its goal was reached by hand; value = in so many steps */
	FACT_ACCEPTED,  /* the lesson's exercise was; step "", value 0 */
	FACT_RESET,     /* the lesson begins anew: what was before does not count; step "", value 0 */
};

/* path: the file; NULL = where it belongs. Folders are made by the first fact. NULL without memory. */
struct study *study_open(const char *path);
void study_close(struct study *study); /* NULL is harmless */

/* One sentence without a full stop: why nothing is kept; NULL = all is well. */
const char *study_trouble(const struct study *study);

/* lesson and step: ids (lesson.h). A fact that says nothing new is not written. Returns 0 or -errno: then it
 * counts for this session only. */
int study_note(struct study *study, enum fact fact, const char *lesson, const char *step, int64_t value);

bool study_seen(const struct study *study, const char *lesson, const char *step);
int study_choice(const struct study *study, const char *lesson, const char *step); /* -1 = none */
int64_t study_best(const struct study *study, const char *lesson, const char *step); /* steps; 0 = never */
bool study_accepted(const struct study *study, const char *lesson);
int study_steps_seen(const struct study *study, const char *lesson); /* how many different ones */

#endif
