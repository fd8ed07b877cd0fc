/* Lesson: the step's title is in the border, its prediction stays at the bottom, the prose above it
 * scrolls. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "tui/tr.h"
#include "tui/view.h"

static unsigned style_ink(enum prose_style style)
{
	switch (style) {
	case STYLE_STRONG: return INK_BOLD;
	case STYLE_EMPHASIS: return INK_UNDERLINE;
	case STYLE_CODE: return INK_ACCENT;
	default: return INK_PLAIN;
	}
}

/* Bytes from..to of a block's spans, each in the ink of its style. */
static void put_spans(struct pen *pen, const struct prose_block *block, size_t from, size_t to, unsigned ink)
{
	char text[1024];
	size_t start = 0;

	for (size_t i = 0; i < block->span_count; i++) {
		const char *span = block->spans[i].text;
		size_t end = start + strlen(span);
		size_t low = from > start ? from : start, high = to < end ? to : end;

		if (low < high) {
			snprintf(text, sizeof text, "%.*s", (int)(high - low), span + (low - start));
			pen_put(pen, ink | style_ink(block->spans[i].style), text);
		}
		start = end;
	}
}

/* The whole text of a block in one piece, so that a line can break between spans as anywhere. */
static const char *block_text(const struct prose_block *block, struct buffer *whole)
{
	whole->length = 0;
	for (size_t i = 0; i < block->span_count; i++)
		buffer_add(whole, block->spans[i].text, strlen(block->spans[i].text));
	return buffer_text(whole);
}

static void write_wrapped(struct page *page, const struct prose_block *block, struct buffer *whole,
			  int indent, unsigned ink)
{
	const char *text = block_text(block, whole);
	int columns = page->columns - indent - 1 > 4 ? page->columns - indent - 1 : 4;
	const char *marker = block->marker;
	size_t at = 0, next;

	do {
		size_t bytes = text_wrap(text + at, columns, &next);
		struct pen pen = page_line(page);

		if (marker) {
			pen_to(&pen, indent - text_columns(marker) - 1);
			pen_put(&pen, INK_ACCENT, marker);
			marker = NULL;
		}
		pen_to(&pen, indent);
		put_spans(&pen, block, at, at + bytes, ink);
		at += next;
	} while (text[at]);
}

/* Code keeps its lines; what is too long is clipped. */
static void write_code(struct page *page, const struct prose_block *block, struct buffer *whole)
{
	const char *text = block_text(block, whole);
	char line[256];

	while (*text) {
		size_t length = strcspn(text, "\n");
		struct pen pen = page_line(page);

		snprintf(line, sizeof line, "%.*s", (int)length, text);
		pen_to(&pen, 3);
		pen_put(&pen, INK_ACCENT, line);
		text += length + (text[length] == '\n');
	}
}

/* Tight: without the blank lines between the paragraphs. */
static void write_prose(const struct lesson_step *step, struct page *page, bool tight)
{
	struct buffer whole = {0};

	for (size_t i = 0; i < step->block_count; i++) {
		const struct prose_block *block = &step->blocks[i];
		int indent = 1;

		switch (block->kind) {
		case PROSE_BLANK:
			if (!tight)
				page_line(page);
			continue;
		case PROSE_CODE:
			write_code(page, block, &whole);
			continue;
		case PROSE_ITEM:
			indent = 2 * (block->depth > 0 ? block->depth : 1) +
				 (block->marker ? text_columns(block->marker) : 1);
			break;
		default:
			break;
		}
		write_wrapped(page, block, &whole, indent,
			      block->kind == PROSE_HEADING ? INK_BOLD : INK_PLAIN);
	}
	buffer_finish(&whole);
}

static void write_choices(const struct prediction *prediction, struct page *page)
{
	struct pen pen = page_line(page);
	int widest = 0;

	for (size_t i = 0; i < prediction->count; i++) {
		int columns = text_columns(prediction->choices[i].text) + 6;

		widest = columns > widest ? columns : widest;
	}
	pen_to(&pen, 1);
	for (size_t i = 0; i < prediction->count; i++) {
		int columns = text_columns(prediction->choices[i].text) + 6;

		/* Counting moves no pen, so where a line breaks must follow from the widths alone. */
		if (i && (widest > 18 || (int)(i + 1) * widest > page->columns - 1)) {
			pen = page_line(page);
			pen_to(&pen, 1);
		}
		pen_print(&pen, INK_ACCENT | INK_BOLD, "[%c] ", (char)('a' + i));
		pen_put(&pen, INK_PLAIN, prediction->choices[i].text);
		pen_to(&pen, pen.column + (columns < widest ? widest - columns : 0) + 2);
	}
}

/* What came of a prediction. Saying which it was teaches less than saying why it was not. */
static void write_answer(const struct prediction *prediction, int choice, struct page *page)
{
	const struct prediction_choice *chosen = &prediction->choices[choice];
	char text[1024];

	snprintf(text, sizeof text, chosen->right ? tr("Right: [%c] %s. %s") : tr("Not so: [%c] %s. %s"),
		 (char)('a' + choice), chosen->text, chosen->because ? chosen->because : "");
	page_text(page, 1, (chosen->right ? INK_RUN : INK_STUCK) | INK_BOLD, text);
	for (size_t i = 0; i < prediction->count && !chosen->right; i++) {
		if (!prediction->choices[i].right)
			continue;
		snprintf(text, sizeof text, tr("It is [%c] %s. %s"), (char)('a' + i),
			 prediction->choices[i].text,
			 prediction->choices[i].because ? prediction->choices[i].because : "");
		page_text(page, 1, INK_PLAIN, text);
	}
}

static void write_prediction(const struct scene *scene, struct page *page)
{
	const struct prediction *prediction = scene_prediction(scene);
	int choice = scene_choice(scene);
	char text[1024];

	if (!prediction)
		return;
	if (choice >= 0 && (size_t)choice < prediction->count) {
		write_answer(prediction, choice, page);
		return;
	}
	snprintf(text, sizeof text, tr("Predict first: %s"), prediction->question);
	page_text(page, 1, INK_BOLD, text);
	write_choices(prediction, page);
}

static int count_lines(const struct scene *scene, int columns,
		       void (*write)(const struct scene *, struct page *))
{
	struct page page = {.columns = columns};

	write(scene, &page);
	return page.lines;
}

static void write_loose(const struct scene *scene, struct page *page)
{
	write_prose(scene_step(scene), page, false);
}

static void write_tight(const struct scene *scene, struct page *page)
{
	write_prose(scene_step(scene), page, true);
}

/* How the panel is shared. */
struct plan {
	void (*write)(const struct scene *scene, struct page *page);
	int lines; /* of prose */
	int rows;  /* for the prose, above the prediction */
};

/* Where there is little room, first the blank lines go. Once the prediction is answered, what came of it
 * matters most: the prose goes too, rather than be cut in the middle of a sentence, until the panel is
 * looked at. */
static struct plan make_plan(const struct scene *scene, int rows, int columns)
{
	int prediction = count_lines(scene, columns, write_prediction);
	struct plan plan = {write_loose, count_lines(scene, columns, write_loose), rows - prediction};

	if (plan.lines + (prediction > 0) > plan.rows) {
		plan.write = write_tight;
		plan.lines = count_lines(scene, columns, write_tight);
	}
	if (plan.lines > plan.rows && scene_choice(scene) >= 0 && scene->focus != PANEL_LESSON)
		plan.rows = 0;
	else if (plan.rows < 1)
		plan.rows = rows > 1 ? 1 : 0;
	return plan;
}

int view_lesson_least(const struct scene *scene, int columns)
{
	if (scene->recording)
		return count_lines(scene, columns, view_recording_write);
	if (!scene_step(scene))
		return 1;
	return count_lines(scene, columns, write_tight) + count_lines(scene, columns, write_prediction);
}

static int draw(const struct scene *scene, const struct area *area)
{
	struct area middle, bottom;
	struct plan plan;
	struct page page;
	int hidden;

	if (scene->recording) {
		page = (struct page){.area = area, .columns = area->columns};
		view_recording_write(scene, &page);
		return page.lines - area->rows;
	}
	if (!scene_step(scene)) {
		view_empty(area, tr("This scenario has no lesson text."));
		return 0;
	}
	plan = make_plan(scene, area->rows, area->columns);
	middle = area_part(area, 0, 0, plan.rows, area->columns);
	page = (struct page){.area = &middle, .columns = area->columns,
			     .first = view_first(scene->scroll[PANEL_LESSON], plan.lines, plan.rows)};
	plan.write(scene, &page);
	hidden = plan.lines - page.first - plan.rows;
	/* The prediction keeps to the prose as long as there is room; in a full panel that is the bottom. */
	bottom = area_part(area, plan.lines + 1 < plan.rows ? plan.lines + 1 : plan.rows, 0, area->rows,
			   area->columns);
	page = (struct page){.area = &bottom, .columns = area->columns};
	write_prediction(scene, &page);
	return (hidden > 0 ? hidden : 0) + (page.lines > bottom.rows ? page.lines - bottom.rows : 0);
}

static int lines(const struct scene *scene, int columns)
{
	int prediction;

	if (scene->recording)
		return count_lines(scene, columns, view_recording_write);
	if (!scene_step(scene))
		return 1;
	prediction = count_lines(scene, columns, write_prediction);
	return count_lines(scene, columns, write_loose) + prediction + (prediction > 0);
}

static bool move(struct scene *scene, enum key_request request, int rows, int columns)
{
	struct plan plan;

	if (!scene_step(scene))
		return false;
	plan = make_plan(scene, rows, columns);
	return view_scroll(&scene->scroll[PANEL_LESSON], request, plan.lines, plan.rows);
}

const char *view_task(enum task task)
{
	switch (task) {
	case TASK_PREDICT: return tr("PREDICT");
	case TASK_RUN: return tr("RUN IT");
	case TASK_BREAK: return tr("BREAK IT");
	case TASK_FIX: return tr("FIX IT");
	default: return tr("READ");
	}
}

static void title(const struct scene *scene, char *text, size_t size)
{
	const struct lesson_step *step = scene_step(scene);

	if (step)
		snprintf(text, size, tr("Lesson %zu/%zu  %s"), scene->step + 1, scene->lesson->step_count,
			 step->title);
	else
		snprintf(text, size, "%s", scene->recording ? tr("Recording") : tr("Lesson"));
}

const struct view view_lesson = {
	.name = "Lesson", .short_name = "Lesson", .title = title, .draw = draw, .lines = lines, .move = move,
};
