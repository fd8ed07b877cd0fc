/* The wait-for graph for Graphviz: processes are round, objects square; an arrow leads from who waits to what
 * it waits for, and from there to who holds it. What is stuck is red and drawn twice or thick, so that it
 * shows without colour. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "export/export.h"

/* A quoted string. */
static bool add_quoted(struct buffer *out, const char *text)
{
	bool fine = buffer_add(out, "\"", 1);

	for (; fine && *text; text++)
		fine = (*text != '"' && *text != '\\') ? buffer_add(out, text, 1) :
							 buffer_print(out, "\\%c", *text);
	return fine && buffer_add(out, "\"", 1);
}

static bool is_stuck(const struct export *export, uint32_t process)
{
	const struct verdict *verdict = export->verdict;

	for (uint32_t i = 0; verdict->kind == VERDICT_DEADLOCK && i < verdict->stuck_count; i++)
		if (verdict->stuck[i] == process)
			return true;
	return false;
}

/* Two outlines of a process, a thick line of an arrow. */
static const char *node_style(bool stuck)
{
	return stuck ? ", color=\"#c0392b\", fontcolor=\"#c0392b\", peripheries=2" : "";
}

static const char *arrow_style(bool stuck)
{
	return stuck ? ", color=\"#c0392b\", fontcolor=\"#c0392b\", penwidth=2" : "";
}

static bool add_process(struct export *export, const struct world_process *process)
{
	struct buffer *out = export->out;

	return buffer_print(out, "  p%" PRIu32 " [shape=ellipse, label=", process->number) &&
	       add_quoted(out, process->name) &&
	       buffer_print(out, "%s];\n", node_style(is_stuck(export, process->number)));
}

static bool add_object(struct export *export, const struct world_object *object)
{
	struct buffer *out = export->out;

	return buffer_print(out, "  o%" PRIu32 " [shape=box, label=", object->number) &&
	       add_quoted(out, object->name) && buffer_print(out, "];\n");
}

static bool add_holders(struct export *export, const struct world_object *object)
{
	uint32_t numbers[256], units[256];
	uint32_t count = world_holders(export->world, object->number, numbers, units, 256);
	bool fine = true;

	for (uint32_t i = 0; fine && i < count && i < 256; i++)
		fine = buffer_print(export->out, "  o%" PRIu32 " -> p%" PRIu32 " [label=\"held by\"%s];\n",
				    object->number, numbers[i], arrow_style(is_stuck(export, numbers[i])));
	return fine;
}

/* A process object is the process itself: who joins it waits for it. */
static bool add_waits(struct export *export, const struct world_process *process)
{
	struct world_target target;
	bool fine = true;

	if (process->life != LIFE_ALIVE || process->doing != DOING_WAITING)
		return true;
	for (uint32_t i = 0; fine && world_target(process, i, &target); i++) {
		const struct world_object *object = world_object(export->world, target.object);
		const char *style = arrow_style(is_stuck(export, process->number));

		if (object && object->primitive == PRIMITIVE_PROCESS)
			fine = buffer_print(export->out,
					    "  p%" PRIu32 " -> p%" PRIu32 " [label=\"joins\"%s];\n",
					    process->number, object->state.process.self - 1, style);
		else if (object)
			fine = buffer_print(export->out,
					    "  p%" PRIu32 " -> o%" PRIu32 " [label=\"waits, line %" PRIu32
					    "\"%s];\n",
					    process->number, object->number, process->line, style);
	}
	return fine;
}

static int end(struct export *export)
{
	const struct world *world = export->world;
	bool fine = buffer_print(export->out, "digraph waits {\n  rankdir=LR;\n  label=") &&
		    add_quoted(export->out, export->file) && buffer_print(export->out, ";\n");

	for (uint32_t i = 0; fine && i < world->process_count; i++)
		if (world->processes[i].life == LIFE_ALIVE)
			fine = add_process(export, &world->processes[i]);
	for (uint32_t i = 0; fine && i < world->object_count; i++)
		if (world->objects[i].number && world->objects[i].primitive != PRIMITIVE_PROCESS)
			fine = add_object(export, &world->objects[i]) &&
			       add_holders(export, &world->objects[i]);
	for (uint32_t i = 0; fine && i < world->process_count; i++)
		fine = add_waits(export, &world->processes[i]);
	return fine && buffer_print(export->out, "}\n") ? 0 : -ENOMEM;
}

const struct export_format export_dot = {
	.name = "dot",
	.summary = "the wait-for graph at the end, or --at an event: for Graphviz",
	.end = end,
};
