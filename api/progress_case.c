#include "api/progress_case.h"

#include "base/err.h"

static struct verdict not_yet(enum reason reason)
{
    return (struct verdict){LIGHT_NOT_YET_JUDGEABLE, reason};
}

static struct verdict final_verdict(enum interval_verdict test)
{
    switch (test) {
    case INTERVAL_HOLDS:
        return (struct verdict){LIGHT_MET, REASON_NONE};
    case INTERVAL_FAILS:
        return (struct verdict){LIGHT_MISSED, REASON_NONE};
    case INTERVAL_UNDETERMINED:
        break;
    }
    return (struct verdict){LIGHT_UNDETERMINED, REASON_THRESHOLD_WITHIN_BOUNDS};
}

/* Whether less is better, or the line leads down to the one number that is wanted. */
static bool wants_below(const struct progress_case *c, const struct standing *standing)
{
    switch (c->comparator) {
    case INTERVAL_GE:
    case INTERVAL_GT:
        break;
    case INTERVAL_EQ:
        return standing->falls;
    case INTERVAL_LE:
    case INTERVAL_LT:
        return true;
    }
    return false;
}

static struct verdict judge_pace(const struct progress_case *c, const struct standing *standing)
{
    enum interval_comparator wanted = wants_below(c, standing) ? INTERVAL_LE : INTERVAL_GE;

    if (standing->no_pace != REASON_NONE)
        return not_yet(standing->no_pace);
    switch (interval_test(&standing->gap, wanted, rational_from_int(0))) {
    case INTERVAL_HOLDS:
        return (struct verdict){LIGHT_ON_TRACK, REASON_NONE};
    case INTERVAL_FAILS:
        return (struct verdict){LIGHT_BEHIND, REASON_NONE};
    case INTERVAL_UNDETERMINED:
        break;
    }
    return (struct verdict){LIGHT_UNDETERMINED, standing->actual->complete
                                                    ? REASON_THRESHOLD_WITHIN_BOUNDS
                                                    : REASON_PERIODS_MISSING};
}

/* What is certain before the end, since the amount only grows: reached, or gone past. */
static bool is_certain(const struct progress_case *c, const struct interval *number,
                       struct verdict *ret)
{
    bool at_least = c->comparator == INTERVAL_GE || c->comparator == INTERVAL_GT;
    enum interval_comparator past = c->comparator == INTERVAL_LT ? INTERVAL_GE : INTERVAL_GT;

    if (interval_test(number, at_least ? c->comparator : past, c->goal) != INTERVAL_HOLDS)
        return false;
    *ret = (struct verdict){at_least ? LIGHT_MET : LIGHT_MISSED, REASON_NONE};
    return true;
}

struct verdict progress_judge(const struct progress_case *c, const struct standing *standing)
{
    const struct progress_actual *actual = standing->actual;
    enum interval_verdict test;
    struct verdict verdict;

    if (c->on < c->starts_on)
        return not_yet(REASON_NOT_STARTED);
    if (!actual->known)
        return not_yet(REASON_NO_ACTUAL);
    test = interval_test(&actual->number, c->comparator, c->goal);
    if (standing->settles)
        return final_verdict(test);
    if (standing->kind == STANDING_AMOUNT && is_certain(c, &actual->number, &verdict))
        return verdict;
    if (standing->over)
        return not_yet(actual->complete ? REASON_NO_FIGURE_AT_END : REASON_PERIODS_MISSING);
    if (standing->kind == STANDING_STATE && actual->ends_on <= c->starts_on)
        return not_yet(REASON_NO_FIGURE_SINCE_START);
    if (standing->kind == STANDING_STATE && test == INTERVAL_HOLDS)
        return (struct verdict){LIGHT_MET, REASON_REACHED_EARLY};
    return judge_pace(c, standing);
}

static void add_input(struct derived *derived, struct str role, const struct figure *figure)
{
    derived->inputs[derived->n_inputs].role = role;
    derived->inputs[derived->n_inputs].figure = figure;
    derived->n_inputs++;
}

void progress_begin(struct derived *derived, struct str unit, uint8_t decimals,
                    const struct progress_actual *actual, const struct progress_baseline *baseline)
{
    const struct figure *base = baseline != NULL ? baseline->figure : NULL;

    derived_begin(derived, unit, decimals);
    if (!actual->known)
        derived_refuse(derived, REASON_NO_ACTUAL);
    if (actual->n_inputs + (base != NULL) > DERIVED_INPUTS_MAX)
        return;
    for (size_t i = 0; i < actual->n_inputs; i++)
        add_input(derived, STR("actual"), actual->inputs[i]);
    if (base != NULL)
        add_input(derived, STR("baseline"), base);
}

void progress_set(struct derived *derived, int r, const struct interval *result,
                  const struct progress_actual *actual)
{
    derived_set(derived, r, result);
    if (derived->reason != REASON_NONE || actual->has_value)
        return;
    derived->has_value = false;
    derived->reason = actual->complete ? REASON_NOT_ADDITIVE : REASON_PERIODS_MISSING;
}

bool progress_may_divide(const struct interval *by)
{
    return by->lower.known && rational_sign(by->lower.at) >= 0;
}

void progress_attain(const struct progress_case *c, const struct progress_actual *actual,
                     struct derived *ret)
{
    const struct interval goal = interval_exact(c->goal);
    struct interval rate = {0};
    int r = 0;

    progress_begin(ret, STR("percent"), 1, actual, NULL);
    if (ret->reason == REASON_NONE && !progress_may_divide(c->inverted ? &actual->number : &goal))
        derived_refuse(ret, REASON_NEGATIVE_DENOMINATOR);
    if (ret->reason == REASON_NONE)
        r = c->inverted ? interval_div(&goal, &actual->number, &rate)
                        : interval_div(&actual->number, &goal, &rate);
    if (ret->reason == REASON_NONE && r == 0)
        r = interval_scale(&rate, rational_from_int(100), &rate);
    progress_set(ret, r, &rate, actual);
}

struct progress_baseline progress_from_zero(int32_t first)
{
    return (struct progress_baseline){
        .source = BASELINE_ZERO,
        .on = first - 1,
        .number = interval_exact(rational_from_int(0)),
    };
}

/* base * (1 - way) + goal * way, where way is the part of the time that has gone by. */
static int find_expected(const struct progress_baseline *base, struct rational goal,
                         int32_t ends_on, int32_t day, struct interval *ret)
{
    const struct interval end = interval_exact(goal);
    struct rational way = {0, 1};
    struct interval ahead;
    int r = rational_div(rational_from_int((int64_t)day - base->on),
                         rational_from_int((int64_t)ends_on - base->on), &way);

    if (r < 0)
        return r;
    r = interval_scale(&end, way, &ahead);
    if (r < 0)
        return r;
    r = rational_sub(rational_from_int(1), way, &way);
    if (r < 0)
        return r;
    r = interval_scale(&base->number, way, ret);
    return r < 0 ? r : interval_add(ret, &ahead, ret);
}

/* Why there is no gap; REASON_NONE: there is one. */
static enum reason why_no_pace(const struct progress_baseline *base,
                               const struct progress_actual *actual, enum reason known)
{
    if (!actual->known)
        return REASON_NO_ACTUAL;
    if (known != REASON_NONE)
        return known;
    if (base->source == BASELINE_NONE)
        return REASON_NO_BASELINE;
    return actual->ends_on <= base->on ? REASON_NO_FIGURE_SINCE_START : REASON_NONE;
}

void progress_line(const struct progress_case *c, struct progress_reading *reading,
                   struct rational goal, int32_t ends_on, struct standing *standing)
{
    const struct progress_baseline *base = &reading->baseline;
    const struct progress_actual *actual = &reading->actual;
    int32_t day = actual->known ? actual->ends_on : c->on < ends_on ? c->on : ends_on;
    struct interval expected = {0};
    int r = 0;

    standing->no_pace = why_no_pace(base, actual, standing->no_pace);
    derived_begin(&reading->expected, reading->unit, c->decimals);
    if (base->figure != NULL)
        add_input(&reading->expected, STR("baseline"), base->figure);
    progress_begin(&reading->gap, reading->unit, c->decimals, actual, base);
    if (base->source == BASELINE_NONE)
        derived_refuse(&reading->expected, standing->no_pace == REASON_DEFINITION_CHANGED
                                               ? REASON_DEFINITION_CHANGED
                                               : REASON_NO_BASELINE);
    else if (day <= base->on)
        derived_refuse(&reading->expected,
                       actual->known ? REASON_NO_FIGURE_SINCE_START : REASON_NOT_STARTED);
    else
        r = find_expected(base, goal, ends_on, day, &expected);
    derived_set(&reading->expected, r, &expected);
    if (r == 0 && standing->no_pace == REASON_NONE)
        r = interval_sub(&actual->number, &expected, &standing->gap);
    if (r < 0)
        standing->no_pace = REASON_OUT_OF_RANGE;
    if (standing->no_pace != REASON_NONE)
        derived_refuse(&reading->gap, standing->no_pace);
    standing->falls = base->source != BASELINE_NONE && rational_cmp(goal, base->number.value) < 0;
    progress_set(&reading->gap, r, &standing->gap, actual);
}

/* What is as large in a part of the time as in the whole of it. */
static bool keeps_level(const struct target_row *row)
{
    return str_eq(row->indicator_kind, STR("ratio")) ||
           str_eq(row->indicator_kind, STR("duration")) || !str_eq(row->measure, STR("level"));
}

void progress_level(const struct progress_case *c, struct progress_reading *reading,
                    struct rational goal, struct standing *standing)
{
    const struct interval level = interval_exact(goal);
    const struct progress_actual *actual = &reading->actual;
    int r = 0;

    if (standing->kind != STANDING_MEAN && !keeps_level(c->row))
        standing->no_pace = REASON_NO_BASELINE;
    derived_begin(&reading->expected, reading->unit, c->decimals);
    progress_begin(&reading->gap, reading->unit, c->decimals, actual, NULL);
    if (standing->no_pace == REASON_NO_BASELINE) {
        derived_refuse(&reading->expected, REASON_NO_BASELINE);
        derived_refuse(&reading->gap, REASON_NO_BASELINE);
    }
    derived_set(&reading->expected, 0, &level);
    if (actual->known)
        r = interval_sub(&actual->number, &level, &standing->gap);
    progress_set(&reading->gap, r, &standing->gap, actual);
    if (standing->no_pace == REASON_NONE && r < 0)
        standing->no_pace = REASON_OUT_OF_RANGE;
    else if (standing->no_pace == REASON_NONE && !actual->complete)
        standing->no_pace = REASON_PERIODS_MISSING;
}

void progress_remain(const struct progress_case *c, struct progress_reading *reading,
                     struct rational goal)
{
    const struct interval whole = interval_exact(goal);
    struct interval rest = {0};
    int r = 0;

    progress_begin(&reading->remaining, reading->unit, c->decimals, &reading->actual, NULL);
    if (reading->actual.known)
        r = interval_sub(&whole, &reading->actual.number, &rest);
    progress_set(&reading->remaining, r, &rest, &reading->actual);
}

static bool ends_month(int32_t day)
{
    int year, month, of_month;

    date_to_civil(day + 1, &year, &month, &of_month);
    return of_month == 1;
}

int progress_whole_years(int32_t from, int32_t to)
{
    int year[2], month[2], day[2];

    date_to_civil(from, &year[0], &month[0], &day[0]);
    date_to_civil(to, &year[1], &month[1], &day[1]);
    if (to <= from || month[0] != month[1] ||
        (day[0] != day[1] && !(ends_month(from) && ends_month(to))))
        return 0;
    return year[1] - year[0];
}

struct period_span progress_year_days(int year)
{
    return (struct period_span){date_from_civil(year, 1, 1), date_from_civil(year, 12, 31)};
}

int progress_year_of(int32_t day)
{
    int year, month, of_month;

    date_to_civil(day, &year, &month, &of_month);
    return year;
}
