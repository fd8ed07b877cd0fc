/* The run of a program that a host of its own runs: `lua5.4 FILE`. */
#ifndef COMMAND_HOST_H
#define COMMAND_HOST_H

#include "runtime/run.h"

struct scenario;

/* Start the run as the environment says (host.c), be its front end until it ends, and return the exit
 * status. In main, which goes on from here, -1. */
int command_host(struct scenario *scenario, struct run_options *options);

#endif
