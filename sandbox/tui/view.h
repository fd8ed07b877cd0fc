/* A view: a constant table of functions for one panel, in a file of its own.
 *
 * A view draws the scene into an area and knows how many lines it would like; it does not know where on
 * the screen it is. To add one: write view_NAME.c like view_graph.c (lines that scroll) or view_objects.c
 * (a table), and a row in view.c.
 */
#ifndef TUI_VIEW_H
#define TUI_VIEW_H

#include "tui/grid.h"
#include "tui/keymap.h"
#include "tui/scene.h"

/* Lines that scroll: the same code writes them and, without an area, counts them. */
struct page {
	const struct area *area; /* NULL: only count */
	int columns;
	int first; /* line in the area's first row */
	int lines; /* written so far */
};

struct pen page_line(struct page *page);
/* A text wrapped to the columns right of `indent`. */
void page_text(struct page *page, int indent, unsigned ink, const char *text);

struct view {
	const char *name;       /* "Processes": for the panel's title; translate with tr() */
	const char *short_name; /* for the tab bar */
	/* The title, with what changes: "Processes (6)". NULL = the name. */
	void (*title)(const struct scene *scene, char *text, size_t size);
	/* Either write: lines that scroll … */
	void (*write)(const struct scene *scene, struct page *page);
	/* … or draw, which returns how many lines are hidden below, and lines: how many would show
	 * everything. */
	int (*draw)(const struct scene *scene, const struct area *area);
	int (*lines)(const struct scene *scene, int columns);
	/* A movement; rows and columns are the area's. false = it can do nothing. NULL = scroll by lines. */
	bool (*move)(struct scene *scene, enum key_request request, int rows, int columns);
};

extern const struct view view_processes, view_graph, view_objects, view_timeline, view_source, view_lesson,
	view_events, view_catalogue, view_help;

/* The rows that the lesson's text needs at least to be shown whole. */
int view_lesson_least(const struct scene *scene, int columns);

/* In the lesson's place: what recording this is. */
void view_recording_write(const struct scene *scene, struct page *page);

/* Remember where the source was shown last: it stays there while the selected process's line is in sight. */
void view_source_settle(struct scene *scene, int rows);

const struct view *view_get(enum panel panel); /* never NULL */
void view_title(const struct scene *scene, enum panel panel, char *text, size_t size);
int view_draw(const struct scene *scene, enum panel panel, const struct area *area); /* lines hidden below */
int view_lines(const struct scene *scene, enum panel panel, int columns);
bool view_move(struct scene *scene, enum panel panel, enum key_request request, int rows, int columns);

/* Scroll *first among so many lines; false if it is at that end already. */
bool view_scroll(int *first, enum key_request request, int lines, int rows);
/* The first line to show: the wish cut to what there is. */
int view_first(int wish, int lines, int rows);
/* For a table: the first row to show so that the selected one is seen. */
int view_first_around(int selected, int count, int rows);
/* A line that says there is nothing yet, and why. */
void view_empty(const struct area *area, const char *text);

/* When something was: "1.60s", or of a run by hand "step 3": after so many. */
void view_when(const struct scene *scene, int64_t time, int digits, char *text, size_t size);

/* "2.5s", "14s", "3m20" in at most 5 columns. */
void view_duration(int64_t nanoseconds, char text[16]);

const char *view_task(enum task task); /* "BREAK IT" */
const char *view_moment(enum moment moment); /* its glyph */
bool view_is_stuck(const struct scene *scene, uint32_t process);
/* Some process is stuck waiting for it. */
bool view_is_waited_for_ever(const struct scene *scene, uint32_t object);
/* Of a barrier at which processes are stuck: how many more would have to come. 0 of anything else. */
uint32_t view_missing_parties(const struct scene *scene, const struct world_object *object);
bool view_waits(const struct world_process *process); /* alive, and its guard does not hold */
const char *view_mark(const struct scene *scene, const struct world_process *process); /* "!", "x", " " … */
/* What it waits for, in so many columns: "fork1 (P2)". */
void view_waiting(const struct world *world, const struct world_process *process, int columns, char *text,
		  size_t size);
/* Why a process waits: "(full)", "" if its owner says it. */
const char *view_why(const struct world_object *object, unsigned action);
unsigned view_ink(const struct scene *scene, const struct world_process *process);
const char *view_process_name(const struct world *world, uint32_t process); /* "?" if there is none */
/* The width of the column of process names: that of the longest, in a range. */
int view_name_columns(const struct world *world, int least, int most);
/* A name in at most so many columns. Its number stays: "work…12" and "work…13" are two. */
void view_short_name(const char *name, int columns, char *text, size_t size);
/* The names of those who hold it, "P1 P2×2", or of the process that a join waits for. */
void view_holders(const struct world *world, uint32_t object, char *text, size_t size);
/* Append to a text of `size` bytes, with a separator if it is not empty; what does not fit is cut. */
void view_append(char *text, size_t size, const char *separator, const char *more);

#endif
