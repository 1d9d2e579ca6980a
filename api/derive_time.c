#include "api/derive_impl.h"
#include "base/err.h"

/* Whether the level may be compared over time at all. */
static bool takes_time(const struct derive *derive, struct derived *ret,
                       const struct figure *figure)
{
    if (!derive_takes_level(derive, ret, figure))
        return false;
    if (str_eq(figure->observation.accumulation, STR("since_start")))
        derived_refuse(ret, REASON_SINCE_START);
    /* The document says itself that the series breaks here. */
    if (str_eq(figure->observation.status, STR("B")))
        derived_refuse(ret, REASON_DEFINITION_CHANGED);
    return ret->reason == REASON_NONE;
}

/* The series must not break between the two, either. */
static int refuse_break(struct derive *derive, const struct figure *figure,
                        const struct figure *base, struct derived *ret)
{
    int r = derive_break(derive->call->db, derive->call->release->id, &figure->observation.key,
                         base->observation.key.period.ends_on);

    if (r > 0)
        derived_refuse(ret, REASON_DEFINITION_CHANGED);
    return r < 0 ? r : 0;
}

/* The level of the same place a year before, and why there is none. */
static int find_base(struct derive *derive, const struct figure *figure, struct derived *ret,
                     const struct figure **ret_base, enum reason *ret_missing)
{
    struct observation_key key = figure->observation.key;
    int r;

    *ret_base = NULL;
    *ret_missing = REASON_NO_BASE;
    if (period_back(key.period, 12, &key.period) < 0) {
        derived_refuse(ret, REASON_NO_CALENDAR_PERIOD);
        return 0;
    }
    r = derive_input_of(derive, &key, ret_base);
    if (r == 0 && *ret_base != NULL)
        return refuse_break(derive, figure, *ret_base, ret);
    if (r < 0)
        return r;
    r = derive_defined_otherwise(derive->call->db, derive->call->release->id, &key);
    if (r > 0)
        *ret_missing = REASON_DEFINITION_CHANGED;
    return r < 0 ? r : 0;
}

int derive_growth(const struct interval *a, const struct interval *b, struct interval *ret)
{
    const struct interval hundred = interval_exact(rational_from_int(100));
    int r = interval_div(a, b, ret);

    if (r == 0)
        r = interval_scale(ret, rational_from_int(100), ret);
    return r < 0 ? r : interval_sub(ret, &hundred, ret);
}

static void set_growth(const struct derive *derive, struct derived *ret,
                       const struct figure *figure, const struct figure *base, enum reason missing)
{
    struct interval now, before;

    if (derive_take_both(derive, ret, figure, STR("base"), base, missing, &now, &before))
        derived_set(ret, derive_growth(&now, &before, &now), &now);
}

static void begin_growth(const struct derive *derive, struct derived *ret,
                         const struct figure *figure)
{
    derived_begin(ret, STR("percent"), DERIVE_RATE_DECIMALS);
    if (takes_time(derive, ret, figure) && derive_is_percent(figure))
        derived_refuse(ret, REASON_RATE_CHANGES_IN_POINTS);
}

int derive_yoy(struct derive *derive, const struct figure *figure, struct derived *ret)
{
    const struct figure *base;
    enum reason missing;
    int r;

    begin_growth(derive, ret, figure);
    if (ret->reason != REASON_NONE)
        return 0;
    r = find_base(derive, figure, ret, &base, &missing);
    if (r == 0 && ret->reason == REASON_NONE)
        set_growth(derive, ret, figure, base, missing);
    return r;
}

static void set_change(const struct derive *derive, struct derived *ret,
                       const struct figure *figure, const struct figure *base, enum reason missing)
{
    struct interval now, before;

    if (base != NULL && base->observation.decimals > ret->decimals)
        ret->decimals = base->observation.decimals;
    if (derive_take_both(derive, ret, figure, STR("base"), base, missing, &now, &before))
        derived_set(ret, interval_sub(&now, &before, &now), &now);
}

static void begin_change(const struct derive *derive, struct derived *ret,
                         const struct figure *figure)
{
    derived_begin(ret,
                  derive_is_percent(figure) ? STR("percentage_point") : figure->observation.unit,
                  figure->observation.decimals);
    takes_time(derive, ret, figure);
}

int derive_change(struct derive *derive, const struct figure *figure, struct derived *ret)
{
    const struct figure *base;
    enum reason missing;
    int r;

    begin_change(derive, ret, figure);
    if (ret->reason != REASON_NONE)
        return 0;
    r = find_base(derive, figure, ret, &base, &missing);
    if (r == 0 && ret->reason == REASON_NONE)
        set_change(derive, ret, figure, base, missing);
    return r;
}

/* The first period of the series that the request selects: 1, 0 without any. `latest` is one period
 * and selects no beginning. */
static int first_selected(struct derive *derive, const struct figure *figure, struct period *ret)
{
    const struct observation_filter *filter = derive->filter;
    const struct observation_key *key = &figure->observation.key;
    char freq = freq_letter(key->period.freq);
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = derive_periods(derive->call->db, derive->call->release->id, key, &freq);
    struct period period = {.freq = key->period.freq};
    int r;

    while ((r = derive_next_period(stmt, &period)) > 0) {
        bool selected = filter->n_spans == 0;

        for (size_t i = 0; i < filter->n_spans; i++)
            selected = selected || (filter->spans[i].from <= period.starts_on &&
                                    period.ends_on <= filter->spans[i].to);
        if (selected) {
            *ret = period;
            return 1;
        }
    }
    return r;
}

/* Whole years from `first` to `last`, be they more than growth is computed over; 0: they are not
 * apart by such. The calendar of periods has a first year. */
static int years_between(struct period first, struct period last)
{
    struct period back;

    for (int years = 1;; years++) {
        if (period_back(last, 12 * years, &back) < 0 || back.ends_on < first.ends_on)
            break;
        if (back.ends_on == first.ends_on && back.starts_on == first.starts_on)
            return years;
    }
    return 0;
}

/* An end of a compound growth, rounded outward. */
static bool root_end(const struct interval_end *end, int years, uint8_t decimals,
                     enum rounding rounding, struct dec *ret)
{
    return end->known && rational_growth(end->at, years, decimals, rounding, ret) == 0;
}

static void set_root(struct derived *ret, const struct interval *ratio, int years)
{
    uint8_t places = (uint8_t)(ret->decimals + DERIVED_MORE_PLACES);

    if (rational_growth(ratio->value, years, ret->decimals, ROUND_NEAREST, &ret->value) < 0) {
        derived_refuse(ret, REASON_OUT_OF_RANGE);
        return;
    }
    ret->has_value = true;
    ret->lower_known = root_end(&ratio->lower, years, places, ROUND_DOWN, &ret->lower);
    ret->upper_known = root_end(&ratio->upper, years, places, ROUND_UP, &ret->upper);
}

static void set_compound(const struct derive *derive, struct derived *ret,
                         const struct figure *figure, const struct figure *base)
{
    struct interval now, before;
    int years, r;

    if (!derive_take_both(derive, ret, figure, STR("base"), base, REASON_NO_BASE, &now, &before))
        return;
    years = years_between(base->observation.key.period, figure->observation.key.period);
    if (years == 0)
        derived_refuse(ret, REASON_NOT_WHOLE_YEARS);
    else if (years > RATIONAL_ROOT_YEARS_MAX)
        derived_refuse(ret, REASON_TOO_MANY_YEARS);
    else if ((r = interval_div(&now, &before, &now)) < 0)
        derived_refuse(ret, derived_failure(r));
    else
        set_root(ret, &now, years);
}

int derive_cagr(struct derive *derive, const struct figure *figure, struct derived *ret)
{
    struct observation_key key = figure->observation.key;
    const struct figure *base = NULL;
    int r;

    begin_growth(derive, ret, figure);
    if (ret->reason != REASON_NONE)
        return 0;
    r = first_selected(derive, figure, &key.period);
    if (r > 0 && key.period.ends_on < figure->observation.key.period.ends_on)
        r = derive_input_of(derive, &key, &base);
    if (r == 0 && base != NULL)
        r = refuse_break(derive, figure, base, ret);
    if (r < 0)
        return r;
    set_compound(derive, ret, figure, base);
    return 0;
}

bool derive_over(enum derive_kind kind, const struct figure *figure, const struct figure *base,
                 enum reason missing, struct derived *ret)
{
    if (kind != DERIVE_YOY && kind != DERIVE_CHANGE && kind != DERIVE_CAGR)
        return false;
    if (kind == DERIVE_CHANGE)
        begin_change(NULL, ret, figure);
    else
        begin_growth(NULL, ret, figure);
    if (ret->reason != REASON_NONE)
        return true;
    if (kind == DERIVE_YOY)
        set_growth(NULL, ret, figure, base, missing);
    else if (kind == DERIVE_CHANGE)
        set_change(NULL, ret, figure, base, missing);
    else
        set_compound(NULL, ret, figure, base);
    return true;
}
