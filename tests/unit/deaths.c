/* Death at every step: a process is killed at point 0, 1, 2, … of every transition of every primitive, until
 * the transition was over before it came to that point.
 *
 * main makes the objects anew for each death, starts the victim, lets it go on by single instructions
 * (deaths_step.h) and kills it. What is to happen then is in deaths_rows.h, a row a transition: who else is
 * waiting, and how main lets go on whoever waits. After each death it must hold that
 *   - the supervisor repairs: the victim can be joined,
 *   - the state is what the events say: before the transition or after it, never between,
 *   - whoever waits goes on as soon as its guard holds, and others can use the object,
 *   - nobody is in the monitor, nobody is left among the waiters, no page is left with a process,
 *   - counts are conserved: items, permits, turns, tasks; items are whole and in order,
 *   - nobody is left behind.
 * The front end sleeps until the doorbell rings, and folds every event into a world as in the storms.
 *
 * Here a death comes after every STRIDE-th thing that a process leaves behind; with ALL=1 after each, with
 * SOAK=1 after every instruction.
 */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "runtime/arena.h"
#include "runtime/array.h"
#include "runtime/batch.h"
#include "runtime/monitor.h"
#include "runtime/process.h"
#include "runtime/run.h"
#include "runtime/steps.h"
#include "unit/items.h"
#include "world/world.h"

#ifndef __x86_64__
int main(void)
{
	puts("1..0 # SKIP only an x86-64 processor can be watched instruction by instruction here");
	return 0;
}
#else

#include "unit/deaths_step.h"

/* Without ALL and SOAK. The sanitizers' code has five times the instructions; they look for other mistakes
 * than those that a death at another point makes. */
#ifdef __SANITIZE_ADDRESS__
#define STRIDE 29
#else
#define STRIDE 7
#endif
#define FIRST 7 /* the first death of a row is before this point: every row has so many */

struct row;
struct kind;

enum stage { STAGE_BEFORE, STAGE_INSIDE, STAGE_OVER };

struct scene { /* in shared memory, one a run */
	const struct kind *kind;
	const struct row *row;
	struct handle object, second;
	uint32_t first;		/* index of the first object made for this death */
	uint32_t point;		/* where the victim dies */
	uint32_t stride;	/* from one death to the next */
	bool every;		/* every instruction is a point */
	bool broken;		/* it was said; no more deaths */
	_Atomic int stage;	/* of the victim */
	_Atomic int arrived;	/* the waiter has begun */
	_Atomic int refused;	/* errno of ptrace */
	_Atomic uint64_t heard; /* number of the event that the front end read last */
	uint64_t lost;		/* tasks of which the waiter heard that they were */
	uint32_t deaths;
	uint64_t at; /* the instruction at which it died */
	bool freed;  /* by main, since the victim began */
	bool over;   /* the victim was not killed */
	struct handle waiter;
	struct watch watch;
};

typedef void act_function(struct self *self, struct scene *scene);

struct kind {
	const char *name;
	uint8_t primitive;
	bool deep;    /* may be taken again by its owner */
	bool bounded; /* has a limit */
	int64_t a, b; /* its configuration */
};

struct row {
	const char *name;
	act_function *prepare; /* main; the object is made already, if the kind has one */
	act_function *before;  /* the victim, not yet watched */
	act_function *act;     /* the victim */
	act_function *waiter;  /* another process, asleep when the victim begins */
	act_function *free; /* main, when the victim sleeps, and as long as the waiter waits: lets it go on */
	bool behind;	    /* the waiter comes when the victim is asleep */
	bool free_at_once;  /* after the death, before the repair */
	bool follows;	    /* it is the child that dies, which the victim starts */
	bool alone;	    /* and its parent does not go on before that */
	bool tempo;	    /* each operation is held for a moment */
	bool deep, bounded; /* only for such kinds */
	uint8_t only;	    /* only for this primitive */
	uint8_t except;	    /* not for this primitive */
};

struct family {
	const char *name;
	const struct kind *kinds;
	const struct row *rows;
	act_function *check; /* main, when all is quiet: are counts conserved, and can it be used? */
};

static void broken(struct self *self, struct scene *scene, const char *what, int64_t number)
{
	extern const char __executable_start[];
	char text[300];
	int length = snprintf(text, sizeof text,
			      "BROKEN: %s, %s, dead at point %u (at %#llx of the program): %s %lld",
			      scene->kind->name, scene->row->name, scene->point,
			      (unsigned long long)(scene->at - (uint64_t)(uintptr_t)__executable_start), what,
			      (long long)number);

	if (!scene->broken)
		process_say(self, text, (size_t)length);
	scene->broken = true;
}

static enum outcome act(struct self *self, struct handle object, int action, int64_t a, int64_t timeout)
{
	struct request request = {.action = (uint8_t)action, .a = a};

	return operate(self, object, &request, timeout);
}

#include "unit/deaths_rows.h"

static int victim_main(struct self *self, void *context)
{
	struct scene *scene = context;

	if (scene->row->before)
		scene->row->before(self, scene);
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0) {
		atomic_store(&scene->refused, errno);
		return 1;
	}
	raise(SIGSTOP);
	atomic_store(&scene->stage, STAGE_INSIDE);
	scene->row->act(self, scene);
	atomic_store(&scene->stage, STAGE_OVER);
	return 0;
}

static int waiter_main(struct self *self, void *context)
{
	struct scene *scene = context;

	atomic_store(&scene->arrived, 1);
	scene->row->waiter(self, scene);
	return 0;
}

/* Start the waiter; it is there when it sleeps or has ended. */
static void start_waiter(struct self *self, struct scene *scene)
{
	struct process_info info;
	int64_t until = clock_now() + PATIENCE;

	if (!scene->row->waiter || scene->waiter.index)
		return;
	if (process_spawn(self, &scene->waiter, NULL, false, waiter_main, scene) < 0)
		broken(self, scene, "no process for a waiter", 0);
	while (process_info(self, scene->waiter, &info) && !info.ended &&
	       (!atomic_load(&scene->arrived) || proc_state(info.pid) != 'S'))
		if (clock_now() > until)
			return broken(self, scene, "the waiter does not get to waiting", 0);
		else
			sched_yield();
}

static void let_go_on(struct self *self, struct scene *scene)
{
	scene->freed = true;
	if (scene->row->free)
		scene->row->free(self, scene);
}

/* It sleeps in the kernel, and this is not the point: it is to go on. */
static enum stop wake(struct self *self, struct scene *scene, pid_t pid)
{
	if (!scene->freed) {
		start_waiter(self, scene);
		let_go_on(self, scene);
	}
	return await_stop(pid, true, false);
}

/* Let it go on until it has come to its point, and kill it. True: it was over before. */
static bool drive(struct self *self, struct scene *scene, pid_t pid)
{
	uint32_t point = 0;

	watch_begin(&scene->watch, self->arena, scene->first);
	for (;;) {
		bool inside = atomic_load(&scene->stage) == STAGE_INSIDE;

		scene->at = instruction_of(pid);
		if (atomic_load(&scene->stage) == STAGE_OVER)
			return ptrace(PTRACE_DETACH, pid, NULL, NULL), true;
		if (inside && point == scene->point)
			return kill(pid, SIGKILL), false;
		bool call = is_call(scene->at), sleepy = call && may_sleep(pid);
		if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) < 0)
			return atomic_store(&scene->refused, errno), true;
		enum stop stop = await_stop(pid, sleepy, sleepy);
		if (stop == STOP_ASLEEP) {
			if (++point == scene->point)
				return kill(pid, SIGKILL), false;
			stop = wake(self, scene, pid);
		}
		if (stop == STOP_ENDED)
			return true;
		if (stop == STOP_LATE) {
			broken(self, scene, "it sleeps for ever", 0);
			return kill(pid, SIGKILL), true;
		}
		if (inside)
			point += watch_changed(&scene->watch) || call || scene->every;
	}
}

/* The victim runs until it has forked; its child is the one to be driven. */
static pid_t child_of(struct self *self, struct scene *scene, pid_t pid)
{
	unsigned long child = 0;

	ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACEFORK);
	ptrace(PTRACE_CONT, pid, NULL, NULL);
	if (await_stop(pid, true, false) != STOP_STEPPED ||
	    ptrace(PTRACE_GETEVENTMSG, pid, NULL, &child) < 0 || !child) {
		broken(self, scene, "it has not forked", 0);
		return 0;
	}
	if (!scene->row->alone)
		ptrace(PTRACE_DETACH, pid, NULL, NULL);
	await_stop((pid_t)child, true, false);
	return (pid_t)child;
}

static bool is_waiting_rightly(struct self *self, struct handle process)
{
	const struct slot *slot = &self->arena->slots[process.index - 1];
	uint32_t index = atomic_load(&slot->waiting_on);
	union state state;

	if (!index || atomic_load(&slot->attention)) /* it has news to hear */
		return false;
	const struct action *action =
		&primitive_get(arena_object(self->arena, index)->primitive)->actions[slot->request.action];
	object_peek(self, (struct handle){.index = index}, &state);
	return !action->guard(&state, &slot->request);
}

/* After the repair, with main doing nothing: the waiter goes on, or its guard does not hold. */
static void settle_waiter(struct self *self, struct scene *scene)
{
	int64_t until = clock_now() + PATIENCE;
	struct process_info info;

	while (process_info(self, scene->waiter, &info) && !info.ended &&
	       !is_waiting_rightly(self, scene->waiter))
		if (clock_now() > until)
			return broken(self, scene, "a waiter was not woken though its guard holds", 0);
		else
			sched_yield();
}

static void join_waiter(struct self *self, struct scene *scene)
{
	struct process_info info;
	int code;

	if (!scene->row->waiter)
		return;
	start_waiter(self, scene);
	for (int i = 0; i < 5; i++) {
		settle_waiter(self, scene);
		if (!process_info(self, scene->waiter, &info) || info.ended)
			break;
		let_go_on(self, scene);
	}
	if (process_join(self, scene->waiter, PATIENCE, &code) != OUTCOME_OK)
		broken(self, scene, "the waiter still waits", 0);
	else if (code)
		broken(self, scene, "the waiter came to", code);
}

/* Nobody but main is left: orphans end too. */
static void await_quiet(struct self *self, struct scene *scene)
{
	int64_t until = clock_now() + PATIENCE;

	for (uint32_t i = 0; i < SLOTS; i++)
		while (i != self->slot->index && slot_state(&self->arena->slots[i]) != SLOT_FREE)
			if (clock_now() > until)
				return broken(self, scene, "a process was left behind in slot", i);
			else
				sched_yield();
}

/* The front end has been rung for all that happened so far. */
static void await_heard(struct self *self, struct scene *scene)
{
	uint64_t drawn = atomic_load(&self->arena->trace.drawn);
	int64_t until = clock_now() + PATIENCE;

	while (atomic_load(&scene->heard) < drawn)
		if (clock_now() > until)
			return broken(self, scene, "the doorbell was not rung", 0);
		else
			sched_yield();
}

static uint64_t digest(unsigned primitive, const union state *state)
{
	union state copy = {.small = ""};
	uint64_t hash = UINT64_C(14695981039346656037);

	state_copy(primitive_get(primitive), &copy, state);
	/* Where things are in the arena is not the world's business. */
	if (primitive == PRIMITIVE_POOL) {
		copy.pool.tasks = copy.pool.results = (struct chain){0};
		copy.pool.head_items = copy.pool.head_offset = 0;
		for (uint32_t i = 0; i < copy.pool.count; i++)
			copy.pool.workers[i].block = 0;
	} else if (primitive == PRIMITIVE_ARRAY)
		copy.array.page = copy.array.journal = 0;
	else if (primitive == PRIMITIVE_QUEUE || primitive == PRIMITIVE_SIMPLEQUEUE ||
		 primitive == PRIMITIVE_JOINABLE || primitive == PRIMITIVE_PIPE)
		copy.queue.chain = (struct chain){0};
	for (size_t i = 0; i < primitive_get(primitive)->size; i++)
		hash = (hash ^ ((const unsigned char *)&copy)[i]) * UINT64_C(1099511628211);
	return hash;
}

/* All is quiet. The front end compares the state with what it knows from the events. */
static void check_object(struct self *self, struct scene *scene, uint32_t index)
{
	struct object *object = arena_object(self->arena, index);
	union state state;
	char text[80];

	if (atomic_load(&object->monitor))
		broken(self, scene, "somebody is in the monitor:", atomic_load(&object->monitor));
	for (uint32_t i = 0; i < SLOT_WORDS; i++)
		if (atomic_load(&object->waiters[i]))
			broken(self, scene,
			       "left among the waiters:", (int64_t)atomic_load(&object->waiters[i]));
	if (!atomic_load(&object->announced))
		return;
	object_peek(self, (struct handle){.index = index}, &state);
	int length =
		snprintf(text, sizeof text, "= %u %u %llu", object->number, atomic_load(&object->version),
			 (unsigned long long)digest(object->primitive, &state));
	process_say(self, text, (size_t)length);
}

static void check_pages(struct self *self, struct scene *scene)
{
	uint32_t high = atomic_load(&self->arena->page_high);

	for (uint32_t page = 1; page < high; page++) {
		uint32_t owner = atomic_load(arena_page_owner(self->arena, page));

		if (owner && !(owner & OWNER_OBJECT))
			broken(self, scene, "a page is left with slot", owner - 1);
	}
}

static void check_all(struct self *self, struct scene *scene, const struct family *family)
{
	for (uint32_t i = scene->first; i < atomic_load(&self->arena->object_count); i++)
		check_object(self, scene, i);
	check_pages(self, scene);
	if (family->check && scene->object.index)
		family->check(self, scene);
}

/* One death. True: the transition was over before the point was reached. */
static bool die(struct self *self, struct scene *scene, const struct family *family)
{
	const struct row *row = scene->row;
	struct process_info info;
	struct handle victim;
	int code;

	scene->first = atomic_load(&self->arena->object_count);
	scene->freed = false;
	scene->lost = 0;
	scene->waiter = scene->object = scene->second = (struct handle){0};
	atomic_store(&scene->stage, STAGE_BEFORE);
	atomic_store(&scene->arrived, 0);
	if (scene->kind->primitive)
		scene->object =
			object_create(self, scene->kind->primitive, scene->kind->a, scene->kind->b, NULL);
	if (row->prepare)
		row->prepare(self, scene);
	if (process_spawn(self, &victim, NULL, false, victim_main, scene) < 0)
		return broken(self, scene, "no process for a victim", 0), true;
	process_info(self, victim, &info);
	if (await_stop(info.pid, true, false) != STOP_STEPPED)
		return true;
	if (!row->behind)
		start_waiter(self, scene);
	pid_t driven = row->follows ? child_of(self, scene, info.pid) : info.pid;
	if (row->follows)
		atomic_store(&scene->stage, STAGE_INSIDE);
	bool over = scene->over = driven && drive(self, scene, driven);
	if (row->follows)
		waitpid(driven, NULL, __WALL | (over ? WNOHANG : 0)); /* its parent hears of it after us */
	if (row->alone)
		ptrace(PTRACE_DETACH, info.pid, NULL, NULL);
	if (row->free_at_once && !scene->freed)
		let_go_on(self, scene);
	if (process_join(self, victim, PATIENCE, &code) != OUTCOME_OK)
		return broken(self, scene, "it cannot be joined", 0), true;
	if (code != (over || row->follows ? 0 : -SIGKILL))
		broken(self, scene, "it came to", code);
	join_waiter(self, scene);
	await_quiet(self, scene);
	check_all(self, scene, family);
	await_heard(self, scene);
	return over;
}

struct play {
	struct scene *scene;
	const struct family *family;
};

static int deaths_main(struct self *self, void *context)
{
	const struct play *play = context;
	struct scene *scene = play->scene;
	cpu_set_t here;

	/* Handing over to and fro is three times as fast on one processor. */
	CPU_ZERO(&here);
	CPU_SET((size_t)sched_getcpu(), &here);
	sched_setaffinity(0, sizeof here, &here);
	while (!die(self, scene, play->family) && !scene->broken && !atomic_load(&scene->refused)) {
		scene->point += scene->stride;
		scene->deaths++;
	}
	return 0;
}

/* "= NUMBER VERSION DIGEST": main has looked at an object, when nobody was using it. */
static void compare(const struct world *world, const char *said)
{
	unsigned number, version;
	unsigned long long is;

	assert_int_equal(sscanf(said, "= %u %u %llu", &number, &version, &is), 3);
	const struct world_object *object = world_object(world, number);
	assert_non_null(object);
	if (object->version != version || digest(object->primitive, &object->state) != is)
		fail_msg("%s %s is not what its events say: version %u, by the events %u",
			 primitive_get(object->primitive)->kind, object->name, version, object->version);
}

static void check_event(struct world *world, const struct trace_event *event)
{
	assert_int_equal(event->seq, world->seq + 1);
	world_apply(world, event);
	if (getenv("EVENTS"))
		print_message(
			"# %llu %s process %u object %u version %u action %u a %lld b %lld outcome %u %.*s\n",
			(unsigned long long)event->seq, event_kind_name(event->kind), event->process,
			event->object, event->version, event->action, (long long)event->a,
			(long long)event->b, event->outcome, 60, event->text);
	if (world->inconsistent)
		fail_msg("event %llu: %s", (unsigned long long)event->seq, world->inconsistent);
	if (event->kind == TRACE_SAID && event->text[0] == '=')
		compare(world, event->text);
	else if (event->kind == TRACE_SAID && strncmp(event->text, "BROKEN", 6) == 0)
		fail_msg("%s", event->text);
}

/* The events of one row's run. Returns how many died. */
static uint32_t play(struct scene *scene, const struct family *family)
{
	struct play context = {scene, family};
	struct run_options options = {
		.body = deaths_main, .context = &context, .tempo = scene->row->tempo ? 1 : 0};
	struct world *world = world_create();
	struct trace_event event;
	struct run *run;

	assert_int_equal(run_start(&run, &options), 0);
	do {
		struct pollfd bell = {.fd = run_fd(run), .events = POLLIN};
		int got = run_read(run, &event);

		assert_true(got >= 0);
		if (got) {
			check_event(world, &event);
			atomic_store(&scene->heard, event.seq);
		} else if (poll(&bell, 1, (int)(PATIENCE / 1000000) * 2) == 0)
			fail_msg("%s, %s, dead at point %u: nothing more is heard", scene->kind->name,
				 scene->row->name, scene->point);
	} while (!world->finished);
	run_finish(run);
	if (world->processes[0].exit_code)
		fail_msg("%s, %s, point %u: main came to %d", scene->kind->name, scene->row->name,
			 scene->point, world->processes[0].exit_code);
	world_destroy(world);
	return scene->deaths;
}

static bool is_for(const struct row *row, const struct kind *kind)
{
	return (!row->deep || kind->deep) && (!row->bounded || kind->bounded) &&
	       (!row->only || row->only == kind->primitive) &&
	       (!row->except || row->except != kind->primitive);
}

static void survives(void **state)
{
	const struct family *family = *state;
	struct scene *scene =
		mmap(NULL, sizeof *scene, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	const char *wanted = getenv("ROW");
	bool all = getenv("ALL");
	uint32_t deaths = 0, rows = 0;

	assert_true(scene != MAP_FAILED);
	for (const struct kind *kind = family->kinds; kind->name; kind++)
		for (const struct row *row = family->rows; row->name; row++) {
			if (!is_for(row, kind) || (wanted && strcmp(wanted, row->name)))
				continue;
			memset(scene, 0, offsetof(struct scene, watch));
			scene->kind = kind;
			scene->row = row;
			scene->every = getenv("SOAK") != NULL;
			scene->stride = scene->every || all ? 1 : STRIDE;
			scene->point = rows % (scene->stride < FIRST ? scene->stride : FIRST);
			int64_t began = clock_now();
			uint32_t died = play(scene, family);
			if (atomic_load(&scene->refused)) {
				print_message("# ptrace(2) is refused here: %s\n", strerror(scene->refused));
				skip();
			}
			if (getenv("VERBOSE"))
				print_message("# %s, %s: %u deaths, %lld ms\n", kind->name, row->name, died,
					      (long long)(clock_now() - began) / 1000000);
			if (!died)
				fail_msg("%s, %s: nobody died", kind->name, row->name);
			deaths += died;
			rows++;
		}
	munmap(scene, sizeof *scene);
	print_message("# %s: %u deaths in %u transitions\n", family->name, deaths, rows);
}

int main(void)
{
	struct CMUnitTest tests[sizeof families / sizeof *families];

	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		tests[i] = (struct CMUnitTest){.name = families[i].name,
					       .test_func = survives,
					       .initial_state = (void *)(uintptr_t)&families[i]};
	cmocka_set_test_filter(getenv("FAMILY"));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
#endif
