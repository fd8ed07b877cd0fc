/* A primitive: a kind of object, as guards and effects on a plain struct.
 *
 * Every synchronisation operation is the same thing: wait until a guard over the object's state holds, then
 * apply an effect, as one step (Dijkstra, Guarded commands, CACM 18(8), 1975). A primitive says what its
 * state, its guards and its effects are, and its words for the screen. operate.h does everything that is
 * hard, once: the gate, the monitor, waiting, committing, waking, deaths.
 *
 * Guards and effects are pure: they see the state and the request, nothing else, and neither allocate, block
 * nor fail halfway. The runtime applies them to shared memory, the world to its own copy, the explorer to
 * thousands of copies.
 *
 * To add a primitive: write one file like lock.c, add an id here and a row in primitive.c.
 */
#ifndef RUNTIME_PRIMITIVE_H
#define RUNTIME_PRIMITIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "trace/event.h"

enum primitive_id {
	PRIMITIVE_NONE,
	PRIMITIVE_PROCESS,
	PRIMITIVE_LOCK,
	PRIMITIVE_SEMAPHORE,
	PRIMITIVE_EVENT,
	PRIMITIVE_QUEUE,
	PRIMITIVE_VALUE,
	PRIMITIVE_RLOCK,
	PRIMITIVE_CONDITION,
	PRIMITIVE_BARRIER,
	PRIMITIVE_FAIR_LOCK,
	PRIMITIVE_PERMITS, /* a semaphore that knows who holds its permits */
	PRIMITIVE_POOL,
	PRIMITIVE_ARRAY,
	PRIMITIVE_SIMPLEQUEUE,
	PRIMITIVE_JOINABLE,
	PRIMITIVE_PIPE,
	PRIMITIVES
};

/* Processes in states are process numbers + 1, so that 0 is nobody and a zeroed state is a fresh one. */
typedef uint32_t holder_t;

struct process_state {
	holder_t self;     /* the process that this is */
	uint32_t ended;    /* 1 after it ended */
	int32_t exit_code; /* 0.., or -signal */
};

/* What is to become of a lock whose owner dies: the heir is told, it stays locked, or nobody gets it until
 * recover(). */
enum on_death { ON_DEATH_RECOVER, ON_DEATH_STALL, ON_DEATH_ERROR };
/* And what has become of it. */
enum { LOCK_KEPT, LOCK_ABANDONED, LOCK_NOT_RECOVERABLE, LOCK_STALLED };

struct lock_state { /* of a lock and an rlock */
	holder_t owner;
	uint32_t depth;     /* how often the owner has acquired it */
	uint32_t abandoned; /* LOCK_…; when abandoned, the next acquire says so */
	uint32_t on_death;  /* enum on_death; constant */
};

struct semaphore_state {
	int64_t value;
	int64_t bound; /* it never has more: a BoundedSemaphore's first value */
};

struct permits_state {
	struct semaphore_state semaphore;
	uint32_t count;         /* of those who hold permits, in the order in which they began to */
	uint32_t holders[256];  /* number + 1 */
	uint16_t held[256];     /* how many each holds */
};

struct event_state {
	uint32_t set;
};

/* Where the bytes of a line of items are (storage.c). The world's copy leaves these 0. */
struct chain {
	uint32_t head_page, head_offset, tail_page, tail_offset;
};

struct queue_state {
	uint64_t put, got; /* items ever put and got; length = put - got */
	uint64_t maxsize;  /* 0 = no limit */
	struct chain chain;
};

/* A queue that knows how many of its items are not done yet, and who has got them. */
struct joinable_state {
	struct queue_state queue; /* first: as a queue's */
	uint64_t unfinished;      /* items put and not yet done */
	uint64_t lost;            /* of those: got by a process that ended without task_done */
	uint32_t count;           /* processes that have got items which are not done */
	uint32_t process[256];    /* number + 1, in order of getting */
	uint16_t units[256];      /* how many items; UINT16_MAX = at least so many */
};

struct value_state {
	union {
		int64_t integer;
		uint64_t natural;
		double number;
	} as;
	char typecode; /* b B h H i I l L q Q f d c, as in Python's array module */
};

/* A line of processes, first come first, each with a mark. Room for as many as a run can have at once
 * (arena.h: SLOTS). */
enum { LINEUP_WAITS, LINEUP_MAY_GO, LINEUP_BROKEN };

struct lineup {
	uint32_t count;
	struct {
		uint32_t process : 30; /* number + 1 */
		uint32_t mark : 2;
	} places[256];
};

struct fair_lock_state {
	struct lock_state lock;
	uint32_t reentrant; /* an RLock */
	struct lineup line; /* who waits for it, first come first */
};

struct condition_state {
	struct lineup line; /* who waits (LINEUP_WAITS), and who was notified and has not left yet
			       (LINEUP_MAY_GO) */
};

struct barrier_state {
	uint32_t parties;
	uint32_t has_action; /* the last to come does something before it opens the barrier */
	int64_t timeout;     /* ns, of a wait that names none; -1 = for ever. For the binding */
	uint32_t broken;     /* until reset */
	uint32_t cause;      /* enum barrier_cause: why those who were let down last were */
	holder_t culprit;    /* and who did it */
	struct lineup line;  /* who has come, and who may go or found it broken and has not left yet */
};

#define POOL_WORKERS 120 /* at most, in one pool */

struct pool_state {
	uint64_t put, taken; /* tasks ever given to the pool; those that its workers have taken, less those
				that were put back */
	uint64_t done, collected; /* results ever made, and collected by the owner */
	struct chain tasks, results;
	uint32_t head_items, head_offset; /* of the first packet of tasks: what was taken (batch.h). The
					     world's copy leaves these 0 */
	holder_t owner;          /* who made it, gives tasks and collects */
	uint32_t owner_slot;
	uint32_t closed; /* 1: no more tasks come; 2: terminated, those that wait are not done any more */
	uint32_t urgent; /* there is a large result: the owner is to collect it soon */
	uint32_t count;          /* of workers */
	struct {
		holder_t process;
		uint32_t task : 31; /* what it has taken and not finished: this one, modulo 2³¹, ... */
		uint32_t gone : 1;  /* it ended, and the owner has not heard all of it yet */
		uint32_t count;     /* ... and those after it, so many in all; 0 = it has nothing to do */
		uint32_t block;     /* where it has them. The world's copy leaves this 0 */
	} workers[POOL_WORKERS];
};

#define ARRAY_PREVIEW 8 /* the first elements of an array, which the screen shows */

struct array_state {
	int64_t bits;   /* the element that was written last (array.c), ... */
	uint32_t last;  /* and its index, from 1; 0 = the last write was of a range, or there was none */
	uint32_t first, count; /* that range */
	uint32_t size;  /* elements */
	uint32_t page,
		journal; /* where they are, and the new ones of that range. The world's copy leaves these 0 */
	char typecode;  /* as a value's */
};

/* One direction of a pipe. Who holds an end: a lineup whose marks are these bits. */
enum { PIPE_READS = 1, PIPE_WRITES = 2 };
#define PIPE_CAPACITY 65536 /* bytes inside at once; a longer message goes into an empty pipe */

struct pipe_state {
	struct queue_state queue; /* first: as a queue's, of messages */
	uint64_t bytes;           /* inside */
	uint32_t travelling[2]; /* reading and writing ends that are in messages on their way to a process */
	struct lineup holders;
};

union state {
	struct process_state process;
	struct lock_state lock;
	struct semaphore_state semaphore;
	struct event_state event;
	struct queue_state queue;
	struct value_state value;
	char small[48]; /* what fits here lies within the object (arena.h) */
	struct permits_state permits;
	struct fair_lock_state fair_lock;
	struct condition_state condition;
	struct barrier_state barrier;
	struct joinable_state joinable;
	struct pipe_state pipe;
	struct array_state array;
	struct pool_state pool;
};

/* lineup.c. The place of a process, count if it is not there. */
uint32_t lineup_find(const struct lineup *line, uint32_t process);
void lineup_add(struct lineup *line, uint32_t process);
void lineup_remove(struct lineup *line, uint32_t place);
uint32_t lineup_count(const struct lineup *line, uint32_t mark); /* how many have that mark */
/* Give the first `most` of those that wait another mark. Returns how many there were. */
uint32_t lineup_mark(struct lineup *line, uint32_t most, uint32_t mark);

struct request {
	uint32_t process; /* number of the process that asks */
	uint8_t action;
	int64_t a, b; /* operands; an effect may store results here. They go into the event */
	uint64_t content; /* in controlled mode: hash of the bytes that go along (control.h) */
};

struct action {
	const char *name; /* "acquire": the method, and the word after "wants to" */
	const char *did;  /* "took": the word in a sentence: "P1 took fork0" */
	/* May it proceed? NULL = always. */
	bool (*guard)(const union state *state, const struct request *request);
	/* Apply it. OUTCOME_MISUSE must leave the state as it was. NULL = no change (a pure test). */
	enum outcome (*effect)(union state *state, struct request *request);
	enum outcome refusal; /* what a caller gets that will not wait: busy, full, empty, timed out */
	int8_t takes; /* +1: the caller now holds a unit of the object; -1: it gives one back; 0: neither */
	bool counts;          /* a is the number of those units, else it is one */
	/* More words, all of which may be missing. A * stands for the object's name. */
	const char *wants;    /* after "wants": "a permit of *". NULL = "to NAME *" */
	const char *waits;    /* after "waits": "for a permit of *". NULL = "to NAME *" */
	const char *stuck;    /* why it waits: "(no permit left)" */
	const char *
		needs; /* what somebody has to do to end the wait: "give a permit back". NULL = "free them" */
	const char *did_none; /* `did`, when it counts units and it was none */
};

/* The last part of a state, of which only some places are used: where their number is (uint32_t) and they
 * are, in bytes, and how long one is; 0: it has none. Places that are not used are 0. */
struct primitive_list {
	uint16_t count, places, place_size;
};
#define PRIMITIVE_LIST(type, counter, list) \
	{offsetof(struct type, counter), offsetof(struct type, list), sizeof *((struct type *)0)->list}
#define PRIMITIVE_LINEUP(type, line) PRIMITIVE_LIST(type, line.count, line.places)

struct primitive {
	const char *kind; /* "lock": the KIND column, --json */
	const char *
		title; /* "Lock": what a scenario calls it, and the names of those without one. NULL = kind */
	const char *unit; /* "permit": what one takes of it. NULL = the whole */
	uint16_t size;    /* bytes of union state that it uses */
	struct primitive_list list;
	const struct action *actions;
	uint8_t action_count;
	/* Fresh state from the configuration: a, b of TRACE_CREATED. NULL = zeroes. */
	void (*init)(union state *state, int64_t a, int64_t b);
	/* The one process whose action can free a waiter (a lock's owner, the process that is joined), as a
	 * holder; 0 = nobody holds it; NULL = anyone may (semaphore, queue, event). */
	holder_t (*owner)(const union state *state);
	/* A process died. Returns true if the state changed. NULL = nothing to repair. */
	bool (*abandon)(union state *state, uint32_t process);
	bool killed_only; /* abandon is for those that were killed: who ends by itself leaves it so on purpose
			   */
	/* The OWNER / VALUE column without process names: "free", "2 permits", "3 of 5 items", "set". English
	 * and short; writes at most size bytes with the NUL. */
	void (*describe)(const union state *state, char *text, size_t size);
	bool sums_up; /* the description tells why those who wait for it are stuck */
};

#define STATE_TINY 16u /* bytes: a lock's, a semaphore's, a value's */

/* Copy what the primitive uses of a state, no more: there may be no more. */
static inline void state_copy(const struct primitive *primitive, union state *to, const union state *from)
{
	if (__builtin_expect(primitive->size <= STATE_TINY, 1))
		memcpy(to->small, from->small, STATE_TINY);
	else if (__builtin_expect(primitive->size <= sizeof to->small, 1))
		memcpy(to->small, from->small, sizeof to->small);
	else
		memcpy(to, from, primitive->size);
}

/* Bytes of a state up to the last place in use. */
static inline size_t state_used(const struct primitive *primitive, const union state *state)
{
	uint32_t count;

	if (!primitive->list.place_size)
		return primitive->size;
	memcpy(&count, (const char *)state + primitive->list.count, sizeof count);
	size_t used = primitive->list.places + (size_t)count * primitive->list.place_size;
	return used < primitive->size ? used : primitive->size;
}

/* The same for a state that is to replace an older one of the object: of a long list only what is used, or
 * was used there. */
static inline void state_replace(const struct primitive *primitive, union state *to, const union state *from)
{
	if (__builtin_expect(primitive->size <= sizeof to->small, 1)) {
		state_copy(primitive, to, from);
		return;
	}
	size_t used = state_used(primitive, from), before = state_used(primitive, to);

	memcpy(to, from, used > before ? used : before);
}

extern const struct primitive *const primitive_table[PRIMITIVES]; /* no gaps */

/* The row for an id; never NULL (PRIMITIVE_NONE and unknown ids give an empty primitive). */
static inline const struct primitive *primitive_get(unsigned id)
{
	return primitive_table[id < PRIMITIVES ? id : PRIMITIVE_NONE];
}
/* The kind's name if action is UINT32_MAX, else the action's; NULL if there is none: for recordings
 * (trace/recording.h), which may have numbered them otherwise. */
const char *primitive_word(unsigned id, unsigned action);

/* The actions, in the order of each primitive's table. */
enum process_action { PROCESS_JOIN, PROCESS_END /* by the sandbox */ };
/* Of all kinds of lock. A lock and an rlock have the first four. */
enum lock_action { LOCK_ACQUIRE, LOCK_RELEASE, LOCK_RELEASE_ALL, LOCK_RECOVER, LOCK_ARRIVE, LOCK_LEAVE };
enum semaphore_action { SEMAPHORE_ACQUIRE, SEMAPHORE_RELEASE };
enum event_action { EVENT_SET, EVENT_CLEAR, EVENT_WAIT, EVENT_IS_SET };
enum queue_action { QUEUE_PUT, QUEUE_GET };
enum joinable_action {
	JOINABLE_PUT = QUEUE_PUT,
	JOINABLE_GET = QUEUE_GET,
	JOINABLE_TASK_DONE,
	JOINABLE_JOIN
};
enum pipe_action {
	PIPE_SEND = QUEUE_PUT,
	PIPE_RECV = QUEUE_GET,
	PIPE_POLL,
	PIPE_CLOSE,
	PIPE_HOLD,
	PIPE_LEND,
	PIPE_INHERIT /* by the sandbox, when a child is born */
};
enum value_action { VALUE_READ, VALUE_WRITE };
enum array_action { ARRAY_READ, ARRAY_WRITE, ARRAY_SLICE, ARRAY_ASSIGN };
enum condition_action { CONDITION_ENQUEUE, CONDITION_WAIT, CONDITION_NOTIFY, CONDITION_LEAVE };
enum barrier_action { BARRIER_ARRIVE, BARRIER_WAIT, BARRIER_OPEN, BARRIER_BREAK, BARRIER_RESET };
enum barrier_cause {
	BARRIER_ABORTED = 1,
	BARRIER_TIMED_OUT,
	BARRIER_FAILED /* its action */,
	BARRIER_DIED,
	BARRIER_WAS_RESET
};
enum pool_action {
	POOL_SUBMIT,
	POOL_TAKE,
	POOL_FINISH,
	POOL_COLLECT,
	POOL_HIRE,
	POOL_LOSE,
	POOL_CLOSE,
	POOL_RETURN
};

/* Configurations (a, b): process: a = number of the process; locks: a = enum on_death, a fair lock b = 1:
 * reentrant; semaphore: a = first value; event: none; queue: a = maxsize; value: a = typecode, b = the bits
 * of as.natural; semaphore also b = 1: bounded; barrier: a = parties, b = 1 if it has an action, + 2 * (its
 * timeout in ns + 1). Operands: PROCESS_END a = exit code or -signal; SEMAPHORE_RELEASE a = permits (≥ 1);
 * VALUE_READ result a = bits; VALUE_WRITE a = bits. QUEUE_PUT result a = position of the item (1, 2, …), text
 * = a short preview of the item; QUEUE_GET result a = position of the item. EVENT_IS_SET result a = 0 or 1.
 * Of an rlock and a fair lock: LOCK_ACQUIRE a = how deep (0 is 1); LOCK_RELEASE_ALL result a = how deep it
 * was; LOCK_ARRIVE as LOCK_ACQUIRE, but result a = 0: it is not free, and the caller is in line. LOCK_RECOVER
 * result b = 1: it was necessary. CONDITION_NOTIFY a = how many at most, result a = how many; CONDITION_WAIT
 * and CONDITION_LEAVE result a = 1: it was notified. BARRIER_ARRIVE result a = index, b = 1: it is the last,
 * and is to do the action and BARRIER_OPEN. BARRIER_BREAK b = enum barrier_cause, ABORTED to FAILED. Result a
 * of what comes to OUTCOME_BROKEN = enum barrier_cause | culprit << 8, the culprit as a holder. Array:
 * configuration a = size, b = typecode; the text of TRACE_CREATED is the name, and then, if not all elements
 * are 0, a NUL and the bits of the first ARRAY_PREVIEW. ARRAY_READ, ARRAY_WRITE a = index (1, 2, …), b = bits
 * (result of READ); ARRAY_SLICE, ARRAY_ASSIGN a = first index, b = how many; text of ASSIGN = the bits of
 * those that are among the first ARRAY_PREVIEW. Pool: configuration a = number of its owner, b = its slot.
 * POOL_SUBMIT a = how many tasks, result b = position of the first (1, 2, …); POOL_TAKE a = how many at most,
 * results a = how many, b = position of the first; POOL_FINISH a = how many of those it has, in their order,
 * b = 1: a result is large; POOL_RETURN a = how many, the last ones it has. POOL_COLLECT b = of how many it
 * wants to hear at least, a = how many at most, results b = 0, a = how many results, or b = number + 1 of a
 * worker that ended, a = a task it had, modulo 2³¹, 0 = none; as long as it had more, the next one tells of
 * the next. POOL_HIRE, POOL_LOSE a = number of a process; POOL_CLOSE a = 1 or 2 (pool_state.closed).
 * joinable: a = maxsize; JOINABLE_JOIN result a = how many were lost. pipe: a = number of the process that
 * makes it, and holds both ends. PIPE_SEND b = bytes of the message, result a = its position; PIPE_RECV
 * results a = position, b = bytes, which the runtime fills in; PIPE_CLOSE, PIPE_HOLD and PIPE_LEND a = ends
 * (PIPE_READS, PIPE_WRITES); PIPE_LEND b = 1: they go off in a message, -1: they do not after all; PIPE_HOLD
 * b = 1: they were lent; PIPE_INHERIT a = number of the parent, whose ends its child now holds too.
 * */

#endif
