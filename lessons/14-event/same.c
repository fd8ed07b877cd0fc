/* Runners and a shot, in C: POSIX has no event, so it is made of a mutex, a condition and a flag.
 * cc -pthread same.c -o same && ./same
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUNNERS = 4 };

struct event {
	pthread_mutex_t lock; /* guards is_set */
	pthread_cond_t raised;
	bool is_set;
};

static void init(struct event *event)
{
	pthread_mutexattr_t lock;
	pthread_condattr_t raised;

	pthread_mutexattr_init(&lock);
	pthread_mutexattr_setpshared(&lock, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&event->lock, &lock);
	pthread_condattr_init(&raised);
	pthread_condattr_setpshared(&raised, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&event->raised, &raised);
}

static void set(struct event *event)
{
	pthread_mutex_lock(&event->lock);
	event->is_set = true;
	pthread_cond_broadcast(&event->raised);
	pthread_mutex_unlock(&event->lock);
}

static void wait_for(struct event *event)
{
	pthread_mutex_lock(&event->lock);
	while (!event->is_set) /* who comes late does not wait at all */
		pthread_cond_wait(&event->raised, &event->lock);
	pthread_mutex_unlock(&event->lock);
}

static void run(int number, struct event *shot)
{
	wait_for(shot);
	usleep(10000); /* runs */
	printf("R%d is there\n", number);
	fflush(stdout);
}

int main(void)
{
	struct event *shot = mmap(NULL, sizeof *shot, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shot == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(shot);
	for (int i = 1; i <= RUNNERS; i++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			alarm(10); /* ends even if nobody shoots */
			run(i, shot);
			_exit(0);
		}
	}
	usleep(20000);
	set(shot);
	while (wait(NULL) > 0)
		;
	return 0;
}
