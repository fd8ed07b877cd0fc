/* What the screen costs:   screen [COLUMNSxROWS]
 *
 * Runs the lesson of tests/bench/lessons, twelve processes of some ten events a second each, on a
 * pseudo-terminal, and counts what comes out of it and what the kernel charged the front end for. $SANDBOX is
 * the program; to be run from the top of the tree. Prints a line a measure: NAME<TAB>VALUE<TAB>what it should
 * be.
 *
 * - first paint: from exec until the first burst of output is through; 20 ms of silence end a burst.
 * - a frame: a burst. Bytes, frames and processor time are counted over ten seconds, after three to settle.
 * - paused: half a second after Space, bytes and wake-ups (context switches) over three seconds.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SILENCE 20 /* ms between two frames */

struct screen {
	pid_t pid;   /* the guardian, which only waits */
	pid_t child; /* the screen itself */
	int terminal;
};

/* What came out in a stretch of time. */
struct output {
	uint64_t bytes, frames;
	double last;   /* when the last byte came */
	bool shows_us; /* the last of the twelve was on the screen */
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static bool start(struct screen *screen, const char *program, struct winsize size)
{
	screen->pid = forkpty(&screen->terminal, NULL, NULL, &size);
	if (screen->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		setenv("SANDBOX_LESSONS", "tests/bench/lessons", 1);
		unsetenv("NO_COLOR");
		execl(program, program, "twelve", (char *)NULL);
		_exit(127);
	}
	return screen->pid > 0;
}

/* Read whatever comes for `seconds`; or, with first_burst, until it has come and is over. */
static struct output collect(const struct screen *screen, double seconds, bool first_burst)
{
	struct pollfd fd = {.fd = screen->terminal, .events = POLLIN};
	struct output output = {0};
	double end = now() + seconds;
	char bytes[65536];

	while (now() < end) {
		double left = (end - now()) * 1e3;
		bool silent = poll(&fd, 1, output.bytes && first_burst ? SILENCE : (int)left + 1) == 0;
		if (silent && first_burst)
			break;
		if (silent)
			continue;
		ssize_t count = read(screen->terminal, bytes, sizeof bytes);
		if (count <= 0)
			break;
		if (now() - output.last > SILENCE * 1e-3)
			output.frames++;
		output.last = now();
		output.shows_us = output.shows_us || memmem(bytes, (size_t)count, "P12", 3);
		output.bytes += (uint64_t)count;
	}
	return output;
}

static void find_child(struct screen *screen)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)screen->pid, (int)screen->pid);
	FILE *stream = fopen(path, "re");
	if (!stream || fscanf(stream, "%d", &screen->child) != 1)
		screen->child = 0;
	if (stream)
		fclose(stream);
}

/* The number after `key` in a file of /proc/PID; with no key, the first one. */
static double number_of(pid_t pid, const char *file, const char *key)
{
	char path[64], line[512];
	double value = 0;
	FILE *stream;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	stream = fopen(path, "re");
	if (!stream)
		return 0;
	while (fgets(line, sizeof line, stream))
		if (strncmp(line, key, strlen(key)) == 0) {
			value = strtod(line + strlen(key), NULL);
			break;
		}
	fclose(stream);
	return value;
}

/* Of the guardian and the screen together. */
static double proc_number(const struct screen *screen, const char *file, const char *key)
{
	return number_of(screen->pid, file, key) + (screen->child ? number_of(screen->child, file, key) : 0);
}

static double cpu_seconds(const struct screen *screen)
{
	return proc_number(screen, "schedstat", "") * 1e-9;
}

static double wake_ups(const struct screen *screen)
{
	return proc_number(screen, "status", "voluntary_ctxt_switches:") +
	       proc_number(screen, "status", "nonvoluntary_ctxt_switches:");
}

/* Returns false if there was nothing to measure. */
static bool measure(struct screen *screen, double began)
{
	struct output output = collect(screen, 5, true);
	printf("screen.paint.first\t%.1f ms\t<= 50 ms\n", (output.last - began) * 1e3);

	if (!collect(screen, 3, false).shows_us) {
		fprintf(stderr, "screen: the lesson's processes did not appear on it; nothing to measure\n");
		return false;
	}
	find_child(screen);
	double cpu = cpu_seconds(screen), from = now();
	output = collect(screen, 10, false);
	double took = now() - from;
	printf("screen.frames\t%.1f a second\t10 a second\n", (double)output.frames / took);
	printf("screen.frame\t%.2f kB\t<= 0.5 kB\n",
	       output.frames ? (double)output.bytes / (double)output.frames / 1e3 : 0.0);
	printf("screen.cpu\t%.2f %%\t<= 1 %% of a processor\n", (cpu_seconds(screen) - cpu) / took * 100);
	printf("screen.rss\t%.1f MB\t<= 8 MB\n", proc_number(screen, "status", "VmRSS:") / 1e3);

	if (write(screen->terminal, " ", 1) != 1)
		return false;
	collect(screen, 0.5, false);
	double woken = wake_ups(screen);
	output = collect(screen, 3, false);
	printf("screen.paused.bytes\t%llu\t0\n", (unsigned long long)output.bytes);
	printf("screen.paused.wakeups\t%.0f\t0\n", wake_ups(screen) - woken);
	return true;
}

int main(int argc, char **argv)
{
	const char *program = getenv("SANDBOX");
	struct winsize size = {.ws_col = 120, .ws_row = 36};
	struct screen screen = {0};

	if (argc > 2 || (argc == 2 && sscanf(argv[1], "%hux%hu", &size.ws_col, &size.ws_row) != 2)) {
		fprintf(stderr, "usage: screen [COLUMNSxROWS]\n");
		return 2;
	}
	double began = now();
	if (!start(&screen, program ? program : "build/sandbox", size)) {
		fprintf(stderr, "screen: no pseudo-terminal: %s\n", strerror(errno));
		return 1;
	}
	bool measured = measure(&screen, began);
	kill(screen.pid, SIGTERM);
	collect(&screen, 5, true);
	waitpid(screen.pid, NULL, 0);
	return !measured;
}
