/* Noise: delays at places where the schedule matters, drawn from a seed, so that races show sooner.
 *
 * Left alone, processes of a short scenario often run one after the other, and the window of a race, a few
 * microseconds between a look and an act, is hit once in thousands of runs. A delay there, now and then,
 * opens it: Edelstein, Farchi, Nir, Ratsaby, Ur, "Multithreaded Java program test generation" (2002); rr's
 * chaos mode.
 *
 * Each place draws one of four, with these chances in 256ths:
 *
 *                                            go on   yield   spin ≤ 25 µs   sleep 16 µs to 2 ms
 *   a process's first 64 draws                 96      32        32               96
 *   later ones: long runs must not crawl      253       1         1                1
 *
 * A sleep's length is a power of two in µs, each as likely as the next: about 500 µs on average.
 *
 * What is promised: a draw is a function of (seed, number of the process, how many it drew before) and of
 * nothing else, so the same seed makes the same choices at the same operations of the same process. What is
 * not: the same schedule. The kernel still decides who runs, a delay only makes it likely that it is somebody
 * else; a run with the same seed may end otherwise. No operation does anything that it could not do without
 * the noise.
 *
 * Off, it costs nothing: the gate word that every operation tests anyway is zero.
 */
#ifndef RUNTIME_PERTURB_H
#define RUNTIME_PERTURB_H

#include "runtime/process.h"

/* At the gate, with nothing held: before an operation, after a wake, at a child's birth. */
void perturb(struct self *self);
/* Between a commit and waking those who may now go on: short, for while it lasts we cannot be paused. */
void perturb_briefly(struct self *self);

#endif
