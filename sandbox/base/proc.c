#include "base/proc.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* The fields from the third on (state …); the second, the name in parentheses, may hold anything. */
static const char *stat_fields(pid_t pid, char *text, size_t size)
{
	char path[32];

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	ssize_t length = read(fd, text, size - 1);
	close(fd);
	if (length <= 0)
		return NULL;
	text[length] = '\0';
	const char *end = strrchr(text, ')');
	return end && end[1] ? end + 2 : NULL;
}

char proc_state(pid_t pid)
{
	char text[1024];
	const char *fields = stat_fields(pid, text, sizeof text);

	return fields ? *fields : 0;
}

bool proc_wait_status(pid_t pid, int *status)
{
	char text[1024];
	const char *fields = stat_fields(pid, text, sizeof text);

	/* exit_code is field 52, the last; the state is field 3. */
	for (int field = 3; fields && field < 52; field++)
		if ((fields = strchr(fields, ' ')))
			fields++;
	if (!fields)
		return false;
	*status = atoi(fields);
	return true;
}
