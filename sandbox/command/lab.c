#include "command/lab.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "command/signals.h"
#include "command/wait.h"

/* A place for a run. */
struct lane {
	struct trial trial;
	size_t combination;
	bool busy;
};

static bool is_over(const struct lab *lab)
{
	return lab->experiment->signal || lab->experiment->stopped[0] || lab->usage[0] || lab->out.error;
}

/* Of PCT: how long a run of this setting is. */
static int measure(struct lab *lab, const struct lane *lane, struct trial_options *options)
{
	struct pct_size *size = &lab->experiment->sizes[lane->combination];
	int error = 0;

	if (options->manner.kind != MANNER_PCT)
		return 0;
	if (!size->steps)
		error = pct_measure(size, lab->scenario, lab->experiment->seed);
	options->steps = size->steps;
	return error;
}

/* The bound is about runs of a certain size. */
static void note_size(struct lab *lab, const struct lane *lane)
{
	const struct outcome_of_run *outcome = &lane->trial.outcome;
	struct pct_size *size = &lab->experiment->sizes[lane->combination];

	size->longer += outcome->steps > size->steps || outcome->processes > size->processes;
}

static void start(struct lab *lab, struct lane *lane)
{
	struct experiment *experiment = lab->experiment;
	struct trial_options trial_options = {
		.scenario = lab->scenario,
		.file = experiment->file,
		.nth = lab->next / experiment->knobs.combinations,
		.manner = experiment->manner,
		.timeout = lab->timeout,
	};

	trial_options.seed = experiment->seed + trial_options.nth;
	lane->combination = lab->next % experiment->knobs.combinations;
	knobs_combine(&experiment->knobs, lane->combination, lab->knobs);
	int error = measure(lab, lane, &trial_options);
	if (!error)
		error = trial_start(&lane->trial, &trial_options);
	if (error) {
		snprintf(experiment->stopped, sizeof experiment->stopped, "a run could not be started: %s%s",
			 strerror(-error), run_start_hint(-error));
		return;
	}
	lane->busy = true;
	lab->next++;
}

/* A run has ended. */
static void collect(struct lab *lab, struct lane *lane)
{
	struct experiment *experiment = lab->experiment;
	const struct outcome_of_run *outcome = &lane->trial.outcome;

	trial_end(&lane->trial);
	lane->busy = false;
	if (lane->trial.session.end == END_USAGE) {
		snprintf(lab->usage, sizeof lab->usage, "%s", lane->trial.session.usage);
		return;
	}
	if (outcome->stillborn) {
		snprintf(experiment->stopped, sizeof experiment->stopped, "%.200s", outcome->sentence);
		return;
	}
	tally_add(&experiment->tallies[lane->combination], outcome);
	if (experiment->manner.kind == MANNER_PCT)
		note_size(lab, lane);
	experiment->finished++;
	experiment->failed += outcome->result != RESULT_PASSED;
	if (lab->json && !experiment_json_run(&lab->out.buffer, experiment, lane->combination, outcome))
		lab->out.error = ENOMEM;
}

/* Start what there is room for, follow what goes on. Returns true if there is nothing to do but wait. */
static bool advance(struct lab *lab)
{
	bool idle = true;

	for (size_t i = 0; i < lab->experiment->jobs && !is_over(lab); i++) {
		struct lane *lane = &lab->lanes[i];
		if (!lane->busy && lab->next < experiment_total(lab->experiment))
			start(lab, lane);
		if (!lane->busy)
			continue;
		idle = trial_step(&lane->trial) && idle;
		if (lane->trial.session.end == END_NOT_YET)
			continue;
		collect(lab, lane);
		idle = false;
	}
	return idle;
}

static bool is_anything_left(const struct lab *lab)
{
	for (size_t i = 0; i < lab->experiment->jobs; i++)
		if (lab->lanes[i].busy)
			return true;
	return lab->next < experiment_total(lab->experiment);
}

static int sooner(int one, int other)
{
	return one < 0 ? other : other < 0 || one < other ? one : other;
}

static void wait_for_news(struct lab *lab)
{
	struct pollfd fds[LAB_JOBS_MAX + 2] = {{.fd = lab->signals, .events = POLLIN}, {.fd = lab->out.fd}};
	int wait = command_wait(lab->progress.next, clock_now());
	nfds_t count = 2;

	for (size_t i = 0; i < lab->experiment->jobs; i++) {
		const struct session *session = &lab->lanes[i].trial.session;
		if (!lab->lanes[i].busy)
			continue;
		fds[count++] = (struct pollfd){.fd = run_fd(session->run), .events = POLLIN};
		wait = sooner(wait, session_wait(session));
	}
	if (poll(fds, count, wait) > 0 && fds[1].revents & (POLLERR | POLLHUP))
		lab->out.error = EPIPE;
}

int lab_conduct(struct lab *lab)
{
	struct experiment *experiment = lab->experiment;

	lab->lanes = calloc(experiment->jobs, sizeof *lab->lanes);
	if (!lab->lanes)
		return -ENOMEM;
	/* Lines that come meanwhile on the same screen would be written over. */
	progress_begin(&lab->progress, !lab->json || !isatty(STDOUT_FILENO));
	while (is_anything_left(lab) && !is_over(lab)) {
		bool idle = advance(lab);
		experiment->signal = signals_read(lab->signals);
		progress_draw(&lab->progress, experiment->finished, experiment_total(experiment),
			      experiment->failed);
		bool written = idle ? output_flush(&lab->out) : output_flow(&lab->out);
		if (idle && written && !is_over(lab))
			wait_for_news(lab);
	}
	progress_end(&lab->progress);
	for (size_t i = 0; i < experiment->jobs; i++)
		if (lab->lanes[i].busy)
			trial_end(&lab->lanes[i].trial);
	for (size_t i = 0; i < experiment->knobs.combinations; i++)
		tally_close(&experiment->tallies[i]);
	experiment->ended = clock_now();
	free(lab->lanes);
	lab->lanes = NULL;
	return 0;
}
