#include "tui/session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "tui/tr.h"
#include "world/words.h"

#define READ_NS 8000000   /* at most so long between two looks at the keyboard */
#define CLOCK_EVERY 32    /* events */
#define KERNEL_ROWS 64    /* two descriptors each */

static const struct {
	const char *name;
	int64_t numerator, denominator; /* of the lesson's tempo */
} tempos[] = {
	{"0.25x", 4, 1}, {"0.5x", 2, 1}, {"1.0x", 1, 1}, {"2x", 1, 2},
	{"4x", 1, 4},	 {"8x", 1, 8},	 {"max", 0, 1},
};
#define TEMPOS ((int)(sizeof tempos / sizeof *tempos))
#define TEMPO_NORMAL 2

static int64_t tempo_of(const struct session *session)
{
	int64_t tempo = session->lesson->tempo * tempos[session->tempo].numerator /
			tempos[session->tempo].denominator;

	return tempo || !tempos[session->tempo].numerator ? tempo : 1;
}

int session_init(struct session *session)
{
	*session = (struct session){.tempo = TEMPO_NORMAL};
	timeline_init(&session->timeline);
	session->world = world_create();
	return session->world ? 0 : -ENOMEM;
}

static void forget(struct session *session)
{
	verdict_finish(&session->verdict);
	session->verdict = (struct verdict){0};
	timeline_finish(&session->timeline);
	history_clear(&session->history);
	kernel_clear(&session->kernel);
	session->judge_again = false;
	session->ended = 0;
}

void session_finish(struct session *session)
{
	session_stop(session);
	forget(session);
	history_finish(&session->history);
	world_destroy(session->world);
	session->world = NULL;
}

void session_stop(struct session *session)
{
	run_finish(session->run);
	session->run = NULL;
	session->more = false;
	session->state = RUN_NONE;
}

static void take_settings(struct session *session, const struct lesson_knob *knobs, size_t count)
{
	session->setting_count = 0;
	for (size_t i = 0; i < count && i < SCENE_KNOBS; i++) {
		snprintf(session->names[i], sizeof session->names[i], "%s", knobs[i].name);
		session->settings[i] = (struct knob_setting){session->names[i], knobs[i].value};
		session->setting_count++;
	}
}

/* A seed of its own for every run; 48 bits, as `sandbox run`. */
static uint64_t fresh_seed(void)
{
	uint64_t seed;

	if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
		seed = (uint64_t)clock_now();
	return seed >> 16;
}

int session_start(struct session *session, const struct lesson *lesson, const struct lesson_knob *knobs,
		  size_t count, bool paused)
{
	struct run_options options = {.seed = fresh_seed(), .paused = paused};
	struct world *world = world_create();
	int error;

	if (!world)
		return -ENOMEM;
	session_stop(session);
	forget(session);
	world_destroy(session->world);
	session->world = world;
	session->lesson = lesson;
	take_settings(session, knobs, count);
	session->scenario = (struct scenario){
		.path = lesson->scenario_path, .source = lesson->source, .length = lesson->source_length,
		.folder = lesson->folder, .knobs = session->settings, .knob_count = session->setting_count,
	};
	options.tempo = tempo_of(session);
	script_prepare(&session->scenario, &options);
	error = run_start(&session->run, &options);
	if (error)
		session->run = NULL;
	else
		session->state = paused ? RUN_PAUSED : RUN_LIVE;
	session->more = !error; /* its descriptor speaks up only after it was read to the end */
	return error;
}

int session_fd(const struct session *session)
{
	return session->run && session->state != RUN_FINISHED && session->state != RUN_LOST ?
		       run_fd(session->run) :
		       -1;
}

static enum ink event_ink(const struct trace_event *event)
{
	switch (event->kind) {
	case TRACE_ERROR:
	case TRACE_KILLED:
	case TRACE_ABANDONED:
		return INK_STUCK;
	case TRACE_WAITS:
	case TRACE_REFUSED:
	case TRACE_TIMED_OUT:
		return INK_WAIT;
	case TRACE_SAID:
		return INK_ACCENT;
	default:
		return INK_PLAIN;
	}
}

/* What a process wants is in its row; as a line of its own it would double the list. */
static bool is_told(const struct trace_event *event)
{
	return event->kind != TRACE_WANTS && event->kind != TRACE_KNOB && event->kind != TRACE_TEMPO &&
	       event->kind != TRACE_LABEL;
}

static void tell(struct session *session, const struct trace_event *event)
{
	char words[400], line[440], spare[24];
	bool nobody = event->process == TRACE_SANDBOX && event->kind != TRACE_SIGNALLED;

	if (!is_told(event) || !words_event(session->world, event, tr, words, sizeof words))
		return;
	snprintf(line, sizeof line, "%s%s%s",
		 nobody ? "" : words_name(session->world, event->process, spare), nobody ? "" : " ", words);
	history_add(&session->history, event->time, event_ink(event), line);
}

static void tell_verdict(struct session *session)
{
	const struct verdict *verdict = &session->verdict;
	const uint32_t *numbers = verdict->ring_count ? verdict->ring : verdict->stuck;
	uint32_t count = verdict->ring_count ? verdict->ring_count + 1 : verdict->stuck_count;
	const char *arrow = verdict->ring_count ? ">" : " ";
	char text[200], spare[24];
	size_t length = (size_t)snprintf(text, sizeof text, "%s", tr("! DEADLOCK "));

	for (uint32_t i = 0; i < count && length < sizeof text; i++) {
		uint32_t number = numbers[verdict->ring_count ? i % verdict->ring_count : i];

		length += (size_t)snprintf(text + length, sizeof text - length, "%s%s", i ? arrow : "",
					   words_name(session->world, number, spare));
	}
	history_add(&session->history, session->world->time, INK_STUCK, text);
}

/* Returns true if it says something new. A stall is young until its patience is over: nobody is told of it
 * yet. */
static bool judge(struct session *session)
{
	struct verdict verdict = {0};
	bool news;

	if (verdict_judge(session->world, &verdict)) {
		session->world->out_of_memory = true;
		return false;
	}
	session->judge_again = verdict.kind != VERDICT_NONE;
	if (verdict.kind == VERDICT_STALLED &&
	    session_time(session) - verdict.since < verdict_patience(session->world))
		verdict.kind = VERDICT_NONE;
	news = verdict.kind != session->verdict.kind || verdict.stuck_count != session->verdict.stuck_count;
	verdict_finish(&session->verdict);
	session->verdict = verdict;
	timeline_judge(&session->timeline, &session->verdict, session->world->time);
	if (news && verdict.kind == VERDICT_DEADLOCK)
		tell_verdict(session);
	return news;
}

static void take(struct session *session, const struct trace_event *event, bool *judged)
{
	world_apply(session->world, event);
	timeline_apply(&session->timeline, session->world, event);
	tell(session, event);
	*judged = *judged || verdict_may_change(event);
	/* Whether it is paused is what we asked for last (session_pause): the events of what we asked before
	 * that may still be on their way. */
	if (event->kind == TRACE_FINISHED) {
		session->ended = event->time;
		session->state = RUN_FINISHED;
	}
}

unsigned session_read(struct session *session)
{
	int64_t until = clock_now() + READ_NS;
	enum run_state before = session->state;
	uint32_t errors = session->world->errors, read = 0;
	bool may_judge = session->judge_again, judged = false;
	struct trace_event event;
	int got = 0;

	session->more = false;
	while (session->run && session->state != RUN_FINISHED && (got = run_read(session->run, &event)) > 0) {
		take(session, &event, &judged);
		if (++read % CLOCK_EVERY == 0 && clock_now() >= until) {
			session->more = true;
			break;
		}
	}
	if (got < 0)
		session->state = RUN_LOST;
	if (session->state != before) /* the last look, too: they are gone now */
		kernel_sample(&session->kernel, session->world, 0, KERNEL_ROWS);
	/* One judgement for all that was read: what was over before anybody could see it is no news. */
	judged = read && (judged || may_judge) && judge(session);
	if (judged || session->state != before || session->world->errors != errors)
		return SESSION_CHANGED | SESSION_URGENT;
	return read ? SESSION_CHANGED : 0;
}

void session_refresh(struct session *session)
{
	if (session->state != RUN_LIVE)
		return;
	if (session->judge_again && session->verdict.kind == VERDICT_NONE)
		judge(session);
	kernel_sample(&session->kernel, session->world, 0, KERNEL_ROWS);
}

void session_pause(struct session *session, bool paused)
{
	if (!session->run || session->state == RUN_FINISHED || session->state == RUN_LOST)
		return;
	run_pause(session->run, paused);
	session->state = paused ? RUN_PAUSED : RUN_LIVE;
}

bool session_tempo(struct session *session, int by)
{
	if (session->tempo + by < 0 || session->tempo + by >= TEMPOS)
		return false;
	session->tempo += by;
	if (session->run && session->state != RUN_FINISHED && session->state != RUN_LOST)
		run_tempo(session->run, tempo_of(session));
	return true;
}

bool session_is_unhurried(const struct session *session)
{
	return tempos[session->tempo].numerator != 0;
}

const char *session_tempo_name(const struct session *session)
{
	return tempos[session->tempo].name;
}

int64_t session_time(const struct session *session)
{
	if (session->state == RUN_FINISHED)
		return session->ended;
	return session->run && session->state != RUN_LOST ? run_time(session->run) : session->world->time;
}
