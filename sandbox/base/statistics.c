#include "base/statistics.h"

#include <math.h>
#include <stdlib.h>

#define Z 1.959963984540054 /* of the normal distribution, 95 % lie within so many standard deviations */

static int ascending(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;

	return (a > b) - (a < b);
}

void statistics_sort(double *sample, size_t count)
{
	if (count)
		qsort(sample, count, sizeof *sample, ascending);
}

double statistics_quantile(const double *sorted, size_t count, double share)
{
	if (count == 0)
		return NAN;
	double place = share * (double)(count - 1);
	size_t below = (size_t)place;
	if (below + 1 >= count)
		return sorted[count - 1];
	return sorted[below] + (place - (double)below) * (sorted[below + 1] - sorted[below]);
}

double statistics_jain(const double *shares, size_t count)
{
	double sum = 0, squares = 0;

	for (size_t i = 0; i < count; i++) {
		sum += shares[i];
		squares += shares[i] * shares[i];
	}
	return squares > 0 ? sum * sum / ((double)count * squares) : NAN;
}

struct interval statistics_wilson(uint64_t hits, uint64_t trials)
{
	double n = (double)trials, p = (double)hits / n;

	if (trials == 0)
		return (struct interval){0, 1};
	double middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
	double half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
	return (struct interval){hits ? middle - half : 0, hits < trials ? middle + half : 1};
}

/* The smallest of 1, 2, 5, 10, 20, … times a power of ten that is not below x. */
static double round_step(double x)
{
	double power = pow(10, floor(log10(x)));
	static const double steps[] = {1, 2, 5};

	for (size_t i = 0; i < 3; i++)
		if (steps[i] * power >= x * (1 - 1e-9))
			return steps[i] * power;
	return 10 * power;
}

struct histogram statistics_histogram(const double *sorted, size_t count)
{
	struct histogram histogram = {0};

	if (count == 0)
		return histogram;
	double low = sorted[0], high = statistics_quantile(sorted, count, 0.99);
	double width = (high - low) / (HISTOGRAM_BINS - 1); /* the lowest edge lies up to a bin below low */
	if (width <= fabs(high) * 1e-6)
		width = high == 0 ? 1 : fabs(high) / 100;
	histogram.width = round_step(width);
	histogram.low = floor(low / histogram.width) * histogram.width;
	for (size_t i = 0; i < count; i++) {
		double place = floor((sorted[i] - histogram.low) / histogram.width);
		size_t bin = place < 0 ? 0 : place < HISTOGRAM_BINS ? (size_t)place : HISTOGRAM_BINS;
		if (bin == HISTOGRAM_BINS || (sorted[i] > high && bin >= histogram.bins)) {
			histogram.above++;
			continue;
		}
		histogram.counts[bin]++;
		if (bin >= histogram.bins)
			histogram.bins = bin + 1;
	}
	return histogram;
}
