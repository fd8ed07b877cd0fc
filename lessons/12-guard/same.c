/* Tellers and a bad order, in C: every way out of the section passes the same unlock.
 * cc -pthread same.c -o same && ./same
 */
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TELLERS = 2, ORDERS = 3, BAD = 2 };

struct ledger {
	pthread_mutex_t lock; /* guards booked */
	int booked;
};

static void init(struct ledger *ledger)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&ledger->lock, &attributes);
}

/* 0, or -1: there is no such account. */
static int find_account(int order)
{
	usleep(5000);
	return order == BAD ? -1 : 0;
}

static int book(struct ledger *ledger, int order)
{
	int error;

	pthread_mutex_lock(&ledger->lock);
	error = find_account(order);
	if (error)
		goto out;
	ledger->booked++;
out: /* the only way out */
	pthread_mutex_unlock(&ledger->lock);
	return error;
}

int main(void)
{
	struct ledger *ledger = mmap(NULL, sizeof *ledger, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (ledger == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(ledger);
	for (int i = 0; i < TELLERS; i++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			alarm(10); /* ends even if you return instead of goto */
			for (int order = 1; order <= ORDERS; order++)
				book(ledger, order); /* a bad one is skipped */
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	printf("%d orders are booked\n", ledger->booked);
	return 0;
}
