#include "command/output.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "command/wait.h"

#define WORTH_A_WRITE 32768
#define NEVER_BLOCKS 4096 /* PIPE_BUF: a pipe that polls writable has this much room */

/* True when the output takes NEVER_BLOCKS bytes; false when the interrupt or the deadline came first. */
static bool wait_for_room(const struct output *output)
{
	struct pollfd fds[] = {{.fd = output->fd, .events = POLLOUT},
			       {.fd = output->interrupt, .events = POLLIN}};

	while (poll(fds, 2, command_wait(output->deadline, clock_now())) < 0)
		if (errno != EINTR)
			return true; /* let write(2) say what is wrong */
	return fds[0].revents != 0;
}

bool output_flush(struct output *output)
{
	struct buffer *buffer = &output->buffer;
	size_t done = 0;

	while (!output->error && done < buffer->length && wait_for_room(output)) {
		size_t part = buffer->length - done < NEVER_BLOCKS ? buffer->length - done : NEVER_BLOCKS;
		ssize_t written = write(output->fd, buffer->bytes + done, part);
		if (written >= 0)
			done += (size_t)written;
		else if (errno != EINTR && errno != EAGAIN)
			output->error = errno;
	}
	if (done)
		memmove(buffer->bytes, buffer->bytes + done, buffer->length - done);
	buffer->length -= done;
	return !output->error && buffer->length == 0;
}

bool output_flow(struct output *output)
{
	return output->buffer.length < WORTH_A_WRITE ? !output->error : output_flush(output);
}
