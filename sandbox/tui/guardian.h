/* The guardian: a process that outlives the screen's, however that one dies, and leaves the terminal as it
 * was.
 *
 * Nothing restores a terminal after its own SIGKILL. So the screen runs in a child, and the process that the
 * shell knows does nothing but wait for it: it passes signals on, stops and goes on with it (Ctrl-Z, fg), and
 * cleans up if it was killed. If the guardian itself is killed, the child gets SIGHUP, cleans up and ends. */
#ifndef TUI_GUARDIAN_H
#define TUI_GUARDIAN_H

/* Run body in a child under guard. Returns body's status in the child; in the guardian the child's exit
 * status, or 128 + the signal that killed it. Without a terminal, or when no process can be had, body simply
 * runs here. */
int guardian_run(int (*body)(void *context), void *context);

#endif
