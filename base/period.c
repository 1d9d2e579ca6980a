#include "base/period.h"

#include "base/err.h"

#include <stdbool.h>
#include <stdio.h>

/* In the order of enum freq. */
static const char letters[] = "AHQMIRY";

char freq_letter(enum freq freq)
{
    return letters[freq];
}

int freq_from_letter(char letter, enum freq *ret)
{
    for (size_t i = 0; letters[i] != '\0'; i++) {
        if (letters[i] == letter) {
            *ret = (enum freq)i;
            return 0;
        }
    }
    return -ERR_INPUT;
}

/* ------------------------------------------------------------------------------------ days */

/* The calendar repeats after 400 years. Counted from 1 March the leap day ends the year, and the
 * months before it have lengths that (153 m + 2) / 5 sums up. */
enum {
    CYCLE_YEARS = 400,
    CYCLE_DAYS = 146097,
    CENTURY_DAYS = 36524,
    LEAP_DAYS = 1461,            /* of four years */
    EPOCH_FROM_MARCH_0 = 719468, /* 1970-01-01 counted from 0000-03-01 */
};

int32_t date_from_civil(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t cycle = (y >= 0 ? y : y - (CYCLE_YEARS - 1)) / CYCLE_YEARS;
    int64_t of_cycle = y - cycle * CYCLE_YEARS;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t days = of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year;

    return (int32_t)(cycle * CYCLE_DAYS + days - EPOCH_FROM_MARCH_0);
}

void date_to_civil(int32_t date, int *ret_year, int *ret_month, int *ret_day)
{
    int64_t day = (int64_t)date + EPOCH_FROM_MARCH_0;
    int64_t cycle = (day >= 0 ? day : day - (CYCLE_DAYS - 1)) / CYCLE_DAYS;
    int64_t of_cycle = day - cycle * CYCLE_DAYS;
    /* Takes out the leap days gone by, so that what is left divides by 365. */
    int64_t year = (of_cycle - of_cycle / (LEAP_DAYS - 1) + of_cycle / CENTURY_DAYS -
                    of_cycle / (CYCLE_DAYS - 1)) /
                   365;
    int64_t of_year = of_cycle - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;

    *ret_day = (int)(of_year - (153 * month + 2) / 5 + 1);
    *ret_month = (int)(month < 10 ? month + 3 : month - 9);
    *ret_year = (int)(year + cycle * CYCLE_YEARS + (month >= 10));
}

static int days_of_month(int year, int month)
{
    int next = date_from_civil(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1);

    return next - date_from_civil(year, month, 1);
}

/* The n digits of s from at on; the caller knows that they are within. */
static bool take_number(struct str s, size_t at, size_t n, int *ret)
{
    int v = 0;

    for (size_t i = at; i < at + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        v = v * 10 + (s.p[i] - '0');
    }
    *ret = v;
    return true;
}

static int check_year(int year)
{
    return year >= YEAR_MIN && year <= YEAR_MAX ? 0 : -ERR_LIMIT;
}

int date_parse(struct str s, int32_t *ret)
{
    int year, month, day;

    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !take_number(s, 0, 4, &year) ||
        !take_number(s, 5, 2, &month) || !take_number(s, 8, 2, &day))
        return -ERR_INPUT;
    if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
        return -ERR_INPUT;
    if (check_year(year) < 0)
        return -ERR_LIMIT;
    *ret = date_from_civil(year, month, day);
    return 0;
}

size_t date_format(int32_t date, char out[DATE_TEXT_MAX])
{
    int year, month, day;

    date_to_civil(date, &year, &month, &day);
    return (size_t)snprintf(out, DATE_TEXT_MAX, "%04d-%02d-%02d", year, month, day);
}

int date_add_months(int32_t date, int64_t months, int32_t *ret)
{
    int year, month, day, last;
    int64_t count;

    date_to_civil(date, &year, &month, &day);
    if (months < -12 * YEAR_MAX || months > 12 * YEAR_MAX)
        return -ERR_LIMIT;
    count = (int64_t)year * 12 + month - 1 + months;
    if (count < (int64_t)YEAR_MIN * 12 || count >= (int64_t)(YEAR_MAX + 1) * 12)
        return -ERR_LIMIT;
    year = (int)(count / 12);
    month = (int)(count % 12) + 1;
    last = days_of_month(year, month);
    *ret = date_from_civil(year, month, day < last ? day : last);
    return 0;
}

/* ------------------------------------------------------------------------------------ periods */

/* Months first to last of a year. */
static struct period whole_months(int year, int first, int last, enum freq freq)
{
    return (struct period){
        .starts_on = date_from_civil(year, first, 1),
        .ends_on = date_from_civil(year, last, days_of_month(year, last)),
        .freq = freq,
    };
}

/* What follows the year and its hyphen in a code of seven characters: H1, S2, Q4, 09. */
static bool part_of_year(struct str s, int year, struct period *ret)
{
    int n;

    if (take_number(s, 5, 2, &n)) {
        if (n < 1 || n > 12)
            return false;
        *ret = whole_months(year, n, n, FREQ_M);
        return true;
    }
    if (!take_number(s, 6, 1, &n) || n < 1)
        return false;
    if ((s.p[5] == 'H' || s.p[5] == 'S') && n <= 2) {
        *ret = whole_months(year, 6 * n - 5, 6 * n, FREQ_H);
        return true;
    }
    if (s.p[5] == 'Q' && n <= 4) {
        *ret = whole_months(year, 3 * n - 2, 3 * n, FREQ_Q);
        return true;
    }
    return false;
}

static int parse_range(struct str s, struct period *ret)
{
    struct period range = {.freq = FREQ_R};
    int r = date_parse((struct str){s.p, 10}, &range.starts_on);
    int r2 = date_parse((struct str){s.p + 11, 10}, &range.ends_on);

    /* A wrong form on either side before a wrong year on either. */
    if (r == -ERR_INPUT || r2 == -ERR_INPUT || s.p[10] != '/')
        return -ERR_INPUT;
    if (r < 0 || r2 < 0 || range.ends_on < range.starts_on)
        return -ERR_LIMIT;
    *ret = range;
    return 0;
}

int period_parse(struct str s, struct period *ret)
{
    struct period p = {0};
    int year, month, r;

    if (s.n == 21)
        return parse_range(s, ret);
    if (s.n == 10) {
        r = date_parse(s, &p.starts_on);
        if (r == 0)
            *ret = (struct period){p.starts_on, p.starts_on, FREQ_I};
        return r;
    }
    if (s.n < 4 || !take_number(s, 0, 4, &year))
        return -ERR_INPUT;
    if (s.n == 4) {
        p = whole_months(year, 1, 12, FREQ_A);
    } else if (s.n == 7 && s.p[4] == '-') {
        if (!part_of_year(s, year, &p))
            return -ERR_INPUT;
    } else if (s.n == 11 && str_starts((struct str){s.p + 4, 7}, STR("-YTD-"))) {
        if (!take_number(s, 9, 2, &month) || month < 1 || month > 12)
            return -ERR_INPUT;
        p = whole_months(year, 1, month, FREQ_Y);
    } else {
        return -ERR_INPUT;
    }
    r = check_year(year);
    if (r == 0)
        *ret = p;
    return r;
}

static size_t format_range(struct period p, char out[PERIOD_TEXT_MAX])
{
    size_t n = date_format(p.starts_on, out);

    out[n] = '/';
    return n + 1 + date_format(p.ends_on, out + n + 1);
}

size_t period_format(struct period p, char out[PERIOD_TEXT_MAX])
{
    int year, month, day, last_year, last_month;

    date_to_civil(p.ends_on, &last_year, &last_month, &day);
    date_to_civil(p.starts_on, &year, &month, &day);
    switch (p.freq) {
    case FREQ_A:
        return (size_t)snprintf(out, PERIOD_TEXT_MAX, "%04d", year);
    case FREQ_H:
        return (size_t)snprintf(out, PERIOD_TEXT_MAX, "%04d-H%d", year, month > 6 ? 2 : 1);
    case FREQ_Q:
        return (size_t)snprintf(out, PERIOD_TEXT_MAX, "%04d-Q%d", year, (month + 2) / 3);
    case FREQ_M:
        return (size_t)snprintf(out, PERIOD_TEXT_MAX, "%04d-%02d", year, month);
    case FREQ_I:
        return date_format(p.starts_on, out);
    case FREQ_R:
        return format_range(p, out);
    case FREQ_Y:
        return (size_t)snprintf(out, PERIOD_TEXT_MAX, "%04d-YTD-%02d", year, last_month);
    }
    __builtin_unreachable();
}

/* Months that a period of this kind can be moved by, and all that these divide; 0: none. */
static int step_of(enum freq freq)
{
    switch (freq) {
    case FREQ_A:
    case FREQ_Y:
        return 12;
    case FREQ_H:
        return 6;
    case FREQ_Q:
        return 3;
    case FREQ_M:
    case FREQ_I:
        return 1;
    case FREQ_R:
        break;
    }
    return 0;
}

static int date_back(int32_t date, int months, int32_t *ret)
{
    int year, month, day, count;
    bool month_end;

    date_to_civil(date, &year, &month, &day);
    month_end = day == days_of_month(year, month);
    count = year * 12 + month - 1 - months;
    year = count / 12;
    month = count % 12 + 1;
    if (count < 0 || check_year(year) < 0)
        return -ERR_LIMIT;
    if (month_end)
        day = days_of_month(year, month);
    if (day > days_of_month(year, month))
        return -ERR_INPUT;
    *ret = date_from_civil(year, month, day);
    return 0;
}

int period_back(struct period p, int months, struct period *ret)
{
    int step = step_of(p.freq);
    struct period back = {.freq = p.freq};
    int r;

    if (step == 0 || months % step != 0)
        return -ERR_INPUT;
    r = date_back(p.ends_on, months, &back.ends_on);
    if (r < 0)
        return r;
    if (p.freq == FREQ_I)
        back.starts_on = back.ends_on;
    else
        r = date_back(p.starts_on, months, &back.starts_on);
    if (r == 0)
        *ret = back;
    return r;
}

int period_span_parse(struct str s, struct period_span *ret)
{
    struct period_span span = {INT32_MIN, INT32_MAX};
    struct str head = s, tail = s;
    struct period p = {0};
    int first = 0, last = 0;

    for (size_t i = 0; i + 1 < s.n; i++) {
        if (s.p[i] == '.' && s.p[i + 1] == '.') {
            head.n = i;
            tail = (struct str){s.p + i + 2, s.n - i - 2};
            break;
        }
    }
    if (head.n == 0 && tail.n == 0)
        return -ERR_INPUT;
    if (head.n > 0) {
        first = period_parse(head, &p);
        span.from = p.starts_on;
    }
    if (tail.n > 0) {
        last = period_parse(tail, &p);
        span.to = p.ends_on;
    }
    if (first == -ERR_INPUT || last == -ERR_INPUT)
        return -ERR_INPUT;
    if (first < 0 || last < 0 || span.from > span.to)
        return -ERR_LIMIT;
    *ret = span;
    return 0;
}
