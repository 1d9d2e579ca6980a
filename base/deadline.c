#include "base/deadline.h"

#include "base/err.h"
#include "base/order.h"
#include "base/period.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    const struct suspension *x = a, *y = b;

    return order_i64(x->from, y->from);
}

static void sort(struct suspension *suspensions, size_t n)
{
    if (n > 1)
        qsort(suspensions, n, sizeof *suspensions, compare);
}

/* `day` and a term more. */
static int add_term(const struct workdays *calendar, int32_t day, struct deadline_term term,
                    int32_t *ret)
{
    int32_t sum;

    switch (term.unit) {
    case DEADLINE_MONTH:
        return date_add_months(day, term.n, ret);
    case DEADLINE_DAY:
        if (term.n > INT32_MAX || __builtin_add_overflow(day, (int32_t)term.n, &sum))
            return -ERR_LIMIT;
        *ret = sum;
        return 0;
    case DEADLINE_WORKING_DAY:
        return workdays_add(calendar, day, term.n, ret);
    }
    return -ERR_INTERNAL;
}

/* How much the days from `from` to `to` push a limit of this unit. */
static int count(const struct workdays *calendar, enum deadline_unit unit, int32_t from, int32_t to,
                 struct deadline_term *ret)
{
    if (unit != DEADLINE_WORKING_DAY) {
        *ret = (struct deadline_term){(int64_t)to - from + 1, DEADLINE_DAY};
        return 0;
    }
    ret->unit = unit;
    return workdays_between(calendar, from - 1, to, &ret->n);
}

/* Moves `pushed` behind the suspended days. */
static int push(struct deadline *deadline, const struct workdays *calendar, enum deadline_unit unit,
                int32_t from, const struct suspension *suspensions, size_t n)
{
    int32_t counted = from; /* no day up to here is to be counted */

    for (size_t i = 0; i < n; i++) {
        const struct suspension *s = &suspensions[i];
        int32_t first = s->from > counted ? s->from : counted + 1;
        struct deadline_term days;
        int r;

        if (first > deadline->pushed || (!s->open && s->to < first))
            continue;
        if (s->open) {
            deadline->state = DEADLINE_SUSPENDED;
            return 0;
        }
        r = count(calendar, unit, first, s->to, &days);
        if (r == 0)
            r = add_term(calendar, deadline->pushed, days, &deadline->pushed);
        if (r < 0)
            return r;
        deadline->suspended += days.n;
        counted = s->to;
    }
    return 0;
}

static void move(struct deadline *deadline, const struct workdays *calendar,
                 enum deadline_unit unit)
{
    deadline->day = deadline->pushed;
    deadline->calendar_known =
        unit == DEADLINE_WORKING_DAY ||
        workdays_on_or_after(calendar, deadline->pushed, &deadline->day) == 0;
}

/* The last day with the extension: three months and one are four from the first day, which is not a
 * month after the end of the three where that was the last day of a shorter month. */
static int extend(const struct deadline_rule *rule, const struct workdays *calendar, int32_t from,
                  struct deadline *deadline)
{
    struct deadline_term sum = rule->base;

    if (rule->extension.unit != rule->base.unit)
        return add_term(calendar, deadline->base, rule->extension, &deadline->extended);
    if (__builtin_add_overflow(sum.n, rule->extension.n, &sum.n))
        return -ERR_LIMIT;
    return add_term(calendar, from, sum, &deadline->extended);
}

int deadline_of(const struct deadline_rule *rule, const struct workdays *calendar, int32_t from,
                bool extended, struct suspension *suspensions, size_t n, struct deadline *ret)
{
    enum deadline_unit unit = rule->base.unit;
    struct deadline deadline = {.state = DEADLINE_SET};
    int r = add_term(calendar, from, rule->base, &deadline.base);

    if (r == 0) {
        deadline.extended = deadline.base;
        if (extended && rule->extension.n > 0)
            r = extend(rule, calendar, from, &deadline);
    }
    if (r == 0) {
        deadline.pushed = deadline.extended;
        sort(suspensions, n);
        r = push(&deadline, calendar, unit, from, suspensions, n);
    }
    if (r == -ERR_LIMIT && unit == DEADLINE_WORKING_DAY) {
        *ret = (struct deadline){.state = DEADLINE_UNKNOWN};
        return 0;
    }
    if (r < 0)
        return r;
    if (deadline.state == DEADLINE_SET)
        move(&deadline, calendar, unit);
    *ret = deadline;
    return 0;
}

int64_t suspended_days(struct suspension *suspensions, size_t n, int32_t from, int32_t to)
{
    int32_t counted = from;
    int64_t days = 0;

    sort(suspensions, n);
    for (size_t i = 0; i < n && counted < to; i++) {
        const struct suspension *s = &suspensions[i];
        int32_t last = s->open || s->to > to ? to : s->to;
        int32_t before = s->from > counted ? s->from - 1 : counted;

        if (last <= before)
            continue;
        days += last - before;
        counted = last;
    }
    return days;
}
