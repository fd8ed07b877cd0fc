/* A careful bank and three customers, in C: a mutex and a condition guard the books.
 * cc -pthread same.c -o same && ./same
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COINS = 4, CUSTOMERS = 3 };

static const int claims[CUSTOMERS] = {3, 2, 3}; /* at most, and said beforehand */

struct bank {
	pthread_mutex_t lock; /* guards free and has */
	pthread_cond_t paid_back;
	int free, has[CUSTOMERS];
};

static void init(struct bank *bank)
{
	pthread_mutexattr_t lock;
	pthread_condattr_t paid_back;

	pthread_mutexattr_init(&lock);
	pthread_mutexattr_setpshared(&lock, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&bank->lock, &lock);
	pthread_condattr_init(&paid_back);
	pthread_condattr_setpshared(&paid_back, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&bank->paid_back, &paid_back);
	bank->free = COINS;
}

/* Can all be served, one after the other? */
static bool safe(const struct bank *bank)
{
	bool done[CUSTOMERS] = {false};
	int left = bank->free;

	for (int round = 0; round < CUSTOMERS; round++)
		for (int i = 0; i < CUSTOMERS; i++)
			if (!done[i] && claims[i] - bank->has[i] <= left) {
				left += bank->has[i]; /* i pays back */
				done[i] = true;
			}
	return left == COINS;
}

static void lend(struct bank *bank, int customer, int n)
{
	bank->free -= n;
	bank->has[customer] += n;
}

static bool grant(struct bank *bank, int customer)
{
	if (bank->free == 0)
		return false;
	lend(bank, customer, 1); /* as a trial */
	if (safe(bank))
		return true;
	lend(bank, customer, -1);
	return false;
}

static void serve(int customer, struct bank *bank)
{
	for (int n = 0; n < claims[customer]; n++) {
		pthread_mutex_lock(&bank->lock);
		while (!grant(bank, customer))
			pthread_cond_wait(&bank->paid_back, &bank->lock);
		pthread_mutex_unlock(&bank->lock);
		usleep(2000);
	}
	pthread_mutex_lock(&bank->lock);
	lend(bank, customer, -claims[customer]);
	pthread_cond_broadcast(&bank->paid_back);
	pthread_mutex_unlock(&bank->lock);
	printf("C%d has paid back\n", customer + 1);
	fflush(stdout);
}

int main(void)
{
	struct bank *bank = mmap(NULL, sizeof *bank, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (bank == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(bank);
	for (int i = 0; i < CUSTOMERS; i++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			alarm(10); /* ends even if the bank is careless */
			serve(i, bank);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
