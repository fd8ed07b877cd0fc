/* Help: the keymap's rows, and what the marks mean. */
#include <stdio.h>

#include "tui/glyph.h"
#include "tui/tr.h"
#include "tui/view.h"

static void write_row(struct page *page, unsigned ink, const char *left, const char *right)
{
	struct pen pen = page_line(page);

	pen_to(&pen, 2);
	pen_put(&pen, ink, left);
	pen_to(&pen, 13);
	pen_put(&pen, INK_PLAIN, right);
}

static void write(const struct scene *scene, struct page *page)
{
	static const struct {
		const char *glyph, *meaning;
		unsigned ink;
	} marks[] = {
		{"!", "stuck: it waits for ever (in the timeline " GLYPH_STUCK ")", INK_STUCK},
		{GLYPH_WAIT, "waits", INK_WAIT},
		{GLYPH_RUN, "runs", INK_RUN},
		{GLYPH_SLEEP, "sleeps", INK_FAINT},
		{GLYPH_STOPPED, "stopped by SIGSTOP", INK_PLAIN},
		{GLYPH_ENDED, "has ended by itself", INK_PLAIN},
		{GLYPH_DIED, "was killed, or failed", INK_STUCK},
		{GLYPH_DOOM, "by hand, once explored: after this step the failure cannot be avoided",
		 INK_STUCK},
		{GLYPH_SAFE, "by hand, once explored: after this step no failure can be reached", INK_RUN},
		{GLYPH_DISAGREE, "the kernel says otherwise than our events", INK_STUCK},
	};

	(void)scene;
	for (size_t i = 0; i < keymap_rows; i++)
		write_row(page, INK_ACCENT | INK_BOLD, keymap[i].label, tr(keymap[i].help));
	page_line(page);
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		write_row(page, marks[i].ink | INK_BOLD, marks[i].glyph, tr(marks[i].meaning));
}

static void title(const struct scene *scene, char *text, size_t size)
{
	(void)scene;
	snprintf(text, size, "%s", tr("Help: the keys; any other key closes this"));
}

const struct view view_help = {.name = "Help", .short_name = "Help", .title = title, .write = write};
