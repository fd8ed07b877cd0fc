/* What the machine gives: processors, memory, processes, a clock. */
#include <inttypes.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/cgroup.h"
#include "base/clock.h"
#include "command/doctor.h"
#include "runtime/arena.h"
#include "tui/tr.h"

#define MEGA	      (1024 * 1024)
#define MEMORY_ENOUGH (UINT64_C(256) * MEGA) /* of a run with much in its queues */
#define OURS	      8			     /* processes of ours beside a lesson's */
#define CLOCK_READS   1000

static void check_processors(struct doctor *doctor, const struct cgroup_limits *limits)
{
	double count = (double)sysconf(_SC_NPROCESSORS_ONLN);
	cpu_set_t ours;

	if (sched_getaffinity(0, sizeof ours, &ours) == 0)
		count = CPU_COUNT(&ours);
	if (limits->processors > 0 && limits->processors < count)
		count = limits->processors;
	if (count >= 2)
		doctor_add(doctor, "processors", DOCTOR_GOOD,
			   tr("processes of a lesson really run at the same time"), "%.3g", count);
	else
		doctor_add(doctor, "processors", DOCTOR_LIMITED,
			   tr("processes take turns: races are rare, `explore` finds them"), "%.3g", count);
}

static uint64_t available_memory(void)
{
	FILE *file = fopen("/proc/meminfo", "re");
	uint64_t kilobytes = 0;
	char line[128];

	while (file && fgets(line, sizeof line, file))
		if (sscanf(line, "MemAvailable: %" SCNu64, &kilobytes) == 1)
			break;
	if (file)
		fclose(file);
	return kilobytes * 1024;
}

static void check_memory(struct doctor *doctor, const struct cgroup_limits *limits)
{
	uint64_t memory = available_memory();
	bool limited = limits->memory && limits->memory < memory;

	if (limited)
		memory = limits->memory;
	bool little = memory < MEMORY_ENOUGH;
	doctor_add(doctor, "memory", little ? DOCTOR_LIMITED : DOCTOR_GOOD,
		   little ? tr("full queues or `explore` may need more: --arena, --memory") :
			    tr("enough for every lesson; see also --arena and --memory"),
		   limited ? tr("%" PRIu64 " MB at most") : tr("%" PRIu64 " MB free"), memory / MEGA);
}

/* 0 = no limit, or none that holds for us. */
static uint64_t limit_of(int resource)
{
	struct rlimit limit;

	if (getrlimit((__rlimit_resource_t)resource, &limit) || limit.rlim_max == RLIM_INFINITY)
		return 0;
	return limit.rlim_max;
}

static void check_processes(struct doctor *doctor, const struct cgroup_limits *limits)
{
	uint64_t most = geteuid() == 0 ? 0 : limit_of(RLIMIT_NPROC);
	char maximum[32];

	doctor_read("/proc/sys/kernel/pid_max", maximum, sizeof maximum);
	if (!most || (limits->processes && limits->processes < most))
		most = limits->processes;
	if (!most || (atoll(maximum) > 0 && (uint64_t)atoll(maximum) < most))
		most = (uint64_t)atoll(maximum);
	if (most >= SLOTS + OURS)
		doctor_add(doctor, "processes", DOCTOR_GOOD, tr("a lesson may have 256 of them at once"),
			   tr("%" PRIu64 " at most"), most);
	else
		doctor_add(doctor, "processes", DOCTOR_LIMITED,
			   tr("a lesson that starts many is refused some: ulimit -u, pids.max"),
			   tr("%" PRIu64 " at most"), most);
}

static void check_files(struct doctor *doctor)
{
	uint64_t most = limit_of(RLIMIT_NOFILE);

	if (most == 0)
		doctor_add(doctor, "open files", DOCTOR_GOOD, tr("a lesson may have 256 processes at once"),
			   "%s", tr("no limit"));
	else if (most >= 2 * SLOTS)
		doctor_add(doctor, "open files", DOCTOR_GOOD, tr("a lesson may have 256 processes at once"),
			   tr("%" PRIu64 " at most"), most);
	else
		doctor_add(doctor, "open files", DOCTOR_LIMITED,
			   tr("a lesson with many processes is refused some: raise ulimit -n"),
			   tr("%" PRIu64 " at most"), most);
}

/* Names are of the kernel. */
static void check_cgroups(struct doctor *doctor, const struct cgroup_limits *limits)
{
	char processors[32] = "", memory[48] = "", processes[48] = "";

	if (!limits->version) {
		doctor_add(doctor, "cgroups", DOCTOR_GOOD, tr("nothing is held back by them"), "%s",
			   tr("none"));
		return;
	}
	if (limits->processors > 0)
		snprintf(processors, sizeof processors, ", cpu %.3g", limits->processors);
	if (limits->memory)
		snprintf(memory, sizeof memory, ", memory %" PRIu64 " MB", limits->memory / MEGA);
	if (limits->processes)
		snprintf(processes, sizeof processes, ", pids %" PRIu64, limits->processes);
	bool limited = *processors || *memory || *processes;
	doctor_add(doctor, "cgroups", DOCTOR_GOOD,
		   limited ? tr("these limits hold for lessons, too, and are counted in above") :
			     tr("nothing is held back by them"),
		   tr("version %d%s%s%s"), limits->version, processors, memory, processes);
}

/* ns a reading, of the clock that stamps the events: the best of some tries. */
static double clock_cost(const struct clock_base *base)
{
	int64_t best = INT64_MAX;
	volatile uint64_t sink;

	for (int attempt = 0; attempt < 5; attempt++) {
		int64_t began = clock_now();

		for (int i = 0; i < CLOCK_READS; i++)
			sink = clock_ticks(base);
		int64_t took = clock_now() - began;
		best = took < best ? took : best;
	}
	(void)sink;
	return (double)best / CLOCK_READS;
}

static void check_clock(struct doctor *doctor)
{
	struct clock_base base;
	char source[32];

	doctor_read("/sys/devices/system/clocksource/clocksource0/current_clocksource", source,
		    sizeof source);
	clock_base_init(&base);
	double cost = clock_cost(&base);
	doctor_add(doctor, "clock", cost < 200 ? DOCTOR_GOOD : DOCTOR_LIMITED,
		   cost < 200 ? tr("it stamps every event, and hardly delays it") :
				tr("it delays every event: very short races show more rarely"),
		   tr("%s, %.0f ns (the kernel's: %s)"), base.counter ? "TSC" : "CLOCK_MONOTONIC", cost,
		   *source ? source : "?");
}

void doctor_machine(struct doctor *doctor)
{
	struct cgroup_limits limits;

	cgroup_read(&limits);
	check_processors(doctor, &limits);
	check_memory(doctor, &limits);
	check_processes(doctor, &limits);
	check_files(doctor);
	check_cgroups(doctor, &limits);
	check_clock(doctor);
}
