/* lesson.lua: what a lesson is made of, checked key by key. */
#ifndef LESSON_MANIFEST_H
#define LESSON_MANIFEST_H

#include "lesson/lesson.h"
#include "lesson/source.h"

/* Fill everything of a zeroed lesson that lesson.lua says, texts in `lang` (else en). `lines` gets the source
 * line of each step (step_count of them, the caller frees them). false after a complaint; lesson_destroy
 * either way. */
bool manifest_read(struct lesson *lesson, unsigned **lines, const struct source *source, const char *lang,
		   struct complaint *complaint);

#endif
