#include "command/program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/nearest.h"
#include "lesson/lesson.h"

#define SOURCE_MAX (1 << 20) /* bytes */
#define TEMPO_NORMAL 300000  /* microseconds an operation */

static int wrong(int error, char *message, size_t size, const char *name, const char *what)
{
	snprintf(message, size, "%s: %s", name, what);
	return error;
}

static int read_all(int fd, struct buffer *text)
{
	for (;;) {
		if (!buffer_reserve(text, 16384))
			return -ENOMEM;
		ssize_t got = read(fd, text->bytes + text->length, text->room - text->length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return 0;
		text->length += (size_t)got;
		if (text->length > SOURCE_MAX)
			return -EFBIG;
	}
}

static int open_file(struct program *program, const char *name, char *message, size_t size)
{
	struct buffer text = {0};
	struct stat about;
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return wrong(-errno, message, size, name, strerror(errno));
	int error = fstat(fd, &about) < 0 ? -errno : S_ISREG(about.st_mode) ? read_all(fd, &text) : -EINVAL;
	close(fd);
	program->path = strdup(name);
	if (!error && !program->path)
		error = -ENOMEM;
	if (error) {
		buffer_finish(&text);
		program_close(program);
		return wrong(error, message, size, name,
			     error == -EINVAL  ? "not a file; give a scenario's .lua file"
			     : error == -EFBIG ? "larger than 1 MiB; this is no scenario"
					       : strerror(-error));
	}
	program->source = text.bytes;
	program->length = text.length;
	return 0;
}

static void suggest(const struct catalogue *catalogue, const char *name, char *message, size_t size)
{
	const char **ids = calloc(catalogue->count + 1, sizeof *ids);

	for (size_t i = 0; ids && i < catalogue->count; i++)
		ids[i] = catalogue->entries[i].id ? catalogue->entries[i].id : "";
	const char *meant = ids ? nearest(name, ids) : NULL;
	free(ids);
	if (meant)
		snprintf(message, size, "there is no file and no lesson \"%s\"; did you mean %s?", name,
			 meant);
	else
		snprintf(message, size,
			 "there is no file and no lesson \"%s\"; `sandbox lessons` lists the lessons", name);
}

static int open_lesson(struct program *program, const struct catalogue_entry *entry, const char *lang,
		       char *message, size_t size)
{
	struct lesson *lesson;

	if (entry->error) {
		snprintf(message, size, "%s", entry->error);
		return -EINVAL;
	}
	int error = lesson_open(&lesson, entry, lang, message, size);
	if (error)
		return error;
	program->path = strdup(lesson->scenario_path);
	program->folder = strdup(lesson->folder);
	program->lesson = strdup(entry->id);
	program->source = malloc(lesson->source_length + 1);
	program->length = lesson->source_length;
	if (lesson->tempo > 0)
		program->tempo = lesson->tempo;
	if (program->source)
		memcpy(program->source, lesson->source, lesson->source_length);
	lesson_destroy(lesson);
	if (program->path && program->folder && program->lesson && program->source)
		return 0;
	program_close(program);
	return wrong(-ENOMEM, message, size, entry->id, strerror(ENOMEM));
}

int program_open(struct program *program, const char *name, const char *lang, char *message, size_t size)
{
	struct catalogue catalogue;

	*program = (struct program){.tempo = TEMPO_NORMAL};
	if (access(name, F_OK) == 0 || strchr(name, '/'))
		return open_file(program, name, message, size);
	int error = catalogue_open(&catalogue, NULL, lang, message, size);
	if (error)
		return error;
	const struct catalogue_entry *entry = catalogue_find(&catalogue, name);
	if (entry) {
		error = open_lesson(program, entry, lang, message, size);
	} else {
		suggest(&catalogue, name, message, size);
		error = -ENOENT;
	}
	catalogue_close(&catalogue);
	return error;
}

void program_close(struct program *program)
{
	free(program->path);
	free(program->source);
	free(program->folder);
	free(program->lesson);
	*program = (struct program){0};
}

const char *program_file(const struct program *program)
{
	const char *slash = strrchr(program->path, '/');

	return slash ? slash + 1 : program->path;
}
