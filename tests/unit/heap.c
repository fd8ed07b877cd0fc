/* The Lua heap: blocks stay whole and apart, the limit holds, and a fork inherits it where it was. */
#include "script/heap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define MIB ((size_t)1 << 20)

static void *allocate(struct heap *heap, size_t size)
{
	return heap_allocate(heap, NULL, 0, size);
}

static void give(struct heap *heap, void *block, size_t size)
{
	heap_allocate(heap, block, size, 0);
}

static int setup(void **state)
{
	*state = heap_create(16 * MIB);
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	heap_destroy(*state);
	return 0;
}

static bool holds(const unsigned char *bytes, size_t size, unsigned char value)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] != value)
			return false;
	return true;
}

/* Blocks of all sizes come, grow, shrink and go; each keeps what was written into it. */
static void test_blocks_keep_their_bytes(void **state)
{
	struct heap *heap = *state;
	struct {
		unsigned char *bytes;
		size_t size;
	} blocks[64] = {{0}};
	uint32_t random = 1;

	for (int step = 0; step < 20000; step++) {
		random = random * 1664525 + 1013904223;
		unsigned at = random >> 26;
		size_t size = (random >> 8) % ((random & 7) ? 300 : 100000);
		unsigned char value = (unsigned char)(at + 1);
		size_t kept = size < blocks[at].size ? size : blocks[at].size;

		assert_true(holds(blocks[at].bytes, blocks[at].size, value));
		blocks[at].bytes = heap_allocate(heap, blocks[at].bytes, blocks[at].size, size);
		blocks[at].size = size;
		if (!size)
			continue;
		assert_non_null(blocks[at].bytes);
		assert_int_equal((uintptr_t)blocks[at].bytes % 16, 0);
		assert_true(holds(blocks[at].bytes, kept, value));
		memset(blocks[at].bytes, value, size);
	}
	for (int i = 0; i < 64; i++)
		give(heap, blocks[i].bytes, blocks[i].size);
	assert_int_equal(heap_used(heap), 0);
}

static void test_limit(void **state)
{
	struct heap *heap = *state;
	void *most = allocate(heap, 12 * MIB);

	assert_non_null(most);
	assert_null(allocate(heap, 5 * MIB));
	assert_null(heap_allocate(heap, most, 12 * MIB, 40 * MIB));
	assert_null(allocate(heap, SIZE_MAX / 2));
	assert_true(heap_used(heap) <= heap_limit(heap));
	give(heap, most, 12 * MIB);
	most = allocate(heap, 14 * MIB);
	assert_non_null(most);
	memset(most, 1, 14 * MIB);
	give(heap, most, 14 * MIB);
}

/* Lua relies on it that a block can always shrink, also when there is no room to move it. */
static void test_shrinks_when_full(void **state)
{
	struct heap *heap = *state;
	size_t size = 100000, count = 0;
	unsigned char *block = allocate(heap, size);

	while (allocate(heap, 1000))
		count++;
	assert_true(count > 1000);
	memset(block, 7, size);
	block = heap_allocate(heap, block, size, 2000);
	assert_non_null(block);
	assert_true(holds(block, 2000, 7));
}

/* What is freed is used again: a loop that allocates and frees does not eat the region. */
static void test_reuses(void **state)
{
	struct heap *heap = *state;

	for (int i = 0; i < 1000; i++) {
		void *large = allocate(heap, 2 * MIB), *small = allocate(heap, 40);

		assert_non_null(large);
		assert_non_null(small);
		memset(large, i, 2 * MIB);
		give(heap, large, 2 * MIB);
		give(heap, small, 40);
	}
}

static void test_fork_inherits(void **state)
{
	struct heap *heap = *state;
	char *text = strcpy(allocate(heap, 32), "before the fork");
	pid_t child = fork();
	int status;

	if (child == 0) {
		bool same = !strcmp(text, "before the fork");
		strcpy(text, "in the child");
		_exit(same && allocate(heap, 100) ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_string_equal(text, "before the fork");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_blocks_keep_their_bytes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limit, setup, teardown),
		cmocka_unit_test_setup_teardown(test_shrinks_when_full, setup, teardown),
		cmocka_unit_test_setup_teardown(test_reuses, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fork_inherits, setup, teardown),
	};

	return cmocka_run_group_tests_name("heap", tests, NULL, NULL);
}
