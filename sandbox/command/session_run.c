/* The whole way of a run that is followed: start, events, verdict, end, exit status. */
#include "command/session.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "command/command.h"
#include "command/report.h"
#include "command/signals.h"
#include "command/steps.h"
#include "world/json.h"

#define LAST_WORDS 200000000 /* ns */

uint64_t session_seed(void)
{
	uint64_t seed;

	if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
		seed = (uint64_t)clock_now();
	return seed >> 16;
}

static int status_of(const struct session *session)
{
	switch (session->end) {
	case END_FINISHED:
	case END_SCHEDULE:
		return session->world->errors || session->world->inconsistent ? STATUS_FAILED : STATUS_OK;
	case END_TIMEOUT:
		return STATUS_TIMEOUT;
	case END_SIGNAL:
		return 128 + session->signal;
	case END_USAGE:
		return STATUS_USAGE;
	case END_DIVERGED:
		return STATUS_DIVERGED;
	default:
		return STATUS_FAILED;
	}
}

/* Where nothing failed, a hosted program's own exit code is what its caller asked for. */
static int hosted_status(const struct session *session, int status)
{
	const struct world_process *main = world_process(session->world, 0);

	if (!session->hosted || session->end != END_FINISHED || status || !main)
		return status;
	return main->exit_code < 0 ? 128 - main->exit_code : main->exit_code;
}

static const char *end_word(const struct session *session)
{
	static const char *const words[] = {
		[END_FINISHED] = "finished",  [END_DEADLOCK] = "deadlock", [END_TIMEOUT] = "timeout",
		[END_SIGNAL] = "interrupted", [END_USAGE] = "usage",	   [END_LOST] = "failed",
		[END_OUTPUT] = "failed",      [END_STUCK] = "stalled",	   [END_SCHEDULE] = "stopped",
		[END_ROUND] = "livelock",     [END_DIVERGED] = "diverged", [END_SPINS] = "failed",
		[END_FULL] = "failed",
	};

	return session->end == END_FINISHED && status_of(session) ? "failed" : words[session->end];
}

static void add_steps(const struct session *session, struct json_ending *ending)
{
	const struct divergence *divergence = &session->steps->divergence;

	ending->schedule = steps_taken(session->steps);
	ending->steps = session->steps->execution.granted;
	if (!divergence->step)
		return;
	ending->diverged = divergence->step;
	ending->expected = divergence->expected;
	ending->got = divergence->got;
}

static void write_verdict(struct session *session)
{
	struct json_ending ending = {.verdict = end_word(session),
				.file = session->file,
				.seed = run_seed(session->run),
				.status = status_of(session),
				.time = run_time(session->run)};

	if (session->steps)
		add_steps(session, &ending);
	if (session->end == END_FINISHED || session->end == END_DEADLOCK || session->steps)
		ending.time = session->world->time;
	if (!json_verdict(&session->out.buffer, session->world, &session->verdict, &ending))
		session->out.error = ENOMEM;
}

static void report_verdict(const struct session *session, struct buffer *out)
{
	char why[32];

	switch (session->end) {
	case END_FINISHED:
		report_end(out, session->world, run_seed(session->run));
		break;
	case END_DEADLOCK:
		report_deadlock(out, session->world, &session->verdict, session->file);
		break;
	case END_TIMEOUT:
		report_stopped(out, session->world, run_time(session->run),
			       session->hosted ? "by SANDBOX_TIMEOUT" : "by --timeout", session->file);
		break;
	case END_SIGNAL:
		snprintf(why, sizeof why, "by SIG%s", sigabbrev_np(session->signal));
		report_stopped(out, session->world, run_time(session->run), why, session->file);
		break;
	default:
		if (!session->steps)
			return;
		steps_report(session, out);
	}
	report_losses(out, session->world, session->file);
	if (session->steps)
		steps_advise(session, out);
}

/* When nobody is left, nothing may be. */
static bool is_clean(struct session *session)
{
	char text[200];

	if (session->end != END_FINISHED || run_audit(session->run, text, sizeof text) != -EUCLEAN)
		return true;
	fprintf(stderr, "%s: %s; this is a bug in the sandbox\n", session->who, text);
	return false;
}

/* What belongs on stderr: trouble that is not the scenario's. */
static int complain(struct session *session)
{
	const struct world *world = session->world;
	int error = session->out.error;

	if (error && error != EPIPE)
		fprintf(stderr, "%s: cannot write the output: %s; the run was ended\n", session->who,
			strerror(error));
	if (session->end == END_USAGE)
		fprintf(stderr, "%s: %s\n", session->who, session->usage);
	if (session->end == END_LOST)
		fprintf(stderr, "%s: the run's supervisor was killed; the run was ended\n", session->who);
	if (world->inconsistent)
		fprintf(stderr, "%s: %s (event %" PRIu64 "); this is a bug in the sandbox\n", session->who,
			world->inconsistent, world->inconsistent_seq);
	if (world->out_of_memory)
		fprintf(stderr, "%s: out of memory; what was printed is incomplete\n", session->who);
	return error ? STATUS_FAILED : status_of(session);
}

/* The last words. Those to a person who runs their own program are few, and none when all went well. */
static void conclude(struct session *session)
{
	struct output *out = &session->out;
	struct output words = {.fd = STDERR_FILENO, .interrupt = -1, .deadline = out->deadline};

	if (session->json)
		write_verdict(session);
	else if (!session->hosted)
		report_verdict(session, &out->buffer);
	output_flush(out);
	if (!session->hosted)
		return;
	if (session->end != END_FINISHED || status_of(session))
		report_verdict(session, &words.buffer);
	else
		report_losses(&words.buffer, session->world, session->file);
	output_flush(&words);
	buffer_finish(&words.buffer);
}

static int finish(struct session *session)
{
	bool clean = is_clean(session);

	if (session->steps)
		steps_finish(session);
	else
		run_finish(session->run);
	int status = complain(session);
	if (!clean && status == STATUS_OK)
		status = STATUS_FAILED;
	return hosted_status(session, status);
}

int session_run(struct session *session, const struct run_options *options, double timeout)
{
	struct output *out = &session->out;
	sigset_t before;

	session->world = world_create();
	int error = !session->world ? -ENOMEM :
		    session->steps  ? steps_start(session, options) :
				      run_start(&session->run, options);
	if (error == 1)
		return -1;
	session->ended = "failed";
	if (error) {
		fprintf(stderr, "%s: the run could not be started: %s%s\n", session->who, strerror(-error),
			run_start_hint(-error));
		world_destroy(session->world);
		return STATUS_FAILED;
	}
	session->signals = out->interrupt = signals_catch(&before);
	session->deadline = out->deadline = INT64_MAX;
	if (timeout > 0 && timeout < 1e9)
		session->deadline = out->deadline = clock_now() + (int64_t)(timeout * 1e9);
	if (session->steps)
		steps_follow(session);
	else
		session_follow(session);
	session->ended = end_word(session);
	/* Who stopped the run does not want to wait for a reader that does not read; who did not has the
	 * verdict before the processes are gone. */
	if (session->end == END_SIGNAL || session->end == END_TIMEOUT)
		out->deadline = clock_now() + LAST_WORDS;
	if (session->end != END_OUTPUT)
		conclude(session);
	int status = finish(session);
	signals_restore(session->signals, &before);
	verdict_finish(&session->verdict);
	buffer_finish(&out->buffer);
	world_destroy(session->world);
	return status;
}
