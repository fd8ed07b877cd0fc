#include "command/exploring.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "command/card.h"
#include "command/report.h"
#include "command/signals.h"
#include "schedule/schedule.h"
#include "trace/recording.h"
#include "world/json_writer.h"
#include "world/words.h"

#define PORTION 50000000  /* ns between two looks at signals */
#define DRAWN	200000000 /* ns between two drawings */

int exploring_begin(struct exploring_session *exploring, struct given *given,
		    const struct explorer_options *options, uint64_t seed, uint64_t heap_limit)
{
	struct run_options how = {.seed = seed, .heap_limit = heap_limit};

	*exploring = (struct exploring_session){.given = given, .began = clock_now()};
	script_prepare(&given->scenario, &how);
	return explorer_create(&exploring->explorer, &how, options);
}

void exploring_end(struct exploring_session *exploring)
{
	explorer_destroy(exploring->explorer);
	exploring->explorer = NULL;
}

void exploring_go(struct exploring_session *exploring, int signals, double seconds,
		  void (*draw)(const struct exploring_session *exploring))
{
	int64_t deadline = seconds > 0 && seconds < 1e9 ? clock_now() + (int64_t)(seconds * 1e9) : INT64_MAX;
	int64_t next = draw ? clock_now() + DRAWN : INT64_MAX;

	do {
		int64_t left = deadline - clock_now();

		exploring->told = explorer_go_on(exploring->explorer, left < PORTION ? left : PORTION);
		exploring->signal = signals_read(signals);
		exploring->late = clock_now() >= deadline;
		if (clock_now() >= next) {
			draw(exploring);
			next = clock_now() + DRAWN;
		}
	} while (exploring->told->how == EXPLORING && !exploring->signal && !exploring->late);
	exploring->told = explorer_settle(exploring->explorer);
}

static int columns(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col;
	return 100;
}

struct showing {
	struct card card;
	struct recording *recording;
};

static void show_step(void *context, uint32_t step)
{
	card_step(&((struct showing *)context)->card, step);
}

static void show_event(void *context, const struct trace_event *event)
{
	struct showing *showing = context;

	card_see(&showing->card, event);
	if (showing->recording)
		recording_add(showing->recording, event);
}

static void add_reasons(const struct exploring_session *exploring, const struct world *world,
			struct buffer *out)
{
	struct verdict verdict;

	if (verdict_judge(world, &verdict) < 0)
		return;
	if (verdict.kind == VERDICT_DEADLOCK)
		report_deadlock(out, world, &verdict, program_file(exploring->given->program));
	verdict_finish(&verdict);
}

/* Nobody is stuck, and yet. */
static void add_round(const struct exploring_session *exploring, const struct world *world,
		      struct buffer *out)
{
	const struct exploration *told = exploring->told;
	char text[512];

	told_proviso(told, TOLD_INTERRUPTED, NULL, text, sizeof text);
	buffer_print(out, "%s\n", text);
	if (told->failure == FAILURE_STARVATION &&
	    words_whereabouts(world, told->victim, program_file(exploring->given->program), text,
			      sizeof text))
		buffer_print(out, "%s\n", text);
}

void exploring_show(struct exploring_session *exploring, struct recording *recording, struct buffer *out)
{
	struct showing showing = {.recording = recording};
	struct watcher watcher = {.see = show_event, .step = show_step, .context = &showing};
	struct execution execution;

	if (card_begin(&showing.card, exploring->told->schedule, exploring->told->steps) < 0)
		return;
	showing.card.cycle = exploring->told->cycle;
	explorer_show(exploring->explorer, &watcher, &execution);
	if (out) {
		card_print(&showing.card, out, exploring->told->critical, columns());
		buffer_print(out, "\n");
		(exploring->told->cycle ? add_round : add_reasons)(exploring, showing.card.world, out);
		buffer_print(out, "\n");
	}
	card_finish(&showing.card);
}

const char *exploring_error(const struct exploration *told)
{
	if (told->error == -EPIPE)
		return "the process that loads the scenario was killed; nothing is known";
	if (told->error == -EOWNERDEAD)
		return "a process of the scenario was killed from outside; nothing is known";
	return strerror(-told->error);
}

const char *exploring_word(enum exploring how)
{
	static const char *const words[] = {
		[EXPLORING] = "incomplete",	[EXPLORED_PROVED] = "proved",
		[EXPLORED_SHARED] = "shard",
		[EXPLORED_FOUND] = "found",	[EXPLORED_UP_TO] = "bounded",
		[EXPLORED_SAMPLED] = "sampled", [EXPLORED_NONDETERMINISTIC] = "nondeterministic",
		[EXPLORED_WRONG] = "wrong",	[EXPLORED_ERROR] = "error",
	};

	return words[how];
}

const char *exploring_ends(const struct exploration *told)
{
	static const char *const words[] = {
		[ENDS_UNKNOWN] = NULL,
		[ENDS_ALWAYS] = "always",
		[ENDS_FAIR] = "fair",
		[ENDS_NEVER] = "never",
	};

	return told->how == EXPLORED_PROVED ? words[told->ends] : NULL;
}

void exploring_json(const struct exploration *told, struct buffer *out)
{
	bool found = told->how == EXPLORED_FOUND;

	buffer_print(out, "\"verdict\":\"%s\",\"kind\":", exploring_word(told->how));
	buffer_print(out, found ? "\"%s\"" : "null", told_kind(told));
	if (!found) {
		buffer_print(out, ",\"steps\":null,\"schedule\":null,\"cycle\":null");
		return;
	}
	buffer_print(out, ",\"steps\":%" PRIu32 ",\"schedule\":\"", told->steps);
	schedule_print_round(out, told->schedule, told->steps, told->cycle);
	buffer_print(out, "\",\"cycle\":%" PRIu32, told->cycle);
}

void exploring_json_text(struct buffer *out, const char *text)
{
	struct json json;

	if (!text || !buffer_reserve(out, strlen(text) * JSON_STRING + JSON_VALUE)) {
		buffer_print(out, "null");
		return;
	}
	json.at = out->bytes + out->length;
	json_string(&json, text, strlen(text));
	out->length = (size_t)(json.at - out->bytes);
}
