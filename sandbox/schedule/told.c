#include "schedule/told.h"

#include <inttypes.h>
#include <string.h>

#include "base/sentence.h"

const char *told_kind(const struct exploration *told)
{
	return told->failure == FAILURE_DEADLOCK && !told->whole && !told->samples ?
		       "partial deadlock" :
		       failure_name(told->failure);
}

static void add_found(struct sentence *sentence, const struct exploration *told)
{
	sentence_add(sentence, "FOUND: %s after %" PRIu32 " steps, %" PRIu32 " switches of processes",
		     sentence_word(sentence, told_kind(told)), told->steps, told->switches);
	if (told->certain_shortest)
		sentence_add(sentence, "; no schedule of fewer steps fails");
	else if (told->fewest_operations)
		sentence_add(sentence,
			     "; none of fewer operations fails (starts, joins and ends not counted)");
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
	case EXPLORED_FOUND:
		add_found(&sentence, told);
		break;
	case EXPLORED_SAMPLED:
		sentence_add(&sentence,
			     "SAMPLED %" PRIu32
			     ": none of so many random schedules failed. That proves nothing.",
			     told->samples);
		break;
	case EXPLORED_NONDETERMINISTIC:
		sentence_add(&sentence, "NONDETERMINISTIC: %s.", sentence_word(&sentence, told->because));
		break;
	case EXPLORED_WRONG:
		sentence_add(&sentence, "The model and the real processes disagree: %s.", told->because);
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
	return told->bound && !strcmp(told->bound, "states") ? "what is beyond --states" :
							       "what is beyond --memory";
}

size_t told_proviso(const struct exploration *told, enum told_stop stop,
		    const char *(*translate)(const char *), char *text, size_t size)
{
	struct sentence sentence = sentence_in(text, size);

	sentence.translate = translate;
	switch (told->how) {
	case EXPLORED_PROVED:
		sentence_add(&sentence, "This holds for this scenario with these inputs.");
		if (told->classes <= 0)
			sentence_add(&sentence, " That it ever comes to an end is not proved.");
		break;
	case EXPLORED_SAMPLED:
		sentence_add(
			&sentence, "It was not explored whole: %s.",
			sentence_word(&sentence, told->because ? told->because : "the reason is not known"));
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
