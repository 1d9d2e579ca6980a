/* Readings by year: a target for each year, and one for the mean of the years. */
#include "api/progress_case.h"

#include "base/err.h"

/* The years of a window, and what was published for them. */
struct years {
    int first, last; /* the years the window is in */
    struct progress_figures figures;
};

static int read_years(const struct progress_case *c, const struct progress_reading *reading,
                      struct years *ret)
{
    int32_t last;

    ret->first = progress_year_of(reading->starts_on);
    ret->last = progress_year_of(reading->ends_on);
    last = progress_year_days(ret->last).to;
    return progress_figures_read(c->call, c->memo, c->row, c->row->measure, c->unit,
                                 c->on < last ? c->on : last, &ret->figures);
}

/* What was reached in one year by the day of judgement. */
static int read_year(const struct progress_case *c, const struct progress_figures *figures,
                     struct period_span days, struct progress_actual *ret)
{
    int32_t last = c->on < days.to ? c->on : days.to;

    if (last < days.from) {
        *ret = (struct progress_actual){0};
        return 0;
    }
    return figures->state
               ? progress_one(c->call, progress_newest(figures, days.from, last, false), ret)
               : progress_sum(c->call, figures, days.from, last, ret);
}

static bool is_whole(const struct progress_actual *actual, struct period_span days)
{
    return actual->known && actual->complete && actual->ends_on == days.to;
}

/* Judges one year by itself; an amount has a line from nothing on the day before, a rate a level
 * one. The reading gets what is the same for the whole of it. */
static int judge_year(const struct progress_case *whole, const struct years *years,
                      struct progress_year *year, struct progress_reading *reading)
{
    const struct period_span days = progress_year_days(year->year);
    struct progress_case c = *whole;
    struct standing standing = {.actual = &year->actual, .over = c.on > days.to};
    struct progress_reading one = {.kind = reading->kind, .unit = reading->unit};
    bool adds_up = !years->figures.state && years->figures.additive;
    int r = read_year(&c, &years->figures, days, &year->actual);

    if (r < 0)
        return r;
    c.starts_on = days.from;
    one.actual = year->actual;
    standing.kind = adds_up ? STANDING_AMOUNT : STANDING_STATE;
    standing.settles = is_whole(&year->actual, days);
    if (adds_up)
        one.baseline = progress_from_zero(days.from);
    progress_attain(&c, &year->actual, &year->attainment);
    if (adds_up || years->figures.state)
        progress_line(&c, &one, c.goal, days.to, &standing);
    else
        progress_level(&c, &one, c.goal, &standing);
    progress_remain(&c, &one, c.goal);
    year->verdict = progress_judge(&c, &standing);
    /* The newest year with figures stands for the pace of the whole; without any the first. */
    if (year->actual.known || year->year == years->first) {
        reading->actual = one.actual;
        reading->baseline = one.baseline;
        reading->expected = one.expected;
        reading->gap = one.gap;
        reading->remaining = one.remaining;
    }
    return 0;
}

static size_t count(const struct progress_reading *reading, enum light light)
{
    size_t n = 0;

    for (size_t i = 0; i < reading->n_years; i++)
        n += reading->years[i].verdict.light == light;
    return n;
}

/* A year that is over without being judged; NULL: there is none. */
static const struct progress_year *find_gap(const struct progress_case *c,
                                            const struct progress_reading *reading)
{
    for (size_t i = 0; i < reading->n_years; i++) {
        const struct progress_year *year = &reading->years[i];

        if (year->verdict.light == LIGHT_NOT_YET_JUDGEABLE &&
            progress_year_days(year->year).to < c->on)
            return year;
    }
    return NULL;
}

/* One year missed is the whole missed, and only when all are met the whole is. */
static struct verdict judge_years(const struct progress_case *c,
                                  const struct progress_reading *reading)
{
    bool over = c->on >= progress_year_days(progress_year_of(reading->ends_on)).to;

    if (!reading->actual.known)
        return reading->years[0].verdict;
    if (count(reading, LIGHT_MISSED) > 0)
        return (struct verdict){over ? LIGHT_MISSED : LIGHT_BEHIND, REASON_YEAR_MISSED};
    if (count(reading, LIGHT_MET) == reading->n_years)
        return (struct verdict){LIGHT_MET, REASON_NONE};
    if (count(reading, LIGHT_UNDETERMINED) > 0)
        return (struct verdict){LIGHT_UNDETERMINED, REASON_THRESHOLD_WITHIN_BOUNDS};
    if (find_gap(c, reading) != NULL)
        return (struct verdict){LIGHT_NOT_YET_JUDGEABLE, REASON_PERIODS_MISSING};
    if (count(reading, LIGHT_BEHIND) > 0)
        return (struct verdict){LIGHT_BEHIND, REASON_NONE};
    if (count(reading, LIGHT_ON_TRACK) + count(reading, LIGHT_MET) > 0)
        return (struct verdict){LIGHT_ON_TRACK, REASON_NONE};
    return (struct verdict){LIGHT_NOT_YET_JUDGEABLE, REASON_WINDOW_NOT_OVER};
}

static bool is_less(const struct interval_end *a, const struct interval_end *b, bool open_is_less)
{
    if (!a->known || !b->known)
        return open_is_less ? !a->known && b->known : a->known && !b->known;
    return rational_cmp(a->at, b->at) < 0;
}

/* The attainment of the weakest year; the bounds are those of the least of all. */
static void attain_weakest(const struct progress_case *c, struct progress_reading *reading,
                           bool settled)
{
    struct progress_actual weakest = reading->actual;

    progress_begin(&reading->attainment, STR("percent"), 1, &reading->actual, NULL);
    derived_refuse(&reading->attainment, REASON_WINDOW_NOT_OVER);
    if (!settled)
        return;
    for (size_t i = 0; i < reading->n_years; i++) {
        const struct interval *number = &reading->years[i].actual.number;
        bool weaker = rational_cmp(number->value, weakest.number.value) < 0;

        if (i == 0 || weaker != c->inverted) {
            weakest.number.value = number->value;
            weakest.inputs = reading->years[i].actual.inputs;
            weakest.n_inputs = reading->years[i].actual.n_inputs;
        }
        if (i == 0 || is_less(&number->lower, &weakest.number.lower, true) != c->inverted)
            weakest.number.lower = number->lower;
        if (i == 0 || is_less(&number->upper, &weakest.number.upper, false) != c->inverted)
            weakest.number.upper = number->upper;
    }
    progress_attain(c, &weakest, &reading->attainment);
}

int progress_each_year(const struct progress_case *c, struct progress_reading *reading)
{
    struct years years;
    bool settled = true;
    int r = read_years(c, reading, &years);

    if (r < 0)
        return r;
    reading->n_years = (size_t)(years.last - years.first + 1);
    reading->years = arena_alloc(c->call->arena, reading->n_years * sizeof *reading->years);
    if (reading->years == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < reading->n_years; i++) {
        struct progress_year *year = &reading->years[i];

        year->year = years.first + (int)i;
        r = judge_year(c, &years, year, reading);
        if (r < 0)
            return r;
        settled &= is_whole(&year->actual, progress_year_days(year->year));
    }
    attain_weakest(c, reading, settled);
    progress_begin(&reading->required_growth, STR("percent"), 1, &reading->actual, NULL);
    derived_refuse(&reading->required_growth, REASON_AMOUNT_ADDS_UP);
    reading->verdict = judge_years(c, reading);
    return 0;
}

/* The mean of the whole years that were published, and how many these are. */
static int find_mean(const struct progress_case *c, const struct years *years, size_t *ret_n,
                     struct progress_actual *ret)
{
    struct progress_actual mean = {.has_value = true, .complete = true, .derived = true};
    struct progress_actual year;
    struct rational part;
    size_t n = 0, room = 0;
    int r = 0;

    mean.number = interval_exact(rational_from_int(0));
    for (int i = years->first; r == 0 && i <= years->last; i++) {
        const struct period_span days = progress_year_days(i);

        r = read_year(c, &years->figures, days, &year);
        if (r < 0 || days.to > c->on)
            break;
        if (!is_whole(&year, days)) {
            mean.complete = false;
            continue;
        }
        r = interval_add(&mean.number, &year.number, &mean.number);
        if (r == 0)
            r = progress_join(c->call, &year, &room, &mean);
        if (n++ == 0)
            mean.starts_on = days.from;
        mean.ends_on = days.to;
        mean.has_value &= year.has_value;
    }
    mean.known = n > 0;
    *ret_n = n;
    *ret = mean;
    if (r < 0 || n == 0)
        return r;
    ret->decimals = (uint8_t)(mean.decimals < DEC_SCALE_MAX ? mean.decimals + 1 : DEC_SCALE_MAX);
    r = rational_div(rational_from_int(1), rational_from_int((int64_t)n), &part);
    return r < 0 ? r : interval_scale(&mean.number, part, &ret->number);
}

/* What adds up in all years so far, parts of years too. */
static int find_total(const struct progress_case *c, const struct years *years,
                      struct progress_actual *ret)
{
    int32_t first = progress_year_days(years->first).from;
    int32_t last = progress_year_days(years->last).to;

    *ret = (struct progress_actual){0};
    if (years->figures.state || !years->figures.additive || c->on < first)
        return 0;
    return progress_sum(c->call, &years->figures, first, c->on < last ? c->on : last, ret);
}

/* What can be said of the sum of all years before the last one is over. */
static struct verdict judge_total(const struct progress_case *c,
                                  const struct progress_actual *total)
{
    const struct standing standing = {
        .actual = total, .kind = STANDING_AMOUNT, .no_pace = REASON_WINDOW_NOT_OVER};

    return progress_judge(c, &standing);
}

int progress_annual_mean(const struct progress_case *c, struct progress_reading *reading)
{
    struct standing standing = {
        .actual = &reading->actual, .kind = STANDING_MEAN, .over = c->on > reading->ends_on};
    struct progress_reading sum = {.unit = c->unit};
    struct progress_case all = *c;
    struct verdict early;
    struct years years;
    size_t n = 0, n_years;
    int r = read_years(c, reading, &years);

    if (r == 0)
        r = find_mean(c, &years, &n, &reading->actual);
    if (r == 0)
        r = find_total(c, &years, &sum.actual);
    if (r < 0)
        return r;
    n_years = (size_t)(years.last - years.first + 1);
    reading->unit = reading->actual_unit = c->row->unit;
    standing.settles = n == n_years;
    progress_attain(c, &reading->actual, &reading->attainment);
    if (!standing.settles)
        derived_refuse(&reading->attainment,
                       standing.over ? REASON_PERIODS_MISSING : REASON_WINDOW_NOT_OVER);
    progress_level(c, reading, c->goal, &standing);
    r = rational_mul(c->goal, rational_from_int((int64_t)n_years), &all.goal);
    if (r < 0)
        return r;
    progress_remain(&all, &sum, all.goal);
    reading->remaining = sum.remaining;
    progress_begin(&reading->required_growth, STR("percent"), 1, &reading->actual, NULL);
    derived_refuse(&reading->required_growth, REASON_AMOUNT_ADDS_UP);
    early = judge_total(&all, &sum.actual);
    reading->verdict = early.light == LIGHT_MET || early.light == LIGHT_MISSED
                           ? early
                           : progress_judge(c, &standing);
    return 0;
}
