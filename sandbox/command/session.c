#include "command/session.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>

#include "command/report.h"
#include "command/signals.h"
#include "command/wait.h"
#include "world/json.h"

#define BATCH 512 /* events between two looks at signals and the clock */

static void judge(struct session *session)
{
	verdict_finish(&session->verdict);
	if (verdict_judge(session->world, &session->verdict) < 0)
		session->world->out_of_memory = true;
	if (session->verdict.kind == VERDICT_DEADLOCK)
		session->end = END_DEADLOCK;
	if (session->verdict.kind != VERDICT_STALLED)
		session->stall_told = false;
	session->stall_old = false;
}

/* A deadlock ends the run with the event that closes it. That a stall is over has time until we look around:
 * nobody is told of one before it has lasted, and judging it after every event would hold the run up. */
static void judge_after(struct session *session, const struct trace_event *event)
{
	if (verdict_may_change(event))
		judge(session);
	else if (session->verdict.kind != VERDICT_NONE)
		session->stall_old = true;
}

static bool is_worth_a_line(const struct session *session, const struct trace_event *event)
{
	if (session->hosted && !session->json)
		return false;
	return !session->quiet || event->kind == TRACE_SAID || event->kind == TRACE_ERROR;
}

static bool tell_losses(struct session *session)
{
	struct buffer *out = &session->out.buffer;
	const struct world *world = session->world;
	bool told = true;

	for (; session->losses_told < world->loss_count; session->losses_told++) {
		const struct world_loss *loss = &world->losses[session->losses_told];
		if (session->json)
			told = told && json_loss(out, world, loss, session->file);
		else
			report_loss(out, world, loss, session->file);
	}
	return told;
}

static void write_lines(struct session *session, const struct trace_event *event)
{
	struct buffer *out = &session->out.buffer;

	if (is_worth_a_line(session, event) &&
	    !(session->json ? json_event : report_event)(out, session->world, event) && !session->out.error)
		session->out.error = ENOMEM;
	if (session->losses_told < session->world->loss_count && !tell_losses(session))
		session->out.error = ENOMEM;
}

void session_take(struct session *session, const struct trace_event *event)
{
	world_apply(session->world, event);
	if (session->recording)
		recording_add(session->recording, event);
	if (session->watch)
		session->watch(session->context, session->world, event);
	else
		write_lines(session, event);
	if (event->kind == TRACE_ERROR && event->a == ERROR_USAGE) {
		snprintf(session->usage, sizeof session->usage, "%s", event->text);
		session->end = END_USAGE;
	} else if (event->kind == TRACE_FINISHED) {
		session->end = END_FINISHED;
	} else {
		judge_after(session, event);
	}
}

/* Read what there is, up to a batch. Returns true if there was nothing more. */
static bool read_events(struct session *session)
{
	struct trace_event event;

	for (int i = 0; i < BATCH && session->end == END_NOT_YET; i++) {
		int got = run_read(session->run, &event);
		if (got < 0)
			session->end = END_LOST;
		if (got <= 0)
			return true;
		session_take(session, &event);
	}
	return false;
}

/* When a stall becomes worth a word, in ns of run time; INT64_MAX = it is not, or it has been said. */
static int64_t stall_due(const struct session *session)
{
	if (session->verdict.kind != VERDICT_STALLED || session->stall_told || session->steps)
		return INT64_MAX;
	return session->verdict.since + verdict_patience(session->world);
}

static void write_stalled(struct session *session)
{
	if (session->json)
		json_note(&session->out.buffer, session->world, &session->verdict, session->file);
	else
		report_stalled(&session->out.buffer, session->world, &session->verdict, session->file);
}

void session_look(struct session *session)
{
	if (session->end == END_NOT_YET && session->stall_old)
		judge(session);
	if (session->end != END_NOT_YET)
		return;
	session->signal = signals_read(session->signals);
	if (session->signal) {
		session->end = END_SIGNAL;
	} else if (clock_now() >= session->deadline) {
		session->end = END_TIMEOUT;
	} else if (session->out.error) {
		session->end = END_OUTPUT;
	} else if (stall_due(session) != INT64_MAX && run_time(session->run) >= stall_due(session)) {
		if (!session->watch)
			write_stalled(session);
		session->stall_told = true;
	}
}

int session_wait(const struct session *session)
{
	int wait = command_wait(session->deadline, clock_now()),
	    stall = command_wait(stall_due(session), run_time(session->run));

	if (stall >= 0 && (wait < 0 || stall < wait))
		wait = stall;
	if (session->recording) {
		int write = command_wait(recording_due(session->recording), clock_now());
		if (write >= 0 && (wait < 0 || write < wait))
			wait = write;
	}
	return wait;
}

/* Sleep until there is something to do. Also when the reader of our output goes away, which nothing else
 * would tell while there is nothing to write. */
static void wait_for_news(struct session *session)
{
	struct pollfd fds[] = {{.fd = session->hosted ? -1 : session->out.fd},
			       {.fd = run_fd(session->run), .events = POLLIN},
			       {.fd = session->signals, .events = POLLIN}};

	if (poll(fds, 3, session_wait(session)) > 0 && fds[0].revents & (POLLERR | POLLHUP))
		session->out.error = EPIPE;
}

bool session_step(struct session *session)
{
	bool idle = read_events(session);

	if (session->recording && clock_now() >= recording_due(session->recording))
		recording_flush(session->recording);
	session_look(session);
	return idle || session->end != END_NOT_YET;
}

void session_follow(struct session *session)
{
	/* Whoever is followed goes first: we never take the processor from it the moment it wakes us. */
	sched_setscheduler(0, SCHED_BATCH, &(struct sched_param){0});
	for (;;) {
		bool idle = session_step(session);
		if (session->end != END_NOT_YET)
			return; /* the last words are the caller's, who knows how long they may take */
		bool written = idle ? output_flush(&session->out) : output_flow(&session->out);
		if (idle && written)
			wait_for_news(session);
	}
}
