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
	PRIMITIVES
};

/* Processes in states are process numbers + 1, so that 0 is nobody and a zeroed state is a fresh one. */
typedef uint32_t holder_t;

struct process_state {
	holder_t self;     /* the process that this is */
	uint32_t ended;    /* 1 after it ended */
	int32_t exit_code; /* 0.., or -signal */
};

struct lock_state {
	holder_t owner;
	uint32_t abandoned; /* the last owner died holding it; the next acquire says so */
};

struct rlock_state {
	holder_t owner;
	uint32_t depth;     /* how often the owner has acquired it */
	uint32_t abandoned; /* as a lock's */
};

struct semaphore_state {
	int64_t value;
	int64_t bound; /* it never has more: a BoundedSemaphore's first value */
};

struct event_state {
	uint32_t set;
};

struct queue_state {
	uint64_t put, got; /* items ever put and got; length = put - got */
	uint64_t maxsize;  /* 0 = no limit */
	/* Where the bytes are (queue.c). The world's copy leaves these 0. */
	uint32_t head_page, head_offset, tail_page, tail_offset;
};

struct value_state {
	union {
		int64_t integer;
		uint64_t natural;
		double number;
	} as;
	char typecode; /* b B h H i I l L q Q f d c, as in Python's array module */
};

/* A line of processes, first come first, each with a mark. Room for as many as a run can have at once (arena.h: SLOTS). */
enum { LINEUP_WAITS, LINEUP_MAY_GO, LINEUP_BROKEN };

struct lineup {
	uint32_t count;
	struct {
		uint32_t process : 30; /* number + 1 */
		uint32_t mark : 2;
	} places[256];
};

struct condition_state {
	struct lineup line; /* who waits (LINEUP_WAITS), and who was notified and has not left yet (LINEUP_MAY_GO) */
};

struct barrier_state {
	uint32_t parties;
	uint32_t has_action; /* the last to come does something before it opens the barrier */
	uint32_t broken;     /* by abort, a timeout or a death, until reset */
	struct lineup line;    /* who has come, and who may go or found it broken and has not left yet */
};

union state {
	struct process_state process;
	struct lock_state lock;
	struct semaphore_state semaphore;
	struct event_state event;
	struct queue_state queue;
	struct value_state value;
	char small[48]; /* what fits here lies within the object (arena.h) */
	struct rlock_state rlock;
	struct condition_state condition;
	struct barrier_state barrier;
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
};

struct action {
	const char *name; /* "acquire": the method, and the word after "wants to" */
	const char *did;  /* "took": the word in a sentence: "P1 took fork0" */
	/* May it proceed? NULL = always. */
	bool (*guard)(const union state *state, const struct request *request);
	/* Apply it. OUTCOME_MISUSE must leave the state as it was. NULL = no change (a pure test). */
	enum outcome (*effect)(union state *state, struct request *request);
	enum outcome refusal; /* what a caller gets that will not wait: busy, full, empty, timed out */
	int8_t takes;         /* +1: the caller now holds a unit of the object; -1: it gives one back; 0: neither */
};

struct primitive {
	const char *kind; /* "lock": the KIND column, --json */
	uint16_t size;    /* bytes of union state that it uses */
	const struct action *actions;
	uint8_t action_count;
	/* Fresh state from the configuration: a, b of TRACE_CREATED. NULL = zeroes. */
	void (*init)(union state *state, int64_t a, int64_t b);
	/* The one process whose action can free a waiter (a lock's owner, the process that is joined), as a
	 * holder; 0 = nobody holds it; NULL = anyone may (semaphore, queue, event). */
	holder_t (*owner)(const union state *state);
	/* A process died. Returns true if the state changed. NULL = nothing to repair. */
	bool (*abandon)(union state *state, uint32_t process);
	/* The OWNER / VALUE column without process names: "free", "2 permits", "3 of 5 items", "set". English
	 * and short; writes at most size bytes with the NUL. */
	void (*describe)(const union state *state, char *text, size_t size);
};

/* Copy what the primitive uses of a state, no more: there may be no more. */
static inline void state_copy(const struct primitive *primitive, union state *to, const union state *from)
{
	if (__builtin_expect(primitive->size <= sizeof to->small, 1))
		memcpy(to->small, from->small, sizeof to->small);
	else
		memcpy(to, from, primitive->size);
}

/* The row for an id; never NULL (PRIMITIVE_NONE and unknown ids give an empty primitive). */
const struct primitive *primitive_get(unsigned id);

/* The actions, in the order of each primitive's table. */
enum process_action { PROCESS_JOIN, PROCESS_END /* by the sandbox */ };
enum lock_action { LOCK_ACQUIRE, LOCK_RELEASE };
enum semaphore_action { SEMAPHORE_ACQUIRE, SEMAPHORE_RELEASE };
enum event_action { EVENT_SET, EVENT_CLEAR, EVENT_WAIT, EVENT_IS_SET };
enum queue_action { QUEUE_PUT, QUEUE_GET };
enum value_action { VALUE_READ, VALUE_WRITE };
enum rlock_action { RLOCK_ACQUIRE, RLOCK_RELEASE, RLOCK_RELEASE_ALL };
enum condition_action { CONDITION_ENQUEUE, CONDITION_WAIT, CONDITION_NOTIFY, CONDITION_LEAVE };
enum barrier_action { BARRIER_ARRIVE, BARRIER_WAIT, BARRIER_OPEN, BARRIER_BREAK, BARRIER_RESET };

/* Configurations (a, b): process: a = number of the process; lock: none; semaphore: a = first value;
 * event: none; queue: a = maxsize; value: a = typecode, b = the bits of as.natural; semaphore also b = 1: bounded;
 * barrier: a = parties, b = 1: it has an action.
 * Operands: PROCESS_END a = exit code or -signal; SEMAPHORE_RELEASE a = permits (≥ 1);
 * VALUE_READ result a = bits; VALUE_WRITE a = bits. QUEUE_PUT result a = position of the item (1, 2, …), text = a
 * short preview of the item; QUEUE_GET result a = position of the item. EVENT_IS_SET result a = 0 or 1.
 * RLOCK_ACQUIRE a = how deep (0 is 1); RLOCK_RELEASE_ALL result a = how deep it was. CONDITION_NOTIFY a = how many at
 * most, result a = how many; CONDITION_LEAVE result a = 1: it had been notified. BARRIER_ARRIVE result a = index,
 * b = 1: it is the last, and is to do the action and BARRIER_OPEN.
 * */

#endif
