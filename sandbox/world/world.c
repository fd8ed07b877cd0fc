/* The fold, processes first: how an event changes who is alive and what everybody is doing. The objects'
 * part is object.c.
 *
 * Events are not trusted. They come through memory that dying processes write; an event that does not fit is
 * noted in world->inconsistent and applied as far as it makes sense, and nothing here may fail on it. */
#include "world/world.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "world/fold.h"
#include "world/lost.h"

struct world *world_create(void)
{
	return calloc(1, sizeof(struct world));
}

void world_destroy(struct world *world)
{
	if (!world)
		return;
	for (uint32_t i = 0; i < world->process_count; i++) {
		free(world->processes[i].held);
		free(world->processes[i].others);
		free(world->processes[i].error);
	}
	for (uint32_t i = 0; i < world->object_count; i++)
		object_finish(&world->objects[i]);
	free(world->processes);
	free(world->objects);
	free(world->load_error);
	lost_destroy(world->lost);
	free(world);
}

void fold_inconsistent(struct world *world, const struct trace_event *event, const char *what)
{
	if (world->inconsistent)
		return;
	world->inconsistent = what;
	world->inconsistent_seq = event->seq;
}

bool fold_reserve(struct world *world, void *array, uint32_t *room, uint32_t count, size_t element)
{
	char **memory = array;

	if (count <= *room)
		return true;
	uint32_t wanted = *room ? *room : 4;
	while (wanted < count)
		wanted *= 2;
	char *grown = realloc(*memory, wanted * element);
	if (!grown) {
		world->out_of_memory = true;
		return false;
	}
	memset(grown + *room * element, 0, (wanted - *room) * element);
	*memory = grown;
	*room = wanted;
	return true;
}

/* Add to a text that may be NULL. */
static void append(struct world *world, struct trace_text **text, const struct trace_event *event)
{
	size_t before = *text ? (*text)->length : 0;
	size_t length = event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX;
	struct trace_text *grown = realloc(*text, sizeof *grown + before + length + 1);

	if (!grown) {
		world->out_of_memory = true;
		return;
	}
	memcpy(grown->bytes + before, event->text, length);
	grown->length = before + length;
	grown->bytes[grown->length] = '\0';
	*text = grown;
}

static void copy_text(char *to, size_t size, const struct trace_event *event)
{
	utf8_clean(to, size, event->text, event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX);
}

static void is_doing(struct world_process *process, enum doing doing, int64_t since)
{
	process->doing = doing;
	process->since = since;
	process->target = 0;
	process->action = 0;
	process->deadline = 0;
	process->waits_seq = 0;
	process->operand = 0;
	process->other_count = 0;
	process->others_cut = false;
}

static void born(struct world *world, const struct trace_event *event)
{
	if (event->process >= FOLD_NUMBERS) {
		fold_inconsistent(world, event, "a process has an impossible number");
		return;
	}
	if (!fold_reserve(world, &world->processes, &world->process_room, event->process + 1,
			  sizeof *world->processes))
		return;
	struct world_process *process = &world->processes[event->process];
	if (event->process < world->process_count && process->life != LIFE_ABSENT) {
		fold_inconsistent(world, event, "a process was born twice");
		return;
	}
	if (event->process >= world->process_count)
		world->process_count = event->process + 1;
	process->number = event->process;
	process->pid = (int32_t)event->a;
	process->parent = event->b >= 0 && event->b < FOLD_NUMBERS ? (int32_t)event->b : -1;
	process->object = event->object;
	process->life = LIFE_ALIVE;
	copy_text(process->name, sizeof process->name, event);
	is_doing(process, DOING_RUNNING, event->time);
	world->alive++;
}

static void died(struct world *world, struct world_process *process, const struct trace_event *event)
{
	bool possible = event->a == (event->kind == TRACE_KILLED ? event->a & 127 : (int32_t)event->a);

	if (process->life != LIFE_ALIVE) {
		fold_inconsistent(world, event, "a process died twice");
		return;
	}
	if (!possible)
		fold_inconsistent(world, event, "an impossible exit code");
	else
		process->exit_code = (int32_t)(event->kind == TRACE_KILLED ? -event->a : event->a);
	process->life = LIFE_ZOMBIE;
	process->stopped = false;
	is_doing(process, DOING_RUNNING, event->time);
	world->alive--;
	world->death_seq = event->seq;
	object_ended(world, event, process->exit_code);
}

/* " 12:1 15:0": the objects of an mp.wait and what it waits to be able to do to each, the first being the
 * target; + at the end: there were more. */
static void waits_for_several(struct world *world, struct world_process *process,
			      const struct trace_event *event)
{
	const char *at = memchr(event->text, '\0', sizeof event->text) ? strchr(event->text, ' ') : NULL;
	char *end;

	process->other_count = 0;
	for (; at && *at == ' '; at = end) {
		uint64_t object = strtoul(at + 1, &end, 10),
			 action = *end == ':' ? strtoul(end + 1, &end, 10) : 0;
		if (!fold_reserve(world, &process->others, &process->other_room, process->other_count + 1,
				  sizeof *process->others))
			return;
		if (object < FOLD_NUMBERS && fold_object(world, (uint32_t)object))
			process->others[process->other_count++] =
				(struct world_target){.object = (uint32_t)object, .action = (uint8_t)action};
		if (end == at + 1)
			break;
		process->others_cut = *end == '+';
	}
	for (uint32_t i = 0; i < process->other_count; i++)
		object_used(world, process->others[i].object, process->number);
}

/* It wants or waits to do something to an object. A process that wakes and finds its guard false again
 * keeps its place and its time. */
static void is_after(struct world *world, struct world_process *process, const struct trace_event *event,
		     enum doing doing)
{
	if (!fold_object(world, event->object)) {
		fold_inconsistent(world, event, "somebody wants an object that does not exist");
		return;
	}
	bool again = process->doing == doing && process->target == event->object &&
		     process->action == event->action;
	if (!again) {
		is_doing(process, doing, event->time);
		process->target = event->object;
		process->action = event->action;
		process->waits_seq = event->seq;
		process->operand = event->b;
	}
	process->deadline = doing == DOING_WAITING && event->a > 0 ? event->a : 0;
}

/* Parked before a step that is no action of an object. */
static void wants_step(struct world_process *process, const struct trace_event *event)
{
	is_doing(process, DOING_WANTS, event->time);
	process->target = event->object;
	process->action = event->action;
	process->operand = event->b;
}

/* In controlled mode nobody says that it waits: it is parked with what it wants, and either can do it as
 * things stand or cannot. */
static void see_who_waits(struct world *world)
{
	for (uint32_t i = 0; i < world->process_count; i++) {
		struct world_process *process = &world->processes[i];

		if (process->life != LIFE_ALIVE ||
		    (process->doing != DOING_WANTS && process->doing != DOING_WAITING) ||
		    process->action >= TRACE_STEP || !process->target)
			continue;
		bool waits = process->patience != OUTCOME_BUSY && !world_may_proceed(world, process);
		process->doing = waits ? DOING_WAITING : DOING_WANTS;
		process->deadline = waits && process->patience == OUTCOME_TIMED_OUT ? INT64_MAX : 0;
	}
}

static void failed(struct world *world, struct world_process *process, const struct trace_event *event)
{
	struct trace_text **text = process ? &process->error : &world->load_error;

	if (!process || !process->error_more) {
		world->errors++;
		free(*text);
		*text = NULL;
	}
	append(world, text, event);
	if (process) {
		process->failed = true;
		process->error_more = event->more;
	}
}

static void signalled(struct world *world, const struct trace_event *event)
{
	struct world_process *target =
		event->a >= 0 && event->a < FOLD_NUMBERS ? fold_process(world, (uint32_t)event->a) : NULL;

	if (!target)
		fold_inconsistent(world, event, "a signal went to a process that does not exist");
	else if (event->b != SIGSTOP && event->b != SIGCONT && event->b != 0)
		target->doomed = true;
}

/* text = name "\t" min "\t" max "\t" help */
static void knob(struct world *world, const struct trace_event *event)
{
	char name[sizeof world->knobs->name];
	bool ends = memchr(event->text, '\0', sizeof event->text);
	const char *rest = ends ? strchr(event->text, '\t') : NULL;
	uint32_t i = 0;
	char *end;

	if (!rest) {
		fold_inconsistent(world, event, "a knob without a range");
		return;
	}
	utf8_clean(name, sizeof name, event->text, (size_t)(rest - event->text));
	while (i < world->knob_count && strcmp(world->knobs[i].name, name) != 0)
		i++;
	if (i == sizeof world->knobs / sizeof *world->knobs)
		return;
	struct world_knob *known = &world->knobs[i];
	if (i == world->knob_count)
		world->knob_count++;
	memcpy(known->name, name, sizeof name);
	known->value = event->a;
	known->min = strtoll(rest + 1, &end, 10);
	known->max = strtoll(*end == '\t' ? end + 1 : end, &end, 10);
	if (*end == '\t')
		end++;
	utf8_clean(known->help, sizeof known->help, end, strlen(end));
}

/* What processes do themselves, or what becomes of them. */
static void apply_to_process(struct world *world, struct world_process *process,
			     const struct trace_event *event)
{
	/* Whoever reaps the dead says so from a line of its own: theirs stays where they died. */
	if (event->line && process->life == LIFE_ALIVE)
		process->line = event->line;
	switch (event->kind) {
	case TRACE_EXITED:
	case TRACE_KILLED:
		died(world, process, event);
		break;
	case TRACE_REAPED:
		/* Twice, if its parent was killed right after it had done so. */
		if (process->life == LIFE_ALIVE)
			fold_inconsistent(world, event, "a process was reaped that had not died");
		else
			process->life = LIFE_GONE;
		break;
	case TRACE_WANTS:
		if (event->action >= TRACE_STEP) {
			wants_step(process, event);
			break;
		}
		is_after(world, process, event, DOING_WANTS);
		process->patience = event->outcome;
		if (event->length)
			waits_for_several(world, process, event);
		break;
	case TRACE_LOOKED:
		is_doing(process, DOING_RUNNING, event->time);
		object_used(world, event->object, process->number);
		break;
	case TRACE_WAITS:
		is_after(world, process, event, DOING_WAITING);
		if (event->length)
			waits_for_several(world, process, event);
		object_used(world, event->object, process->number);
		break;
	case TRACE_DID:
		is_doing(process, DOING_RUNNING, event->time);
		process->steps += event->primitive != PRIMITIVE_PIPE || event->action != PIPE_INHERIT;
		object_did(world, event);
		break;
	case TRACE_REFUSED:
	case TRACE_TIMED_OUT:
		is_doing(process, DOING_RUNNING, event->time);
		object_used(world, event->object, process->number);
		if (event->outcome == OUTCOME_INTERRUPTED)
			process->doomed = false;
		break;
	case TRACE_ABANDONED:
		object_abandoned(world, event);
		break;
	case TRACE_SLEEPS:
		is_doing(process, DOING_SLEEPING, event->time);
		process->deadline = event->a;
		break;
	case TRACE_WORKS:
		is_doing(process, DOING_WORKING, event->time);
		break;
	case TRACE_WOKE:
		is_doing(process, DOING_RUNNING, event->time);
		break;
	case TRACE_LABEL:
		copy_text(process->label, sizeof process->label, event);
		break;
	case TRACE_ERROR:
		failed(world, process, event);
		break;
	case TRACE_STOPPED:
	case TRACE_CONTINUED:
		process->stopped = event->kind == TRACE_STOPPED && process->life == LIFE_ALIVE;
		break;
	default:
		break;
	}
}

/* What is about the run as a whole. Returns false if it is not. */
static bool apply_to_run(struct world *world, const struct trace_event *event)
{
	switch (event->kind) {
	case TRACE_BORN:
		born(world, event);
		return true;
	case TRACE_CREATED:
		object_created(world, event);
		/* The process of a process object is yet to be born; else this moves its creator's line. */
		return event->primitive == PRIMITIVE_PROCESS;
	case TRACE_KNOB:
		knob(world, event);
		return false;
	case TRACE_SIGNALLED:
		signalled(world, event);
		return false;
	case TRACE_PAUSED:
	case TRACE_RESUMED:
		world->paused = event->kind == TRACE_PAUSED;
		return true;
	case TRACE_TEMPO:
		world->tempo = event->a > 0 ? event->a : 0;
		return true;
	case TRACE_CONTROLLED:
		world->controlled = true;
		return true;
	case TRACE_FINISHED:
		world->finished = true;
		return true;
	case TRACE_ERROR:
		if (event->process == TRACE_SANDBOX)
			failed(world, NULL, event);
		return event->process == TRACE_SANDBOX;
	default:
		return false;
	}
}

void world_apply(struct world *world, const struct trace_event *event)
{
	if (event->seq != world->seq + 1)
		fold_inconsistent(world, event, "events are missing or out of order");
	world->seq = event->seq;
	if (event->kind == TRACE_VOID)
		return;
	if (event->kind >= TRACE_KINDS) {
		fold_inconsistent(world, event, "an event of an unknown kind");
		return;
	}
	world->events++;
	if (event->time > world->time)
		world->time = event->time;
	if (apply_to_run(world, event) || event->process == TRACE_SANDBOX)
		return;
	struct world_process *process = fold_process(world, event->process);
	if (process)
		apply_to_process(world, process, event);
	else
		fold_inconsistent(world, event, "an event of a process that does not exist");
	if (world->controlled)
		see_who_waits(world);
}
