/* Processes that live again (runtime/lives.h): whatever they lived through before, under a schedule they do
 * what processes do that were forked for it. And one schedule of every class (schedule/every.h). */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/proc.h"
#include "runtime/arena.h"
#include "schedule/every.h"
#include "schedule/search.h"
#include "script/script.h"

#define START "local mp = require 'multiprocessing'\n"
#define SCHEDULES 25

static struct scenario scenario;
static struct run_options options;

static struct executor *executor_of(const char *source, bool lives)
{
	struct executor *executor;

	scenario = (struct scenario){.path = "test.lua", .source = source, .length = strlen(source)};
	options = (struct run_options){.seed = 1, .lives = lives};
	script_prepare(&scenario, &options);
	assert_int_equal(executor_create(&executor, &options, INT64_C(120000000000)), 0);
	return executor;
}

static struct execution plain, living;
static struct step steps[CONTROL_STEPS];

static void assert_same_step(const struct step *one, const struct step *other)
{
	size_t size = offsetof(struct offer, watched) + one->offer.watched_count * sizeof *one->offer.watched;

	assert_int_equal(one->process, other->process);
	assert_int_equal(one->decision, other->decision);
	assert_memory_equal(&one->offer, &other->offer, size);
	assert_int_equal(one->answer.outcome, other->answer.outcome);
	assert_int_equal(one->answer.attended, other->answer.attended);
	assert_int_equal(one->answer.interrupted, other->answer.interrupted);
	assert_int_equal(one->answer.a, other->answer.a);
	assert_int_equal(one->answer.b, other->answer.b);
	assert_int_equal(one->answer.content, other->answer.content);
}

/* The same random schedules in both. Returns how many executions began with processes that were there. */
static unsigned compare(const char *source)
{
	struct executor *forking = executor_of(source, false), *again = executor_of(source, true);
	unsigned rewound = 0;

	for (uint64_t seed = 1; seed <= SCHEDULES; seed++) {
		struct policy *policy = policy_random(seed);

		assert_int_equal(executor_run(forking, NULL, 0, policy, 300, NULL, &plain), 0);
		memcpy(steps, plain.steps, plain.count * sizeof *steps);
		assert_int_equal(
			executor_run(again, plain.grants, plain.granted, NULL, 0, NULL, &living), 0);
		rewound += executor_rewound(again);
		assert_int_equal(living.granted, plain.granted);
		assert_int_equal(living.ending, plain.ending);
		assert_int_equal(living.count, plain.count);
		for (uint32_t i = 0; i < plain.count; i++)
			assert_same_step(&steps[i], &living.steps[i]);
		policy_destroy(policy);
	}
	executor_destroy(forking);
	executor_destroy(again);
	return rewound;
}

static void test_the_same_steps(void **state)
{
	static const char *const sources[] = {
		/* ends, deadlocks, and errors in between */
		START
		"local a, b, v = mp.Lock(), mp.Lock(), mp.Value('i', 0)\n"
		"local function eat(x, y, n) for i = 1, n do x:acquire() y:acquire(true, 1)\n"
		"  v.value = v.value + 1 if v.value == 3 then error('three') end\n"
		"  y:release() x:release() end end\n"
		"mp.Process{target = eat, args = {a, b, 2}}:start()\n"
		"mp.Process{target = eat, args = {b, a, 2}}:start()\n",
		/* children make objects and children of their own, so numbers differ from schedule to
		   schedule */
		START
		"local q = mp.Queue()\n"
		"local function child(n) local own = mp.Lock() own:acquire()\n"
		"  local p if n > 0 then p = mp.Process{target = child, args = {n - 1}} p:start() end\n"
		"  q:put{n, own, tostring(own)} own:release() if p then p:join() end end\n"
		"local ps = {}\n"
		"for i = 1, 2 do ps[i] = mp.Process{target = child, args = {1}} ps[i]:start() end\n"
		"for i = 1, 4 do local got = q:get() got[2]:acquire() got[2]:release() end\n"
		"for _, p in ipairs(ps) do p:join() end\n",
		/* the past of a child is what its parent read */
		START "local v = mp.Value('i', 0)\n"
		      "local function add() v.value = v.value + 1 end\n"
		      "local function late(n) assert(n == v.value or n < v.value) v.value = v.value + n end\n"
		      "local a = mp.Process{target = add} a:start()\n"
		      "local seen = v.value\n"
		      "local b = mp.Process{target = late, args = {seen}} b:start()\n"
		      "a:join() b:join() print(v.value)\n",
		/* signals, and an interruption before the first step */
		START "local e = mp.Event()\n"
		      "local p = mp.Process{target = function() e:wait() end} p:start()\n"
		      "local r = mp.Process{target = function() local ok = pcall(function() e:wait() end) "
		      "e:set() end} r:start()\n"
		      "r:interrupt() p:terminate() r:join() p:join()\n",
		/* interrupted in a wait, at its end, and in a loop */
		START "local q, ready = mp.Queue(), mp.Event()\n"
		      "local p = mp.Process{target = function()\n"
		      "  pcall(function() ready:set() q:get() end) end} p:start()\n"
		      "ready:wait() p:interrupt() p:join()\n"
		      "p = mp.Process{target = function() mp.sleep(9) end} p:start() p:interrupt() p:join()\n"
		      "p = mp.Process{target = function()\n"
		      "  ready:set() for i = 1, 1000 do end ready:set() end}\n"
		      "p:start() p:interrupt() p:join()\n",
		/* pipes, which children inherit, and a condition */
		START
		"local c = mp.Condition()\n"
		"local near, far = mp.Pipe()\n"
		"local p = mp.Process{target = function() far:send{1, 2} c:acquire() c:notify() c:release() "
		"local ok, got = pcall(far.recv, far) end} \n"
		"c:acquire() p:start() c:wait(1) c:release()\n"
		"assert(near:recv()[2] == 2) near:close() p:join()\n",
		/* a large block that is there at the birth, and given back in some lives */
		START "local big, n = {}, mp.RawValue('i', 0) for i = 1, 131072 do big[i] = i end\n"
		      "local function f() if n.value == 0 then n.value = 1 big = nil collectgarbage()\n"
		      "  else assert(big[100000] == 100000) end end\n"
		      "local a = mp.Process{target = f} a:start()\n"
		      "local b = mp.Process{target = f} b:start() a:join() b:join()\n",
		/* a child with too much memory to be kept: it is forked each time, and main is not */
		START "local l = mp.Lock()\n"
		      "local much\n"
		      "local function small() l:acquire() l:release() end\n"
		      "local a = mp.Process{target = small} a:start()\n"
		      "much = string.rep('x', 8 << 20)\n"
		      "local b = mp.Process{target = small} b:start()\n"
		      "a:join() b:join()\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		assert_true(compare(sources[i]) >= SCHEDULES / 2);
}

static const char crossed[] =
	START "local a, b = mp.Lock(), mp.Lock()\n"
	      "local function eat(x, y) x:acquire() y:acquire() y:release() x:release() end\n"
	      "local p = mp.Process{target = eat, args = {a, b}} p:start()\n"
	      "local q = mp.Process{target = eat, args = {b, a}} q:start()\n"
	      "p:join() q:join()\n";

/* By the schedule, and from outside: whoever is dead is forked anew, the others go on living. */
static void test_kills(void **state)
{
	struct executor *executor = executor_of(crossed, true);
	struct policy *first = policy_first();
	const struct grant kills[] = {
		{0, DECISION_GO}, {0, DECISION_GO}, {1, DECISION_GO}, {1, DECISION_KILL}};
	struct arena *arena;

	(void)state;
	for (int i = 0; i < 20; i++) {
		assert_int_equal(executor_run(executor, NULL, 0, first, 0, NULL, &living), 0);
		assert_int_equal(living.ending, ENDING_FINISHED);
		assert_int_equal(executor_run(executor, kills, 4, NULL, 0, NULL, &living), 0);
		assert_int_equal(living.granted, 4);
		assert_int_equal(living.parked_count, 2);
	}
	arena = run_arena(executor_of_run(executor));
	for (int i = 0; i < 3; i++) {
		pid_t pid = arena->control.vessels[i].pid;

		assert_int_equal(kill(pid, SIGKILL), 0);
		while (proc_state(pid) && proc_state(pid) != 'Z')
			;
		assert_int_equal(executor_run(executor, NULL, 0, first, 0, NULL, &living), 0);
	}
	assert_int_equal(executor_run(executor, NULL, 0, first, 0, NULL, &living), 0);
	assert_int_equal(living.ending, ENDING_FINISHED);
	policy_destroy(first);
	executor_destroy(executor);
}

static struct knowledge *knowledge;
static struct model *model;

/* Everything that can be known of it. */
static void learn_all(const char *source)
{
	struct executor *executor = executor_of(source, false);
	struct policy *first = policy_first();
	struct search_options how = {.eager = true, .goes_on = true};
	struct complaint complaint;
	struct grant *need = NULL;
	uint32_t room = 0;
	enum search_end end;

	knowledge = knowledge_create();
	model = model_create(knowledge);
	assert_int_equal(executor_run(executor, NULL, 0, first, 100, NULL, &plain), 0);
	assert_int_equal(learn(knowledge, model, &plain, &complaint), LEARNED);
	struct search *search = search_create(knowledge, model, &how);
	while ((end = search_run(search, 100000)) != SEARCH_EXHAUSTED) {
		uint32_t count = end == SEARCH_NEEDS ? search_need(search, &need, &room) : 0;

		assert_true(end == SEARCH_NEEDS || end == SEARCH_FOUND || end == SEARCH_PAUSED);
		if (!count)
			continue;
		assert_int_equal(executor_run(executor, need, count, first, count + 100, NULL, &plain), 0);
		assert_int_equal(learn(knowledge, model, &plain, &complaint), LEARNED);
	}
	search_destroy(search);
	free(need);
	policy_destroy(first);
	executor_destroy(executor);
}

static void forget_all(void)
{
	model_destroy(model);
	knowledge_destroy(knowledge);
}

/* Two philosophers who eat twice: 11 classes, 5 of them deadlocks (the oracles of the design). */
static const char twice[] = START
	"local a, b = mp.Lock(), mp.Lock()\n"
	"local function eat(x, y) for _ = 1, 2 do x:acquire() y:acquire() y:release() x:release() end end\n"
	"local p = mp.Process{target = eat, args = {a, b}} p:start()\n"
	"local q = mp.Process{target = eat, args = {b, a}} q:start()\n"
	"p:join() q:join()\n";

static void test_every_class(void **state)
{
	struct every *every;

	(void)state;
	learn_all(twice);
	assert_int_equal(every_create(&every, &options, knowledge, model, NULL), 0);
	while (every_next(every) > 0)
		;
	assert_int_equal(every_told(every)->lesson, LEARNED);
	assert_int_equal(every_told(every)->classes, 11);
	assert_int_equal(every_told(every)->run, 11);
	assert_int_equal(every_told(every)->failed, 5);
	assert_int_equal(every_told(every)->anew, 1);
	every_destroy(every);
	forget_all();
}

/* What is known comes from one program, and another one runs: that is seen. */
static void test_another_program(void **state)
{
	static const char other[] = START
		"local a, b = mp.Lock(), mp.Lock()\n"
		"local function eat(x, y) for _ = 1, 2 do x:acquire() y:acquire() x:release() y:release() "
		"end end\n"
		"local p = mp.Process{target = eat, args = {a, b}} p:start()\n"
		"local q = mp.Process{target = eat, args = {b, a}} q:start()\n"
		"p:join() q:join()\n";
	struct every *every;

	(void)state;
	learn_all(twice);
	scenario.source = other;
	scenario.length = strlen(other);
	assert_int_equal(every_create(&every, &options, knowledge, model, NULL), 0);
	while (every_next(every) > 0)
		;
	assert_int_equal(every_told(every)->lesson, LEARNED_DIFFERS);
	assert_non_null(every_told(every)->because);
	every_destroy(every);
	forget_all();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_same_steps),
		cmocka_unit_test(test_kills),
		cmocka_unit_test(test_every_class),
		cmocka_unit_test(test_another_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
