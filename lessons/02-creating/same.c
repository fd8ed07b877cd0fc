/* Three orders, three bakers, in C: fork returns twice, and the child calls its target.
 * cc same.c -o same && ./same
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

struct baker {
	const char *name;
	void (*target)(const struct baker *);
	const char *what; /* the argument */
};

static void bake(const struct baker *me)
{
	usleep(2000);
	printf("%s baked %s\n", me->name, me->what);
	fflush(stdout);
}

static pid_t start(const struct baker *baker)
{
	pid_t pid = fork(); /* from here on there are two of us */

	if (pid == 0) { /* the child */
		baker->target(baker);
		_exit(0);
	}
	return pid; /* the parent; -1 when there is no child */
}

int main(void)
{
	const struct baker bakers[] = {{"P1", bake, "bread"}, {"P2", bake, "cake"}, {"P3", bake, "pie"}};

	for (int i = 0; i < 3; i++) {
		if (start(&bakers[i]) < 0) {
			perror("fork");
			return 1;
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
