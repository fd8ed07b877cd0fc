#include "command/steps_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "command/session.h"
#include "world/words.h"

#define NAME_COLUMNS 14
#define SIDE_COLUMNS 46

static const struct parked *find(const struct parked *parked, uint32_t count, uint32_t process)
{
	for (uint32_t i = 0; i < count; i++)
		if (parked[i].process == process)
			return &parked[i];
	return NULL;
}

static bool is_choice(const struct parked *parked, uint32_t decision)
{
	return parked->offer->kind == OFFER_CHOOSE && decision - DECISION_CHOICE < (uint64_t)parked->offer->a;
}

bool steps_may_take(const struct parked *parked, uint32_t count, struct grant grant)
{
	const struct parked *one = find(parked, count, grant.process);

	if (!one || grant.decision == DECISION_KILL)
		return one != NULL;
	if (grant.decision >= DECISION_CHOICE)
		return one->can && is_choice(one, grant.decision);
	return one->can & (grant.decision == DECISION_TIMEOUT ? CAN_TIME_OUT : CAN_GO);
}

/* "wants to take fork0": the step that is offered. */
static void offer_words(const struct world *world, const struct parked *parked, char *text, size_t size)
{
	const struct offer *offer = parked->offer;
	struct trace_event wants = {
		.kind = TRACE_WANTS,
		.process = parked->process,
		.object = offer->object,
		.primitive = offer->primitive,
		.action = offer->kind == OFFER_OPERATE ? offer->action : (uint8_t)(TRACE_STEP + offer->kind),
		.line = offer->line,
		.a = offer->a,
		.b = offer->b,
		.outcome = (uint8_t)control_outcome(offer->patience),
	};

	if (offer->kind == OFFER_ANY || !words_event(world, &wants, NULL, text, size))
		snprintf(text, size, "%s",
			 offer->kind == OFFER_ANY ? "wants any of several objects" : "goes on");
}

/* What a parked process is about to do, or what it waits for. */
static void whereabouts(const struct world *world, const struct parked *parked, char *text, size_t size)
{
	const struct world_process *process = world_process(world, parked->process);

	if (parked->can || !process || !words_waiting(world, process, text, size))
		offer_words(world, parked, text, size);
	size_t length = strlen(text);
	if (parked->offer->line && length < size)
		snprintf(text + length, size - length, " (line %" PRIu32 ")", parked->offer->line);
}

static void why_not(const struct world *world, const struct parked *parked, uint32_t count,
		    struct grant grant, char *text, size_t size)
{
	const struct parked *one = find(parked, count, grant.process);
	const struct world_process *process = world_process(world, grant.process);
	char spare[24], doing[400], how[64];

	const char *name = words_name(world, grant.process, spare);
	if (!process || process->life == LIFE_ABSENT) {
		snprintf(text, size, "there is no process %" PRIu32 " at this point", grant.process);
	} else if (!one) {
		words_exit(process->exit_code, how, sizeof how);
		snprintf(text, size, "%s has ended (%s)", name, how);
	} else {
		whereabouts(world, one, doing, sizeof doing);
		if (grant.decision >= DECISION_CHOICE && one->offer->kind == OFFER_CHOOSE)
			snprintf(text, size, "%s can choose from 0 to %" PRId64 " here", name,
				 one->offer->a - 1);
		else if (grant.decision >= DECISION_CHOICE)
			snprintf(text, size, "%s has nothing to choose here: it %s", name, doing);
		else if (grant.decision == DECISION_TIMEOUT && one->can & CAN_GO)
			snprintf(text, size, "%s does not wait here, so no time runs out: it %s", name,
				 doing);
		else if (one->can & CAN_TIME_OUT)
			snprintf(text, size,
				 "%s cannot go on, but its time can run out (%" PRIu32 "!): it %s", name,
				 grant.process, doing);
		else
			snprintf(text, size, "%s is blocked: it %s", name, doing);
	}
}

void steps_refuse(struct steps *steps, const struct parked *parked, uint32_t count)
{
	struct grant grant = steps->schedule.grants[steps->at];
	struct divergence *divergence = &steps->divergence;
	struct buffer step = {0};

	divergence->step = steps->at + 1;
	divergence->refused = true;
	schedule_print(&step, &grant, 1);
	snprintf(divergence->expected, sizeof divergence->expected, "%s", buffer_text(&step));
	buffer_finish(&step);
	why_not(steps->session->world, parked, count, grant, divergence->got, sizeof divergence->got);
}

bool steps_is_same(const struct trace_event *a, const struct trace_event *b)
{
	return a->seq == b->seq && a->process == b->process && a->object == b->object &&
	       a->version == b->version && a->line == b->line && (a->a == b->a || a->kind == TRACE_BORN) &&
	       a->b == b->b && a->kind == b->kind && a->primitive == b->primitive && a->action == b->action &&
	       a->outcome == b->outcome && a->more == b->more && a->length == b->length &&
	       memcmp(a->text, b->text, a->length) == 0;
}

/* "P1 took fork0 :14" */
static void event_words(const struct world *world, const struct trace_event *event, char *text, size_t size)
{
	char words[500], spare[24], line[16] = "";

	if (!event) {
		snprintf(text, size, "(nothing more)");
		return;
	}
	if (!words_event(world, event, NULL, words, sizeof words))
		snprintf(words, sizeof words, "%s", event_kind_name(event->kind));
	if (event->line)
		snprintf(line, sizeof line, " :%" PRIu32, event->line);
	snprintf(text, size, "%s %s%s", words_name(world, event->process, spare), words, line);
}

void steps_differ(struct steps *steps, const struct trace_event *theirs, const struct trace_event *ours)
{
	const struct world *world = steps->session->world;
	struct divergence *divergence = &steps->divergence;

	divergence->step = steps->at ? steps->at : 1;
	divergence->more = !theirs || !ours;
	if (theirs)
		divergence->theirs = *theirs;
	if (ours)
		divergence->ours = *ours;
	event_words(world, theirs, divergence->expected, sizeof divergence->expected);
	event_words(world, ours, divergence->got, sizeof divergence->got);
}

/* A row of two columns; what is too long for the left one pushes the right one. */
static void row(struct buffer *out, const char *title, const char *left, const char *right)
{
	int columns = text_columns(left);

	buffer_print(out, "  %-*s %s%*s  %s\n", NAME_COLUMNS, title, left,
		     columns < SIDE_COLUMNS ? SIDE_COLUMNS - columns : 0, "", right);
}

static void number_row(struct buffer *out, const char *title, int64_t left, int64_t right)
{
	char one[24], other[24];

	if (left == right)
		return;
	snprintf(one, sizeof one, "%" PRId64, left);
	snprintf(other, sizeof other, "%" PRId64, right);
	row(out, title, one, other);
}

static void report_events(const struct divergence *divergence, struct buffer *out)
{
	const struct trace_event *theirs = &divergence->theirs, *ours = &divergence->ours;

	buffer_print(out, "Diverged at step %" PRIu32 " of the schedule, event %" PRIu64 ":\n",
		     divergence->step, ours->seq ? ours->seq : theirs->seq);
	row(out, "", "recorded", "this time");
	row(out, "", divergence->expected, divergence->got);
	if (divergence->more)
		return;
	if (theirs->kind != ours->kind)
		row(out, "event", event_kind_name(theirs->kind), event_kind_name(ours->kind));
	number_row(out, "process", (int32_t)theirs->process, (int32_t)ours->process);
	number_row(out, "object", theirs->object, ours->object);
	number_row(out, "operation", theirs->action, ours->action);
	number_row(out, "line", theirs->line, ours->line);
	number_row(out, "a", theirs->a, theirs->kind == TRACE_BORN ? theirs->a : ours->a);
	number_row(out, "b", theirs->b, ours->b);
	if (theirs->outcome != ours->outcome)
		row(out, "result", outcome_name(theirs->outcome), outcome_name(ours->outcome));
	number_row(out, "version", theirs->version, ours->version);
}

static void report_parked(const struct session *session, struct buffer *out, bool able, const char *title)
{
	const struct execution *execution = &session->steps->execution;
	char words[500], spare[24];

	for (uint32_t i = 0; i < execution->parked_count; i++) {
		const struct parked *parked = &execution->parked[i];

		if (able != (parked->can != 0))
			continue;
		if (title)
			buffer_print(out, "%s\n", title);
		title = NULL;
		whereabouts(session->world, parked, words, sizeof words);
		buffer_print(out, "  %" PRIu32 "%s  %s %s\n", parked->process,
			     parked->can == CAN_TIME_OUT ? "!" : "",
			     words_name(session->world, parked->process, spare), words);
	}
}

static void report_over(const struct session *session, struct buffer *out)
{
	const struct steps *steps = session->steps;

	buffer_print(out, "The schedule ends here, after %" PRIu32 " step%s.\n", steps->execution.granted,
		     steps->execution.granted == 1 ? "" : "s");
	if (steps->rounds.cycle)
		buffer_print(out,
			     "Its last %" PRIu32
			     " steps came twice, and not everything is as it was before them.\n",
			     steps->rounds.cycle);
	report_parked(session, out, true, "Next could go:");
	report_parked(session, out, false, "Blocked:");
}

/* Nobody can go on, and the verdict is not certain that it is for ever. */
static void report_stuck(const struct session *session, struct buffer *out)
{
	char text[2048] = "";

	if (session->verdict.kind != VERDICT_NONE)
		verdict_sentence(session->world, &session->verdict, session->file, text, sizeof text);
	buffer_print(out, "Nobody can take a step any more%s%s.\n", *text ? ": " : "", text);
	report_parked(session, out, false, "Blocked:");
}

void steps_advise(const struct session *session, struct buffer *out)
{
	struct steps *steps = session->steps;

	if (steps->again.length && steps->execution.granted)
		buffer_print(out, "The same again:\n  %s --schedule '%s'\n", buffer_text(&steps->again),
			     steps_taken(steps));
}

void steps_report(const struct session *session, struct buffer *out)
{
	const struct steps *steps = session->steps;
	const struct divergence *divergence = &steps->divergence;

	switch (session->end) {
	case END_SCHEDULE:
		report_over(session, out);
		break;
	case END_ROUND:
		buffer_print(out,
			     "LIVELOCK: the last %" PRIu32
			     " steps came twice, and everything is as it was before "
			     "them: they can go on for ever.\n",
			     steps->rounds.cycle);
		break;
	case END_STUCK:
		report_stuck(session, out);
		break;
	case END_SPINS:
		buffer_print(out,
			     "Stopped after %" PRIu32
			     " step%s: a process computes on and on without another one.\n",
			     steps->execution.granted, steps->execution.granted == 1 ? "" : "s");
		break;
	case END_FULL:
		buffer_print(out, "Stopped after %" PRIu32 " steps: a controlled run has no room for more.\n",
			     steps->execution.granted);
		break;
	case END_DIVERGED:
		if (!divergence->refused)
			report_events(divergence, out);
		else
			buffer_print(out, "Diverged: step %" PRIu32 " of the schedule is %s, but %s.\n",
				     divergence->step, divergence->expected, divergence->got);
		if (divergence->refused)
			report_parked(session, out, true, "Could go:");
		break;
	default:
		break;
	}
}
