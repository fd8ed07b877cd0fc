/* The terminal's input for main, which may not read it: only the terminal's foreground process group may,
 * and main is in one of its own. */
#ifndef RUNTIME_RELAY_H
#define RUNTIME_RELAY_H

/* Where stdin is a terminal it becomes a pipe, into which a process of the caller's group copies what is
 * typed, for as long as the caller lives. Lines that nobody reads are lost. On failure stdin stays what it
 * was. */
void relay_terminal(void);

#endif
