#include "base/fd.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <unistd.h>

int fd_pidfd(pid_t pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

void fd_fill_stdio(void)
{
	int fd = open("/dev/null", O_RDONLY);

	while (fd >= 0 && fd <= 2)
		fd = open("/dev/null", O_RDONLY);
	if (fd > 2)
		close(fd);
}

static void close_between(int first, int last)
{
	if (first > last)
		return;
	if (syscall(SYS_close_range, first, last, 0) == 0)
		return;
	long limit = sysconf(_SC_OPEN_MAX);
	if (limit < 0 || limit > 65536)
		limit = 65536;
	for (int fd = first; fd <= last && fd < limit; fd++)
		close(fd);
}

void fd_close_from(int first)
{
	close_between(first, INT_MAX);
}

void fd_close_others(const int *keep, size_t count)
{
	int first = 0;

	for (;;) {
		int next = INT_MAX;

		for (size_t i = 0; i < count; i++)
			if (keep[i] >= first && keep[i] < next)
				next = keep[i];
		close_between(first, next == INT_MAX ? INT_MAX : next - 1);
		if (next == INT_MAX)
			return;
		first = next + 1;
	}
}
