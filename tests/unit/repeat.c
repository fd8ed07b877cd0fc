/* The same seed and the same schedule are the same run: every scenario of the lessons and of the tests, at
 * random schedules, each once more by its own schedule in the same program, with a supervisor of its own, and
 * in another program run, with another environment, folder and stack. Every event must be the same, all of it
 * but its time and the kernel's number of a process. Long with SOAK.
 *
 * By hand: repeat FILE... */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "schedule/executor.h"
#include "script/script.h"
#include "world/words.h"
#include "world/world.h"

#define GRANTS_MAX 600
#define PATIENCE   INT64_C(120000000000)

/* What came of an execution: its events, one after the other, cut to their text. */
struct record {
	struct buffer events;
	uint32_t count; /* of them */
	enum ending ending;
	struct grant *grants;
	uint32_t granted;
	const char *inconsistent;
	struct world *world;
};

/* In a buffer: as far as its text goes, and then to where the next one may lie. */
static size_t size_of(const struct trace_event *event)
{
	return (offsetof(struct trace_event, text) + event->length + 8) & ~(size_t)7;
}

static void keep(void *context, const struct trace_event *event)
{
	struct record *record = context;
	struct trace_event same;

	world_apply(record->world, event);
	memset(&same, 0, sizeof same); /* what lies between the fields too */
	same.seq = event->seq;
	same.process = event->process;
	same.object = event->object;
	same.version = event->version;
	same.line = event->line;
	same.a = event->kind == TRACE_BORN ? 0 : event->a;
	same.b = event->b;
	same.kind = event->kind;
	same.primitive = event->primitive;
	same.action = event->action;
	same.outcome = event->outcome;
	same.more = event->more;
	same.length = event->length;
	memcpy(same.text, event->text, event->length);
	assert_true(buffer_add(&record->events, &same, size_of(&same)));
	record->count++;
}

static void record_finish(struct record *record)
{
	buffer_finish(&record->events);
	free(record->grants);
	*record = (struct record){0};
}

static void execute(struct executor *executor, struct record *record, const struct grant *prefix,
		    uint32_t count, struct policy *policy)
{
	struct execution execution;
	const struct watcher watcher = {.see = keep, .context = record};

	*record = (struct record){.world = world_create()};
	assert_int_equal(executor_run(executor, prefix, count, policy, GRANTS_MAX, &watcher, &execution), 0);
	record->ending = execution.ending;
	record->granted = execution.granted;
	record->grants = malloc((execution.granted + 1) * sizeof *record->grants);
	if (execution.granted)
		memcpy(record->grants, execution.grants, execution.granted * sizeof *record->grants);
	record->inconsistent = record->world->inconsistent;
	world_destroy(record->world);
}

static const struct trace_event *event_at(const struct record *record, size_t at)
{
	return (const struct trace_event *)(record->events.bytes + at);
}

static void tell(const char *whose, const struct trace_event *event)
{
	printf("# %s: seq %llu process %d kind %s line %u object %u primitive %u "
	       "action %u outcome %u version %u "
	       "a %lld b %lld text %.*s\n",
	       whose, (unsigned long long)event->seq, (int)event->process, event_kind_name(event->kind),
	       event->line, event->object, event->primitive, event->action, event->outcome, event->version,
	       (long long)event->a, (long long)event->b, (int)event->length, event->text);
}

/* The first difference is told. */
static bool is_same(const struct record *a, const struct record *b, const char *what)
{
	size_t at = 0;

	if (a->events.length == b->events.length && a->granted == b->granted &&
	    memcmp(a->events.bytes, b->events.bytes, a->events.length) == 0)
		return true;
	while (at < a->events.length && at < b->events.length) {
		const struct trace_event *one = event_at(a, at), *other = event_at(b, at);

		if (size_of(one) != size_of(other) || memcmp(one, other, size_of(one)) != 0) {
			printf("# %s: an event differs\n", what);
			tell("once", one);
			tell("again", other);
			return false;
		}
		at += size_of(one);
	}
	printf("# %s: %u events and ending %u, then %u and %u\n", what, a->count, a->ending, b->count,
	       b->ending);
	return false;
}

/* A scenario that is loaded. */
struct loaded {
	struct scenario scenario;
	struct run_options options;
	char source[1 << 16];
};

static void load(struct loaded *loaded, const char *path)
{
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	*loaded = (struct loaded){.options = {.seed = 1}};
	loaded->scenario = (struct scenario){.path = path, .source = loaded->source};
	loaded->scenario.length = fread(loaded->source, 1, sizeof loaded->source, file);
	fclose(file);
	script_prepare(&loaded->scenario, &loaded->options);
}

static struct executor *executor_of(struct loaded *loaded)
{
	struct executor *executor;

	assert_int_equal(executor_create(&executor, &loaded->options, PATIENCE), 0);
	return executor;
}

/* FNV-1a over all events of all schedules: what another program run must come to. */
#define DIGEST UINT64_C(14695981039346656037)

static uint64_t digest_on(uint64_t digest, const struct record *record)
{
	for (size_t i = 0; i < record->events.length; i++)
		digest = (digest ^ (unsigned char)record->events.bytes[i]) * UINT64_C(1099511628211);
	return digest;
}

static uint64_t digest_of(struct loaded *loaded, unsigned schedules)
{
	struct executor *executor = executor_of(loaded);
	uint64_t digest = DIGEST;

	for (unsigned seed = 1; seed <= schedules; seed++) {
		struct policy *policy = policy_random(seed);
		struct record record;

		execute(executor, &record, NULL, 0, policy);
		digest = digest_on(digest, &record);
		record_finish(&record);
		policy_destroy(policy);
	}
	executor_destroy(executor);
	return digest;
}

/* Another program run: its digests of the files, a line each. */
static FILE *elsewhere(char *program, const char *schedules, char **files, size_t count, pid_t *pid)
{
	int ends[2];
	char **arguments = calloc(count + 4, sizeof *arguments);
	static char large[9000];

	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	*pid = fork();
	if (*pid == 0) {
		struct rlimit stack = {.rlim_cur = 3 << 20, .rlim_max = 64 << 20};

		arguments[0] = program;
		arguments[1] = (char *)"--digest";
		arguments[2] = (char *)schedules;
		memcpy(arguments + 3, files, count * sizeof *files);
		memset(large, 'x', sizeof large - 1);
		setenv("LARGE", large, 1);
		setenv("LUA_PATH", large, 1);
		setenv("TZ", "Asia/Tokyo", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		setrlimit(RLIMIT_STACK, &stack);
		if (chdir("/") < 0)
			_exit(127);
		dup2(ends[1], 1);
		close(ends[0]);
		execv(program, arguments);
		_exit(127);
	}
	close(ends[1]);
	free(arguments);
	return fdopen(ends[0], "r");
}

static char program[4096], schedules_text[16];
static unsigned schedules;

static bool agrees(const char *path, uint64_t *digest)
{
	static struct loaded loaded;
	struct executor *executor;
	bool fine = true;

	*digest = DIGEST;
	load(&loaded, path);
	executor = executor_of(&loaded);
	for (unsigned seed = 1; seed <= schedules; seed++) {
		struct policy *policy = policy_random(seed);
		struct record once, again;
		char what[300];

		execute(executor, &once, NULL, 0, policy);
		snprintf(what, sizeof what, "%s, schedule %u", path, seed);
		if (once.inconsistent || once.ending == ENDING_SPUN || once.ending == ENDING_REFUSED) {
			printf("# %s: ending %u, %s\n", what, once.ending, once.inconsistent);
			fine = false;
		}
		execute(executor, &again, once.grants, once.granted, NULL);
		fine &= is_same(&once, &again, what);
		record_finish(&again);
		if (seed == 1) {
			struct executor *other = executor_of(&loaded);

			execute(other, &again, once.grants, once.granted, NULL);
			snprintf(what, sizeof what, "%s, schedule %u, another supervisor", path, seed);
			fine &= is_same(&once, &again, what);
			record_finish(&again);
			executor_destroy(other);
		}
		*digest = digest_on(*digest, &once);
		record_finish(&once);
		policy_destroy(policy);
	}
	executor_destroy(executor);
	return fine;
}

/* A lot of files, and the same files in another program run meanwhile. */
static bool all_agree(char **files, size_t count)
{
	pid_t pid;
	FILE *other = elsewhere(program, schedules_text, files, count, &pid);
	bool fine = true;

	for (size_t i = 0; i < count; i++) {
		unsigned long long theirs = 0;
		uint64_t ours;

		fine &= agrees(files[i], &ours);
		if (fscanf(other, "%llx", &theirs) != 1 || theirs != ours) {
			printf("# %s: another program run differs\n", files[i]);
			fine = false;
		}
	}
	fclose(other);
	waitpid(pid, NULL, 0);
	return fine;
}

static void check_folder(const char *pattern)
{
	glob_t found;
	char path[4096];

	snprintf(path, sizeof path, "%s/%s", SANDBOX_SOURCE_DIR, pattern);
	assert_int_equal(glob(path, 0, NULL, &found), 0);
	assert_true(all_agree(found.gl_pathv, found.gl_pathc));
	globfree(&found);
}

static void test_lessons(void **state)
{
	(void)state;
	check_folder("lessons/*/scenario.lua");
}

static void test_scenarios(void **state)
{
	(void)state;
	check_folder("tests/lua/*.lua");
}

static void test_conformance(void **state)
{
	(void)state;
	check_folder("tests/conformance/*.lua");
}

static void test_situations(void **state)
{
	(void)state;
	check_folder("tests/situations/*.lua");
}

/* A thousand times. */
static void test_again_and_again(void **state)
{
	static struct loaded loaded;
	struct record first, again;
	struct policy *policy = policy_random(7);
	int times = getenv("SOAK") ? 1000 : 100;

	(void)state;
	load(&loaded, SANDBOX_SOURCE_DIR "/tests/lua/repeat.lua");
	struct executor *executor = executor_of(&loaded);
	execute(executor, &first, NULL, 0, policy);
	for (int i = 0; i < times; i++) {
		execute(executor, &again, first.grants, first.granted, NULL);
		assert_true(is_same(&first, &again, "again"));
		record_finish(&again);
	}
	assert_true(first.count > 40);
	record_finish(&first);
	policy_destroy(policy);
	executor_destroy(executor);
}

static int digests(unsigned each, char **files)
{
	static struct loaded loaded;

	for (; *files; files++) {
		load(&loaded, *files);
		printf("%llx\n", (unsigned long long)digest_of(&loaded, each));
		fflush(stdout);
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lessons),		cmocka_unit_test(test_scenarios),
		cmocka_unit_test(test_conformance),	cmocka_unit_test(test_situations),
		cmocka_unit_test(test_again_and_again),
	};

	if (argc > 2 && !strcmp(argv[1], "--digest"))
		return digests((unsigned)atoi(argv[2]), argv + 3);
	ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
	program[length < 0 ? 0 : length] = '\0';
	schedules = getenv("SOAK") ? 5 : 1;
	snprintf(schedules_text, sizeof schedules_text, "%u", schedules);
	if (argc > 1)
		return all_agree(argv + 1, (size_t)argc - 1) ? 0 : 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
