/* Inside the reading of recordings: the header. Nobody else includes this. */
#ifndef TRACE_RECORDING_HEADER_H
#define TRACE_RECORDING_HEADER_H

#include "base/scan.h"
#include "trace/recording.h"

#define RECORDING_UNKNOWN 0xff

/* Numbers in the file to ours. */
struct recording_mapping {
	uint8_t kinds[64], outcomes[64], primitives[64], actions[64][32];
	uint8_t kind_count, outcome_count, primitive_count, action_counts[64];
};

/* The members behind the first, up to the closing brace. False: damaged. */
bool recording_scan_header(struct scan *scan, struct recording_header *header,
			   struct recording_mapping *mapping, recording_word *word);

/* A string or null, into *text, which is freed first. */
bool recording_scan_schedule(struct scan *scan, char **text);

#endif
