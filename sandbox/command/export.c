/* sandbox export RECORDING --to FORMAT: a recording in the form that another program reads. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "command/output.h"
#include "export/export.h"
#include "trace/recording.h"

struct settings {
	const char *to, *out;
	uint64_t at;
};

static const struct option options[] = {
	{"to", "FORMAT", "the form", OPTION_CHOICE, offsetof(struct settings, to), export_name},
	{"at", "N", "the run as it was after N events; without it, to its end", OPTION_NATURAL,
	 offsetof(struct settings, at)},
	{"out", "FILE", "write there; without it, to the standard output", OPTION_TEXT,
	 offsetof(struct settings, out)},
	{0},
};

static int ask_format(void)
{
	struct buffer message = {0};

	buffer_print(&message, "which format? --to ");
	options_choices(&options[0], &message);
	int status = command_wrong(&command_export, buffer_text(&message));
	buffer_finish(&message);
	return status;
}

/* The end of what is exported: it is judged there. */
static int write_end(const struct export_format *format, struct export *export, struct world *world)
{
	struct verdict verdict = {0};
	int error = verdict_judge(world, &verdict);

	export->verdict = &verdict;
	if (!error)
		error = format->end(export);
	export->verdict = NULL;
	verdict_finish(&verdict);
	return error;
}

struct work {
	struct recording_reader *reader;
	struct world *world;
	struct output output;
	struct export export;
	const struct export_format *format;
	uint64_t at;	  /* events at most */
	char damage[600]; /* "" = none */
};

/* Returns 0, or -errno of something that is not the recording's fault. */
static int convert(struct work *work)
{
	struct trace_event event;
	int error = work->format->begin ? work->format->begin(&work->export) : 0, got = 0;

	while (!error && work->world->seq < work->at &&
	       (got = recording_next(work->reader, &event, work->damage, sizeof work->damage)) > 0) {
		world_apply(work->world, &event);
		if (work->format->event && event.kind != TRACE_VOID)
			error = work->format->event(&work->export, &event);
		if (!output_flow(&work->output))
			return -work->output.error;
	}
	work->export.ending = work->world->seq < work->at ? recording_ending(work->reader) : "";
	if (!error)
		error = write_end(work->format, &work->export, work->world);
	if (!error && !output_flush(&work->output))
		error = -work->output.error;
	return error;
}

static int report(const struct work *work, int error)
{
	if (error && error != -EPIPE)
		fprintf(stderr, "sandbox export: cannot write the output: %s\n", strerror(-error));
	if (*work->damage)
		fprintf(stderr, "sandbox export: %s; what is before it was exported\n", work->damage);
	if (!*work->damage && !error && work->world->inconsistent)
		fprintf(stderr,
			"sandbox export: the recording does not fit together: %s (event %" PRIu64 ")\n",
			work->world->inconsistent, work->world->inconsistent_seq);
	return error || *work->damage || work->world->inconsistent ? STATUS_FAILED : STATUS_OK;
}

static int export_recording(const struct settings *settings, const char *name, int fd)
{
	struct work work = {.format = export_find(settings->to),
			    .at = settings->at,
			    .output = {.fd = fd, .interrupt = -1, .deadline = INT64_MAX}};
	char message[600];
	int error, status;

	if (recording_open(&work.reader, name, primitive_word, message, sizeof message))
		return command_wrong(&command_export, message);
	work.world = world_create();
	work.export = (struct export){.out = &work.output.buffer,
				      .world = work.world,
				      .ending = "",
				      .file = recording_header(work.reader)->scenario,
				      .seed = recording_header(work.reader)->seed};
	error = work.world ? convert(&work) : -ENOMEM;
	status = work.world ? report(&work, error) : STATUS_FAILED;
	if (work.format->finish)
		work.format->finish(&work.export);
	buffer_finish(&work.output.buffer);
	world_destroy(work.world);
	recording_finish(work.reader);
	return status;
}

static int run(int argc, char **argv)
{
	struct settings settings = {.at = UINT64_MAX};
	int operands, status = command_options(&command_export, &settings, argc, argv, &operands);
	char message[512];
	int fd = STDOUT_FILENO;

	if (status >= 0)
		return status;
	if (operands != 1)
		return command_wrong(&command_export,
				     operands ? "one recording at a time" :
						"which recording? `sandbox run --record FILE` makes one");
	if (!settings.to)
		return ask_format();
	if (settings.out)
		fd = open(settings.out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0) {
		snprintf(message, sizeof message, "%.300s: %s", settings.out, strerror(errno));
		return command_wrong(&command_export, message);
	}
	status = export_recording(&settings, argv[0], fd);
	if (settings.out && close(fd) < 0 && status == STATUS_OK)
		status = STATUS_FAILED;
	return status;
}

static const struct command_exit exits[] = {
	{STATUS_OK, "all of it was exported"},
	{STATUS_FAILED,
	 "the recording is damaged (what is before the damage is exported), or the output\n"
	 "cannot be written"},
	{STATUS_USAGE, "wrong usage, or a file that is no recording"},
	{0},
};

const struct command command_export = {
	.name = "export",
	.usage = "export RECORDING",
	.summary = "write a recording in the form that another program reads",
	.notes = "Formats:\n"
		 "  perfetto  tracks for ui.perfetto.dev: waits, operations, who let whom go on\n"
		 "  dot       the wait-for graph at the end, or --at an event: for Graphviz\n"
		 "  svg       the timeline as a picture\n"
		 "  json      JSON Lines, as of `run --json`\n",
	.options = options,
	.exits = exits,
	.run = run,
};
