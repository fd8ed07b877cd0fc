/* The language of lessons: --lang, else what the locale says, else English. */
#ifndef COMMAND_LANGUAGE_H
#define COMMAND_LANGUAGE_H

/* chosen: the value of --lang, or NULL. Returns "en" or "zh"; NULL when it is neither. */
const char *command_language(const char *chosen);

#define COMMAND_LANGUAGE_WRONG "--lang takes en or zh"

#endif
