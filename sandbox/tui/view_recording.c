/* What a recording says of itself, where a lesson has its text. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tui/tr.h"
#include "tui/view.h"

static const char *ending_words(const char *ending)
{
	static const char *const words[][2] = {
		{"finished", "every process ended"},
		{"failed", "it failed"},
		{"deadlock", "with a deadlock"},
		{"timeout", "its time was over"},
		{"interrupted", "it was ended from outside"},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(words[i][0], ending))
			return tr(words[i][1]);
	return *ending ? ending : tr("unknown: the recording breaks off");
}

static void write_knobs(const struct recording_header *header, struct page *page)
{
	char text[512], one[64];

	if (!header->knob_count)
		return;
	snprintf(text, sizeof text, "%s", tr("Knobs:"));
	for (uint32_t i = 0; i < header->knob_count; i++) {
		snprintf(one, sizeof one, "%s=%" PRId64, header->knobs[i].name, header->knobs[i].value);
		view_append(text, sizeof text, " ", one);
	}
	page_text(page, 1, INK_PLAIN, text);
}

void view_recording_write(const struct scene *scene, struct page *page)
{
	const struct scene_recording *recording = scene->recording;
	const struct recording_header *header = recording->header;
	char text[600];

	if (*recording->damage)
		page_text(page, 1, INK_STUCK | INK_BOLD, recording->damage);
	snprintf(text, sizeof text, tr("%s, a run of %s"), recording->file, header->scenario);
	page_text(page, 1, INK_BOLD, text);
	snprintf(text, sizeof text, tr("Begun %s, seed %" PRIu64 ", sandbox %s"), header->started,
		 header->seed, header->version);
	page_text(page, 1, INK_PLAIN, text);
	write_knobs(header, page);
	snprintf(text, sizeof text, tr("%" PRIu64 " events in %.3f s; end: %s"), scene->count,
		 (double)recording->time / 1e9, ending_words(recording->ending));
	page_text(page, 1, INK_PLAIN, text);
	page_text(
		page, 1, INK_FAINT,
		tr("Nothing runs: s b an event on, back; S B a tenth; 0 $ the ends; Space plays, "
		   "+ - faster, slower."));
}
