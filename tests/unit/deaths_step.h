/* Stepping for deaths.c: a process goes on by one instruction at a time (ptrace(2)), is looked at after
 * each, and is killed at the point that is asked for.
 *
 * Point 0 is where its operation begins. From there every instruction is a point (`every`), or only those
 * that left something behind: after which a byte of the arena was different, the system calls, and being
 * asleep in one. What lies between two of those is the same death: the arena is compared byte by byte after
 * every instruction, a process's own memory goes with it, and the kernel was not called. */
#ifndef TESTS_UNIT_DEATHS_STEP_H
#define TESTS_UNIT_DEATHS_STEP_H

#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/proc.h"

#define CELLS_WATCHED 32u /* of a ring, from its head on: more than an operation writes */
#define FREE_WATCHED  8u  /* free pages: more than an operation takes */
#define PATIENCE      (INT64_C(60) * 1000000000)

/* The parts of the arena that are in use, and what was in them. */
struct watch {
	struct {
		const char *start;
		size_t length;
	} regions[512];
	uint32_t count;
	char copy[1 << 20];
};

static void watch_region(struct watch *watch, const volatile void *start, size_t length)
{
	if (watch->count == sizeof watch->regions / sizeof *watch->regions)
		abort();
	watch->regions[watch->count].start = (const char *)start;
	watch->regions[watch->count++].length = length;
}

static void watch_ring(struct watch *watch, struct ring *ring)
{
	uint32_t at = (uint32_t)atomic_load(&ring->head) & (RING_CELLS - 1);

	watch_region(watch, ring, offsetof(struct ring, cells));
	watch_region(watch, ring_cell(ring, at),
		     (RING_CELLS - at < CELLS_WATCHED ? RING_CELLS - at : CELLS_WATCHED) *
			     sizeof(struct event));
	watch_region(watch, ring->cells, CELLS_WATCHED * sizeof(struct event));
}

/* Pages that are free, or belong to a process or to an object made from `first` on. */
static void watch_pages(struct watch *watch, struct arena *arena, uint32_t first)
{
	uint32_t high = atomic_load(&arena->page_high), spare = FREE_WATCHED;

	watch_region(watch, arena_page_owner(arena, 0), (high + FREE_WATCHED) * sizeof(uint32_t));
	for (uint32_t page = 1; page < high + FREE_WATCHED && page < arena->pages; page++) {
		uint32_t owner = atomic_load(arena_page_owner(arena, page));

		if (owner ? !(owner & OWNER_OBJECT) || (owner & ~OWNER_OBJECT) >= first : spare-- > 0)
			watch_region(watch, arena_page(arena, page), ARENA_PAGE);
		if (!spare)
			break;
	}
}

/* Did anything change since the last time? */
static bool watch_changed(struct watch *watch)
{
	char *copy = watch->copy;
	bool changed = false;

	for (uint32_t i = 0; i < watch->count; copy += watch->regions[i++].length)
		if (memcmp(copy, watch->regions[i].start, watch->regions[i].length)) {
			memcpy(copy, watch->regions[i].start, watch->regions[i].length);
			changed = true;
		}
	return changed;
}

static void watch_begin(struct watch *watch, struct arena *arena, uint32_t first)
{
	uint32_t used = atomic_load(&arena->trace.rings_used) + 1; /* and one that is to be born */
	size_t length = 0;

	watch->count = 0;
	watch_region(watch, arena, offsetof(struct arena, control));
	watch_region(watch, arena->slots, used * sizeof *arena->slots);
	watch_region(watch, &arena->slots[SLOT_SANDBOX], sizeof *arena->slots);
	for (uint32_t i = 0; i < used; i++)
		watch_ring(watch, &arena->rings[i]);
	watch_region(watch, arena->objects, (used + 1) * sizeof *arena->objects);
	watch_region(watch, &arena->objects[first],
		     (atomic_load(&arena->object_count) + 2 - first) * sizeof *arena->objects);
	watch_pages(watch, arena, first);
	for (uint32_t i = 0; i < watch->count; i++)
		length += watch->regions[i].length;
	if (length > sizeof watch->copy)
		abort();
	watch_changed(watch);
}

enum stop { STOP_STEPPED, STOP_ENDED, STOP_ASLEEP, STOP_LATE };

/* Wait until it has come to its next stop. at_most: not for ever. asleep: or sleeps in a system call. */
static enum stop await_stop(pid_t pid, bool at_most, bool asleep)
{
	int64_t until = clock_now() + PATIENCE;
	int how = WSTOPPED | WEXITED | WNOWAIT | __WALL | (at_most ? WNOHANG : 0);

	for (unsigned look = 0;; look++) {
		siginfo_t info = {0};

		if (waitid(P_PID, (id_t)pid, &info, how) == 0 && info.si_pid)
			return info.si_code == CLD_TRAPPED || info.si_code == CLD_STOPPED ? STOP_STEPPED :
											    STOP_ENDED;
		if (asleep && look && proc_state(pid) == 'S')
			return STOP_ASLEEP;
		if (clock_now() > until)
			return STOP_LATE;
		sched_yield();
	}
}

static uint64_t instruction_of(pid_t pid)
{
	return (uint64_t)ptrace(PTRACE_PEEKUSER, pid, offsetof(struct user_regs_struct, rip), NULL);
}

/* Its program is ours, in the same place: it was forked from us. */
static bool is_call(uint64_t instruction)
{
	return memcmp((const void *)(uintptr_t)instruction, "\x0f\x05", 2) == 0;
}

/* The call that it is about to make may take any time. */
static bool may_sleep(pid_t pid)
{
	long call = ptrace(PTRACE_PEEKUSER, pid, offsetof(struct user_regs_struct, rax), NULL);

	return call == SYS_futex || call == SYS_wait4 || call == SYS_waitid;
}

#endif
