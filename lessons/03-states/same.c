/* States of processes in C: what the kernel says of them, read from /proc.
 * cc -pthread same.c -o same && ./same
 */
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static sem_t *key; /* 0 permits: main has it */

static void say(const char *words)
{
	puts(words);
	fflush(stdout);
}

static void kid(void)
{
	alarm(10); /* ends even if main is killed and nobody gives up the key */
	sem_wait(key);
	say("kid has the key");
}

static void boss(void)
{
	if (fork() == 0) {
		kid();
		_exit(0);
	}
	usleep(60000);
	say("boss is done");
	wait(NULL);
}

static void quick(void)
{
	_exit(7);
}

static pid_t start(void (*body)(void))
{
	pid_t pid = fork();

	if (pid < 0)
		perror("fork");
	if (pid != 0)
		return pid;
	body();
	_exit(0);
}

/* R running or ready, S sleeping, T stopped, Z zombie */
static void show(const char *name, pid_t pid)
{
	char path[40], line[200] = "", *after;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	file = fopen(path, "r");
	if (!file)
		return;
	if (fgets(line, sizeof line, file) && (after = strrchr(line, ')')))
		fprintf(stderr, "%s: %c\n", name, after[2]);
	fclose(file);
}

int main(void)
{
	int status;

	key = mmap(NULL, sizeof *key, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (key == MAP_FAILED || sem_init(key, 1, 0) < 0) {
		perror("key");
		return 1;
	}
	pid_t b = start(boss), q = start(quick);

	usleep(30000);
	show("boss", b);
	show("quick", q); /* a zombie: it has ended, and nobody has asked for it */
	sem_post(key);
	waitpid(b, NULL, 0);
	waitpid(q, &status, 0);
	printf("quick ended with %d\n", WEXITSTATUS(status));
	return 0;
}
