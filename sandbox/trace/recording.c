/* Writing recordings. What is added waits in memory until there is enough for a write, or for a second. Lines
 * are formed by hand: every event of a run passes through here. */
#include "trace/recording.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/utf8.h"

#define WORTH_A_WRITE 65536
#define LATEST	      1000000000 /* ns that an event waits at most */
#define LINE_ROOM     (RECORDING_FIELDS * 22 + 6 * TRACE_TEXT_MAX + 16)
#define PATIENCE      500 /* ms that a full pipe is waited for */

struct recording {
	int fd;
	char *path;
	struct buffer buffer;
	int64_t since;	/* when the oldest waiting event came, INT64_MAX = none waits */
	uint64_t count; /* events added while all was well */
	int error;	/* errno of the first failure */
};

uint64_t recording_hash(const char *text, size_t length)
{
	return hash_bytes(text, length);
}

static char *put_natural(char *at, uint64_t value)
{
	char digits[20];
	int count = 0;

	do
		digits[count++] = (char)('0' + value % 10);
	while (value /= 10);
	while (count)
		*at++ = digits[--count];
	return at;
}

static char *put_integer(char *at, int64_t value)
{
	if (value < 0)
		*at++ = '-';
	return put_natural(at, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

/* At most 6 bytes each, and the quotes. */
static char *put_string(char *at, const char *bytes, size_t length)
{
	static const char hex[] = "0123456789abcdef";
	uint32_t code;

	*at++ = '"';
	for (size_t i = 0; i < length;) {
		unsigned char byte = (unsigned char)bytes[i];
		size_t step = byte < 0x80 ? 1 : utf8_decode(bytes + i, length - i, &code);

		if (step == 1 && (byte < 0x20 || byte == 0x7f)) {
			at = stpcpy(at, "\\u00");
			*at++ = hex[byte >> 4];
			*at++ = hex[byte & 15];
		} else if (step) {
			if (byte == '"' || byte == '\\')
				*at++ = '\\';
			memcpy(at, bytes + i, step);
			at += step;
		} else {
			at = stpcpy(at, "\\udc");
			*at++ = hex[byte >> 4];
			*at++ = hex[byte & 15];
			step = 1;
		}
		i += step;
	}
	*at++ = '"';
	return at;
}

static bool add_string(struct buffer *out, const char *key, const char *text)
{
	size_t length = strlen(text);

	if (!buffer_add(out, key, strlen(key)) || !buffer_reserve(out, 6 * length + 2))
		return false;
	out->length = (size_t)(put_string(out->bytes + out->length, text, length) - out->bytes);
	return true;
}

/* ["kind","action",…] of each primitive: their numbers are their places. */
static bool add_primitives(struct buffer *out, recording_word *word)
{
	bool fine = buffer_print(out, ",\"primitives\":[");

	for (unsigned primitive = 0; fine && word(primitive, RECORDING_KIND); primitive++) {
		fine = add_string(out, primitive ? ",[" : "[", word(primitive, RECORDING_KIND));
		for (unsigned action = 0; fine && word(primitive, action); action++)
			fine = add_string(out, ",", word(primitive, action));
		fine = fine && buffer_print(out, "]");
	}
	return fine && buffer_print(out, "]");
}

static bool add_names(struct buffer *out, recording_word *word)
{
	bool fine = true;

	for (int kind = 0; fine && kind < TRACE_KINDS; kind++)
		fine = add_string(out, kind ? "," : ",\"events\":[", event_kind_name((enum event_kind)kind));
	for (int outcome = 0; fine && outcome < OUTCOMES; outcome++)
		fine = add_string(out, outcome ? "," : "],\"outcomes\":[",
				  outcome_name((enum outcome)outcome));
	return fine && buffer_print(out, "]") && add_primitives(out, word);
}

static bool add_knobs(struct buffer *out, const struct recording_header *header)
{
	bool fine = buffer_print(out, ",\"knobs\":{");

	for (uint32_t i = 0; fine && i < header->knob_count; i++)
		fine = add_string(out, i ? "," : "", header->knobs[i].name) &&
		       buffer_print(out, ":%" PRId64, header->knobs[i].value);
	return fine && buffer_print(out, "}");
}

static bool add_header(struct buffer *out, const struct recording_header *header, recording_word *word)
{
	char started[24];
	time_t now = time(NULL);
	struct tm utc;

	strftime(started, sizeof started, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
	return buffer_print(out, "{\"sandbox-recording\":%d", RECORDING_FORMAT) &&
	       add_string(out, ",\"version\":", header->version) &&
	       add_string(out, ",\"scenario\":", header->scenario) &&
	       add_string(out, ",\"path\":", header->path) &&
	       add_string(out, ",\"lesson\":", header->lesson) &&
	       buffer_print(out,
			    ",\"hash\":\"fnv1a64:%016" PRIx64 "\",\"seed\":%" PRIu64 ",\"tempo\":%" PRId64,
			    header->hash, header->seed, header->tempo) &&
	       add_knobs(out, header) &&
	       buffer_print(out, ",\"mode\":\"%s\"",
			    header->lazy       ? "lazy" :
			    header->controlled ? "controlled" :
						 "free") &&
	       (header->schedule ? add_string(out, ",\"schedule\":", header->schedule) :
				   buffer_print(out, ",\"schedule\":null")) &&
	       add_string(out, ",\"started\":", *header->started ? header->started : started) &&
	       add_names(out, word) && buffer_print(out, "}\n");
}

/* May this file be overwritten? */
static int check_target(int fd, const char *path, char *message, size_t size)
{
	struct stat about;

	if (fstat(fd, &about) < 0) {
		snprintf(message, size, "cannot write the recording %s: %s", path, strerror(errno));
		return -errno;
	}
	if (!S_ISREG(about.st_mode) || about.st_size == 0 || recording_is(path))
		return 0;
	snprintf(message, size, "%s is there already and is no recording; give the recording another name",
		 path);
	return -EEXIST;
}

static int open_target(const char *path, char *message, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0666), error;

	if (fd < 0) {
		error = -errno;
		snprintf(message, size, "cannot write the recording %s: %s", path, strerror(errno));
		return error;
	}
	error = check_target(fd, path, message, size);
	if (!error && ftruncate(fd, 0) < 0 && errno != EINVAL) { /* EINVAL: a device has no length */
		error = -errno;
		snprintf(message, size, "cannot write the recording %s: %s", path, strerror(errno));
	}
	if (error)
		close(fd);
	return error ? error : fd;
}

int recording_create(struct recording **recording, const char *path, const struct recording_header *header,
		     recording_word *word, char *message, size_t size)
{
	struct recording *made = calloc(1, sizeof *made);
	int fd = made ? open_target(path, message, size) : -ENOMEM;

	if (fd < 0) {
		if (!made)
			snprintf(message, size, "cannot write the recording %s: %s", path, strerror(ENOMEM));
		free(made);
		return fd;
	}
	made->fd = fd;
	made->since = INT64_MAX;
	made->path = strdup(path);
	if (!made->path || !add_header(&made->buffer, header, word))
		made->error = ENOMEM;
	recording_flush(made);
	if (!made->error) {
		*recording = made;
		return 0;
	}
	return recording_close(made, "", NULL, message, size);
}

/* Of a pipe: whoever reads it must not hold the run up for long. */
static bool wait_for_room(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLOUT};

	if (poll(&poll_fd, 1, PATIENCE) > 0)
		return true;
	errno = EAGAIN;
	return false;
}

void recording_flush(struct recording *recording)
{
	struct buffer *buffer = &recording->buffer;
	size_t done = 0;

	while (!recording->error && done < buffer->length) {
		ssize_t written = write(recording->fd, buffer->bytes + done, buffer->length - done);
		if (written >= 0)
			done += (size_t)written;
		else if (errno == EAGAIN ? !wait_for_room(recording->fd) : errno != EINTR)
			recording->error = errno;
	}
	buffer->length = 0;
	recording->since = INT64_MAX;
}

int64_t recording_due(const struct recording *recording)
{
	return recording->since == INT64_MAX ? INT64_MAX : recording->since + LATEST;
}

static char *put_fields(char *at, const struct trace_event *event)
{
	const int64_t fields[RECORDING_FIELDS] = {
		[RECORDING_SEQ] = (int64_t)event->seq,
		[RECORDING_TIME] = event->time,
		[RECORDING_PROCESS] = event->process == TRACE_SANDBOX ? -1 : (int64_t)event->process,
		[RECORDING_EVENT] = event->kind,
		[RECORDING_LINE] = event->line,
		[RECORDING_OBJECT] = event->object,
		[RECORDING_PRIMITIVE] = event->primitive,
		[RECORDING_ACTION] = event->action,
		[RECORDING_OUTCOME] = event->outcome,
		[RECORDING_VERSION] = event->version,
		[RECORDING_A] = event->a,
		[RECORDING_B] = event->b,
		[RECORDING_MORE] = event->more,
	};
	int count = RECORDING_FIELDS;

	while (!event->length && count > RECORDING_EVENT + 1 && !fields[count - 1])
		count--;
	for (int i = 0; i < count; i++) {
		*at++ = i ? ',' : '[';
		at = put_integer(at, fields[i]);
	}
	return at;
}

void recording_add(struct recording *recording, const struct trace_event *event)
{
	struct buffer *buffer = &recording->buffer;
	char *at;

	if (recording->error)
		return;
	if (!buffer_reserve(buffer, LINE_ROOM)) {
		recording->error = ENOMEM;
		return;
	}
	at = put_fields(buffer->bytes + buffer->length, event);
	if (event->length) {
		*at++ = ',';
		at = put_string(at, event->text,
				event->length <= TRACE_TEXT_MAX ? event->length : TRACE_TEXT_MAX);
	}
	at = stpcpy(at, "]\n");
	buffer->length = (size_t)(at - buffer->bytes);
	recording->count++;
	if (recording->since == INT64_MAX)
		recording->since = clock_now();
	if (buffer->length >= WORTH_A_WRITE)
		recording_flush(recording);
}

int recording_close(struct recording *recording, const char *end, const char *schedule, char *message,
		    size_t size)
{
	if (!recording)
		return 0;
	if (!recording->error &&
	    !(add_string(&recording->buffer, "{\"end\":", end) &&
	      buffer_print(&recording->buffer, ",\"count\":%" PRIu64, recording->count) &&
	      (!schedule || add_string(&recording->buffer, ",\"schedule\":", schedule)) &&
	      buffer_print(&recording->buffer, "}\n")))
		recording->error = ENOMEM;
	recording_flush(recording);
	if (close(recording->fd) < 0 && !recording->error) /* some file systems tell only now */
		recording->error = errno;
	int error = -recording->error;
	if (error)
		snprintf(message, size, "cannot write the recording %s: %s; it is not complete",
			 recording->path ? recording->path : "", strerror(-error));
	buffer_finish(&recording->buffer);
	free(recording->path);
	free(recording);
	return error;
}
