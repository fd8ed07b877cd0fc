/* Workers, a ring, and a watchman, in C: the parent kills one; a robust mutex passes on what it held.
 * cc -pthread same.c -o same && ./same
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 2, NOBODY = -1 };

struct shop {
	pthread_mutex_t tools[WORKERS];
	pthread_mutex_t notes; /* guards waits */
	int waits[WORKERS];    /* for whom */
};

static void init(struct shop *shop)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&shop->notes, &attributes);
	for (int i = 0; i < WORKERS; i++) {
		pthread_mutex_init(&shop->tools[i], &attributes);
		shop->waits[i] = NOBODY;
	}
}

static void acquire(pthread_mutex_t *mutex)
{
	if (pthread_mutex_lock(mutex) == EOWNERDEAD)
		pthread_mutex_consistent(mutex); /* the victim had changed nothing yet */
}

static void note(struct shop *shop, int number, int whom)
{
	acquire(&shop->notes);
	shop->waits[number] = whom;
	pthread_mutex_unlock(&shop->notes);
}

static void work(int number, struct shop *shop)
{
	int after = (number + 1) % WORKERS;

	acquire(&shop->tools[number]);
	usleep(20000);
	note(shop, number, after);
	acquire(&shop->tools[after]);
	note(shop, number, NOBODY);
	pthread_mutex_unlock(&shop->tools[after]);
	pthread_mutex_unlock(&shop->tools[number]);
	printf("W%d is done\n", number + 1);
	fflush(stdout);
}

static pid_t start(int number, struct shop *shop)
{
	pid_t pid = fork();

	if (pid < 0)
		perror("fork");
	if (pid != 0)
		return pid;
	alarm(10); /* ends even if nobody looks for the ring */
	work(number, shop);
	_exit(0);
}

/* Whether all of them wait for the next one: with as many tools as workers, that is the only ring. */
static bool is_ring(struct shop *shop)
{
	bool ring = true;

	acquire(&shop->notes);
	for (int i = 0; i < WORKERS; i++)
		ring = ring && shop->waits[i] != NOBODY;
	pthread_mutex_unlock(&shop->notes);
	return ring;
}

int main(void)
{
	struct shop *shop = mmap(NULL, sizeof *shop, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pids[WORKERS];
	bool killed = false;

	if (shop == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(shop);
	for (int i = 0; i < WORKERS; i++)
		pids[i] = start(i, shop);
	for (int left = WORKERS; left > 0;) {
		usleep(10000);
		if (is_ring(shop)) {
			kill(pids[0], SIGKILL); /* the victim */
			waitpid(pids[0], NULL, 0);
			note(shop, 0, NOBODY);
			killed = true;
			left--;
		}
		while (left > 0 && waitpid(-1, NULL, WNOHANG) > 0)
			left--;
	}
	if (killed)
		start(0, shop); /* again, when the others are through */
	while (wait(NULL) > 0)
		;
	return 0;
}
