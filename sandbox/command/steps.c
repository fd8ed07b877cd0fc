#include "command/steps.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/session.h"
#include "command/steps_words.h"

#define DEPTH 3 /* of pct, when it is not said */

/* What --schedule takes, and how many numbers may stand behind it. */
static const struct policy_name {
	const char *name;
	int numbers;
	enum { FIRST, RANDOM, PCT } which;
} policies[] = {{"first", 0, FIRST}, {"random", 1, RANDOM}, {"pct", 3, PCT}, {0}};

const char *steps_policy_name(size_t i)
{
	return policies[i].name;
}

static const struct policy_name *find_policy(const char *text)
{
	size_t length = strcspn(text, ":");

	for (const struct policy_name *policy = policies; policy->name; policy++)
		if (strlen(policy->name) == length && memcmp(policy->name, text, length) == 0)
			return policy;
	return NULL;
}

/* ":SEED:DEPTH:STEPS" behind a policy's name, so many at most. */
static bool read_numbers(const char *text, int count, uint64_t numbers[3])
{
	text += strcspn(text, ":");
	for (int i = 0; i < count && *text; i++) {
		char *end;

		if (*text != ':' || text[1] < '0' || text[1] > '9')
			return false;
		errno = 0;
		numbers[i] = strtoull(text + 1, &end, 10);
		if (errno)
			return false;
		text = end;
	}
	return *text == '\0';
}

bool steps_policy(struct steps *steps, const char *text, uint64_t seed, char *message, size_t size)
{
	uint64_t numbers[3] = {seed, DEPTH, 0};
	const struct policy_name *policy = find_policy(text);

	if (!policy || !read_numbers(text, policy->numbers, numbers) || !numbers[1] || numbers[1] > 32 ||
	    numbers[2] > UINT32_MAX) {
		snprintf(
			message, size,
			"--schedule takes first, random, random:SEED, pct, pct:SEED:DEPTH "
			 "(DEPTH 1 to 32) or pct:SEED:DEPTH:STEPS, not "
			"\"%s\"; `sandbox replay` takes a schedule of steps",
			text);
		return false;
	}
	int length = snprintf(steps->policy, sizeof steps->policy, "%s", policy->name);
	for (int i = 0; i < policy->numbers && (i < 2 || numbers[i]); i++)
		length += snprintf(steps->policy + length, sizeof steps->policy - (size_t)length, ":%" PRIu64,
				   numbers[i]);
	return true;
}

/* How many steps a run has: those of a random one. */
static uint32_t measure(struct steps *steps, uint64_t seed)
{
	struct policy *policy = policy_random(seed);
	uint32_t count = 1;

	if (policy && executor_run(steps->executor, NULL, 0, policy, 0, NULL, &steps->execution) == 0)
		count = steps->execution.granted;
	policy_destroy(policy);
	return count;
}

static int make_policy(struct steps *steps)
{
	uint64_t numbers[3] = {0, DEPTH, 0};
	const struct policy_name *policy = find_policy(steps->policy);

	if (!policy)
		return 0;
	read_numbers(steps->policy, policy->numbers, numbers);
	switch (policy->which) {
	case FIRST:
		steps->behind = policy_first();
		break;
	case RANDOM:
		steps->behind = policy_random(numbers[0]);
		break;
	case PCT:
		steps->behind = policy_pct(numbers[0], (uint32_t)numbers[1],
					   numbers[2] ? (uint32_t)numbers[2] : measure(steps, numbers[0]));
		break;
	}
	return steps->behind ? 0 : -ENOMEM;
}

static struct steps *steps_of(struct policy *policy)
{
	return (struct steps *)((char *)policy - offsetof(struct steps, policy_of_ours));
}

static void begin(struct policy *policy)
{
	struct steps *steps = steps_of(policy);

	if (steps->behind && steps->behind->begin)
		steps->behind->begin(steps->behind);
}

static bool follow_schedule(struct steps *steps, const struct parked *parked, uint32_t count,
			    struct grant *next)
{
	*next = steps->schedule.grants[steps->at];
	if (!steps_may_take(parked, count, *next)) {
		steps_refuse(steps, parked, count);
		return false;
	}
	steps->at++;
	return true;
}

static bool choose(struct policy *policy, const struct parked *parked, uint32_t count, struct grant *next)
{
	struct steps *steps = steps_of(policy);
	struct session *session = steps->session;

	output_flow(&session->out);
	session_look(session);
	if (session->end != END_NOT_YET)
		return false;
	rounds_look(&steps->rounds, steps->at, executor_of_run(steps->executor), parked, count);
	if (steps->at < steps->schedule.count)
		return follow_schedule(steps, parked, count, next);
	return steps->behind && steps->behind->choose(steps->behind, parked, count, next);
}

static bool stops(void *context)
{
	struct session *session = context;

	output_flush(&session->out);
	session_look(session);
	return session->end != END_NOT_YET;
}

/* The recording's next event; false when it has no more that can be read. */
static bool read_expected(struct steps *steps, struct trace_event *event)
{
	char message[600];

	return steps->expected && recording_next(steps->expected, event, message, sizeof message) > 0;
}

static void see(void *context, const struct trace_event *event)
{
	struct session *session = context;
	struct steps *steps = session->steps;
	struct trace_event theirs;

	if (session->end != END_NOT_YET)
		return;
	bool there = read_expected(steps, &theirs);
	if (steps->expected && (!there || !steps_is_same(&theirs, event)))
		steps_differ(steps, there ? &theirs : NULL, event);
	session_take(session, event);
	if (steps->divergence.step)
		session->end = END_DIVERGED;
}

int steps_start(struct session *session, const struct run_options *options)
{
	struct steps *steps = session->steps;
	struct run_options how = *options;

	how.fingerprints = how.fingerprints || steps->schedule.cycle;
	int error = rounds_prepare(&steps->rounds, &steps->schedule) ?
			    executor_create(&steps->executor, &how, 0) :
			    -ENOMEM;
	if (error)
		return error;
	steps->session = session;
	steps->policy_of_ours = (struct policy){.name = "steps", .begin = begin, .choose = choose};
	error = make_policy(steps);
	if (error)
		executor_destroy(steps->executor);
	else
		session->run = executor_of_run(steps->executor);
	return error;
}

static enum end end_of(struct steps *steps)
{
	const struct execution *execution = &steps->execution;

	if (execution->ending == ENDING_LOST)
		return END_LOST;
	if (steps->at < steps->schedule.count && !steps->divergence.step &&
	    (execution->ending == ENDING_STUCK || execution->ending == ENDING_FINISHED))
		steps_refuse(steps, execution->parked, execution->parked_count);
	if (steps->divergence.step)
		return END_DIVERGED;
	switch (execution->ending) {
	case ENDING_STUCK:
		return END_STUCK;
	case ENDING_SPUN:
		return END_SPINS;
	case ENDING_FULL:
		return END_FULL;
	case ENDING_STOPPED:
		return steps->rounds.same ? END_ROUND : END_SCHEDULE;
	default:
		return END_LOST;
	}
}

void steps_follow(struct session *session)
{
	struct steps *steps = session->steps;
	const struct watcher watcher = {.see = see, .context = session, .stops = stops};
	struct trace_event theirs;

	int error = executor_run(steps->executor, NULL, 0, &steps->policy_of_ours, 0, &watcher,
				 &steps->execution);
	if (session->end == END_NOT_YET)
		session->end = error ? END_LOST : end_of(steps);
	else if (session->end == END_FINISHED && steps->at < steps->schedule.count)
		session->end = end_of(steps);
	/* It ends where the recording goes on. */
	if ((session->end == END_FINISHED || session->end == END_SCHEDULE) && read_expected(steps, &theirs)) {
		steps_differ(steps, &theirs, NULL);
		session->end = END_DIVERGED;
	}
	schedule_print(&steps->taken, steps->execution.grants, steps->execution.granted);
}

void steps_finish(struct session *session)
{
	struct steps *steps = session->steps;

	executor_destroy(steps->executor);
	policy_destroy(steps->behind);
	steps->executor = NULL;
	steps->behind = NULL;
}

void steps_release(struct steps *steps)
{
	schedule_finish(&steps->schedule);
	buffer_finish(&steps->again);
	buffer_finish(&steps->taken);
}

const char *steps_taken(struct steps *steps)
{
	return buffer_text(&steps->taken);
}
