#include "runtime/monitor.h"

#include "base/futex.h"

#define SPINS 100
#define MONITOR_NAP 1000000 /* ns; it is held longer only by one that the kernel has put aside */

static bool spin(struct object *object, uint32_t me)
{
	for (int i = 0; i < SPINS; i++) {
		uint32_t nobody = 0;

		if (atomic_load_explicit(&object->monitor, memory_order_relaxed) == 0 &&
		    atomic_compare_exchange_strong(&object->monitor, &nobody, me))
			return true;
		cpu_relax();
	}
	return false;
}

/* Take it, or sleep until it is left. */
static bool take_or_nap(struct object *object, uint32_t me)
{
	uint32_t now = atomic_load(&object->monitor);

	/* Others may be asleep too: whoever takes it after a sleep must wake the next one. */
	if (now == 0)
		return atomic_compare_exchange_strong(&object->monitor, &now, me | MONITOR_CONTENDED);
	if ((now & MONITOR_CONTENDED) ||
	    atomic_compare_exchange_strong(&object->monitor, &now, now | MONITOR_CONTENDED))
		futex_wait(&object->monitor, now | MONITOR_CONTENDED, MONITOR_NAP);
	return false;
}

bool monitor_try(struct object *object, uint32_t slot)
{
	return spin(object, slot + 1) || take_or_nap(object, slot + 1);
}

void monitor_enter_slowly(struct object *object, uint32_t me)
{
	if (spin(object, me))
		return;
	while (!take_or_nap(object, me))
		;
}

void monitor_leave_contended(struct object *object)
{
	atomic_store(&object->monitor, 0);
	futex_wake(&object->monitor, 1);
}
