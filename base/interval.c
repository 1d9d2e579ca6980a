#include "base/interval.h"

#include "base/err.h"

typedef int (*operation)(struct rational a, struct rational b, struct rational *ret);

struct interval interval_exact(struct rational value)
{
    const struct interval_end end = {.known = true, .at = value};

    return (struct interval){value, end, end};
}

bool interval_is_exact(const struct interval *a)
{
    return a->lower.known && a->upper.known && rational_cmp(a->lower.at, a->upper.at) == 0;
}

/* An end made of two: open when either is. */
static int end_of(operation compute, struct interval_end a, struct interval_end b,
                  struct interval_end *ret)
{
    struct interval_end end = {.known = a.known && b.known, .strict = a.strict || b.strict};
    int r = end.known ? compute(a.at, b.at, &end.at) : 0;

    if (r == 0)
        *ret = end;
    return r;
}

int interval_add(const struct interval *a, const struct interval *b, struct interval *ret)
{
    struct interval result;
    int r = rational_add(a->value, b->value, &result.value);

    if (r == 0)
        r = end_of(rational_add, a->lower, b->lower, &result.lower);
    if (r == 0)
        r = end_of(rational_add, a->upper, b->upper, &result.upper);
    if (r == 0)
        *ret = result;
    return r;
}

int interval_sub(const struct interval *a, const struct interval *b, struct interval *ret)
{
    struct interval result;
    int r = rational_sub(a->value, b->value, &result.value);

    if (r == 0)
        r = end_of(rational_sub, a->lower, b->upper, &result.lower);
    if (r == 0)
        r = end_of(rational_sub, a->upper, b->lower, &result.upper);
    if (r == 0)
        *ret = result;
    return r;
}

static bool never_negative(const struct interval *a)
{
    return a->lower.known && rational_sign(a->lower.at) >= 0;
}

static bool is_zero(struct interval_end end)
{
    return end.known && !end.strict && rational_sign(end.at) == 0;
}

/* An end of a product: nothing times anything is nothing, however large that may be. */
static int product_end(struct interval_end a, struct interval_end b, struct interval_end *ret)
{
    if (is_zero(a) || is_zero(b)) {
        *ret = (struct interval_end){.known = true, .at = rational_from_int(0)};
        return 0;
    }
    return end_of(rational_mul, a, b, ret);
}

/* `b` is never negative: the least product has the least `a`, times the least `b` while `a` is not
 * negative and the greatest `b` where it is; the greatest the other way round. */
static int product(const struct interval *a, const struct interval *b, struct interval *ret)
{
    bool least_negative = !a->lower.known || rational_sign(a->lower.at) < 0;
    bool most_negative = a->upper.known && rational_sign(a->upper.at) < 0;
    struct interval result;
    int r = rational_mul(a->value, b->value, &result.value);

    if (r == 0)
        r = product_end(a->lower, least_negative ? b->upper : b->lower, &result.lower);
    if (r == 0)
        r = product_end(a->upper, most_negative ? b->lower : b->upper, &result.upper);
    if (r == 0)
        *ret = result;
    return r;
}

int interval_mul(const struct interval *a, const struct interval *b, struct interval *ret)
{
    if (never_negative(b))
        return product(a, b, ret);
    if (never_negative(a))
        return product(b, a, ret);
    return -ERR_LIMIT;
}

/* 1 / end; open where the end is open or 0. */
static int inverse_end(struct interval_end end, struct interval_end *ret)
{
    struct interval_end inverse = {.known = end.known && rational_sign(end.at) > 0,
                                   .strict = end.strict};
    int r = inverse.known ? rational_div(rational_from_int(1), end.at, &inverse.at) : 0;

    if (r == 0)
        *ret = inverse;
    return r;
}

int interval_div(const struct interval *a, const struct interval *b, struct interval *ret)
{
    struct interval inverse;
    int r;

    if (rational_sign(b->value) == 0)
        return -ERR_INPUT;
    if (!never_negative(b) || rational_sign(b->value) < 0)
        return -ERR_LIMIT;
    r = rational_div(rational_from_int(1), b->value, &inverse.value);
    if (r == 0)
        r = inverse_end(b->lower, &inverse.upper);
    if (r == 0)
        r = inverse_end(b->upper, &inverse.lower);
    if (r < 0)
        return r;
    /* However large the divisor may be, its inverse is above 0. */
    if (!inverse.lower.known)
        inverse.lower = (struct interval_end){true, true, rational_from_int(0)};
    return product(a, &inverse, ret);
}

int interval_scale(const struct interval *a, struct rational factor, struct interval *ret)
{
    const struct interval times = interval_exact(factor);
    const struct interval turned = {a->value, a->upper, a->lower};
    const struct interval *from = rational_sign(factor) < 0 ? &turned : a;
    struct interval result;
    int r = rational_mul(from->value, factor, &result.value);

    if (r == 0)
        r = product_end(from->lower, times.lower, &result.lower);
    if (r == 0)
        r = product_end(from->upper, times.upper, &result.upper);
    if (r == 0)
        *ret = result;
    return r;
}

/* The greatest of `a` is certainly less than the least of `b`. */
static bool is_before(const struct interval_end *upper, const struct interval_end *lower)
{
    int order;

    if (!upper->known || !lower->known)
        return false;
    order = rational_cmp(upper->at, lower->at);
    return order < 0 || (order == 0 && (upper->strict || lower->strict));
}

enum interval_order interval_compare(const struct interval *a, const struct interval *b)
{
    if (is_before(&a->upper, &b->lower))
        return INTERVAL_BEFORE;
    if (is_before(&b->upper, &a->lower))
        return INTERVAL_AFTER;
    if (interval_is_exact(a) && interval_is_exact(b))
        return INTERVAL_SAME;
    return INTERVAL_OVERLAP;
}

enum interval_verdict interval_test(const struct interval *a, enum interval_comparator comparator,
                                    struct rational threshold)
{
    const struct interval at = interval_exact(threshold);
    /* Certainly greater, less, not less, not greater than the threshold. */
    bool above = is_before(&at.upper, &a->lower), below = is_before(&a->upper, &at.lower);
    bool from = a->lower.known && rational_cmp(a->lower.at, threshold) >= 0;
    bool up_to = a->upper.known && rational_cmp(a->upper.at, threshold) <= 0;
    bool holds = false, fails = false;

    switch (comparator) {
    case INTERVAL_GE:
        holds = from;
        fails = below;
        break;
    case INTERVAL_GT:
        holds = above;
        fails = up_to;
        break;
    case INTERVAL_EQ:
        holds = from && up_to;
        fails = above || below;
        break;
    case INTERVAL_LE:
        holds = up_to;
        fails = above;
        break;
    case INTERVAL_LT:
        holds = below;
        fails = from;
        break;
    }
    return holds ? INTERVAL_HOLDS : fails ? INTERVAL_FAILS : INTERVAL_UNDETERMINED;
}
