#include "command/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

#define EVERY 100000000 /* ns */
#define BAR   20

void progress_begin(struct progress *progress, bool wanted)
{
	*progress = (struct progress){.on = wanted && isatty(STDERR_FILENO), .began = clock_now()};
	progress->next = progress->on ? progress->began + EVERY : INT64_MAX;
}

void progress_draw(struct progress *progress, uint64_t done, uint64_t total, uint64_t failed)
{
	int64_t now = clock_now();

	if (now < progress->next)
		return;
	progress->next = now + EVERY;
	double seconds = (double)(now - progress->began) / 1e9, rate = (double)done / seconds;
	int length = (int)(done * BAR / total);
	fprintf(stderr, "\r\033[K[%.*s%*s] %" PRIu64 "/%" PRIu64 " runs, %" PRIu64 " failed, %.0f/s", length,
		"####################", BAR - length, "", done, total, failed, rate);
	if (done)
		fprintf(stderr, ", %.0f s left", (double)(total - done) / rate);
	fflush(stderr);
}

void progress_end(struct progress *progress)
{
	if (progress->on)
		fprintf(stderr, "\r\033[K");
	progress->on = false;
}
