/* A copy of the world: from it time can be gone through once more. */
#ifndef WORLD_COPY_H
#define WORLD_COPY_H

#include <stddef.h>

#include "world/world.h"

/* The same world, to be folded on by itself. NULL without memory. */
struct world *world_copy(const struct world *world);

/* The bytes that it takes, about. */
size_t world_size(const struct world *world);

#endif
