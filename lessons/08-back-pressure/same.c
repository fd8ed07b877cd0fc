/* Drain, then join, in C: the queue is a pipe, and has room for 64 KiB.
 * cc same.c -o same && ./same
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	ITEMS = 12,
	BYTES = 100 /* of an item; with 100000 the pipe is too short for all of them */
};

struct item {
	int number;
	char bytes[BYTES];
};

static int put(int queue, const struct item *item)
{
	const char *at = (const char *)item;
	size_t left = sizeof *item;

	while (left > 0) { /* write may take a part only */
		ssize_t done = write(queue, at, left);

		if (done < 0)
			return -1;
		at += done;
		left -= (size_t)done;
	}
	return 0;
}

static int get(int queue, struct item *item)
{
	char *at = (char *)item;
	size_t left = sizeof *item;

	while (left > 0) {
		ssize_t done = read(queue, at, left);

		if (done <= 0)
			return 0; /* the end */
		at += done;
		left -= (size_t)done;
	}
	return 1;
}

static void make(int queue)
{
	static struct item item;

	for (item.number = 1; item.number <= ITEMS; item.number++)
		if (put(queue, &item) < 0)
			perror("write");
}

int main(void)
{
	static struct item item;
	int ends[2];
	pid_t maker;

	if (pipe(ends) < 0 || (maker = fork()) < 0) {
		perror("maker");
		return 1;
	}
	if (maker == 0) {
		close(ends[0]);
		alarm(10); /* ends even if nobody drains the pipe */
		make(ends[1]);
		_exit(0);
	}
	close(ends[1]);
	while (get(ends[0], &item)) /* drain first … */
		printf("used %d\n", item.number);
	waitpid(maker, NULL, 0); /* … then join. Try it the other way round, with 100000 bytes */
	puts("maker has ended");
	return 0;
}
