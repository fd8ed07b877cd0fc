/* One lesson from its folder: what catalogue and lesson_open share. */
#ifndef LESSON_LOAD_H
#define LESSON_LOAD_H

#include "lesson/lesson.h"
#include "lesson/source.h"

/* Read the lesson, and check its prose in every language there is. NULL after a complaint. */
struct lesson *lesson_load(const char *folder, const char *lang, struct complaint *complaint);

/* "14-deadlock" is number 14 and id "deadlock"; without a number, 0 and the whole name. */
int lesson_number(const char *folder, const char **id);

#endif
