/* The language of lessons: --lang, else what the locale says, else English. */
#ifndef COMMAND_LANGUAGE_H
#define COMMAND_LANGUAGE_H

#include <stddef.h>

/* The values of --lang: "en", "zh", NULL. */
const char *command_language_name(size_t i);

/* chosen: the value of --lang, or NULL. Returns "en" or "zh". */
const char *command_language(const char *chosen);

#endif
