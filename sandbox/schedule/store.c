#include "schedule/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

#define CHUNK (UINT64_C(1) << 20) /* bytes of memory taken at once; a state lies in one */

struct entry {
	const void *state;
	uint32_t size, hash;
	struct reached reached;
};

struct store {
	struct entry *entries;
	uint32_t count, room;
	uint32_t *table; /* number + 1 */
	uint32_t table_room;
	char **chunks;
	uint32_t chunk_count, chunk_room;
	size_t chunk_used, chunk_size;
	uint64_t bytes, bytes_max;
};

struct store *store_create(uint64_t bytes_max)
{
	struct store *store = calloc(1, sizeof *store);

	if (store)
		store->bytes_max = bytes_max;
	return store;
}

void store_destroy(struct store *store)
{
	if (!store)
		return;
	for (uint32_t i = 0; i < store->chunk_count; i++)
		free(store->chunks[i]);
	free(store->chunks);
	free(store->entries);
	free(store->table);
	free(store);
}

/* Eight bytes at a time: sizes are multiples of eight. */
static uint32_t hash_of(const void *state, size_t size)
{
	const char *at = state;
	uint64_t hash = size;

	for (size_t i = 0; i < size; i += 8) {
		uint64_t word;

		memcpy(&word, at + i, sizeof word);
		hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 32;
	}
	return (uint32_t)(hash ^ hash >> 29);
}

static uint32_t place_of(const struct store *store, const void *state, size_t size, uint32_t hash)
{
	uint32_t at = hash & (store->table_room - 1);

	for (; store->table[at]; at = (at + 1) & (store->table_room - 1)) {
		const struct entry *entry = &store->entries[store->table[at] - 1];

		if (entry->hash == hash && entry->size == size && !memcmp(entry->state, state, size))
			break;
	}
	return at;
}

static bool widen(struct store *store)
{
	uint32_t room = store->table_room ? store->table_room * 2 : 4096;
	uint32_t *table = calloc(room, sizeof *table);

	if (!table)
		return false;
	for (uint32_t i = 0; i < store->count; i++) {
		uint32_t at = store->entries[i].hash & (room - 1);

		while (table[at])
			at = (at + 1) & (room - 1);
		table[at] = i + 1;
	}
	store->bytes += (room - store->table_room) * sizeof *table;
	free(store->table);
	store->table = table;
	store->table_room = room;
	return true;
}

static void *take(struct store *store, size_t size)
{
	if (!store->chunk_count || store->chunk_size - store->chunk_used < size) {
		size_t chunk = size > CHUNK ? size : CHUNK;

		if (store->bytes + chunk > store->bytes_max ||
		    !grow(&store->chunks, &store->chunk_room, store->chunk_count + 1,
			  sizeof *store->chunks) ||
		    !(store->chunks[store->chunk_count] = malloc(chunk)))
			return NULL;
		store->chunk_count++;
		store->chunk_size = chunk;
		store->chunk_used = 0;
		store->bytes += chunk;
	}
	void *memory = store->chunks[store->chunk_count - 1] + store->chunk_used;
	store->chunk_used += size;
	return memory;
}

uint32_t store_add(struct store *store, const void *state, size_t size, const struct reached *reached,
		   bool *fresh)
{
	if ((uint64_t)store->count * 2 >= store->table_room && !widen(store))
		return STORE_NONE;
	uint32_t hash = hash_of(state, size), at = place_of(store, state, size, hash);
	*fresh = !store->table[at];
	if (!*fresh)
		return store->table[at] - 1;
	void *copy = take(store, size);
	if (!copy || !grow(&store->entries, &store->room, store->count + 1, sizeof *store->entries))
		return STORE_NONE;
	memcpy(copy, state, size);
	store->entries[store->count] = (struct entry){copy, (uint32_t)size, hash, *reached};
	store->bytes += sizeof *store->entries;
	store->table[at] = ++store->count;
	return store->count - 1;
}

uint32_t store_find(const struct store *store, const void *state, size_t size)
{
	if (!store->table_room)
		return STORE_NONE;
	uint32_t entry = store->table[place_of(store, state, size, hash_of(state, size))];
	return entry ? entry - 1 : STORE_NONE;
}

const void *store_state(const struct store *store, uint32_t number)
{
	return store->entries[number].state;
}

const struct reached *store_reached(const struct store *store, uint32_t number)
{
	return &store->entries[number].reached;
}

void store_reach_anew(struct store *store, uint32_t number, const struct reached *reached)
{
	store->entries[number].reached = *reached;
}

uint32_t store_count(const struct store *store)
{
	return store->count;
}

uint64_t store_bytes(const struct store *store)
{
	return store->bytes;
}
