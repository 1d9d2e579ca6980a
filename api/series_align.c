#include "api/series_align.h"

/* One year of one series. */
struct year {
    const struct series_point *points; /* of all years */
    size_t n;
    enum series_time_rule rule;
    int number;
    struct period period;
    struct series_inputs *inputs;
};

static int number_of_year(int32_t day)
{
    int year, month, date;

    date_to_civil(day, &year, &month, &date);
    return year;
}

static struct period year_of_number(int number)
{
    return (struct period){.starts_on = date_from_civil(number, 1, 1),
                           .ends_on = date_from_civil(number, 12, 31),
                           .freq = FREQ_A};
}

struct period series_align_year(struct period period)
{
    return year_of_number(number_of_year(period.ends_on));
}

static bool is_of(const struct year *year, const struct series_point *point)
{
    int32_t day = point->observation.key.period.ends_on;

    return year->period.starts_on <= day && day <= year->period.ends_on;
}

static bool accumulates(const struct series_point *point, struct str how)
{
    return str_eq(point->observation.accumulation, how);
}

static bool is_level(const struct series_point *point)
{
    return str_eq(point->observation.key.measure, STR("level"));
}

static bool has_value(const struct series_point *point)
{
    return point != NULL && point->observation.key.has_value;
}

/* The flow of the months from `first` on; NULL: none with a value. */
static const struct series_point *flow_of(const struct year *year, enum freq freq, int first)
{
    for (size_t i = 0; i < year->n; i++) {
        const struct series_point *point = &year->points[i];
        struct period period = point->observation.key.period;

        if (period.freq == freq && is_of(year, point) &&
            period.starts_on == date_from_civil(year->number, first, 1) && has_value(point) &&
            accumulates(point, STR("period")))
            return point;
    }
    return NULL;
}

/* Gathers the figure of this part of the year, or else all of its own parts. */
static bool gather(struct year *year, enum freq freq, int first)
{
    static const struct {
        enum freq freq;
        int parts, months;
    } finer[] = {[FREQ_A] = {FREQ_H, 2, 6}, [FREQ_H] = {FREQ_Q, 2, 3}, [FREQ_Q] = {FREQ_M, 3, 1}};
    const struct series_point *point = flow_of(year, freq, first);
    bool all = true;

    if (point != NULL) {
        year->inputs->v[year->inputs->n++] = point;
        return true;
    }
    if (freq == FREQ_M)
        return false;
    for (int i = 0; all && i < finer[freq].parts; i++)
        all = gather(year, finer[freq].freq, first + i * finer[freq].months);
    return all;
}

static const struct series_point *published_year(const struct year *year)
{
    for (size_t i = 0; i < year->n; i++)
        if (year->points[i].observation.key.period.freq == FREQ_A && is_of(year, &year->points[i]))
            return &year->points[i];
    return NULL;
}

/* What there was at the end of the year; of several figures that of the day itself. */
static const struct series_point *stock_at_end(const struct year *year)
{
    static const enum freq freqs[] = {FREQ_I, FREQ_H, FREQ_Q, FREQ_M};

    for (size_t k = 0; k < COUNT_OF(freqs); k++)
        for (size_t i = 0; i < year->n; i++) {
            struct period period = year->points[i].observation.key.period;

            if (period.freq == freqs[k] && period.ends_on == year->period.ends_on &&
                accumulates(&year->points[i], STR("stock")))
                return &year->points[i];
        }
    return NULL;
}

/* Why this figure does not make a year. */
static enum reason why_not(const struct year *year, const struct series_point *point)
{
    enum freq freq = point->observation.key.period.freq;

    if (point->reason != REASON_NONE)
        return point->reason;
    if (accumulates(point, STR("since_start")))
        return REASON_SINCE_START;
    if (accumulates(point, STR("ytd")) || freq == FREQ_Y)
        return REASON_YEAR_TO_DATE;
    if (accumulates(point, STR("stock")))
        return year->rule == SERIES_TIME_LAST ? REASON_NOT_YEAR_END : REASON_NOT_ADDITIVE;
    if (freq != FREQ_H && freq != FREQ_Q && freq != FREQ_M)
        return REASON_NO_CALENDAR_YEAR;
    if (!is_level(point))
        return REASON_NOT_A_LEVEL;
    return year->rule == SERIES_TIME_SUM ? REASON_PARTS_MISSING : REASON_NOT_ADDITIVE;
}

/* Names all figures of the year as inputs, and the reason that says most: that parts are missing,
 * where any figure is a part. */
static void refuse(struct year *year, struct series_point *ret)
{
    const struct series_point **inputs = &year->inputs->v[year->inputs->n];
    enum reason reason = REASON_NONE;
    size_t n = 0;

    for (size_t i = 0; i < year->n; i++) {
        enum reason other;

        if (!is_of(year, &year->points[i]))
            continue;
        other = why_not(year, &year->points[i]);
        if (reason == REASON_NONE || other == REASON_PARTS_MISSING)
            reason = other;
        inputs[n++] = &year->points[i];
    }
    year->inputs->n += n;
    series_point_refuse(ret, inputs, n, reason);
}

/* Whether the parts, in order, are of two definitions. */
static bool breaks_within(const struct series_point *const *inputs, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (series_point_breaks(inputs[i]))
            return true;
    return false;
}

static void add_year(struct year *year, struct series_point *ret)
{
    const struct series_point *published = published_year(year);
    const struct series_point **inputs = &year->inputs->v[year->inputs->n];
    const struct series_point *stock;
    size_t n_before = year->inputs->n;

    *ret = (struct series_point){.observation.key = year->points[0].observation.key};
    ret->observation.key.period = year->period;
    if (has_value(published)) {
        *ret = *published;
        return;
    }
    stock = year->rule == SERIES_TIME_LAST ? stock_at_end(year) : NULL;
    if (stock != NULL) {
        year->inputs->v[year->inputs->n++] = stock;
        series_point_pass(ret, inputs);
        return;
    }
    if (year->rule == SERIES_TIME_SUM && is_level(&year->points[0]) && gather(year, FREQ_A, 1)) {
        size_t n = year->inputs->n - n_before;

        if (breaks_within(inputs, n))
            series_point_refuse(ret, inputs, n, REASON_DEFINITION_CHANGED);
        else
            series_point_sum(ret, inputs, n);
        return;
    }
    year->inputs->n = n_before;
    if (published != NULL)
        *ret = *published;
    else
        refuse(year, ret);
}

void series_align(const struct series_point *points, size_t n, enum series_time_rule rule,
                  struct series_points *years, struct series_inputs *inputs)
{
    struct year year = {.points = points, .n = n, .rule = rule, .inputs = inputs};
    int first = number_of_year(points[0].observation.key.period.ends_on), last = first;

    for (size_t i = 1; i < n; i++) {
        int number = number_of_year(points[i].observation.key.period.ends_on);

        first = number < first ? number : first;
        last = number > last ? number : last;
    }
    for (year.number = first; year.number <= last; year.number++) {
        bool any = false;

        year.period = year_of_number(year.number);
        for (size_t i = 0; !any && i < n; i++)
            any = is_of(&year, &points[i]);
        if (any)
            add_year(&year, &years->v[years->n++]);
    }
}
