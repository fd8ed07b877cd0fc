/* An exercise: what the learner has written, with what must hold of it. */
#ifndef COMMAND_EXERCISE_H
#define COMMAND_EXERCISE_H

#include "command/launch.h"
#include "lesson/lesson.h"

struct exercise {
	struct program program;
	struct given given;
};

/* The learner's copy of the lesson's exercise, or `file` where it is given. It runs with the knobs that the
 * lesson claims its solution with. Returns 0; or -errno with one sentence in the message, and nothing to
 * close. It must stay where it is. */
int exercise_open(struct exercise *exercise, const char *lesson, const char *file, const char *lang,
		  char *message, size_t size);
void exercise_close(struct exercise *exercise);

/* The same for a file of the lesson's own folder, "solution.lua", and the knobs of a claim; `must`: must.lua
 * is added where there is one. -ENOENT: it is not there. */
int exercise_of_lesson(struct exercise *exercise, const struct lesson *lesson, const char *name,
		       const struct lesson_claim *claim, bool must, char *message, size_t size);

/* Where the learner's copy is, or is to be: written to path. */
void exercise_path(const char *lesson, char *path, size_t size);

#endif
