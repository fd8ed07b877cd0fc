/* The model: a scenario's processes and objects as plain bytes, and its steps as functions on them.
 *
 * A state says for each process at which node it is (knowledge.h), and holds the state of each object as the
 * primitives define it. A step applies the very guards and effects that the runtime applies to shared memory
 * (runtime/primitive.h), so what is found here holds there; an execution on real processes checks it
 * (learn.h).
 *
 * States that are equal are equal byte by byte.
 */
#ifndef SCHEDULE_MODEL_H
#define SCHEDULE_MODEL_H

#include "schedule/knowledge.h"

struct model;

/* A state. Its bytes are the model's, or a buffer that model_step wrote. */
struct state_header {
	uint32_t shape; /* which processes and objects there are, and where */
	uint32_t nodes[]; /* one a process, in order of instance: node, and flags above it */
};

#define AT_NODE 0x1fffffffu /* this much of it is the node */
#define AT_GONE AT_NODE     /* it has ended */
#define AT_INTERRUPTED 0x80000000u /* a SIGINT waits to be heard */
#define AT_NEWS 0x40000000u /* there is news of a pool for it */

#define MODEL_PROCESSES 64 /* alive or dead, in a state */
#define MODEL_STATE_MAX 262144 /* bytes of a state */

struct model *model_create(struct knowledge *knowledge); /* NULL without memory */
void model_destroy(struct model *model);
/* States tell how long each process still waits, relative to the others, so that times run out in order.
 * Steps take none. Before the first state. */
void model_keep_times(struct model *model);

/* The state before the first step. main's first node must be known. Returns its size, 0 without memory. */
size_t model_initial(struct model *model, void *state);
/* The same before main has made anything: then comes model_arrive. */
size_t model_begin(struct model *model, void *state);
size_t model_size(const struct model *model, const void *state);

/* The processes of a state: their instances in order. Returns how many. */
uint32_t model_processes(const struct model *model, const void *state, const uint32_t **instances);
/* The objects of a state: their ids in order. */
uint32_t model_objects(const struct model *model, const void *state, const uint32_t **ids);
const union state *model_object(const struct model *model, const void *state,
				uint32_t id); /* NULL: not there */
uint8_t model_primitive(const struct model *model, uint32_t id);
uint32_t model_process_object(const struct model *model, uint32_t instance); /* id */
/* Who owns it, as a holder of an instance; 0 = nobody, or anyone may free its waiters. */
holder_t model_owner(const struct model *model, const void *state, uint32_t id);

/* What may be decided for the process at that place (as control_can): CAN_GO, CAN_TIME_OUT; 0: it is blocked,
 * gone or spins. */
unsigned model_can(const struct model *model, const void *state, uint32_t place);
/* Would the offer's guard hold? */
bool model_ready(const struct model *model, const void *state, uint32_t place, const struct offer *offer);

/* Of those whose time can run out, is this one's the first, or one of the first? True where times are
 * not kept. */
bool model_due(const struct model *model, const void *state, uint32_t place);

/* What it is about to do; NULL: it is gone. */
const struct offer *model_offer(const struct model *model, const void *state, uint32_t place);

enum step_kind {
	STEP_DONE,
	STEP_UNKNOWN, /* the process goes where none has been: `next` is not to be used, *unknown says which
			 node */
	STEP_BEYOND,  /* the model does not cover it: model_beyond says why */
	STEP_NO_MEMORY,
};

struct taken { /* what came of it, of the first of the steps that were fused */
	struct result result;
	uint32_t unknown;
};

/* Let the process at `place` take its step with that decision (DECISION_GO, _TIMEOUT, _KILL, _CHOICE + n).
 * `next` has room for MODEL_STATE_MAX bytes; *size is what it takes. Steps that are fused to it are taken
 * too. */
enum step_kind model_step(struct model *model, const void *state, uint32_t place, uint32_t decision,
			  void *next, size_t *size, struct taken *taken);
/* One step alone, fused or not: for learning. The process's new node need not be known: then it has not been
 * given what it creates (model_arrive does it). */
enum step_kind model_step_one(struct model *model, void *state, uint32_t place, uint32_t decision,
			      size_t *size, struct result *result);
/* A node that has become known: its objects come into the state. For a child just started, its first node. */
bool model_arrive(struct model *model, void *state, uint32_t place, size_t *size);
uint32_t model_place(const struct model *model, const void *state,
		     uint32_t instance); /* UINT32_MAX: not there */

/* Would the process at that place leave no object otherwise than it is if it ended now? */
bool model_leaves_nothing(const struct model *model, const void *state, uint32_t place);

/* A place whose step nobody can be disturbed by, and that nobody can disturb, now or later: a start, a join
 * that can be done, an end that leaves nothing behind and that nobody looks for. UINT32_MAX: there is none,
 * or somebody has failed already. */
uint32_t model_quiet(const struct model *model, const void *state);

/* Why the model stops here: a sentence in English, or NULL. */
const char *model_beyond(const struct model *model);

/* Can the steps of two processes, both possible in this state, be taken in either order, with the same state
 * and the same results? False when in doubt. */
bool model_independent(const struct model *model, const void *state, uint32_t one, uint32_t other);

#endif
