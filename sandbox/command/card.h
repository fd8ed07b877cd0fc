/* A failing schedule as a card that a person reads: the steps, one a line, each below the name of its
 * process, with the source line; and what came of them. */
#ifndef COMMAND_CARD_H
#define COMMAND_CARD_H

#include "base/buffer.h"
#include "schedule/executor.h"
#include "world/world.h"

struct card {
	struct world *world;
	const struct grant *schedule;
	uint32_t steps;
	uint32_t
		cycle; /* so many of its last steps go round for ever; 0, unless it is set after card_begin */
	struct card_row *rows; /* one a step, and what was said in between */
	uint32_t count, room;
	uint32_t step;         /* that is being taken, 1 … */
	bool cut;              /* there was no memory for all */
};

/* The schedule is the caller's. 0 or -ENOMEM; then there is nothing to finish. */
int card_begin(struct card *card, const struct grant *schedule, uint32_t steps);
/* As a watcher's functions: context is the card. */
void card_step(void *card, uint32_t step);
void card_see(void *card, const struct trace_event *event);
/* `critical`: the step from which on it cannot be avoided, 0 = not known. `columns`: of the terminal. */
void card_print(const struct card *card, struct buffer *out, uint32_t critical, int columns);
void card_finish(struct card *card);

#endif
