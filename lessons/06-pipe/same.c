/* A pipe in C: every copy of the writing end must be closed, or the reader never hears the end.
 * cc same.c -o same && ./same
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int reading, writing;

static void writer(void)
{
	static const char *const words[] = {"one\n", "two\n", "three\n"};

	close(reading);
	signal(SIGPIPE, SIG_IGN); /* else a write that nobody can read kills us */
	for (int i = 0; i < 3; i++) {
		if (write(writing, words[i], strlen(words[i])) < 0) {
			perror("nobody reads");
			return;
		}
		usleep(2000);
	}
}

static void reader(void)
{
	char line[80];
	FILE *in;

	close(writing); /* our own copy: without this we wait for ourselves */
	in = fdopen(reading, "r");
	while (in && fgets(line, sizeof line, in))
		printf("received %s", line);
	puts("end of the pipe");
	fflush(stdout);
}

static void start(void (*body)(void))
{
	switch (fork()) {
	case -1:
		perror("fork");
		break;
	case 0:
		alarm(10); /* ends even if you forget a close */
		body();
		_exit(0);
	}
}

int main(void)
{
	int ends[2];

	if (pipe(ends) < 0) {
		perror("pipe");
		return 1;
	}
	reading = ends[0];
	writing = ends[1];
	start(writer);
	start(reader);
	close(reading);
	close(writing); /* main's copy */
	while (wait(NULL) > 0)
		;
	return 0;
}
