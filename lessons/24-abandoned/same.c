/* A process is killed while it holds a lock, in C: a robust mutex tells the next one.
 * cc -pthread same.c -o same && ./same
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct accounts {
	pthread_mutex_t vault; /* guards a and b; their sum is 200 */
	volatile int a, b; /* volatile: main looks at a without the lock */
};

static void init(struct accounts *accounts)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	/* Without this, the next one waits for ever. */
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&accounts->vault, &attributes);
	accounts->a = accounts->b = 100;
}

static void enter(struct accounts *accounts)
{
	if (pthread_mutex_lock(&accounts->vault) == EOWNERDEAD) {
		accounts->b = 200 - accounts->a; /* a is always written first */
		pthread_mutex_consistent(&accounts->vault);
	}
}

static void move(struct accounts *accounts, int amount, unsigned pause)
{
	enter(accounts);
	accounts->a -= amount;
	usleep(pause);
	accounts->b += amount;
	pthread_mutex_unlock(&accounts->vault);
}

static pid_t start(struct accounts *accounts, int amount, unsigned pause)
{
	pid_t pid = fork();

	if (pid < 0)
		perror("fork");
	if (pid != 0)
		return pid;
	alarm(10); /* ends even without an heir */
	move(accounts, amount, pause);
	_exit(0);
}

int main(void)
{
	struct accounts *accounts = mmap(NULL, sizeof *accounts, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (accounts == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(accounts);
	pid_t first = start(accounts, 50, 3000000);
	while (accounts->a == 100)
		usleep(1000);
	start(accounts, 10, 1000);
	kill(first, SIGKILL); /* in the middle */
	while (wait(NULL) > 0)
		;
	enter(accounts); /* we may be the heir, too */
	printf("a and b are %d\n", accounts->a + accounts->b);
	pthread_mutex_unlock(&accounts->vault);
	return 0;
}
