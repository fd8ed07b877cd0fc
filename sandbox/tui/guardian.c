#include "tui/guardian.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tui/terminal.h"

/* What a terminal or a person may send us. The keyboard's go to the child as well, being in our group. */
static const int passed_on[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP};

static void watched_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++)
		sigaddset(set, passed_on[i]);
}

/* Returns true when the child is gone. When it stopped, so do we, for the shell to see; and go on together.
 */
static bool child_changed(pid_t child, int *status)
{
	while (waitpid(child, status, WNOHANG | WUNTRACED) > 0) {
		if (!WIFSTOPPED(*status))
			return true;
		kill(getpid(), SIGSTOP);
		kill(child, SIGCONT);
	}
	return false;
}

static int guard(pid_t child, const sigset_t *signals, const struct termios *modes)
{
	siginfo_t info;
	int status = 0;

	while (!child_changed(child, &status)) {
		int number = sigwaitinfo(signals, &info);

		if (number > 0 && number != SIGCHLD &&
		    info.si_code <= 0) /* sent by a process, so to us alone */
			kill(child, number);
	}
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	terminal_recover(modes);
	return 128 + WTERMSIG(status);
}

int guardian_run(int (*body)(void *context), void *context)
{
	pid_t guardian = getpid(), child = -1;
	struct termios modes;
	sigset_t signals, before;

	if (tcgetattr(STDIN_FILENO, &modes) < 0 || !isatty(STDOUT_FILENO))
		return body(context);
	watched_signals(&signals);
	sigprocmask(SIG_BLOCK, &signals, &before);
	child = fork();
	if (child > 0)
		return guard(child, &signals, &modes);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGHUP);
		if (getppid() != guardian)
			return 128 + SIGHUP;
	}
	return body(context);
}
