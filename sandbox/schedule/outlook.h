/* What is still possible after a schedule, where the whole graph is known: can the failure still be avoided,
 * how far is it, and what does it make of each step that could come next? */
#ifndef SCHEDULE_OUTLOOK_H
#define SCHEDULE_OUTLOOK_H

#include "runtime/run.h"
#include "schedule/search.h"

struct prospect { /* of a step that could come next */
	struct grant grant;
	enum fate fate;
};

struct outlook {
	bool known; /* else nothing is said */
	enum fate fate;
	uint32_t distance; /* steps to the nearest failure, UINT32_MAX = there is none */
	uint32_t count;
	struct prospect next[MODEL_PROCESSES];
};

/* search: it has seen everything, and search_fates was done. Returns outlook->known: false where the schedule
 * leaves what was searched (a kill), and without memory. */
bool outlook_see(const struct knowledge *knowledge, struct model *model, const struct search *search,
		 const struct grant *grants, uint32_t count, struct outlook *outlook);

#endif
