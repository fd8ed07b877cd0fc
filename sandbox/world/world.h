/* The world: what the events say is true now.
 *
 * A pure fold: world_apply(world, event) and nothing else changes it. Views, text, JSON, exports and verdicts
 * ask the world and nobody else. Going back in time is folding fewer events.
 *
 * Objects carry their state as the primitives define it (runtime/primitive.h); a TRACE_DID applies the very
 * same effect here that the runtime applied in shared memory.
 *
 * Interface:
 * - world_create, world_destroy; world_apply takes events in order of seq.
 * - Processes and objects are in arrays in order of number, and stay there after they ended.
 *   Pointers into the world hold until the next world_apply.
 * - world_verdict (verdict.h) says who is stuck.
 */
#ifndef WORLD_WORLD_H
#define WORLD_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/primitive.h"
#include "trace/event.h"

enum life { LIFE_ABSENT, LIFE_ALIVE, LIFE_ZOMBIE /* ended, not yet joined */, LIFE_GONE };

enum doing {
	DOING_RUNNING,  /* in the scenario's own code */
	DOING_WANTS,    /* held at the gate before an operation, or parked before a step that it can take */
	DOING_WAITING,  /* its guard does not hold */
	DOING_SLEEPING, /* mp.sleep */
	DOING_WORKING,  /* sandbox.work */
};

/* Something that a process waits for besides its target (mp.wait). */
struct world_target {
	uint32_t object;
	uint8_t action;
};

struct world_process {
	uint32_t number; /* index in world->processes */
	int32_t parent;  /* number, -1: none (main), parent->life tells whether this is an orphan */
	int32_t pid;
	char name[32];
	char label[48]; /* sandbox.label, "" = none */
	enum life life;
	enum doing doing;
	bool stopped;       /* by SIGSTOP */
	bool doomed;        /* a signal that ends it was sent to it: it will not wait for ever */
	bool failed;        /* ended by an uncaught error */
	bool error_more;    /* the text of its error goes on in its next event */
	int32_t exit_code;  /* once it is not alive: 0.., or -signal */
	uint32_t object;    /* its own process object (what others join) */
	uint32_t line;      /* where it is: source line of its last event, 0 = unknown */
	uint32_t target;    /* object it wants or waits for, 0 = none */
	uint8_t action;     /* the action it wants or waits to do */
	int64_t operand;    /* of that action: b of its request */
	uint8_t patience; /* in controlled mode: what it does where its guard does not hold, as in TRACE_WANTS
			   */
	struct world_target *others; /* it waits for any of these as well; owned by the world */
	uint32_t other_count, other_room;
	bool others_cut;    /* and for more, which are not known */
	int64_t since;      /* ns: when `doing` began */
	int64_t deadline;   /* ns of a wait with a timeout, 0 = for ever */
	uint64_t waits_seq; /* seq of the event that made it wait: order in the queue of waiters */
	uint32_t steps;     /* operations that took effect */
	uint32_t *held; /* numbers of the objects it holds a unit of, in order of taking; repeated per unit */
	uint32_t held_count, held_room;
	struct trace_text *error; /* message and traceback, NULL = none; owned by the world */
};

struct trace_text {
	size_t length;
	char bytes[];
};

/* Who holds a unit of an object, and since when. */
struct world_taker {
	uint32_t process;
	uint32_t line; /* where it took it, 0 = unknown */
	int64_t since; /* ns */
};

struct world_object {
	uint32_t number; /* 1.. ; world->objects[number - 1] */
	uint32_t creator;
	uint32_t line; /* where it was created */
	char name[32];
	uint8_t primitive;
	union state state;
	uint32_t version;
	uint32_t last_user;   /* number of the process whose action took effect last, or TRACE_SANDBOX */
	bool stranger_freed;  /* a lock that somebody else than its owner has released in this run */
	uint32_t dead_owner;  /* number + 1 of who died holding it, until it is taken again; 0 = none */
	uint32_t *users;      /* numbers of the processes that ever acted or waited on it */
	uint32_t user_count, user_room;
	uint32_t freed_from;  /* who had taken what a stranger has just released: number + 1; else 0 */
	/* The units that are out, in order of taking. A semaphore's permits have no owner: what a stranger
	 * gives back is struck from whoever has held longest. */
	struct world_taker *takers;
	uint32_t taker_count, taker_room;
	/* Queues: previews of the items inside, oldest first. Of a very long queue only the first ones are
	 * known: item_count may be less than its length. */
	char (*items)[12];
	uint32_t item_count, item_room;
	char (*item_memory)[12]; /* where the items' memory begins */
	char last_item[12];      /* preview of the item that was got last */
	int64_t elements[ARRAY_PREVIEW]; /* of an array: the first ones, as their bits */
	int64_t updates_lost; /* of a value or array (lost.h) */
	bool unwatched;       /* updates may have been lost that nobody could count */
};

/* An update was lost: who wrote what another process then wrote over, without having seen it. One a pair of
 * lines: the first of them, and how often it happened. */
struct world_loss {
	uint32_t object, element; /* element: of an array, from 1; of a value 0 */
	uint32_t process;         /* who wrote over it */
	uint32_t read_line, line; /* where it had read, where it wrote */
	uint32_t victim, victim_line; /* whose update is lost, and where that was written */
	int64_t had_read, wrote, victim_wrote; /* bits */
	bool read_known, wrote_known, victim_known; /* of a range they are not */
	uint64_t seq;       /* of the event that wrote over it */
	uint32_t updates;   /* lost that first time: the victim's, and others before it */
	uint64_t times;     /* it happened so often at these lines */
};
#define WORLD_LOSSES 64 /* pairs of lines in a run; of more, only the objects' counts are kept */

struct world_knob {
	char name[32];
	int64_t value, min, max;
	char help[64];
};

struct world {
	struct world_process *processes;
	uint32_t process_count, process_room;
	struct world_object *objects;
	uint32_t object_count, object_room;
	struct world_knob knobs[16];
	uint32_t knob_count;
	int64_t time;     /* ns of run time of the last event */
	uint64_t seq;     /* of the last event */
	uint64_t events;  /* folded so far, void ones not counted */
	bool paused, finished;
	bool controlled;  /* processes park before every step: who wants what it cannot have is waiting */
	int64_t tempo;    /* microseconds an operation is held, 0 = free */
	uint32_t alive;   /* processes alive */
	uint32_t pools;   /* objects that are pools */
	uint64_t death_seq; /* of the last EXITED or KILLED */
	struct world_loss losses[WORLD_LOSSES]; /* in order of happening */
	uint32_t loss_count;
	struct lost *lost;  /* what is to be known for that; owned by the world */
	bool lost_cut;      /* too many cells and processes to watch them all for lost updates */
	uint32_t errors;  /* uncaught errors so far, that of the loading included */
	struct trace_text *load_error; /* why it could not be loaded, NULL = it was; owned by the world */
	bool out_of_memory; /* an allocation failed: what is shown is incomplete, and says so */
	const char *inconsistent; /* NULL, or what did not fit, such as a gap: a bug of ours, shown */
	uint64_t inconsistent_seq;
};

struct world *world_create(void); /* NULL without memory */
void world_destroy(struct world *world);
void world_apply(struct world *world, const struct trace_event *event);

/* A queue of some kind or a pipe: its state begins as a queue's, and `items` are previews of what is inside.
 */
bool world_has_items(const struct world_object *object);

/* Updates of this value or array were lost, or may have been. */
bool world_has_lost(const struct world_object *object);

const struct world_process *world_process(const struct world *world,
					  uint32_t number); /* NULL if there is none */
const struct world_object *world_object(const struct world *world,
					uint32_t number); /* NULL if there is none */

/* The numbers of the processes that wait for an object, first come first. Returns how many there are in
 * all; writes at most `room`. */
uint32_t world_waiters(const struct world *world, uint32_t object, uint32_t *numbers, uint32_t room);

/* What a process waits for: its target is the 0th. False when there are no more. */
bool world_target(const struct world_process *process, uint32_t nth, struct world_target *target);

/* The processes that hold the other end of the pipe that the process waits for, itself among them if it does,
 * in order of holding. Returns how many there are in all, or UINT32_MAX if the target is no pipe. `numbers`
 * may be NULL if room is 0. */
uint32_t world_other_ends(const struct world *world, struct world_target target, uint32_t *numbers,
			  uint32_t room);

/* The process that alone can free a waiter on this object: number + 1, or 0 (free, or anyone may). */
holder_t world_owner(const struct world *world, uint32_t object);

/* The processes that hold a unit (permits of a semaphore, a lock), in order of number, and how many units
 * each. Returns how many there are in all. `units` may be NULL. */
uint32_t world_holders(const struct world *world, uint32_t object, uint32_t *numbers, uint32_t *units,
		       uint32_t room);

/* Would the process's wait be over if the world were to stand still? Its guard holds, or will once what a
 * dead process left behind is handed on. */
bool world_may_proceed(const struct world *world, const struct world_process *process);

#endif
