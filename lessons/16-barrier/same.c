/* Workers in phases, in C: a barrier in memory that the processes share.
 * cc -pthread same.c -o same && ./same
 */
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 3, PHASES = 2 };

struct hall {
	pthread_barrier_t gate;
	int made[WORKERS]; /* each worker writes its own */
};

static void init(struct hall *hall)
{
	pthread_barrierattr_t attributes;

	pthread_barrierattr_init(&attributes);
	pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&hall->gate, &attributes, WORKERS);
}

static void work(int number, struct hall *hall)
{
	int neighbour = (number + 1) % WORKERS;

	for (int phase = 1; phase <= PHASES; phase++) {
		usleep((unsigned)(number + 1) * 5000);
		hall->made[number] = phase;
		pthread_barrier_wait(&hall->gate);
		if (hall->made[neighbour] < phase)
			printf("W%d is not so far\n", neighbour + 1); /* never */
	}
	printf("W%d is done\n", number + 1);
	fflush(stdout);
}

int main(void)
{
	struct hall *hall = mmap(NULL, sizeof *hall, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (hall == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(hall);
	for (int i = 0; i < WORKERS; i++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			alarm(10); /* ends even with the wrong number */
			work(i, hall);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
