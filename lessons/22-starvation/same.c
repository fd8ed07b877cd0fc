/* A bridge, two cars and a truck, in C: whoever comes passes a turnstile first.
 * cc -pthread same.c -o same && ./same
 */
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 3 };

struct bridge {
	pthread_mutex_t turnstile; /* held while one waits for the bridge: the others wait behind it */
	pthread_mutex_t lock;	   /* guards tons and crossed */
	pthread_cond_t left;
	int tons, crossed;
};

static void init(struct bridge *bridge)
{
	pthread_mutexattr_t lock;
	pthread_condattr_t left;

	pthread_mutexattr_init(&lock);
	pthread_mutexattr_setpshared(&lock, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&bridge->turnstile, &lock);
	pthread_mutex_init(&bridge->lock, &lock);
	pthread_condattr_init(&left);
	pthread_condattr_setpshared(&left, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&bridge->left, &left);
}

/* How many cars have overtaken us while we waited for the bridge. */
static int enter(struct bridge *bridge, int weight)
{
	pthread_mutex_lock(&bridge->turnstile);
	pthread_mutex_lock(&bridge->lock);
	int before = bridge->crossed;
	while (bridge->tons + weight > 2)
		pthread_cond_wait(&bridge->left, &bridge->lock);
	int overtaken = bridge->crossed - before;
	bridge->tons += weight;
	bridge->crossed += weight == 1;
	pthread_mutex_unlock(&bridge->lock);
	pthread_mutex_unlock(&bridge->turnstile);
	return overtaken;
}

static void leave(struct bridge *bridge, int weight)
{
	pthread_mutex_lock(&bridge->lock);
	bridge->tons -= weight;
	pthread_cond_broadcast(&bridge->left);
	pthread_mutex_unlock(&bridge->lock);
}

static void car(struct bridge *bridge)
{
	for (int i = 0; i < ROUNDS; i++) {
		enter(bridge, 1);
		usleep(10000);
		leave(bridge, 1);
	}
}

static void truck(struct bridge *bridge)
{
	printf("overtaken %d times\n", enter(bridge, 2));
	fflush(stdout);
	leave(bridge, 2);
}

static void start(void (*body)(struct bridge *), struct bridge *bridge)
{
	pid_t pid = fork();

	if (pid < 0)
		perror("fork");
	if (pid != 0)
		return;
	alarm(10); /* ends even if nobody is let on */
	body(bridge);
	_exit(0);
}

int main(void)
{
	struct bridge *bridge = mmap(NULL, sizeof *bridge, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (bridge == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(bridge);
	start(car, bridge);
	usleep(5000);
	start(truck, bridge);
	start(car, bridge);
	while (wait(NULL) > 0)
		;
	return 0;
}
