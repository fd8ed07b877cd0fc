/* A run as text: one line an event, and how it ended. */
#ifndef COMMAND_REPORT_H
#define COMMAND_REPORT_H

#include "base/buffer.h"
#include "world/verdict.h"

/* " 0.312 P1 took fork0 :14". The world is the one after the event. Returns false without memory. */
bool report_event(struct buffer *out, const struct world *world, const struct trace_event *event);

/* Somebody waits, probably for ever. */
void report_stalled(struct buffer *out, const struct world *world, const struct verdict *verdict,
		    const char *file);

/* A write went over one that its writer had not seen. */
void report_loss(struct buffer *out, const struct world *world, const struct world_loss *loss,
		 const char *file);
/* How many updates were lost in all, and where; nothing when there were none. */
void report_losses(struct buffer *out, const struct world *world, const char *file);

/* The last paragraph. `file` is the scenario's name for places. */
void report_deadlock(struct buffer *out, const struct world *world, const struct verdict *verdict,
		     const char *file);
void report_end(struct buffer *out, const struct world *world, uint64_t seed);
/* why: "by SIGINT", "by --timeout" */
void report_stopped(struct buffer *out, const struct world *world, int64_t time, const char *why,
		    const char *file);

#endif
