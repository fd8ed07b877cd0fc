/* Spans: from when to when each process did what. Both the picture and the tracks are made of them. */
#ifndef EXPORT_SPANS_H
#define EXPORT_SPANS_H

#include "world/verdict.h"
#include "world/world.h"

enum span_kind { SPAN_ABSENT, SPAN_RUNS, SPAN_WAITS, SPAN_SLEEPS, SPAN_WORKS, SPAN_STOPPED, SPAN_STUCK };

struct span {
	uint32_t process;
	enum span_kind kind;
	int64_t from, to; /* ns */
	uint32_t object;  /* that it waited for, 0 = none */
	uint8_t action;
	uint32_t line;
};

/* Called for every span when it is over, ABSENT ones left out. Returns 0 or -errno, which is passed on. */
typedef int span_seen(void *context, const struct span *span);

struct spans {
	span_seen *seen;
	void *context;
	struct span *open; /* a process each */
	uint32_t count;
};

/* Zeroed but for seen and context it is ready. */
int spans_event(struct spans *spans, const struct world *world, const struct trace_event *event);
/* Close what is open; who is stuck has been so since the verdict says. */
int spans_end(struct spans *spans, const struct world *world, const struct verdict *verdict);
void spans_finish(struct spans *spans);

#endif
