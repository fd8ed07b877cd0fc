/* Two clerks sell one seat, in C: a mutex in memory that the processes share.
 * cc -pthread same.c -o same && ./same
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLERKS = 2, SEATS = 1 };

struct office {
	pthread_mutex_t window; /* guards free */
	int free;
	int sold[CLERKS]; /* each clerk writes its own */
};

static void init(struct office *office)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&office->window, &attributes);
	office->free = SEATS;
}

static bool sell(struct office *office, int clerk)
{
	pthread_mutex_lock(&office->window);
	int seat = office->free;
	if (seat > 0)
		office->free = seat - 1;
	pthread_mutex_unlock(&office->window);

	if (seat > 0) {
		usleep(10000); /* prints the ticket, and keeps nobody waiting */
		office->sold[clerk]++;
	}
	return seat > 0;
}

int main(void)
{
	struct office *office = mmap(NULL, sizeof *office, PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int total = 0;

	if (office == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	init(office);
	for (int i = 0; i < CLERKS; i++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			alarm(10); /* ends even if you forget the unlock */
			while (sell(office, i))
				;
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	for (int i = 0; i < CLERKS; i++)
		total += office->sold[i];
	printf("%d sold of %d\n", total, SEATS);
	return 0;
}
