/* A baker and two customers, in C: a condition variable and its mutex in memory that the processes share.
 * cc -pthread same.c -o same && ./same
 */
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CUSTOMERS = 2 };

struct bakery {
	pthread_mutex_t lock; /* guards loaves */
	pthread_cond_t bell;
	int loaves;
};

static void init(struct bakery *bakery)
{
	pthread_mutexattr_t lock;
	pthread_condattr_t bell;

	pthread_mutexattr_init(&lock);
	pthread_mutexattr_setpshared(&lock, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&bakery->lock, &lock);
	pthread_condattr_init(&bell);
	pthread_condattr_setpshared(&bell, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&bakery->bell, &bell);
}

static void buy(int number, struct bakery *bakery)
{
	pthread_mutex_lock(&bakery->lock);
	while (bakery->loaves == 0) /* not if: it may wake too late, or for no reason */
		pthread_cond_wait(&bakery->bell, &bakery->lock);
	bakery->loaves--;
	pthread_mutex_unlock(&bakery->lock);
	printf("C%d has a loaf\n", number);
	fflush(stdout);
}

static void bake(struct bakery *bakery)
{
	usleep(5000);
	pthread_mutex_lock(&bakery->lock);
	bakery->loaves++;
	pthread_cond_broadcast(&bakery->bell);
	pthread_mutex_unlock(&bakery->lock);
}

int main(void)
{
	struct bakery *bakery = mmap(NULL, sizeof *bakery, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (bakery == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(bakery);
	for (int i = 1; i <= CUSTOMERS; i++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			alarm(10); /* ends even if nobody rings */
			buy(i, bakery);
			_exit(0);
		}
	}
	for (int i = 0; i < CUSTOMERS; i++)
		bake(bakery);
	while (wait(NULL) > 0)
		;
	return 0;
}
