#include "runtime/relay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/fd.h"
#include "runtime/spawn.h"

#define LOOK_AGAIN 300 /* ms: are we in the foreground? */

static bool copy(int from, int to)
{
	char text[4096];
	ssize_t got = read(from, text, sizeof text);

	if (got < 0 && errno == EIO &&
	    tcgetpgrp(from) >= 0) /* in the background: it is typed for somebody else */
		poll(NULL, 0, LOOK_AGAIN);
	else if (got <= 0)
		return got < 0 && errno == EINTR;
	for (ssize_t done = 0; done < got;) {
		ssize_t written = write(to, text + done, (size_t)(got - done));

		if (written < 0 && errno != EINTR)
			return false;
		done += written > 0 ? written : 0;
	}
	return true;
}

static _Noreturn void relay(pid_t front, int to)
{
	sigset_t background;
	int keep_open[] = {STDIN_FILENO, to};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, "sandbox-input");
	sigemptyset(&background);
	sigaddset(&background, SIGTTIN);
	sigprocmask(SIG_BLOCK, &background, NULL);
	fd_close_others(keep_open, 2);
	if (getppid() == front)
		while (copy(STDIN_FILENO, to))
			;
	_exit(0);
}

void relay_terminal(void)
{
	pid_t front = getpid();
	int ends[2];

	if (!isatty(STDIN_FILENO) || pipe2(ends, O_CLOEXEC) < 0)
		return;
	pid_t pid = fork_quietly();
	if (pid == 0)
		relay(front, ends[1]);
	close(ends[1]);
	if (pid > 0)
		dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
}
