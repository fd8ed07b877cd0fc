/* The wait-for graph as a ladder: one row a process, the cycle contiguous with one closing rail, whoever
 * hangs on it below. General graph layout fails in a terminal; with locks each process waits for at most
 * one object and each lock has one owner, so there is at most one cycle in a component, and no line ever
 * crosses another.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tui/tr.h"
#include "tui/view.h"
#include "world/words.h"

/* The two columns of the ladder, as wide as the longest name in them. */
struct ladder {
	int process, object;
	bool brief; /* arrows without words: there is only room for the names */
};

static struct ladder measure(const struct world *world, int width)
{
	struct ladder ladder = {0};
	int most = width / 4 > 16 ? width / 4 : 16, words = text_columns(tr("waits")) +
		text_columns(tr("held by")) + 4 + 10; /* the rail, and the arrows with their blanks */

	for (uint32_t i = 0; i < world->process_count; i++) {
		const struct world_process *process = &world->processes[i];
		const struct world_object *target = world_object(world, process->target);
		int name = text_columns(process->name), object = target ? text_columns(target->name) : 0;

		if (!view_waits(process))
			continue;
		ladder.process = name > ladder.process ? name : ladder.process;
		if (target && target->primitive != PRIMITIVE_PROCESS && object > ladder.object)
			ladder.object = object;
	}
	ladder.process = ladder.process < most ? ladder.process : most;
	ladder.object = ladder.object < most ? ladder.object : most;
	ladder.brief = ladder.object && words + 2 * ladder.process + ladder.object > width;
	return ladder;
}

/* " ━waits━▶ " */
static void write_arrow(const struct ladder *ladder, struct pen *pen, unsigned ink, bool heavy,
			const char *words)
{
	const char *dash = heavy ? "━" : "─";

	if (ladder->brief)
		pen_print(pen, ink, " %s▶ ", dash);
	else
		pen_print(pen, ink, " %s%s%s▶ ", dash, words, dash);
}

/* A text padded to so many columns. */
static void pen_column(struct pen *pen, unsigned ink, int columns, const char *text)
{
	int end = pen->column + columns;

	if (pen->column < pen->end)
		area_put(pen->area, pen->row, pen->column, columns, TEXT_LEFT, ink, text);
	pen_to(pen, end);
}

#define NEVER INT64_C(1000000000000000000) /* ns */

static void write_deadline(const struct scene *scene, const struct world_process *process, struct pen *pen)
{
	char left[16];

	/* By hand it is the person's to say when a time runs out. */
	if (!process->deadline || process->deadline - scene->now > NEVER)
		return;
	view_duration(process->deadline - scene->now, left);
	pen_print(pen, INK_FAINT, tr("  gives up in %s"), left);
}

/* Who holds the other end of the pipe that it waits for, "" if it waits for something else. */
static void other_ends(const struct world *world, const struct world_process *process, char *text,
		       size_t size)
{
	struct world_target target = {.object = process->target, .action = process->action};
	uint32_t numbers[8], count = world_other_ends(world, target, numbers, 8);

	*text = '\0';
	for (uint32_t i = 0; count != UINT32_MAX && i < count && i < 8; i++)
		view_append(text, size, " ", view_process_name(world, numbers[i]));
	if (!count)
		snprintf(text, size, "%s", tr("nobody"));
}

/* "P1 ━waits━▶ fork1 ━held by━▶ P2", after whatever the caller wrote at the row's beginning. */
static void write_rung(const struct scene *scene, const struct ladder *ladder, struct pen *pen,
		       uint32_t number, unsigned ink, bool heavy)
{
	const struct world_process *process = world_process(scene->world, number);
	const struct world_object *object = world_object(scene->world, process->target);
	char holders[96], name[128];

	view_short_name(process->name, ladder->process, name, sizeof name);
	pen_column(pen, ink, ladder->process, name);
	if (!object)
		return;
	if (object->primitive == PRIMITIVE_PROCESS) {
		write_arrow(ladder, pen, ink, heavy, tr("joins"));
		pen_put(pen, ink, object->name);
		write_deadline(scene, process, pen);
		return;
	}
	write_arrow(ladder, pen, ink, heavy, tr("waits"));
	view_short_name(object->name, ladder->object, name, sizeof name);
	pen_column(pen, ink, ladder->object, name);
	view_holders(scene->world, object->number, holders, sizeof holders);
	if (*view_why(object, process->action) && !(ladder->brief && *holders))
		pen_print(pen, ink, " %s", view_why(object, process->action));
	if (*holders) {
		write_arrow(ladder, pen, ink, heavy, tr("held by"));
		pen_put(pen, ink, holders);
	}
	other_ends(scene->world, process, holders, sizeof holders);
	if (*holders) {
		write_arrow(ladder, pen, ink, heavy, tr("other end"));
		pen_put(pen, ink, holders);
	}
	write_deadline(scene, process, pen);
}

static void write_errors(const struct scene *scene, struct page *page)
{
	const struct world *world = scene->world;
	char text[512];

	if (world->load_error) {
		snprintf(text, sizeof text, tr("! The scenario cannot start: %.*s"),
			 (int)strcspn(world->load_error->bytes, "\n"), world->load_error->bytes);
		page_text(page, 1, INK_STUCK | INK_BOLD, text);
	}
	for (uint32_t i = 0; i < world->process_count; i++) {
		const struct trace_text *error = world->processes[i].error;

		if (!error)
			continue;
		snprintf(text, sizeof text, tr("! %s failed: %.*s"), world->processes[i].name,
			 (int)strcspn(error->bytes, "\n"), error->bytes);
		page_text(page, 1, INK_STUCK | INK_BOLD, text);
	}
	if (world->inconsistent) {
		snprintf(text, sizeof text, tr("A bug in the sandbox itself, please report: %s"),
			 world->inconsistent);
		page_text(page, 1, INK_STUCK | INK_BOLD, text);
	}
	if (world->out_of_memory)
		page_text(page, 1, INK_STUCK | INK_BOLD, tr("Out of memory: what is shown is incomplete."));
}

#define LOSSES_SHOWN 3 /* of a run: their first line is enough to see what goes on */

static void write_losses(const struct scene *scene, struct page *page)
{
	const struct world *world = scene->world;
	char words[400], text[480];

	for (uint32_t i = 0; i < world->loss_count && i < LOSSES_SHOWN; i++) {
		const struct world_loss *loss = &world->losses[i];

		words_loss(world, loss, NULL, tr, words, sizeof words);
		snprintf(text, sizeof text,
			 loss->times == 1 ?
				 "! %s" :
				 tr("! %s; since then at these lines %" PRIu64 " times more"),
			 words, loss->times - 1);
		page_text(page, 1, INK_WAIT, text);
	}
}

static uint32_t waiting_count(const struct world *world)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < world->process_count; i++)
		count += view_waits(&world->processes[i]);
	return count;
}

static void write_head(const struct scene *scene, struct page *page)
{
	const struct verdict *verdict = scene->verdict;
	uint32_t waiting = waiting_count(scene->world);
	char text[160];

	if (verdict->kind == VERDICT_DEADLOCK) {
		struct pen pen = page_line(page);

		pen_put(&pen, 0, " ");
		pen_print(&pen, INK_STUCK | INK_BOLD | INK_REVERSE, tr("! DEADLOCK "));
		view_when(scene, verdict->since, 2, text, sizeof text);
		pen_print(&pen, INK_STUCK | INK_BOLD, tr("  %u of %u processes, since %s%s"),
			  verdict->stuck_count, scene->world->alive, scene->hand ? "" : "t=", text);
		return;
	}
	if (verdict->kind == VERDICT_STALLED)
		page_text(
			page, 1, INK_WAIT | INK_BOLD,
			tr("? STALLED: these probably wait for ever, but that is not certain."));
	else if (waiting) {
		snprintf(text, sizeof text, waiting == 1 ? tr("%u process waits; it is not stuck.") :
							  tr("%u processes wait; nobody is stuck."), waiting);
		page_text(page, 1, INK_PLAIN, text);
	} else if (scene->run == RUN_FINISHED)
		page_text(page, 1, INK_PLAIN, tr("Finished: no process is left. Press r to run it again."));
	else
		page_text(page, 1, INK_FAINT,
			  tr("Nobody waits. A process that waits appears here, and for whom it waits."));
}

static bool in_ring(const struct verdict *verdict, uint32_t process)
{
	for (uint32_t i = 0; i < verdict->ring_count; i++)
		if (verdict->ring[i] == process)
			return true;
	return false;
}

static void write_ring(const struct scene *scene, const struct ladder *ladder, struct page *page)
{
	const struct verdict *verdict = scene->verdict;

	for (uint32_t i = 0; i < verdict->ring_count; i++) {
		struct pen pen = page_line(page);
		const char *rail = verdict->ring_count == 1 ? " ▶▶ " : i == 0 ? " ┏▶ " :
				   i + 1 == verdict->ring_count ? " ┗━ " : " ┃  ";

		pen_put(&pen, INK_STUCK | INK_BOLD, rail);
		write_rung(scene, ladder, &pen, verdict->ring[i], INK_STUCK | INK_BOLD, true);
	}
}

/* Those outside the ring: first who is stuck, then who merely waits. */
static void write_trees(const struct scene *scene, const struct ladder *ladder, struct page *page, bool stuck)
{
	const struct world *world = scene->world;

	for (uint32_t i = 0; i < world->process_count; i++) {
		struct pen pen;

		if (!view_waits(&world->processes[i]) || in_ring(scene->verdict, i) ||
		    view_is_stuck(scene, i) != stuck)
			continue;
		pen = page_line(page);
		pen_put(&pen, stuck ? INK_STUCK : INK_WAIT, stuck ? "  ! " : "    ");
		write_rung(scene, ladder, &pen, i, stuck ? INK_STUCK : INK_WAIT, false);
	}
}

static void write_free(const struct scene *scene, struct page *page)
{
	const struct world *world = scene->world;
	char names[256] = "", text[320];

	for (uint32_t i = 0; i < world->process_count; i++)
		if (world->processes[i].life == LIFE_ALIVE && !view_waits(&world->processes[i]))
			view_append(names, sizeof names, ", ", world->processes[i].name);
	if (!*names)
		return;
	snprintf(text, sizeof text, tr("can move: %s"), names);
	page_text(page, 1, INK_PLAIN, text);
}

static void write_closing(const struct scene *scene, struct page *page)
{
	const struct world *world = scene->world;
	const struct verdict *verdict = scene->verdict;
	const struct world_process *closer = world_process(world, verdict->ring[0]);
	const struct world_object *object;
	char holders[64], text[512];

	for (uint32_t i = 1; i < verdict->ring_count; i++) {
		const struct world_process *process = world_process(world, verdict->ring[i]);

		if (process->waits_seq > closer->waits_seq)
			closer = process;
	}
	object = world_object(world, closer->target);
	if (!object)
		return;
	view_holders(world, object->number, holders, sizeof holders);
	if (object->primitive == PRIMITIVE_PROCESS)
		snprintf(text, sizeof text, tr("%s closed the ring in line %u: it waits for the end of %s."),
			 closer->name, closer->line, object->name);
	else if (verdict->ring_count == 1)
		snprintf(text, sizeof text, tr("%s waits in line %u for %s, which it holds itself."),
			 closer->name, closer->line, object->name);
	else if (!*holders)
		snprintf(text, sizeof text, tr("%s closed the ring in line %u: it waits for %s %s."),
			 closer->name, closer->line, object->name, view_why(object, closer->action));
	else
		snprintf(text, sizeof text,
			 tr("%s closed the ring in line %u: it asked for %s, which %s holds."), closer->name,
			 closer->line, object->name, holders);
	page_text(page, 1, INK_PLAIN, text);
}

/* Why there is no hope, without a ring. Of a barrier it is a matter of counting. */
static void write_hopeless(const struct scene *scene, struct page *page)
{
	char text[256];

	for (uint32_t i = 0; i < scene->world->object_count; i++) {
		const struct world_object *object = &scene->world->objects[i];
		uint32_t missing = view_missing_parties(scene, object);

		if (!missing)
			continue;
		snprintf(text, sizeof text,
			 missing == 1 ? tr("%s: %u of %u have come, and wait for one that does not exist.") :
					tr("%s: %u of %u have come, and wait for others that do not exist."),
			 object->name, object->state.barrier.parties - missing,
			 object->state.barrier.parties);
		page_text(page, 1, INK_PLAIN, text);
	}
	page_text(page, 1, INK_PLAIN, tr("Nobody who can still move could ever end these waits."));
}

static bool ring_of_locks(const struct scene *scene)
{
	const struct verdict *verdict = scene->verdict;

	for (uint32_t i = 0; i < verdict->ring_count; i++) {
		const struct world_process *process = world_process(scene->world, verdict->ring[i]);
		const struct world_object *object = world_object(scene->world, process->target);

		if (!object || object->primitive == PRIMITIVE_PROCESS ||
		    !primitive_get(object->primitive)->owner)
			return false;
	}
	return verdict->ring_count > 1;
}

/* Coffman, Elphick and Shoshani, System deadlocks, Computing Surveys 3(2), 1971. */
static void write_conditions(struct page *page)
{
	static const char *const conditions[][2] = {
		{"mutual exclusion", "each lock has one owner"},
		{"hold and wait", "each holds one, wants another"},
		{"no preemption", "nobody takes a lock away"},
		{"circular wait", "the ring above"},
	};

	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
		struct pen pen = page_line(page);

		pen_put(&pen, INK_PLAIN, " [x] ");
		pen_column(&pen, INK_BOLD, 18, tr(conditions[i][0]));
		pen_put(&pen, INK_FAINT, tr(conditions[i][1]));
	}
	page_text(page, 1, INK_PLAIN, tr("Break any one of the four, and no ring can form."));
}

static void write(const struct scene *scene, struct page *page)
{
	struct ladder ladder = measure(scene->world, page->columns);

	write_errors(scene, page);
	write_losses(scene, page);
	write_head(scene, page);
	write_ring(scene, &ladder, page);
	write_trees(scene, &ladder, page, true);
	if (scene->verdict->ring_count)
		write_closing(scene, page);
	else if (scene->verdict->kind == VERDICT_DEADLOCK)
		write_hopeless(scene, page);
	write_trees(scene, &ladder, page, false);
	if (scene->verdict->kind != VERDICT_NONE)
		write_free(scene, page);
	if (scene->verdict->kind == VERDICT_DEADLOCK && ring_of_locks(scene))
		write_conditions(page);
}

const struct view view_graph = {.name = "Wait-for graph", .short_name = "Graph", .write = write};
