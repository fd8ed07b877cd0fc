/* Five philosophers around a table, in C: processes, and mutexes in memory that they share.
 * cc -pthread same.c -o same && ./same
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SEATS = 5, MEALS = 2 };

/* A robust mutex is handed on when its owner is killed; the heir gets EOWNERDEAD. */
static void init(pthread_mutex_t *fork)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(fork, &attributes);
}

static void acquire(pthread_mutex_t *fork)
{
	if (pthread_mutex_lock(fork) == EOWNERDEAD)
		pthread_mutex_consistent(fork);
}

static void dine(int number, pthread_mutex_t *first, pthread_mutex_t *second)
{
	for (int meal = 0; meal < MEALS; meal++) {
		usleep(10000); /* thinking */
		acquire(first);
		acquire(second);
		usleep(10000); /* eating */
		pthread_mutex_unlock(second);
		pthread_mutex_unlock(first);
	}
	printf("P%d has eaten\n", number);
	fflush(stdout);
}

int main(void)
{
	pthread_mutex_t *forks = mmap(NULL, SEATS * sizeof *forks, PROT_READ | PROT_WRITE,
				      MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (forks == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	for (int i = 0; i < SEATS; i++)
		init(&forks[i]);
	for (int i = 0; i < SEATS; i++) {
		int first = i, second = (i + 1) % SEATS; /* left, right */

		if (second < first) { /* the lower number first: no ring can close */
			int swap = first;
			first = second;
			second = swap;
		}
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			alarm(10); /* ends even if you break the order and it deadlocks */
			dine(i + 1, &forks[first], &forks[second]);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
