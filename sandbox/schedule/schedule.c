#include "schedule/schedule.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN 24 /* bytes of a wrong step that the message repeats */

void schedule_finish(struct schedule *schedule)
{
	free(schedule->grants);
	*schedule = (struct schedule){0};
}

static bool reserve(struct schedule *schedule, uint32_t more)
{
	uint32_t room = schedule->room ? schedule->room : 64;
	struct grant *grants;

	if (more <= schedule->room - schedule->count)
		return true;
	while (room - schedule->count < more)
		room *= 2;
	grants = realloc(schedule->grants, room * sizeof *grants);
	if (!grants)
		return false;
	schedule->grants = grants;
	schedule->room = room;
	return true;
}

bool schedule_add(struct schedule *schedule, struct grant grant)
{
	if (!reserve(schedule, 1))
		return false;
	schedule->grants[schedule->count++] = grant;
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool read_number(const char **at, uint32_t most, uint32_t *number)
{
	const char *start = *at;
	uint64_t sum = 0;

	for (; **at >= '0' && **at <= '9' && sum <= most; (*at)++)
		sum = sum * 10 + (uint64_t)(**at - '0');
	*number = (uint32_t)sum;
	return *at > start && sum <= most;
}

/* Returns NULL, or what is wrong with it. */
static const char *read_step(const char **at, struct grant *grant, uint32_t *times)
{
	uint32_t choice;

	*times = 1;
	grant->decision = DECISION_GO;
	if (!read_number(at, UINT16_MAX, &grant->process))
		return "starts with no process number (0 to 65535)";
	if (**at == '!') {
		grant->decision = DECISION_TIMEOUT;
		++*at;
	} else if (**at == 'x') {
		grant->decision = DECISION_KILL;
		++*at;
	} else if (**at == '=') {
		++*at;
		if (!read_number(at, UINT16_MAX, &choice))
			return "has no number from 0 to 65535 behind =";
		grant->decision = DECISION_CHOICE + choice;
	}
	if (**at == '*') {
		++*at;
		if (!read_number(at, SCHEDULE_STEPS, times) || !*times)
			return "has no number from 1 to 1000000 behind *";
	}
	return **at && !is_space(**at) && **at != ')' ? "goes on with what is no part of one" : NULL;
}

/* What is wrong, and where. */
static int wrong(const char *what, uint32_t step, const char *text, const char *start, char *message,
		 size_t size)
{
	size_t length = 0;

	while (start[length] && !is_space(start[length]) && length < SHOWN)
		length++;
	snprintf(message, size,
		 "the schedule's step %" PRIu32
		 ", \"%.*s\" at byte %zu, %s; steps are written 1, 1!, 1x or 1=2",
		 step, (int)length, start, (size_t)(start - text) + 1, what);
	return -EINVAL;
}

/* A round begins or ends here; *begun: where one did, NOT_BEGUN = nowhere. Returns NULL, or what is wrong. */
#define NOT_BEGUN UINT32_MAX
static const char *read_round(struct schedule *schedule, const char **at, uint32_t *begun)
{
	bool begins = *(*at)++ == '(';

	if (begins && *begun != NOT_BEGUN)
		return "begins a second round";
	if (begins) {
		*begun = schedule->count;
		return NULL;
	}
	if (*begun == NOT_BEGUN || *begun == schedule->count)
		return "ends a round that has no step";
	schedule->cycle = schedule->count - *begun;
	while (is_space(**at))
		++*at;
	return **at ? "ends a round, and a round comes last" : NULL;
}

int schedule_parse(struct schedule *schedule, const char *text, char *message, size_t size)
{
	uint32_t before = schedule->count, begun = NOT_BEGUN, times;
	const char *at = text, *what;
	struct grant grant;
	int error = 0;

	for (uint32_t step = 1;; step++) {
		while (is_space(*at))
			at++;
		const char *start = at;
		if (!*at && (begun == NOT_BEGUN || schedule->cycle))
			return 0;
		if (*at == '(' || *at == ')') {
			what = read_round(schedule, &at, &begun);
			if (!what) {
				step--;
				continue;
			}
		} else {
			what = *at ? read_step(&at, &grant, &times) : "is missing: a round has no end";
		}
		if (what) {
			error = wrong(what, step, text, start, message, size);
			break;
		}
		if (times > SCHEDULE_STEPS - (schedule->count - before)) {
			error = wrong("makes more than 1000000 steps", step, text, start, message, size);
			break;
		}
		if (!reserve(schedule, times)) {
			snprintf(message, size, "the schedule: %s", strerror(ENOMEM));
			error = -ENOMEM;
			break;
		}
		while (times--)
			schedule->grants[schedule->count++] = grant;
	}
	schedule->count = before;
	schedule->cycle = 0;
	return error;
}

bool schedule_print_round(struct buffer *out, const struct grant *grants, uint32_t count, uint32_t cycle)
{
	if (!cycle)
		return schedule_print(out, grants, count);
	return schedule_print(out, grants, count - cycle) &&
	       buffer_print(out, "%s(", count > cycle ? " " : "") &&
	       schedule_print(out, grants + count - cycle, cycle) && buffer_add(out, ")", 1);
}

bool schedule_print(struct buffer *out, const struct grant *grants, uint32_t count)
{
	size_t before = out->length;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t decision = grants[i].decision;
		bool fine = buffer_print(out, "%s%" PRIu32, i ? " " : "", grants[i].process);

		if (decision >= DECISION_CHOICE)
			fine = fine && buffer_print(out, "=%" PRIu32, decision - DECISION_CHOICE);
		else if (decision == DECISION_TIMEOUT || decision == DECISION_KILL)
			fine = fine && buffer_add(out, decision == DECISION_KILL ? "x" : "!", 1);
		if (!fine) {
			out->length = before;
			return false;
		}
	}
	return true;
}
