/* The document is walked once, and flattened: lists and quotes become items and paragraphs with a depth,
 * inlines become spans of one style. A CommonMark line break inside a paragraph is a space, but not between
 * two Chinese characters, which are written without one.
 */
#include "lesson/prose.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmark.h>
#include <utf8proc.h>

#define DEPTH_LIMIT 8

struct writer {
	struct prose *prose;
	const char *name;
	struct complaint *complaint;
	struct prose_section *section; /* NULL before the first step */
	struct prose_block *block;     /* the one that spans go to */
	bool space;		       /* a line break is owed before the next text */
};

static void *grow(struct writer *writer, void *array, size_t count, size_t element)
{
	void *fresh = array;

	/* Room is in powers of two, so it is full when the count is one. */
	if ((count & (count - 1)) == 0)
		fresh = reallocarray(array, count ? count * 2 : 1, element);
	if (!fresh)
		complain_memory(writer->complaint);
	return fresh;
}

static bool refuse(struct writer *writer, cmark_node *node, const char *what)
{
	int line = 0;

	for (; node && line == 0; node = cmark_node_parent(node))
		line = cmark_node_get_start_line(node);
	return complain(writer->complaint, -EINVAL, "%s:%d: %s", writer->name, line ? line : 1, what);
}

static bool add_block(struct writer *writer, enum prose_kind kind, int depth)
{
	struct prose_section *section = writer->section;
	struct prose_block *fresh = grow(writer, section->blocks, section->block_count, sizeof *fresh);

	if (!fresh)
		return false;
	section->blocks = fresh;
	writer->block = &fresh[section->block_count++];
	*writer->block = (struct prose_block){.kind = kind, .depth = depth};
	writer->space = false;
	return true;
}

static bool append(struct writer *writer, char **text, const char *more)
{
	size_t old = *text ? strlen(*text) : 0, length = strlen(more);
	char *fresh = realloc(*text, old + length + 1);

	if (!fresh)
		return complain_memory(writer->complaint);
	memcpy(fresh + old, more, length + 1);
	*text = fresh;
	return true;
}

static bool add_text(struct writer *writer, enum prose_style style, const char *text)
{
	struct prose_block *block = writer->block;
	struct prose_span *span;

	if (block->span_count == 0 || block->spans[block->span_count - 1].style != style) {
		span = grow(writer, block->spans, block->span_count, sizeof *span);
		if (!span)
			return false;
		block->spans = span;
		block->spans[block->span_count++] = (struct prose_span){.style = style};
	}
	span = &block->spans[block->span_count - 1];
	return append(writer, &span->text, text);
}

static utf8proc_int32_t first_character(const char *text)
{
	utf8proc_int32_t c = 0;

	utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &c);
	return c;
}

static utf8proc_int32_t last_character(const char *text)
{
	const char *last = text + strlen(text);

	while (last > text && ((unsigned char)*--last & 0xc0) == 0x80)
		;
	return first_character(last);
}

static bool is_wide_mark(utf8proc_int32_t c)
{
	return (c >= 0x3000 && c < 0x3040) || (c >= 0xff00 && c < 0xff66); /* ，。「」 and the like */
}

/* Is a line break between these two a blank? Not between wide characters, nor beside a wide mark. */
static bool breaks_as_blank(utf8proc_int32_t before, utf8proc_int32_t after)
{
	if (is_wide_mark(before) || is_wide_mark(after))
		return false;
	return utf8proc_charwidth(before) < 2 || utf8proc_charwidth(after) < 2;
}

/* Text, with the line break that is owed before it. */
static bool add_words(struct writer *writer, enum prose_style style, const char *text)
{
	struct prose_block *block = writer->block;

	if (writer->space && block->span_count) {
		const char *before = block->spans[block->span_count - 1].text;

		if (breaks_as_blank(last_character(before), first_character(text)) &&
		    !add_text(writer, style, " "))
			return false;
	}
	writer->space = false;
	return add_text(writer, style, text);
}

static bool add_inlines(struct writer *writer, cmark_node *parent, enum prose_style style, int depth)
{
	if (depth > DEPTH_LIMIT)
		return refuse(writer, parent, "emphasis in emphasis; keep it simple");
	for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
		bool good = true;

		switch (cmark_node_get_type(node)) {
		case CMARK_NODE_TEXT:
			good = add_words(writer, style, cmark_node_get_literal(node));
			break;
		case CMARK_NODE_CODE:
			good = add_words(writer, STYLE_CODE, cmark_node_get_literal(node));
			break;
		case CMARK_NODE_SOFTBREAK:
			writer->space = true;
			break;
		case CMARK_NODE_LINEBREAK:
			good = add_block(writer, PROSE_PARAGRAPH, writer->block->depth);
			break;
		case CMARK_NODE_EMPH:
			good = add_inlines(writer, node, style == STYLE_STRONG ? style : STYLE_EMPHASIS,
					   depth + 1);
			break;
		case CMARK_NODE_STRONG:
			good = add_inlines(writer, node, STYLE_STRONG, depth + 1);
			break;
		case CMARK_NODE_LINK:
		case CMARK_NODE_IMAGE:
			good = add_inlines(writer, node, style, depth + 1);
			break;
		default:
			good = refuse(writer, node,
				      "HTML cannot be shown here; put it in backticks, like `<close>`");
		}
		if (!good)
			return false;
	}
	return true;
}

static bool add_code(struct writer *writer, cmark_node *node, int depth)
{
	const char *text = cmark_node_get_literal(node);
	struct prose_block *block;
	size_t length;

	if (!add_block(writer, PROSE_CODE, depth) || !add_text(writer, STYLE_CODE, text))
		return false;
	block = writer->block;
	length = strlen(block->spans[0].text);
	if (length && block->spans[0].text[length - 1] == '\n')
		block->spans[0].text[length - 1] = '\0';
	return true;
}

static bool add_blocks(struct writer *writer, cmark_node *first, int depth, bool tight);

static bool add_list(struct writer *writer, cmark_node *list, int depth)
{
	bool ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	bool tight = cmark_node_get_list_tight(list);
	int number = cmark_node_get_list_start(list);

	for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item), number++) {
		cmark_node *body = cmark_node_first_child(item);
		char marker[16] = "-";

		if (ordered)
			snprintf(marker, sizeof marker, "%d.", number);
		if (!tight && item != cmark_node_first_child(list) && !add_block(writer, PROSE_BLANK, 0))
			return false;
		if (!add_block(writer, PROSE_ITEM, depth + 1) ||
		    !append(writer, &writer->block->marker, marker))
			return false;
		if (body && cmark_node_get_type(body) == CMARK_NODE_PARAGRAPH) {
			if (!add_inlines(writer, body, STYLE_PLAIN, 0))
				return false;
			body = cmark_node_next(body);
		}
		if (!add_blocks(writer, body, depth + 1, tight))
			return false;
	}
	return true;
}

static bool add_one(struct writer *writer, cmark_node *node, int depth)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_PARAGRAPH:
		return add_block(writer, PROSE_PARAGRAPH, depth) && add_inlines(writer, node, STYLE_PLAIN, 0);
	case CMARK_NODE_HEADING:
		return add_block(writer, PROSE_HEADING, cmark_node_get_heading_level(node)) &&
		       add_inlines(writer, node, STYLE_PLAIN, 0);
	case CMARK_NODE_CODE_BLOCK:
		return add_code(writer, node, depth);
	case CMARK_NODE_LIST:
		return add_list(writer, node, depth);
	case CMARK_NODE_BLOCK_QUOTE:
		return add_blocks(writer, cmark_node_first_child(node), depth + 1, true);
	case CMARK_NODE_THEMATIC_BREAK:
		return true; /* the blank line around it says enough */
	default:
		return refuse(writer, node, "HTML cannot be shown here; say it in CommonMark");
	}
}

/* A run of sibling blocks, with a blank between them unless they are the inside of a tight list. */
static bool add_blocks(struct writer *writer, cmark_node *first, int depth, bool tight)
{
	if (depth > DEPTH_LIMIT)
		return refuse(writer, first, "lists in lists, too deep to be shown; keep it flat");
	for (cmark_node *node = first; node; node = cmark_node_next(node)) {
		if (!tight && node != first && !add_block(writer, PROSE_BLANK, 0))
			return false;
		if (!add_one(writer, node, depth))
			return false;
	}
	return true;
}

/* "Who eats? {#who}" becomes title and id. */
static bool split_heading(struct writer *writer, cmark_node *node, char *text)
{
	struct prose_section *section = writer->section;
	char *open = strstr(text, "{#"), *close = open ? strchr(open, '}') : NULL, *end = open;

	if (!close || close[1] != '\0' || close == open + 2)
		return refuse(
			writer, node,
			"this heading has no id; end it with {#name}, the id of its step in lesson.lua");
	while (end > text && end[-1] == ' ')
		end--;
	if (end == text)
		return refuse(writer, node,
			      "this heading has an id but no words; write the step's title before {#");
	if (strspn(open + 2, "abcdefghijklmnopqrstuvwxyz0123456789-") != (size_t)(close - open) - 2)
		return refuse(writer, node,
			      "an id is made of a-z, 0-9 and -; rename it here and in lesson.lua");
	section->id = strndup(open + 2, (size_t)(close - open) - 2);
	section->title = strndup(text, (size_t)(end - text));
	return section->id && section->title ? true : complain_memory(writer->complaint);
}

/* The words of the heading, gathered in a block that goes away again. */
static bool add_section(struct writer *writer, cmark_node *node)
{
	struct prose *prose = writer->prose;
	struct prose_section *fresh = grow(writer, prose->sections, prose->count, sizeof *fresh);
	char *text = NULL;
	bool good;

	if (!fresh)
		return false;
	prose->sections = fresh;
	writer->section = &fresh[prose->count++];
	*writer->section = (struct prose_section){.line = (unsigned)cmark_node_get_start_line(node)};
	good = add_block(writer, PROSE_HEADING, 2) && add_inlines(writer, node, STYLE_PLAIN, 0) &&
	       append(writer, &text, "");
	for (size_t i = 0; good && i < writer->block->span_count; i++)
		good = append(writer, &text, writer->block->spans[i].text);
	good = good && split_heading(writer, node, text);
	free(text);
	prose_free_blocks(writer->section->blocks, writer->section->block_count);
	writer->section->blocks = NULL;
	writer->section->block_count = 0;
	return good;
}

static bool add_document(struct writer *writer, cmark_node *document)
{
	for (cmark_node *node = cmark_node_first_child(document); node; node = cmark_node_next(node)) {
		int level = cmark_node_get_type(node) == CMARK_NODE_HEADING ?
				    cmark_node_get_heading_level(node) :
				    0;
		bool good = true;

		if (level == 2)
			good = add_section(writer, node);
		else if (writer->section && level == 1)
			good = refuse(writer, node, "a # title inside the steps; use ## with an id, or ###");
		else if (writer->section)
			good = (writer->section->block_count == 0 || add_block(writer, PROSE_BLANK, 0)) &&
			       add_one(writer, node, 0);
		else if (level != 1)
			good = refuse(writer, node,
				      "text before the first step; put it under a heading ## words {#id}");
		if (!good)
			return false;
	}
	if (writer->prose->count == 0)
		return complain(writer->complaint, -EINVAL,
				"%s:1: no steps; write ## words {#id} for each step", writer->name);
	return true;
}

bool prose_read(struct prose *prose, const struct source *source, struct complaint *complaint)
{
	struct writer writer = {.prose = prose, .name = source->name, .complaint = complaint};
	cmark_node *document = cmark_parse_document(source->bytes, source->length, CMARK_OPT_DEFAULT);
	bool good;

	*prose = (struct prose){0};
	if (!document)
		return complain_memory(complaint);
	good = add_document(&writer, document);
	cmark_node_free(document);
	return good;
}

void prose_free_blocks(struct prose_block *blocks, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < blocks[i].span_count; j++)
			free(blocks[i].spans[j].text);
		free(blocks[i].spans);
		free(blocks[i].marker);
	}
	free(blocks);
}

void prose_finish(struct prose *prose)
{
	for (size_t i = 0; i < prose->count; i++) {
		free(prose->sections[i].id);
		free(prose->sections[i].title);
		prose_free_blocks(prose->sections[i].blocks, prose->sections[i].block_count);
	}
	free(prose->sections);
	*prose = (struct prose){0};
}
