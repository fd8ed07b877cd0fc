/* A lock that its owner takes twice, in C: a recursive mutex in memory that the processes share.
 * cc -pthread same.c -o same && ./same
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 2 };

struct account {
	pthread_mutex_t lock; /* guards balance */
	int balance;
};

static void init(struct account *account)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	/* Without this, salary() waits for itself. */
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&account->lock, &attributes);
}

static void add(struct account *account, int amount)
{
	pthread_mutex_lock(&account->lock);
	account->balance += amount;
	pthread_mutex_unlock(&account->lock);
}

static void salary(struct account *account)
{
	pthread_mutex_lock(&account->lock);
	add(account, 100);
	add(account, -30);
	pthread_mutex_unlock(&account->lock);
}

int main(void)
{
	struct account *account = mmap(NULL, sizeof *account, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (account == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(account);
	for (int i = 0; i < CLIENTS; i++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			alarm(10); /* ends even if it waits for itself */
			salary(account);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	printf("balance %d\n", account->balance);
	return 0;
}
