#include "command/session.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "command/report.h"
#include "command/wait.h"
#include "world/json.h"

#define BATCH 512 /* events between two looks at signals and the clock */

static void judge(struct session *session, const struct trace_event *event)
{
	enum verdict_kind before = session->verdict.kind;

	if (before == VERDICT_NONE && !verdict_may_change(event))
		return;
	verdict_finish(&session->verdict);
	if (verdict_judge(session->world, &session->verdict) < 0)
		session->world->out_of_memory = true;
	if (session->verdict.kind == VERDICT_DEADLOCK)
		session->end = END_DEADLOCK;
	if (session->verdict.kind != VERDICT_STALLED)
		session->stall_told = false;
}

static bool is_worth_a_line(const struct session *session, const struct trace_event *event)
{
	return !session->quiet || event->kind == TRACE_SAID || event->kind == TRACE_ERROR;
}

static void take(struct session *session, const struct trace_event *event)
{
	struct buffer *out = &session->out.buffer;

	world_apply(session->world, event);
	if (is_worth_a_line(session, event) &&
	    !(session->json ? json_event : report_event)(out, session->world, event) && !session->out.error)
		session->out.error = ENOMEM;
	if (event->kind == TRACE_ERROR && event->a == ERROR_USAGE) {
		snprintf(session->usage, sizeof session->usage, "%s", event->text);
		session->end = END_USAGE;
	} else if (event->kind == TRACE_FINISHED) {
		session->end = END_FINISHED;
	} else {
		judge(session, event);
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
		take(session, &event);
	}
	return false;
}

/* When a stall becomes worth a word, in ns of run time; INT64_MAX = it is not, or it has been said. */
static int64_t stall_due(const struct session *session)
{
	if (session->verdict.kind != VERDICT_STALLED || session->stall_told)
		return INT64_MAX;
	return session->verdict.since + verdict_patience(session->world);
}

static void look_around(struct session *session)
{
	struct signalfd_siginfo info;

	if (session->end != END_NOT_YET)
		return;
	if (session->signals >= 0 && read(session->signals, &info, sizeof info) == sizeof info) {
		session->signal = (int)info.ssi_signo;
		session->end = END_SIGNAL;
	} else if (clock_now() >= session->deadline) {
		session->end = END_TIMEOUT;
	} else if (session->out.error) {
		session->end = END_OUTPUT;
	} else if (stall_due(session) != INT64_MAX && run_time(session->run) >= stall_due(session)) {
		if (session->json)
			json_note(&session->out.buffer, session->world, &session->verdict, session->file);
		else
			report_stalled(&session->out.buffer, session->world, &session->verdict,
				       session->file);
		session->stall_told = true;
	}
}

/* Sleep until there is something to do. Also when the reader of our output goes away, which nothing else
 * would tell while there is nothing to write. */
static void wait_for_news(struct session *session)
{
	struct pollfd fds[] = {{.fd = session->out.fd},
			       {.fd = run_fd(session->run), .events = POLLIN},
			       {.fd = session->signals, .events = POLLIN}};
	int wait = command_wait(session->deadline, clock_now()),
	    stall = command_wait(stall_due(session), run_time(session->run));

	if (stall >= 0 && (wait < 0 || stall < wait))
		wait = stall;
	if (poll(fds, 3, wait) > 0 && fds[0].revents & (POLLERR | POLLHUP))
		session->out.error = EPIPE;
}

void session_follow(struct session *session)
{
	for (;;) {
		bool idle = read_events(session);
		look_around(session);
		if (session->end != END_NOT_YET)
			return; /* the last words are the caller's, who knows how long they may take */
		bool written = idle ? output_flush(&session->out) : output_flow(&session->out);
		if (idle && written)
			wait_for_news(session);
	}
}
