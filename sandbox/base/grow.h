/* Arrays that grow. */
#ifndef BASE_GROW_H
#define BASE_GROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Make room for at least `count` elements in *(T **)array, which has room for *room. New room is not cleared.
 * False without memory: then nothing changed. */
static inline bool grow(void *array, uint32_t *room, uint64_t count, size_t element)
{
	void **memory = array;
	uint64_t wanted = *room ? *room : 16;

	if (count <= *room)
		return true;
	while (wanted < count)
		wanted *= 2;
	if (wanted > UINT32_MAX)
		return false;
	void *grown = realloc(*memory, (size_t)wanted * element);
	if (!grown)
		return false;
	*memory = grown;
	*room = (uint32_t)wanted;
	return true;
}

#endif
