/* Exact fractions, and the one place where a computed number is rounded.
 *
 * A number of the store is a whole number of millionths, so that every growth, share, rate or mean
 * of a few of them is a fraction of integers. It stays one until the end, and is rounded once.
 * Nothing here is a binary fraction.
 *
 * All functions that compute return 0, -ERR_LIMIT when the result does not fit into 128 bits, or
 * -ERR_INPUT where something is divided by zero; `*ret` is then untouched. `ret` may be an operand.
 */
#pragma once

#include "base/dec.h"
#include "base/macros.h"

#include <stdint.h>

/* ISO C has no such type. */
__extension__ typedef __int128 rational_int;

/* num / den in lowest terms, den > 0; not to be filled by hand. */
struct rational {
    rational_int num, den;
};

/* The number n. */
struct rational rational_from_int(int64_t n);

/* e6 millionths, as the store keeps numbers. */
struct rational rational_from_e6(int64_t e6);

struct rational rational_from_dec(struct dec d);

MUST_USE int rational_add(struct rational a, struct rational b, struct rational *ret);
MUST_USE int rational_sub(struct rational a, struct rational b, struct rational *ret);
MUST_USE int rational_mul(struct rational a, struct rational b, struct rational *ret);
MUST_USE int rational_div(struct rational a, struct rational b, struct rational *ret);

/* Negative, 0 or positive as a is less than, equal to or greater than b; exact for all. */
int rational_cmp(struct rational a, struct rational b);

/* The sign of a: -1, 0 or 1. */
int rational_sign(struct rational a);

enum rounding {
    ROUND_NEAREST, /* a half away from zero, as published tables do: 2.5 to 3, -2.5 to -3 */
    ROUND_DOWN,    /* towards minus infinity: for the lower end of an interval */
    ROUND_UP,      /* towards plus infinity: for its upper end */
};

/* Rounds to `decimals` places (at most DEC_SCALE_MAX). -ERR_LIMIT when the result does not fit. */
MUST_USE int rational_round(struct rational a, uint8_t decimals, enum rounding rounding,
                            struct dec *ret);

/* limit: years of a compound growth; the calendar of periods has fewer that anybody compares */
enum { RATIONAL_ROOT_YEARS_MAX = 100 };

/* The yearly growth in per cent that makes 1 into `ratio` in `years`: (ratio^(1/years) - 1) * 100,
 * rounded as if it had been computed exactly. `ratio` >= 0, years 1 to RATIONAL_ROOT_YEARS_MAX;
 * otherwise -ERR_INPUT. */
MUST_USE int rational_growth(struct rational ratio, int years, uint8_t decimals,
                             enum rounding rounding, struct dec *ret);
