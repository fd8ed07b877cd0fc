/* The signals that end a command, as something to poll. */
#ifndef COMMAND_SIGNALS_H
#define COMMAND_SIGNALS_H

#include <signal.h>

/* From here on SIGINT, SIGTERM and SIGHUP wait until they are read, and SIGPIPE is an error of write(2).
 * Returns a signalfd, -1 if there is none. What was blocked before is for signals_restore. */
int signals_catch(sigset_t *before);
/* The signal that has come, 0 = none. */
int signals_read(int fd);
void signals_restore(int fd, const sigset_t *before);

#endif
