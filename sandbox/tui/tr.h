/* Words of the screen in the person's language.
 *
 * tr("…") gives the translation of an English text, or the text itself. The call has gettext's shape, so
 * that a catalogue of messages can take its place.
 */
#ifndef TUI_TR_H
#define TUI_TR_H

#include <stdbool.h>

const char *tr(const char *english) __attribute__((format_arg(1)));

/* "en" or "zh"; anything else is taken as "en". The language is the program's, as a locale is. */
void tr_language(const char *language);

/* The tables end with a row of NULLs. */
struct translation {
	const char *english, *other;
};

extern const struct translation words_zh[];

#endif
