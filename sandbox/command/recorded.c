#include "command/recorded.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Improves *error if it is there. */
static bool is_it(struct program *program, const struct recording_header *header, const char *name,
		  const char *lang, int *error)
{
	char message[512];

	if (!*name || program_open(program, name, lang, message, sizeof message) < 0)
		return false;
	if (recording_hash(program->source, program->length) == header->hash)
		return true;
	program_close(program);
	*error = -ESTALE;
	return false;
}

int recorded_find(struct program *program, const struct recording_header *header, const char *recording,
		  const char *lang)
{
	const char *slash = strrchr(recording, '/');
	char beside[PATH_MAX];
	int error = -ENOENT;

	snprintf(beside, sizeof beside, "%.*s%s", slash ? (int)(slash + 1 - recording) : 0, recording,
		 header->scenario);
	if (is_it(program, header, header->lesson, lang, &error) ||
	    is_it(program, header, header->path, lang, &error) ||
	    (access(beside, R_OK) == 0 && is_it(program, header, beside, lang, &error)))
		return 0;
	return error;
}

bool recorded_is(const char *name)
{
	size_t length = strlen(name);

	return recording_is(name) || (length > 6 && strcmp(name + length - 6, ".jsonl") == 0);
}
