#include "runtime/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/futex.h"
#include "base/proc.h"
#include "runtime/freeze.h"
#include "runtime/lives.h"
#include "runtime/operate.h"
#include "runtime/repair.h"
#include "runtime/run.h"
#include "runtime/spawn.h"

#define SPARE_FILES 4 /* for a moment each: a Lua file, a look into /proc */

enum tag { TAG_SOCKET, TAG_FRONT, TAG_KEEPER, TAG_BIRTHS, TAG_OUTPUT, TAG_PROCESS };

struct supervisor {
	struct self self;
	struct arena *arena;
	int socket, epoll, output, front, keeper;
	int pidfds[SLOTS + VESSELS]; /* by slot, and by vessel; -1 = none */
	pid_t keeper_pid;
	const struct run_options *options;
	bool finished, restarted;
};

static void watch(struct supervisor *sup, int fd, uint64_t tag)
{
	struct epoll_event event = {.events = EPOLLIN, .data.u64 = tag};

	if (fd >= 0)
		epoll_ctl(sup->epoll, EPOLL_CTL_ADD, fd, &event);
}

/* The leader of the lessons' group. It does nothing but outlive the supervisor by an instant. */
static _Noreturn void keep(pid_t supervisor, pid_t group)
{
	if (setpgid(0, group) < 0)
		setpgid(0, 0); /* never stay in the front end's group: it would be killed with us */
	prctl(PR_SET_NAME, "sandbox-keeper");
	prctl(PR_SET_PDEATHSIG, SIGCONT); /* nobody can have stopped it when it is needed */
	fd_close_from(0);
	struct pollfd parent = {.fd = fd_pidfd(supervisor), .events = POLLIN};
	while (getppid() == supervisor && poll(&parent, parent.fd >= 0, parent.fd >= 0 ? -1 : 50) >= 0 &&
	       !parent.revents)
		;
	kill(0, SIGKILL);
	_exit(1);
}

static int start_keeper(struct supervisor *sup)
{
	pid_t supervisor = getpid();
	pid_t pid = fork_quietly();

	if (pid < 0)
		return (int)pid;
	if (pid == 0)
		keep(supervisor, sup->arena->group);
	/* The group is gone if the last keeper was alone in it: then this one leads a new one. */
	if (setpgid(pid, sup->arena->group) < 0)
		setpgid(pid, 0);
	sup->arena->group = getpgid(pid);
	sup->keeper_pid = pid;
	sup->keeper = fd_pidfd(pid);
	watch(sup, sup->keeper, TAG_KEEPER);
	return 0;
}

static void keeper_died(struct supervisor *sup)
{
	close(sup->keeper);
	waitpid(sup->keeper_pid, NULL, 0);
	start_keeper(sup); /* the group lives on as long as anyone is in it */
}

/* main leaves behind what only the supervisor needs. */
static void main_before(void *context)
{
	struct supervisor *sup = context;

	if (setpgid(0, sup->arena->group) < 0)
		_exit(127);
	close(sup->socket);
	close(sup->epoll);
	close(sup->output);
	close(sup->front);
	close(sup->keeper);
}

static int main_body(struct self *self, void *context)
{
	const struct supervisor *sup = context;

	return sup->options->body(self, sup->options->context);
}

/* Returns 0 or -errno; 1 in main, if it goes on from here. */
static int start_main(struct supervisor *sup)
{
	struct handle handle;
	struct self *self = sup->options->main;
	int error = self ? spawn_here(&sup->self, &handle, "main", false, main_before, sup, self)
			 : spawn(&sup->self, &handle, "main", false, main_before, main_body, sup);

	/* main does this too. Whoever is first: before we look at anything else it is where kill_group finds
	 * it. */
	if (!error)
		setpgid(atomic_load(&sup->arena->slots[handle.index - 1].pid), sup->arena->group);
	return error;
}

/* A vessel is observed for as long as it is there, whatever slot it is in. */
static void observe(struct supervisor *sup, const struct slot *slot, int pidfd)
{
	uint32_t at = slot->vessel ? SLOTS + slot->vessel - 1 : slot->index;

	if (slot->vessel)
		vessel_of(sup->arena, slot)->pid = atomic_load(&slot->pid);
	sup->pidfds[at] = pidfd;
	watch(sup, pidfd, TAG_PROCESS + at);
}

static int pidfd_of(const struct supervisor *sup, const struct slot *slot)
{
	return sup->pidfds[slot->vessel ? SLOTS + slot->vessel - 1 : slot->index];
}

/* A child waits for go: from now on its death will be seen. */
static void born(struct supervisor *sup, struct slot *slot)
{
	struct arena *arena = sup->arena;
	const struct slot *parent = &arena->slots[slot->parent_slot];
	pid_t pid = (pid_t)(atomic_load(&slot->state) >> 32);

	atomic_store(&slot->pid, pid);
	if (slot->parent_slot == SLOT_SANDBOX || slot_state(parent) != SLOT_ALIVE ||
	    (int32_t)parent->number != slot->parent_number)
		slot->joined_by_sandbox = true;
	observe(sup, slot, fd_pidfd(pid));
	spawn_announce(&sup->self, slot);
	atomic_store(&slot->state, SLOT_ALIVE);
	atomic_store(&slot->go, 1);
	futex_wake(&slot->go, INT_MAX);
}

static void births(struct supervisor *sup)
{
	uint64_t count;

	(void)!read(sup->arena->births, &count,
		    sizeof count); /* there may be nothing to read: it does not block */
	for (uint32_t i = 0; i < slots_used(sup->arena); i++)
		if (slot_state(&sup->arena->slots[i]) == SLOT_BORN)
			born(sup, &sup->arena->slots[i]);
}

/* The parent died: slots that it claimed and no child announced are free again. */
static void withdraw(struct supervisor *sup, const struct slot *dead)
{
	for (uint32_t i = 0; i < slots_used(sup->arena); i++) {
		uint64_t claimed = slot_claim_of(dead, dead->number);

		atomic_compare_exchange_strong(&sup->arena->slots[i].state, &claimed, SLOT_FREE);
	}
}

/* Exit code, or -signal. The kernel's word; where it does not tell, the process's own. */
static int exit_status(const struct slot *slot)
{
	int farewell = atomic_load(&slot->farewell), status;

	if (!proc_wait_status(atomic_load(&slot->pid), &status))
		return farewell == FAREWELL_NONE ? -SIGKILL : farewell;
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

/* What a process wrote to its stdout or stderr behind our back (a library, the C runtime). */
static void output(struct supervisor *sup)
{
	char text[TRACE_TEXT_MAX];
	ssize_t got;

	while ((got = read(sup->output, text, sizeof text)) > 0) {
		while (got > 0 && text[got - 1] == '\n')
			got--;
		if (got)
			trace_said(&sup->self, text, (size_t)got, false);
	}
}

static bool is_anybody_left(struct arena *arena)
{
	for (uint32_t i = 0; i < slots_used(arena); i++)
		if (slot_state(&arena->slots[i]) != SLOT_FREE)
			return true;
	return false;
}

static void check_finished(struct supervisor *sup)
{
	if ((sup->finished && !lives_wanted(sup->arena)) || is_anybody_left(sup->arena))
		return;
	output(sup);
	sup->finished = true;
	trace_plain(&sup->self, TRACE_FINISHED, TRACE_SANDBOX, 0, 0, 0, NULL, 0);
	trace_ring_hurry(&sup->arena->trace);
}

static void died(struct supervisor *sup, struct slot *slot)
{
	int status = exit_status(slot);
	int32_t number = (int32_t)slot->number; /* after the repair its parent may reap it, and the slot have
						   another process */
	bool orphan = slot->joined_by_sandbox;

	if (status < 0 && !atomic_load(&slot->doomed))
		atomic_store(&sup->arena->control.disturbed, 1);
	atomic_store(&sup->arena->control.repairing, 1);
	withdraw(sup, slot);
	births(sup); /* its last children still inherit from it, and no more come */
	repair(&sup->self, slot, status);
	repair_adopt(&sup->self, slot->index, number);
	if (orphan)
		repair_reap(&sup->self, slot);
	control_bury(sup->arena, slot->index);
	check_finished(sup); /* before the run is seen to be quiet */
	atomic_store(&sup->arena->control.repairing, 0);
	if (control_is_on(&sup->self))
		control_rest(sup->arena, SLOT_SANDBOX);
}

/* The process behind a pidfd. A vessel may be in no slot at the moment. */
static void process_died(struct supervisor *sup, uint32_t at)
{
	struct arena *arena = sup->arena;
	struct vessel *vessel = at < SLOTS ? NULL : &arena->control.vessels[at - SLOTS];
	struct slot *slot = &arena->slots[vessel ? vessel->slot : at];

	close(sup->pidfds[at]);
	sup->pidfds[at] = -1;
	if (vessel)
		vessel->state = VESSEL_DEAD;
	if (!vessel || (slot->vessel == at - SLOTS + 1 && slot_state(slot) == SLOT_ALIVE))
		died(sup, slot);
}

static struct slot *slot_by_number(struct arena *arena, uint32_t number)
{
	for (uint32_t i = 0; i < slots_used(arena); i++)
		if (arena->slots[i].number == number && slot_state(&arena->slots[i]) == SLOT_ALIVE)
			return &arena->slots[i];
	return NULL;
}

static void send_signal(struct supervisor *sup, struct slot *slot, int signal)
{
	struct self *self = &sup->self;

	if (!slot)
		return;
	trace_plain(self, TRACE_SIGNALLED, TRACE_SANDBOX, slot->number, signal, slot_object(slot->index),
		    NULL, 0);
	if (signal == SIGSTOP)
		freeze_process(self, slot, FROZEN_PERSON);
	else if (signal == SIGCONT)
		thaw_process(self, slot, FROZEN_PERSON);
	else {
		if (control_is_on(self) && signal != SIGINT)
			atomic_store(&slot->parked, 0); /* nobody counts on it from now on */
		kill(atomic_load(&slot->pid), signal);
	}
}

static void complain(struct supervisor *sup, const char *what, int error)
{
	char text[200];
	int length = snprintf(text, sizeof text, "%s: %s%s", what, strerror(error), run_start_hint(error));

	trace_plain(&sup->self, TRACE_ERROR, TRACE_SANDBOX, ERROR_PLAIN, 0, 0, text, (size_t)length);
}

/* main starts in an arena that looks as if nothing had happened. */
static int begin(struct supervisor *sup)
{
	int error;

	if (control_is_on(&sup->self))
		trace_plain(&sup->self, TRACE_CONTROLLED, TRACE_SANDBOX, 0, 0, 0, NULL, 0);
	if ((error = start_main(sup)) == 1)
		return 1;
	if (error < 0)
		complain(sup, "main could not be started", -error);
	atomic_store(&sup->arena->control.begun, 1);
	return error;
}

/* In the order in which they were forked: parents come first. */
static void end_vessels(struct supervisor *sup)
{
	struct control *control = &sup->arena->control;

	for (uint32_t i = 0; i < control->vessels_used; i++)
		if (control->vessels[i].pid && control->vessels[i].state != VESSEL_DEAD)
			kill(control->vessels[i].pid, SIGKILL);
	for (uint32_t i = 0; i < control->vessels_used; i++)
		if (control->vessels[i].pid)
			waitpid(control->vessels[i].pid, NULL, 0);
	memset(control->vessels, 0, control->vessels_used * sizeof *control->vessels);
	control->vessels_used = 0;
}

/* Everybody goes, and is buried without a word. The keeper stays. */
static void restart(struct supervisor *sup)
{
	for (uint32_t i = 0; i < slots_used(sup->arena); i++) {
		const struct slot *slot = &sup->arena->slots[i];

		if (slot_state(slot) == SLOT_ALIVE && !slot->vessel)
			kill(atomic_load(&slot->pid), SIGKILL);
	}
	end_vessels(sup);
	for (uint32_t i = 0; i < SLOTS + VESSELS; i++) {
		if (sup->pidfds[i] >= 0)
			close(sup->pidfds[i]);
		sup->pidfds[i] = -1;
	}
	/* Parents come first: then their children are ours. */
	for (uint32_t number = 0; number < atomic_load(&sup->arena->process_count); number++)
		for (uint32_t i = 0; i < slots_used(sup->arena); i++)
			if (slot_state(&sup->arena->slots[i]) != SLOT_FREE &&
			    !sup->arena->slots[i].vessel && sup->arena->slots[i].number == number)
				waitpid(atomic_load(&sup->arena->slots[i].pid), NULL, 0);
	arena_restart(sup->arena);
	sup->finished = false;
	sup->restarted = true;
	atomic_fetch_add(&sup->arena->control.epoch, 1);
	futex_wake(&sup->arena->control.epoch, INT_MAX);
	begin(sup);
}

/* Whoever is not parked is to count its instructions until it is. */
static void count_instructions(struct supervisor *sup)
{
	for (uint32_t i = 0; i < slots_used(sup->arena); i++) {
		const struct slot *slot = &sup->arena->slots[i];

		if (slot_state(slot) == SLOT_ALIVE && !atomic_load(&slot->parked) && pidfd_of(sup, slot) >= 0)
			syscall(SYS_pidfd_send_signal, pidfd_of(sup, slot), SIGNAL_COUNT, NULL, 0);
	}
}

static void command(struct supervisor *sup, const struct supervisor_command *order)
{
	switch (order->kind) {
	case COMMAND_PAUSE:
		freeze_run(&sup->self);
		break;
	case COMMAND_RESUME:
		thaw_run(&sup->self);
		break;
	case COMMAND_TEMPO:
		freeze_tempo(&sup->self, order->value);
		break;
	case COMMAND_RESTART:
		restart(sup);
		break;
	case COMMAND_COUNT:
		count_instructions(sup);
		break;
	case COMMAND_SIGNAL:
		send_signal(sup, slot_by_number(sup->arena, order->process), (int)order->value);
		break;
	}
}

/* Kill everybody and wait until nobody is left. Being the subreaper, every descendant ends up as our child.
 */
static _Noreturn void finish(struct supervisor *sup)
{
	kill_group(sup->arena);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
	_exit(0);
}

static void front_spoke(struct supervisor *sup)
{
	struct supervisor_command order;

	for (;;) {
		ssize_t got = recv(sup->socket, &order, sizeof order, MSG_DONTWAIT);

		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (got != sizeof order || order.kind == COMMAND_FINISH)
			finish(sup);
		command(sup, &order);
	}
}

static void handle(struct supervisor *sup, uint64_t tag)
{
	switch (tag) {
	case TAG_SOCKET:
		front_spoke(sup);
		break;
	case TAG_FRONT:
		finish(sup);
	case TAG_KEEPER:
		keeper_died(sup);
		break;
	case TAG_BIRTHS:
		births(sup);
		break;
	case TAG_OUTPUT:
		output(sup);
		break;
	default:
		process_died(sup, (uint32_t)(tag - TAG_PROCESS));
	}
}

static void loop(struct supervisor *sup)
{
	struct epoll_event events[32];

	for (;;) {
		int count = epoll_wait(sup->epoll, events, 32, -1);

		sup->restarted = false; /* then the rest of what epoll told is of the past */
		for (int i = 0; i < count && !sup->restarted; i++)
			handle(sup, events[i].data.u64);
		if (!lives_wanted(sup->arena)) /* else there may be nobody because it begins again just now */
			check_finished(sup);
	}
}

/* main has the caller's files; we keep none of them. */
static void leave_files(struct supervisor *sup)
{
	int keep_open[] = {sup->socket, sup->epoll, sup->front, sup->keeper, sup->arena->trace.doorbell,
			   sup->arena->births};

	fd_close_others(keep_open, sizeof keep_open / sizeof *keep_open);
	fd_fill_stdio();
}

/* stdin is empty; stdout and stderr go to us. Nothing else of the front end's stays open: not the terminal.
 */
static int redirect(struct supervisor *sup)
{
	int keep_open[] = {sup->socket, sup->arena->trace.doorbell, sup->arena->births};
	int pipe_ends[2], ends[2], null;

	sup->output = -1;
	if (sup->options->main)
		return 0;
	fd_close_others(keep_open, sizeof keep_open / sizeof *keep_open);
	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (null < 0 || pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) < 0)
		return -errno;
	ends[0] = fcntl(pipe_ends[0], F_DUPFD_CLOEXEC, 3);
	ends[1] = fcntl(pipe_ends[1], F_DUPFD_CLOEXEC, 3);
	for (int i = 0; i < 2; i++)
		close(pipe_ends[i]);
	dup2(null, 0);
	if (null > 0)
		close(null);
	dup2(ends[1], 1);
	dup2(ends[1], 2);
	close(ends[1]);
	sup->output = ends[0];
	return 0;
}

/* Every process takes a descriptor here. Where they are few the processes must be fewer, or one could die
 * unseen. */
static int limit_processes(struct supervisor *sup)
{
	int next = fcntl(sup->socket, F_DUPFD_CLOEXEC, 0);
	struct rlimit limit;

	if (next < 0)
		return -errno;
	close(next);
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur <= (rlim_t)next + SPARE_FILES)
		return -EMFILE;
	if (limit.rlim_cur - (rlim_t)next - SPARE_FILES < sup->arena->process_limit)
		sup->arena->process_limit = (uint32_t)(limit.rlim_cur - (rlim_t)next - SPARE_FILES);
	if (limit.rlim_cur - (rlim_t)next - SPARE_FILES < sup->arena->process_limit + VESSELS)
		sup->arena->control.lives = false;
	return 0;
}

void supervise(struct arena *arena, int socket, const struct run_options *options)
{
	struct slot *slot = &arena->slots[SLOT_SANDBOX];
	struct supervisor sup = {.arena = arena, .socket = socket, .options = options};
	int error;

	sup.self = (struct self){.arena = arena, .slot = slot, .ring = slot_ring(arena, SLOT_SANDBOX),
				 .number = TRACE_SANDBOX, .seed = options->seed, .keeper = options->keeper,
				 .stuck = repair_stuck};
	memset(sup.pidfds, -1, sizeof sup.pidfds);
	/* Signals to the whole group (Ctrl-C, timeout(1)) are the front end's business: it ends us, or its
	 * own end does. */
	for (int signal = 1; signal < NSIG; signal++)
		if (signal != SIGCHLD && signal != SIGSEGV && signal != SIGABRT && signal != SIGBUS)
			sigaction(signal, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* also when stopped; the keeper sees to the others */
	prctl(PR_SET_NAME, "sandbox-super");
	arena->supervisor = getpid();
	error = redirect(&sup);
	sup.front = fd_pidfd(arena->front);
	sup.epoll = epoll_create1(EPOLL_CLOEXEC);
	watch(&sup, socket, TAG_SOCKET);
	watch(&sup, sup.front, TAG_FRONT);
	watch(&sup, arena->births, TAG_BIRTHS);
	watch(&sup, sup.output, TAG_OUTPUT);
	if (getppid() != arena->front)
		_exit(1);
	if (!error)
		error = start_keeper(&sup);
	if (!error)
		error = limit_processes(&sup);
	if (error)
		complain(&sup, "the run could not be started", -error);
	else if (options->load && options->load(&sup.self, options->context) < 0)
		error = -EINVAL; /* it has said why */
	if (!error)
		error = begin(&sup);
	else
		atomic_store(&arena->control.begun, 1);
	if (error == 1)
		return;
	if (options->main)
		leave_files(&sup);
	check_finished(&sup);
	loop(&sup);
	_exit(0);
}
