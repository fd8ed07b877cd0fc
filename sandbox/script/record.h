/* What a recording says of the scenario that was run. */
#ifndef SCRIPT_RECORD_H
#define SCRIPT_RECORD_H

#include "script/script.h"
#include "trace/recording.h"

/* Fill in all but seed, mode and schedule. lesson: its id, NULL = the scenario is no lesson's. tempo:
 * microseconds. */
void script_record(struct recording_header *header, const struct scenario *scenario, const char *lesson,
		   int64_t tempo);

#endif
