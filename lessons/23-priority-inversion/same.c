/* Three priorities and a lock, in C: the mutex lends the priority of who waits to who holds it.
 * cc -pthread same.c -o same && ./same
 *
 * It lends real-time priorities only, and those take privileges. With nice values, as here, short sections
 * help.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MIDS = 2 };

struct shared {
	pthread_mutex_t bus;
	volatile bool taken; /* low has, or had, the bus */
};

static void init(struct shared *shared)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
	pthread_mutex_init(&shared->bus, &attributes);
}

static void compute(double seconds)
{
	while ((double)clock() / CLOCKS_PER_SEC < seconds)
		;
}

static void low(struct shared *shared, int number)
{
	(void)number;
	pthread_mutex_lock(&shared->bus);
	shared->taken = true;
	pthread_mutex_unlock(&shared->bus); /* before it computes */
	compute(0.05);
	printf("low is through\n");
}

static void mid(struct shared *shared, int number)
{
	(void)shared;
	compute(0.2);
	printf("mid%d is through\n", number);
}

static void high(struct shared *shared, int number)
{
	(void)number;
	pthread_mutex_lock(&shared->bus);
	pthread_mutex_unlock(&shared->bus);
	printf("high is through\n");
}

static void start(void (*body)(struct shared *, int), struct shared *shared, int number, int niceness)
{
	pid_t pid = fork();

	if (pid < 0)
		perror("fork");
	if (pid != 0)
		return;
	if (nice(niceness) < 0)
		perror("nice");
	body(shared, number);
	fflush(stdout);
	_exit(0);
}

int main(void)
{
	struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	cpu_set_t one;

	if (shared == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(shared);
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	sched_setaffinity(0, sizeof one, &one); /* children inherit it */
	start(low, shared, 0, 19);
	while (!shared->taken)
		usleep(1000);
	for (int i = 1; i <= MIDS; i++)
		start(mid, shared, i, 5);
	start(high, shared, 0, 0);
	while (wait(NULL) > 0)
		;
	return 0;
}
