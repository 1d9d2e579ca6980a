/* Working days: Monday to Friday, except where a calendar says otherwise. A holiday may fall on any
 * day of the week, and a Saturday or Sunday may be worked instead.
 *
 * A calendar knows the years for which it was announced. Counting over a day of another year would
 * be a guess, and is refused. The last days of a year may be moved by the announcement of the next
 * one, so that a year is only settled when both are there.
 */
#pragma once

#include "base/macros.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A day on which the calendar departs from the week, or confirms it. */
struct workdays_change {
    int32_t day;
    bool working;
};

struct workdays {
    const struct workdays_change *changes; /* in the order of days, each day once */
    size_t n_changes;
    const int32_t *years; /* ascending */
    size_t n_years;
};

/* Whether each day from `from` to `to`, both within, lies in a year that is known; true when there
 * is none. */
bool workdays_covers(const struct workdays *calendar, int32_t from, int32_t to);

/* Whether `day` is worked; by the week alone when its year is not known. */
bool workdays_is(const struct workdays *calendar, int32_t day);

/* Working days from `from` to `to`, where the first day does not count: the d with from < d <= to.
 * -ERR_LIMIT, with *ret untouched, when `to` is before `from` or one of the days is in a year that
 * is not known. */
MUST_USE int workdays_between(const struct workdays *calendar, int32_t from, int32_t to,
                              int64_t *ret);

/* The n-th working day after `from`; for 0 `from` itself. -ERR_LIMIT, with *ret untouched, when n
 * is negative or the count leaves the years that are known. */
MUST_USE int workdays_add(const struct workdays *calendar, int32_t from, int64_t n, int32_t *ret);

/* `day` when it is worked, else the first working day after it. -ERR_LIMIT, with *ret untouched,
 * when it leaves the years that are known. */
MUST_USE int workdays_on_or_after(const struct workdays *calendar, int32_t day, int32_t *ret);
