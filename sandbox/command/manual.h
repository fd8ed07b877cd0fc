/* The manual page and the completions of shells, made from the tables of the commands, their options, the
 * keys, the environment. */
#ifndef COMMAND_MANUAL_H
#define COMMAND_MANUAL_H

#include "base/buffer.h"

void manual_page(struct buffer *out); /* man(7) */
void manual_bash(struct buffer *out);
void manual_zsh(struct buffer *out);

#endif
