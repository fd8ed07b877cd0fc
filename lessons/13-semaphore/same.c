/* Three printers, six jobs, in C: a sem_t in memory that the processes share.
 * cc -pthread same.c -o same && ./same
 */
#include <errno.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PRINTERS = 3, JOBS = 6 };

static void acquire(sem_t *semaphore)
{
	while (sem_wait(semaphore) < 0 && errno == EINTR)
		; /* a signal woke us without a permit */
}

static void job(int number, sem_t *printers)
{
	acquire(printers);
	usleep(30000); /* printing */
	sem_post(printers);
	printf("job %d is printed\n", number);
	fflush(stdout);
}

int main(void)
{
	sem_t *printers = mmap(NULL, sizeof *printers, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (printers == MAP_FAILED || sem_init(printers, 1, PRINTERS) < 0) { /* 1: shared by processes */
		perror("semaphore");
		return 1;
	}
	for (int i = 1; i <= JOBS; i++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			alarm(10); /* ends even if you forget the sem_post */
			job(i, printers);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
