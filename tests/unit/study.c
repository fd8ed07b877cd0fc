/* What a learner has done is there the next time, whatever happened to the file meanwhile. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lesson/study.h"

static char folder[] = "/tmp/sandbox-study-XXXXXX";
static char path[64];

static int begin(void **state)
{
	(void)state;
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/a/b/study", folder);
	return 0;
}

static int end(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

static void put(const char *text)
{
	FILE *file = fopen(path, "a");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void note(struct study *study, enum fact fact, const char *step, int64_t value)
{
	assert_int_equal(study_note(study, fact, "deadlock", step, value), 0);
}

static struct study *again(struct study *study)
{
	study_close(study);
	study = study_open(path);
	assert_non_null(study);
	assert_null(study_trouble(study));
	return study;
}

static void it_is_there_the_next_time(void **state)
{
	struct study *study = again(NULL);

	(void)state;
	assert_int_equal(study_steps_seen(study, "deadlock"), 0);
	assert_int_equal(study_choice(study, "deadlock", "guess"), -1);
	note(study, FACT_SEEN, "guess", 0);
	note(study, FACT_PREDICTED, "guess", 2);
	note(study, FACT_SEEN, "look", 0);
	note(study, FACT_SEEN, "look", 0);
	note(study, FACT_STEPPED, "break", 9);
	note(study, FACT_STEPPED, "break", 6);
	note(study, FACT_STEPPED, "break", 8);
	note(study, FACT_PREDICTED, "guess", 1);
	for (int i = 0; i < 2; i++) {
		assert_true(study_seen(study, "deadlock", "look"));
		assert_false(study_seen(study, "semaphore", "look"));
		assert_int_equal(study_steps_seen(study, "deadlock"), 2);
		assert_int_equal(study_choice(study, "deadlock", "guess"), 1);
		assert_int_equal(study_best(study, "deadlock", "break"), 6);
		assert_false(study_accepted(study, "deadlock"));
		study = again(study);
	}
	note(study, FACT_ACCEPTED, "", 0);
	study = again(study);
	assert_true(study_accepted(study, "deadlock"));
	study_close(study);
}

static void a_lesson_begins_anew(void **state)
{
	struct study *study = again(NULL);

	(void)state;
	note(study, FACT_SEEN, "look", 0);
	assert_int_equal(study_note(study, FACT_SEEN, "semaphore", "look", 0), 0);
	note(study, FACT_RESET, "", 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(study_steps_seen(study, "deadlock"), 0);
		assert_int_equal(study_steps_seen(study, "semaphore"), 1);
		study = again(study);
	}
	study_close(study);
}

/* Torn by a kill, from a newer program, or no line at all: the rest counts, and what is added is whole. */
static void strange_lines_are_left_alone(void **state)
{
	struct study *study = again(NULL);

	(void)state;
	note(study, FACT_SEEN, "one", 0);
	put("2 seen deadlock newer 0 with more\nrubbish \xff\xfe\n\n");
	put("1 seen deadlock\n1 dreamt deadlock two 0\n");
	put("1 seen deadlock tor");
	study = again(study);
	assert_int_equal(study_steps_seen(study, "deadlock"), 1);
	note(study, FACT_SEEN, "three", 0);
	study = again(study);
	assert_int_equal(study_steps_seen(study, "deadlock"), 2);
	assert_true(study_seen(study, "deadlock", "three"));
	study_close(study);
}

static void two_programs_at_once(void **state)
{
	struct study *one = again(NULL), *other = again(NULL);

	(void)state;
	for (int i = 0; i < 50; i++) {
		char step[16];

		snprintf(step, sizeof step, "s%d", i);
		note(i % 2 ? one : other, FACT_SEEN, step, 0);
	}
	study_close(other);
	one = again(one);
	assert_int_equal(study_steps_seen(one, "deadlock"), 50);
	study_close(one);
}

/* It is remembered for this session, and says why for no longer. */
static void nowhere_to_write(void **state)
{
	char file[80];

	(void)state;
	snprintf(file, sizeof file, "%s/file", folder);
	close(open(file, O_CREAT | O_WRONLY, 0600));
	strcat(file, "/study");
	struct study *study = study_open(file);
	assert_non_null(study);
	assert_int_equal(study_note(study, FACT_SEEN, "deadlock", "look", 0) < 0, 1);
	assert_true(study_seen(study, "deadlock", "look"));
	assert_non_null(strstr(study_trouble(study), file));
	study_close(study);
	study = study_open(folder);
	assert_non_null(strstr(study_trouble(study), strerror(EISDIR)));
	study_close(study);
}

/* A limit on the size of files stands for a full disk: what was written stays. */
static void a_full_disk(void **state)
{
	struct study *study = again(NULL);
	struct rlimit limit;
	struct stat status;

	(void)state;
	note(study, FACT_SEEN, "one", 0);
	assert_int_equal(stat(path, &status), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	rlim_t before = limit.rlim_cur;
	limit.rlim_cur = (rlim_t)status.st_size + 5;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_true(study_note(study, FACT_SEEN, "deadlock", "two", 0) < 0);
	assert_non_null(study_trouble(study));
	limit.rlim_cur = before;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	study = again(study);
	assert_int_equal(study_steps_seen(study, "deadlock"), 1);
	note(study, FACT_SEEN, "two", 0);
	study = again(study);
	assert_int_equal(study_steps_seen(study, "deadlock"), 2);
	study_close(study);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_is_there_the_next_time, begin, end),
		cmocka_unit_test_setup_teardown(a_lesson_begins_anew, begin, end),
		cmocka_unit_test_setup_teardown(strange_lines_are_left_alone, begin, end),
		cmocka_unit_test_setup_teardown(two_programs_at_once, begin, end),
		cmocka_unit_test_setup_teardown(nowhere_to_write, begin, end),
		cmocka_unit_test_setup_teardown(a_full_disk, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
