/* Waiting for a child, and ending it, in C.
 * cc same.c -o same && ./same
 */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static void bad(void)
{
	usleep(10000);
	_exit(3);
}

static void slow(void)
{
	sleep(8);
	puts("slow is done"); /* SIGTERM comes first: neither this line nor the next is reached */
	puts("slow wipes the table");
}

static pid_t start(void (*body)(void))
{
	pid_t pid = fork();

	if (pid < 0)
		perror("fork");
	if (pid != 0)
		return pid;
	body();
	fflush(stdout);
	_exit(0);
}

/* As Python counts: what it said itself, or the signal that ended it, below 0. */
static int exit_code(int status)
{
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

int main(void)
{
	pid_t b = start(bad), s = start(slow);
	int status;

	if (b < 0 || s < 0)
		return 1;
	waitpid(b, &status, 0);
	printf("bad: exit code %d\n", exit_code(status));
	usleep(20000);
	if (waitpid(s, &status, WNOHANG) == 0) {
		printf("slow is alive after join(2)\n");
		kill(s, SIGTERM);
		waitpid(s, &status, 0);
	}
	printf("slow: exit code %d\n", exit_code(status));
	puts("main is through");
	return 0;
}
