#include "runtime/spawn.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/futex.h"
#include "runtime/lives.h"
#include "runtime/monitor.h"
#include "runtime/operate.h"
#include "runtime/repair.h"

#define SIGNAL_PARENT_DIED SIGPWR

static volatile pid_t supervisor_pid; /* for the handler; set before it is installed, constant after */

/* Sent when the parent ends, and again when the subreaper that adopted us does. With the supervisor gone
 * nobody may stay: the whole group goes, stopped and spinning ones included. */
static void on_parent_died(int signal)
{
	int error = errno;

	(void)signal;
	if (getppid() != supervisor_pid)
		kill(0, SIGKILL);
	errno = error;
}

static struct self *interruptible; /* for the handler: the process we are in */

/* Whatever it waits for on its slot, it looks around once. */
static void on_interrupt(int signal)
{
	int error = errno;

	(void)signal;
	interruptible->interrupted = 1;
	slot_wake(interruptible->slot);
	if (interruptible->on_interrupt)
		interruptible->on_interrupt(interruptible);
	errno = error;
}

/* It has not come to a step for a while. */
static void on_count(int signal)
{
	int error = errno;

	(void)signal;
	if (interruptible->on_count)
		interruptible->on_count(interruptible);
	errno = error;
}

/* A batch of tasks lasts too long. */
static void on_late(int signal)
{
	int error = errno;

	(void)signal;
	if (interruptible->on_late)
		interruptible->on_late(interruptible);
	errno = error;
}

/* One at a time: all set the one hook that there is. */
static sigset_t hooking(void)
{
	sigset_t all;

	sigemptyset(&all);
	sigaddset(&all, SIGINT);
	sigaddset(&all, SIGNAL_COUNT);
	sigaddset(&all, SIGNAL_LATE);
	return all;
}

static void heed_interrupts(void)
{
	sigaction(SIGINT, &(struct sigaction){.sa_handler = on_interrupt, .sa_mask = hooking()}, NULL);
}

static void catch_interrupts(struct self *self)
{
	sigset_t all = hooking();

	interruptible = self;
	heed_interrupts();
	sigaction(SIGNAL_COUNT,
		  &(struct sigaction){.sa_handler = on_count, .sa_mask = all, .sa_flags = SA_RESTART}, NULL);
	sigaction(SIGNAL_LATE,
		  &(struct sigaction){.sa_handler = on_late, .sa_mask = all, .sa_flags = SA_RESTART}, NULL);
	sigprocmask(SIG_UNBLOCK, &all, NULL);
}

void watch_parent(struct arena *arena)
{
	struct sigaction action = {.sa_handler = on_parent_died, .sa_flags = SA_RESTART};

	supervisor_pid = arena->supervisor;
	sigaction(SIGNAL_PARENT_DIED, &action, NULL);
	prctl(PR_SET_PDEATHSIG, SIGNAL_PARENT_DIED);
}

/* A scenario's process: no signal has a handler but those that every one of them sets anew. */
static bool handlers_are_ours;

static void reset_handlers(void)
{
	for (int signal = 1; signal < NSIG; signal++)
		sigaction(signal, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
}

pid_t fork_quietly(void)
{
	sigset_t all, old;

	fflush(NULL);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	pid_t pid = fork();
	int error = errno;
	if (pid == 0) {
		if (!handlers_are_ours)
			reset_handlers();
		sigemptyset(&old);
		/* Until catch_interrupts: others may know it before it gets there. */
		sigaddset(&old, SIGINT);
		sigaddset(&old, SIGNAL_COUNT);
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	return pid < 0 ? -error : pid;
}

void kill_group(const struct arena *arena)
{
	/* kill(2) takes 0 for the caller's own group: the shell's, for a front end. */
	if (arena->group > 1)
		kill(-arena->group, SIGKILL);
}

void slot_release(struct arena *arena, struct slot *slot)
{
	(void)arena;
	atomic_store(&slot->state, SLOT_FREE);
}

/* Before it is claimed: whoever looks for slots that the dead had claimed looks at those in use. */
static void use_slot(struct arena *arena, uint32_t index)
{
	uint32_t used = atomic_load(&arena->trace.rings_used);

	while (used < index + 2 &&
	       !atomic_compare_exchange_weak(&arena->trace.rings_used, &used, index + 2))
		;
}

/* One compare-and-swap: there is no count beside it that a death could leave wrong. */
static struct slot *slot_claim(const struct self *claimer)
{
	struct arena *arena = claimer->arena;

	for (uint32_t i = 0; i < SLOTS && i < arena->process_limit; i++) {
		struct slot *slot = &arena->slots[i];
		uint64_t free_state = SLOT_FREE;

		if (atomic_load(&slot->state) != SLOT_FREE)
			continue;
		use_slot(arena, i);
		if (atomic_compare_exchange_strong(&slot->state, &free_state,
						   slot_claim_of(claimer->slot, claimer->number))) {
			slot->index = i;
			return slot;
		}
	}
	return NULL;
}

/* "Process-2:1": the place in the family, as Python counts it. Named children count too. */
static void slot_name(struct slot *slot, struct slot *parent, const char *name)
{
	uint32_t nth = atomic_fetch_add(&parent->children, 1) + 1;
	char family[20];

	snprintf(family, sizeof family, "%.19s", parent->identity);
	if (parent->index == SLOT_SANDBOX)
		slot->identity[0] = '\0';
	else if (family[0])
		snprintf(slot->identity, sizeof slot->identity, "%s:%u", family, nth);
	else
		snprintf(slot->identity, sizeof slot->identity, "%u", nth);
	char identity[sizeof slot->identity]; /* gcc takes two fields of a slot for one */
	memcpy(identity, slot->identity, sizeof identity);
	if (name)
		snprintf(slot->name, sizeof slot->name, "%s", name);
	else
		snprintf(slot->name, sizeof slot->name, "Process-%.23s", identity);
}

static void slot_prepare(struct self *parent, struct slot *slot, const char *name, bool daemon)
{
	struct arena *arena = parent->arena;
	struct object *object = arena_object(arena, slot_object(slot->index));

	slot->number = atomic_fetch_add(&arena->process_count, 1);
	slot->parent_slot = parent->slot->index;
	slot->parent_number = parent->slot->index == SLOT_SANDBOX ? -1 : (int32_t)parent->number;
	slot->line = parent->line;
	slot->daemon = daemon;
	slot->vessel = 0;
	slot->joined_by_sandbox = false;
	atomic_store(&slot->children, 0);
	atomic_store(&slot->pid, 0);
	atomic_store(&slot->go, 0);
	atomic_store(&slot->frozen, 0);
	atomic_store(&slot->in_runtime, 0);
	atomic_store(&slot->parked, 0);
	atomic_store(&slot->interrupting, 0);
	atomic_store(&slot->doomed, 0);
	atomic_store(&slot->entered, 0);
	atomic_store(&slot->waiting_on, 0);
	atomic_store(&slot->attention, 0);
	atomic_store(&slot->watches, 0);
	atomic_store(&slot->farewell, FAREWELL_NONE);
	slot->error_kind[0] = slot->error[0] = '\0';
	slot_name(slot, parent->slot, name);
	/* Under its monitor: a stranger may still be looking at the process that was here before. */
	atomic_store(&parent->slot->entered, slot_object(slot->index));
	monitor_enter(object, parent->slot->index);
	arena_object_set(arena, slot_object(slot->index), PRIMITIVE_PROCESS, slot->number, 0, slot->name);
	monitor_leave(object);
	atomic_store(&parent->slot->entered, 0);
}

/* Parent and child both announce the child, whoever comes first: so it is known even if either dies at once.
 * False: the claim was withdrawn, because the parent died. */
static bool announce(const struct self *parent, struct slot *slot, pid_t pid)
{
	struct arena *arena = parent->arena;
	uint64_t state = slot_claim_of(parent->slot, parent->number);
	uint64_t one = 1, born = SLOT_BORN | (uint64_t)pid << 32;

	if (atomic_compare_exchange_strong(&slot->state, &state, born)) {
		(void)!write(arena->births, &one, sizeof one);
		return true;
	}
	/* The child was first, but may have died before it told the supervisor. */
	if (state == born && pid != getpid())
		(void)!write(arena->births, &one, sizeof one);
	return state == born || ((state & 0xff) == SLOT_ALIVE && atomic_load(&slot->pid) == pid);
}

/* The parent waits too: what it does next, a join say, comes after the birth for everyone who reads the
 * events. */
void spawn_await_birth(struct slot *slot)
{
	while (!atomic_load(&slot->go))
		futex_wait(&slot->go, 0, -1);
}

/* 20 to 100 measured best. */
static uint32_t polls(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) == 1 ? 0 : 60;
}

/* In the child, until it is known: then *self is the process it is. */
static void begin(struct self *self, struct self *parent, struct slot *slot, void (*before)(void *),
		  void *context)
{
	struct arena *arena = parent->arena;
	pid_t expected =
		parent->slot->index == SLOT_SANDBOX ? arena->supervisor : atomic_load(&parent->slot->pid);

	*self = (struct self){.arena = arena,
			      .slot = slot,
			      .ring = slot_ring(arena, slot->index),
			      .number = slot->number,
			      .polls = polls(),
			      .seed = parent->seed,
			      .keeper = parent->keeper,
			      .clock = parent->clock};
	if (before)
		before(context); /* main joins the lessons' group here: only then may it kill its own group */
	watch_parent(arena);
	catch_interrupts(self);
	handlers_are_ours = true;
	if (getppid() != expected && getppid() != arena->supervisor)
		_exit(127); /* the parent and the supervisor died before we watched */
	prctl(PR_SET_NAME, slot->name);
	if (!announce(parent, slot, getpid()))
		_exit(127);
	spawn_await_birth(slot);
	gate_linger(self);
	atomic_store(&slot->in_runtime, 0);
}

void spawn_announce(struct self *sandbox, struct slot *slot)
{
	uint32_t index = slot_object(slot->index);

	sandbox->line = slot->line;
	trace_plain(sandbox, TRACE_CREATED, slot->number, slot->number, 0, index, slot->name,
		    strlen(slot->name));
	trace_plain(sandbox, TRACE_BORN, slot->number, atomic_load(&slot->pid), slot->parent_number, index,
		    slot->name, strlen(slot->name));
	repair_inherit(sandbox, slot);
	sandbox->line = 0;
}

/* Instead of a fork: a vessel with the same past. Nobody else is at work, so the supervisor's part is done
 * here. */
static bool call_vessel(struct self *parent, struct slot *slot)
{
	struct self sandbox = lives_sandbox(parent->arena);
	bool again;

	slot->vessel = vessel_find(parent, &again);
	if (!again)
		return false;
	atomic_store(&slot->pid, vessel_of(parent->arena, slot)->pid);
	slot->joined_by_sandbox = parent->slot->index == SLOT_SANDBOX;
	spawn_announce(&sandbox, slot);
	atomic_store(&slot->go, 1);
	atomic_store(&slot->state, SLOT_ALIVE);
	vessel_call(parent->arena, slot);
	return true;
}

bool spawn_main_again(struct self *sandbox)
{
	struct slot *slot = slot_claim(sandbox);

	slot_prepare(sandbox, slot, "main", false);
	return call_vessel(sandbox, slot);
}

int spawn_here(struct self *parent, struct handle *child, const char *name, bool daemon,
	       void (*before)(void *), void *context, struct self *self)
{
	struct arena *arena = parent->arena;
	struct slot *slot = slot_claim(parent);

	if (!slot)
		return -EMFILE;
	slot_prepare(parent, slot, name, daemon);
	*child = (struct handle){slot_object(slot->index),
				 arena_object(arena, slot_object(slot->index))->number};
	if (lives_wanted(arena) && call_vessel(parent, slot))
		return 0;
	pid_t pid = fork_quietly();
	if (pid < 0) {
		slot_release(arena, slot);
		return (int)pid;
	}
	if (pid == 0) {
		begin(self, parent, slot, before, context);
		return 1;
	}
	atomic_store(&slot->pid, pid);
	announce(parent, slot, pid);
	if (parent->slot->index != SLOT_SANDBOX && !parent->hasty)
		spawn_await_birth(slot);
	return 0;
}

/* Once; or again and again, until somebody kills it. */
static _Noreturn void live(struct self *self, struct handle *child, int (*body)(struct self *, void *),
			   void *context)
{
	if (!lives_wanted(self->arena) || !lives_keep(self, child))
		process_exit(self, body(self, context));
	if (setjmp(*lives_birth())) {
		lives_bring_back(self);
		heed_interrupts(); /* its last life may have ended, and ignored them at its end */
	}
	lives_end(self, body(self, context));
}

int spawn(struct self *parent, struct handle *child, const char *name, bool daemon, void (*before)(void *),
	  int (*body)(struct self *, void *), void *context)
{
	struct self self;
	int forked = spawn_here(parent, child, name, daemon, before, context, &self);

	if (forked == 1)
		live(&self, child, body, context);
	return forked;
}
