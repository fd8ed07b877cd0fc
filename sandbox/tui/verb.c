#include "tui/verb.h"

#include <stddef.h>

#define VERBS 8

static const char *const locks[VERBS] = {
	[LOCK_ACQUIRE] = "wants", [LOCK_RELEASE] = "releases", [LOCK_RELEASE_ALL] = "gives up",
	[LOCK_RECOVER] = "recovers", [LOCK_ARRIVE] = "wants", [LOCK_LEAVE] = "leaves the line of",
};
static const char *const semaphores[VERBS] = {
	[SEMAPHORE_ACQUIRE] = "wants", [SEMAPHORE_RELEASE] = "frees",
};
static const char *const events[VERBS] = {
	[EVENT_SET] = "sets", [EVENT_CLEAR] = "clears",
	[EVENT_WAIT] = "looks at", [EVENT_IS_SET] = "looks at",
};
static const char *const queues[VERBS] = {
	[JOINABLE_PUT] = "puts into", [JOINABLE_GET] = "gets from",
	[JOINABLE_TASK_DONE] = "is done with one of", [JOINABLE_JOIN] = "will join",
};
static const char *const pipes[VERBS] = {
	[PIPE_SEND] = "sends into", [PIPE_RECV] = "receives from", [PIPE_POLL] = "looks into",
	[PIPE_CLOSE] = "closes", [PIPE_HOLD] = "is given", [PIPE_LEND] = "sends away",
	[PIPE_INHERIT] = "inherits",
};
static const char *const values[VERBS] = {[VALUE_READ] = "reads", [VALUE_WRITE] = "writes"};
static const char *const arrays[VERBS] = {
	[ARRAY_READ] = "reads", [ARRAY_WRITE] = "writes", [ARRAY_SLICE] = "reads", [ARRAY_ASSIGN] = "writes",
};
static const char *const conditions[VERBS] = {
	[CONDITION_ENQUEUE] = "lines up for", [CONDITION_WAIT] = "will wait for",
	[CONDITION_NOTIFY] = "notifies", [CONDITION_LEAVE] = "leaves",
};
static const char *const barriers[VERBS] = {
	[BARRIER_ARRIVE] = "comes to", [BARRIER_WAIT] = "waits at", [BARRIER_OPEN] = "opens",
	[BARRIER_BREAK] = "breaks", [BARRIER_RESET] = "resets",
};
static const char *const pools[VERBS] = {
	[POOL_SUBMIT] = "gives a task to", [POOL_TAKE] = "wants a task of",
	[POOL_FINISH] = "has done a task of", [POOL_COLLECT] = "collects from",
	[POOL_HIRE] = "hires for", [POOL_LOSE] = "has lost one of", [POOL_CLOSE] = "closes",
	[POOL_RETURN] = "puts back a task of",
};

static const char *const *const verbs[PRIMITIVES] = {
	[PRIMITIVE_LOCK] = locks, [PRIMITIVE_RLOCK] = locks, [PRIMITIVE_FAIR_LOCK] = locks,
	[PRIMITIVE_SEMAPHORE] = semaphores, [PRIMITIVE_PERMITS] = semaphores, [PRIMITIVE_EVENT] = events,
	[PRIMITIVE_QUEUE] = queues, [PRIMITIVE_SIMPLEQUEUE] = queues, [PRIMITIVE_JOINABLE] = queues,
	[PRIMITIVE_PIPE] = pipes, [PRIMITIVE_VALUE] = values, [PRIMITIVE_ARRAY] = arrays,
	[PRIMITIVE_CONDITION] = conditions, [PRIMITIVE_BARRIER] = barriers, [PRIMITIVE_POOL] = pools,
};

const char *verb_of(enum primitive_id primitive, unsigned action)
{
	return primitive < PRIMITIVES && action < VERBS && verbs[primitive] ? verbs[primitive][action] : NULL;
}
