/* Two compute on one processor, one of them with nice 10, in C (Linux).
 * cc same.c -o same && ./same
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GREEDY, POLITE };

static long *rounds; /* shared; each process writes its own */

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void use_one_processor(void)
{
	cpu_set_t mine, one;

	sched_getaffinity(0, sizeof mine, &mine);
	CPU_ZERO(&one);
	for (int i = 0; i < CPU_SETSIZE; i++) {
		if (CPU_ISSET(i, &mine)) {
			CPU_SET(i, &one);
			break;
		}
	}
	sched_setaffinity(0, sizeof one, &one);
}

static void compute(int me, int niceness, double end)
{
	if (nice(niceness) < 0)
		perror("nice");
	while (now() < end)
		rounds[me]++;
}

int main(void)
{
	double end = now() + 0.5;

	rounds = mmap(NULL, 2 * sizeof *rounds, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (rounds == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	use_one_processor(); /* the children inherit it */
	for (int me = GREEDY; me <= POLITE; me++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			compute(me, me == POLITE ? 10 : 0, end);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	fprintf(stderr, "polite got %.0f %%\n",
		100.0 * (double)rounds[POLITE] / (double)(rounds[GREEDY] + rounds[POLITE]));
	if (rounds[GREEDY] > rounds[POLITE])
		puts("greedy got more");
	return 0;
}
