/* What a scenario's process can do, apart from operations on objects (operate.c) and queues (storage.c). */
#include "runtime/process.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/lives.h"
#include "runtime/operate.h"
#include "runtime/spawn.h"

#define SAY_MAX (1u << 20) /* bytes of one print; the rest is cut, and says so */

static void enter_runtime(struct self *self)
{
	atomic_store_explicit(&self->slot->in_runtime, 1, memory_order_release);
	gate_pass(self);
}

static void leave_runtime(struct self *self)
{
	atomic_store_explicit(&self->slot->in_runtime, 0, memory_order_release);
}

struct handle object_create(struct self *self, enum primitive_id id, int64_t a, int64_t b, const char *name)
{
	enter_runtime(self);
	trace_reserve(self, 8);
	uint32_t index = arena_object_new(self->arena, id, a, b, name);
	struct handle handle = {index, index ? arena_object(self->arena, index)->number : 0};
	if (index) {
		const char *given = arena_object(self->arena, index)->name;

		trace_plain(self, TRACE_CREATED, self->number, a, b, index, given, strlen(given));
		if (control_is_on(self))
			control_created(self, index, a, b);
		atomic_store(&arena_object(self->arena, index)->announced, 1);
	}
	leave_runtime(self);
	return handle;
}

void object_name(struct self *self, struct handle handle, char name[32])
{
	const struct object *object = arena_object(self->arena, handle.index);

	snprintf(name, 32, "%s", object->number == handle.number ? object->name : "?");
}

enum primitive_id object_primitive(struct self *self, struct handle handle)
{
	return (enum primitive_id)arena_object(self->arena, handle.index)->primitive;
}

void object_glance(struct self *self, struct handle handle, union state *state)
{
	struct object *object = arena_object(self->arena, handle.index);
	uint32_t version, after = atomic_load_explicit(&object->version, memory_order_acquire);

	/* A copy is torn only if two commits passed meanwhile: the second writes what was current before. */
	do {
		version = after;
		state_copy(primitive_get(object->primitive), state,
			   object_state(self->arena, object, version));
		atomic_thread_fence(memory_order_acquire);
		after = atomic_load_explicit(&object->version, memory_order_acquire);
	} while (after != version);
}

/* Seeing what others may change is a step. */
static void offer_look(struct self *self, struct handle handle)
{
	struct offer *offer;

	enter_runtime(self);
	offer = control_offer(self, OFFER_LOOK);
	offer->primitive = arena_object(self->arena, handle.index)->primitive;
	offer->object = handle.number ? handle.number : arena_object(self->arena, handle.index)->number;
	offer->index = handle.index;
	control_tell(self);
	control_park(self);
	trace_plain(self, TRACE_LOOKED, self->number, 0, 0, handle.index, NULL, 0);
}

void object_peek(struct self *self, struct handle handle, union state *state)
{
	bool controlled = control_is_on(self) && self->slot->index != SLOT_SANDBOX;

	if (controlled)
		offer_look(self, handle);
	object_glance(self, handle, state);
	if (!controlled)
		return;
	size_t size = primitive_get(object_primitive(self, handle))->size;
	control_content(self, control_hash(state, size));
	leave_runtime(self);
}

int process_spawn(struct self *self, struct handle *child, const char *name, bool daemon,
		  int (*body)(struct self *child, void *context), void *context)
{
	bool controlled = control_is_on(self);

	enter_runtime(self);
	if (controlled) {
		control_offer(self, OFFER_START);
		control_tell(self);
		control_park(self);
	}
	int error = spawn(self, child, name, daemon, NULL, body, context);
	if (controlled && !error)
		control_await(self, &self->arena->slots[child->index - 1]);
	if (controlled)
		control_answer(self, error ? OUTCOME_MISUSE : OUTCOME_OK,
			       error ? error : (int64_t)self->arena->slots[child->index - 1].number,
			       error ? 0 : child->number);
	leave_runtime(self);
	return error;
}

/* The slot of a process handle, or NULL if the process is forgotten. */
static struct slot *slot_of(struct self *self, struct handle process)
{
	if (process.index == 0 || process.index > SLOTS ||
	    arena_object(self->arena, process.index)->number != process.number)
		return NULL;
	struct slot *slot = &self->arena->slots[process.index - 1];
	return slot_state(slot) == SLOT_FREE ? NULL : slot;
}

void process_await_birth(struct self *self, struct handle child)
{
	struct slot *slot = slot_of(self, child);

	enter_runtime(self);
	if (slot)
		spawn_await_birth(slot);
	leave_runtime(self);
}

/* In controlled mode a pid is the same in every run. */
static pid_t pid_of(const struct self *self, const struct slot *slot)
{
	return control_is_on(self) ? (pid_t)(CONTROL_PID + slot->number) : atomic_load(&slot->pid);
}

static void fill_info(struct self *self, const struct slot *slot, struct process_info *info)
{
	union state state;
	uint32_t index = slot_object(slot->index);

	object_glance(self, (struct handle){index, 0}, &state);
	*info = (struct process_info){.number = slot->number, .pid = pid_of(self, slot),
				      .ended = state.process.ended, .exit_code = state.process.exit_code,
				      .daemon = slot->daemon};
	snprintf(info->name, sizeof info->name, "%s", slot->name);
}

bool process_info(struct self *self, struct handle process, struct process_info *info)
{
	struct slot *slot = slot_of(self, process);
	union state state;

	if (slot && control_is_on(self))
		object_peek(self, process, &state);
	if (slot)
		fill_info(self, slot, info);
	return slot && arena_object(self->arena, process.index)->number == process.number;
}

bool process_identity(struct self *self, struct handle process, struct process_info *info)
{
	const struct slot *slot = slot_of(self, process);

	if (slot)
		fill_info(self, slot, info);
	return slot && arena_object(self->arena, process.index)->number == process.number;
}

uint64_t process_identity_hash(struct self *self)
{
	return control_hash(self->slot->identity, strlen(self->slot->identity));
}

void process_self_info(struct self *self, struct process_info *info)
{
	fill_info(self, self->slot, info);
}

bool process_parent_info(struct self *self, struct process_info *info)
{
	const struct slot *slot = &self->arena->slots[self->slot->parent_slot];

	union state state;

	if (self->slot->parent_number < 0)
		return false;
	if (control_is_on(self))
		object_peek(self, (struct handle){.index = slot_object(slot->index)}, &state);
	if (slot_state(slot) != SLOT_FREE && (int32_t)slot->number == self->slot->parent_number)
		fill_info(self, slot, info);
	else
		*info = (struct process_info){.number = (uint32_t)self->slot->parent_number, .ended = true};
	return true;
}

static bool is_my_child(struct self *self, const struct slot *slot)
{
	return slot->parent_slot == self->slot->index && slot->parent_number == (int32_t)self->number;
}

/* A child that has ended: take the zombie away. Only its parent does this, and only after the supervisor has
 * seen the death, so its pid stayed reserved until now. */
static void reap(struct self *self, struct slot *slot)
{
	pid_t pid = atomic_load(&slot->pid);

	memcpy(self->error_kind, slot->error_kind, sizeof self->error_kind);
	memcpy(self->error, slot->error, sizeof self->error);
	while (!lives_on(self->arena, slot) && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	trace_plain(self, TRACE_REAPED, slot->number, 0, 0, slot_object(slot->index), NULL, 0);
	slot_release(self->arena, slot);
}

enum outcome process_join(struct self *self, struct handle process, int64_t timeout, int *exit_code)
{
	struct request request = {.action = PROCESS_JOIN};
	enum outcome outcome = operate(self, process, &request, timeout);
	struct slot *slot = slot_of(self, process);

	if (outcome != OUTCOME_OK)
		return outcome;
	*exit_code = (int)request.a;
	if (slot && is_my_child(self, slot) && slot_state(slot) == SLOT_ENDED) {
		enter_runtime(self);
		reap(self, slot);
		leave_runtime(self);
	}
	return OUTCOME_OK;
}

bool process_reap(struct self *self, struct handle process, int *exit_code)
{
	struct slot *slot = slot_of(self, process);
	struct process_info info;
	union state state;

	if (slot && control_is_on(self))
		object_peek(self, process, &state);
	if (!slot || !is_my_child(self, slot) || slot_state(slot) != SLOT_ENDED)
		return false;
	fill_info(self, slot, &info);
	*exit_code = info.exit_code;
	enter_runtime(self);
	reap(self, slot);
	leave_runtime(self);
	return true;
}

static void offer_signal(struct self *self, struct handle process, const struct slot *slot, int signal)
{
	struct offer *offer = control_offer(self, OFFER_SIGNAL);

	offer->primitive = PRIMITIVE_PROCESS;
	offer->object = process.number;
	offer->index = process.index;
	offer->a = slot ? (int64_t)slot->number : -1;
	offer->b = signal;
	control_tell(self);
	control_park(self);
}

int process_signal(struct self *self, struct handle process, int signal)
{
	struct slot *slot = slot_of(self, process);

	bool controlled = control_is_on(self);

	enter_runtime(self);
	if (controlled)
		offer_signal(self, process, slot, signal);
	int error = -ESRCH;
	if (slot && slot_state(slot) != SLOT_ENDED) {
		trace_plain(self, TRACE_SIGNALLED, self->number, slot->number, signal, process.index, NULL,
			    0);
		if (controlled)
			atomic_store(signal == SIGINT ? &slot->interrupting : &slot->parked,
				     signal == SIGINT ? 1u : 0u);
		if (signal != SIGINT)
			atomic_store(&slot->doomed, 1);
		error = kill(atomic_load(&slot->pid), signal) < 0 ? -errno : 0;
	}
	if (controlled && !error && signal != SIGINT && slot != self->slot)
		control_await(self, slot);
	if (controlled)
		control_answer(self, OUTCOME_OK, error, 0);
	leave_runtime(self);
	return error;
}

/* The child that was started first among those with numbers from `least` on, or NULL. */
static struct slot *next_child(struct self *self, uint32_t least, bool daemon)
{
	uint32_t used = atomic_load(&self->arena->trace.rings_used);
	struct slot *next = NULL;

	for (uint32_t i = 0; i + 1 < used; i++) {
		struct slot *slot = &self->arena->slots[i];

		if (slot_state(slot) != SLOT_FREE && is_my_child(self, slot) && slot->daemon == daemon &&
		    slot->number >= least && (!next || slot->number < next->number))
			next = slot;
	}
	return next;
}

static struct handle handle_of(struct self *self, const struct slot *slot)
{
	uint32_t index = slot_object(slot->index);

	return (struct handle){index, arena_object(self->arena, index)->number};
}

/* As Python at exit: daemons are terminated, then all children are joined, first the daemons; and always in
 * the order in which they were started. */
static void end_children(struct self *self)
{
	struct slot *child;
	int code;

	for (uint32_t least = 0; (child = next_child(self, least, true)); least = child->number + 1)
		process_signal(self, handle_of(self, child), SIGTERM);
	for (int daemons = 1; daemons >= 0; daemons--)
		for (uint32_t least = 0; (child = next_child(self, least, daemons));) {
			least = child->number + 1;
			process_join(self, handle_of(self, child), WAIT_FOREVER, &code);
		}
}

void process_end(struct self *self, int code)
{
	sigaction(SIGINT, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
	self->interrupted = 0;
	self->attend = NULL;
	end_children(self);
	if (control_is_on(self)) {
		struct offer *offer = control_offer(self, OFFER_EXIT);

		offer->a = code & 0xff;
		offer->b = self->failed ? 1 + (int64_t)self->failure : 0;
		control_tell(self);
		control_park(self);
	}
	atomic_store(&self->slot->farewell, code & 0xff);
}

_Noreturn void process_exit(struct self *self, int code)
{
	process_end(self, code);
	fflush(NULL);
	_exit(code & 0xff);
}

/* Nobody waits for a clock here. */
static void sleep_controlled(struct self *self, int64_t nanoseconds)
{
	if (self->arena->control.keeps_order) {
		struct offer *offer = control_offer(self, OFFER_SLEEP);

		offer->patience = PATIENCE_TIMED;
		offer->timeout = nanoseconds;
		control_tell(self);
		control_park(self);
		control_answer(self, OUTCOME_TIMED_OUT, 0, 0);
	} else {
		self->clock += nanoseconds;
	}
	leave_runtime(self);
}

void process_sleep(struct self *self, int64_t nanoseconds)
{
	if (self->unload)
		self->unload(self);
	enter_runtime(self);
	if (control_is_on(self)) {
		sleep_controlled(self, nanoseconds > 0 ? nanoseconds : 0);
		return;
	}
	int64_t deadline = arena_time(self->arena) + (nanoseconds > 0 ? nanoseconds : 0);
	trace_plain(self, TRACE_SLEEPS, self->number, deadline, 0, 0, NULL, 0);
	while (arena_time(self->arena) < deadline && !self->interrupted) {
		atomic_store(&self->slot->wake, WAKE_WAITING);
		if (attention_wanted(self)) {
			trace_plain(self, TRACE_WOKE, self->number, 0, 0, 0, NULL, 0);
			attention_give(self);
			enter_runtime(self);
			trace_plain(self, TRACE_SLEEPS, self->number, deadline, 0, 0, NULL, 0);
		} else {
			slot_wait(self, deadline);
		}
	}
	gate_pass(self);
	trace_plain(self, TRACE_WOKE, self->number, 0, 0, 0, NULL, 0);
	leave_runtime(self);
}

static int64_t processor_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void process_work(struct self *self, int64_t nanoseconds)
{
	int64_t until = processor_time() + nanoseconds;

	if (self->unload)
		self->unload(self);
	enter_runtime(self);
	if (control_is_on(self)) {
		self->clock += nanoseconds;
		leave_runtime(self);
		return;
	}
	trace_plain(self, TRACE_WORKS, self->number, nanoseconds, 0, 0, NULL, 0);
	while (processor_time() < until && !self->interrupted) {
		process_checkpoint(self); /* it may also be stopped anywhere in here: it holds nothing */
		for (int i = 0; i < 10000; i++)
			__asm__ volatile("");
	}
	enter_runtime(self);
	trace_plain(self, TRACE_WOKE, self->number, 0, 0, 0, NULL, 0);
	leave_runtime(self);
}

void process_checkpoint(struct self *self)
{
	enter_runtime(self);
	leave_runtime(self);
}

int64_t process_time(struct self *self)
{
	if (!control_is_on(self))
		return arena_time(self->arena);
	control_uncovered(self);
	return self->clock;
}

void process_say(struct self *self, const char *text, size_t length)
{
	static const char cut[] = " … (cut: one print is at most 1 MiB)";
	size_t done = 0, rest = length > SAY_MAX ? SAY_MAX : length;

	enter_runtime(self);
	do {
		size_t part = rest - done > TRACE_TEXT_MAX ? TRACE_TEXT_MAX : rest - done;
		bool more = done + part < rest || length > SAY_MAX;

		trace_said(self, text + done, part, more);
		done += part;
	} while (done < rest);
	if (length > SAY_MAX)
		trace_said(self, cut, sizeof cut - 1, false);
	leave_runtime(self);
}

void process_label(struct self *self, const char *text)
{
	enter_runtime(self);
	trace_plain(self, TRACE_LABEL, self->number, 0, 0, 0, text, strlen(text));
	leave_runtime(self);
}

void process_error(struct self *self, enum error_kind kind, const char *text, size_t length)
{
	enter_runtime(self);
	self->failed = true;
	self->failure = kind;
	trace_plain(self, TRACE_ERROR, self->number, kind, 0, 0, text, length);
	leave_runtime(self);
}

void process_failed(struct self *self, const char *kind, const char *text, size_t length)
{
	struct slot *slot = self->slot;

	if (length > TRACE_TEXT_MAX)
		length = TRACE_TEXT_MAX;
	snprintf(slot->error_kind, sizeof slot->error_kind, "%s", kind);
	memcpy(slot->error, text, length);
	slot->error[length] = '\0';
}

void process_knob(struct self *self, const char *name, int64_t value, int64_t min, int64_t max,
		  const char *help)
{
	char text[256];
	int length = snprintf(text, sizeof text, "%s\t%lld\t%lld\t%s", name, (long long)min, (long long)max,
			      help ? help : "");

	enter_runtime(self);
	trace_plain(self, TRACE_KNOB, self->number, value, 0, 0, text,
		    (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
	leave_runtime(self);
}
