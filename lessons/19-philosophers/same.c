/* Philosophers and a waiter, in C: a semaphore lets all but one of them take forks.
 * cc -pthread same.c -o same && ./same
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SEATS = 3 };

struct table {
	sem_t waiter;
	pthread_mutex_t forks[SEATS];
};

static void init(struct table *table)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	for (int i = 0; i < SEATS; i++)
		pthread_mutex_init(&table->forks[i], &attributes);
	sem_init(&table->waiter, 1, SEATS - 1);
}

static void dine(int seat, struct table *table)
{
	pthread_mutex_t *left = &table->forks[seat], *right = &table->forks[(seat + 1) % SEATS];

	sem_wait(&table->waiter); /* with empty hands */
	pthread_mutex_lock(left);
	pthread_mutex_lock(right);
	usleep(5000); /* eating */
	pthread_mutex_unlock(right);
	pthread_mutex_unlock(left);
	sem_post(&table->waiter);
	printf("P%d has eaten\n", seat + 1);
	fflush(stdout);
}

int main(void)
{
	struct table *table = mmap(NULL, sizeof *table, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (table == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(table);
	for (int seat = 0; seat < SEATS; seat++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			alarm(10); /* ends even if the waiter lets them all in */
			dine(seat, table);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
