/* What keys do: requests act on the visit, its run and the scene. */
#ifndef TUI_ACTIONS_H
#define TUI_ACTIONS_H

#include "tui/visit.h"

/* A key was pressed on a screen of this size. Returns true to quit. */
bool screen_key(struct screen *screen, uint32_t key, int rows, int columns);

#endif
