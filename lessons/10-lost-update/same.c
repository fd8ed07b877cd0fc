/* Two processes count in shared memory, in C: each in a counter of its own, and the parent adds up.
 * cc same.c -o same && ./same
 */
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 2, TIMES = 3 };

/* With one counter for both, this ++ would read, add and write; another one's write could come in between. */
static void count(int *counter)
{
	for (int i = 0; i < TIMES; i++)
		++*counter;
}

int main(void)
{
	int *counters = mmap(NULL, WORKERS * sizeof *counters, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int total = 0;

	if (counters == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	for (int i = 0; i < WORKERS; i++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			count(&counters[i]);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	for (int i = 0; i < WORKERS; i++)
		total += counters[i];
	printf("counted: %d\n", total);
	return 0;
}
