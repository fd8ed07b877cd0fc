#include "runtime/run.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/futex.h"
#include "runtime/arena.h"
#include "runtime/audit.h"
#include "runtime/lives.h"
#include "runtime/spawn.h"
#include "runtime/supervisor.h"
#include "runtime/operate.h"
#include "trace/reader.h"

#define HEAP_DEFAULT (UINT64_C(1) << 30)
#define APART 1000000 /* ns between two times that writers have to wake us: it costs them a system call, and
			 on a busy processor their turn */
#define DELAY  30000  /* ns from a ring of the doorbell to our waking */
#define BREATH 20000000 /* ns between looks for what no futex tells: a dead supervisor */
#define FLOOD 64      /* events between two quiet moments */
#define SHARE 1000    /* events we would like to find after a nap; a ring has room for four times as many */
#define MOMENT 50000  /* ns, the shortest nap; the kernel makes about 100 µs of it */
#define PATIENCE 5000 /* ms for the supervisor to end, also on a busy machine; then it is killed */

struct run {
	struct arena *arena;
	struct reader *reader;
	pid_t supervisor;
	int socket, epoll, pidfd;
	bool dead; /* the supervisor is gone */
	uint32_t burst; /* events read since it was last quiet */
	int64_t quiet;  /* when that was */
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
	arena->trace.doorbell = above_stdio(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
	arena->trace.delay = options->controlled ? 1 : DELAY;
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
	arena->perturb = options->perturb;
	arena->gate = (options->tempo > 0 ? GATE_TEMPO : 0) | (options->perturbed ? GATE_PERTURB : 0);
	if (options->controlled)
		arena->gate = GATE_CONTROLLED;
	arena->control.walks = options->walks;
	arena->control.walk.state = options->walk;
	arena->control.keeps_order = options->keeps_order;
	arena->control.fingerprints = options->fingerprints;
	arena->control.lives = options->controlled && options->lives && options->keeper;
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
		return 1;
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
	if (error == 1) {
		close(run->epoll);
		reader_destroy(run->reader);
		free(run);
		return 1;
	}
	if (error) {
		if (run->supervisor > 0)
			run_finish(run);
		else
			run_destroy(run);
		return error;
	}
	/* Other runs may be started while this one goes on: its memory is none of their business. */
	madvise(run->arena, run->arena->size, MADV_DONTFORK);
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

/* When events come often, look again by ourselves after a nap, as long as their rate allows; only a writer
 * whose ring is full cuts it short. */
static void nap(struct run *run)
{
	struct pollfd doorbell = {.fd = run->arena->trace.doorbell, .events = POLLIN};
	int64_t now = clock_now(), quiet = now - run->quiet, time = MOMENT;
	uint64_t count;

	run->quiet = now;
	if (run->burst < FLOOD && quiet >= APART)
		return;
	if (run->burst)
		time = (int64_t)((double)quiet / run->burst * SHARE);
	if (time < MOMENT)
		time = MOMENT;
	if (time > APART)
		time = APART;
	(void)!read(doorbell.fd, &count, sizeof count); /* what it rang for has been read */
	ppoll(&doorbell, 1, &(struct timespec){.tv_nsec = time}, NULL);
}

/* Ask to be woken, then look once more. A writer that drew a number before we armed may publish it any moment
 * without ringing: give it the time a store takes to arrive. After that it sees us armed. */
static bool settle(struct run *run, struct trace_event *event)
{
	uint64_t count;

	nap(run);
	run->burst = 0;
	if (reader_next(run->reader, event, false))
		return true;
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

int run_read_now(struct run *run, struct trace_event *event)
{
	return reader_next(run->reader, event, false);
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

int run_audit(const struct run *run, char *text, size_t size)
{
	return audit(run->arena, text, size);
}

/* Nothing is heard of the rings while their processes wait for each other only. */
static void drain_all(struct run *run)
{
	struct trace_event event;

	while (reader_next(run->reader, &event, false))
		;
}

int run_await(struct run *run, int64_t timeout, bool drain)
{
	struct control *control = &run->arena->control;
	int64_t deadline = timeout < 0 ? INT64_MAX : clock_now() + timeout;

	for (;;) {
		uint32_t pulse = atomic_load(&control->pulse);
		bool planned = atomic_load(&control->granted) < control->planned &&
			       !atomic_load(&control->refused);

		if (!planned && atomic_load(&control->begun) && control_is_quiet(run->arena))
			return 1;
		if (clock_now() >= deadline || atomic_load(&control->spins))
			return 0;
		futex_wait(&control->pulse, pulse, BREATH);
		if (atomic_load(&control->pulse) != pulse)
			continue;
		if (supervisor_gone(run))
			return -EPIPE;
		if (drain)
			drain_all(run);
		/* Whoever was to grant the next step may have been killed at it. */
		if (planned && control_is_quiet(run->arena))
			control_rest(run->arena, CONTROL_FRONT);
	}
}

void run_count(struct run *run)
{
	order(run, COMMAND_COUNT, 0, 0);
}

bool run_spins(const struct run *run, uint32_t *process)
{
	*process = atomic_load(&run->arena->control.spins) - 1;
	return *process != UINT32_MAX;
}

uint32_t run_parked(struct run *run, struct parked *parked, uint32_t room)
{
	uint32_t used = atomic_load(&run->arena->trace.rings_used), count = 0;

	for (uint32_t i = 0; i + 1 < used && count < room; i++) {
		const struct slot *slot = &run->arena->slots[i];
		uint32_t at = count;

		if (slot_state(slot) != SLOT_ALIVE || !atomic_load(&slot->parked))
			continue;
		for (; at > 0 && parked[at - 1].process > slot->number; at--)
			parked[at] = parked[at - 1];
		parked[at] = (struct parked){.process = slot->number,
					     .can = control_can(run->arena, slot),
					     .offer = &slot->offer};
		count++;
	}
	return count;
}

void run_grant(struct run *run, uint32_t process, uint32_t decision)
{
	run_plan(run, &(struct grant){process, decision}, 1);
}

bool run_plan(struct run *run, const struct grant *plan, uint32_t count)
{
	struct control *control = &run->arena->control;

	if (count > CONTROL_STEPS)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		control->plan[i].process = plan[i].process;
		control->plan[i].decision = plan[i].decision;
	}
	control->planned = 0;
	atomic_store(&control->refused, 0);
	atomic_store(&control->granted, 0);
	control->planned = count;
	control_rest(run->arena, CONTROL_FRONT);
	return true;
}

bool run_refused(const struct run *run, uint32_t *granted)
{
	const struct control *control = &run->arena->control;

	*granted = atomic_load(&control->granted);
	return atomic_load(&control->refused);
}

const struct step *run_steps(const struct run *run, uint32_t *count)
{
	*count = atomic_load(&run->arena->control.logged);
	return run->arena->control.log;
}

bool run_uncovered(const struct run *run)
{
	return atomic_load(&run->arena->control.uncovered);
}

int run_restart(struct run *run)
{
	struct control *control = &run->arena->control;
	uint32_t epoch = atomic_load(&control->epoch);

	order(run, COMMAND_RESTART, 0, 0);
	while (atomic_load(&control->epoch) == epoch) {
		futex_wait(&control->epoch, epoch, BREATH);
		if (supervisor_gone(run))
			return -EPIPE;
	}
	reader_restart(run->reader, run->arena->start);
	return 0;
}

bool run_rewind(struct run *run)
{
	struct arena *arena = run->arena;
	struct self sandbox = lives_sandbox(arena);

	if (!lives_ready(arena) || supervisor_gone(run))
		return false;
	arena_restart(arena);
	reader_restart(run->reader, arena->start);
	trace_plain(&sandbox, TRACE_CONTROLLED, TRACE_SANDBOX, 0, 0, 0, NULL, 0);
	bool again = spawn_main_again(&sandbox);
	atomic_store(&arena->control.begun, again);
	return again;
}

bool run_disturbed(const struct run *run)
{
	return atomic_load(&run->arena->control.disturbed);
}

struct arena *run_arena(struct run *run)
{
	return run->arena;
}

void run_finish(struct run *run)
{
	if (!run)
		return;
	struct pollfd pollfd = {.fd = run->pidfd, .events = POLLIN};
	order(run, COMMAND_FINISH, 0, 0);
	kill(run->supervisor, SIGCONT); /* somebody may have stopped it */
	if (run->pidfd < 0 || poll(&pollfd, 1, PATIENCE) <= 0)
		kill(run->supervisor, SIGKILL);
	/* If it was killed, its keeper does this too; twice is harmless, and the group's number is not free
	 * before both are done. */
	kill_group(run->arena);
	while (waitpid(run->supervisor, NULL, 0) < 0 && errno == EINTR)
		;
	run_destroy(run);
}
