/* A run as a lesson makes it: two processes that wait for each other. That they can be started, that the
 * deadlock is seen, and that the kernel tells where they sleep is all shown by doing it. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "command/doctor.h"
#include "lesson/lesson.h"
#include "script/script.h"
#include "tui/kernel.h"
#include "tui/tr.h"
#include "world/verdict.h"

#define ENOUGH	 100		      /* samples of a sleeper, 1 ms apart */
#define PATIENCE INT64_C(10000000000) /* ns: the machine may be busy */

static const char two[] = "local mp = require 'multiprocessing'\n"
			  "local never = mp.Event()\n"
			  "mp.Process{target = function() never:wait() end}:start():join()\n";

struct trial {
	struct run *run;
	struct world *world;
	struct verdict verdict;
	struct kernel kernel;
	int64_t took;	 /* ns, until the deadlock was known */
	char wrong[120]; /* in words, "" = nothing */
};

/* What a scenario's own error says is more than that. */
static int give_up(struct trial *trial, int error, const char *why)
{
	if (!*trial->wrong)
		snprintf(trial->wrong, sizeof trial->wrong, "%s", why);
	return error;
}

/* Returns 0 when the deadlock was found, or -errno. */
static int follow(struct trial *trial)
{
	int64_t began = clock_now();
	struct trace_event event;

	for (;;) {
		struct pollfd pollfd = {.fd = run_fd(trial->run), .events = POLLIN};
		int got;

		while ((got = run_read(trial->run, &event)) > 0) {
			world_apply(trial->world, &event);
			if (event.kind == TRACE_ERROR && !*trial->wrong)
				snprintf(trial->wrong, sizeof trial->wrong, "%.119s", event.text);
			verdict_finish(&trial->verdict);
			if (verdict_judge(trial->world, &trial->verdict))
				return -ENOMEM;
			if (trial->verdict.kind == VERDICT_DEADLOCK) {
				trial->took = clock_now() - began;
				return 0;
			}
			if (event.kind == TRACE_FINISHED)
				return give_up(trial, -EPROTO, tr("they ended, and should wait for ever"));
		}
		if (got < 0)
			return got;
		if (clock_now() - began > PATIENCE)
			return give_up(trial, -ETIMEDOUT, tr("no deadlock was seen within 10 s"));
		poll(&pollfd, 1, 100);
	}
}

/* Both stand still, or will in a moment; a sample may also fall between two sleeps. */
static const char *where_it_sleeps(struct trial *trial)
{
	int64_t began = clock_now();
	const struct kernel_row *row;
	int asleep = 0;

	do {
		kernel_sample(&trial->kernel, trial->world, 0, 2);
		row = kernel_row(&trial->kernel, 1);
		if (row && row->state == 'S' && (*row->where || ++asleep == ENOUGH))
			return row->where;
	} while (row && clock_now() - began < PATIENCE && poll(NULL, 0, 1) == 0);
	return "";
}

static void tell(struct doctor *doctor, struct trial *trial, int error)
{
	if (error) {
		doctor_add(doctor, "two processes", DOCTOR_MISSING,
			   tr("no lesson can be run; look at the limits below"), "%s%s",
			   *trial->wrong ? trial->wrong : strerror(-error), run_start_hint(-error));
		return;
	}
	doctor_add(doctor, "two processes", DOCTOR_GOOD, tr("lessons can be run"),
		   tr("their deadlock found in %.1f ms"), (double)trial->took / 1e6);
	const char *where = where_it_sleeps(trial);
	if (*where)
		doctor_add(doctor, "the kernel's word", DOCTOR_GOOD,
			   tr("panel 1 shows where in the kernel a process sleeps"), "%s", where);
	else
		doctor_add(doctor, "the kernel's word", DOCTOR_LIMITED,
			   tr("panel 1 shows the state only, not where in the kernel it is"), "%s",
			   tr("/proc/PID/wchan tells nothing"));
}

static void try_two(struct doctor *doctor)
{
	struct trial trial = {.world = world_create()};
	struct scenario scenario = {.path = "doctor.lua", .source = two, .length = sizeof two - 1};
	struct run_options how = {.seed = 0};

	script_prepare(&scenario, &how);
	int error = trial.world ? run_start(&trial.run, &how) : -ENOMEM;
	if (!error)
		error = follow(&trial);
	tell(doctor, &trial, error);
	run_finish(trial.run);
	kernel_clear(&trial.kernel);
	verdict_finish(&trial.verdict);
	world_destroy(trial.world);
}

static void check_lessons(struct doctor *doctor)
{
	struct catalogue catalogue;
	char message[512];
	size_t broken = 0;

	if (catalogue_open(&catalogue, NULL, "en", message, sizeof message) < 0) {
		doctor_add(doctor, "lessons", DOCTOR_MISSING, tr("the screen has nothing to teach"), "%s",
			   message);
		return;
	}
	for (size_t i = 0; i < catalogue.count; i++)
		broken += catalogue.entries[i].error != NULL;
	const char *folder = catalogue.count ? catalogue.entries[0].folder : "";
	int length = (int)(strrchr(folder, '/') ? strrchr(folder, '/') - folder : 0);
	if (!catalogue.count)
		doctor_add(doctor, "lessons", DOCTOR_MISSING, tr("the screen has nothing to teach"), "0");
	else if (broken)
		doctor_add(doctor, "lessons", DOCTOR_LIMITED,
			   tr("`sandbox lessons` says what is wrong with them"),
			   tr("%zu of %zu are broken, in %.*s"), broken, catalogue.count, length, folder);
	else
		doctor_add(doctor, "lessons", DOCTOR_GOOD, tr("all of them can be used"), tr("%zu, in %.*s"),
			   catalogue.count, length, folder);
	catalogue_close(&catalogue);
}

void doctor_run(struct doctor *doctor)
{
	check_lessons(doctor);
	try_two(doctor);
}
