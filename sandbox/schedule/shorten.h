/* Shortening: a schedule that fails, made shorter in the model for as long as it fails in the same way.
 *
 * What comes behind the failure is cut off, single steps are left out (delta debugging: Zeller, Hildebrandt,
 * Simplifying and isolating failure-inducing input, IEEE TSE 28(2), 2002), and a process's next steps are
 * taken before somebody else's where that makes fewer switches. The result cannot be made shorter by one
 * step, but another schedule may be shorter.
 */
#ifndef SCHEDULE_SHORTEN_H
#define SCHEDULE_SHORTEN_H

#include "runtime/run.h"
#include "schedule/judge.h"

/* lazy: as in decisions.h. grants: `count` of a schedule that fails, in the numbers of a run; the
 * shorter one is written over it, and *judgement says how that fails. Returns how many are left; 0: it
 * does not fail in the model as far as that is known, or there is no memory, and nothing was changed.
 * The same schedule gives the same result. */
uint32_t shorten(struct knowledge *knowledge, struct model *model, struct grant *grants, uint32_t count,
		 bool lazy, struct judgement *judgement);

#endif
