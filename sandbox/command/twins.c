#include "command/twins.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Its status, 128 + the signal that ended it, 124 when its time was over; or -errno. `timeout` also ends what
 * the program has started. */
static int run(char *const argv[])
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	pid_t pid;
	int status;

	if (posix_spawn_file_actions_init(&actions))
		return -ENOMEM;
	if (posix_spawnattr_init(&attributes)) {
		posix_spawn_file_actions_destroy(&actions);
		return -ENOMEM;
	}
	/* We read signals when we are ready to (signals.h); it ends by them. */
	sigemptyset(&none);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	for (int fd = 0; fd < 3; fd++)
		posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
	int error = posix_spawnp(&pid, argv[0], &actions, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	if (error)
		return -error;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static bool ends_well(char *const argv[], const char *path, const char *what, char *message, size_t size)
{
	int status = run(argv);

	if (status == 0)
		return true;
	if (status < 0)
		snprintf(message, size, "%s: %s cannot be started: %s", path, argv[2], strerror(-status));
	else if (status == 124)
		snprintf(message, size, "%s %s within 30 s", path, what);
	else
		snprintf(message, size, "%s %s: %s ended with status %d", path, what, argv[2], status);
	return false;
}

static bool c_runs(char *path, char *message, size_t size)
{
	char folder[] = "/tmp/sandbox-lint.XXXXXX", program[64];
	const char *compiler = getenv("CC");

	if (!mkdtemp(folder)) {
		snprintf(message, size, "%s cannot be compiled: /tmp: %s", path, strerror(errno));
		return false;
	}
	snprintf(program, sizeof program, "%s/same", folder);
	char *compile[] = {"timeout",	 "30",	     (char *)(compiler && *compiler ? compiler : "cc"),
			   "-std=gnu11", "-Wall",    "-Wextra",
			   "-Werror",	 "-pthread", "-o",
			   program,	 path,	     NULL};
	char *execute[] = {"timeout", "30", program, NULL};
	bool good = ends_well(compile, path, "does not compile without a warning", message, size) &&
		    ends_well(execute, path, "does not end well", message, size);
	unlink(program);
	rmdir(folder);
	return good;
}

bool twin_runs(const char *folder, const char *name, char *message, size_t size)
{
	char path[4096];
	char *python[] = {"timeout", "30", "python3", path, NULL};

	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (access(path, R_OK) < 0) {
		snprintf(message, size, "%s is not there; write the same program in %s", path,
			 strstr(name, ".py") ? "Python" : "C");
		return false;
	}
	if (strstr(name, ".py"))
		return ends_well(python, path, "does not end well", message, size);
	return c_runs(path, message, size);
}
