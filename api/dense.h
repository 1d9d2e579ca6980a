/* The calendar of a series: which periods lie between two published ones, so that a gap can be
 * shown as a gap.
 *
 * Years, halves, quarters and months have their own calendar. Instants, and years to date, are set
 * on the coarsest of year ends, half-year ends, quarter ends and month ends that holds all of them.
 * Ranges, and instants within a month, have none.
 */
#pragma once

#include "base/period.h"

/* Months from one period of the calendar to the next; 0: there is no calendar. */
struct dense {
    unsigned step;
};

/* The coarsest calendar of this frequency. */
struct dense dense_begin(enum freq freq);

/* Narrows the calendar until it holds `period`, which is of the same frequency. */
void dense_hold(struct dense *dense, struct period period);

/* The period after `period`, which is of the calendar; there must be a calendar. */
struct period dense_next(struct dense dense, struct period period);
