/* The scenario that a recording was made of, if it is still there. */
#ifndef COMMAND_RECORDED_H
#define COMMAND_RECORDED_H

#include "command/program.h"
#include "trace/recording.h"

/* Look for it as the lesson it was, where it was, and beside the recording. Returns 0 and the program, whose
 * text is the very same; -ESTALE: it has been edited since; -ENOENT: it is not there. Then there is nothing
 * to close. */
int recorded_find(struct program *program, const struct recording_header *header, const char *recording,
		  const char *lang);

/* Is this to be opened as a recording: it is one, or is called one? */
bool recorded_is(const char *name);

#endif
