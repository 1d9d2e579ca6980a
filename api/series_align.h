/* `align=A`: figures of halves, quarters, months and days set on calendar years.
 *
 * A published annual figure stands. A flow is the sum of parts that make up the whole year, of one
 * definition and unit, without a break between them: two halves, or in place of a half its
 * quarters, or in place of a quarter its months. A stock is what there was at the end of 31
 * December. Nothing is doubled, filled in or taken for what it is not; a year that the figures do
 * not make up has no value and says why.
 */
#pragma once

#include "api/series_point.h"

#include <stdbool.h>

/* How the indicator adds up over time. */
enum series_time_rule {
    SERIES_TIME_SUM,
    SERIES_TIME_LAST,
    SERIES_TIME_OTHER, /* not at all, or not by the figures alone */
};

/* The calendar year in which a period ends; of frequency A. */
struct period series_align_year(struct period period);

/* Appends the years of one series, of which `points` has all frequencies, in order. `years` and
 * `inputs` must have room for `n` more. */
void series_align(const struct series_point *points, size_t n, enum series_time_rule rule,
                  struct series_points *years, struct series_inputs *inputs);
