/* What an object is now, for the OWNER / VALUE column. */
#ifndef TUI_OBJECT_TEXT_H
#define TUI_OBJECT_TEXT_H

#include <stddef.h>

#include "tui/scene.h"

/* Made to fit `columns` where it can be made shorter (slots, elements, names); may be longer all the same. */
void object_text(const struct scene *scene, const struct world_object *object, int columns, char *text,
		 size_t size);

#endif
