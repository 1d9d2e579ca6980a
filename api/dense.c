#include "api/dense.h"

#include <stdbool.h>

enum { MONTHS = 12, HALF = 6, QUARTER = 3, MONTH = 1 };

struct dense dense_begin(enum freq freq)
{
    switch (freq) {
    case FREQ_A:
    case FREQ_I:
    case FREQ_Y:
        return (struct dense){MONTHS};
    case FREQ_H:
        return (struct dense){HALF};
    case FREQ_Q:
        return (struct dense){QUARTER};
    case FREQ_M:
        return (struct dense){MONTH};
    case FREQ_R:
        break;
    }
    return (struct dense){0};
}

/* The month that ends on this day; false: none does. */
static bool month_ending_on(int32_t date, unsigned *ret)
{
    int year, month, day;

    date_to_civil(date + 1, &year, &month, &day);
    *ret = month == 1 ? MONTHS : (unsigned)month - 1;
    return day == 1;
}

static unsigned finer(unsigned step)
{
    switch (step) {
    case MONTHS:
        return HALF;
    case HALF:
        return QUARTER;
    case QUARTER:
        return MONTH;
    default:
        return 0;
    }
}

void dense_hold(struct dense *dense, struct period period)
{
    unsigned month;
    bool at_end = month_ending_on(period.ends_on, &month);

    while (dense->step > 0 && (!at_end || month % dense->step != 0))
        dense->step = finer(dense->step);
}

struct period dense_next(struct dense dense, struct period period)
{
    int step = (int)dense.step;
    int year, month, day, after;

    /* Months are counted from 0 from here on; the one after the end of `period` begins the next. */
    date_to_civil(period.ends_on + 1, &year, &month, &day);
    month = year * MONTHS + month - 1;
    after = month + step;
    period.ends_on = date_from_civil(after / MONTHS, after % MONTHS + 1, 1) - 1;
    switch (period.freq) {
    case FREQ_I:
        period.starts_on = period.ends_on;
        break;
    case FREQ_Y:
        period.starts_on = date_from_civil((after - 1) / MONTHS, 1, 1);
        break;
    case FREQ_A:
    case FREQ_H:
    case FREQ_Q:
    case FREQ_M:
    case FREQ_R:
        period.starts_on = date_from_civil(month / MONTHS, month % MONTHS + 1, 1);
        break;
    }
    return period;
}
