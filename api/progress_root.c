/* Roots: a yearly growth, and the attainment of a target for one. */
#include "api/progress_case.h"

#include "base/err.h"

void progress_rate(const struct interval *ratio, int years, struct derived *derived)
{
    uint8_t places = (uint8_t)(derived->decimals + DERIVED_MORE_PLACES);
    int r;

    if (derived->reason != REASON_NONE)
        return;
    r = rational_growth(ratio->value, years, derived->decimals, ROUND_NEAREST, &derived->value);
    if (r < 0) {
        derived_refuse(derived, r == -ERR_INPUT ? REASON_DENOMINATOR_ZERO : REASON_OUT_OF_RANGE);
        return;
    }
    derived->has_value = true;
    derived->lower_known = ratio->lower.known && rational_growth(ratio->lower.at, years, places,
                                                                 ROUND_DOWN, &derived->lower) == 0;
    derived->upper_known = ratio->upper.known && rational_growth(ratio->upper.at, years, places,
                                                                 ROUND_UP, &derived->upper) == 0;
}

int progress_compound(struct rational growth, int years, struct rational *ret)
{
    struct rational factor, result = rational_from_int(1);
    int r = rational_div(growth, rational_from_int(100), &factor);

    if (r == 0)
        r = rational_add(factor, rational_from_int(1), &factor);
    for (int i = 0; r == 0 && i < years; i++)
        r = rational_mul(result, factor, &result);
    if (r == 0)
        *ret = result;
    return r;
}

/* One number of an attainment: the growth by which 1 became `ratio` in `years`, and the goal. */
struct quotient {
    struct rational ratio, goal;
    int years;
    bool inverted;
};

/* `part` in per cent of `whole`. */
static int in_percent(struct rational part, struct rational whole, struct rational *ret)
{
    int r = rational_div(part, whole, ret);

    return r < 0 ? r : rational_mul(*ret, rational_from_int(100), ret);
}

/* The attainment by a growth that is next to the true one, rounded. */
static int round_near(const struct quotient *q, enum rounding side, uint8_t decimals,
                      enum rounding rounding, struct dec *ret)
{
    struct rational growth, number = {0, 1};
    struct dec near;
    int r = rational_growth(q->ratio, q->years, DEC_SCALE_MAX, side, &near);

    if (r < 0)
        return r;
    growth = rational_from_dec(near);
    r = q->inverted ? in_percent(q->goal, growth, &number) : in_percent(growth, q->goal, &number);
    return r < 0 ? r : rational_round(number, decimals, rounding, ret);
}

/* Which of two neighbours is nearer to the attainment: it is the upper one where the ratio is at
 * least, or at most, what 1 becomes by the growth that is half way. -ERR_LIMIT: they are no
 * neighbours, the goal is too small. */
static int find_nearer(const struct quotient *q, struct dec below, struct dec above,
                       bool *ret_upper)
{
    struct rational half, growth = {0, 1}, ratio = {0, 1};
    int r = above.v - below.v == 1
                ? rational_add(rational_from_dec(below), rational_from_dec(above), &half)
                : -ERR_LIMIT;
    int order;

    if (r == 0)
        r = rational_div(half, rational_from_int(200), &half);
    if (r == 0)
        r = q->inverted ? rational_div(q->goal, half, &growth)
                        : rational_mul(q->goal, half, &growth);
    if (r == 0)
        r = progress_compound(growth, q->years, &ratio);
    if (r < 0)
        return r;
    order = q->inverted ? rational_cmp(ratio, q->ratio) : rational_cmp(q->ratio, ratio);
    /* A half is rounded away from zero. */
    *ret_upper = order > 0 || (order == 0 && rational_sign(half) > 0);
    return 0;
}

/* Rounds the attainment as if the root had been computed exactly; an end of bounds may be one unit
 * farther out. */
static int round_quotient(const struct quotient *q, uint8_t decimals, enum rounding rounding,
                          struct dec *ret)
{
    struct dec below, above;
    bool upper = rounding == ROUND_UP;
    int r = round_near(q, q->inverted ? ROUND_UP : ROUND_DOWN, decimals, rounding, &below);

    if (r == 0)
        r = round_near(q, q->inverted ? ROUND_DOWN : ROUND_UP, decimals, rounding, &above);
    if (r == 0 && rounding == ROUND_NEAREST && below.v != above.v)
        r = find_nearer(q, below, above, &upper);
    if (r == 0)
        *ret = upper ? above : below;
    return r;
}

void progress_attain_growth(const struct progress_case *c, const struct interval *ratio, int years,
                            const struct progress_actual *actual, struct derived *ret)
{
    const struct rational one = rational_from_int(1);
    const struct interval goal = interval_exact(c->goal);
    struct quotient value = {ratio->value, c->goal, years, c->inverted}, least = value,
                    most = value;
    const struct interval_end *low = c->inverted ? &ratio->upper : &ratio->lower;
    const struct interval_end *high = c->inverted ? &ratio->lower : &ratio->upper;
    uint8_t places;
    int r;

    progress_begin(ret, STR("percent"), 1, actual, NULL);
    places = (uint8_t)(ret->decimals + DERIVED_MORE_PLACES);
    if (c->inverted ? !ratio->lower.known || rational_cmp(ratio->lower.at, one) < 0
                    : !progress_may_divide(&goal))
        derived_refuse(ret, REASON_NEGATIVE_DENOMINATOR);
    if (ret->reason != REASON_NONE)
        return;
    r = round_quotient(&value, ret->decimals, ROUND_NEAREST, &ret->value);
    if (r < 0) {
        derived_refuse(ret, r == -ERR_INPUT ? REASON_DENOMINATOR_ZERO : REASON_OUT_OF_RANGE);
        return;
    }
    ret->has_value = true;
    least.ratio = low->at;
    most.ratio = high->at;
    ret->lower_known = low->known && round_quotient(&least, places, ROUND_DOWN, &ret->lower) == 0;
    ret->upper_known = high->known && round_quotient(&most, places, ROUND_UP, &ret->upper) == 0;
}
