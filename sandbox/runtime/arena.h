/* The arena: all memory that the processes of a run share.
 *
 * One memfd, sealed and mapped before the first fork, never unmapped in a run, so an address means the same
 * in every process of the run; still, shared structs hold indexes, never pointers. It is sparse: pages that
 * nobody touched cost nothing. There are no names in the system, so nothing can be left behind.
 *
 * Interface:
 * - arena_create, arena_destroy: by the front end, around a run.
 * - struct object and struct slot say under which rule each field may be touched.
 * - arena_pages_*: pages for queue items.
 */
#ifndef RUNTIME_ARENA_H
#define RUNTIME_ARENA_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/control.h"
#include "runtime/primitive.h"
#include "trace/ring.h"

#define SLOTS 256u                /* scenario processes alive (or not yet joined) at once */
#define SLOT_SANDBOX SLOTS        /* the supervisor's own slot */
#define SLOT_WORDS (SLOTS / 64)
#define OBJECTS	     65536u /* objects a run can make; 1 .. SLOTS are the process objects of the slots */
#define ARENA_PAGE 4096u

/* An object. `monitor` guards everything but what is said otherwise. */
struct object {
	_Alignas(64) _Atomic uint32_t monitor; /* 0 = nobody; else slot + 1, and MONITOR_CONTENDED */
	/* The state now is object_state(version); the one of version + 1 is scratch. Storing version + 1 is
	 * the one store that commits a transition: dead before it, nothing happened; dead after it,
	 * everything did. */
	_Atomic uint32_t version;
	uint32_t number;   /* 1.. in order of creation, never reused in a run; 0 = free. Set once, before
			      anybody knows it */
	uint8_t primitive; /* set with number */
	_Atomic uint8_t announced; /* its TRACE_CREATED is out; until then only its maker knows it */
	_Atomic uint8_t waiter_words; /* bit i: waiters[i] may have bits; so that nobody looks in vain */
	uint8_t state_size;   /* of a state that lies here. Set with number */
	uint32_t states_page; /* two large states lie there, half a page each; 0: they are small and lie here.
				 Set with number */
	/* Two of state_size. Tiny ones are in the cache line of the monitor: processes on two processors that
	 * work on an object wait for each of its lines. */
	_Alignas(32) char states[2 * sizeof((union state *)0)->small];
	_Atomic uint64_t waiters[SLOT_WORDS]; /* slots that wait for it; order of arrival by slot->ticket */
	char name[32]; /* set with number */
};

enum slot_state {
	SLOT_FREE,
	SLOT_CLAIMED, /* by a process that is about to fork into it */
	SLOT_BORN,    /* the child runs and waits for go; the supervisor has not seen it yet */
	SLOT_ALIVE,
	SLOT_ENDED,   /* the supervisor has seen the death and repaired; not yet reaped */
};

/* What a slot's `wake` says. */
enum { WAKE_WAITING, WAKE_AWAKE, WAKE_PARKED /* in the kernel: waking it takes a system call */ };

struct slot {
	/* enum slot_state; when claimed, slot_claim_of; once born, | its pid << 32 */
	_Alignas(64) _Atomic uint64_t state;
	_Atomic uint32_t wake;               /* the one word its process sleeps on: a futex */
	_Atomic uint32_t in_runtime;         /* it may hold a monitor: do not leave it stopped now */
	_Atomic uint32_t go;                 /* the supervisor knows it: a futex */
	_Atomic uint32_t frozen; /* stopped: FROZEN_… bits; others do not count on it to take its turn */
	/* Index of the object it works on, from before it takes the monitor until after it has woken the
	 * others; 0 = none. Written by its process, read by the supervisor after its death. */
	_Atomic uint32_t entered;
	/* Its intent. Written by its process with the monitor of the object held, while its waiter bit is not
	 * set. */
	struct request request;
	uint64_t ticket;   /* place in the queue of waiters */
	_Atomic uint32_t attention; /* there is news in a pool of its own; set by others, who then wake it */
	_Atomic uint32_t waiting_on; /* index of the object, 0 = none */
	/* In controlled mode (control.h). It waits for a grant: then the offer is true. */
	_Atomic uint32_t parked;
	_Atomic uint32_t grant;         /* enum decision; a futex. Of a vessel: its own word instead */
	_Atomic uint32_t doomed;        /* the schedule or the scenario kills it */
	_Atomic uint32_t interrupting;  /* a SIGINT was sent to it that it has not heard of */
	uint32_t step;                  /* the last of its steps, in the log */
	struct offer offer;
	_Atomic uint32_t watches; /* it waits for any of several objects (wait.c): any commit on one of them
				     wakes it */
	/* Set by the parent before the fork, or by the child before it is born; constant after. */
	uint32_t index, number, parent_slot, line;
	uint32_t vessel; /* index + 1 of its process (lives.h), 0 = it has none */
	int32_t parent_number; /* -1 = none */
	_Atomic int32_t pid; /* stored by the parent after the fork, and by the supervisor before go */
	_Atomic int32_t farewell; /* what it is about to exit with, FAREWELL_NONE before; the kernel's word
				     goes first */
	bool daemon;
	bool joined_by_sandbox; /* its parent is gone: the supervisor reaps it */
	char name[32];
	char identity[32]; /* "1:2" of Process-1:2, "" of main */
	_Atomic uint32_t children; /* started so far: the next child's identity */
	/* Its uncaught error, for the parent. Written by its process before it ends, read after its end. */
	char error_kind[ERROR_KIND_SIZE];
	char error[TRACE_TEXT_MAX + 1];
};

#define FAREWELL_NONE INT32_MIN

enum { FROZEN_PAUSE = 1, FROZEN_PERSON = 2 };
enum { GATE_PAUSED = 1, GATE_TEMPO = 2, GATE_PERTURB = 4, GATE_CONTROLLED = 8 };

struct arena {
	struct trace_shared trace;
	/* 0 = all may go on; GATE_… bits; a futex for those that are paused */
	_Alignas(64) _Atomic uint32_t gate;
	_Atomic int64_t tempo;              /* µs an operation is held */
	/* Run time = now - start - paused_total, or the moment the pause began. Written by the supervisor
	 * only. */
	int64_t start;
	_Atomic int64_t paused_since, paused_total;
	_Alignas(64) _Atomic uint64_t tickets;
	_Atomic uint32_t process_count;  /* numbers drawn */
	_Atomic uint32_t object_count;   /* indexes in use, the slots' included */
	_Atomic uint32_t object_numbers; /* numbers drawn */
	_Atomic uint32_t kind_counts[PRIMITIVES];
	_Atomic uint32_t page_hint; /* where to look first */
	_Atomic uint32_t page_high; /* pages at and above it were never taken */
	uint32_t pages;                  /* pages in the heap; page 0 is never used, so 0 is no page */
	uint64_t seed;
	uint64_t perturb; /* the seed of the noise, with GATE_PERTURB; constant */
	uint32_t process_limit;
	pid_t supervisor, front, group;
	int births;                      /* eventfd: a child waits for go */
	size_t size;                     /* of the whole mapping */
	size_t page_owners, page_bytes;  /* offsets from the arena */
	struct control control;
	struct slot slots[SLOTS + 1];
	struct ring rings[SLOTS + 1]; /* 0 is the supervisor's, slot + 1 a slot's */
	struct object objects[OBJECTS];
};

struct arena *arena_create(uint64_t heap_bytes); /* NULL: errno says why */
void arena_destroy(struct arena *arena);
/* As it was before its first process. Nobody else looks at it. Page contents stay. */
void arena_restart(struct arena *arena);

int64_t arena_time(const struct arena *arena); /* run time in ns */

/* Draw an index and a number and set up an object with its first state. Returns its index, 0 when the table
 * or the heap is full. */
uint32_t arena_object_new(struct arena *arena, enum primitive_id id, int64_t a, int64_t b, const char *name);
/* The same at a known index (a slot's process object). */
void arena_object_set(struct arena *arena, uint32_t index, enum primitive_id id, int64_t a, int64_t b,
		      const char *name);

static inline struct object *arena_object(struct arena *arena, uint32_t index)
{
	return &arena->objects[index];
}

static inline struct ring *slot_ring(struct arena *arena, uint32_t slot)
{
	return &arena->rings[slot == SLOT_SANDBOX ? 0 : slot + 1];
}

/* Slots at and above it were never claimed: whoever looks through all of them stays below, and touches no
 * memory that nobody uses. */
static inline uint32_t slots_used(const struct arena *arena)
{
	return atomic_load(&arena->trace.rings_used) - 1; /* the first ring is the supervisor's */
}

static inline uint32_t slot_object(uint32_t slot) /* index of a slot's process object */
{
	return slot + 1;
}

static inline void *arena_page(struct arena *arena, uint32_t page)
{
	return (char *)arena + arena->page_bytes + (size_t)page * ARENA_PAGE;
}

/* The state that belongs to a version of the object. Only as many bytes are there as its primitive uses. */
static inline union state *object_state(struct arena *arena, struct object *object, uint32_t version)
{
	if (__builtin_expect(object->states_page != 0, 0))
		return (union state *)((char *)arena_page(arena, object->states_page) +
				       (version & 1) * (ARENA_PAGE / 2));
	return (union state *)(object->states + (version & 1) * object->state_size);
}

/* With the monitor held. A death between the two steps leaves a word marked that has no bits. */
static inline void object_add_waiter(struct object *object, uint32_t slot)
{
	atomic_fetch_or(&object->waiter_words, (uint8_t)(1u << slot / 64));
	atomic_fetch_or(&object->waiters[slot / 64], UINT64_C(1) << slot % 64);
}

static inline void object_remove_waiter(struct object *object, uint32_t slot)
{
	uint64_t bit = UINT64_C(1) << slot % 64;

	if ((atomic_fetch_and(&object->waiters[slot / 64], ~bit) & ~bit) == 0)
		atomic_fetch_and(&object->waiter_words, (uint8_t)~(1u << slot / 64));
}

static inline enum slot_state slot_state(const struct slot *slot)
{
	return (enum slot_state)(atomic_load(&slot->state) & 0xff);
}

/* Pages belong to a tag: a slot (slot + 1) while a process works on them, or an object (OWNER_OBJECT | index)
 * once they are linked into it. Each page is claimed by one compare-and-swap, so a death leaves nothing half
 * claimed, and what a dead process still owned is found by its tag. */
#define OWNER_OBJECT 0x80000000u
uint32_t arena_pages_take(struct arena *arena, uint32_t count, uint32_t owner); /* first page, 0 = no room */
void arena_pages_give(struct arena *arena, uint32_t first, uint32_t count);
void arena_pages_retag(struct arena *arena, uint32_t first, uint32_t count, uint32_t owner);
void arena_pages_give_all(struct arena *arena, uint32_t owner);
_Atomic uint32_t *arena_page_owner(struct arena *arena, uint32_t page);

#endif
