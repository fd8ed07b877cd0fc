/* A scenario's process, from inside: what the scripting layer calls.
 *
 * Every function here is a point where the run can be paused, slowed, stepped, displayed and scheduled.
 * Lesson processes are single-threaded; a struct self belongs to exactly one process, and after process_spawn
 * the child has one of its own.
 *
 * Before a call, the binding sets self->line to the scenario's current source line: it goes into the events.
 */
#ifndef RUNTIME_PROCESS_H
#define RUNTIME_PROCESS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "runtime/primitive.h"

struct arena;
struct slot;
struct ring;
struct memory_keeper;

struct self {
	struct arena *arena;
	struct slot *slot;
	struct ring *ring;
	uint32_t number; /* of this process */
	uint32_t line;
	uint32_t polls;  /* looks at its own wake word before it sleeps in the kernel; 0: on one processor */
	uint64_t seed;   /* of the run: mix with `number` for a generator of one's own */
	bool fresh;      /* nothing but its Lua memory knows what it is at: its step is the first of a call */
	/* A fingerprint of all that its future depends on, {0, 0} = none. NULL = never. */
	void (*fingerprint)(struct self *, uint64_t fingerprint[2]);
	bool urgent;     /* the next step is fused to the one before (control.h), if there was one */
	bool stepped;    /* it was granted a step: there was one */
	bool hasty;      /* process_spawn does not wait for the birth: process_await_birth is to be called */
	bool failed;     /* an uncaught error of its was told ... */
	enum error_kind failure; /* ... of this kind */
	int64_t clock;   /* ns: its own time, in controlled mode */
	uint32_t draws;  /* of the noise (perturb.h) so far */
	const struct memory_keeper *keeper; /* lives.h; NULL = none */
	void (*stuck)(struct self *); /* the supervisor's: called when its ring stays full. NULL in others */
	/* SIGINT came, and nobody has been told yet: the next wait ends with OUTCOME_INTERRUPTED, which takes
	 * it back. */
	volatile sig_atomic_t interrupted;
	void (*on_interrupt)(struct self *); /* called from the signal handler, NULL = nothing more */
	void (*on_count)(
		struct self *); /* called from a signal handler: control_spins is to be called when very many
				   instructions have gone by without a step. NULL = it cannot count */
	/* Called in the middle of a wait, with nothing held, when there is news in one of its pools. NULL =
	 * it does not care. */
	void (*attend)(struct self *);
	bool news; /* it has set its own attention, and not said so in an offer yet */
	/* Called before this process waits for anything, with nothing held: it has results for its pool
	 * that it did not hand in, and tasks that it did not begin (batch.h). NULL = it has none. */
	void (*unload)(struct self *);
	void (*on_late)(struct self *); /* called from a signal handler: unload is to be called soon */
	/* The uncaught error of the child that was reaped last: "ValueError" and its text as in TRACE_ERROR;
	 * "" = none. */
	char error_kind[ERROR_KIND_SIZE];
	char error[TRACE_TEXT_MAX + 1];
};

/* An object as a process knows it. index finds it; number tells whether it is still the same one. {0, 0} is
 * none. */
struct handle {
	uint32_t index, number;
};

/* How long to wait for a guard, in ns of run time. */
#define WAIT_NOT 0          /* refuse at once */
#define WAIT_FOREVER (-1)

/* A new object, seen by every process that gets the handle. name may be NULL: then it is "Kind-1", counted a
 * kind. Returns {0, 0} when the arena's table of objects is full (65536 a run). */
struct handle object_create(struct self *self, enum primitive_id id, int64_t a, int64_t b, const char *name);
void object_name(struct self *self, struct handle handle, char name[32]);
enum primitive_id object_primitive(struct self *self, struct handle handle);
/* A consistent copy of its state, without an event (for tostring, locked(), qsize()). In controlled mode it
 * is a step. */
void object_peek(struct self *self, struct handle handle, union state *state);
/* The same, of something that cannot have changed since this process's last step: never a step of its own. */
void object_glance(struct self *self, struct handle handle, union state *state);

/* Do request->action on the object: gate, guard, wait, effect, event, wake. Results are in request->a, b.
 * `timeout` is WAIT_NOT, WAIT_FOREVER or ns > 0. Returns OUTCOME_OK or _ABANDONED when it took effect; the
 * action's refusal, or OUTCOME_TIMED_OUT, when it did not; OUTCOME_MISUSE when the caller may not do it. */
enum outcome operate(struct self *self, struct handle handle, struct request *request, int64_t timeout);

/* Wait until one of several objects is ready: the guard of its action holds, but nothing is done. Sets
 * `ready` of each that is. Returns OUTCOME_OK, _TIMED_OUT or _INTERRUPTED. */
struct watched {
	struct handle handle;
	uint8_t action;
	bool ready;
};
enum outcome operate_any(struct self *self, struct watched *watched, uint32_t count, int64_t timeout);

/* Queues and pipes carry bytes. put returns OK, FULL or TIMED_OUT; or MISUSE with errno ENOMEM: the arena is
 * full. preview: at most 8 bytes, for the screen. get replaces the buffer's contents. */
enum outcome queue_put(struct self *self, struct handle handle, const void *bytes, size_t length,
		       const char *preview, int64_t timeout);
enum outcome queue_get(struct self *self, struct handle handle, struct buffer *item, int64_t timeout);
/* The same for a pipe: EOF at its end. A message longer than max bytes stays where it is: MISUSE with errno
 * EMSGSIZE. */
enum outcome pipe_get(struct self *self, struct handle handle, struct buffer *item, size_t max,
		      int64_t timeout);
/* Close the ends that this process holds: PIPE_READS, PIPE_WRITES. What nobody can receive any more is thrown
 * away. */
void pipe_close(struct self *self, struct handle handle, int ends);

/* Fork a child that runs body and ends with its result as exit code. body runs in the child only, and may
 * return or not. Returns 0 and the process's handle, or -EAGAIN (the kernel refused), -EMFILE (the limit on
 * processes of this run), and nothing was started. name: NULL = "Process-1", "Process-1:1" … as in Python. */
int process_spawn(struct self *self, struct handle *child, const char *name, bool daemon,
		  int (*body)(struct self *child, void *context), void *context);

/* Of one that was started with self->hasty, before anything else is done: what comes next comes after its
 * birth for everyone who reads the events. */
void process_await_birth(struct self *self, struct handle child);

struct process_info {
	uint32_t number;
	pid_t pid; /* in controlled mode not the kernel's, but the same in every run */
	bool ended;
	int exit_code; /* 0.., or -signal; valid when ended */
	bool daemon;
	char name[32];
};

/* false if the process is long gone and forgotten (it was joined); then the binding uses what it kept. */
bool process_info(struct self *self, struct handle process, struct process_info *info);
/* The same without whether it has ended: never a step. */
bool process_identity(struct self *self, struct handle process, struct process_info *info);
/* A number for the place in the family, the same whoever else starts processes meanwhile. */
uint64_t process_identity_hash(struct self *self);
void process_self_info(struct self *self, struct process_info *info); /* oneself */
bool process_parent_info(struct self *self, struct process_info *info); /* false: main has none */

/* OUTCOME_OK when it has ended (and was reaped, if it is our child), OUTCOME_TIMED_OUT. */
enum outcome process_join(struct self *self, struct handle process, int64_t timeout, int *exit_code);
/* Take a child's zombie away if it has ended, without waiting and without an operation: as Python's start and
 * active_children do in passing. false: it is alive, or not our child, or long gone. */
bool process_reap(struct self *self, struct handle process, int *exit_code);
/* 0, or -ESRCH if it has ended. */
int process_signal(struct self *self, struct handle process, int signal);
/* What main and every process do at their end: terminate daemons among the children, join the others. Then
 * nothing is left to do but exit(3) with this code. */
void process_end(struct self *self, int code);
/* All of it, and the exit, with stdio flushed but no exit handlers. */
_Noreturn void process_exit(struct self *self, int code);

void process_sleep(struct self *self, int64_t nanoseconds);
void process_work(struct self *self, int64_t nanoseconds); /* of processor time */
int64_t process_time(struct self *self);                   /* ns of run time */
void process_say(struct self *self, const char *text, size_t length);
void process_label(struct self *self, const char *text);
void process_error(struct self *self, enum error_kind kind, const char *text, size_t length);
/* What the parent will find of it: before the end. kind: "error", "assert", or the error object's. */
void process_failed(struct self *self, const char *kind, const char *text, size_t length);
void process_knob(struct self *self, const char *name, int64_t value, int64_t min, int64_t max,
		  const char *help);
/* Park while the run is paused; nothing else. For long computations between operations. */
void process_checkpoint(struct self *self);

#endif
