/* The axis of time: which periods there are, whether they overlap, what they leave open. */
#include "api/rollup_impl.h"
#include "base/err.h"
#include "base/order.h"

#include <stdlib.h>

bool rollup_same_period(struct period a, struct period b)
{
    return a.starts_on == b.starts_on && a.ends_on == b.ends_on && a.freq == b.freq;
}

/* By last day, then first. */
static int compare_ends(struct period a, struct period b)
{
    int order = order_i64(a.ends_on, b.ends_on);

    if (order == 0)
        order = order_i64(a.starts_on, b.starts_on);
    return order != 0 ? order : order_i64(a.freq, b.freq);
}

bool rollup_time_ends(struct rolling *rolling)
{
    struct rollup_slice figures = rolling->figures;
    struct rollup_result *ret = rolling->ret;

    ret->first = ret->last = figures.v[0].period;
    for (size_t i = 1; i < figures.n; i++) {
        if (compare_ends(figures.v[i].period, ret->first) < 0)
            ret->first = figures.v[i].period;
        if (compare_ends(figures.v[i].period, ret->last) > 0)
            ret->last = figures.v[i].period;
    }
    return !rollup_same_period(ret->first, ret->last);
}

/* Leaves the figures that end with the last period, in their order. */
static void narrow(struct rolling *rolling)
{
    size_t n = 0;

    for (size_t i = 0; i < rolling->figures.n; i++)
        if (rolling->figures.v[i].period.ends_on == rolling->ret->last.ends_on)
            rolling->figures.v[n++] = rolling->figures.v[i];
    rolling->figures.n = n;
    rollup_time_ends(rolling);
}

/* Two periods of one region share days. */
static int check_overlap(struct rolling *rolling)
{
    struct rollup *all = rolling->all;
    struct rollup_slice figures = rolling->figures;

    for (size_t i = 0, last = figures.n; i < figures.n; i++) {
        struct period before, period = figures.v[i].period;

        /* What has no value is counted by nobody. */
        if (!figures.v[i].has_value)
            continue;
        before = last < i ? figures.v[last].period : period;
        if (last > i || figures.v[i].region != figures.v[last].region ||
            rollup_same_period(before, period) || period.starts_on > before.ends_on) {
            last = i;
            continue;
        }
        rollup_offend(all, STR("period"), rollup_period(all, before),
                      STR("Shares days with the next."));
        rollup_offend(all, STR("period"), rollup_period(all, period),
                      STR("Shares days with the one before."));
        return rollup_refuse(all, REFUSED_OVERLAPPING_PERIODS);
    }
    return 0;
}

static int check_since_start(struct rolling *rolling)
{
    struct rollup *all = rolling->all;
    struct rollup_slice figures = rolling->figures;

    for (size_t i = 0; i < figures.n; i++) {
        if (!str_eq(figures.v[i].kind->accumulation, STR("since_start")))
            continue;
        rollup_offend(all, STR("period"), rollup_period(all, figures.v[i].period),
                      STR("The figure counts since a start."));
        return rollup_refuse(all, REFUSED_SINCE_START);
    }
    return 0;
}

/* Whole months that a period covers, or, below 0, its days. */
static int32_t length_of(struct period period)
{
    int year, month, day, last_year, last_month, last_day;

    date_to_civil(period.starts_on, &year, &month, &day);
    date_to_civil(period.ends_on + 1, &last_year, &last_month, &last_day);
    if (day == 1 && last_day == 1)
        return (last_year - year) * 12 + last_month - month;
    return period.starts_on - period.ends_on - 1;
}

int rollup_same_lengths(struct rolling *rolling)
{
    struct rollup *all = rolling->all;
    struct rollup_slice figures = rolling->figures;
    const struct rollup_figure *first = NULL;

    for (size_t i = 0; i < figures.n; i++) {
        const struct rollup_figure *figure = &figures.v[i];

        if (!figure->has_value)
            continue;
        if (first == NULL)
            first = figure;
        if (length_of(figure->period) == length_of(first->period))
            continue;
        rollup_offend(all, STR("period"), rollup_period(all, first->period),
                      STR("Is of another length than the next."));
        rollup_offend(all, STR("period"), rollup_period(all, figure->period),
                      STR("Is of another length than the one before."));
        return rollup_refuse(all, REFUSED_MIXED_LENGTHS);
    }
    return 0;
}

/* The rule over time, for figures of several periods. */
static int apply_rule(struct rolling *rolling)
{
    struct rollup *all = rolling->all;
    struct str rule = rolling->indicator->time_rule;

    if (str_eq(rule, STR("cohort")))
        return rollup_refuse(all, REFUSED_COHORT);
    if (str_eq(rule, STR("none")))
        return rollup_refuse(all, REFUSED_NOT_OVER_TIME);
    if (!str_eq(rule, STR("last")))
        return check_since_start(rolling);
    if (all->function != ROLLUP_BY_RULE)
        return rollup_refuse(all, REFUSED_STOCK_OVER_TIME);
    narrow(rolling);
    return 0;
}

int rollup_time_begin(struct rolling *rolling)
{
    int r = 0;

    rolling->over_time = rollup_time_ends(rolling);
    if (rolling->over_time)
        r = apply_rule(rolling);
    if (r == 0)
        r = check_overlap(rolling);
    return r;
}

/* limit: windows of one group, as many as `period` may name */
enum { WINDOWS_MAX = 20 };

struct windows {
    struct period_span v[WINDOWS_MAX];
    size_t n;
};

static int compare_spans(const void *a, const void *b)
{
    const struct period_span *x = a, *y = b;

    return order_i64(x->from, y->from);
}

/* What has to be covered: the year of the group, or the time asked for, between the figures where
 * that is open. Windows that touch or overlap become one. */
static struct windows windows_of(const struct rolling *rolling)
{
    const struct rollup *all = rolling->all;
    const struct rollup_result *ret = rolling->ret;
    struct windows windows = {.n = 0};
    size_t n = 0;

    if (rolling->scope->has_year) {
        windows.v[0] = (struct period_span){date_from_civil(rolling->scope->year, 1, 1),
                                            date_from_civil(rolling->scope->year, 12, 31)};
        windows.n = 1;
        return windows;
    }
    for (size_t i = 0; i < all->n_spans && i < WINDOWS_MAX; i++) {
        struct period_span span = all->spans[i];

        if (span.from == INT32_MIN)
            span.from = ret->first.starts_on;
        if (span.to == INT32_MAX)
            span.to = ret->last.ends_on;
        if (span.from <= span.to)
            windows.v[windows.n++] = span;
    }
    /* Nothing was asked for, or all of it is open: what lies between the figures. */
    if (windows.n == 0)
        windows.v[windows.n++] = (struct period_span){ret->first.starts_on, ret->last.ends_on};
    qsort(windows.v, windows.n, sizeof windows.v[0], compare_spans);
    for (size_t i = 1; i < windows.n; i++) {
        if (windows.v[i].from > windows.v[n].to + 1)
            windows.v[++n] = windows.v[i];
        else if (windows.v[i].to > windows.v[n].to)
            windows.v[n].to = windows.v[i].to;
    }
    windows.n = n + 1;
    return windows;
}

/* Months of a period of this frequency; 0: it has no calendar. */
static int months_of(enum freq freq)
{
    switch (freq) {
    case FREQ_A:
        return 12;
    case FREQ_H:
        return 6;
    case FREQ_Q:
        return 3;
    case FREQ_M:
        return 1;
    case FREQ_I:
    case FREQ_R:
    case FREQ_Y:
        return 0;
    }
    return 0;
}

/* The whole period of the calendar of `freq` that begins the gap: true when there is one. */
static bool period_in(enum freq freq, struct period_span gap, struct period *ret)
{
    int months = months_of(freq), year, month, day;

    date_to_civil(gap.from, &year, &month, &day);
    if (months == 0 || day != 1 || (month - 1) % months != 0)
        return false;
    month += months;
    *ret = (struct period){
        .freq = freq,
        .starts_on = gap.from,
        .ends_on = date_from_civil(year + (month > 12), month > 12 ? 1 : month, 1) - 1,
    };
    return ret->ends_on <= gap.to;
}

static int add_gap(struct rolling *rolling, const struct aggregate_region *region,
                   struct period period)
{
    struct rollup_gaps *gaps = &rolling->ret->missing_periods;
    void *v = arena_grow(rolling->all->arena, gaps->v, gaps->n, &gaps->room, sizeof *gaps->v);

    if (v == NULL)
        return -ERR_NOMEM;
    gaps->v = v;
    gaps->v[gaps->n].region = region;
    gaps->v[gaps->n].period = rollup_period(rolling->all, period);
    return gaps->v[gaps->n++].period.p == NULL ? -ERR_NOMEM : 0;
}

/* Lists a gap by the periods that the figures have. */
static int add_gaps(struct rolling *rolling, const struct aggregate_region *region,
                    struct period_span gap)
{
    enum freq freq = rolling->figures.v[0].period.freq;
    struct period period;
    int r = 0;

    while (r == 0 && gap.from <= gap.to && period_in(freq, gap, &period)) {
        r = add_gap(rolling, region, period);
        gap.from = period.ends_on + 1;
    }
    if (r < 0 || gap.from > gap.to)
        return r;
    period = (struct period){gap.from, gap.to, gap.from == gap.to ? FREQ_I : FREQ_R};
    return add_gap(rolling, region, period);
}

/* A region is not asked about days on which its code was not in force. */
static struct period_span clip(struct period_span window, const struct aggregate_region *region)
{
    if (region->valid_from.known && region->valid_from.day > window.from)
        window.from = region->valid_from.day;
    if (region->valid_to.known && region->valid_to.day < window.to)
        window.to = region->valid_to.day;
    return window;
}

static bool is_year(struct period_span span)
{
    int year, month, day;

    if (span.from == INT32_MIN || span.to == INT32_MAX)
        return false;
    date_to_civil(span.from, &year, &month, &day);
    return month == 1 && day == 1 && span.to == date_from_civil(year, 12, 31);
}

/* Whether the gap is a part of a year that was asked for, of which the region has another part: by
 * groups of years, of which each has figures, or as a period. */
static bool cuts_year(const struct rolling *rolling, const struct aggregate_region *region,
                      struct period_span gap)
{
    const struct rollup *all = rolling->all;
    bool cuts = rolling->scope->has_year;

    for (size_t i = 0; i < all->n_spans && !cuts; i++) {
        struct period_span year = clip(all->spans[i], region);

        cuts = is_year(all->spans[i]) && gap.from <= year.to && gap.to >= year.from &&
               (gap.from > year.from || gap.to < year.to);
    }
    return cuts;
}

static bool compares(const struct rolling *rolling)
{
    return rolling->all->function == ROLLUP_MIN || rolling->all->function == ROLLUP_MAX;
}

/* Lists a gap, and what of it stands in the way of a year. */
static int list_gap(struct rolling *rolling, const struct aggregate_region *region,
                    struct period_span gap)
{
    const struct rollup_gaps *gaps = &rolling->ret->missing_periods;
    struct rollup *all = rolling->all;
    size_t at = gaps->n;
    int r = add_gaps(rolling, region, gap);

    if (r < 0 || compares(rolling) || !cuts_year(rolling, region, gap))
        return r;
    for (; at < gaps->n; at++)
        rollup_offend(all, STR("period"), gaps->v[at].period,
                      arena_printf(all->arena, "No figure of %.*s covers it.", (int)region->code.n,
                                   region->code.p));
    return 0;
}

/* What the figures of one region, from `at` to `end`, leave open of a window. */
static int find_gaps(struct rolling *rolling, struct period_span window, size_t at, size_t end)
{
    const struct aggregate_region *region = rolling->figures.v[at].region;
    int r = 0;

    window = clip(window, region);
    for (; at < end && r == 0; at++) {
        const struct rollup_figure *figure = &rolling->figures.v[at];

        if ((!figure->has_value && !figure->impossible) || figure->period.ends_on < window.from)
            continue;
        if (figure->period.starts_on > window.to)
            break;
        if (figure->period.starts_on > window.from)
            r = list_gap(rolling, region,
                         (struct period_span){window.from, figure->period.starts_on - 1});
        window.from = figure->period.ends_on + 1;
    }
    return r == 0 && window.from <= window.to ? list_gap(rolling, region, window) : r;
}

/* Whether a value stands for all days of its period, so that a day without one leaves it short. */
static bool flows(const struct rolling *rolling)
{
    struct str rule = rolling->indicator->time_rule;
    struct str accumulation = rolling->figures.v[0].kind->accumulation;

    return (compares(rolling) || str_eq(rule, STR("sum")) || str_eq(rule, STR("union")) ||
            str_eq(rule, STR("wmean"))) &&
           (str_eq(accumulation, STR("period")) || str_eq(accumulation, STR("ytd")));
}

int rollup_time_end(struct rolling *rolling)
{
    struct rollup *all = rolling->all;
    struct rollup_slice figures = rolling->figures;
    struct windows windows;
    int r = 0;

    if (all->by_period || !flows(rolling))
        return 0;
    windows = windows_of(rolling);
    for (size_t at = 0; at < figures.n && r == 0;) {
        size_t end = rollup_region_end(figures, at);
        bool valued = false;

        for (size_t i = at; i < end; i++)
            valued = valued || figures.v[i].has_value;
        /* A region without any value is listed among the regions. */
        for (size_t i = 0; i < windows.n && r == 0 && valued; i++)
            r = find_gaps(rolling, windows.v[i], at, end);
        at = end;
    }
    return r == 0 && all->refusal.n > 0 ? rollup_refuse(all, REFUSED_HALVES_MISSING) : r;
}
