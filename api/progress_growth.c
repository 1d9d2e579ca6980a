/* The reading of a mean annual growth: from the year before the window to its last year. */
#include "api/progress_case.h"

/* What is compared: the base, the newest figure whole years after it, and the growths between. */
struct growth {
    struct progress_figures figures;
    int years; /* of the whole window */
    int gone;  /* whole years from the base to the actual figure; 0: there is none */
    struct interval base;
    struct interval level;     /* of the actual figure */
    struct interval ratio;     /* level / base */
    struct rational wanted[2]; /* what 1 becomes in `gone` years and in all */
};

/* The level that grows: a state, or the amount of the year that ends on `day`. */
static int find_level(const struct progress_case *c, const struct progress_figures *figures,
                      int32_t day, struct progress_actual *ret)
{
    const struct period_span days = progress_year_days(progress_year_of(day));

    return figures->state || days.to != day
               ? progress_one(c->call, progress_newest(figures, day, day, false), ret)
               : progress_sum(c->call, figures, days.from, day, ret);
}

static int32_t years_after(int32_t day, int years)
{
    int year, month, of_month;

    /* The day after is moved, so that the ends of months stay such. */
    date_to_civil(day + 1, &year, &month, &of_month);
    return date_from_civil(year + years, month, month == 2 && of_month == 29 ? 28 : of_month) - 1;
}

static int find_base(const struct progress_case *c, const struct growth *growth,
                     struct progress_baseline *ret)
{
    int32_t day = c->row->starts_on - 1;
    struct progress_actual base;
    int r = 0;

    *ret = (struct progress_baseline){.on = day};
    if (c->row->has_baseline) {
        ret->source = BASELINE_TARGET;
        ret->number = interval_exact(rational_from_dec(c->row->baseline));
        ret->decimals = c->row->baseline.scale;
        return 0;
    }
    r = find_level(c, &growth->figures, day, &base);
    if (r == 0 && base.known && base.complete && base.has_value && base.ends_on == day) {
        ret->source = BASELINE_FIGURE;
        ret->number = base.number;
        ret->decimals = base.decimals;
        ret->figure = base.n_inputs == 1 ? base.inputs[0] : NULL;
    }
    return r;
}

/* The newest level whole years after the base. */
static int find_newest(const struct progress_case *c, struct growth *growth, int32_t base,
                       struct progress_actual *ret)
{
    struct progress_actual level = {0};
    int r = 0;

    *ret = level;
    for (int i = growth->years; r == 0 && i > 0 && !ret->known; i--) {
        int32_t day = years_after(base, i);

        if (day > c->on)
            continue;
        r = find_level(c, &growth->figures, day, &level);
        if (r == 0 && level.known && level.complete && level.has_value && level.ends_on == day) {
            growth->gone = i;
            *ret = level;
        }
    }
    return r;
}

/* A growth over the whole window that was itself published, by the newest definition. */
static int find_published(const struct progress_case *c, const struct progress_reading *reading,
                          struct progress_actual *ret)
{
    struct progress_figures figures;
    int r;

    *ret = (struct progress_actual){0};
    if (str_eq(c->row->measure, STR("level")))
        return 0;
    r = progress_figures_read(c->call, c->memo, c->row, c->row->measure, c->row->unit, c->on,
                              &figures);
    for (size_t i = 0; r == 0 && i < figures.n; i++) {
        const struct period *period = &figures.v[i].observation.key.period;

        if (period->starts_on == reading->starts_on && period->ends_on == reading->ends_on &&
            str_eq(figures.v[i].observation.key.definition, figures.definition))
            return progress_one(c->call, &figures.v[i], ret);
    }
    return r;
}

static void judge_published(const struct progress_case *c, struct progress_reading *reading)
{
    const struct standing standing = {.actual = &reading->actual, .settles = true};

    progress_attain(c, &reading->actual, &reading->attainment);
    derived_begin(&reading->expected, STR("percent"), 1);
    derived_refuse(&reading->expected, REASON_WINDOW_OVER);
    reading->gap = reading->remaining = reading->required_growth = reading->expected;
    reading->verdict = progress_judge(c, &standing);
}

/* The numbers beside the verdict. */
static void fill(const struct progress_case *c, const struct growth *growth,
                 const struct progress_baseline *base, struct progress_reading *reading)
{
    const struct progress_actual *actual = &reading->actual;
    struct derived *left = &reading->required_growth;
    struct interval expected, end, gap = {0}, rest = {0}, ratio = {0};
    int r = interval_scale(&growth->base, growth->wanted[0], &expected);

    progress_begin(&reading->expected, reading->unit, c->decimals, actual, base);
    progress_begin(&reading->gap, reading->unit, c->decimals, actual, base);
    progress_begin(&reading->remaining, reading->unit, c->decimals, actual, base);
    progress_begin(left, STR("percent"), 1, actual, base);
    if (r == 0)
        r = interval_scale(&growth->base, growth->wanted[1], &end);
    if (r == 0)
        r = interval_sub(&growth->level, &expected, &gap);
    if (r == 0)
        r = interval_sub(&end, &growth->level, &rest);
    derived_set(&reading->expected, r, &expected);
    derived_set(&reading->gap, r, &gap);
    derived_set(&reading->remaining, r, &rest);
    if (growth->gone == growth->years)
        derived_refuse(left, REASON_WINDOW_OVER);
    else if (interval_test(&growth->ratio, c->comparator, growth->wanted[1]) == INTERVAL_HOLDS)
        derived_refuse(left, REASON_ALREADY_REACHED);
    else if (r < 0 || (r = interval_div(&end, &growth->level, &ratio)) < 0)
        derived_refuse(left, derived_failure(r));
    progress_rate(&ratio, growth->years - growth->gone, left);
}

enum { GROWTH_DECIMALS = 1 };

/* The growth so far, as the actual figure of the target. It is for showing, and rounded as such:
 * what follows from it is computed from the ratio. */
static void put_actual(const struct growth *growth, struct progress_actual *actual)
{
    struct derived rate;
    struct interval number = {0};

    derived_begin(&rate, STR("percent"), GROWTH_DECIMALS);
    progress_rate(&growth->ratio, growth->gone, &rate);
    actual->known = actual->has_value = rate.has_value;
    number.value = rational_from_dec(rate.value);
    number.lower = (struct interval_end){rate.lower_known, false, rational_from_dec(rate.lower)};
    number.upper = (struct interval_end){rate.upper_known, false, rational_from_dec(rate.upper)};
    actual->number = number;
    actual->derived = true;
    actual->decimals = GROWTH_DECIMALS;
}

/* Judges by the ratio of the levels, which is exact where the growth is a root. */
static void judge_levels(const struct progress_case *c, const struct growth *growth,
                         struct progress_reading *reading)
{
    struct progress_case ratio = *c;
    struct progress_actual level = reading->actual;
    struct standing standing = {
        .actual = &level,
        .settles = growth->gone == growth->years,
        .over = c->on > reading->ends_on,
    };
    const struct interval wanted = interval_exact(growth->wanted[0]);

    level.number = growth->ratio;
    ratio.goal = growth->wanted[1];
    if (interval_sub(&growth->ratio, &wanted, &standing.gap) < 0)
        standing.no_pace = REASON_OUT_OF_RANGE;
    reading->verdict = progress_judge(&ratio, &standing);
}

/* There is nothing to compare, for this reason. */
static void refuse_all(struct progress_reading *reading, enum reason reason)
{
    struct derived *all[] = {&reading->attainment, &reading->expected, &reading->gap,
                             &reading->remaining, &reading->required_growth};

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        bool percent = all[i] == &reading->attainment || all[i] == &reading->required_growth;

        derived_begin(all[i], percent ? STR("percent") : reading->unit, 1);
        derived_refuse(all[i], reason);
    }
    reading->verdict = (struct verdict){LIGHT_NOT_YET_JUDGEABLE, reason};
}

/* Finds the base and the newest level, and what 1 becomes until then. `*ret_none`: why there is
 * nothing to compare. */
static int find_levels(const struct progress_case *c, struct progress_reading *reading,
                       struct growth *growth, enum reason *ret_none)
{
    int32_t last = c->on < reading->ends_on ? c->on : reading->ends_on;
    int r = progress_figures_read(c->call, c->memo, c->row, STR("level"), reading->unit, last,
                                  &growth->figures);

    growth->years = progress_whole_years(reading->starts_on - 1, reading->ends_on);
    *ret_none = c->on < c->starts_on ? REASON_NOT_STARTED : REASON_NONE;
    if (r == 0)
        r = find_base(c, growth, &reading->baseline);
    if (r == 0)
        r = find_newest(c, growth, reading->baseline.on, &reading->actual);
    if (r < 0 || *ret_none != REASON_NONE)
        return r;
    if (growth->years == 0)
        *ret_none = REASON_NOT_WHOLE_YEARS;
    else if (reading->baseline.source == BASELINE_NONE)
        *ret_none =
            growth->figures.other_definitions ? REASON_DEFINITION_CHANGED : REASON_NO_BASELINE;
    else if (growth->gone == 0)
        *ret_none = REASON_NO_ACTUAL;
    if (*ret_none != REASON_NONE)
        return 0;
    growth->base = reading->baseline.number;
    growth->level = reading->actual.number;
    r = interval_div(&growth->level, &growth->base, &growth->ratio);
    if (r < 0)
        *ret_none = derived_failure(r);
    else if (progress_compound(c->goal, growth->gone, &growth->wanted[0]) < 0 ||
             progress_compound(c->goal, growth->years, &growth->wanted[1]) < 0)
        *ret_none = REASON_OUT_OF_RANGE;
    return 0;
}

int progress_growth(const struct progress_case *c, struct progress_reading *reading)
{
    struct growth growth = {0};
    enum reason none;
    int r = find_published(c, reading, &reading->actual);

    reading->actual_unit = c->row->unit;
    reading->unit = c->row->indicator_unit;
    if (r < 0)
        return r;
    if (reading->actual.known) {
        judge_published(c, reading);
        return 0;
    }
    r = find_levels(c, reading, &growth, &none);
    if (r < 0)
        return r;
    if (none != REASON_NONE) {
        reading->actual.known = false;
        refuse_all(reading, none);
        return 0;
    }
    fill(c, &growth, &reading->baseline, reading);
    put_actual(&growth, &reading->actual);
    progress_attain_growth(c, &growth.ratio, growth.gone, &reading->actual, &reading->attainment);
    if (growth.gone < growth.years)
        derived_refuse(&reading->attainment,
                       c->on > reading->ends_on ? REASON_NO_FIGURE_AT_END : REASON_WINDOW_NOT_OVER);
    judge_levels(c, &growth, reading);
    return 0;
}
