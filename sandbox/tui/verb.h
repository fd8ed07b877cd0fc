/* What a process is about to do to an object, in two or three words: "puts into", "looks at". English; NULL =
 * there is no word for it. */
#ifndef TUI_VERB_H
#define TUI_VERB_H

#include "runtime/primitive.h"

const char *verb_of(enum primitive_id primitive, unsigned action);

#endif
