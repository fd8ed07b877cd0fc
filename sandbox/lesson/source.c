#include "lesson/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"

#define LARGEST ((off_t)1 << 20)

bool complain(struct complaint *complaint, int error, const char *format, ...)
{
	char text[1024];
	va_list arguments;

	if (complaint->error)
		return false;
	complaint->error = error;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	/* It quotes the lesson, which may have written "\27[2J" as a key. */
	utf8_clean(complaint->message, complaint->size, text, strlen(text));
	return false;
}

bool complain_memory(struct complaint *complaint)
{
	return complain(complaint, -ENOMEM,
			"out of memory while reading a lesson; close something and try again");
}

size_t source_check(const char *bytes, size_t length, const char **why)
{
	for (size_t at = 0; at < length;) {
		uint32_t c;
		size_t step = utf8_decode(bytes + at, length - at, &c);

		*why = "this is not UTF-8; save the file as UTF-8";
		if (step == 0)
			return at;
		*why = "a control character; delete it";
		if ((c < 0x20 && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7f && c < 0xa0))
			return at;
		at += step;
	}
	return length;
}

/* open(2) of a pipe or a device could wait for ever: only a regular file is read. */
static int slurp(const char *path, char **bytes, size_t *length)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error = 0;
	struct stat status;

	if (fd < 0)
		return -errno;
	*bytes = NULL;
	*length = 0;
	if (fstat(fd, &status) < 0)
		error = -errno;
	else if (S_ISDIR(status.st_mode))
		error = -EISDIR;
	else if (!S_ISREG(status.st_mode))
		error = -EINVAL;
	else if (status.st_size > LARGEST)
		error = -EFBIG;
	else if (!(*bytes = malloc((size_t)status.st_size + 1)))
		error = -ENOMEM;
	while (!error && *length < (size_t)status.st_size) {
		ssize_t count = read(fd, *bytes + *length, (size_t)status.st_size - *length);

		if (count < 0 && errno != EINTR)
			error = -errno;
		if (count == 0)
			break; /* somebody is shortening it right now */
		if (count > 0)
			*length += (size_t)count;
	}
	close(fd);
	if (error)
		free(*bytes);
	else
		(*bytes)[*length] = '\0';
	return error;
}

static const char *remedy(int error)
{
	switch (-error) {
	case ENOENT:
		return "there is no such file; every lesson needs one";
	case EACCES:
		return "this file may not be read; change its permissions";
	case EFBIG:
		return "larger than 1 MiB; make it shorter";
	case EISDIR:
	case EINVAL:
		return "not an ordinary file; put a text file there";
	default:
		return strerror(-error);
	}
}

static unsigned line_of(const char *bytes, size_t offset)
{
	unsigned line = 1;

	for (size_t i = 0; i < offset; i++)
		line += bytes[i] == '\n';
	return line;
}

static char *join(const char *folder, const char *file)
{
	char *path;

	return asprintf(&path, "%s/%s", folder, file) < 0 ? NULL : path;
}

bool source_open(struct source *source, const char *folder, const char *file, struct complaint *complaint)
{
	const char *base = strrchr(folder, '/'), *why;
	char *path = join(folder, file);
	size_t bad;
	int error;

	*source = (struct source){.name = join(base && base[1] ? base + 1 : folder, file)};
	if (!path || !source->name) {
		free(path);
		free(source->name);
		return complain_memory(complaint);
	}
	error = slurp(path, &source->bytes, &source->length);
	free(path);
	if (error) {
		complain(complaint, error, "%s:1: %s", source->name, remedy(error));
		free(source->name);
		return false;
	}
	/* Windows editors begin UTF-8 files with a byte order mark; it means nothing. */
	if (source->length >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0)
		memmove(source->bytes, source->bytes + 3, (source->length -= 3) + 1);
	bad = source_check(source->bytes, source->length, &why);
	if (bad == source->length)
		return true;
	complain(complaint, -EINVAL, "%s:%u: %s", source->name, line_of(source->bytes, bad), why);
	source_finish(source);
	return false;
}

void source_finish(struct source *source)
{
	free(source->name);
	free(source->bytes);
	*source = (struct source){0};
}
