/* When a time limit set by law ends, and how long something took without the days on which it was
 * suspended.
 *
 * The day on which a limit begins to run does not count (Civil Code art. 201). Months end on the
 * same day of the last month, or on its last day where there is no such day (art. 202). An
 * extension in the same unit is counted from the first day together with the base. Suspended days
 * that begin on or before the last day push it by their number; each day counts once, however many
 * suspensions it is in, and only after the first day. While a suspension that began in time is open
 * there is no last day. At the end, a last day that is not worked goes to the next working day
 * (art. 203), where the calendar knows the year; a limit in working days needs no such step, and is
 * pushed by the working days among the suspended ones.
 */
#pragma once

#include "base/macros.h"
#include "base/workdays.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum deadline_unit { DEADLINE_MONTH, DEADLINE_DAY, DEADLINE_WORKING_DAY };

/* n of a unit; n 0: none. */
struct deadline_term {
    int64_t n;
    enum deadline_unit unit;
};

struct deadline_rule {
    struct deadline_term base, extension;
};

/* Days on which nothing runs, both within. */
struct suspension {
    int32_t from, to;
    bool open; /* it has not ended; `to` says nothing */
};

enum deadline_state {
    DEADLINE_SET,       /* `day` is the last day */
    DEADLINE_SUSPENDED, /* a suspension is open; the days up to `pushed` are known */
    DEADLINE_UNKNOWN,   /* in working days, of a year that the calendar does not know */
};

/* The last day after each step; those that come after the state was settled are not set. */
struct deadline {
    enum deadline_state state;
    int32_t base, extended, pushed, day;
    int64_t suspended;   /* days, or working days, by which it was pushed */
    bool calendar_known; /* whether art. 203 could be looked at */
};

/* The end of a limit that begins to run on `from`. Puts the suspensions into the order of their
 * first days. -ERR_LIMIT when a day leaves the years that are accepted. */
MUST_USE int deadline_of(const struct deadline_rule *rule, const struct workdays *calendar,
                         int32_t from, bool extended, struct suspension *suspensions, size_t n,
                         struct deadline *ret);

/* How many days d with from < d <= to are in a suspension; an open one lasts to `to`. Puts the
 * suspensions into the order of their first days. */
int64_t suspended_days(struct suspension *suspensions, size_t n, int32_t from, int32_t to);
