/* Every verdict of an exploration has its own words, in Chinese too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "schedule/told.h"
#include "tui/tr.h"

static const struct exploration cases[] = {
	{.how = EXPLORING, .figures = {.depth = 3, .frontier = 2}},
	{.how = EXPLORED_PROVED, .executions = 2},
	{.how = EXPLORED_PROVED, .ends = ENDS_ALWAYS},
	{.how = EXPLORED_PROVED, .ends = ENDS_FAIR},
	{.how = EXPLORED_PROVED, .ends = ENDS_NEVER},
	{.how = EXPLORED_PROVED, .classes = 7},
	{.how = EXPLORED_FOUND, .failure = FAILURE_DEADLOCK, .steps = 4, .certain_shortest = true},
	{.how = EXPLORED_FOUND,
	 .failure = FAILURE_DEADLOCK,
	 .whole = true,
	 .steps = 4,
	 .fewest_operations = true},
	{.how = EXPLORED_FOUND, .failure = FAILURE_ASSERT, .steps = 4, .samples = 9},
	{.how = EXPLORED_FOUND, .failure = FAILURE_SPIN, .steps = 4},
	{.how = EXPLORED_FOUND, .failure = FAILURE_ERROR, .steps = 4},
	{.how = EXPLORED_FOUND, .failure = FAILURE_ASSERT, .steps = 4, .early = true},
	{.how = EXPLORED_FOUND, .failure = FAILURE_ASSERT, .steps = 4, .fewest_switches = true},
	{.how = EXPLORED_FOUND, .failure = FAILURE_LOOP, .steps = 4, .cycle = 2, .ends = ENDS_FAIR},
	{.how = EXPLORED_FOUND, .failure = FAILURE_LOOP, .steps = 4, .cycle = 2, .trap = true},
	{.how = EXPLORED_FOUND, .failure = FAILURE_LOOP, .steps = 4, .cycle = 2, .ends = ENDS_NEVER},
	{.how = EXPLORED_FOUND, .failure = FAILURE_STARVATION, .steps = 4, .cycle = 2, .victim = 1},
	{.how = EXPLORED_SHARED, .every = {.share = {.number = 1, .of = 3, .total = 9}, .run = 3}},
	{.how = EXPLORED_UP_TO, .bound = "classes"},
	{.how = EXPLORED_UP_TO, .bound = "steps"},
	{.how = EXPLORED_UP_TO, .bound = "states"},
	{.how = EXPLORED_UP_TO, .bound = "memory"},
	{.how = EXPLORED_SAMPLED, .samples = 1000},
	{.how = EXPLORED_NONDETERMINISTIC, .because = "#"},
	{.how = EXPLORED_WRONG, .because = "#"},
};
#define CASES (sizeof cases / sizeof *cases)

static void words_of(const struct exploration *told, char *verdict, char *proviso, size_t size)
{
	told_verdict(told, tr, verdict, size);
	told_proviso(told, TOLD_INTERRUPTED, tr, proviso, size);
}

/* Words of three letters and more; "sandbox" is a name. */
static bool has_english(const char *text)
{
	int letters = 0;

	for (; *text; text++) {
		if (!strncmp(text, "sandbox", 7))
			text += 7;
		letters = (*text | 32) >= 'a' && (*text | 32) <= 'z' ? letters + 1 : 0;
		if (letters == 3)
			return true;
	}
	return false;
}

static void every_word_is_translated(void **state)
{
	char verdict[512], proviso[512];

	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		tr_language("zh");
		words_of(&cases[i], verdict, proviso, sizeof verdict);
		if (has_english(verdict) || has_english(proviso))
			fail_msg("not in Chinese: %s %s", verdict, proviso);
		tr_language("en");
		words_of(&cases[i], verdict, proviso, sizeof verdict);
		assert_true(has_english(verdict));
	}
}

/* Why it was not explored whole, or what differs: of the explorer, the model, and learning. */
static const char *const reasons[] = {
	"it asks for the time, a seed, an address or the size of its memory, which were always the same here "
	"and are not elsewhere",
	"a step that others took could not be taken this time",
	"an execution did not show what comes after a step",
	"the schedule that fails in the model did not fail on real processes",
	"a run failed in a way that the model does not know",
	"the same schedule could not be taken a second time",
	"a schedule ended otherwise than in the model",
	"its objects take too much memory to be explored",
	"it has an array of more than 4096 elements",
	"it waits for more than 16 objects at once",
	"it has more than 64 processes",
	"it takes a step of an unknown kind",
	"objects that are made in different ways go from one process to another",
	"it made other objects than before",
	"it did something else before, after the same results",
	"process 1, line 3, a: it made other objects than before",
};

static void every_reason_is_translated(void **state)
{
	char verdict[512], proviso[512];

	(void)state;
	tr_language("zh");
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
		struct exploration told = {.how = EXPLORED_SAMPLED, .because = reasons[i]};

		words_of(&told, verdict, proviso, sizeof verdict);
		if (has_english(proviso))
			fail_msg("not in Chinese: %s", proviso);
	}
	tr_language("en");
	struct exploration told = {
		.how = EXPLORED_NONDETERMINISTIC,
		.because = "process 1, line 3, put of a queue: it made other objects than before"};
	words_of(&told, verdict, proviso, sizeof verdict);
	assert_string_equal(verdict,
			    "NONDETERMINISTIC: process 1, line 3, put of a queue: it made other objects "
			    "than before.");
}

/* Whatever is not a proof says so itself. */
static void nothing_less_than_a_proof_sounds_like_one(void **state)
{
	char verdict[512], proviso[512];

	(void)state;
	tr_language("en");
	for (size_t i = 0; i < CASES; i++) {
		words_of(&cases[i], verdict, proviso, sizeof verdict);
		assert_int_equal(strstr(verdict, "PROVED") != NULL, cases[i].how == EXPLORED_PROVED);
		if (cases[i].how == EXPLORED_UP_TO || cases[i].how == EXPLORING ||
		    cases[i].how == EXPLORED_WRONG)
			assert_non_null(strcasestr(proviso, "nothing is proved"));
		if (cases[i].how == EXPLORED_SAMPLED)
			assert_non_null(strstr(verdict, "proves nothing"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_is_translated),
		cmocka_unit_test(every_reason_is_translated),
		cmocka_unit_test(nothing_less_than_a_proof_sounds_like_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
