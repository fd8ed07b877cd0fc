/* What a scenario's process has in memory, kept and brought back (runtime/lives.h). */
#ifndef SCRIPT_REWIND_H
#define SCRIPT_REWIND_H

#include "runtime/lives.h"

extern const struct memory_keeper rewind_keeper;

#endif
