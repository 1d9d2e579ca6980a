/* Numbers that are known within bounds: 43,350 to 43,450 printed as 43.4 thousand, at least 500,
 * nearly 2000.
 *
 * The result of each function contains every number that its operands can give; it may contain more
 * only where the same operand enters twice, so that a growth is to be written as later / earlier
 * - 1. An end that is not known is open. A strict end is not itself among the numbers: "more than
 * 500".
 */
#pragma once

#include "base/macros.h"
#include "base/rational.h"

#include <stdbool.h>

struct interval_end {
    bool known, strict;
    struct rational at;
};

/* lower <= value <= upper where these are known. */
struct interval {
    struct rational value; /* as published, or computed from published values */
    struct interval_end lower, upper;
};

/* Exactly this number. */
struct interval interval_exact(struct rational value);

/* Whether it is one number. */
bool interval_is_exact(const struct interval *a);

/* Each: 0, or -ERR_LIMIT when a number does not fit; `ret` may be an operand. */
MUST_USE int interval_add(const struct interval *a, const struct interval *b, struct interval *ret);
MUST_USE int interval_sub(const struct interval *a, const struct interval *b, struct interval *ret);

/* One of the two must not be negative anywhere (its lower end is known and at least 0): figures are
 * not, and 1 plus a growth is not. -ERR_LIMIT otherwise. */
MUST_USE int interval_mul(const struct interval *a, const struct interval *b, struct interval *ret);

/* -ERR_INPUT when the value of `b` is 0; it must not be negative anywhere: -ERR_LIMIT otherwise.
 * Where it may be 0 the result is open. */
MUST_USE int interval_div(const struct interval *a, const struct interval *b, struct interval *ret);

/* All numbers times a factor of any sign. */
MUST_USE int interval_scale(const struct interval *a, struct rational factor, struct interval *ret);

/* What can be said about the true numbers of two intervals. */
enum interval_order {
    INTERVAL_BEFORE,  /* the first is less, certainly */
    INTERVAL_SAME,    /* both are the same number, certainly */
    INTERVAL_AFTER,   /* the first is greater, certainly */
    INTERVAL_OVERLAP, /* not known */
};
enum interval_order interval_compare(const struct interval *a, const struct interval *b);

/* Whether the true number passes a threshold. */
enum interval_comparator { INTERVAL_GE, INTERVAL_GT, INTERVAL_EQ, INTERVAL_LE, INTERVAL_LT };
enum interval_verdict { INTERVAL_HOLDS, INTERVAL_FAILS, INTERVAL_UNDETERMINED };
enum interval_verdict interval_test(const struct interval *a, enum interval_comparator comparator,
                                    struct rational threshold);
