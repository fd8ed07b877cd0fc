/* The transitions of deaths.c: for every primitive its kinds, and a row for each thing that can be done with
 * one.
 *
 * A row's functions are called by main (prepare, free), by the one who is to die (before, act) and by the one
 * who waits (waiter). `free` must do no harm when there is nothing to free: it is called again as long as the
 * waiter waits. */
#ifndef TESTS_UNIT_DEATHS_ROWS_H
#define TESTS_UNIT_DEATHS_ROWS_H

#define MOMENT	 2000000 /* ns: a wait that ends by itself */
#define ME(self) ((self)->number + 1)

static void peek(struct self *self, struct scene *scene, union state *state)
{
	object_peek(self, scene->object, state);
}

/* A monitor that is held, so that the victim sleeps for it, and the waiter behind it. */
static void hold_monitor(struct self *self, struct scene *scene)
{
	monitor_enter(arena_object(self->arena, scene->object.index), self->slot->index);
}

static void leave_monitor(struct self *self, struct scene *scene)
{
	struct object *object = arena_object(self->arena, scene->object.index);

	if ((atomic_load(&object->monitor) & ~MONITOR_CONTENDED) == self->slot->index + 1)
		monitor_leave(object);
}

#define AT_A_HELD_MONITOR .prepare = hold_monitor, .behind = true, .free_at_once = true

#include "unit/deaths_locks.h"
#include "unit/deaths_semaphores.h"
#include "unit/deaths_queues.h"
#include "unit/deaths_values.h"
#include "unit/deaths_lines.h"
#include "unit/deaths_pools.h"
#include "unit/deaths_processes.h"

static const struct family families[] = {
	{"locks", locks, lock_rows, lock_check},
	{"semaphores", semaphores, semaphore_rows, semaphore_check},
	{"events", events, event_rows, event_check},
	{"queues_and_pipes", queues, queue_rows, queue_check},
	{"values", values, value_rows, value_check},
	{"arrays", arrays, array_rows, array_check},
	{"conditions", conditions, condition_rows, condition_check},
	{"barriers", barriers, barrier_rows, barrier_check},
	{"pools", pools, pool_rows, pool_check},
	{"waiting_for_any", waits, wait_rows, event_check},
	{"processes", processes, process_rows, process_check},
};

#endif
