#include "runtime/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "runtime/arena.h"
#include "runtime/spawn.h"
#include "runtime/supervisor.h"
#include "trace/reader.h"

#define HEAP_DEFAULT (UINT64_C(1) << 30)
#define FLOOD 64      /* events between two quiet moments */
#define MOMENT 50000  /* ns; the kernel makes about 100 µs of it */
#define PATIENCE 300  /* ms for the supervisor to end; then it is killed */

struct run {
	struct arena *arena;
	struct reader *reader;
	pid_t supervisor;
	int socket, epoll, pidfd;
	bool dead; /* the supervisor is gone */
	uint32_t burst; /* events read since it was last quiet */
};

static void watch(struct run *run, int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

	epoll_ctl(run->epoll, EPOLL_CTL_ADD, fd, &event);
}

static void run_destroy(struct run *run)
{
	int fds[] = {run->socket, run->epoll, run->pidfd, run->arena ? run->arena->trace.doorbell : -1,
		     run->arena ? run->arena->births : -1};

	for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	reader_destroy(run->reader);
	arena_destroy(run->arena);
	free(run);
}

/* Descriptors that the supervisor inherits must not be 0, 1 or 2: it redirects those. */
static int above_stdio(int fd)
{
	if (fd < 0 || fd > 2)
		return fd;
	int moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	close(fd);
	return moved;
}

static int run_prepare(struct run *run, const struct run_options *options)
{
	struct arena *arena = arena_create(options->heap_limit ? options->heap_limit : HEAP_DEFAULT);

	if (!arena)
		return -errno;
	run->arena = arena;
	arena->trace.doorbell = above_stdio(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	arena->births = above_stdio(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	run->epoll = above_stdio(epoll_create1(EPOLL_CLOEXEC));
	if (arena->trace.doorbell < 0 || arena->births < 0 || run->epoll < 0)
		return -errno;
	arena->trace.rings_used = 1;
	arena->seed = options->seed;
	arena->process_limit =
		options->process_limit && options->process_limit < SLOTS ? options->process_limit : SLOTS;
	arena->front = getpid();
	arena->tempo = options->tempo;
	arena->gate = options->tempo > 0 ? GATE_TEMPO : 0;
	clock_base_init(&arena->trace.clock);
	arena->start = clock_now();
	run->reader = reader_create(&arena->trace, arena->rings, arena->start);
	return run->reader ? 0 : -ENOMEM;
}

static int run_fork(struct run *run, const struct run_options *options)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	run->socket = ends[0];
	ends[1] = above_stdio(ends[1]);
	pid_t pid = fork_quietly();
	if (pid == 0) {
		close(ends[0]);
		supervise(run->arena, ends[1], options);
	}
	close(ends[1]);
	if (pid < 0)
		return (int)pid;
	run->supervisor = pid;
	run->pidfd = fd_pidfd(pid);
	return run->pidfd < 0 ? -errno : 0;
}

int run_start(struct run **out, const struct run_options *options)
{
	struct run *run = calloc(1, sizeof *run);
	int error;

	if (!run)
		return -ENOMEM;
	run->socket = run->epoll = run->pidfd = -1;
	error = run_prepare(run, options);
	if (!error)
		error = run_fork(run, options);
	if (error) {
		if (run->supervisor > 0)
			run_finish(run);
		else
			run_destroy(run);
		return error;
	}
	watch(run, run->arena->trace.doorbell);
	watch(run, run->pidfd);
	if (options->paused)
		run_pause(run, true);
	*out = run;
	return 0;
}

const char *run_start_hint(int error)
{
	switch (error) {
	case EAGAIN:
		return "; is the limit on processes (ulimit -u) too low?";
	case EMFILE:
		return "; is the limit on open files (ulimit -n) too low?";
	case ENOMEM:
		return "; is the limit on memory (ulimit -v) too low?";
	case EFBIG:
		return "; is the limit on the size of files (ulimit -f) too low?";
	default:
		return "";
	}
}

int run_fd(const struct run *run)
{
	return run->epoll;
}

static bool supervisor_gone(struct run *run)
{
	struct pollfd pollfd = {.fd = run->pidfd, .events = POLLIN};

	if (!run->dead && poll(&pollfd, 1, 0) > 0) {
		run->dead = true;
		epoll_ctl(run->epoll, EPOLL_CTL_DEL, run->pidfd, NULL);
	}
	return run->dead;
}

/* Ask to be woken, then look once more. A writer that drew a number before we armed may publish it any moment
 * without ringing: give it the time a store takes to arrive. After that it sees us armed. */
static bool settle(struct run *run, struct trace_event *event)
{
	uint64_t count;

	/* In a flood being woken costs the writer a system call an event: look again by ourselves after a
	 * moment. */
	if (run->burst >= FLOOD) {
		run->burst = 0;
		nanosleep(&(struct timespec){.tv_nsec = MOMENT}, NULL);
		if (reader_next(run->reader, event, false))
			return true;
	}
	run->burst = 0;
	(void)!read(run->arena->trace.doorbell, &count, sizeof count);
	atomic_store(&run->arena->trace.armed, 1);
	for (int i = 0; i < 200 && reader_behind(run->reader); i++) {
		if (reader_next(run->reader, event, false)) {
			atomic_store(&run->arena->trace.armed, 0);
			return true;
		}
		__asm__ volatile("" ::: "memory");
	}
	return false;
}

int run_read(struct run *run, struct trace_event *event)
{
	if (reader_next(run->reader, event, false) || settle(run, event)) {
		run->burst++;
		return 1;
	}
	if (!supervisor_gone(run))
		return 0;
	/* Its keeper kills the group; whatever was written before counts. */
	return reader_next(run->reader, event, true) ? 1 : -EPIPE;
}

static void order(struct run *run, enum command_kind kind, uint32_t process, int64_t value)
{
	struct supervisor_command message = {.kind = kind, .process = process, .value = value};

	(void)!send(run->socket, &message, sizeof message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void run_pause(struct run *run, bool paused)
{
	order(run, paused ? COMMAND_PAUSE : COMMAND_RESUME, 0, 0);
}

void run_tempo(struct run *run, int64_t microseconds)
{
	order(run, COMMAND_TEMPO, 0, microseconds);
}

void run_signal(struct run *run, uint32_t process, int signal)
{
	order(run, COMMAND_SIGNAL, process, signal);
}

int64_t run_time(const struct run *run)
{
	return arena_time(run->arena);
}

uint64_t run_seed(const struct run *run)
{
	return run->arena->seed;
}

void run_finish(struct run *run)
{
	if (!run)
		return;
	struct pollfd pollfd = {.fd = run->pidfd, .events = POLLIN};
	order(run, COMMAND_FINISH, 0, 0);
	if (run->pidfd < 0 || poll(&pollfd, 1, PATIENCE) <= 0)
		kill(run->supervisor, SIGKILL);
	/* If it was killed, its keeper does this too; twice is harmless, and the group's number is not free
	 * before both are done. */
	kill_group(run->arena);
	while (waitpid(run->supervisor, NULL, 0) < 0 && errno == EINTR)
		;
	run_destroy(run);
}
