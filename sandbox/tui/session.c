#include "tui/session.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "script/record.h"
#include "tui/stepped.h"
#include "tui/tr.h"

#define READ_NS	    8000000 /* at most so long between two looks at the keyboard */
#define CLOCK_EVERY 32	    /* events */
#define KERNEL_ROWS 64	    /* two descriptors each */
#define PAST_BYTES  (64 << 20)
#define EXPLORE_BYTES (UINT64_C(1) << 30) /* of states: the machine is the person's */
#define TOLD	    3000 /* events before the one gone to whose lines are made again: the panel's history */
#define JUDGE_EVERY 512	 /* events, further back */

static const struct {
	const char *name;
	struct tempo tempo; /* of the lesson's */
} tempos[] = {
	{"0.25x", {4, 1}}, {"0.5x", {2, 1}}, {"1.0x", {1, 1}}, {"2x", {1, 2}},
	{"4x", {1, 4}},	   {"8x", {1, 8}},   {"max", {0, 1}},
};
#define TEMPOS	     ((int)(sizeof tempos / sizeof *tempos))
#define TEMPO_NORMAL 2

int session_init(struct session *session)
{
	*session = (struct session){.tempo = TEMPO_NORMAL, .past = {.limit = PAST_BYTES}};
	return picture_init(&session->picture);
}

static void forget(struct session *session)
{
	past_finish(&session->past);
	kernel_clear(&session->kernel);
	session->at = 0;
	session->ended = 0;
	session->trouble[0] = '\0';
}

void session_finish(struct session *session)
{
	session_stop(session);
	forget(session);
	picture_finish(&session->picture);
}

static const char *end_word(const struct session *session)
{
	if (session->picture.verdict.kind == VERDICT_DEADLOCK)
		return "deadlock";
	if (session->state != RUN_FINISHED)
		return "interrupted";
	return session->picture.world->errors ? "failed" : "finished";
}

/* The steps that were taken, as text; empty, with no schedule, of a free run. */
static const char *taken_steps(const struct session *session, struct buffer *text)
{
	uint32_t taken;

	if (!session->by_hand || !session->source)
		return NULL;
	const struct schedule *schedule = stepped_schedule(session->source, &taken);
	schedule_print(text, schedule->grants, taken);
	return buffer_text(text);
}

static void end_recording(struct session *session)
{
	struct buffer text = {0};

	recording_close(session->recording, end_word(session), taken_steps(session, &text), session->trouble,
			sizeof session->trouble);
	session->recording = NULL;
	buffer_finish(&text);
}

void session_stop(struct session *session)
{
	end_recording(session);
	if (session->source)
		session->source->kind->destroy(session->source);
	session->source = NULL;
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

/* Where a scenario is no lesson's, what stands for the lesson has no steps. */
static void write_header(const struct session *session, struct recording_header *header)
{
	const struct lesson *lesson = session->lesson;

	script_record(header, &session->scenario, lesson->step_count ? lesson->id : NULL, session->began);
	header->seed = session->seed;
	header->controlled = session->by_hand;
}

static void start_recording(struct session *session)
{
	struct recording_header header;

	if (!session->record)
		return;
	write_header(session, &header);
	if (recording_create(&session->recording, session->record, &header, primitive_word, session->trouble,
			     sizeof session->trouble))
		session->recording = NULL;
}

/* How an operation is held by now: µs. */
static int64_t tempo_of(const struct session *session, const struct lesson *lesson)
{
	struct tempo tempo = tempos[session->tempo].tempo;
	int64_t time = lesson->tempo * tempo.numerator / tempo.denominator;

	return time || !tempo.numerator ? time : 1;
}

static struct scenario scenario_of(const struct lesson *lesson)
{
	return (struct scenario){
		.path = lesson->scenario_path,
		.source = lesson->source,
		.length = lesson->source_length,
		.folder = lesson->folder,
	};
}

static int prepare(struct session *session, const struct lesson *lesson, const struct lesson_knob *knobs,
		   size_t count, bool by_hand)
{
	session_stop(session);
	session->by_hand = by_hand;
	session->picture.tick = by_hand ? STEPPED_STEP : 0;
	if (picture_reset(&session->picture, NULL))
		return -ENOMEM;
	forget(session);
	session->lesson = lesson;
	take_settings(session, knobs, count);
	session->scenario = scenario_of(lesson);
	session->scenario.knobs = session->settings;
	session->scenario.knob_count = session->setting_count;
	/* A schedule is to be the same run wherever it is given: its seed is that of `sandbox replay`. */
	session->seed = by_hand ? 0 : fresh_seed();
	session->began = by_hand ? 0 : tempo_of(session, lesson);
	start_recording(session);
	return 0;
}

static int started(struct session *session, int error, bool paused)
{
	if (error)
		session->source = NULL;
	else
		session->state = paused ? RUN_PAUSED : RUN_LIVE;
	session->more = !error; /* its descriptor speaks up only after it was read to the end */
	return error;
}

int session_start(struct session *session, const struct lesson *lesson, const struct lesson_knob *knobs,
		  size_t count, bool paused)
{
	struct run_options options = {.paused = paused, .heap_limit = session->arena};
	int error = prepare(session, lesson, knobs, count, false);

	if (error)
		return error;
	options.tempo = session->began;
	options.seed = session->seed;
	script_prepare(&session->scenario, &options);
	return started(session, source_live(&session->source, &options, lesson->tempo), paused);
}

int session_start_by_hand(struct session *session, const struct lesson *lesson,
			  const struct lesson_knob *knobs, size_t count, const struct grant *plan,
			  uint32_t steps)
{
	struct run_options options = {.heap_limit = session->arena};
	int error = prepare(session, lesson, knobs, count, true);

	if (error)
		return error;
	options.seed = session->seed;
	script_prepare(&session->scenario, &options);
	error = started(session, source_stepped(&session->source, &options), false);
	for (uint32_t i = 0; !error && i < steps; i++)
		stepped_plan(session->source, plan[i]);
	if (!error)
		session->source->kind->tempo(session->source, tempos[session->tempo].tempo);
	return error;
}

int session_explore(const struct session *session, const struct lesson *lesson,
		    const struct lesson_knob *knobs, size_t count, struct apart **apart)
{
	struct run_options options = {.heap_limit = session->arena};
	struct explorer_options how = {.avoidable = true, .bytes_max = EXPLORE_BYTES};
	struct knob_setting settings[SCENE_KNOBS];
	struct scenario scenario = scenario_of(lesson);

	for (size_t i = 0; i < count && i < SCENE_KNOBS; i++)
		settings[scenario.knob_count++] = (struct knob_setting){knobs[i].name, knobs[i].value};
	scenario.knobs = settings;
	script_prepare(&scenario, &options);
	return apart_start(apart, &options, &how);
}

int session_again(struct session *session, uint32_t steps)
{
	end_recording(session);
	if (picture_reset(&session->picture, NULL))
		return -ENOMEM;
	forget(session);
	start_recording(session);
	session->state = RUN_LIVE;
	session->more = true;
	if (stepped_again(session->source, steps)) {
		session->state = RUN_LOST;
		return -EPIPE;
	}
	return 0;
}

int session_play(struct session *session, struct recording_reader *reader, char *damage, size_t size)
{
	struct trace_event event;

	session_stop(session);
	if (picture_reset(&session->picture, NULL))
		return -ENOMEM;
	forget(session);
	session->past.limit = 0;
	*damage = '\0';
	while (recording_next(reader, &event, damage, size) > 0) {
		past_add(&session->past, &event);
		if (session->past.broken)
			return -ENOMEM;
	}
	session->source = source_recorded(&session->past.tape);
	if (!session->source)
		return -ENOMEM;
	session->source->kind->tempo(session->source, tempos[session->tempo].tempo);
	session->state = session->past.count ? RUN_PAUSED : RUN_FINISHED;
	return 0;
}

bool session_is_recorded(const struct session *session)
{
	return session->source && session->source->kind->recorded;
}

bool session_is_slow(const struct session *session)
{
	return source_is_slow(&session->past.tape);
}

bool session_is_past(const struct session *session)
{
	return session->at < session->past.count;
}

/* Of a run that is over nothing more comes; a recording's end can be gone back from. */
static bool is_going(const struct session *session)
{
	return session->source && session->state != RUN_FINISHED && session->state != RUN_LOST;
}

int session_fd(const struct session *session)
{
	return is_going(session) ? session->source->kind->fd(session->source) : -1;
}

static void fold(struct session *session, const struct trace_event *event, bool told)
{
	picture_take(&session->picture, event, told);
	session->at++;
	past_mark(&session->past, session->at, session->picture.world, &session->picture.timeline);
}

/* An event has come: fold it, unless the person looks at the past. */
static void take(struct session *session, const struct trace_event *event, bool *judged)
{
	bool past = session_is_past(session);

	if (!session_is_recorded(session)) {
		past_add(&session->past, event);
		if (session->recording)
			recording_add(session->recording, event);
	}
	if (!past || session_is_recorded(session)) {
		fold(session, event, true);
		*judged = *judged || verdict_may_change(event);
	}
	/* Whether it is paused is what we asked for last (session_pause): the events of what we asked before
	 * that may still be on their way. */
	if (session_is_recorded(session) ? !session_is_past(session) : event->kind == TRACE_FINISHED) {
		session->ended = event->time;
		session->state = RUN_FINISHED;
	}
}

/* While it is paused nobody will come back to it within the second. */
static void write_recording(struct session *session)
{
	if (session->recording &&
	    (session->state != RUN_LIVE || clock_now() >= recording_due(session->recording)))
		recording_flush(session->recording);
}

unsigned session_read(struct session *session)
{
	int64_t until = clock_now() + READ_NS;
	enum run_state before = session->state;
	uint32_t errors = session->picture.world->errors, read = 0;
	bool may_judge = session->picture.judge_again, judged = false;
	struct trace_event event;
	int got = 0;

	session->more = false;
	while (is_going(session) &&
	       (got = session->source->kind->next(session->source, session->at, &event)) > 0) {
		take(session, &event, &judged);
		if (++read % CLOCK_EVERY == 0 && clock_now() >= until) {
			session->more = true;
			break;
		}
	}
	if (got < 0)
		session->state = RUN_LOST;
	else if (session->by_hand && is_going(session))
		session->state = stepped_is_going(session->source) ? RUN_LIVE : RUN_PAUSED;
	write_recording(session);
	if (session->state != before &&
	    !session_is_recorded(session)) /* the last look, too: they are gone now */
		kernel_sample(&session->kernel, session->picture.world, 0, KERNEL_ROWS);
	/* One judgement for all that was read: what was over before anybody could see it is no news. */
	judged = read && (judged || may_judge) && picture_judge(&session->picture, session_time(session));
	/* It has come to its rest, and the kernel says so by now. */
	if (!read && session->by_hand && session->state == RUN_PAUSED)
		return SESSION_CHANGED;
	if (judged || session->state != before || session->picture.world->errors != errors)
		return SESSION_CHANGED | SESSION_URGENT;
	return read ? SESSION_CHANGED : 0;
}

void session_refresh(struct session *session)
{
	/* It may have been seen on its way to its rest. */
	if (session->by_hand && session->state == RUN_PAUSED)
		kernel_sample(&session->kernel, session->picture.world, 0, KERNEL_ROWS);
	if (session->state != RUN_LIVE)
		return;
	if (session->picture.judge_again && session->picture.verdict.kind == VERDICT_NONE)
		picture_judge(&session->picture, session_time(session));
	write_recording(session);
	if (!session_is_recorded(session))
		kernel_sample(&session->kernel, session->picture.world, 0, KERNEL_ROWS);
}

void session_pause(struct session *session, bool paused)
{
	if (!is_going(session))
		return;
	if (!paused && !session_is_recorded(session))
		session_seek(session, session->past.count);
	session->source->kind->pause(session->source, paused);
	session->state = paused ? RUN_PAUSED : RUN_LIVE;
	session->more = !paused || session->by_hand;
}

bool session_tempo(struct session *session, int by)
{
	if (session->tempo + by < 0 || session->tempo + by >= TEMPOS)
		return false;
	session->tempo += by;
	if (is_going(session) || session_is_recorded(session))
		session->source->kind->tempo(session->source, tempos[session->tempo].tempo);
	return true;
}

bool session_is_unhurried(const struct session *session)
{
	return tempos[session->tempo].tempo.numerator != 0;
}

const char *session_tempo_name(const struct session *session)
{
	return tempos[session->tempo].name;
}

/* Of a recording: between the event that is shown last and the next one. */
static int64_t recorded_time(const struct session *session)
{
	int64_t now = session->source->kind->time(session->source), shown = session->picture.world->time;
	struct trace_event event;

	if (!tape_get(&session->past.tape, session->at, &event) || now < shown)
		return shown;
	return now < event.time ? now : event.time;
}

int64_t session_time(const struct session *session)
{
	if (session_is_recorded(session))
		return recorded_time(session);
	if (session_is_past(session))
		return session->picture.world->time;
	if (session->state == RUN_FINISHED)
		return session->ended;
	return session->source && session->state != RUN_LOST ? session->source->kind->time(session->source) :
							       session->picture.world->time;
}

/* Fold on to a place. Verdicts and lines that are far from it are not worth the time. */
static void fold_to(struct session *session, uint64_t place)
{
	struct picture *picture = &session->picture;
	uint64_t judged = session->at;
	struct trace_event event;

	while (session->at < place && tape_get(&session->past.tape, session->at, &event)) {
		bool near = place - session->at <= TOLD;

		fold(session, &event, near);
		if (verdict_may_change(&event) && (near || session->at - judged >= JUDGE_EVERY)) {
			picture_judge(picture, picture->world->time);
			judged = session->at;
		}
	}
	picture_judge(picture, picture->world->time);
}

/* Begin early enough for the lines before it. */
static bool rewind_to(struct session *session, uint64_t place)
{
	uint64_t first = past_first(&session->past), early = place > TOLD ? place - TOLD : 0;
	const struct past_mark *mark = past_find(&session->past, early > first ? early : first);

	if (picture_reset(&session->picture, mark))
		return false;
	session->at = mark ? mark->place : 0;
	return true;
}

bool session_seek(struct session *session, uint64_t place)
{
	uint64_t first = past_first(&session->past);

	if (place < first)
		place = first;
	if (place > session->past.count)
		place = session->past.count;
	if (place == session->at)
		return false;
	if (place < session->at && !rewind_to(session, place))
		return false;
	if (place - session->at > TOLD)
		history_clear(&session->picture.history);
	fold_to(session, place);
	if (!session_is_recorded(session))
		return true;
	session->source->kind->seek(session->source, place);
	if (!session_is_past(session))
		session->state = RUN_FINISHED;
	else if (session->state == RUN_FINISHED) {
		session->state = RUN_PAUSED;
		session->source->kind->pause(session->source, true);
	}
	return true;
}

bool session_event(struct session *session, int by, struct trace_event *event)
{
	uint64_t place = session->at, first = past_first(&session->past), count = session->past.count;

	if (by < 0 ? place <= first : place >= count)
		return false;
	do
		place = by < 0 ? place - 1 : place + 1;
	while (place > first && place < count && tape_get(&session->past.tape, place - 1, event) &&
	       !picture_shows(event));
	session_seek(session, place);
	if (!place || !tape_get(&session->past.tape, place - 1, event))
		*event = (struct trace_event){.process = TRACE_SANDBOX};
	return true;
}

int session_save(const struct session *session, const char *path, char *message, size_t size)
{
	struct recording_header header;
	struct recording *recording;
	struct buffer text = {0};
	struct trace_event event;
	int error;

	if (past_first(&session->past)) {
		snprintf(message, size,
			 tr("The run is too long: its first %" PRIu64
			    " events are no longer kept. --record keeps them all."),
			 past_first(&session->past));
		return -EFBIG;
	}
	write_header(session, &header);
	error = recording_create(&recording, path, &header, primitive_word, message, size);
	if (error)
		return error;
	for (uint64_t i = 0; tape_get(&session->past.tape, i, &event); i++)
		recording_add(recording, &event);
	error = recording_close(recording, end_word(session), taken_steps(session, &text), message, size);
	buffer_finish(&text);
	return error;
}
