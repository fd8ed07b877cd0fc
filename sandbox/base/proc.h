/* The kernel's word on a process: /proc/<pid>/stat, proc_pid_stat(5). */
#ifndef BASE_PROC_H
#define BASE_PROC_H

#include <stdbool.h>
#include <sys/types.h>

/* 'R' running or ready, 'S' sleeping, 'D' in the disk, 'T' stopped, 'Z' zombie …; 0 = there is no such
 * process. */
char proc_state(pid_t pid);

/* How a zombie ended, as wait(2) would say it. false if the kernel does not tell. */
bool proc_wait_status(pid_t pid, int *status);

#endif
