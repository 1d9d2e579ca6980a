#include "base/workdays.h"

#include "base/err.h"
#include "base/period.h"

static int year_of(int32_t day)
{
    int year, month, of_month;

    date_to_civil(day, &year, &month, &of_month);
    return year;
}

static bool knows(const struct workdays *calendar, int year)
{
    for (size_t i = 0; i < calendar->n_years; i++)
        if (calendar->years[i] == year)
            return true;
    return false;
}

bool workdays_covers(const struct workdays *calendar, int32_t from, int32_t to)
{
    if (from > to)
        return true;
    for (int year = year_of(from); year <= year_of(to); year++)
        if (!knows(calendar, year))
            return false;
    return true;
}

/* 0 is Monday. 1970-01-01 was a Thursday. */
static int weekday(int64_t day)
{
    int64_t rest = (day + 3) % 7;

    return (int)(rest < 0 ? rest + 7 : rest);
}

/* The first change that is on `day` or later. */
static size_t find(const struct workdays *calendar, int32_t day)
{
    size_t from = 0, to = calendar->n_changes;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (calendar->changes[middle].day < day)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

bool workdays_is(const struct workdays *calendar, int32_t day)
{
    size_t at = find(calendar, day);

    if (at < calendar->n_changes && calendar->changes[at].day == day)
        return calendar->changes[at].working;
    return weekday(day) < 5;
}

/* Mondays to Fridays from the Monday of the week of 1970-01-01 up to and with `day`. */
static int64_t weekdays_until(int64_t day)
{
    int64_t since = day + 3, rest = weekday(day);
    int64_t weeks = (since - rest) / 7;

    return weeks * 5 + (rest < 5 ? rest + 1 : 5);
}

int workdays_between(const struct workdays *calendar, int32_t from, int32_t to, int64_t *ret)
{
    int64_t n;

    if (to < from || from == INT32_MAX || !workdays_covers(calendar, from + 1, to))
        return -ERR_LIMIT;
    n = weekdays_until(to) - weekdays_until(from);
    for (size_t i = find(calendar, from + 1);
         i < calendar->n_changes && calendar->changes[i].day <= to; i++)
        n += (int)calendar->changes[i].working - (weekday(calendar->changes[i].day) < 5 ? 1 : 0);
    *ret = n;
    return 0;
}

int workdays_add(const struct workdays *calendar, int32_t from, int64_t n, int32_t *ret)
{
    int32_t day = from;

    if (n < 0)
        return -ERR_LIMIT;
    /* Ends at the last year that is known at the latest. */
    while (n > 0) {
        if (day == INT32_MAX || !knows(calendar, year_of(day + 1)))
            return -ERR_LIMIT;
        day++;
        n -= workdays_is(calendar, day);
    }
    *ret = day;
    return 0;
}

int workdays_on_or_after(const struct workdays *calendar, int32_t day, int32_t *ret)
{
    for (;; day++) {
        if (!knows(calendar, year_of(day)))
            return -ERR_LIMIT;
        if (workdays_is(calendar, day)) {
            *ret = day;
            return 0;
        }
        if (day == INT32_MAX)
            return -ERR_LIMIT;
    }
}
