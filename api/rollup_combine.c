/* The arithmetic of a roll-up: sums, bounds, means and quotients of intervals. */
#include "api/derived.h"
#include "api/rollup_impl.h"
#include "base/err.h"
#include "base/order.h"

int rollup_compare_places(const struct rollup_figure *a, const struct rollup_figure *b)
{
    int order = order_i64(a->region->id, b->region->id);

    if (order == 0)
        order = order_i64(a->period.starts_on, b->period.starts_on);
    if (order == 0)
        order = order_i64(a->period.ends_on, b->period.ends_on);
    if (order == 0)
        order = order_i64(a->period.freq, b->period.freq);
    return order != 0 ? order : order_i64(a->breakdown, b->breakdown);
}

int rollup_figure_cmp(const void *a, const void *b)
{
    const struct rollup_figure *x = a, *y = b;
    int order = order_i64(x->group, y->group);

    if (order == 0)
        order = order_i64(x->role, y->role);
    return order != 0 ? order : rollup_compare_places(x, y);
}

static struct interval interval_of(const struct rollup_figure *figure)
{
    return (struct interval){
        .value = rational_from_e6(figure->value_e6),
        .lower = {.known = figure->lower.known,
                  .strict = figure->above,
                  .at = rational_from_e6(figure->lower.e6)},
        .upper = {.known = figure->upper.known,
                  .strict = figure->below,
                  .at = rational_from_e6(figure->upper.e6)},
    };
}

/* A number in the making; zero-initialised is none. */
struct total {
    bool any;
    bool has_value; /* false: its bounds alone count */
    struct interval is;
};

/* The greater of two ends, both known; the smaller one when `least`. */
static struct interval_end outer(struct interval_end a, struct interval_end b, bool least)
{
    int order = rational_cmp(a.at, b.at);

    if (order == 0)
        a.strict = a.strict && b.strict;
    return order == 0 || (order < 0) == least ? a : b;
}

/* An entity may be in both: together they are at least the larger and at most the sum. */
static int bound(struct total *total, const struct total *more)
{
    struct interval sum;
    int r = interval_add(&total->is, &more->is, &sum);

    if (r < 0)
        return r;
    if (!total->is.lower.known)
        total->is.lower = more->is.lower;
    else if (more->is.lower.known)
        total->is.lower = outer(total->is.lower, more->is.lower, false);
    total->is.upper = sum.upper;
    total->has_value = false;
    return 0;
}

static int put(struct total *total, const struct total *more, enum how how)
{
    if (!more->any)
        return 0;
    if (!total->any) {
        *total = *more;
        return 0;
    }
    if (how == BOUND)
        return bound(total, more);
    total->has_value = total->has_value && more->has_value;
    return interval_add(&total->is, &more->is, &total->is);
}

/* More than the result can hold is said, not guessed. */
static int computed(int r, struct rollup_result *ret)
{
    if (r != -ERR_LIMIT && r != -ERR_INPUT)
        return r;
    ret->reason = r == -ERR_LIMIT ? REASON_OUT_OF_RANGE : REASON_DENOMINATOR_ZERO;
    ret->has_value = false;
    ret->is = (struct interval){0};
    return 0;
}

/* Parts make a cell, cells of several periods a region, regions the whole. */
int rollup_combine(struct rolling *rolling, enum how over_regions, enum how over_time)
{
    struct rollup_slice figures = rolling->figures;
    struct total whole = {0};
    int r = 0;

    for (size_t at = 0; at < figures.n && r == 0;) {
        size_t region_end = rollup_region_end(figures, at);
        struct total region = {0};

        while (at < region_end && r == 0) {
            size_t end = rollup_cell_end(figures, at);
            struct total cell = {0};

            for (; at < end && r == 0; at++) {
                struct total one = {.any = figures.v[at].has_value, .has_value = true};

                if (one.any)
                    one.is = interval_of(&figures.v[at]);
                r = put(&cell, &one, ADD);
            }
            if (r == 0)
                r = put(&region, &cell, over_time);
        }
        if (r == 0)
            r = put(&whole, &region, over_regions);
    }
    rolling->ret->reason = whole.any ? REASON_NONE : REASON_NO_VALUE;
    rolling->ret->has_value = whole.any && whole.has_value;
    rolling->ret->is = whole.is;
    return computed(r, rolling->ret);
}

/* The mean of the figures that there are. */
int rollup_mean(struct rolling *rolling)
{
    struct rollup_result *ret = rolling->ret;
    struct rational one = rational_from_int(1), n = rational_from_int((int64_t)ret->figures);
    struct rational share;
    int r = rational_div(one, n, &share);

    if (r == 0)
        r = interval_scale(&ret->is, share, &ret->is);
    ret->decimals = ret->decimals + DERIVED_MORE_PLACES < DEC_SCALE_MAX
                        ? (uint8_t)(ret->decimals + DERIVED_MORE_PLACES)
                        : DEC_SCALE_MAX;
    return computed(r, ret);
}

/* The weight of a figure among weights in the same order, from *at on; NULL: there is none. */
static const struct rollup_figure *weight_of(const struct rollup_figure *figure,
                                             struct rollup_slice weights, size_t *at)
{
    while (*at < weights.n && rollup_compare_places(&weights.v[*at], figure) < 0)
        ++*at;
    if (*at == weights.n || rollup_compare_places(&weights.v[*at], figure) != 0 ||
        !weights.v[*at].has_value)
        return NULL;
    return &weights.v[*at];
}

/* A mean lies between its least and its greatest figure, whatever the weights. */
static void keep_within(struct interval *mean, const struct interval *range)
{
    if (range->lower.known &&
        (!mean->lower.known || rational_cmp(mean->lower.at, range->lower.at) < 0))
        mean->lower = range->lower;
    if (range->upper.known &&
        (!mean->upper.known || rational_cmp(mean->upper.at, range->upper.at) > 0))
        mean->upper = range->upper;
}

/* Widens `range` to hold `more`. */
static void widen(struct interval *range, const struct interval *more)
{
    range->lower.known = range->lower.known && more->lower.known;
    range->upper.known = range->upper.known && more->upper.known;
    if (range->lower.known)
        range->lower = outer(range->lower, more->lower, true);
    if (range->upper.known)
        range->upper = outer(range->upper, more->upper, false);
}

struct weighing {
    struct total products, weights;
    struct interval range;
};

static int weigh_one(struct weighing *weighing, const struct rollup_figure *figure,
                     const struct rollup_figure *weight)
{
    struct total product = {.any = true, .has_value = true}, by = product;
    struct interval value = interval_of(figure);
    int r;

    by.is = interval_of(weight);
    if (weighing->weights.any)
        widen(&weighing->range, &value);
    else
        weighing->range = value;
    r = interval_mul(&value, &by.is, &product.is);
    if (r == 0)
        r = put(&weighing->products, &product, ADD);
    return r < 0 ? r : put(&weighing->weights, &by, ADD);
}

int rollup_weigh(struct rolling *rolling, struct rollup_slice weights)
{
    struct rollup *all = rolling->all;
    struct rollup_result *ret = rolling->ret;
    struct weighing weighing = {0};
    size_t at = 0;
    int r = 0;

    for (size_t i = 0; i < rolling->figures.n && r == 0; i++) {
        const struct rollup_figure *figure = &rolling->figures.v[i];
        const struct rollup_figure *weight = weight_of(figure, weights, &at);

        if (!figure->has_value)
            continue;
        if (weight != NULL)
            r = weigh_one(&weighing, figure, weight);
        else
            rollup_offend(all, STR("region"), figure->region->code,
                          arena_printf(all->arena, "No %s for %s.", rolling->indicator->weight.p,
                                       rollup_period(all, figure->period).p));
    }
    if (all->refusal.n > 0)
        return rollup_refuse(all, REFUSED_WEIGHTS_MISSING);
    ret->reason = weighing.weights.any ? REASON_NONE : REASON_NO_VALUE;
    ret->has_value = weighing.weights.any;
    ret->used[ROLLUP_WEIGHT] = weights;
    ret->decimals = rolling->indicator->decimals;
    if (r == 0 && ret->has_value)
        r = interval_div(&weighing.products.is, &weighing.weights.is, &ret->is);
    if (r == 0 && ret->has_value)
        keep_within(&ret->is, &weighing.range);
    return computed(r, ret);
}

static struct rational factor_of(struct str unit)
{
    if (str_eq(unit, STR("percent")))
        return rational_from_int(100);
    return rational_from_int(str_eq(unit, STR("piece_per_10k_persons")) ? 10000 : 1);
}

int rollup_divide(struct rollup_result *ret, const struct rollup_result *by)
{
    int r;

    if (ret->reason != REASON_NONE)
        return 0;
    r = interval_div(&ret->is, &by->is, &ret->is);
    if (r == 0)
        r = interval_scale(&ret->is, factor_of(ret->unit), &ret->is);
    return computed(r, ret);
}
