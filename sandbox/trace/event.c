#include "trace/event.h"

static const char *const kind_names[TRACE_KINDS] = {
	[TRACE_VOID] = "void",		 [TRACE_BORN] = "born",
	[TRACE_EXITED] = "exited",	 [TRACE_KILLED] = "killed",
	[TRACE_REAPED] = "reaped",	 [TRACE_CREATED] = "created",
	[TRACE_WANTS] = "wants",	 [TRACE_DID] = "did",
	[TRACE_REFUSED] = "refused",	 [TRACE_WAITS] = "waits",
	[TRACE_TIMED_OUT] = "timed_out", [TRACE_ABANDONED] = "abandoned",
	[TRACE_SLEEPS] = "sleeps",	 [TRACE_WORKS] = "works",
	[TRACE_WOKE] = "woke",		 [TRACE_SAID] = "said",
	[TRACE_LABEL] = "label",	 [TRACE_ERROR] = "error",
	[TRACE_KNOB] = "knob",		 [TRACE_SIGNALLED] = "signalled",
	[TRACE_STOPPED] = "stopped",	 [TRACE_CONTINUED] = "continued",
	[TRACE_PAUSED] = "paused",	 [TRACE_RESUMED] = "resumed",
	[TRACE_TEMPO] = "tempo",	 [TRACE_FINISHED] = "finished",
	[TRACE_CONTROLLED] = "controlled", [TRACE_LOOKED] = "looked",
};

static const char *const outcome_names[OUTCOMES] = {
	[OUTCOME_OK] = "ok",
	[OUTCOME_BUSY] = "busy",
	[OUTCOME_FULL] = "full",
	[OUTCOME_EMPTY] = "empty",
	[OUTCOME_TIMED_OUT] = "timeout",
	[OUTCOME_ABANDONED] = "abandoned",
	[OUTCOME_MISUSE] = "misuse",
	[OUTCOME_INTERRUPTED] = "interrupted",
	[OUTCOME_BROKEN] = "broken",
	[OUTCOME_NOT_RECOVERABLE] = "notrecoverable",
	[OUTCOME_EOF] = "eof",
};

const char *event_kind_name(enum event_kind kind)
{
	return (unsigned)kind < TRACE_KINDS ? kind_names[kind] : "unknown";
}

const char *outcome_name(enum outcome outcome)
{
	return (unsigned)outcome < OUTCOMES ? outcome_names[outcome] : "unknown";
}
