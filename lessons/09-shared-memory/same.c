/* Shared memory in C: what is mapped MAP_SHARED is one for all, all else is each process's own.
 * cc same.c -o same && ./same
 */
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 3, CELLS = 12 };

static int *cells;    /* shared */
static int mine[CELLS]; /* not */

static void fill(int from, int to)
{
	for (int i = from; i < to; i++)
		cells[i] = mine[i] = (i + 1) * (i + 1);
}

int main(void)
{
	int sum = 0, filled = 0;

	cells = mmap(NULL, CELLS * sizeof *cells, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (cells == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	for (int w = 0; w < WORKERS; w++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			fill(w * CELLS / WORKERS, (w + 1) * CELLS / WORKERS); /* no cell is left over */
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		; /* from here on nobody writes any more */
	for (int i = 0; i < CELLS; i++) {
		sum += cells[i];
		filled += mine[i] != 0;
	}
	printf("in the array: %d\n", sum);
	printf("in main's table: %d\n", filled);
	return 0;
}
