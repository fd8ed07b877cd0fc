/* What other programs, and those of the lessons in C and Python, may do here. The sandbox itself needs none
 * of it. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/seccomp.h>

#include "command/doctor.h"
#include "tui/tr.h"

#define SHM_ENOUGH (1024 * 1024)

/* Yama's setting, where the kernel has it (Documentation/admin-guide/LSM/Yama.rst). */
static void check_ptrace(struct doctor *doctor)
{
	char text[16];
	int scope = doctor_read("/proc/sys/kernel/yama/ptrace_scope", text, sizeof text) ? atoi(text) : 0;
	bool root = geteuid() == 0;

	if (scope == 0 || (root && scope < 3))
		doctor_add(doctor, "ptrace", DOCTOR_GOOD,
			   tr("gdb -p PID and strace -p PID can look into a lesson"), tr("scope %d"), scope);
	else
		doctor_add(doctor, "ptrace", DOCTOR_LIMITED,
			   scope == 3 ? tr("no gdb and no strace can look into a lesson") :
					tr("gdb -p PID and strace -p PID need root for lessons"),
			   tr("scope %d"), scope);
}

/* Only trying tells: distributions forbid them in several ways. Returns 0 or an errno. */
static int try_user_namespace(void)
{
	pid_t pid = (pid_t)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, 0L);
	int status;

	if (pid == 0)
		_exit(0);
	if (pid < 0)
		return errno;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return 0;
}

static void check_namespaces(struct doctor *doctor)
{
	int error = try_user_namespace();

	if (error)
		doctor_add(doctor, "user namespaces", DOCTOR_LIMITED,
			   tr("not needed; containers without root, such as podman's, will not start"), "%s",
			   strerror(error));
	else
		doctor_add(doctor, "user namespaces", DOCTOR_GOOD,
			   tr("not needed; your own programs may make some"), "%s", tr("allowed"));
}

static void check_seccomp(struct doctor *doctor)
{
	bool filters = prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) < 0 && errno == EFAULT;
	int mode = prctl(PR_GET_SECCOMP);

	if (mode > 0)
		doctor_add(doctor, "seccomp", DOCTOR_GOOD,
			   tr("system calls are filtered, by a container say"), tr("mode %d"), mode);
	else if (filters)
		doctor_add(doctor, "seccomp", DOCTOR_GOOD,
			   tr("not needed; nothing filters the system calls of lessons"), "%s",
			   tr("allowed"));
	else
		doctor_add(doctor, "seccomp", DOCTOR_LIMITED, tr("not needed; this kernel has no filters"),
			   "%s", tr("none"));
}

/* Python's locks and shm_open are files there; ours are a memfd, which has no name. */
static void check_shm(struct doctor *doctor)
{
	struct statvfs shm;

	if (statvfs("/dev/shm", &shm) < 0 || access("/dev/shm", W_OK) < 0) {
		doctor_add(doctor, "/dev/shm", DOCTOR_LIMITED,
			   tr("same.c and same.py cannot run; lessons can"), "%s", strerror(errno));
		return;
	}
	double free_bytes = (double)shm.f_bavail * (double)shm.f_frsize;
	doctor_add(doctor, "/dev/shm", free_bytes < SHM_ENOUGH ? DOCTOR_LIMITED : DOCTOR_GOOD,
		   free_bytes < SHM_ENOUGH ? tr("too little for same.c and same.py; lessons do not need it") :
					     tr("for same.c and same.py; lessons do not need it"),
		   tr("%.0f MB free"), free_bytes / (1024 * 1024));
}

static void check_core(struct doctor *doctor)
{
	struct rlimit limit = {0};
	char pattern[256];

	getrlimit(RLIMIT_CORE, &limit);
	doctor_read("/proc/sys/kernel/core_pattern", pattern, sizeof pattern);
	if (*pattern == '|')
		doctor_add(doctor, "core dumps", DOCTOR_GOOD,
			   tr("of a crashed process, this program gets the core"), "%.60s", pattern);
	else if (limit.rlim_cur == 0)
		doctor_add(doctor, "core dumps", DOCTOR_GOOD,
			   tr("crashes leave no files; ulimit -c unlimited keeps cores"), "%s",
			   tr("off (ulimit -c 0)"));
	else
		doctor_add(doctor, "core dumps", DOCTOR_LIMITED,
			   tr("crashes leave files, and take longer; ulimit -c 0 stops that"), "%.60s",
			   pattern);
}

void doctor_tools(struct doctor *doctor)
{
	check_ptrace(doctor);
	check_namespaces(doctor);
	check_seccomp(doctor);
	check_shm(doctor);
	check_core(doctor);
}
