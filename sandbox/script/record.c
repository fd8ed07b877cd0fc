#include "script/record.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"

static void add_knobs(struct recording_header *header, const struct scenario *scenario)
{
	for (uint32_t i = 0; i < scenario->knob_count && i < RECORDING_KNOBS; i++) {
		struct recording_knob *knob = &header->knobs[header->knob_count++];
		snprintf(knob->name, sizeof knob->name, "%s", scenario->knobs[i].name);
		knob->value = scenario->knobs[i].value;
	}
}

void script_record(struct recording_header *header, const struct scenario *scenario, const char *lesson,
		   int64_t tempo)
{
	const char *slash = strrchr(scenario->path, '/');
	char absolute[PATH_MAX];

	*header = (struct recording_header){.tempo = tempo,
					    .hash = recording_hash(scenario->source, scenario->length)};
	snprintf(header->version, sizeof header->version, "%s", SANDBOX_VERSION);
	snprintf(header->scenario, sizeof header->scenario, "%s", slash ? slash + 1 : scenario->path);
	/* It may be opened from another folder. */
	snprintf(header->path, sizeof header->path, "%.*s", (int)sizeof header->path - 1,
		 realpath(scenario->path, absolute) ? absolute : scenario->path);
	snprintf(header->lesson, sizeof header->lesson, "%s", lesson ? lesson : "");
	add_knobs(header, scenario);
}
