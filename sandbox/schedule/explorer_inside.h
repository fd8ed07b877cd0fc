/* The explorer from inside: what its parts share. Nobody else includes this.
 *
 * Each stage has a function that goes a step on; it may set another stage, or call explorer_done.
 */
#ifndef SCHEDULE_EXPLORER_INSIDE_H
#define SCHEDULE_EXPLORER_INSIDE_H

#include "schedule/explorer.h"
#include "schedule/learn.h"
#include "schedule/switches.h"

#define LOOK_AHEAD    150u     /* steps that an execution goes on beyond what was asked for */
#define PORTION	      2048u    /* states between two looks at the clock */
#define AVOIDABLE_MAX 2000000u /* states of a graph that is looked at whole */
#define HUNTS	      8u       /* random schedules run beside a search that takes long */

enum stage {
	STAGE_BEGIN,
	STAGE_SEARCH, /* with the reduction, or to the bound of steps without it */
	STAGE_HUNT,   /* a few random schedules, in between */
	STAGE_CYCLES, /* of the whole graph: is there a schedule that never ends? */
	STAGE_SHORTEST,
	STAGE_SWITCHES, /* for the fewest of them */
	STAGE_CONFIRM,
	STAGE_ROUND, /* run such a schedule on real processes */
	STAGE_WHOLE, /* the whole graph, for what can be avoided */
	STAGE_AGAIN, /* all executions a second time */
	STAGE_EVERY, /* one schedule of every class on real processes */
	STAGE_SAMPLE,
	STAGE_DONE,
};

struct past { /* an execution that taught us something: place in grants */
	uint32_t first, count;
};

struct explorer {
	struct run_options run_options;
	struct explorer_options options;
	struct executor *executor, *second;
	struct policy *ahead;
	struct knowledge *knowledge;
	struct model *model;
	struct search *search;
	struct cycles *cycles;
	struct switches *switches;
	struct every *every;
	enum exploring then; /* after STAGE_EVERY, if nothing is wrong */
	enum stage stage;
	struct exploration told;
	struct complaint complaint;
	struct grant *need, *schedule;
	uint64_t asked; /* hash of the last need */
	uint32_t times; /* how often it was asked for again */
	bool outside;	/* a process asked for what no schedule determines */
	uint32_t need_room, schedule_room;
	struct grant *grants; /* of all executions, one behind the other */
	uint32_t grant_count, grant_room;
	struct past *pasts;
	uint32_t past_count, past_room, checked;
	struct judgement judgement;
	bool fates;	      /* of all states are known */
	uint32_t hunts;	      /* random schedules run so far */
	struct grant *caught; /* one that failed, until it was shortened and seen to fail again */
	uint32_t caught_count, caught_room;
	enum failure caught_as;
};
/* explorer.c */
struct model *explorer_new_model(struct explorer *explorer);
void explorer_done(struct explorer *explorer, enum exploring how);
void explorer_fail(struct explorer *explorer, int error);
bool explorer_begin_search(struct explorer *explorer, enum stage stage, bool eager, bool goes_on,
			   uint32_t depth);
bool explorer_begin_first_search(struct explorer *explorer);
bool explorer_keep_steps(struct explorer *explorer, uint32_t count);
void explorer_count_switches(struct exploration *told);
void explorer_not_confirmed(struct explorer *explorer);
/* What is concluded is tried once more where nobody lives a second time (runtime/lives.h): explorer->second
 * is there from now on. Returns 0 or -errno. */
int explorer_second(struct explorer *explorer);

/* explorer_learn.c: an execution that begins with this schedule, and goes on for up to `ahead` steps, as
 * the policy says; or that begins with explorer->need. Everything that it shows becomes known. False: the
 * exploration is over, or goes on otherwise. */
bool explorer_execute(struct explorer *explorer, const struct grant *schedule, uint32_t count,
		      struct policy *policy, uint32_t ahead);
/* What came of learning from one. True to go on. */
bool explorer_take_lesson(struct explorer *explorer, enum learning lesson);
bool explorer_execute_need(struct explorer *explorer, uint32_t count);

/* explorer_random.c: failures that random schedules come to. */
enum failure explorer_failure_of(const struct execution *execution);
/* A run failed before the search came to it: its schedule is looked at in a moment (explorer_told_early). */
bool explorer_catch_failure(struct explorer *explorer, const struct execution *execution);
/* Is there such a run? Then it is told from now on, and the exploration may be over. */
bool explorer_told_early(struct explorer *explorer);
void explorer_hunt(struct explorer *explorer);
void explorer_sample(struct explorer *explorer);

/* explorer_cycles.c: schedules without an end. */
void explorer_begin_cycles(struct explorer *explorer);
void explorer_look_for_cycles(struct explorer *explorer);
void explorer_go_round(struct explorer *explorer);

/* explorer_every.c: what is done on real processes once the search has come to its end. */
void explorer_done_but_every(struct explorer *explorer, enum exploring how);
void explorer_run_every(struct explorer *explorer);
void explorer_run_again(struct explorer *explorer);

#endif
