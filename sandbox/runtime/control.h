/* Controlled mode: who goes next is decided from outside, one step at a time.
 *
 * Before every step a process says what it is about to do (its offer) and parks. When all are parked the run
 * is quiet: nothing in it changes until one of them is granted. A process is granted only a step that it can
 * take, so a granted step never waits, and from one offer to the next a process is alone: nobody else runs.
 * What a process does between two steps is then a function of what came of its steps so far, and a run is a
 * function of the list of grants: its schedule.
 *
 * Steps are operations on objects, looks at their state, the start of a child, a signal to another process,
 * a choice, and the end. A print, a label, time, sleep and work are none; time is a clock of the process's
 * own that goes on by a microsecond a step and by what it slept or worked.
 *
 * Some steps are fused to the one before (urgent): nothing of another process's fits between them.
 *
 * The log holds all steps in order, with what came of them. A plan, if there is one, is carried out by the
 * processes themselves: whoever comes to rest last grants the next, so a step costs one switch of processes.
 */
#ifndef RUNTIME_CONTROL_H
#define RUNTIME_CONTROL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/draw.h"
#include "runtime/primitive.h"

struct arena;
struct self;
struct slot;

enum offer_kind {
	OFFER_NONE,
	OFFER_OPERATE, /* an action of an object */
	OFFER_LOOK,    /* see the state of an object; no action, and no event but TRACE_LOOKED */
	OFFER_ANY,     /* wait until any of watched[] is ready */
	OFFER_START,   /* start a child; answer.a = its number, b = that of its object; or outcome =
			  OUTCOME_MISUSE and a = -errno */
	OFFER_SIGNAL,  /* send signal b to process a; answer.a = 0 or -errno */
	OFFER_CHOOSE,  /* one of a possibilities; answer.a = 0 .. a - 1 */
	OFFER_SLEEP,   /* timeout ns; only where deadlines are kept in order */
	OFFER_EXIT,    /* end with exit code a; b = 1 + enum error_kind if by an uncaught error */
	OFFER_CREATE,  /* in the log only: an object was made, a and b = its configuration */
};

/* What a process does whose guard does not hold. */
enum patience { PATIENCE_NONE /* it is refused */, PATIENCE_FOREVER, PATIENCE_TIMED };

#define OFFER_WATCHED 16 /* objects of an OFFER_ANY that are told; of more, only the first ones */

struct offer {
	uint8_t kind, primitive, action, patience;
	bool urgent;       /* fused to the step before */
	bool attends;      /* it hears news of its pools while it waits */
	bool news;         /* since the step before it has told itself that there may be some */
	bool cut;          /* it watches more objects than watched[] has */
	uint8_t watched_count;
	uint32_t object;   /* number, 0 = none */
	uint32_t index;    /* of the object in the arena */
	uint32_t line;
	int64_t a, b;      /* operands */
	int64_t timeout;   /* ns, of PATIENCE_TIMED and OFFER_SLEEP */
	uint64_t content;  /* hash of the bytes that go along (control_hash), 0 = none */
	uint64_t memory[2]; /* fingerprint of the process when it made the offer, 0 = none */
	struct {
		uint32_t object, index;
		uint8_t action;
	} watched[OFFER_WATCHED];
};

enum decision {
	DECISION_NONE,
	DECISION_GO,
	DECISION_TIMEOUT, /* its wait is over without having got anything */
	DECISION_KILL,    /* it is killed where it stands */
	DECISION_CHOICE,  /* + n: its choice is n */
};

struct answer {
	uint8_t outcome;   /* enum outcome */
	bool attended;     /* it heard news of a pool instead, and will offer the same again */
	bool interrupted;  /* a SIGINT was pending when it came back */
	int64_t a, b;      /* results */
	uint64_t content;  /* of what it got, as in the offer; of a LOOK: of what it saw */
};

struct step {
	uint32_t process; /* number */
	uint32_t decision; /* as granted; of an urgent step and a CREATE: DECISION_GO */
	struct offer offer;
	struct answer answer; /* valid when the run is quiet again; OUTCOME_OK of one that was killed */
};

/* A real process, whatever life it lives now (lives.h). */
enum vessel_state {
	VESSEL_NONE,
	VESSEL_FRESH,  /* not born yet */
	VESSEL_KEPT,   /* can live again */
	VESSEL_MORTAL, /* cannot: it exits at its end */
	VESSEL_DEAD,
};

struct vessel {
	_Atomic uint32_t call; /* what its process waits for: enum decision, or LIVE_AGAIN; a futex */
	uint32_t state;	       /* enum vessel_state */
	uint32_t slot;	       /* of its life at hand, or of its last one */
	int32_t pid;
	uint64_t past[2]; /* of its parent at its start */
	bool prompt;	  /* nothing but its first offer comes of its birth, so that is known: */
	struct offer first;
	uint32_t first_slot, first_number; /* who made it: it may be about its own process */
	bool unborn; /* it stands in its slot with that offer, and is called back when it is granted */
};

#define VESSELS 512

#define CONTROL_PID 4000 /* main's pid, as the scenario sees it; the next process has the next one */
#define CONTROL_PROCESSORS 4 /* of the machine, as the scenario sees it */
#define CONTROL_STEPS 32768 /* steps of a run at most, fused ones and creations counted */

/* Shared, in the arena. */
struct control {
	bool fingerprints;       /* are wanted */
	_Atomic uint32_t
		uncovered;	 /* somebody asked for what fingerprints do not cover: none of them counts */
	_Atomic uint32_t pulse;    /* counts times when the run became quiet; a futex */
	_Atomic uint32_t arrivals; /* counts comings to rest while it was not; a futex */
	_Atomic uint32_t repairing; /* the supervisor is dealing with a death */
	_Atomic uint32_t disturbed; /* a process was killed from outside */
	_Atomic uint32_t begun;  /* main is there */
	_Atomic uint32_t epoch;  /* counts restarts; a futex */
	_Atomic uint32_t
		spins; /* number + 1 of a process that computes and comes to no step; it stands still */
	bool keeps_order;        /* deadlines pass in order (timeouts are lazy); else whenever one waits */
	_Atomic uint32_t logged; /* steps in the log */
	bool lives;		  /* processes may live again */
	uint32_t vessels_used;	  /* those behind were never used */
	struct vessel vessels[VESSELS];
	bool walks; /* behind the plan, each step is a random one, evenly among those that can be taken */
	struct draw walk;	  /* written by whoever grants */
	_Atomic uint32_t granted; /* of the plan */
	_Atomic uint32_t granting; /* who is at it + 1, 0 = nobody */
	uint32_t planned;
	_Atomic uint32_t refused; /* the next of the plan cannot be granted as the run stands */
	struct {
		uint32_t process, decision;
	} plan[CONTROL_STEPS];
	struct step log[CONTROL_STEPS];
};

/* What may be granted to a parked process. Bits. */
enum { CAN_GO = 1, CAN_TIME_OUT = 2 };

/* For whoever decides (run.h has the front end's form). */
bool control_is_quiet(struct arena *arena);
unsigned control_can(struct arena *arena, const struct slot *slot);
/* Somebody came to rest: go on with the plan, or wake who waits for the end of it. actor: the caller's slot,
 * or CONTROL_FRONT. Anybody may look, at any time. */
void control_rest(struct arena *arena, uint32_t actor);
#define CONTROL_FRONT UINT32_C(1000)
/* This actor is dead: what it may have been at is left to the next one. */
void control_bury(struct arena *arena, uint32_t actor);

/* For processes. Fill in self->slot->offer from here: kind, and nothing else set. */
struct offer *control_offer(struct self *self, enum offer_kind kind);
/* Park with that offer, or go on at once if it is urgent. Returns what was decided. */
uint32_t control_park(struct self *self);
/* What came of the step. */
void control_answer(struct self *self, enum outcome outcome, int64_t a, int64_t b);
/* The process has asked for something that fingerprints do not cover. */
void control_uncovered(struct self *self);
bool control_fingerprints(const struct self *self); /* are wanted */
bool control_is_uncovered(const struct self *self);
void control_content(struct self *self, uint64_t content);
/* An object was made. */
void control_created(struct self *self, uint32_t index, int64_t a, int64_t b);
/* Wait until a child has come to its first offer, or a victim has been buried. */
void control_await(struct self *self, const struct slot *slot);

bool control_is_on(const struct self *self);

/* How many steps there have been in the run. */
uint32_t control_steps(const struct self *self);
/* This process would never come to a step, and has said so. It stands still until it is killed. */
_Noreturn void control_spins(struct self *self);

/* How a TRACE_WANTS tells patience. */
enum outcome control_outcome(unsigned patience);
/* Tell of the offer that is about to be made, if it is about no action. */
void control_tell(struct self *self);

/* A hash of bytes (base/hash.h), mixed once more, and never 0. */
uint64_t control_hash(const void *bytes, size_t length);

#endif
