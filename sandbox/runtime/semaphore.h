/* What both kinds of semaphore have in common: semaphore.c and permits.c, which also knows who holds the
 * permits. Their states begin alike. */
#ifndef RUNTIME_SEMAPHORE_H
#define RUNTIME_SEMAPHORE_H

#include "runtime/primitive.h"

void semaphore_init(union state *state, int64_t a, int64_t b);
bool semaphore_has_permit(const union state *state, const struct request *request);
enum outcome semaphore_acquire(union state *state, struct request *request);
enum outcome semaphore_release(union state *state, struct request *request);
void semaphore_describe(const union state *state, char *text, size_t size);

#define SEMAPHORE_ACQUIRE_WORDS                                                                   \
	.name = "acquire", .did = "took a permit of", .wants = "a permit of *",                   \
	.waits = "for a permit of *", .stuck = "(no permit left)", .needs = "give a permit back", \
	.refusal = OUTCOME_BUSY, .takes = 1
#define SEMAPHORE_RELEASE_WORDS                                                                   \
	.name = "release", .did = "gave a permit back to", .wants = "to give a permit back to *", \
	.takes = -1, .counts = true

#endif
