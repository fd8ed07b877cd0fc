/* Exports: a run in the form that another program reads. One file a format, and a row in export.c.
 *
 * A format sees the run as everybody does, folded event by event, and writes into a buffer that its caller
 * empties in between.
 */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include <stdint.h>

#include "base/buffer.h"
#include "world/verdict.h"
#include "world/world.h"

struct export
{
	struct buffer *out;
	const struct world *world;     /* after the event; at the end, after all */
	const struct verdict *verdict; /* at the end only */
	const char *file;	       /* of the scenario: its last component */
	const char *ending;	       /* at the end only: how the run ended, "" = it is not known */
	uint64_t seed;
	void *own; /* the format's */
};

/* Functions return 0, or -ENOMEM. */
struct export_format {
	const char *name, *summary;
	int (*begin)(struct export *export); /* may be NULL, as event */
	int (*event)(struct export *export, const struct trace_event *event);
	int (*end)(struct export *export);
	void (*finish)(struct export *export); /* frees `own`; always called once begin was; may be NULL */
};

/* NULL-terminated. */
extern const struct export_format *const export_formats[];

/* The name of the i-th, NULL behind the last. */
const char *export_name(size_t i);

const struct export_format *export_find(const char *name); /* NULL if there is none */

#endif
