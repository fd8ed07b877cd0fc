/* Numbers that describe many numbers.
 *
 * Interface:
 * - Samples are arrays of doubles; what wants them sorted says so (statistics_sort, ascending).
 * - NAN = there is nothing to describe.
 */
#ifndef BASE_STATISTICS_H
#define BASE_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

void statistics_sort(double *sample, size_t count);

/* The value that a share of the sample (0 to 1) does not exceed, linear between neighbours: Hyndman and Fan,
 * "Sample quantiles in statistical packages" (1996), type 7, as R and NumPy do. */
double statistics_quantile(const double *sorted, size_t count, double share);

/* Jain, Chiu, Hawe, "A quantitative measure of fairness and discrimination" (DEC TR-301, 1984):
 * (sum x)² / (n sum x²). 1: all shares are equal; k/n: k of them share equally, the others get nothing. */
double statistics_jain(const double *shares, size_t count);

/* Where a probability lies, with 95 % confidence, that showed `hits` times in `trials`: Wilson (1927). Right
 * for few trials too, and for none or all of them. */
struct interval {
	double low, high;
};
struct interval statistics_wilson(uint64_t hits, uint64_t trials);

#define HISTOGRAM_BINS 12

/* Bin i counts the values from low + i * width up to, not including, low + (i + 1) * width. The width is 1, 2
 * or 5 times a power of ten, so that edges are round. The highest hundredth does not stretch the bins: what
 * lies beyond the last one is `above`. */
struct histogram {
	double low, width;
	size_t bins; /* used, 0 = empty sample */
	uint64_t counts[HISTOGRAM_BINS];
	uint64_t above;
};
struct histogram statistics_histogram(const double *sorted, size_t count);

#endif
