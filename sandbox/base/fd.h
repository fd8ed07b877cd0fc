/* File descriptors. */
#ifndef BASE_FD_H
#define BASE_FD_H

#include <stddef.h>
#include <sys/types.h>

int fd_pidfd(pid_t pid); /* pidfd_open(2), close-on-exec; -1 with errno */
/* Open 0, 1 and 2 where they are closed, so that nothing else gets their numbers.
 * Writing to them still fails. */
void fd_fill_stdio(void);
void fd_close_from(int first);
void fd_close_others(const int *keep, size_t count); /* all from 0 on but those */

#endif
