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

struct interval rollup_interval(const struct rollup_figure *figure)
{
    const struct observation observation = {
        .key = {.measure = figure->kind->measure, .has_value = true, .value_e6 = figure->value_e6},
        .bound = rollup_bound_code(figure->bound),
        .lower = figure->lower,
        .upper = figure->upper,
    };

    return derived_interval(&observation);
}

/* A number in the making; zero-initialised is none. */
struct total {
    bool any;
    bool has_value; /* false: its bounds alone count */
    struct interval is;
};

struct interval_end rollup_outer(struct interval_end a, struct interval_end b, bool least)
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
        total->is.lower = rollup_outer(total->is.lower, more->is.lower, false);
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

int rollup_cell(struct rollup_slice figures, size_t at, size_t end, struct interval *ret)
{
    struct total cell = {0};
    int r = 0;

    for (; at < end && r == 0; at++) {
        struct total one = {.any = figures.v[at].has_value, .has_value = true};

        if (one.any)
            one.is = rollup_interval(&figures.v[at]);
        r = put(&cell, &one, ADD);
    }
    *ret = cell.is;
    return r < 0 ? r : cell.any;
}

/* More than the result can hold is said, not guessed. */
int rollup_computed(int r, enum reason of_input, struct rollup_result *ret)
{
    if (r != -ERR_LIMIT && r != -ERR_INPUT)
        return r;
    ret->reason = r == -ERR_LIMIT ? REASON_OUT_OF_RANGE : of_input;
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
            struct total cell = {.has_value = true};

            r = rollup_cell(figures, at, end, &cell.is);
            cell.any = r > 0;
            if (r >= 0)
                r = put(&region, &cell, over_time);
            at = end;
        }
        if (r == 0)
            r = put(&whole, &region, over_regions);
    }
    rolling->ret->reason = whole.any ? REASON_NONE : REASON_NO_VALUE;
    rolling->ret->has_value = whole.any && whole.has_value;
    rolling->ret->is = whole.is;
    return rollup_computed(r, REASON_OUT_OF_RANGE, rolling->ret);
}

/* How many cells have a value. */
static int64_t count_cells(struct rollup_slice figures)
{
    int64_t n = 0;

    for (size_t at = 0; at < figures.n;) {
        size_t end = rollup_cell_end(figures, at);
        bool valued = false;

        for (; at < end; at++)
            valued = valued || figures.v[at].has_value;
        n += valued;
    }
    return n;
}

/* The mean of the regions and periods that there are. */
int rollup_mean(struct rolling *rolling)
{
    struct rollup_result *ret = rolling->ret;
    struct rational n = rational_from_int(count_cells(rolling->figures));
    struct rational one = rational_from_int(1), share;
    int r = ret->reason == REASON_NONE ? rational_div(one, n, &share) : 0;

    if (ret->reason != REASON_NONE)
        return 0;

    if (r == 0)
        r = interval_scale(&ret->is, share, &ret->is);
    ret->decimals = ret->decimals + DERIVED_MORE_PLACES < DEC_SCALE_MAX
                        ? (uint8_t)(ret->decimals + DERIVED_MORE_PLACES)
                        : DEC_SCALE_MAX;
    return rollup_computed(r, REASON_OUT_OF_RANGE, ret);
}

/* Weights in the order of the figures. Those that were used are moved to the front. */
struct weights {
    struct rollup_slice all, used;
    size_t at; /* where those of the next figure are looked for */
};

/* What weights have in common with each other, and in time with what they weigh. */
static int check_weight(struct rollup *all, const struct weights *weights,
                        const struct rollup_figure *figure, const struct rollup_figure *weight)
{
    if (str_eq(weight->kind->accumulation, figure->kind->accumulation))
        return weights->used.n == 0 ? 0 : rollup_alike(all, weights->used.v[0].kind, weight->kind);
    rollup_offend(all, STR("indicator"), weight->kind->indicator->code,
                  STR("Its figures cover other times than those it is to weight."));
    return rollup_refuse(all, REFUSED_MIXED_ACCUMULATIONS);
}

/* Takes the weight of a figure: 0, with NULL when there is none, or 1 when it does not fit. */
static int take_weight(struct rollup *all, struct weights *weights,
                       const struct rollup_figure *figure, const struct rollup_figure **ret)
{
    struct rollup_figure *v = weights->all.v;
    size_t n = weights->all.n;
    int r = 0;

    *ret = NULL;
    while (weights->at < n && rollup_compare_places(&v[weights->at], figure) < 0)
        weights->at++;
    for (; weights->at < n && rollup_compare_places(&v[weights->at], figure) == 0; weights->at++) {
        if (!v[weights->at].has_value)
            continue;
        r = check_weight(all, weights, figure, &v[weights->at]);
        if (r == 0 && *ret != NULL)
            r = rollup_refuse(all, REFUSED_SAME_PLACE);
        if (r != 0)
            return r;
        v[weights->used.n] = v[weights->at];
        *ret = &v[weights->used.n++];
    }
    return r;
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
        range->lower = rollup_outer(range->lower, more->lower, true);
    if (range->upper.known)
        range->upper = rollup_outer(range->upper, more->upper, false);
}

/* Why nothing can be divided by this. */
static enum reason reason_of(const struct interval *by)
{
    return rational_sign(by->value) == 0 ? REASON_DENOMINATOR_ZERO : REASON_NEGATIVE_DENOMINATOR;
}

struct weighing {
    struct total products, weights;
    struct interval range;
};

static int weigh_one(struct weighing *weighing, const struct rollup_figure *figure,
                     const struct rollup_figure *weight)
{
    struct total product = {.any = true, .has_value = true}, by = product;
    struct interval value = rollup_interval(figure);
    int r;

    by.is = rollup_interval(weight);
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
    struct weights taken = {.all = weights, .used = {weights.v, 0}};
    int r = 0;

    for (size_t i = 0; i < rolling->figures.n && r == 0; i++) {
        const struct rollup_figure *figure = &rolling->figures.v[i];
        const struct rollup_figure *weight;

        if (!figure->has_value)
            continue;
        r = take_weight(all, &taken, figure, &weight);
        if (r == 0 && weight != NULL)
            r = weigh_one(&weighing, figure, weight);
        else if (r == 0)
            rollup_offend(all, STR("region"), figure->region->code,
                          arena_printf(all->arena, "No %s for %s.", rolling->indicator->weight.p,
                                       rollup_period(all, figure->period).p));
    }
    if (r > 0)
        return r;
    if (all->refusal.n > 0)
        return rollup_refuse(all, REFUSED_WEIGHTS_MISSING);
    ret->reason = weighing.weights.any ? REASON_NONE : REASON_NO_VALUE;
    ret->has_value = weighing.weights.any;
    ret->used[ROLLUP_WEIGHT] = taken.used;
    ret->decimals = rolling->indicator->decimals;
    if (r == 0 && ret->has_value)
        r = interval_div(&weighing.products.is, &weighing.weights.is, &ret->is);
    if (r == 0 && ret->has_value)
        keep_within(&ret->is, &weighing.range);
    return rollup_computed(r, reason_of(&weighing.weights.is), ret);
}

int rollup_divide(struct rollup_result *ret, const struct rollup_result *by)
{
    int r;

    if (ret->reason != REASON_NONE)
        return 0;
    r = interval_div(&ret->is, &by->is, &ret->is);
    if (r == 0)
        r = interval_scale(&ret->is, rational_from_int(derived_rate_base(ret->unit)), &ret->is);
    return rollup_computed(r, reason_of(&by->is), ret);
}
