#include "command/trial.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "world/words.h"

#define MOMENT	     50000000 /* ns: so long the others have to get stuck behind a deadlock */
#define GLANCE	     1000000  /* ns */
#define STEPS_AT_ONCE 32      /* then somebody else's run has its turn, and events are read */
#define PARKED_MAX   256
#define PLACES_NAMED 4	      /* of who was where when the time was over */

const char *result_name(enum result result)
{
	static const char *const names[] = {
		[RESULT_PASSED] = "passed",
		[RESULT_DEADLOCK] = "deadlock",
		[RESULT_PARTIAL] = "partial deadlock",
		[RESULT_ASSERT] = "assert",
		[RESULT_ERROR] = "error",
		[RESULT_KILLED] = "killed",
		[RESULT_STALLED] = "stalled",
		[RESULT_TIMEOUT] = "timeout",
		[RESULT_LOST] = "supervisor killed",
		[RESULT_BUG] = "sandbox bug",
	};
	return names[result];
}

/* What the world does not keep. */
static void watch(void *context, const struct world *world, const struct trace_event *event)
{
	struct trial *trial = context;
	const struct world_process *process = world_process(world, event->process);

	fairness_apply(&trial->fairness, world, event);
	if (event->kind == TRACE_BORN && event->process == 0) {
		trial->born = event->time;
	} else if (event->kind == TRACE_ERROR && !trial->errs) {
		trial->errs = true;
		trial->error_kind = event->a;
		trial->error_of = event->process;
	} else if (event->kind == TRACE_KILLED && process && !process->doomed && !trial->killed) {
		trial->killed = event->process + 1;
	}
}

static void apply_manner(const struct manner *manner, uint64_t nth, struct run_options *options)
{
	if (manner->kind == MANNER_RANDOM) {
		options->controlled = options->walks = true;
		options->walk = manner->seed + nth;
	} else if (manner->kind == MANNER_PCT) {
		options->controlled = true;
	} else if (manner->kind == MANNER_PERTURBED) {
		options->perturbed = true;
		options->perturb = manner->seed + nth;
	}
}

int trial_start(struct trial *trial, const struct trial_options *options)
{
	struct run_options run_options = {.seed = options->seed};

	*trial = (struct trial){
		.session = {.watch = watch, .context = trial, .file = options->file, .signals = -1},
		.outcome = {.nth = options->nth, .fairness = NAN},
		.born = INT64_MAX,
	};
	script_prepare(options->scenario, &run_options);
	apply_manner(&options->manner, options->nth, &run_options);
	trial->session.world = world_create();
	int error = trial->session.world ? 0 : -ENOMEM;
	if (!error && options->manner.kind == MANNER_PCT) {
		trial->policy = policy_pct(options->manner.seed + options->nth, options->manner.depth,
					   options->steps);
		error = trial->policy ? 0 : -ENOMEM;
	}
	if (trial->policy)
		trial->policy->begin(trial->policy);
	if (!error)
		error = run_start(&trial->session.run, &run_options);
	if (error) {
		policy_destroy(trial->policy);
		world_destroy(trial->session.world);
		return error;
	}
	trial->session.deadline = clock_now() + (int64_t)(options->timeout * 1e9);
	return 0;
}

/* The lines at which the processes of a verdict wait, once each, in order: the same deadlock has them whoever
 * it is that is in it. */
static void key_of_lines(const struct world *world, const uint32_t *numbers, uint32_t count, char *key,
			 size_t size)
{
	struct sentence sentence = sentence_in(key, size);
	uint32_t last = 0, next = UINT32_MAX;

	for (;; last = next, next = UINT32_MAX) {
		for (uint32_t i = 0; i < count; i++) {
			uint32_t line = world_process(world, numbers[i])->line;
			if (line > last && line < next)
				next = line;
		}
		if (next == UINT32_MAX)
			break;
		sentence_add(&sentence, " %" PRIu32, next);
	}
	sentence_end(&sentence);
}

static void tell_stuck(struct outcome_of_run *outcome, const struct session *session)
{
	const struct verdict *verdict = &session->verdict;
	char text[sizeof outcome->sentence];
	bool ring = verdict->ring_count;

	verdict_sentence(session->world, verdict, session->file, text, sizeof text);
	const char *after = strstr(text, ": ");
	outcome->key[0] = '\0';
	snprintf(outcome->sentence, sizeof outcome->sentence, "%s", after ? after + 2 : text);
	key_of_lines(session->world, ring ? verdict->ring : verdict->stuck,
		     ring ? verdict->ring_count : verdict->stuck_count, outcome->key, sizeof outcome->key);
}

/* A deadlock may have closed a moment before main came to wait for it: then it is nobody's luck. Look on for
 * that moment. */
static bool look_on(struct trial *trial)
{
	struct session *session = &trial->session;
	int64_t moment = clock_now() + MOMENT;

	if (session->end != END_DEADLOCK || session->verdict.whole)
		return false;
	if (!trial->closed) {
		trial->closed = session->world->time;
		session->deadline = moment < session->deadline ? moment : session->deadline;
	}
	tell_stuck(&trial->outcome, session);
	session->end = END_NOT_YET;
	return true;
}

/* Some steps, one by one. Returns false when nobody can take one. */
static bool steer(struct trial *trial)
{
	struct run *run = trial->session.run;
	struct parked parked[PARKED_MAX];
	struct grant next;
	uint32_t logged;

	for (int i = 0; i < STEPS_AT_ONCE; i++) {
		if (run_await(run, GLANCE, false) <= 0)
			return true;
		run_steps(run, &logged);
		uint32_t count = run_parked(run, parked, PARKED_MAX);
		if (!count || logged >= CONTROL_STEPS - 1 ||
		    !trial->policy->choose(trial->policy, parked, count, &next))
			return false;
		trial->outcome.steps++;
		run_grant(run, next.process, next.decision);
	}
	return true;
}

bool trial_step(struct trial *trial)
{
	bool idle = session_step(&trial->session);

	if (trial->policy && trial->session.end == END_NOT_YET)
		idle = !steer(trial) && idle;
	return !look_on(trial) && idle;
}

/* The length of "two.lua:8" at the start of a message, or 0. Errors at one place are one reason, whatever
 * values their messages name. */
static size_t place_length(const char *text)
{
	const char *colon = strchr(text, ':');
	size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;

	return digits && colon[1 + digits] == ':' ? (size_t)(colon - text) + 1 + digits : 0;
}

static void tell_error(struct outcome_of_run *outcome, const struct trial *trial)
{
	const struct world *world = trial->session.world;
	const struct world_process *process = world_process(world, trial->error_of);
	const struct trace_text *error = process ? process->error : world->load_error;
	const char *text = error ? error->bytes : "";
	char clean[sizeof outcome->sentence - 64], spare[24];
	size_t place;

	utf8_clean(clean, sizeof clean, text, strcspn(text, "\n"));
	place = place_length(clean);
	snprintf(outcome->key, sizeof outcome->key, "%.*s", (int)(place ? place : strlen(clean)), clean);
	snprintf(outcome->sentence, sizeof outcome->sentence, "%s%s%s",
		 process ? words_name(world, trial->error_of, spare) : "", process ? ": " : "", clean);
}

static void tell_killed(struct outcome_of_run *outcome, const struct trial *trial)
{
	const struct world *world = trial->session.world;
	const struct world_process *process = world_process(world, trial->killed - 1);
	char place[80] = "";

	words_exit(process->exit_code, outcome->key, sizeof outcome->key);
	if (process->line)
		snprintf(place, sizeof place, " (%.60s:%" PRIu32 ")", trial->session.file, process->line);
	snprintf(outcome->sentence, sizeof outcome->sentence, "%s was %s%s, and nobody in the run sent that",
		 process->name, outcome->key, place);
}

/* Who was where. */
static void tell_timeout(struct outcome_of_run *outcome, const struct session *session)
{
	struct sentence sentence = sentence_in(outcome->sentence, sizeof outcome->sentence);
	const struct world *world = session->world;
	uint32_t named = 0;
	char text[512];

	for (uint32_t i = 0; i < world->process_count; i++)
		if (words_whereabouts(world, i, session->file, text, sizeof text) && ++named <= PLACES_NAMED)
			sentence_add(&sentence, "%s%s", named > 1 ? ", " : "", text);
	if (named > PLACES_NAMED)
		sentence_add(&sentence, " and %" PRIu32 " more", named - PLACES_NAMED);
	sentence_end(&sentence);
}

static enum result result_of(const struct trial *trial)
{
	const struct session *session = &trial->session;

	if (session->world->inconsistent)
		return RESULT_BUG;
	if (session->end == END_LOST)
		return RESULT_LOST;
	if (session->end == END_DEADLOCK)
		return RESULT_DEADLOCK;
	if (trial->closed)
		return RESULT_PARTIAL;
	if (session->end == END_TIMEOUT)
		return session->verdict.kind == VERDICT_STALLED ? RESULT_STALLED : RESULT_TIMEOUT;
	if (trial->errs)
		return trial->error_kind == ERROR_ASSERT ? RESULT_ASSERT : RESULT_ERROR;
	return trial->killed ? RESULT_KILLED : RESULT_PASSED;
}

static void tell(struct trial *trial)
{
	struct outcome_of_run *outcome = &trial->outcome;
	const struct session *session = &trial->session;

	switch (outcome->result) {
	case RESULT_DEADLOCK:
	case RESULT_STALLED:
		tell_stuck(outcome, session);
		break;
	case RESULT_ASSERT:
	case RESULT_ERROR:
		tell_error(outcome, trial);
		break;
	case RESULT_KILLED:
		tell_killed(outcome, trial);
		break;
	case RESULT_TIMEOUT:
		tell_timeout(outcome, session);
		break;
	case RESULT_LOST:
		snprintf(outcome->sentence, sizeof outcome->sentence,
			 "the run's supervisor was killed from outside");
		break;
	case RESULT_BUG:
		snprintf(outcome->sentence, sizeof outcome->sentence, "%s (event %" PRIu64 ")",
			 session->world->inconsistent, session->world->inconsistent_seq);
		break;
	default:
		break;
	}
}

static void judge(struct trial *trial)
{
	struct outcome_of_run *outcome = &trial->outcome;
	const struct session *session = &trial->session;
	const struct world *world = session->world;
	int64_t end = trial->closed		  ? trial->closed :
		      session->end == END_TIMEOUT ? run_time(session->run) :
						    world->time;
	uint32_t object;

	outcome->result = result_of(trial);
	outcome->time = end > trial->born ? end - trial->born : 0;
	for (uint32_t i = 0; i < world->process_count; i++)
		outcome->operations += world->processes[i].steps;
	outcome->stillborn = trial->born == INT64_MAX && world->load_error;
	outcome->fairness = fairness_index(&trial->fairness, &object);
	for (uint32_t i = 0; i < world->object_count && !outcome->lost_updates; i++)
		outcome->lost_updates = world->objects[i].updates_lost > 0;
	if (world->loss_count)
		words_loss(world, &world->losses[0], session->file, NULL, outcome->lost,
			   sizeof outcome->lost);
	outcome->processes = world->process_count;
	outcome->out_of_memory = world->out_of_memory || trial->fairness.out_of_memory;
	tell(trial);
}

void trial_end(struct trial *trial)
{
	struct session *session = &trial->session;

	if (session->end != END_NOT_YET && session->end != END_USAGE)
		judge(trial);
	run_finish(session->run);
	policy_destroy(trial->policy);
	verdict_finish(&session->verdict);
	buffer_finish(&session->out.buffer);
	fairness_finish(&trial->fairness);
	world_destroy(session->world);
}
