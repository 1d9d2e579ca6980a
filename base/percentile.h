/* What is said of many counts of days: mean, percentiles, extremes; and shares of counts.
 *
 * A percentile is interpolated linearly between the two values around it (type 7 of Hyndman and
 * Fan: PERCENTILE.INC of spreadsheets, the default of R and NumPy), so that the 50th is the median.
 * All are exact fractions until they are rounded, once, to one place.
 */
#pragma once

#include "base/dec.h"
#include "base/macros.h"
#include "base/rational.h"

#include <stddef.h>
#include <stdint.h>

/* The percentile `percent`, 0 to 100, of n > 0 values in ascending order. 0, or -ERR_INPUT for an
 * empty set or another percent. */
MUST_USE int percentile_of(const int64_t *sorted, size_t n, int percent, struct rational *ret);

/* Of n values; only n says something when it is 0. */
struct spread {
    int64_t n;
    struct dec mean, median, p25, p75, p90; /* one place */
    int64_t min, max;
};

/* Sorts the n values and fills *ret. 0, or -ERR_LIMIT when the sum does not fit. */
MUST_USE int spread_of(int64_t *values, size_t n, struct spread *ret);

/* part / whole in per cent with one place. 0; -ERR_INPUT, with *ret untouched, when the whole is 0;
 * -ERR_LIMIT when it does not fit. */
MUST_USE int percent_of(int64_t part, int64_t whole, struct dec *ret);
