/* Days and reporting periods. A day is a count from 1970-01-01 in the proleptic Gregorian calendar;
 * there are no time zones here. A period is a run of whole days with the kind of reporting that it
 * belongs to. */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

/* Years that are accepted. Patent statistics begin in 1985 and plans end in 2035; outside these a
 * year is a slip. */
enum { YEAR_MIN = 1900, YEAR_MAX = 2199 };

/* Longest texts with their NUL; the date's holds every int32_t. */
enum { DATE_TEXT_MAX = 16, PERIOD_TEXT_MAX = 32 };

enum freq {
    FREQ_A, /* calendar year */
    FREQ_H, /* half-year */
    FREQ_Q, /* quarter */
    FREQ_M, /* month */
    FREQ_I, /* instant: the state at the end of one day */
    FREQ_R, /* range of days that is none of the others, as a plan's */
    FREQ_Y, /* from 1 January to the end of a month, accumulated in the year */
};

/* First and last day, both within. An instant has both equal. */
struct period {
    int32_t starts_on, ends_on;
    enum freq freq;
};

/* First and last day of a selection, both within; INT32_MIN and INT32_MAX where it is open. */
struct period_span {
    int32_t from, to;
};

/* The letter that names a kind in the data: that of the enumerator. */
char freq_letter(enum freq freq);

/* 0, or -ERR_INPUT for a letter that names none, with *ret untouched. */
MUST_USE int freq_from_letter(char letter, enum freq *ret);

/* The day number of a date that exists; month 1 to 12, day 1 to 31. date_to_civil() is its inverse
 * for every day. */
int32_t date_from_civil(int year, int month, int day);
void date_to_civil(int32_t date, int *ret_year, int *ret_month, int *ret_day);

/* YYYY-MM-DD, all of s. 0, -ERR_INPUT for another form or a day that does not exist, -ERR_LIMIT for
 * a year outside YEAR_MIN to YEAR_MAX; *ret is then untouched. */
MUST_USE int date_parse(struct str s, int32_t *ret);

/* Writes YYYY-MM-DD and a NUL, and returns the length without the NUL. */
size_t date_format(int32_t date, char out[DATE_TEXT_MAX]);

/* The same day of the month `months` later (or earlier, when negative), or the last day of that
 * month where it has no such day: 31 January and one month is 28 or 29 February. -ERR_LIMIT, with
 * *ret untouched, for a year outside YEAR_MIN to YEAR_MAX. */
MUST_USE int date_add_months(int32_t date, int64_t months, int32_t *ret);

/* The code of a period, all of s:
 *   2024                    A     2024-09                 M
 *   2021-H1 (or 2021-S1)    H     2021-12-31              I
 *   2024-Q3                 Q     2024-01-01/2026-12-31   R
 *   2024-YTD-09             Y
 * 0, -ERR_INPUT for another form or a day that does not exist, -ERR_LIMIT for a year outside
 * YEAR_MIN to YEAR_MAX or a range that ends before it starts; *ret is then untouched. */
MUST_USE int period_parse(struct str s, struct period *ret);

/* Writes the code of p and a NUL, and returns the length without the NUL. period_parse() reads it
 * back. p must be a period that period_parse() can give: the first day and freq decide, and the
 * last day for an R and a Y. */
size_t period_format(struct period p, char out[PERIOD_TEXT_MAX]);

/* The period of the same kind that lies `months` (1 or more) earlier: the same half, quarter, month
 * or day of the year before for 12. The end of a month goes to the end of a month, 29 February with
 * it. 0, -ERR_INPUT when there is none - a range of days is of no calendar, a half does not begin
 * one month earlier, February has no 30th -, -ERR_LIMIT for a year out of range; *ret is then
 * untouched.
 */
MUST_USE int period_back(struct period p, int months, struct period *ret);

/* A selection of days, all of s, where P is a code of a period: `P`, `P..P`, `P..`, `..P`. The
 * first day of the first and the last day of the last are within. 0, -ERR_INPUT for another form,
 * -ERR_LIMIT for a year out of range or a span that ends before it starts; *ret is then untouched.
 */
MUST_USE int period_span_parse(struct str s, struct period_span *ret);
