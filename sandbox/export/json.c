/* The run as `sandbox run --json` tells it: a line an event, and the verdict. */
#include <errno.h>
#include <string.h>

#include "export/export.h"
#include "world/json.h"

static int event(struct export *export, const struct trace_event *event)
{
	return json_event(export->out, export->world, event) ? 0 : -ENOMEM;
}

/* The exit status of the run, as far as its ending tells. */
static int status_of(const char *ending)
{
	return !strcmp(ending, "finished") ? 0 : !strcmp(ending, "timeout") ? 3 : 1;
}

static int end(struct export *export)
{
	struct json_ending ending = {.verdict = *export->ending ? export->ending : "unknown",
				     .file = export->file,
				     .status = status_of(export->ending),
				     .seed = export->seed,
				     .time = export->world->time};

	return json_verdict(export->out, export->world, export->verdict, &ending) ? 0 : -ENOMEM;
}

const struct export_format export_json = {
	.name = "json",
	.summary = "JSON Lines, as of `run --json`",
	.event = event,
	.end = end,
};
