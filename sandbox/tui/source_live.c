/* Events from a run of real processes. */
#include <errno.h>
#include <stdlib.h>

#include "tui/source.h"

struct live {
	struct source source;
	struct run *run;
	int64_t normal;
};

static struct live *live_of(const struct source *source)
{
	return (struct live *)(uintptr_t)source;
}

static int fd(const struct source *source)
{
	return run_fd(live_of(source)->run);
}

static int next(struct source *source, uint64_t place, struct trace_event *event)
{
	(void)place; /* they come in order, once */
	return run_read(live_of(source)->run, event);
}

static void pause_run(struct source *source, bool paused)
{
	run_pause(live_of(source)->run, paused);
}

static int64_t hold(int64_t normal, struct tempo tempo)
{
	int64_t time = normal * tempo.numerator / tempo.denominator;

	return time || !tempo.numerator ? time : 1;
}

static void set_tempo(struct source *source, struct tempo tempo)
{
	run_tempo(live_of(source)->run, hold(live_of(source)->normal, tempo));
}

static void send_signal(struct source *source, uint32_t process, int signal)
{
	run_signal(live_of(source)->run, process, signal);
}

static int64_t time_now(const struct source *source)
{
	return run_time(live_of(source)->run);
}

static void destroy(struct source *source)
{
	run_finish(live_of(source)->run);
	free(source);
}

static const struct source_kind live_kind = {
	.fd = fd,
	.next = next,
	.pause = pause_run,
	.tempo = set_tempo,
	.signal = send_signal,
	.time = time_now,
	.destroy = destroy,
};

int source_live(struct source **source, const struct run_options *options, int64_t normal)
{
	struct live *live = calloc(1, sizeof *live);
	int error;

	if (!live)
		return -ENOMEM;
	*live = (struct live){.source = {&live_kind}, .normal = normal};
	error = run_start(&live->run, options);
	if (error) {
		free(live);
		return error;
	}
	*source = &live->source;
	return 0;
}
