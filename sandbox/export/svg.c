/* The timeline as a picture: a row a process, as on the screen. It stands alone, and is readable on light and
 * dark pages; states differ in height and pattern, too, so it can be printed. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/export.h"
#include "export/spans.h"

#define NAMES  120 /* px left of the bars */
#define BARS   1000
#define ROW    24
#define TOP    30
#define AXIS   22
#define LEGEND 30
#define FINEST 0.4 /* px: what is narrower is drawn once for all of its neighbours */

struct svg {
	struct export *export;
	struct spans spans;
	struct span *seen; /* all of them: the scale is not known before the end */
	size_t count, room;
};

/* What a state looks like: how high, how far from the row's top. */
static const struct look {
	const char *name, *fill;
	double height;
} looks[] = {
	[SPAN_RUNS] = {"runs", "#3b9c5a", 16},	    [SPAN_WAITS] = {"waits", "#d99a2b", 9},
	[SPAN_SLEEPS] = {"sleeps", "#8a8a8a", 2},   [SPAN_WORKS] = {"works", "#3f7fbf", 16},
	[SPAN_STOPPED] = {"stopped", "#8a6fb0", 5}, [SPAN_STUCK] = {"stuck", "url(#stuck)", 16},
};

static int see_span(void *context, const struct span *span)
{
	struct svg *svg = context;

	if (svg->count == svg->room) {
		size_t room = svg->room ? 2 * svg->room : 256;
		struct span *seen = realloc(svg->seen, room * sizeof *seen);
		if (!seen)
			return -ENOMEM;
		svg->seen = seen;
		svg->room = room;
	}
	svg->seen[svg->count++] = *span;
	return 0;
}

static int begin(struct export *export)
{
	struct svg *svg = calloc(1, sizeof *svg);

	if (!svg)
		return -ENOMEM;
	*svg = (struct svg){.export = export, .spans = {.seen = see_span, .context = svg}};
	export->own = svg;
	return 0;
}

static int event(struct export *export, const struct trace_event *event)
{
	struct svg *svg = export->own;

	return spans_event(&svg->spans, export->world, event);
}

static bool add_escaped(struct buffer *out, const char *text)
{
	bool fine = true;

	for (; fine && *text; text++)
		fine = *text == '<' ? buffer_print(out, "&lt;") :
		       *text == '&' ? buffer_print(out, "&amp;") :
				      buffer_add(out, text, 1);
	return fine;
}

static bool add_text(struct buffer *out, double x, double y, const char *more, const char *text)
{
	return buffer_print(out, "<text x=\"%.1f\" y=\"%.1f\"%s>", x, y, more) && add_escaped(out, text) &&
	       buffer_print(out, "</text>\n");
}

static bool add_bar(struct buffer *out, enum span_kind kind, double x, double width, double row)
{
	const struct look *look = &looks[kind];

	return buffer_print(out, "<rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%g\" fill=\"%s\"/>\n",
			    x, row + (ROW - look->height) / 2, width, look->height, look->fill);
}

/* 1, 2 or 5 times a power of ten: about eight of them. */
static double tick_of(double seconds)
{
	double unit = pow(10, floor(log10(seconds / 8)));
	double times = seconds / 8 / unit;

	return unit * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}

static bool add_axis(struct buffer *out, double seconds, double bottom)
{
	double tick = tick_of(seconds);
	bool fine = true;
	char text[32];

	for (double at = 0; fine && at <= seconds * 1.0001; at += tick) {
		double x = NAMES + at / seconds * BARS;

		snprintf(text, sizeof text, "%.6g s", at);
		fine = buffer_print(out,
				    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#808080\" "
				    "stroke-opacity=\".35\"/>\n",
				    x, TOP, x, bottom) &&
		       add_text(out, x, bottom + 14, " text-anchor=\"middle\"", text);
	}
	return fine;
}

static bool add_legend(struct buffer *out, double y)
{
	bool fine = true;
	double x = NAMES;

	for (enum span_kind kind = SPAN_RUNS; fine && kind <= SPAN_STUCK; kind++, x += 110)
		fine = add_bar(out, kind, x, 28, y) &&
		       add_text(out, x + 34, y + ROW / 2.0 + 4, "", looks[kind].name);
	return fine;
}

static bool add_rows(struct svg *svg)
{
	const struct world *world = svg->export->world;
	bool fine = true;

	for (uint32_t i = 0; fine && i < world->process_count; i++)
		fine = add_text(svg->export->out, NAMES - 8, TOP + i * ROW + ROW / 2.0 + 4,
				" text-anchor=\"end\"", world->processes[i].name);
	return fine;
}

/* Spans come in order of their ends, so of each process from left to right. */
static int add_bars(struct svg *svg, double seconds)
{
	const struct world *world = svg->export->world;
	double *drawn =
		calloc(world->process_count + 1, sizeof *drawn); /* as far as each row is full of fine ones */
	bool fine = drawn != NULL;

	for (size_t i = 0; fine && i < svg->count; i++) {
		const struct span *span = &svg->seen[i];
		double x = NAMES + (double)span->from / 1e9 / seconds * BARS;
		double width = (double)(span->to - span->from) / 1e9 / seconds * BARS;

		if (width < FINEST) {
			if (x < drawn[span->process])
				continue;
			width = FINEST;
			drawn[span->process] = x + width;
		}
		fine = add_bar(svg->export->out, span->kind, x, width, TOP + span->process * ROW);
	}
	free(drawn);
	return fine ? 0 : -ENOMEM;
}

static bool add_head(struct svg *svg, double height)
{
	struct buffer *out = svg->export->out;

	return buffer_print(
		       out,
		       "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %g\" width=\"%d\" "
		       "height=\"%g\" "
		       "font-family=\"sans-serif\" font-size=\"12\" fill=\"#808080\">\n"
		       "<defs><pattern id=\"stuck\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
		       "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#d9534f\"/>"
		       "<rect width=\"2\" height=\"6\" fill=\"#7d1f1c\"/></pattern></defs>\n",
		       NAMES + BARS + 40, height, NAMES + BARS + 40, height) &&
	       add_text(out, NAMES, 18, " font-weight=\"bold\"", svg->export->file);
}

/* Where the ring closed. */
static bool add_closing(struct svg *svg, double seconds, double bottom)
{
	const struct verdict *verdict = svg->export->verdict;
	double x = NAMES + (double)verdict->since / 1e9 / seconds * BARS;

	if (verdict->kind != VERDICT_DEADLOCK)
		return true;
	return buffer_print(svg->export->out,
			    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#d9534f\" "
			    "stroke-dasharray=\"4 2\"/>\n",
			    x, TOP - 4, x, bottom) &&
	       buffer_print(
		       svg->export->out,
		       "<text x=\"%.1f\" y=\"%d\" text-anchor=\"end\" fill=\"#d9534f\">%s %.3f s</text>\n", x,
		       TOP - 8, verdict->ring_count ? "ring closed" : "deadlock",
		       (double)verdict->since / 1e9);
}

static int end(struct export *export)
{
	struct svg *svg = export->own;
	double seconds = (double)export->world->time / 1e9, bottom = TOP + export->world->process_count * ROW;
	int error;

	if (seconds <= 0)
		seconds = 1e-6;
	/* What is stuck is so for ever, but the run ended with it: leave it a little room to be seen. */
	struct world later = *export->world;
	if (export->verdict->kind == VERDICT_DEADLOCK && export->verdict->since > later.time * 95 / 100)
		later.time += later.time / 20;
	seconds = fmax(seconds, (double)later.time / 1e9);
	error = spans_end(&svg->spans, &later, export->verdict);
	if (!error && !(add_head(svg, bottom + AXIS + LEGEND) && add_axis(export->out, seconds, bottom) &&
			add_rows(svg)))
		error = -ENOMEM;
	if (!error)
		error = add_bars(svg, seconds);
	if (!error && !(add_closing(svg, seconds, bottom) && add_legend(export->out, bottom + AXIS) &&
			buffer_print(export->out, "</svg>\n")))
		error = -ENOMEM;
	return error;
}

static void finish(struct export *export)
{
	struct svg *svg = export->own;

	if (!svg)
		return;
	spans_finish(&svg->spans);
	free(svg->seen);
	free(svg);
}

const struct export_format export_svg = {
	.name = "svg",
	.summary = "the timeline as a picture",
	.begin = begin,
	.event = event,
	.end = end,
	.finish = finish,
};
