/* Reading recordings. A file may come from anywhere: nothing in it is believed before it was looked at, and
 * what stands before the first damage is given. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/scan.h"
#include "trace/recording.h"
#include "trace/recording_header.h"

#define FIRST_WORDS  "{\"sandbox-recording\":"
#define CHUNK	     262144		/* bytes a read */
#define LATEST_TIME  (INT64_C(1) << 53) /* ns: 104 days */
#define LONGEST_LINE 16777216 /* bytes: a header or an end may carry a long schedule; no event is so long */

struct recording_reader {
	int fd;
	char *path;
	struct recording_header header;
	recording_word *word;
	struct recording_mapping mapping;
	char *bytes;		 /* from the file … */
	size_t start, end, room; /* … of which these are not read yet */
	uint64_t line;		 /* number of the line that was read last */
	uint64_t seq;		 /* of the event that was read last */
	bool file_ended, ended;
	char ending[32];
	char *schedule;
	int error;
	char trouble[512];
};

static int wrong(struct recording_reader *reader, int error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The first trouble is the one that counts. */
static int wrong(struct recording_reader *reader, int error, const char *format, ...)
{
	va_list arguments;
	int length;

	if (reader->error)
		return reader->error;
	length = reader->line ? snprintf(reader->trouble, sizeof reader->trouble, "%s:%" PRIu64 ": ",
					 reader->path, reader->line) :
				snprintf(reader->trouble, sizeof reader->trouble, "%s: ", reader->path);
	if (length < 0 || (size_t)length >= sizeof reader->trouble)
		length = 0;
	va_start(arguments, format);
	vsnprintf(reader->trouble + length, sizeof reader->trouble - (size_t)length, format, arguments);
	va_end(arguments);
	return reader->error = error;
}

/* Move what is left to the front and read more behind it. */
static int read_more(struct recording_reader *reader)
{
	ssize_t got;

	if (reader->start) {
		memmove(reader->bytes, reader->bytes + reader->start, reader->end - reader->start);
		reader->end -= reader->start;
		reader->start = 0;
	}
	if (reader->end + CHUNK > reader->room) {
		size_t room = reader->room ? 2 * reader->room : 2 * CHUNK;
		char *bytes = realloc(reader->bytes, room);
		if (!bytes)
			return wrong(reader, -ENOMEM, "%s", strerror(ENOMEM));
		reader->bytes = bytes;
		reader->room = room;
	}
	do
		got = read(reader->fd, reader->bytes + reader->end, CHUNK);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return wrong(reader, -errno, "%s", strerror(errno));
	reader->file_ended = got == 0;
	reader->end += (size_t)got;
	return 0;
}

/* The next line, without its newline. Returns 1, 0 at the end of the file, -errno. */
static int read_line(struct recording_reader *reader, struct scan *line)
{
	size_t looked = 0;

	for (;;) {
		char *start = reader->bytes ? reader->bytes + reader->start : NULL;
		size_t length = reader->end - reader->start;
		char *newline = length > looked ? memchr(start + looked, '\n', length - looked) : NULL;

		if (newline) {
			*line = (struct scan){start, newline};
			reader->start += (size_t)(newline + 1 - start);
			reader->line++;
			return 1;
		}
		if (reader->file_ended) {
			reader->line += length > 0;
			return length ? wrong(reader, -EBADMSG,
					      "the recording breaks off in the middle of this line") :
					0;
		}
		looked = length;
		if (length > LONGEST_LINE) {
			reader->line++;
			return wrong(reader, -EBADMSG, "this line is longer than any that we write");
		}
		int error = read_more(reader);
		if (error)
			return error;
	}
}

static int read_header(struct recording_reader *reader)
{
	const size_t first = sizeof FIRST_WORDS - 1;
	struct scan scan;
	uint64_t format;
	int got = read_line(reader, &scan);

	if (got <= 0 || (size_t)(scan.end - scan.at) < first || memcmp(scan.at, FIRST_WORDS, first) != 0) {
		if (reader->error == -EBADMSG)
			reader->error = 0; /* whatever it is, it is not that */
		reader->line = 0;
		return wrong(reader, -EINVAL, "this is no recording of the sandbox");
	}
	scan.at += first;
	if (!scan_natural(&scan, &format))
		return wrong(reader, -EBADMSG, "the header of the recording is damaged");
	if (format != RECORDING_FORMAT)
		return wrong(reader, -EINVAL,
			     "a recording of format %" PRIu64 ", by %s sandbox; this one reads format %d",
			     format, format > RECORDING_FORMAT ? "a newer" : "an older", RECORDING_FORMAT);
	if (!recording_scan_header(&scan, &reader->header, &reader->mapping, reader->word))
		return wrong(reader, -EBADMSG, "the header of the recording is damaged");
	return 0;
}

bool recording_is(const char *path)
{
	char bytes[sizeof FIRST_WORDS - 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	ssize_t got = fd < 0 ? -1 : pread(fd, bytes, sizeof bytes, 0);

	if (fd >= 0)
		close(fd);
	return got == sizeof bytes && memcmp(bytes, FIRST_WORDS, sizeof bytes) == 0;
}

static int open_file(struct recording_reader *reader)
{
	struct stat about;

	reader->fd = open(reader->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (reader->fd < 0 || fstat(reader->fd, &about) < 0)
		return wrong(reader, -errno, "%s", strerror(errno));
	if (S_ISDIR(about.st_mode))
		return wrong(reader, -EISDIR, "%s", strerror(EISDIR));
	return 0;
}

int recording_open(struct recording_reader **reader, const char *path, recording_word *word, char *message,
		   size_t size)
{
	struct recording_reader *made = calloc(1, sizeof *made);
	int error = -ENOMEM;

	if (made)
		made->fd = -1;
	if (made && (made->path = strdup(path))) {
		made->word = word;
		error = open_file(made);
		if (!error)
			error = read_header(made);
	}
	if (!error) {
		*reader = made;
		return 0;
	}
	if (made && made->error)
		snprintf(message, size, "%s", made->trouble);
	else
		snprintf(message, size, "%s: %s", path, strerror(ENOMEM));
	recording_finish(made);
	return error;
}

void recording_finish(struct recording_reader *reader)
{
	if (!reader)
		return;
	if (reader->fd >= 0)
		close(reader->fd);
	free(reader->header.schedule);
	free(reader->schedule);
	free(reader->bytes);
	free(reader->path);
	free(reader);
}

const struct recording_header *recording_header(const struct recording_reader *reader)
{
	return &reader->header;
}

const char *recording_ending(const struct recording_reader *reader)
{
	return reader->ending;
}

const char *recording_schedule(const struct recording_reader *reader)
{
	return reader->schedule;
}

/* {"end":"finished","count":12}: every event was there. */
static int read_end(struct recording_reader *reader, struct scan *scan)
{
	uint64_t count = UINT64_MAX;
	char key[64];

	if (!scan_char(scan, '{'))
		return wrong(reader, -EBADMSG, "this is no event");
	do {
		if (!scan_key(scan, key, sizeof key) ||
		    !(strcmp(key, "end") == 0 ?
			      scan_string(scan, reader->ending, sizeof reader->ending, NULL) :
		      strcmp(key, "count") == 0	   ? scan_natural(scan, &count) :
		      strcmp(key, "schedule") == 0 ? recording_scan_schedule(scan, &reader->schedule) :
						     scan_skip(scan)))
			return wrong(reader, -EBADMSG, "the end mark is damaged");
	} while (scan_char(scan, ','));
	if (!scan_char(scan, '}') || !scan_end(scan))
		return wrong(reader, -EBADMSG, "the end mark is damaged");
	if (count != reader->seq)
		return wrong(reader, -EBADMSG,
			     "the end mark counts %" PRIu64 " events, but %" PRIu64 " are here", count,
			     reader->seq);
	reader->ended = true;
	return 0;
}

static bool in_range(const int64_t *fields)
{
	static const enum recording_field words[] = {RECORDING_LINE, RECORDING_OBJECT, RECORDING_VERSION};
	static const enum recording_field bytes[] = {RECORDING_EVENT, RECORDING_PRIMITIVE, RECORDING_ACTION,
						     RECORDING_OUTCOME, RECORDING_MORE};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (fields[words[i]] < 0 || fields[words[i]] > UINT32_MAX)
			return false;
	for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++)
		if (fields[bytes[i]] < 0 || fields[bytes[i]] > UINT8_MAX)
			return false;
	if (fields[RECORDING_TIME] < 0 || fields[RECORDING_TIME] > LATEST_TIME)
		return false;
	return fields[RECORDING_PROCESS] >= -1 && fields[RECORDING_PROCESS] < UINT32_MAX;
}

/* An action beyond the file's table is none of the primitive's (TRACE_STEP): it has no name and keeps its
 * number. */
static uint8_t our_action(const struct recording_mapping *mapping, uint8_t primitive, uint8_t action)
{
	return action < mapping->action_counts[primitive] ? mapping->actions[primitive][action] : action;
}

/* Their numbers to ours. */
static int translate(struct recording_reader *reader, const int64_t *fields, struct trace_event *event)
{
	const struct recording_mapping *mapping = &reader->mapping;
	uint8_t primitive = (uint8_t)fields[RECORDING_PRIMITIVE];

	if (fields[RECORDING_EVENT] >= mapping->kind_count ||
	    fields[RECORDING_OUTCOME] >= mapping->outcome_count || primitive >= mapping->primitive_count)
		return wrong(reader, -EBADMSG, "this event has a number that the header does not explain");
	event->kind = mapping->kinds[fields[RECORDING_EVENT]];
	event->outcome = mapping->outcomes[fields[RECORDING_OUTCOME]];
	event->primitive = mapping->primitives[primitive];
	event->action = our_action(mapping, primitive, (uint8_t)fields[RECORDING_ACTION]);
	if (event->kind == RECORDING_UNKNOWN || event->outcome == RECORDING_UNKNOWN ||
	    event->primitive == RECORDING_UNKNOWN || event->action == RECORDING_UNKNOWN)
		return wrong(reader, -EBADMSG,
			     "this event is of a kind that only another version of the sandbox knows (%s)",
			     reader->header.version);
	return 0;
}

static int read_event(struct recording_reader *reader, struct scan *scan, struct trace_event *event)
{
	int64_t fields[RECORDING_FIELDS] = {0};
	size_t length = 0;
	int count = 0;

	if (!scan_char(scan, '['))
		return read_end(reader, scan);
	do
		if (count < RECORDING_FIELDS ? !scan_integer(scan, &fields[count]) :
					       !scan_string(scan, event->text, sizeof event->text, &length))
			return wrong(reader, -EBADMSG, "this event is damaged");
	while (++count <= RECORDING_FIELDS && scan_char(scan, ','));
	if (count <= RECORDING_EVENT || !scan_char(scan, ']') || !scan_end(scan) || !in_range(fields))
		return wrong(reader, -EBADMSG, "this event is damaged");
	if ((uint64_t)fields[RECORDING_SEQ] != reader->seq + 1)
		return wrong(reader, -EBADMSG, "event %" PRIu64 " is missing before this line",
			     reader->seq + 1);
	reader->seq++;
	event->seq = reader->seq;
	event->time = fields[RECORDING_TIME];
	event->process = fields[RECORDING_PROCESS] < 0 ? TRACE_SANDBOX : (uint32_t)fields[RECORDING_PROCESS];
	event->line = (uint32_t)fields[RECORDING_LINE];
	event->object = (uint32_t)fields[RECORDING_OBJECT];
	event->version = (uint32_t)fields[RECORDING_VERSION];
	event->a = fields[RECORDING_A];
	event->b = fields[RECORDING_B];
	event->more = (uint8_t)fields[RECORDING_MORE];
	event->length = (uint16_t)length;
	event->text[length] = '\0';
	return translate(reader, fields, event);
}

int recording_next(struct recording_reader *reader, struct trace_event *event, char *message, size_t size)
{
	struct scan scan;
	int got;

	if (reader->ended)
		return 0;
	got = reader->error ? reader->error : read_line(reader, &scan);
	if (got == 0)
		got = wrong(reader, -EBADMSG,
			    "the recording ends here without its end mark: the run went on, or was cut off");
	if (got > 0 && !(got = read_event(reader, &scan, event)))
		got = reader->ended ? 0 : 1;
	if (got < 0)
		snprintf(message, size, "%s", reader->trouble);
	return got;
}
