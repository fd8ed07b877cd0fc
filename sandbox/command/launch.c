#include "command/launch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/session.h"
#include "script/record.h"

int given_init(struct given *given, const struct program *program, const struct option_list *set,
	       char *message, size_t size)
{
	given->program = program;
	given->scenario = (struct scenario){.path = program->path,
					    .source = program->source,
					    .length = program->length,
					    .folder = program->folder,
					    .knobs = given->knobs,
					    .knob_count = (uint32_t)set->count};
	for (size_t i = 0; i < set->count; i++) {
		if (knobs_read_one(set->values[i], &given->knobs[i], given->names[i]))
			continue;
		snprintf(message, size, "--set takes KNOB=WHOLE NUMBER, not \"%s\"", set->values[i]);
		return -EINVAL;
	}
	return 0;
}

/* The file is there before the run begins, or nothing is run. */
static int start_recording(struct session *session, const struct launch *launch, const struct given *given)
{
	struct recording_header header;
	char message[600];

	script_record(&header, &given->scenario, given->program->lesson, launch->how.tempo);
	header.seed = launch->how.seed;
	header.controlled = launch->steps;
	header.lazy = launch->steps && launch->how.keeps_order;
	if (!recording_create(&session->recording, launch->record, &header, primitive_word, message,
			      sizeof message))
		return STATUS_OK;
	return command_wrong(launch->command, message);
}

/* A recording that could not be written does not end the run; but it was asked for. */
static int finish_recording(struct session *session)
{
	const char *schedule = session->steps ? steps_taken(session->steps) : NULL;
	char message[600];

	if (!recording_close(session->recording, session->ended, schedule, message, sizeof message))
		return STATUS_OK;
	fprintf(stderr, "%s: %s\n", session->who, message);
	return STATUS_FAILED;
}

int launch(struct launch *launch, struct given *given)
{
	char who[40], message[512];
	struct session session = {.who = who,
				  .json = launch->json,
				  .quiet = launch->quiet,
				  .file = program_file(given->program),
				  .steps = launch->steps,
				  .out.fd = STDOUT_FILENO};

	snprintf(who, sizeof who, "sandbox %s", launch->command->name);
	if (script_check(&given->scenario, message, sizeof message) < 0)
		return command_wrong(launch->command, message);
	if (launch->record && start_recording(&session, launch, given))
		return STATUS_USAGE;
	script_prepare(&given->scenario, &launch->how);
	int status = session_run(&session, &launch->how, launch->timeout);
	if (finish_recording(&session) && status == STATUS_OK)
		status = STATUS_FAILED;
	return status;
}

/* As a shell takes it: in quotes, unless it is plain. */
static void add_word(struct buffer *out, const char *word)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+,:=@%";

	if (*word && strspn(word, plain) == strlen(word)) {
		buffer_print(out, " %s", word);
		return;
	}
	buffer_print(out, " '");
	for (; *word; word++)
		buffer_print(out, *word == '\'' ? "'\\%c'" : "%c", *word);
	buffer_print(out, "'");
}

void launch_again(struct buffer *out, const struct given *given, const char *operand, uint64_t seed)
{
	buffer_print(out, "sandbox replay");
	add_word(out, operand);
	buffer_print(out, " --seed %" PRIu64, seed);
	for (uint32_t i = 0; i < given->scenario.knob_count; i++)
		buffer_print(out, " --set %s=%" PRId64, given->knobs[i].name, given->knobs[i].value);
}
