/* One program, several processes, in C: a global variable is copied by fork. As threads they share it.
 * cc -pthread same.c -o same && ./same; ./same thread
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 3 };

static atomic_int count; /* atomic: two threads that add at once lose nothing */
static const char *const names[WORKERS] = {"P1", "P2", "P3"};

static void *add(void *name)
{
	for (int i = 0; i < 3; i++) {
		usleep(1000);
		count++;
	}
	printf("%s ends with %d\n", (const char *)name, count);
	fflush(stdout);
	return NULL;
}

static int as_processes(void)
{
	for (int i = 0; i < WORKERS; i++) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			add((void *)names[i]);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}

static int as_threads(void)
{
	pthread_t threads[WORKERS];

	for (int i = 0; i < WORKERS; i++) {
		if (pthread_create(&threads[i], NULL, add, (void *)names[i])) {
			fputs("no thread could be made\n", stderr);
			return 1;
		}
	}
	for (int i = 0; i < WORKERS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}

int main(int argc, char **argv)
{
	int status = argc > 1 && !strcmp(argv[1], "thread") ? as_threads() : as_processes();

	printf("main ends with %d\n", count);
	return status;
}
