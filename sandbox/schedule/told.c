#include "schedule/told.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/sentence.h"

const char *told_kind(const struct exploration *told)
{
	return told->failure == FAILURE_DEADLOCK && !told->whole && !told->samples ?
		       "partial deadlock" :
		       failure_name(told->failure);
}

/* Why, and a full stop. What an execution showed begins with the place (learn.c): that is put together
 * again in the other language. */
static void add_because(struct sentence *sentence, const char *because)
{
	uint32_t process, line;
	int place = 0;

	if (sscanf(because, "process %" SCNu32 ", line %" SCNu32 ", %n", &process, &line, &place) >= 2 &&
	    place) {
		const char *step = because + place, *what = strstr(step, ": ");

		if (what) {
			sentence_add(sentence, "process %" PRIu32 ", line %" PRIu32 ", %.*s: ", process, line,
				     (int)(what - step), step);
			because = what + 2;
		}
	}
	sentence_add(sentence, "%s", sentence_word(sentence, because));
	sentence_add(sentence, ".");
}

static void add_cycle(struct sentence *sentence, const struct exploration *told)
{
	sentence_add(sentence,
		     "FOUND: %s: %" PRIu32 " steps, and then the same %" PRIu32
		     " steps again and again, for ever.",
		     sentence_word(sentence, told_kind(told)), told->steps - told->cycle, told->cycle);
}

static void add_found(struct sentence *sentence, const struct exploration *told)
{
	sentence_add(sentence, "FOUND: %s after %" PRIu32 " steps, %" PRIu32 " switches of processes",
		     sentence_word(sentence, told_kind(told)), told->steps, told->switches);
	if (told->certain_shortest)
		sentence_add(sentence, "; no schedule of fewer steps fails");
	else if (told->fewest_switches)
		sentence_add(sentence,
			     "; none with fewer switches fails, and with as many none of fewer steps");
	else if (told->fewest_operations)
		sentence_add(sentence,
			     "; none of fewer operations fails (starts, joins and ends not counted)");
	else if (told->early)
		sentence_add(sentence, "; others may fail in fewer steps");
	else if (told->samples)
		sentence_add(sentence, " (by a random schedule; shorter ones may fail too)");
	sentence_add(sentence, ".");
}

size_t told_verdict(const struct exploration *told, const char *(*translate)(const char *), char *text,
		    size_t size)
{
	struct sentence sentence = sentence_in(text, size);

	sentence.translate = translate;
	switch (told->how) {
	case EXPLORED_PROVED:
		if (told->classes > 0)
			sentence_add(&sentence,
				     "PROVED: no schedule fails (%" PRIu32
				     " states, %.0f classes of schedules, %" PRIu32
				     " runs on real processes).",
				     told->figures.states, told->classes, told->executions);
		else
			sentence_add(&sentence,
				     "PROVED: no schedule fails (%" PRIu32 " states, %" PRIu32
				     " runs on real processes).",
				     told->figures.states, told->executions);
		break;
	case EXPLORED_SHARED:
		sentence_add(&sentence,
			     "SHARD %" PRIu32 " of %" PRIu32 ": no schedule fails in the model (%" PRIu32
			     " states); %" PRIu64 " of %" PRIu64
			     " classes of schedules were run on real processes, none failed.",
			     told->every.share.number + 1, told->every.share.of, told->figures.states,
			     told->every.run, told->every.share.total);
		break;
	case EXPLORED_FOUND:
		(told->cycle ? add_cycle : add_found)(&sentence, told);
		break;
	case EXPLORED_SAMPLED:
		sentence_add(&sentence,
			     "SAMPLED %" PRIu32
			     ": none of so many random schedules failed. That proves nothing.",
			     told->samples);
		break;
	case EXPLORED_NONDETERMINISTIC:
		sentence_add(&sentence, "NONDETERMINISTIC: ");
		add_because(&sentence, told->because);
		break;
	case EXPLORED_WRONG:
		sentence_add(&sentence, "The model and the real processes disagree: ");
		add_because(&sentence, told->because);
		break;
	case EXPLORED_UP_TO:
	case EXPLORING:
		sentence_add(&sentence,
			     told->reduced ? "NO FAILURE UP TO %" PRIu32 " OPERATIONS (frontier %" PRIu32
					     ": %" PRIu32 " states, %" PRIu32 " runs on real processes)." :
					     "NO FAILURE UP TO %" PRIu32 " STEPS (frontier %" PRIu32
					     ": %" PRIu32 " states, %" PRIu32 " runs on real processes).",
			     told->figures.depth, told->figures.frontier, told->figures.states,
			     told->executions);
		break;
	default:
		break;
	}
	return sentence_end(&sentence);
}

static const char *not_covered(const struct exploration *told, enum told_stop stop)
{
	if (told->how == EXPLORING)
		return stop == TOLD_LATE ? "what would have come after --timeout" :
					   "what would have come after it was interrupted";
	if (told->bound && !strcmp(told->bound, "steps"))
		return "longer schedules";
	if (told->bound && !strcmp(told->bound, "classes"))
		return "the classes of schedules, which are too many to be shared out, or have no end";
	return told->bound && !strcmp(told->bound, "states") ? "what is beyond --states" :
							       "what is beyond --memory";
}

static const char *const endings[] = {
	[ENDS_UNKNOWN] = " That it ever comes to an end is not proved.",
	[ENDS_ALWAYS] = " Every schedule comes to an end.",
	[ENDS_FAIR] =
		" Every schedule comes to an end in which whoever can go on again and again does go on.",
	[ENDS_NEVER] = " It goes on for ever: no schedule comes to an end, and none gets stuck.",
};

static void add_why_for_ever(struct sentence *sentence, const struct exploration *told)
{
	if (told->failure == FAILURE_STARVATION)
		sentence_add(sentence,
			     "Process %" PRIu32
			     " never gets what it waits for: whenever it could, another one is first.",
			     told->victim);
	else if (told->trap)
		sentence_add(sentence, "No schedule comes to an end any more from there.");
	else if (told->ends == ENDS_NEVER)
		sentence_add(sentence, "Everybody who moves tries and fails, again and again.");
	else
		sentence_add(sentence,
			     "Whoever can take a step takes one each time round, and nobody gets anywhere. "
			     "Other schedules come to an end.");
}

size_t told_proviso(const struct exploration *told, enum told_stop stop,
		    const char *(*translate)(const char *), char *text, size_t size)
{
	struct sentence sentence = sentence_in(text, size);

	sentence.translate = translate;
	switch (told->how) {
	case EXPLORED_PROVED:
		sentence_add(&sentence, "This holds for this scenario with these inputs.");
		sentence_add(&sentence, "%s", sentence_word(&sentence, endings[told->ends]));
		break;
	case EXPLORED_SHARED:
		sentence_add(&sentence, "It is a proof once the results of all shards are put together.");
		break;
	case EXPLORED_FOUND:
		if (told->cycle)
			add_why_for_ever(&sentence, told);
		break;
	case EXPLORED_SAMPLED:
		sentence_add(&sentence, "It was not explored whole: ");
		add_because(&sentence, told->because ? told->because : "the reason is not known");
		break;
	case EXPLORED_NONDETERMINISTIC:
		sentence_add(&sentence, "What a process does must follow from what came of its steps; "
					"here something else plays a part.");
		break;
	case EXPLORED_WRONG:
		sentence_add(&sentence, "This is a bug in the sandbox; nothing is proved.");
		break;
	case EXPLORED_UP_TO:
	case EXPLORING:
		sentence_add(&sentence, "Not covered: %s. Nothing is proved.",
			     sentence_word(&sentence, not_covered(told, stop)));
		break;
	default:
		break;
	}
	return sentence_end(&sentence);
}

size_t told_every(const struct exploration *told, const char *(*translate)(const char *), char *text,
		  size_t size)
{
	struct sentence sentence = sentence_in(text, size);
	const struct every_told *every = &told->every;

	sentence.translate = translate;
	if (told->how == EXPLORED_SHARED)
		return sentence_end(&sentence);
	if (told->every_refused)
		sentence_add(&sentence, "The classes of schedules were not run: they are too many, or "
					"schedules have no end.");
	else if (every->run && every->run == every->classes)
		sentence_add(&sentence,
			     "One schedule of each of the %" PRIu64
			     " classes was run on real processes: %" PRIu64
			     " failed, each step was as in the model.",
			     every->run, every->failed);
	else if (every->run)
		sentence_add(&sentence,
			     "Of the classes of schedules only %" PRIu64
			     " were run on real processes: %" PRIu64
			     " failed, each step was as in the model.",
			     every->run, every->failed);
	return sentence_end(&sentence);
}
